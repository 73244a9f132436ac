"""All pictures of a release in one ZIP file, with names that say what they are and a list of their captions."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from tna.charts import Format
from tna.domain.reports import Heatmap
from tna.language import gettext, ngettext
from tna.services import pictures
from tna.services.pictures import Wanted
from tna.services.reports import Released

_SHAPE = "wide"  # for reports and slides; the narrow ones are for phones
_LONGEST_NAME = 80
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the same pictures make the same file, whenever it is made
_OPEN_TO_ALL = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Packed:
    """One picture on its way into the pack, with what was kept of it, by form."""

    name: str
    wanted: Wanted
    kept: Mapping[Format, bytes | None]


@dataclass(frozen=True, slots=True)
class ChartPack:
    """All that goes into one file; written without a look into the database, since drawing takes its time."""

    opening: str
    pictures: tuple[Packed, ...]
    left_out: str

    def content(self) -> bytes:
        """The ZIP file, in the language spoken now."""
        captions = [self.opening, *(_caption(one) for one in self.pictures), self.left_out]
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as pack:
            for one in self.pictures:
                for form, content in one.kept.items():
                    _add(pack, f"{one.name}.{form}", content or pictures.draw(replace(one.wanted, form=form)))
            _add(pack, "README.txt", "\n\n".join(filter(None, captions)).encode() + b"\n")
        return out.getvalue()


def chart_pack(session: Session, released: Released, *, partnership: str) -> ChartPack:
    """The pictures of a release in which there is anything to see, in the language spoken now."""
    every = pictures.of_release(session, release_id=released.release.id)
    declared = {one.digest for one in every}
    wide = [one for one in every if (one.shape, one.form) == (_SHAPE, Format.SVG)]
    shown = [one for one in wide if pictures.has_figures(one.report)]
    empty = [one for one in wide if not pictures.has_figures(one.report)]
    found = tuple(
        Packed(name, wanted, {one.form: _kept(session, one) for one in _forms(wanted) if one.digest in declared})
        for name, wanted in _named(shown)
    )
    return ChartPack(_opening(released, partnership), found, _left_out(empty))


def _forms(wanted: Wanted) -> Iterator[Wanted]:
    return (replace(wanted, form=form) for form in Format)


def _kept(session: Session, wanted: Wanted) -> bytes | None:
    found = pictures.find(session, digest=wanted.digest)
    return None if found is None else found.content


def slug(text: str, otherwise: str = "") -> str:
    """Words as part of a file's name: small Latin letters and figures, with hyphens between them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_NAME.sub("-", plain)[:_LONGEST_NAME].strip("-") or otherwise


def _named(wanted: Sequence[Wanted]) -> Iterator[tuple[str, Wanted]]:
    for place, one in enumerate(wanted, start=1):
        beside = one.report.earlier_round if isinstance(one.report, Heatmap) else None
        compared = slug(gettext("compared with %(round)s", round=beside)) if beside else ""
        parts = (f"{place:03}", slug(one.report.title), compared, slug(one.agency_id or ""))
        yield "-".join(part for part in parts if part), one


def _opening(released: Released, partnership: str) -> str:
    lines = (
        gettext("Training needs: %(round)s", round=released.round.title),
        partnership,
        gettext("Self-reported confidence, not competence."),
    )
    return "\n".join(lines)


def _left_out(wanted: Sequence[Wanted]) -> str:
    """Which pictures are not here, since all of them would be hatching; empty where none."""
    if not wanted:
        return ""
    why = ngettext(
        "%(n)s chart is left out, with nothing to show: too few people answered, or all gave the same answer.",
        "%(n)s charts are left out, with nothing to show: too few people answered, or all gave the same answer.",
        len(wanted),
    )
    return "\n".join([why, *(f"- {one.report.title}: {one.report.notes[-1]}" for one in wanted)])


def _caption(one: Packed) -> str:
    report = one.wanted.report
    return "\n".join([one.name, report.title, report.finding, *report.notes])


def _add(pack: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _DAY_ONE)
    entry.external_attr, entry.compress_type = _OPEN_TO_ALL, ZIP_DEFLATED
    pack.writestr(entry, content)
