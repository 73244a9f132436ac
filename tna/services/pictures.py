"""Pictures of reports: which are declared, which are there, and finding one by the hash of what it shows.

A picture holds words, so each is there in every language of the installation, made of a report in that language.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tna.charts import NARROW, WIDE, Format, Shape
from tna.domain.reports import CoverageBars, Heatmap, LikertBars
from tna.domain.reports.abe_cover import AbeCover
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.forests import Forest
from tna.domain.reports.own_words import ThemeBars
from tna.domain.reports.periods import day_in_england, last_year
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.reach import ReachBars
from tna.domain.reports.round_dumbbell import RoundDumbbell
from tna.domain.reports.shift import ChangeBars, Dumbbell
from tna.domain.reports.shift_looking_back import LookingBackSeries
from tna.language import ENGLISH, Language, spoken, spoken_in
from tna.models.needs import Picture
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import owed
from tna.services.abe_cover import abe_cover_report
from tna.services.comparisons import compare_rounds
from tna.services.coverage import coverage_by_agency, coverage_report, newest_round, participation_trend
from tna.services.free_texts.releasing import own_words_report
from tna.services.need_details import confidence_pictures, detail_pictures
from tna.services.reach import reach_report
from tna.services.releases import DRAW_RELEASE
from tna.services.reports import (
    Released,
    agencies_report,
    agency_report,
    newest_with_figures,
    partnership_report,
    released_rounds,
    statements_of,
)
from tna.services.rounds import running_round
from tna.services.shift_reports import course_report, courses_together, released_courses
from tna.services.upserts import insert_unless_there

DRAW_COVERAGE = "draw coverage"
DRAW_REACH = "draw reach"
REACH_KEY = "partnership"
DRAW_SHIFT = "draw shift"  # key: the course of which a block was released
MEDIA_TYPES: dict[str, str] = {Format.SVG: "image/svg+xml", Format.PNG: "image/png", Format.PDF: "application/pdf"}
# Part of every hash: raise it when a chart module draws the same report differently, and all are drawn anew.
DRAWN_AS = 6

Languages = Sequence[Language]
IN_ENGLISH: Languages = (ENGLISH,)

ShiftReport = Dumbbell | ChangeBars | LookingBackSeries
NeedReport = Heatmap | LikertBars | Forest | QuestionBars | ThemeBars | RoundDumbbell
Report = NeedReport | CoverageBars | CoverageTrend | ReachBars | AbeCover | ShiftReport
_OF_SHIFT = "shift-"
EXPORTED = "export-"  # how the hashes of files begin that are kept beside the pictures (services/release_files)
SHAPES: dict[str, Shape] = {"wide": WIDE, "narrow": NARROW}
# What a page shows, and what it offers to take away.
PLACES = {
    "wide": ("wide", Format.SVG),
    "narrow": ("narrow", Format.SVG),
    "png": ("wide", Format.PNG),
    "pdf": ("wide", Format.PDF),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One declared picture: a report in one shape, whose leads may see it (None: readers of all), and its language.

    As SVG it stands on a page; as PNG or PDF it is taken away, with its title and finding drawn on it.
    """

    report: Report
    shape: str
    agency_id: str | None
    language: Language = field(default_factory=spoken)
    form: Format = Format.SVG

    @property
    def digest(self) -> str:
        """The hash of everything the picture shows."""
        # Two languages may say the same in a report, and not in the words that only the picture has.
        other = () if self.language.code == ENGLISH.code else (self.language.code, self.language.edition)
        shown = f"{json.dumps([DRAWN_AS, self.form, self.shape, self.agency_id, *other])}{_written(self.report)}"
        whole = hashlib.sha256(shown.encode()).hexdigest()
        # Shift has readers of its own, and the hash is all that a picture is asked for by: it says so itself.
        return f"{_OF_SHIFT}{whole}"[: len(whole)] if isinstance(self.report, ShiftReport) else whole


@lru_cache(maxsize=64)
def _written(report: Report) -> str:
    """All that a report says; every page asks for it in each shape."""
    return json.dumps([type(report).__name__, asdict(report)], default=sorted, sort_keys=True)


def has_figures(report: Report) -> bool:
    """Whether anything is there to draw; a picture of nothing but hatching says less than its sentence."""
    match report:
        case CoverageBars() | ReachBars():
            return bool(report.bars)
        case CoverageTrend():
            return bool(report.points)
        case AbeCover():
            return any(sector.bars for sector in report.sectors)
        case _:
            return report.has_figures


def draw(wanted: Wanted) -> bytes:
    """The picture itself."""
    # Loaded here: pages ask for pictures and never draw, and what draws brings matplotlib and fontTools.
    from tna.charts import drawing  # noqa: PLC0415

    with spoken_in(wanted.language):
        return drawing.draw(wanted.report, form=wanted.form, shape=SHAPES[wanted.shape])


def keep(session: Session, wanted: Wanted, content: bytes) -> None:
    """Store a drawn picture; one that another worker stored first is the same."""
    media_type = MEDIA_TYPES[wanted.form]
    row = {"digest": wanted.digest, "agency_id": wanted.agency_id, "media_type": media_type, "content": content}
    insert_unless_there(session, Picture, unique=["digest"], row=row)


def find(session: Session, *, digest: str) -> Picture | None:
    """The picture with this hash."""
    # PostgreSQL refuses to be asked for what cannot stand in a text at all.
    return session.get(Picture, digest) if digest.isprintable() else None


def shows_shift(picture: Picture) -> bool:
    """Whether a picture is of confidence before and after a course, which more people may see than needs."""
    return picture.digest.startswith(_OF_SHIFT)


def drawn(session: Session, report: Report, *, agency_id: str | None = None) -> dict[str, str]:
    """The digests of a report's pictures that are there already: by shape those of pages, and "png" and "pdf"."""
    digests = {place: Wanted(report, shape, agency_id, form=form).digest for place, (shape, form) in PLACES.items()}
    there = set(session.scalars(select(Picture.digest).where(Picture.digest.in_(digests.values()))))
    return {place: digest for place, digest in digests.items() if digest in there}


def of_release(session: Session, *, release_id: int) -> list[Wanted]:
    """Every declared picture of a release, in the language spoken now."""
    return list({one.digest: one for one in _of_release(session, release_id)}.values())


def missing_pictures(session: Session, *, release_id: int, languages: Languages = IN_ENGLISH) -> list[Wanted]:
    """The declared pictures of a release that are not drawn yet."""
    return _missing(session, _in_each(languages, lambda: _of_release(session, release_id)))


def missing_coverage(
    session: Session, *, round_id: int, now: datetime, languages: Languages = IN_ENGLISH
) -> list[Wanted]:
    """The pictures of a round's coverage, as it stands at this moment, that are not drawn yet."""
    round_, today = session.get_one(Round, round_id), day_in_england(now)
    return _missing(session, _in_each(languages, lambda: _of_coverage(session, round_, today)))


def missing_reach(session: Session, *, now: datetime, languages: Languages = IN_ENGLISH) -> list[Wanted]:
    """The pictures of reach and of ABE cover, as they stand at this moment, that are not drawn yet."""
    return _missing(session, _in_each(languages, lambda: _of_reach(session, now)))


def missing_shift(session: Session, *, course_id: str, languages: Languages = IN_ENGLISH) -> list[Wanted]:
    """The pictures of a course, and of all courses together, that are not drawn yet."""
    declared = _in_each(languages, lambda: itertools.chain(_of_course(session, course_id), _of_courses(session)))
    return _missing(session, declared)


def owe_coverage(session: Session, now: datetime, languages: Languages = IN_ENGLISH) -> None:
    """Owe the coverage pictures of the open round where answers have come in since they were drawn."""
    running = running_round(session)
    if running is None or owed.is_open(session, kind=DRAW_COVERAGE, key=str(running.id)):
        return
    if missing_coverage(session, round_id=running.id, now=now, languages=languages):
        owed.promise(session, kind=DRAW_COVERAGE, key=str(running.id), due_at=now)


def owe_reach(session: Session, now: datetime, languages: Languages = IN_ENGLISH) -> None:
    """Owe the pictures of reach and of ABE cover where places, completions or the day have changed them."""
    if owed.is_open(session, kind=DRAW_REACH, key=REACH_KEY):
        return
    if missing_reach(session, now=now, languages=languages):
        owed.promise(session, kind=DRAW_REACH, key=REACH_KEY, due_at=now)


def keep_in_step(session: Session, now: datetime, languages: Languages = IN_ENGLISH) -> None:
    """Owe what is declared and not there, as after a new version draws differently or a language came; forget the rest.

    An open round's coverage is drawn anew with every answer, so its old pictures would pile up.
    """
    declared = _digests(_in_each(languages, lambda: _of_reach(session, now)))
    newest = newest_round(session)
    if newest is not None:
        today = day_in_england(now)
        declared |= _digests(_in_each(languages, lambda: _of_coverage(session, newest, today)))
    declared |= _keep_releases_in_step(session, now, languages)
    declared |= _keep_shift_in_step(session, now, languages)
    forgotten = Picture.digest.not_in(declared), ~Picture.digest.startswith(EXPORTED)
    session.execute(delete(Picture).where(*forgotten).execution_options(synchronize_session=False))


def _keep_releases_in_step(session: Session, now: datetime, languages: Languages) -> set[str]:
    """Owe the pictures of every release that lacks some; the hashes of all that is declared."""
    declared: set[str] = set()
    for release_id in [one.release.id for one in released_rounds(session)]:
        wanted = _digests(_in_each(languages, partial(_of_release, session, release_id)))
        if _absent(session, wanted):
            owed.promise(session, kind=DRAW_RELEASE, key=str(release_id), due_at=now)
        declared |= wanted
    return declared


def _keep_shift_in_step(session: Session, now: datetime, languages: Languages) -> set[str]:
    """The same for every course with released figures."""
    together = _digests(_in_each(languages, lambda: _of_courses(session)))
    is_absent = bool(_absent(session, together))
    declared = set(together)
    for course_id in released_courses(session):
        wanted = _digests(_in_each(languages, partial(_of_course, session, course_id)))
        if is_absent or _absent(session, wanted):
            owed.promise(session, kind=DRAW_SHIFT, key=course_id, due_at=now)
        declared |= wanted
    return declared


def _in_each(languages: Languages, declared: Callable[[], Iterator[Wanted]]) -> Iterator[Wanted]:
    """What is declared, once in each language; the reports are made in it, since they are made of sentences."""
    for language in languages:
        with spoken_in(language):
            theirs = list(declared())
        yield from theirs


def _digests(declared: Iterable[Wanted]) -> set[str]:
    return {one.digest for one in declared}


def _missing(session: Session, wanted: Iterable[Wanted]) -> list[Wanted]:
    by_digest = {one.digest: one for one in wanted}
    absent = _absent(session, by_digest)
    missing = [one for digest, one in by_digest.items() if digest in absent]
    # Pages wait for theirs; what is taken away comes after.
    return sorted(missing, key=lambda one: one.form is not Format.SVG)


def _absent(session: Session, digests: Iterable[str]) -> set[str]:
    asked = set(digests)
    return asked - set(session.scalars(select(Picture.digest).where(Picture.digest.in_(asked))))


def _of_release(session: Session, release_id: int) -> Iterator[Wanted]:
    rounds = released_rounds(session)
    place = next(n for n, one in enumerate(rounds) if one.release.id == release_id)
    shown = rounds[place]
    yield from _of_partnership(session, shown, rounds[place + 1 :])
    yield from _of_agencies(session, shown, rounds[place + 1 :])
    yield from _of_coverage(session, shown.round, shown.round.closes_on)


def _of_partnership(session: Session, shown: Released, earlier: list[Released]) -> Iterator[Wanted]:
    for compared in (None, *earlier):
        yield from _each_place(partnership_report(session, shown, compared).role_groups)
        yield from _each_place(agencies_report(session, shown, compared).agencies)
    page = partnership_report(session, shown).figures
    for role_group in (None, *page.role_groups):
        bars = statements_of(shown, page, role_group)
        if bars is not None:
            yield from _each_place(bars)
    for report in detail_pictures(session, shown):
        yield from _each_place(report)
    for bars in confidence_pictures(session, shown):
        yield from _on_pages(bars)
    words = own_words_report(session, release=shown.release)
    if words is not None and words.bars is not None:
        yield from _each_place(words.bars)
    for compared in earlier:
        for role_group in (None, *page.role_groups):
            yield from _of_two_rounds(session, shown, compared, role_group)


def _of_two_rounds(session: Session, later: Released, earlier: Released, role_group: str | None) -> Iterator[Wanted]:
    found = compare_rounds(session, later=later, earlier=earlier, role_group=role_group)
    for report in (found.dumbbell, found.domains):
        if report is not None and report.has_figures:
            yield from _each_place(report)


def _of_agencies(session: Session, shown: Released, earlier: list[Released]) -> Iterator[Wanted]:
    """Beside the round that stands there unasked; a picture of every agency beside every round would be too many."""
    before = newest_with_figures(earlier)
    for agency in session.scalars(select(Agency).order_by(Agency.id)):
        report = agency_report(session, shown, agency)
        if report is None:
            continue
        yield from _each_place(report.role_groups, agency.id)
        yield from _each_place(report.statements, agency.id)
        compared = None if before is None else agency_report(session, shown, agency, before)
        if compared is not None:
            yield from _each_place(compared.role_groups, agency.id)


def _of_coverage(session: Session, round_: Round, today: date) -> Iterator[Wanted]:
    """`today` matters while the round is open."""
    everyone = coverage_report(session, round_=round_)
    trend = participation_trend(session, report=everyone, today=today)
    if trend is not None:
        yield from _each_place(trend)
    yield from _each_place(everyone.agencies)
    yield from _each_place(everyone.role_groups)
    for agency_id, own in coverage_by_agency(session, round_=round_).items():
        yield from _each_place(own.role_groups, agency_id)


def _of_reach(session: Session, now: datetime) -> Iterator[Wanted]:
    """Of each page what it shows first: all courses in the last year, and cover today."""
    today = day_in_england(now)
    yield from _each_place(reach_report(session, course=None, period=last_year(today)))
    abe = abe_cover_report(session, today=today)
    if abe is not None:
        yield from _each_place(abe.cover)


def _of_course(session: Session, course_id: str) -> Iterator[Wanted]:
    report = course_report(session, course_id=course_id)
    if report is not None:
        for one in (report.dumbbell, report.changes, report.looking_back):
            if one.has_figures:
                yield from _each_place(one)


def _of_courses(session: Session) -> Iterator[Wanted]:
    report = courses_together(session)
    if report is not None and report.bars.has_figures:
        yield from _each_place(report.bars)


def _each_place(report: Report, agency_id: str | None = None) -> Iterator[Wanted]:
    for shape, form in PLACES.values():
        yield Wanted(report, shape, agency_id, form=form)


def _on_pages(report: Report) -> Iterator[Wanted]:
    """Only as pages show it: a forest beside it is what people take away, and a release is drawn in seconds."""
    return (one for one in _each_place(report) if one.form is Format.SVG)
