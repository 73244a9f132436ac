"""All pictures of a release in one ZIP file, with names that say what they are and a list of their captions."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from tna.charts import Format
from tna.domain.reports import Heatmap
from tna.language import gettext
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

    def content(self) -> bytes:
        """The ZIP file, in the language spoken now."""
        out, captions = BytesIO(), [self.opening, *(_caption(one) for one in self.pictures)]
        with ZipFile(out, "w", ZIP_DEFLATED) as pack:
            for one in self.pictures:
                for form, content in one.kept.items():
                    _add(pack, f"{one.name}.{form}", content or pictures.draw(replace(one.wanted, form=form)))
            _add(pack, "README.txt", "\n\n".join(captions).encode() + b"\n")
        return out.getvalue()


def chart_pack(session: Session, released: Released, *, partnership: str) -> ChartPack:
    """The pictures of a release, in the language spoken now."""
    declared = {one.digest for one in pictures.of_release(session, release_id=released.release.id)}
    found = tuple(
        Packed(name, wanted, {one.form: _kept(session, one) for one in _forms(wanted) if one.digest in declared})
        for name, wanted in _named(session, released)
    )
    return ChartPack(_opening(released, partnership), found)


def _forms(wanted: Wanted) -> Iterator[Wanted]:
    return (replace(wanted, form=form) for form in Format)


def _kept(session: Session, wanted: Wanted) -> bytes | None:
    found = pictures.find(session, digest=wanted.digest)
    return None if found is None else found.content


def slug(text: str, otherwise: str = "") -> str:
    """Words as part of a file's name: small Latin letters and figures, with hyphens between them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_NAME.sub("-", plain)[:_LONGEST_NAME].strip("-") or otherwise


def _named(session: Session, released: Released) -> Iterator[tuple[str, Wanted]]:
    every = pictures.of_release(session, release_id=released.release.id)
    wanted = [one for one in every if (one.shape, one.form) == (_SHAPE, Format.SVG)]
    for place, one in enumerate(wanted, start=1):
        beside = one.report.earlier_round if isinstance(one.report, Heatmap) else None
        parts = (f"{place:02}", slug(one.report.title), slug(beside or ""), slug(one.agency_id or ""))
        yield "-".join(part for part in parts if part), one


def _opening(released: Released, partnership: str) -> str:
    lines = (
        gettext("Training needs: %(round)s", round=released.round.title),
        partnership,
        gettext("Self-reported confidence, not competence."),
    )
    return "\n".join(lines)


def _caption(one: Packed) -> str:
    report = one.wanted.report
    return "\n".join([one.name, report.title, report.finding, *report.notes])


def _add(pack: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _DAY_ONE)
    entry.external_attr, entry.compress_type = _OPEN_TO_ALL, ZIP_DEFLATED
    pack.writestr(entry, content)
