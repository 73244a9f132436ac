"""What people are asked before and after a course: which form is open, what it may send, and one byte a statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tna.domain.answers import BLANK, NOT_MY_ROLE, AnswerFault, Checked
from tna.domain.surveys import Level, Statement
from tna.language import gettext

MOST_SIGNS = 2_000
"""What somebody means to do fits on a page; the form says so before the database has to."""

LOOKING_BACK = "then-"
"""Goes before a statement's id in the name of the field that looks back on it."""

_VALUES = {str(code): code for code in range(BLANK + 1, NOT_MY_ROLE + 1)}


class FormKind(StrEnum):
    """The two forms of a course."""

    BEFORE = "before"
    AFTER = "after"


class FormState(StrEnum):
    """How one form stands with its owner; nobody else is told."""

    DUE = "due"
    SENT = "sent"
    DECLINED = "declined"
    TOO_EARLY = "too early"  # the after form of a course that is not completed
    TOO_LATE = "too late"  # the before form of a course that has begun


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a form: the stem that each statement completes, the scale, and the statements in their order."""

    stem: str
    scale: tuple[Level, ...]
    not_my_role: str
    statements: tuple[Statement, ...]

    @property
    def domains(self) -> dict[str, tuple[str, ...]]:
        """The ids of the statements of each domain, both in the order of the form."""
        found: dict[str, tuple[str, ...]] = {}
        for statement in self.statements:
            found[statement.domain] = (*found.get(statement.domain, ()), statement.id)
        return found

    def words_of(self, code: int) -> str:
        """An answer in words."""
        if code == NOT_MY_ROLE:
            return self.not_my_role
        found = (f"{level.value} {level.label}" for level in self.scale if level.value == code)
        return next(found, None) or gettext("Left blank")


def before_is_open(first_day: date, *, was_there: bool, today: date) -> bool:
    """Whether the form before a date can still be filled in.

    People do so on arriving, so it is open on the first day, until the register says that they are there.
    """
    return today <= first_day and not was_there


def fields_of(kind: FormKind, statements: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the fields of a form: a statement's id for how it is now, and with a prefix for looking back."""
    if kind is FormKind.BEFORE:
        return statements
    return (*statements, *(f"{LOOKING_BACK}{statement}" for statement in statements))


def check_form(kind: FormKind, statements: tuple[str, ...], raw: Mapping[str, str]) -> Checked:
    """Turn what a form sends, "1" to "6" by field, into codes; an empty or missing value is a blank.

    Anything may be left blank, but not everything. Fields that the form does not have are ignored.
    """
    fields = fields_of(kind, statements)
    answers = {field: _VALUES[raw[field]] for field in fields if raw.get(field) in _VALUES}
    return Checked(answers, tuple(_faults(fields, raw, answers)))


def _faults(fields: tuple[str, ...], raw: Mapping[str, str], answers: Mapping[str, int]) -> Iterator[AnswerFault]:
    for field in fields:
        if raw.get(field) and field not in answers:
            yield AnswerFault(field, gettext("Select one of the answers, or leave it blank"))
    if not answers and not any(raw.get(field) for field in fields):
        yield AnswerFault(fields[0], gettext("Answer at least one statement before you send"))


def pack_form(statements: tuple[str, ...], answers: Mapping[str, int], *, prefix: str = "") -> bytes:
    """One byte a statement, in their order: its field's code, 0 for a blank."""
    return bytes(answers.get(f"{prefix}{statement}", BLANK) for statement in statements)


def unpack_form(statements: tuple[str, ...], packed: bytes) -> dict[str, int]:
    """Each statement's code, blanks included. Raises ValueError for bytes that are no answers to them."""
    if len(packed) != len(statements) or max(packed, default=BLANK) > NOT_MY_ROLE:
        raise ValueError(f"{len(packed)} bytes are no answers to {len(statements)} statements")
    return dict(zip(statements, packed, strict=True))
