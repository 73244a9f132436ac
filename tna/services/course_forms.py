"""Sending and declining the forms before and after a course, and sealing them.

Every function takes the respondent key; none derives it. No form leaves a time, an entry in the audit log, or a word
to anybody else of whether it was sent or declined.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tna.domain.answers import AnswerFault
from tna.domain.evaluations.forms import (
    LOOKING_BACK,
    MOST_SIGNS,
    FormKind,
    FormState,
    check_form,
    pack_form,
)
from tna.language import gettext, number
from tna.models.courses import OfferedCourse
from tna.models.evaluations import CourseForms
from tna.services import owed
from tna.services.form_records import Record, own_record
from tna.services.upserts import insert_unless_there

RELEASE_BLOCK = "release a block"


class FormNotOpen(Exception):
    """The form cannot be filled in now; `state` says why: too early, too late, or none of this person's (None)."""

    def __init__(self, state: FormState | None) -> None:
        super().__init__(f"the form is not open: {state}")
        self.state = state


class AlreadyAnswered(Exception):
    """The form was sent or declined before, which `state` tells; that stands, and nothing was changed."""

    def __init__(self, state: FormState) -> None:
        super().__init__(f"the form is {state}")
        self.state = state


class FormRefused(Exception):
    """Some answers are missing or impossible; `faults` says which, by field, and what to do."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.item}: {fault.problem}" for fault in faults))
        self.faults = faults


def send_form(
    session: Session,
    *,
    person_id: int,
    key: bytes,
    course_id: str,
    kind: FormKind,
    raw: Mapping[str, str],
    intention: str = "",
    today: date,
) -> None:
    """Send a form for good; `raw` holds its fields. An after form that makes a pair owes the release of its block.

    Raises FormNotOpen, AlreadyAnswered or FormRefused; then nothing is changed.
    """
    is_kept = False
    while not is_kept:  # again from the start where another tab was first
        record = _open_record(session, person_id, key, course_id, kind, today)
        values = _values(kind, record.statements(record.occasion(kind)), raw, intention)
        is_kept = _keep(session, key, record, kind, values)
    if kind is FormKind.AFTER:
        _owe_release(session, record, today)


def decline_form(session: Session, *, person_id: int, key: bytes, course_id: str, kind: FormKind, today: date) -> None:
    """Rather not fill in a form, for good and without a reason. Raises FormNotOpen or AlreadyAnswered."""
    is_kept = False
    while not is_kept:
        record = _open_record(session, person_id, key, course_id, kind, today)
        is_kept = _keep(session, key, record, kind, {f"{kind}_declined": True})


def seal_forms(session: Session, *, key: bytes) -> None:
    """Close what a person has sent to their account, since a link sets its password; it still counts."""
    sent = CourseForms.before.is_not(None) | CourseForms.after.is_not(None)
    session.execute(update(CourseForms).where(CourseForms.respondent_key == key, sent).values(is_sealed=True))


def _open_record(session: Session, person_id: int, key: bytes, course_id: str, kind: FormKind, today: date) -> Record:
    """What the person has to do with the course, if this form is due. Raises FormNotOpen or AlreadyAnswered."""
    record = own_record(session, person_id=person_id, key=key, course_id=course_id)
    state = None if record is None else record.state(kind, today)
    if state in (FormState.SENT, FormState.DECLINED):
        raise AlreadyAnswered(state)
    if record is None or state is not FormState.DUE:
        raise FormNotOpen(state)
    return record


def _values(kind: FormKind, statements: tuple[str, ...], raw: Mapping[str, str], intention: str) -> dict[str, Any]:
    """The columns that a form fills. Raises FormRefused."""
    checked = check_form(kind, statements, raw)
    faults = checked.faults
    if len(intention) > MOST_SIGNS:
        longest = gettext("Shorten what you will do to %(most)s characters or fewer", most=number(MOST_SIGNS))
        faults = (*faults, AnswerFault("intention", longest))
    if faults:
        raise FormRefused(faults)
    packed = pack_form(statements, checked.answers)
    if kind is FormKind.BEFORE:
        return {"before": packed}
    looking_back = pack_form(statements, checked.answers, prefix=LOOKING_BACK)
    return {"after": packed, "looking_back": looking_back, "intention": intention}


def _keep(session: Session, key: bytes, record: Record, kind: FormKind, values: dict[str, Any]) -> bool:
    """Write these columns; False where another tab has written the same form, or made the row, in the meantime."""
    occasion = record.occasion(kind)
    row = record.forms.get(occasion)
    if row is None:
        made = {
            "key": secrets.token_bytes(16),
            "respondent_key": key,
            "course_id": record.course.id,
            "occasion": occasion,
            "statements": " ".join(record.statements(occasion)),
            "before_declined": False,
            "after_declined": False,
            "intention": "",
            "is_sealed": False,
        }
        unique = ["respondent_key", "course_id", "occasion"]
        return insert_unless_there(session, CourseForms, unique=unique, row=made | values)
    before, declined = (
        (CourseForms.before, CourseForms.before_declined)
        if kind is FormKind.BEFORE
        else (CourseForms.after, CourseForms.after_declined)
    )
    changed = (
        update(CourseForms)
        .where(CourseForms.key == row.key, before.is_(None), declined.is_(False))
        .values(**values)
        .returning(CourseForms.key)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(changed) is not None


def _wait_for_release(session: Session, course_id: str) -> None:
    """Let a release of this course end first: it has not seen this pair, and will mark as done what is owed."""
    session.execute(select(OfferedCourse.id).where(OfferedCourse.id == course_id).with_for_update(read=True))


def _owe_release(session: Session, record: Record, today: date) -> None:
    row = record.forms.get(record.occasion(FormKind.AFTER))
    if row is not None and row.before is not None:
        _wait_for_release(session, record.course.id)
        # The day before, for which midnight has passed in every zone: the moment of sending is nobody's business.
        due_at = datetime.combine(today - timedelta(days=1), time.min, UTC)
        owed.promise(session, kind=RELEASE_BLOCK, key=record.course.id, due_at=due_at)
