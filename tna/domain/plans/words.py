"""How somebody stands in a course, in a few plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from tna.domain.courses import Renewal, RenewalState
from tna.domain.plans.states import Asked, CourseState, Place
from tna.language import day, gettext


def any_of_words(courses: Sequence[str]) -> str:
    """Courses of which one will do, inside a sentence: "CSA-03 or CSA-04"; at least one."""
    return reduce(lambda some, one: gettext("%(some)s or %(one)s", some=some, one=one), courses)


def asked_words(asked: Asked, today: date) -> str:
    """What is asked, and by when: "by 12 March 2027", "overdue since 12 March 2027"."""
    if asked.due_on is None:
        return gettext("no date set")
    if asked.is_overdue(today):
        return gettext("overdue since %(day)s", day=day(asked.due_on))
    return gettext("by %(day)s", day=day(asked.due_on))


def place_words(place: Place) -> str:
    """What has come of a booking: "place on 4 May 2027"."""
    first_day = day(place.first_day)
    if place.has_place:
        return gettext("place on %(day)s", day=first_day)
    if place.awaits_nomination:
        return gettext("awaits a nomination for %(day)s", day=first_day)
    return gettext("in the queue for %(day)s", day=first_day)


def renewal_words(renewal: Renewal) -> str:
    """How a completion stands: "current until 4 May 2027", "lapsed on 4 May 2027"."""
    if renewal.lapses_on is None:
        return gettext("current")
    lapses_on = day(renewal.lapses_on)
    match renewal.state:
        case RenewalState.CURRENT:
            return gettext("current until %(day)s", day=lapses_on)
        case RenewalState.DUE:
            return gettext("due for renewal by %(day)s", day=lapses_on)
        case RenewalState.LAPSED:
            return gettext("lapsed on %(day)s", day=lapses_on)


@dataclass(frozen=True, slots=True)
class Taken:
    """Why somebody need not ask for a course, said to them: with the day, and for a file that names no day.

    `is_booked`: they have or want a place, rather than only being asked to take it.
    """

    words: str
    undated: str
    is_booked: bool = True


def taken(state: CourseState, today: date) -> Taken | None:
    """That somebody has a place on a course, wants one or is asked to take it; None where they might ask for it."""
    if state.place is not None:
        return _booked(state.place)
    return None if state.asked is None else _asked(state.asked, today)


def _booked(place: Place) -> Taken:
    first_day = day(place.first_day)
    if place.has_place:
        return Taken(gettext("you have a place on %(day)s", day=first_day), gettext("you have a place"))
    if place.awaits_nomination:
        return Taken(
            gettext("your wish for %(day)s awaits a nomination", day=first_day),
            gettext("your wish for a place awaits a nomination"),
        )
    return Taken(gettext("you are in the queue for %(day)s", day=first_day), gettext("you are in the queue"))


def _asked(asked: Asked, today: date) -> Taken:
    undated = gettext("you are asked to take it")
    if asked.due_on is None:
        return Taken(undated, undated, is_booked=False)
    due_on = day(asked.due_on)
    if asked.is_overdue(today):
        dated = gettext("you are asked to take it; it is overdue since %(day)s", day=due_on)
    else:
        dated = gettext("you are asked to take it by %(day)s", day=due_on)
    return Taken(dated, undated, is_booked=False)
