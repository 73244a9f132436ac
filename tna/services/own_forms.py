"""A person's own forms before and after courses: what is due, and reading again what was sent.

Every function takes the respondent key; none derives it. Nobody but the owner is told any of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.evaluations.forms import FormKind, FormState, unpack_form
from tna.models.evaluations import CourseForms
from tna.services.form_records import Record, own_record, own_records


@dataclass(frozen=True, slots=True)
class FormDue:
    """A form that its owner may fill in now; `until` is its last day, None where there is none."""

    course_id: str
    title: str
    kind: FormKind
    occasion: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody put on one occasion, by statement, blanks included; None for a form that was not sent.

    `is_sealed`: it was sent before a link set a new password, and nothing of it is here.
    """

    occasion: int
    statements: tuple[str, ...]
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None
    looking_back: Mapping[str, int] | None
    intention: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class OwnForm:
    """One form as its owner meets it. `answered` holds what they sent, on this occasion and before, newest first."""

    course_id: str
    title: str
    kind: FormKind
    state: FormState
    occasion: int
    statements: tuple[str, ...]
    until: date | None
    answered: tuple[Answered, ...]


def forms_due(session: Session, *, person_id: int, key: bytes, today: date) -> tuple[FormDue, ...]:
    """The forms that a person may fill in now: after forms first, then before forms by their last day."""
    due = [
        FormDue(record.course.id, record.course.title, kind, record.occasion(kind), _until(record, kind, today))
        for record in own_records(session, person_id=person_id, key=key)
        for kind in FormKind
        if record.state(kind, today) is FormState.DUE
    ]
    return tuple(sorted(due, key=lambda one: (one.until or date.min, one.course_id)))


def own_form(
    session: Session, *, person_id: int, key: bytes, course_id: str, kind: FormKind, today: date
) -> OwnForm | None:
    """The form of this kind that a person has of a course now; None where they have none."""
    record = own_record(session, person_id=person_id, key=key, course_id=course_id)
    state = None if record is None else record.state(kind, today)
    if record is None or state is None:
        return None
    occasion = record.occasion(kind)
    return OwnForm(
        course_id=course_id,
        title=record.course.title,
        kind=kind,
        state=state,
        occasion=occasion,
        statements=record.statements(occasion),
        until=_until(record, kind, today),
        answered=tuple(_answered(row) for _, row in sorted(record.forms.items(), reverse=True) if _was_sent(row)),
    )


def is_after_answered(session: Session, *, key: bytes, course_id: str, occasion: int) -> bool:
    """Whether the after form of this occasion was sent or declined, for a certificate that waits for either."""
    wanted = select(CourseForms.key).where(
        CourseForms.respondent_key == key,
        CourseForms.course_id == course_id,
        CourseForms.occasion == occasion,
        CourseForms.after.is_not(None) | CourseForms.after_declined,
    )
    return session.scalar(wanted) is not None


def _until(record: Record, kind: FormKind, today: date) -> date | None:
    return record.until(today) if kind is FormKind.BEFORE else None


def _was_sent(row: CourseForms) -> bool:
    return row.before is not None or row.after is not None


def _answered(row: CourseForms) -> Answered:
    statements = tuple(row.statements.split())
    before, after, looking_back = (
        None if packed is None or row.is_sealed else unpack_form(statements, packed)
        for packed in (row.before, row.after, row.looking_back)
    )
    intention = "" if row.is_sealed else row.intention
    return Answered(row.occasion, statements, before, after, looking_back, intention, row.is_sealed)
