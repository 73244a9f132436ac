"""What every change of a survey shares: finding things in its data, checking words, and ids that are new."""

import copy
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tna.language import gettext, mark, number

Data = dict[str, Any]
"""A survey file, or a part of one, as plain dictionaries, lists, texts and numbers."""

LABEL = 80
LINE = 300
PARAGRAPH = 1000
"""The most characters of a label, a line and a paragraph, as in the schema of survey files."""


class EditRefused(Exception):
    """A change that cannot be made; `field` names where, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def copied(data: Data) -> Data:
    """The data once more, to be changed without touching what was handed in."""
    return copy.deepcopy(data)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said where a text is missing, and where it has more characters than `%(most)s`."""

    missing: str
    too_long: str


TITLE = Wanted(mark("Enter a title."), mark("Enter a title of at most %(most)s characters. This one has %(length)s."))
NOTICE = Wanted(
    mark("Enter a notice."), mark("Enter a notice of at most %(most)s characters. This one has %(length)s.")
)
BEGINNING = Wanted(
    mark("Enter the beginning."), mark("Enter the beginning of at most %(most)s characters. This one has %(length)s.")
)
OWN_BEGINNING = Wanted(
    mark("Enter a beginning."), mark("Enter a beginning of at most %(most)s characters. This one has %(length)s.")
)
LEVEL_WORDS = Wanted(
    mark("Enter words for level %(value)s."),
    mark("Enter words for level %(value)s of at most %(most)s characters. This one has %(length)s."),
)
NOT_MY_ROLE = Wanted(
    mark("Enter words for the choice beside them."),
    mark("Enter words for the choice beside them of at most %(most)s characters. This one has %(length)s."),
)
STATEMENT = Wanted(
    mark("Enter the statement."), mark("Enter the statement of at most %(most)s characters. This one has %(length)s.")
)
QUESTION = Wanted(
    mark("Enter the question."), mark("Enter the question of at most %(most)s characters. This one has %(length)s.")
)
HINT = Wanted(mark("Enter a hint."), mark("Enter a hint of at most %(most)s characters. This one has %(length)s."))
CHOICE = Wanted(
    mark("Enter words for the choice."),
    mark("Enter words for the choice of at most %(most)s characters. This one has %(length)s."),
)
WORDS = Wanted(mark("Enter words."), mark("Enter words of at most %(most)s characters. This one has %(length)s."))


def worded(typed: str, *, field: str, what: Wanted, most: int, **values: object) -> str:
    """A text with single spaces between its words. Raises EditRefused if it is empty or too long.

    `values`: what the refusal names beside the numbers of characters.
    """
    kept = " ".join(typed.split())
    if not kept:
        raise EditRefused(field, gettext(what.missing, **values))
    if len(kept) > most:
        told = {**values, "most": number(most), "length": number(len(kept))}
        raise EditRefused(field, gettext(what.too_long, **told))
    return kept


def own_words(typed: Mapping[str, str], *, prefix: str, what: Wanted) -> dict[str, str]:
    """By role group the words that were typed for it; an empty box stands for the usual words.

    `prefix` and the role group make the name of the field. Raises EditRefused if one is too long.
    """
    return {
        group: worded(text, field=f"{prefix}{group}", what=what, most=LINE)
        for group, text in sorted(typed.items())
        if text.strip()
    }


def set_or_drop(data: Data, name: str, value: object) -> None:
    """Put an optional entry into data, or take it away where there is nothing to say."""
    data.pop(name, None)
    if value:
        data[name] = value


def place(rows: list[Data], wanted: str) -> int:
    """Where the row of this id stands; KeyError if there is none."""
    for here, row in enumerate(rows):
        if row["id"] == wanted:
            return here
    raise KeyError(wanted)


def row_of(rows: list[Data], wanted: str) -> Data:
    """The row of this id; KeyError if there is none."""
    return rows[place(rows, wanted)]


def domain_row(data: Data, domain_id: str) -> Data:
    """The domain of this id; KeyError if there is none."""
    return row_of(data["domains"], domain_id)


def home_of(data: Data, statement_id: str) -> Data:
    """The domain that a statement stands in; KeyError if there is none."""
    for domain in data["domains"]:
        if any(statement["id"] == statement_id for statement in domain["statements"]):
            found: Data = domain
            return found
    raise KeyError(statement_id)


def statement_row(data: Data, statement_id: str) -> Data:
    """The statement of this id; KeyError if there is none."""
    return row_of(home_of(data, statement_id)["statements"], statement_id)


def question_row(data: Data, question_id: str) -> Data:
    """The question of this id; KeyError if there is none."""
    return row_of(data.get("questions", []), question_id)


def ids_of(*surveys: Data) -> frozenset[str]:
    """The ids of every domain, statement and question of these surveys."""
    rows = [row for data in surveys for row in [*data["domains"], *data.get("questions", [])]]
    statements = [one for data in surveys for domain in data["domains"] for one in domain["statements"]]
    return frozenset(row["id"] for row in [*rows, *statements])


def new_id(prefix: str, taken: Iterable[str], *, digits: int = 1) -> str:
    """An id after every one taken: with the prefix "s" and s01 to s24 taken it is s25."""
    numbered = re.compile(f"{prefix}([0-9]{{1,9}})", re.IGNORECASE)
    numbers = [int(found[1]) for one in taken if (found := numbered.fullmatch(one))]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}d}"


def swapped(rows: list[Data], wanted: str, *, up: bool) -> None:
    """Move a row one place up or down in its list; at the end it stays where it is."""
    here = place(rows, wanted)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]


def refuse_more_than(most: int, rows: Collection[object], message: str) -> None:
    """Raise EditRefused where the list is full."""
    if len(rows) >= most:
        raise EditRefused("text", message)
