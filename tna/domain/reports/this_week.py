"""What a training lead or the partnership manager has to do next, in sentences, the most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tna import language
from tna.domain.reports.words import begun, listed, number
from tna.language import day_and_month, gettext, ngettext

MOST_NAMED = 3


class Todo(StrEnum):
    """What there is to do, in the order in which it is done: what stops others first, what only gets older last."""

    HAND_ON = "hand something on"
    SEE_HANDED_ON = "see that something is handed on"
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


def escalated(texts: int, title: str, due_on: date, today: date, round_id: int, *, is_screener: bool = False) -> ToDo:
    """What screeners of a round escalated and have not handed on yet: how many texts, and the first day it is due.

    `is_screener`: it is said to one who hands it on, and not to the manager.
    """
    if due_on < today:
        words = ngettext(
            "%(n)s text of “%(round)s” should have been handed on by %(day)s.",
            "%(n)s texts of “%(round)s” are to be handed on, and one should have been by %(day)s.",
            texts,
            round=title,
            day=day_and_month(due_on),
        )
    else:
        words = ngettext(
            "%(n)s text of “%(round)s” is to be handed on by %(day)s.",
            "%(n)s texts of “%(round)s” are to be handed on, the first by %(day)s.",
            texts,
            round=title,
            day=day_and_month(due_on),
        )
    if is_screener:
        return ToDo(Todo.HAND_ON, texts, words, gettext("Hand it on"), str(round_id))
    return ToDo(Todo.SEE_HANDED_ON, texts, words, gettext("See since when"), str(round_id))


def round_late(title: str, closes_on: date, round_id: int) -> ToDo:
    """An open round whose day has passed."""
    words = gettext(
        "The last day to answer “%(round)s” was %(day)s, and it is still open.",
        round=title,
        day=day_and_month(closes_on),
    )
    return ToDo(Todo.ROUND_LATE, 1, words, gettext("Close it or give it longer"), str(round_id))


def nobody_invited(title: str, people: int, round_id: int) -> ToDo:
    """An open round to which nobody has been invited yet, and how many people it asks."""
    words = ngettext(
        "%(n)s person has no invitation to “%(round)s” yet.",
        "%(n)s people have no invitation to “%(round)s” yet.",
        people,
        round=title,
    )
    return ToDo(Todo.INVITE, people, words, gettext("Invite everybody"), str(round_id))


def round_closes(title: str, closes_on: date, today: date, round_id: int) -> ToDo:
    """An open round whose last day to answer is near; nothing closes by itself on it."""
    words = _last_day(title, day_and_month(closes_on), (closes_on - today).days)
    return ToDo(Todo.ROUND_CLOSES, 1, words, gettext("See who has been reached"), str(round_id))


def _last_day(title: str, day: str, days: int) -> str:
    if days == 0:
        return gettext("The last day to answer “%(round)s” is today, %(day)s.", round=title, day=day)
    if days == 1:
        return gettext("The last day to answer “%(round)s” is tomorrow, %(day)s.", round=title, day=day)
    return ngettext(
        "The last day to answer “%(round)s” is in %(days)s day, %(day)s.",
        "The last day to answer “%(round)s” is in %(days)s days, %(day)s.",
        days,
        round=title,
        days=number(days),
        day=day,
    )


def round_opens(title: str, opens_on: date, missing: int, round_id: int) -> ToDo:
    """A planned round that opens soon, or should be open, and how many things it lacks."""
    day = day_and_month(opens_on)
    if not missing:
        words = gettext("“%(round)s” is to open on %(day)s: it has everything it needs.", round=title, day=day)
        return ToDo(Todo.ROUND_OPENS, 1, words, gettext("Open it"), str(round_id))
    words = ngettext(
        "“%(round)s” is to open on %(day)s: %(n)s thing is still missing.",
        "“%(round)s” is to open on %(day)s: %(n)s things are still missing.",
        missing,
        round=title,
        day=day,
    )
    return ToDo(Todo.ROUND_OPENS, missing, words, gettext("Get it ready"), str(round_id))


def joiners(people: int, agency: str, agency_id: str) -> ToDo:
    """People who asked by a poster and wait for a yes."""
    words = ngettext(
        "%(n)s person asks to take part for %(agency)s.",
        "%(n)s people ask to take part for %(agency)s.",
        people,
        agency=agency,
    )
    return ToDo(Todo.LET_IN, people, words, gettext("Say yes or no"), agency_id)


def nominations(people: int, course: str, first_day: date, date_id: int) -> ToDo:
    """People whose wish for a date waits for a lead's or manager's yes."""
    words = ngettext(
        "%(n)s person waits for your yes to %(course)s on %(day)s.",
        "%(n)s people wait for your yes to %(course)s on %(day)s.",
        people,
        course=course,
        day=day_and_month(first_day),
    )
    return ToDo(Todo.NOMINATE, people, words, gettext("Say yes or no"), str(date_id))


def date_short(course: str, first_day: date, finding: str, date_id: int) -> ToDo:
    """A date whose joint rule is not met yet; `finding` says what it lacks, by when."""
    day = day_and_month(first_day)
    words = gettext("%(course)s on %(day)s: %(finding)s", course=course, day=day, finding=finding)
    return ToDo(Todo.DATE_SHORT, 1, words, gettext("See who could come"), str(date_id))


def register_open(course: str, last_day: date, date_id: int) -> ToDo:
    """A date that is over and whose register says nothing of anybody."""
    day = day_and_month(last_day)
    words = gettext("%(course)s ended on %(day)s, and its register is empty.", course=course, day=day)
    return ToDo(Todo.REGISTER, 1, words, gettext("Keep the register"), str(date_id))


def papers_missing(agencies: Sequence[str]) -> ToDo:
    """Agencies that lack a paper; a round cannot open without."""
    words = ngettext(
        "%(agencies)s lacks a signed sharing agreement or risk assessment.",
        "%(agencies)s lack a signed sharing agreement or risk assessment.",
        len(agencies),
        agencies=begun(named(agencies)),
    )
    return ToDo(Todo.PAPERS, len(agencies), words, gettext("Record papers"))


def headcounts_old(agencies: Sequence[str]) -> ToDo:
    """Agencies whose headcounts are more than a year old, or who have none."""
    words = ngettext(
        "%(agencies)s has no headcount from the last twelve months.",
        "%(agencies)s have no headcount from the last twelve months.",
        len(agencies),
        agencies=begun(named(agencies)),
    )
    return ToDo(Todo.HEADCOUNTS, len(agencies), words, gettext("Ask for headcounts"))


def bounces(addresses: int) -> ToDo:
    """Addresses that mail servers refused."""
    words = ngettext("Mail does not reach %(n)s address.", "Mail does not reach %(n)s addresses.", addresses)
    return ToDo(Todo.BOUNCES, addresses, words, gettext("Correct them"))


def agencies_behind(agencies: Sequence[str]) -> ToDo:
    """Agencies that lag far behind in the open round."""
    words = ngettext(
        "%(agencies)s lags far behind the others in answering.",
        "%(agencies)s lag far behind the others in answering.",
        len(agencies),
        agencies=begun(named(agencies)),
    )
    return ToDo(Todo.BEHIND, len(agencies), words, gettext("See the numbers"))


def wishes(people: int, agency: str, agency_id: str) -> ToDo:
    """People who have asked their lead for a course."""
    words = ngettext(
        "%(n)s person has asked for a course at %(agency)s.",
        "%(n)s people have asked for a course at %(agency)s.",
        people,
        agency=agency,
    )
    return ToDo(Todo.WISHES, people, words, gettext("See their wishes"), agency_id)


def renewals(people: Sequence[tuple[int, str, str]]) -> ToDo:
    """People whose training runs out within three months: how many, at which agency, its id; of one agency or more.

    Somebody who works for two agencies counts in both.
    """
    most, agency, agency_id = max(people, key=lambda one: one[0])
    whole = sum(one[0] for one in people)
    if len(people) == 1:
        words = ngettext(
            "Training of %(n)s person at %(agency)s runs out within three months.",
            "Training of %(n)s people at %(agency)s runs out within three months.",
            whole,
            agency=agency,
        )
    else:
        words = ngettext(
            "Training of %(n)s person in %(agencies)s agencies runs out within three months; "
            "most, %(most)s, at %(agency)s.",
            "Training of %(n)s people in %(agencies)s agencies runs out within three months; "
            "most, %(most)s, at %(agency)s.",
            whole,
            agencies=number(len(people)),
            most=language.number(most),
            agency=agency,
        )
    return ToDo(Todo.RENEWALS, whole, words, gettext("See whose"), agency_id)


def named(agencies: Sequence[str]) -> str:
    """Agencies inside a sentence: three by name, the others as a number."""
    if len(agencies) <= MOST_NAMED:
        return listed(agencies)
    rest = len(agencies) - MOST_NAMED
    others = ngettext("%(agencies)s more", "%(agencies)s more", rest, agencies=number(rest))
    return listed([*agencies[:MOST_NAMED], others])
