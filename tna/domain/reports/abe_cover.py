"""Cover of joint interviewing: of those whose role it is, how many hold a current training, sector by sector."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tna import language
from tna.domain.courses import DUE_DAYS, Catalogue, Course, RuleState, course_name, lacking_words, rule_words
from tna.domain.reports.joined_agencies import (
    OTHER_AGENCIES,
    AgencyCount,
    Joined,
    JoinedCount,
    join_small,
    people_words,
)
from tna.domain.reports.tables import Table
from tna.domain.reports.words import begun, inside, listed
from tna.language import gettext, mark, ngettext, pgettext

TITLE = mark("Who holds a current ABE training, by agency")


def states() -> tuple[str, ...]:
    """How somebody may stand, in the order of every count here; the first two hold a current training."""
    return (
        gettext("current with over %(days)s days left", days=DUE_DAYS),
        gettext("current but due within %(days)s days", days=DUE_DAYS),
        gettext("lapsed"),
        gettext("not trained"),
    )


@dataclass(frozen=True, slots=True)
class InterviewerCount:
    """One agency's people in the role groups of the course, and its heads; `current` leaves out the due ones."""

    agency: str
    sector: str
    heads: int | None
    current: int
    due: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class CoverBar:
    """One agency, or several together; `counts` in the order of `states`, so that they add up to the heads.

    They add up to more where more people are trained than the headcount knows.
    """

    title: str
    heads: int
    counts: tuple[int, ...]
    is_joined: bool = False

    @property
    def holding(self) -> int:
        """Those whose training is current, due ones among them."""
        return self.counts[0] + self.counts[1]

    @property
    def trained(self) -> int:
        """Those ever trained."""
        return sum(self.counts[:3])


@dataclass(frozen=True, slots=True)
class SectorCover:
    """The agencies of one sector, the one with the smallest share first, and all of them together."""

    title: str
    bars: tuple[CoverBar, ...]
    total: CoverBar | None


@dataclass(frozen=True, slots=True)
class AbeCover:
    """The picture: the sectors that have to interview together."""

    title: str
    finding: str
    sectors: tuple[SectorCover, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JointDate:
    """One date to come: how many of its places are taken, and how far its joint rule is met."""

    course: Course
    first_day: date
    decides_on: date
    places: int
    taken: int
    rule: RuleState


@dataclass(frozen=True, slots=True)
class JointDateWords:
    """A date to come as a page says it: when, what, who has a place, and what its joint rule lacks by when."""

    first_day: date
    course: str
    taken: str
    rule: str
    is_met: bool


def interview_course(catalogue: Catalogue) -> Course | None:
    """The course that makes a joint interviewer: its joint rule balances two sectors, and another course renews it.

    Found by what it is, not by its id, since a partnership may rename or replace it; None if there is no such course.
    """
    renewed = {course.renews for course in catalogue.courses}
    balanced = (course for course in catalogue.courses if course.joint is not None and course.joint.balance)
    return next((course for course in balanced if course.id in renewed), None)


def abe_cover(
    counts: Sequence[InterviewerCount], *, sectors: Mapping[str, str], titles: Mapping[str, str], others: int = 0
) -> AbeCover:
    """Cover of the sectors given (title by id, in their order); `titles` by agency id.

    `others` are people outside the course's role groups who hold a current training and are in no count.
    """
    joined = {sector: join_small(_plain(one) for one in counts if one.sector == sector) for sector in sectors}
    shown = tuple(_sector(title, joined[sector], titles) for sector, title in sectors.items())
    return AbeCover(
        title=gettext(TITLE),
        finding=_finding(shown),
        sectors=shown,
        notes=tuple(_notes(joined.values(), shown, titles, others)),
    )


def abe_cover_table(cover: AbeCover) -> Table:
    """Every agency, and each sector together."""
    headers = (
        gettext("Sector"),
        gettext("Agency"),
        gettext("Joint interviewers"),
        gettext("Ever trained"),
        *(begun(state) for state in states()),
    )
    rows = tuple(
        (sector.title, bar.title, *(language.number(count) for count in (bar.heads, bar.trained, *bar.counts)))
        for sector in cover.sectors
        for bar in (*sector.bars, *((sector.total,) if sector.total and len(sector.bars) > 1 else ()))
    )
    return Table(cover.title, headers, rows, frozenset(range(2, len(headers))))


def joint_date_words(each: JointDate, *, sectors: Mapping[str, str], today: date) -> JointDateWords:
    """A date to come in words: places taken, by sector, and what the joint rule lacks; `sectors` title by id."""
    by_sector = [
        gettext("%(taken)s from %(sector)s", taken=one.taken, sector=inside(sectors[one.sector]))
        for one in each.rule.sectors
    ]
    return JointDateWords(
        first_day=each.first_day,
        course=course_name(each.course),
        taken=ngettext(
            "%(taken)s of %(n)s places are taken: %(by_sector)s.",
            "%(taken)s of %(n)s places are taken: %(by_sector)s.",
            each.places,
            taken=each.taken,
            by_sector=listed(by_sector),
        ),
        rule=_rule(each, sectors, today),
        is_met=each.rule.is_met,
    )


def _plain(one: InterviewerCount) -> AgencyCount:
    return AgencyCount(one.agency, one.heads, (one.current, one.due, one.lapsed))


def _sector(title: str, joined: Joined, titles: Mapping[str, str]) -> SectorCover:
    bars = [
        _bar(row, titles[row.agencies[0]])
        if len(row.agencies) == 1
        else _bar(row, gettext(OTHER_AGENCIES), is_joined=True)
        for row in joined.rows
    ]
    return SectorCover(
        title=title,
        bars=tuple(sorted(bars, key=lambda bar: (bar.is_joined, bar.holding / bar.heads, bar.title))),
        total=None if joined.total is None else _bar(joined.total, gettext("%(sector)s together", sector=title)),
    )


def _bar(row: JoinedCount, title: str, *, is_joined: bool = False) -> CoverBar:
    return CoverBar(title, row.heads, (*row.counts, max(0, row.heads - sum(row.counts))), is_joined)


def _finding(sectors: Sequence[SectorCover]) -> str:
    told = [(sector.title, sector.total) for sector in sectors if sector.total is not None]
    if not told:
        return gettext("There is nobody to count yet: no headcounts of joint interviewers are known.")
    (title, total), *others = told
    parts = [_first_part(title, total), *(_next_part(title, total) for title, total in others)]
    return begun(_said_of(listed(parts), [total for _, total in told]))


def _first_part(title: str, total: CoverBar) -> str:
    return ngettext(
        "%(holding)s of %(n)s joint interviewers in %(sector)s",
        "%(holding)s of %(n)s joint interviewers in %(sector)s",
        total.heads,
        holding=_or_none(total.holding),
        sector=inside(title),
    )


def _next_part(title: str, total: CoverBar) -> str:
    heads, holding = language.number(total.heads), _or_none(total.holding)
    return gettext("%(holding)s of %(heads)s in %(sector)s", holding=holding, heads=heads, sector=inside(title))


def _or_none(people: int) -> str:
    return str(people) if people else pgettext("number of people", "none")


def _said_of(parts: str, totals: Sequence[CoverBar]) -> str:
    if not any(total.holding for total in totals):
        return gettext("%(parts)s hold a current ABE training.", parts=parts)
    due = sum(total.counts[1] for total in totals)
    if not due:
        return gettext(
            "%(parts)s hold a current ABE training; none of these lapses within %(days)s days.",
            parts=parts,
            days=DUE_DAYS,
        )
    return ngettext(
        "%(parts)s hold a current ABE training; %(n)s of these lapses within %(days)s days.",
        "%(parts)s hold a current ABE training; %(n)s of these lapse within %(days)s days.",
        due,
        parts=parts,
        days=DUE_DAYS,
    )


def _notes(
    joined: Iterable[Joined], sectors: Sequence[SectorCover], titles: Mapping[str, str], others: int
) -> Iterable[str]:
    parts = list(joined)
    if others:
        people = people_words(others)
        yield gettext("Besides these, %(people)s in other role groups hold a current training.", people=people)
    left_out = sum(part.left_out for part in parts)
    if left_out:
        people = begun(people_words(left_out))
        yield gettext("%(people)s in agencies too small to tell of are not counted.", people=people)
    without = sorted(titles[agency] for part in parts for agency in part.without_heads)
    if without:
        yield gettext(
            "Not counted, because there is no headcount of joint interviewers: %(agencies)s.",
            agencies=listed(without),
        )
    empty = [inside(sector.title) for sector in sectors if sector.total is None]
    if empty and len(empty) < len(sectors):
        yield gettext("No headcount of joint interviewers is known in %(sectors)s.", sectors=listed(empty))
    if any(bar.trained > bar.heads for sector in sectors for bar in sector.bars):
        yield gettext("Somewhere more people are trained than the headcount knows: check the headcounts.")


def _rule(each: JointDate, sectors: Mapping[str, str], today: date) -> str:
    day = language.day(each.decides_on)
    if each.rule.is_met:
        return rule_words(each.rule, sectors)
    if today > each.decides_on:
        decided = gettext("It was to be decided by %(day)s whether this date runs.", day=day)
        return f"{rule_words(each.rule, sectors)} {decided}"
    lacking = begun(lacking_words(each.rule, sectors))
    return gettext("%(lacking)s by %(day)s, or this date will not run.", lacking=lacking, day=day)
