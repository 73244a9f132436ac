"""When people of a round are reminded: days that are chosen, hours that stay quiet, by the clock in England.

All of it is worked out on the clock on the wall, so that a day on which the clock is put forward or back is a day like
any other. Which day a reminder belongs to is part of its key: that, and no hour, keeps it from going twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tna import language
from tna.language import gettext, ngettext

ENGLAND = ZoneInfo("Europe/London")

MOST_DAYS = 4
"""A fifth reminder brings hardly an answer more, and is one message too many."""

QUIET_FROM, QUIET_UNTIL = 19, 8
"""The hours in which nothing is sent unless somebody chooses others."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The days on which people are reminded, in order, and the hours of a day that stay quiet (see ReminderPlan)."""

    days: tuple[date, ...] = ()
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    is_paused: bool = False

    @property
    def takes_weekends(self) -> bool:
        """Whether one of the days is a Saturday or a Sunday; such a day is only there by choice."""
        return any(is_weekend(day) for day in self.days)


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Why a day cannot stand in a plan; `number` is its place among those entered, from 1."""

    number: int
    message: str


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def is_quiet(plan: Plan, hour: int) -> bool:
    """Whether nothing is sent in this hour of the day, 0 to 23."""
    if plan.quiet_from <= plan.quiet_until:
        return plan.quiet_from <= hour < plan.quiet_until
    return hour >= plan.quiet_from or hour < plan.quiet_until


def first_hour(plan: Plan) -> int:
    """The hour of a day at which reminders begin to go out: the first that is not quiet."""
    return next(hour for hour in range(24) if not is_quiet(plan, hour))


def day_due(plan: Plan, *, now: datetime) -> date | None:
    """The day of the plan whose reminders are to go out at this moment, if any; none in a quiet hour or a pause."""
    there = now.astimezone(ENGLAND)
    if plan.is_paused or is_quiet(plan, there.hour) or there.date() not in plan.days:
        return None
    return there.date()


def next_waking_moment(plan: Plan, *, now: datetime) -> datetime:
    """This moment, or where it lies in quiet hours the end of them."""
    there = now.astimezone(ENGLAND)
    if not is_quiet(plan, there.hour):
        return now
    opening = _beginning(there.date(), plan.quiet_until)
    return opening if opening > now else _beginning(there.date() + timedelta(days=1), plan.quiet_until)


def leaving_words(messages: int, goes_at: datetime, *, now: datetime) -> str:
    """When invitations that are written go out: "906 invitations go out from 8:00 tomorrow"; no full stop."""
    if goes_at <= now:
        return ngettext("%(n)s invitation goes out now", "%(n)s invitations go out now", messages)
    there, today = goes_at.astimezone(ENGLAND), now.astimezone(ENGLAND).date()
    clock, days_ahead = f"{there.hour}:{there:%M}", (there.date() - today).days
    if days_ahead == 0:
        return ngettext(
            "%(n)s invitation goes out from %(clock)s today",
            "%(n)s invitations go out from %(clock)s today",
            messages,
            clock=clock,
        )
    if days_ahead == 1:
        return ngettext(
            "%(n)s invitation goes out from %(clock)s tomorrow",
            "%(n)s invitations go out from %(clock)s tomorrow",
            messages,
            clock=clock,
        )
    return ngettext(
        "%(n)s invitation goes out from %(clock)s on %(day)s",
        "%(n)s invitations go out from %(clock)s on %(day)s",
        messages,
        clock=clock,
        day=language.day(there),
    )


def start_of(day: date) -> datetime:
    """The moment at which a day begins in England."""
    return _beginning(day, 0)


def start_of_day_of(moment: datetime) -> datetime:
    """The moment at which the day of another began in England: all that is kept of when somebody came or was written
    to."""
    return start_of(moment.astimezone(ENGLAND).date())


def end_of(day: date) -> datetime:
    """The moment at which a day is over in England."""
    return start_of(day + timedelta(days=1))


def _beginning(day: date, hour: int) -> datetime:
    """The moment at which an hour begins; one that the clock leaves out begins when the clock has jumped over it."""
    # By way of UTC: within one zone Python compares the clocks on the wall and not the moments.
    return datetime.combine(day, time(hour), ENGLAND).astimezone(ZoneInfo("UTC"))


def faults_of(
    days: Iterable[date | None],
    *,
    opens_on: date,
    closes_on: date,
    today: date,
    takes_weekends: bool,
    standing: frozenset[date] = frozenset(),
) -> tuple[PlanFault, ...]:
    """What is wrong with days as entered, None where nothing was; `standing` days are in the plan already.

    A day that stands may have passed, for it was right once; a new one lies after today.
    """
    faults: list[PlanFault] = []
    seen: set[date] = set()
    for number, day in enumerate(days, start=1):
        if day is None:
            continue
        said = next(_faults_of_day(day, opens_on, closes_on, today, takes_weekends, standing), None)
        if day in seen:
            said = gettext("%(day)s is there twice", day=language.day(day))
        if said is not None:
            faults.append(PlanFault(number, said))
        seen.add(day)
    return tuple(faults)


def _faults_of_day(
    day: date, opens_on: date, closes_on: date, today: date, takes_weekends: bool, standing: frozenset[date]
) -> Iterator[str]:
    named = language.day(day)
    if not opens_on <= day <= closes_on:
        yield gettext(
            "%(day)s lies outside the round, which runs from %(first)s to %(last)s",
            day=named,
            first=language.day(opens_on),
            last=language.day(closes_on),
        )
    if day <= today and day not in standing:
        yield gettext("%(day)s is too soon: choose a day after today", day=named)
    if is_weekend(day) and not takes_weekends:
        if day.weekday() == _SATURDAY:
            yield gettext("%(day)s is a Saturday. Choose another day, or tick that weekends are fine", day=named)
        else:
            yield gettext("%(day)s is a Sunday. Choose another day, or tick that weekends are fine", day=named)


def suggested_days(*, opens_on: date, closes_on: date, today: date) -> tuple[date, ...]:
    """Working days that suit a round: a week after it opens, half way, and two days before its last; what is left."""
    half_way = opens_on + (closes_on - opens_on) / 2
    wanted = (opens_on + timedelta(days=7), half_way, closes_on - timedelta(days=2))
    working = sorted({_working_day(day) for day in wanted})
    return tuple(day for day in working if max(today, opens_on) < day <= closes_on)


def _working_day(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def preview(plan: Plan, *, whom: str | None, today: date, closes_on: date, others_differ: bool = False) -> list[str]:
    """What the plan will do, a sentence for each day; `whom`: an agency by name, or None for the partnership, in which
    agencies may have plans of their own.

    They count nobody: the same sentences stand before the first answer and after the last.
    """
    return [_sentence(plan, day, whom, today, closes_on, others_differ) for day in plan.days]


def _sentence(plan: Plan, day: date, whom: str | None, today: date, closes_on: date, others_differ: bool) -> str:
    if day > closes_on:
        return gettext("%(day)s lies after the last day to answer, so nothing is sent then.", day=language.day(day))
    if day < today:
        return gettext("%(day)s has passed.", day=language.day(day))
    when = _moment(day, first_hour(plan))
    if whom is not None:
        return gettext(
            "On %(when)s: everybody invited in %(agency)s who has not sent their answers by then.",
            when=when,
            agency=whom,
        )
    if others_differ:
        return gettext(
            "On %(when)s: everybody invited in agencies without a plan of their own who has not sent their answers by "
            "then.",
            when=when,
        )
    return gettext(
        "On %(when)s: everybody invited in the partnership who has not sent their answers by then.", when=when
    )


def _moment(day: date, hour: int) -> str:
    """A day and an hour of it, as they stand after "On"."""
    if hour == 0:
        return gettext("%(day)s at midnight", day=language.day(day))
    return gettext("%(day)s at %(hour)s o’clock", day=language.day(day), hour=hour)


def written(days: Iterable[date]) -> str:
    """Days as they are kept: ISO dates in order, parted by spaces."""
    return " ".join(day.isoformat() for day in sorted(days))


def read(days: str) -> tuple[date, ...]:
    """The days that are kept so."""
    return tuple(date.fromisoformat(day) for day in days.split())
