"""What a training lead or the partnership manager has to do next, in sentences, the most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tna.domain.reports.words import begun, counted, listed, number

MOST_NAMED = 3


class Todo(StrEnum):
    """What there is to do, in the order in which it is done: what stops others first, what only gets older last."""

    ROUND_LATE = "close a round"
    INVITE = "invite people"
    ROUND_CLOSES = "a round closes"
    ROUND_OPENS = "get a round ready"
    LET_IN = "let people in"
    NOMINATE = "say yes to a course"
    DATE_SHORT = "fill a date"
    REGISTER = "keep a register"
    PAPERS = "get papers signed"
    HEADCOUNTS = "ask for headcounts"
    BOUNCES = "correct addresses"
    BEHIND = "ask agencies that lag"
    WISHES = "answer wishes"
    RENEWALS = "renew training"


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: how many it is about, a sentence, the words of its button, and what it leads to by id."""

    what: Todo
    count: int
    words: str
    action: str
    subject: str = ""


def in_order(things: Sequence[ToDo]) -> tuple[ToDo, ...]:
    """The most pressing first; within one kind as they came."""
    kinds = list(Todo)
    return tuple(sorted(things, key=lambda one: kinds.index(one.what)))


def round_late(title: str, closes_on: date, round_id: int) -> ToDo:
    """An open round whose day has passed."""
    words = f"The last day to answer “{title}” was {_day(closes_on)}, and it is still open."
    return ToDo(Todo.ROUND_LATE, 1, words, "Close it or give it longer", str(round_id))


def nobody_invited(title: str, people: int, round_id: int) -> ToDo:
    """An open round to which nobody has been invited yet, and how many people it asks."""
    waits = counted(people, "person has", "people have")
    return ToDo(Todo.INVITE, people, f"{waits} no invitation to “{title}” yet.", "Invite everybody", str(round_id))


def round_closes(title: str, closes_on: date, today: date, round_id: int) -> ToDo:
    """An open round whose last day to answer is near; nothing closes by itself on it."""
    words = f"The last day to answer “{title}” is {_in_days((closes_on - today).days)}, {_day(closes_on)}."
    return ToDo(Todo.ROUND_CLOSES, 1, words, "See who has been reached", str(round_id))


def round_opens(title: str, opens_on: date, missing: int, round_id: int) -> ToDo:
    """A planned round that opens soon, or should be open, and how many things it lacks."""
    lacks = (
        "it has everything it needs." if not missing else f"{counted(missing, 'thing is', 'things are')} still missing."
    )
    words = f"“{title}” is to open on {_day(opens_on)}: {lacks}"
    return ToDo(Todo.ROUND_OPENS, max(1, missing), words, "Get it ready" if missing else "Open it", str(round_id))


def joiners(people: int, agency: str, agency_id: str) -> ToDo:
    """People who asked by a poster and wait for a yes."""
    waits = counted(people, "person asks", "people ask")
    return ToDo(Todo.LET_IN, people, f"{waits} to take part for {agency}.", "Say yes or no", agency_id)


def nominations(people: int, course: str, first_day: date, date_id: int) -> ToDo:
    """People whose wish for a date waits for a lead's or manager's yes."""
    waits = counted(people, "person waits", "people wait")
    words = f"{waits} for your yes to {course} on {_day(first_day)}."
    return ToDo(Todo.NOMINATE, people, words, "Say yes or no", str(date_id))


def date_short(course: str, first_day: date, finding: str, date_id: int) -> ToDo:
    """A date whose joint rule is not met yet; `finding` says what it lacks, by when."""
    return ToDo(Todo.DATE_SHORT, 1, f"{course} on {_day(first_day)}: {finding}", "See who could come", str(date_id))


def register_open(course: str, last_day: date, date_id: int) -> ToDo:
    """A date that is over and whose register says nothing of anybody."""
    words = f"{course} ended on {_day(last_day)}, and its register is empty."
    return ToDo(Todo.REGISTER, 1, words, "Keep the register", str(date_id))


def papers_missing(agencies: Sequence[str]) -> ToDo:
    """Agencies that lack a paper; a round cannot open without."""
    lack = "lacks" if len(agencies) == 1 else "lack"
    words = f"{begun(named(agencies))} {lack} a signed sharing agreement or risk assessment."
    return ToDo(Todo.PAPERS, len(agencies), words, "Record papers")


def headcounts_old(agencies: Sequence[str]) -> ToDo:
    """Agencies whose headcounts are more than a year old, or who have none."""
    have = "has" if len(agencies) == 1 else "have"
    words = f"{begun(named(agencies))} {have} no headcount from the last twelve months."
    return ToDo(Todo.HEADCOUNTS, len(agencies), words, "Ask for headcounts")


def bounces(addresses: int) -> ToDo:
    """Addresses that mail servers refused."""
    words = f"Mail does not reach {counted(addresses, 'address', 'addresses')}."
    return ToDo(Todo.BOUNCES, addresses, words, "Correct them")


def agencies_behind(agencies: Sequence[str]) -> ToDo:
    """Agencies that lag far behind in the open round."""
    lag = "lags" if len(agencies) == 1 else "lag"
    words = f"{begun(named(agencies))} {lag} far behind the others in answering."
    return ToDo(Todo.BEHIND, len(agencies), words, "See the numbers")


def wishes(people: int, agency: str, agency_id: str) -> ToDo:
    """People who have asked their lead for a course."""
    asks = counted(people, "person has", "people have")
    return ToDo(Todo.WISHES, people, f"{asks} asked for a course at {agency}.", "See their wishes", agency_id)


def renewals(people: Sequence[tuple[int, str, str]]) -> ToDo:
    """People whose training runs out within three months: how many, at which agency, its id; of one agency or more.

    Somebody who works for two agencies counts in both.
    """
    most, agency, agency_id = max(people, key=lambda one: one[0])
    whole = sum(one[0] for one in people)
    whose = f"Training of {counted(whole, 'person', 'people')}"
    if len(people) == 1:
        return ToDo(Todo.RENEWALS, whole, f"{whose} at {agency} runs out within three months.", "See whose", agency_id)
    words = f"{whose} in {number(len(people))} agencies runs out within three months; most, {most:,}, at {agency}."
    return ToDo(Todo.RENEWALS, whole, words, "See whose", agency_id)


def named(agencies: Sequence[str]) -> str:
    """Agencies inside a sentence: three by name, the others as a number."""
    if len(agencies) <= MOST_NAMED:
        return listed(agencies)
    rest = len(agencies) - MOST_NAMED
    return listed([*agencies[:MOST_NAMED], f"{number(rest)} more"])


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {number(days)} days")


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
