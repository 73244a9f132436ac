"""The rows of a list of people, each read by itself: somebody with an address and a job, or what is wrong there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tna.domain.addresses import SHARED_MAILBOX, belongs_to
from tna.domain.lists import MOST_JOB_WORDS, Choices, ListKind, columns_of, plain
from tna.domain.mail_domains import HOME_ADDRESS, address_fault
from tna.language import gettext, mark, ngettext, number
from tna.services.lists.known import Known, one_of_ours
from tna.services.person_checks import PersonRefused, checked_address, checked_name
from tna.services.tables import UNREADABLE, ListTable, RowFault, TableRow

STEP = 5_000
"""Rows that are read between two signs of life."""

_NOT_THEIRS = {
    SHARED_MAILBOX: mark("an address that only one person reads, no shared mailbox such as office@"),
    HOME_ADDRESS: mark(
        "their address at work, unless the agency’s page says that its people use addresses of their own"
    ),
}


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person of a list, as they would be kept."""

    row: int
    email: str
    name: str
    agency_id: str
    job: str
    role_group: str


@dataclass(slots=True)
class PeopleRows:
    """Everybody of a list, with everything wrong in it and the addresses that are not the agency's, row by row."""

    entries: list[PersonEntry] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    outside: list[PersonEntry] = field(default_factory=list)


def read_people(table: ListTable, choices: Choices, known: Known, agency_id: str | None) -> PeopleRows:
    """The people of a list; see PeopleRows."""
    rows = PeopleRows()
    for _ in reading_people(rows, table, choices, known, agency_id):
        pass
    return rows


def reading_people(
    rows: PeopleRows, table: ListTable, choices: Choices, known: Known, agency_id: str | None
) -> Iterator[int]:
    """Read into `rows`, stopping now and then to say how many rows have been read."""
    reader = _Reader(table, choices, known, agency_id, rows)
    ragged = {fault.row: fault for fault in table.faults}
    for done, row in enumerate(table.rows, start=1):
        if row.number in ragged:
            rows.faults.append(ragged[row.number])  # its cells may stand in the wrong columns: say no more of them
        else:
            reader.take(row)
        if done % STEP == 0:
            yield done
    reader.count_again()


@dataclass(frozen=True, slots=True)
class JobWord:
    """A list's own word for a job, as it stands there first, and in how many rows it stands."""

    word: str
    rows: int


def unknown_jobs(table: ListTable, choices: Choices, known: Known) -> list[JobWord]:
    """The list's own words for jobs that are none of ours and for which none was chosen, each once, in its order."""
    place = choices.columns.get("job")
    if place is None:
        return []
    first: dict[str, str] = {}
    rows: Counter[str] = Counter()
    for row in table.rows:
        word = plain(row.cells[place])
        if word and word not in known.jobs and choices.jobs.get(word) not in known.role_group_of:
            first.setdefault(word, row.cells[place])
            rows[word] += 1
    return [JobWord(written, rows[word]) for word, written in first.items()]


def jobs_to_name(table: ListTable, choices: Choices, known: Known) -> list[JobWord]:
    """The list's own words for jobs that are no title of ours, at most so many; those without a match come first."""
    unmatched = unknown_jobs(table, choices, known)
    every = unknown_jobs(table, replace(choices, jobs={}), known)
    return list(dict.fromkeys([*unmatched, *every]))[:MOST_JOB_WORDS]


def namesakes(entries: Sequence[PersonEntry]) -> list[tuple[PersonEntry, ...]]:
    """People of a list who have the same name in one agency, whatever its capitals: they may be one and the same."""
    keys = [(entry.agency_id, " ".join(entry.name.casefold().split())) for entry in entries]
    several = {key for key, number in Counter(keys).items() if number > 1}
    found: dict[tuple[str, str], list[PersonEntry]] = {}
    for key, entry in zip(keys, entries, strict=True):
        if key in several:
            found.setdefault(key, []).append(entry)
    return [tuple(some) for some in found.values()]


@dataclass(slots=True)
class _Unknown:
    """A word that is none of ours: the place of its fault, and the rows it stands in so far."""

    place: int
    rows: int = 1


def _in_rows(expected: str, rows: int) -> str:
    """What was expected, of a word that stands in several rows."""
    return ngettext(
        "%(expected)s; the same in %(n)s row", "%(expected)s; the same in %(n)s rows", rows, expected=expected
    )


class _Reader:
    """Reads one row after the other; knows whose address came before."""

    def __init__(
        self, table: ListTable, choices: Choices, known: Known, agency_id: str | None, rows: PeopleRows
    ) -> None:
        self._columns = choices.columns
        self._jobs = dict(known.jobs) | {word: job for word, job in choices.jobs.items() if job in known.role_group_of}
        self._known = known
        self._agency_id = agency_id
        self._rows = rows
        self._seen: dict[str, int] = {}
        self._unknown: dict[tuple[str, str], _Unknown] = {}
        titles = table.titles
        self._titles = {one.id: gettext(one.title) for one in columns_of(ListKind.PEOPLE, names_agency=True)}
        self._titles |= {key: titles[place] for key, place in choices.columns.items()}

    def take(self, row: TableRow) -> None:
        """Put the person of a row, or what is wrong in it, where it belongs."""
        before = len(self._rows.faults)
        agency_id = self._agency_id or self._looked_up(row, "agency", self._known.agencies)
        email, name = self._email(row, agency_id), self._name(row)
        job = self._looked_up(row, "job", self._jobs)
        group = self._role_group(row)
        lacks_group = group is None and bool(self._cell(row, "role_group"))
        if len(self._rows.faults) > before or agency_id is None or job is None or lacks_group:
            return
        entry = PersonEntry(row.number, email, name, agency_id, job, group or self._known.role_group_of[job])
        self._rows.entries.append(entry)
        domains = self._known.domains.get(agency_id)
        if domains is not None and not belongs_to(email, domains):
            self._rows.outside.append(entry)

    def count_again(self) -> None:
        """Say of every word that nobody knows in how many rows it stands."""
        faults = self._rows.faults
        for one in self._unknown.values():
            if one.rows > 1:
                fault = faults[one.place]
                faults[one.place] = replace(fault, expected=_in_rows(fault.expected, one.rows))

    def _cell(self, row: TableRow, column: str) -> str:
        place = self._columns.get(column)
        return "" if place is None else row.cells[place]

    def _blame(self, row: TableRow, column: str, expected: str) -> None:
        self._rows.faults.append(RowFault(row.number, self._titles[column], self._cell(row, column), expected))

    def _email(self, row: TableRow, agency_id: str | None) -> str:
        try:
            email = checked_address(self._cell(row, "email"))
        except PersonRefused:
            self._blame(row, "email", gettext("an address such as name@example.org"))
            return ""
        takes_home_addresses = agency_id is None or agency_id in self._known.takes_home_addresses
        is_kept = email in self._known.home_addresses
        if fault := address_fault(email, takes_home_addresses=takes_home_addresses or is_kept):
            self._blame(row, "email", gettext(_NOT_THEIRS[fault]))
        elif email in self._seen:
            first = number(self._seen[email])
            self._blame(row, "email", gettext("each person once: the same address is in row %(row)s", row=first))
        self._seen.setdefault(email, row.number)
        return email

    def _name(self, row: TableRow) -> str:
        whole = "name" in self._columns
        column = "name" if whole else "last_name"
        if not whole and not self._cell(row, "last_name"):
            self._blame(row, column, gettext("a last name; whoever has only one name has it here"))
            return ""
        text = self._cell(row, "name") if whole else f"{self._cell(row, 'first_name')} {self._cell(row, 'last_name')}"
        try:
            name = checked_name(text)
        except PersonRefused:
            self._blame(row, column, gettext("a full name of at most 200 characters"))
            return ""
        if UNREADABLE in name:
            self._blame(row, column, gettext("a name in letters that can be read"))
        return name

    def _looked_up(self, row: TableRow, column: str, known: Mapping[str, str]) -> str | None:
        word = plain(self._cell(row, column))
        found = known.get(word)
        if found is not None:
            return found
        if word and (before := self._unknown.get((column, word))) is not None:
            before.rows += 1  # told once, however many rows it stands in
            return None
        self._unknown[column, word] = _Unknown(len(self._rows.faults))
        self._blame(row, column, one_of_ours(column))
        return None

    def _role_group(self, row: TableRow) -> str | None:
        if not self._cell(row, "role_group"):
            return None
        return self._looked_up(row, "role_group", self._known.role_groups)
