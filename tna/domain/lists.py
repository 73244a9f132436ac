"""Lists that agencies keep of their people and headcounts: what their columns are called, and what was chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tna.language import gettext, mark

MOST_JOB_WORDS = 60
"""Job titles of a file that can be told apart on one page."""


class ListKind(StrEnum):
    """What a list is of."""

    PEOPLE = "people"
    HEADCOUNTS = "headcounts"


class Elsewhere(StrEnum):
    """What it means that somebody of the list works in another agency already."""

    ADDS = "adds"
    MOVES = "moves"


@dataclass(frozen=True, slots=True)
class Column:
    """Something a list may hold: its id, what the page calls it in English, and the headers it goes by, as `plain`
    gives them; headers are known in English alone, whatever language is spoken.
    """

    id: str
    title: str
    headers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for one list.

    `columns`: the place in a row, from 0, of each column by id. `jobs`: our job by the list's own word for it, as
    `plain` gives it. `as_at`: the day headcounts speak of where the list has no such column. `expected`: what the
    preview said would happen, as a digest, when it was agreed to.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    jobs: Mapping[str, str] = field(default_factory=dict)
    as_at: date | None = None
    elsewhere: Elsewhere | None = None
    ends_missing: bool = False
    takes_outside: bool = False
    expected: str = ""


_NOT_PLAIN = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """Words without capitals, signs and runs of space, so that "E-Mail  Address:" is "e mail address"."""
    return _NOT_PLAIN.sub(" ", words.casefold()).strip()


def _column(key: str, title: str, *headers: str) -> Column:
    return Column(key, title, frozenset({plain(title), *headers}))


# fmt: off
_AGENCY = _column("agency", mark("Agency"),
                  "agency name", "organisation", "organization", "employer", "org", "trust", "force",
                  "organisation name", "partner", "service", "setting", "school")
_ROLE_GROUP = _column("role_group", mark("Role group"),
                      "group", "role group id", "training group", "training level", "level")
_COLUMNS: Mapping[ListKind, tuple[Column, ...]] = {
    ListKind.PEOPLE: (
        _column("name", mark("Full name"),
                "name", "employee name", "staff name", "display name", "employee", "staff member"),
        _column("first_name", mark("First name"),
                "forename", "given name", "first", "firstname", "given names", "forenames", "preferred name",
                "known as"),
        _column("last_name", mark("Last name"), "surname", "family name", "last", "lastname"),
        _column("email", mark("E-mail address"),
                "email address", "email", "e mail", "work email", "work e mail", "mail", "work email address",
                "work e mail address", "email work", "user principal name", "upn", "contact email", "primary email",
                "email addresses", "internet e mail"),
        _AGENCY,
        _column("job", mark("Job"),
                "job title", "post", "post title", "position", "position title", "role", "job role", "occupation",
                "staff role", "post name", "job name"),
        _ROLE_GROUP,
    ),
    ListKind.HEADCOUNTS: (
        _AGENCY,
        _ROLE_GROUP,
        _column("heads", mark("Headcount"),
                "heads", "head count", "staff", "number of staff", "people", "number", "total", "number of people",
                "count", "staff in post", "headcounts"),
        _column("as_at", mark("As at"),
                "date", "as at date", "as of", "census date", "snapshot date", "effective date"),
    ),
}
# fmt: on


def columns_of(kind: ListKind, *, names_agency: bool) -> tuple[Column, ...]:
    """What a list of this kind may hold; the agency only where none was chosen for the whole list."""
    return tuple(column for column in _COLUMNS[kind] if names_agency or column is not _AGENCY)


def guessed(
    wanted: Sequence[Column], headers: Sequence[str], remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Which column of a list holds what, as far as its headers tell: as it was last time, else by the usual names."""
    places = {plain(header): place for place, header in reversed(list(enumerate(headers)))}
    found: dict[str, int] = {}
    for column in wanted:
        names = [(remembered or {}).get(column.id), plain(column.title), *sorted(column.headers)]
        place = next((places[name] for name in names if name in places and places[name] not in found.values()), None)
        if place is not None:
            found[column.id] = place
    if "first_name" in found and "last_name" in found and not (remembered or {}).get("name"):
        found.pop("name", None)
    return found


def missing_columns(kind: ListKind, columns: Mapping[str, int], *, names_agency: bool) -> list[tuple[str, str]]:
    """The columns a list cannot do without and that nobody has named, each with what to do."""
    missing = []
    if kind is ListKind.PEOPLE:
        if "name" not in columns and not {"first_name", "last_name"} <= columns.keys():
            missing.append(("name", gettext("Select the column with the full name, or those with first and last name")))
        if "email" not in columns:
            missing.append(("email", gettext("Select the column with the e-mail address")))
        if "job" not in columns:
            missing.append(("job", gettext("Select the column with the job")))
    else:
        if "role_group" not in columns:
            missing.append(("role_group", gettext("Select the column with the role group")))
        if "heads" not in columns:
            missing.append(("heads", gettext("Select the column with the headcount")))
    if names_agency and "agency" not in columns:
        missing.append(("agency", gettext("Select the column with the agency")))
    return missing


def proposed_job(words: str, titles: Mapping[str, str]) -> str | None:
    """The only one of these jobs, ids by title, whose title is these words; else the only one whose title holds all of
    them in a row or is held by them.
    """
    sought = f" {plain(words)} "
    own = [(f" {plain(title)} ", job) for title, job in titles.items()]
    exactly = {job for title, job in own if title == sought}
    found = exactly or {job for title, job in own if sought in title or title in sought}
    return found.pop() if sought.strip() and len(found) == 1 else None


def used_twice(columns: Mapping[str, int]) -> list[str]:
    """The ids of columns that were given a place which another has already."""
    seen: set[int] = set()
    return [key for key, place in columns.items() if place in seen or seen.add(place)]  # type: ignore[func-returns-value]
