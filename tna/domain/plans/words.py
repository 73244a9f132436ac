"""How somebody stands in a course, in a few plain words."""

from datetime import date

from tna.domain.courses import Renewal, RenewalState
from tna.domain.plans.states import Asked, Place


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
