"""The files of a release: made by the worker, kept beside the pictures under a hash of all that they show."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tna.charts import Format
from tna.language import ENGLISH, Language, spoken, spoken_in
from tna.models.needs import Picture, Release
from tna.services import chart_packs, owed, pictures, workbook_files
from tna.services.free_texts.releasing import released_themes, themes_digest
from tna.services.pictures import EXPORTED, Languages
from tna.services.release_table import tidy_csv
from tna.services.release_workbook import workbook_of
from tna.services.releases import WRITE_FILES, released_round
from tna.services.reports import Released, agency_titles, released_rounds
from tna.services.upserts import insert_unless_there

# Part of every hash: raise it when a file is written differently, and all are made anew.
WRITTEN_AS = 2


Making = Callable[[], bytes]
"""Makes a file of what was read before, so that nobody waits for a lock of the database meanwhile."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its name, its media type, and what reads a release for a partnership of this name."""

    file_name: str
    media_type: str
    read: Callable[[Session, Released, str], Making]
    has_words: bool = True  # made once a language


def _workbook(session: Session, released: Released, partnership: str) -> Making:
    book = workbook_of(session, released, partnership=partnership)
    return partial(workbook_files.xlsx, book, made_at=released.release.made_at)


def _figures(session: Session, released: Released, _partnership: str) -> Making:
    frozen = released_round(released.release, released.definition)
    themes = released_themes(session, release_id=released.release.id)
    return partial(tidy_csv, frozen, released.definition, title=released.round.title, themes=themes)


def _charts(session: Session, released: Released, partnership: str) -> Making:
    return chart_packs.chart_pack(session, released, partnership=partnership).content


KINDS: Mapping[str, Kind] = {
    "workbook": Kind("workbook.xlsx", workbook_files.MEDIA_TYPE, _workbook),
    "figures": Kind("figures.csv", "text/csv; charset=utf-8", _figures, has_words=False),
    "charts": Kind("charts.zip", "application/zip", _charts),
}
"""Every file of a release, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a release in the language spoken now; `size` in bytes, None while it is being made."""

    kind: str
    file_name: str
    size: int | None


def files_of(session: Session, released: Released, *, partnership: str) -> list[KeptFile]:
    """Every file of a release, those among them that are not there yet."""
    digests = {kind: _digest(session, released, kind, partnership) for kind in KINDS}
    sized = select(Picture.digest, func.length(Picture.content)).where(Picture.digest.in_(digests.values()))
    sizes: dict[str, int] = {digest: size for digest, size in session.execute(sized)}
    return [KeptFile(kind, KINDS[kind].file_name, sizes.get(digest)) for kind, digest in digests.items()]


def find(session: Session, released: Released, *, kind: str, partnership: str) -> Picture | None:
    """A file in the language spoken now; None while it is being made."""
    return session.get(Picture, _digest(session, released, kind, partnership))


def write(session: Session, *, release_id: int, partnership: str, languages: Languages) -> Iterator[None]:
    """Make what is missing of a release's files and forget the old ones; at each yield the caller commits."""
    wanted: set[str] = set()
    for kind, language in _each(languages):
        with spoken_in(language):
            released = next(one for one in released_rounds(session) if one.release.id == release_id)
            digest = _digest(session, released, kind, partnership)
            wanted.add(digest)
            if session.scalar(select(Picture.digest).where(Picture.digest == digest)) is not None:
                continue
            make = KINDS[kind].read(session, released, partnership)
        yield
        with spoken_in(language):
            content = make()
        row = {"digest": digest, "agency_id": None, "media_type": KINDS[kind].media_type, "content": content}
        insert_unless_there(session, Picture, unique=["digest"], row=row)
        yield
    old = Picture.digest.startswith(_prefix(release_id), autoescape=True), Picture.digest.not_in(wanted)
    session.execute(delete(Picture).where(*old).execution_options(synchronize_session=False))
    yield


def owe_files(session: Session, now: datetime) -> None:
    """Owe the files of every release, once a night: a job that finds all of them there does nothing."""
    for release_id in session.scalars(select(Release.id).order_by(Release.id)):
        owed.promise(session, kind=WRITE_FILES, key=str(release_id), due_at=now)


def _each(languages: Languages) -> Iterator[tuple[str, Language]]:
    for kind, one in KINDS.items():
        for language in languages if one.has_words else (ENGLISH,):
            yield kind, language


def _digest(session: Session, released: Released, kind: str, partnership: str) -> str:
    """The hash of all that a file shows. It stays inside: small numbers could be tried out by what goes into it."""
    language = spoken() if KINDS[kind].has_words else ENGLISH
    shown: list[object] = [WRITTEN_AS, kind, released.release.digest, released.round.title, partnership]
    shown += [language.code, language.edition, sorted(agency_titles(session).items())]
    shown += [themes_digest(session, release_id=released.release.id)]
    if kind == "charts":
        others = [(one.release.id, one.round.title) for one in released_rounds(session)]
        shown += [pictures.DRAWN_AS, sorted(Format), others]
    whole = hashlib.sha256(json.dumps(shown).encode()).hexdigest()
    prefix = _prefix(released.release.id)
    return prefix + whole[: 64 - len(prefix)]


def _prefix(release_id: int) -> str:
    return f"{EXPORTED}{release_id}-"
