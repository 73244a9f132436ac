"""How somebody stands in a course, in a few plain words."""

from dataclasses import dataclass
from datetime import date

from tna.domain.courses import Renewal, RenewalState
from tna.domain.plans.states import Asked, CourseState, Place


def day_words(day: date) -> str:
    """A day inside a sentence: "12 March 2027"."""
    return f"{day.day} {day:%B} {day.year}"


def asked_words(asked: Asked, today: date) -> str:
    """What is asked, and by when: "by 12 March 2027", "overdue since 12 March 2027"."""
    if asked.due_on is None:
        return "no date set"
    return f"{'overdue since' if asked.is_overdue(today) else 'by'} {day_words(asked.due_on)}"


def place_words(place: Place) -> str:
    """What has come of a booking: "place on 4 May 2027"."""
    if place.has_place:
        return f"place on {day_words(place.first_day)}"
    waits = "awaits a nomination" if place.awaits_nomination else "in the queue"
    return f"{waits} for {day_words(place.first_day)}"


def renewal_words(renewal: Renewal) -> str:
    """How a completion stands: "current until 4 May 2027", "lapsed on 4 May 2027"."""
    if renewal.lapses_on is None:
        return "current"
    words = {
        RenewalState.CURRENT: "current until",
        RenewalState.DUE: "due for renewal by",
        RenewalState.LAPSED: "lapsed on",
    }
    return f"{words[renewal.state]} {day_words(renewal.lapses_on)}"


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
        day = day_words(state.place.first_day)
        if state.place.has_place:
            return Taken(f"you have a place on {day}", "you have a place")
        if state.place.awaits_nomination:
            return Taken(f"your wish for {day} awaits a nomination", "your wish for a place awaits a nomination")
        return Taken(f"you are in the queue for {day}", "you are in the queue")
    if state.asked is None:
        return None
    undated = "you are asked to take it"
    if state.asked.due_on is None:
        return Taken(undated, undated, is_booked=False)
    joined = "; it is " if state.asked.is_overdue(today) else " "
    return Taken(f"{undated}{joined}{asked_words(state.asked, today)}", undated, is_booked=False)
