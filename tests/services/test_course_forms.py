"""Forms before and after a course: which are due, sending each once, declining, reading again, erasing."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import SECRET, TODAY
from tna.domain.evaluations.forms import FormKind, FormState
from tna.domain.people import respondent_key
from tna.models.audit import AuditEvent
from tna.models.courses import Attendance, OfferedCourse, Presence
from tna.models.engines import begin_writing
from tna.models.evaluations import CourseForms
from tna.models.notices import Owed
from tna.models.people import Person
from tna.services import blocks, course_forms, owed
from tna.services.course_forms import AlreadyAnswered, FormNotOpen, FormRefused
from tna.services.own_forms import FormDue, OwnForm, forms_due, own_form

COURSE = "CSA-04"
STATEMENTS = ("s05", "s06", "s07", "s08")
BEFORE, AFTER = FormKind.BEFORE, FormKind.AFTER
# Long enough for a form to be sent as far as it can while the worker has not committed.
HEAD_START = 0.4


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody who has no place on any course of the catalogue yet."""
    factories.add_catalogue(session)
    return factories.add_person(session)


def key_of(person: Person) -> bytes:
    return respondent_key(SECRET, person.id)


def due(session: Session, person: Person) -> tuple[FormDue, ...]:
    return forms_due(session, person_id=person.id, key=key_of(person), today=TODAY)


def own(session: Session, person: Person, kind: FormKind) -> OwnForm | None:
    return own_form(session, person_id=person.id, key=key_of(person), course_id=COURSE, kind=kind, today=TODAY)


def state(session: Session, person: Person, kind: FormKind) -> FormState | None:
    form = own(session, person, kind)
    return None if form is None else form.state


def decline(session: Session, person: Person, kind: FormKind) -> None:
    course_forms.decline_form(
        session, person_id=person.id, key=key_of(person), course_id=COURSE, kind=kind, today=TODAY
    )


def book(session: Session, person: Person, *, in_days: int = 30, waits: bool = False) -> None:
    date = factories.add_date(session, COURSE, first_day=TODAY + timedelta(days=in_days))
    factories.add_booking(session, date, person, waits=waits)


def ask(session: Session, *statements: str) -> None:
    """The manager changes what the course asks."""
    row = session.get_one(OfferedCourse, COURSE)
    row.entries = json.dumps(json.loads(row.entries) | {"statements": list(statements)})
    session.flush()


def rows(session: Session) -> list[CourseForms]:
    session.expire_all()
    return list(session.scalars(select(CourseForms).order_by(CourseForms.key)))


# What is due ------------------------------------------------------------------------------------------------


def test_a_place_brings_the_before_form_until_its_first_day(session: Session, person: Person) -> None:
    assert due(session, person) == ()
    assert own(session, person, BEFORE) is None
    book(session, person)
    (form,) = due(session, person)
    assert (form.course_id, form.kind, form.occasion) == (COURSE, BEFORE, 1)
    assert form.title == "Communicating with children"
    assert form.until == TODAY + timedelta(days=30)
    assert state(session, person, AFTER) is FormState.TOO_EARLY


def test_neither_the_queue_nor_a_cancelled_place_nor_a_cancelled_date_brings_a_form(
    session: Session, person: Person
) -> None:
    book(session, person, waits=True)
    date = factories.add_date(session, COURSE)
    factories.add_booking(session, date, person).cancelled_at = factories.NOW
    date = factories.add_date(session, COURSE)
    factories.add_booking(session, date, person)
    date.cancelled_at, date.cancelled_because = factories.NOW, "Nobody to run it"
    session.flush()
    assert due(session, person) == ()
    assert own(session, person, BEFORE) is None
    assert own(session, person, AFTER) is None


def test_a_course_that_asks_nothing_brings_no_form(session: Session, person: Person) -> None:
    ask(session)
    book(session, person)
    factories.complete(session, person, COURSE)
    assert due(session, person) == ()


@pytest.mark.parametrize(
    ("in_days", "presence", "expected"),
    [
        (0, None, FormState.DUE),
        (0, Presence.ABSENT, FormState.DUE),
        (0, Presence.PART, FormState.TOO_LATE),
        (0, Presence.PRESENT, FormState.TOO_LATE),
        (-1, None, FormState.TOO_LATE),
    ],
)
def test_the_before_form_closes_when_somebody_arrives_or_the_first_day_is_over(
    session: Session, person: Person, in_days: int, presence: Presence | None, expected: FormState
) -> None:
    date = factories.add_date(session, COURSE, first_day=TODAY + timedelta(days=in_days), days=2)
    booking = factories.add_booking(session, date, person)
    if presence is not None:
        session.add(Attendance(booking_id=booking.id, day=date.first_day, presence=presence))
        session.flush()
    assert state(session, person, BEFORE) is expected
    if expected is FormState.TOO_LATE:
        with pytest.raises(FormNotOpen):
            factories.fill_form(session, person, COURSE, BEFORE)
        assert rows(session) == []


def test_a_register_brings_the_after_form_whether_or_not_the_before_form_came(session: Session, person: Person) -> None:
    factories.complete(session, person, COURSE)
    assert [(form.kind, form.occasion, form.until) for form in due(session, person)] == [(AFTER, 1, None)]
    factories.fill_form(session, person, COURSE, AFTER)
    assert due(session, person) == ()
    assert state(session, person, BEFORE) is FormState.TOO_LATE


def test_a_completion_without_a_register_brings_no_form(session: Session, person: Person) -> None:
    factories.add_completion(session, person, COURSE)
    assert due(session, person) == ()
    assert own(session, person, AFTER) is None


def test_taking_a_course_again_is_another_occasion_with_forms_of_its_own(session: Session, person: Person) -> None:
    book(session, person)
    factories.fill_form(session, person, COURSE, BEFORE, level=2)
    factories.complete(session, person, COURSE, days_ago=400)
    factories.fill_form(session, person, COURSE, AFTER, level=4)
    assert [(form.kind, form.occasion) for form in due(session, person)] == [(BEFORE, 2)]
    factories.fill_form(session, person, COURSE, BEFORE, level=3)
    factories.complete(session, person, COURSE)
    assert (AFTER, 2) in [(form.kind, form.occasion) for form in due(session, person)]
    factories.fill_form(session, person, COURSE, AFTER, level=5)
    form = own(session, person, AFTER)
    assert form is not None
    assert [(one.occasion, (one.before or {})["s05"], (one.after or {})["s05"]) for one in form.answered] == [
        (2, 3, 5),
        (1, 2, 4),
    ]


def test_forms_after_a_course_come_first_and_then_those_before_by_their_last_day(
    session: Session, person: Person
) -> None:
    for course, in_days in (("CSA-03", 20), ("CSA-05", 10)):
        first_day = TODAY + timedelta(days=in_days)
        factories.add_booking(session, factories.add_date(session, course, first_day=first_day), person)
    factories.complete(session, person, "CSA-06")
    assert [(form.course_id, form.kind) for form in due(session, person)] == [
        ("CSA-06", AFTER),
        ("CSA-05", BEFORE),
        ("CSA-03", BEFORE),
    ]


# Sending ----------------------------------------------------------------------------------------------------


def test_both_forms_stand_in_one_row_packed_in_the_order_of_the_statements(session: Session, person: Person) -> None:
    book(session, person)
    factories.fill_form(session, person, COURSE, BEFORE, raw={"s05": "2", "s08": "6"})
    factories.complete(session, person, COURSE)
    answers = {"s05": "4", "s06": "3", "then-s05": "1", "then-s07": "5"}
    factories.fill_form(session, person, COURSE, AFTER, raw=answers, intention="Ask, and wait")
    (row,) = rows(session)
    assert row.statements == " ".join(STATEMENTS)
    assert (row.before, row.after, row.looking_back) == (b"\x02\0\0\x06", b"\x04\x03\0\0", b"\x01\0\x05\0")
    assert row.intention == "Ask, and wait"
    assert row.respondent_key == key_of(person)
    form = own(session, person, AFTER)
    assert form is not None
    assert form.state is FormState.SENT
    assert form.answered[0].looking_back == {"s05": 1, "s06": 0, "s07": 5, "s08": 0}


@pytest.mark.parametrize("raw", [{}, {"s05": "9"}])
def test_what_cannot_be_taken_leaves_nothing_behind(session: Session, person: Person, raw: dict[str, str]) -> None:
    book(session, person)
    with pytest.raises(FormRefused):
        factories.fill_form(session, person, COURSE, BEFORE, raw=raw)
    assert rows(session) == []
    assert state(session, person, BEFORE) is FormState.DUE


def test_an_intention_longer_than_a_page_is_refused_and_not_cut(session: Session, person: Person) -> None:
    factories.complete(session, person, COURSE)
    with pytest.raises(FormRefused) as refused:
        factories.fill_form(session, person, COURSE, AFTER, intention="x" * 2001)
    assert [fault.item for fault in refused.value.faults] == ["intention"]
    assert rows(session) == []


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_that_was_sent_stands_whatever_comes_later(session: Session, person: Person, kind: FormKind) -> None:
    book(session, person)
    if kind is AFTER:
        factories.complete(session, person, COURSE)
    factories.fill_form(session, person, COURSE, kind, level=2)
    for again in (
        lambda: factories.fill_form(session, person, COURSE, kind, level=5),
        lambda: decline(session, person, kind),
    ):
        with pytest.raises(AlreadyAnswered) as answered:
            again()
        assert answered.value.state is FormState.SENT
    (row,) = rows(session)
    assert (row.before if kind is BEFORE else row.after) == b"\x02\x02\x02\x02"
    assert (row.before_declined, row.after_declined) == (False, False)


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_that_was_declined_holds_nothing_and_stands(session: Session, person: Person, kind: FormKind) -> None:
    book(session, person)
    if kind is AFTER:
        factories.complete(session, person, COURSE)
    decline(session, person, kind)
    for again in (lambda: factories.fill_form(session, person, COURSE, kind), lambda: decline(session, person, kind)):
        with pytest.raises(AlreadyAnswered) as answered:
            again()
        assert answered.value.state is FormState.DECLINED
    (row,) = rows(session)
    assert (row.before, row.after, row.looking_back, row.intention) == (None, None, None, "")
    assert (row.before_declined, row.after_declined) == (kind is BEFORE, kind is AFTER)
    assert kind not in {form.kind for form in due(session, person)}


def test_declining_before_leaves_the_after_form_to_be_sent(session: Session, person: Person) -> None:
    book(session, person)
    decline(session, person, BEFORE)
    factories.complete(session, person, COURSE)
    factories.fill_form(session, person, COURSE, AFTER)
    (row,) = rows(session)
    assert row.before_declined
    assert row.after == b"\x03\x03\x03\x03"


@pytest.mark.parametrize("course_id", ["no-such-course", "", "\0", "CSA-04\n"])
def test_a_course_that_is_not_there_has_no_form(session: Session, person: Person, course_id: str) -> None:
    asked = {"person_id": person.id, "key": key_of(person), "course_id": course_id, "kind": BEFORE, "today": TODAY}
    assert own_form(session, **asked) is None
    with pytest.raises(FormNotOpen):
        course_forms.send_form(session, **asked, raw={"s05": "3"})


def test_a_row_keeps_the_statements_of_its_first_form_when_the_course_asks_others(
    session: Session, person: Person
) -> None:
    book(session, person)
    factories.fill_form(session, person, COURSE, BEFORE)
    ask(session, "s06")
    other = factories.add_person(session)
    book(session, other)
    form = own(session, other, BEFORE)
    assert form is not None
    assert form.statements == ("s06",)
    factories.complete(session, person, COURSE)
    form = own(session, person, AFTER)
    assert form is not None
    assert form.statements == STATEMENTS
    factories.fill_form(session, person, COURSE, AFTER, raw={"s05": "5"})
    assert rows(session)[0].after == b"\x05\0\0\0"


def test_a_course_that_is_retired_or_renamed_keeps_its_forms(session: Session, person: Person) -> None:
    book(session, person)
    row = session.get_one(OfferedCourse, COURSE)
    row.retired_on, row.title = TODAY, "Talking with children"
    session.flush()
    assert [form.title for form in due(session, person)] == ["Talking with children"]
    factories.fill_form(session, person, COURSE, BEFORE)


def test_only_a_pair_owes_a_release_and_tells_no_time(session: Session, person: Person) -> None:
    def promised() -> list[Owed]:
        return list(session.scalars(select(Owed).where(Owed.kind == course_forms.RELEASE_BLOCK)))

    book(session, person)
    factories.fill_form(session, person, COURSE, BEFORE)
    assert promised() == []
    factories.complete(session, person, COURSE)
    factories.fill_form(session, person, COURSE, AFTER)
    (row,) = promised()
    assert row.key == COURSE
    assert (row.due_at.hour, row.due_at.minute, row.due_at.second) == (0, 0, 0)
    other = factories.add_person(session)
    factories.complete(session, other, COURSE)
    session.execute(update(Owed).values(done_at=factories.NOW))
    factories.fill_form(session, other, COURSE, AFTER)
    session.expire_all()
    assert promised()[0].done_at is not None


def test_no_form_leaves_a_word_in_the_audit_log(session: Session, person: Person) -> None:
    def entries() -> int:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0

    book(session, person)
    before = entries()
    factories.fill_form(session, person, COURSE, BEFORE)
    assert entries() == before
    factories.complete(session, person, COURSE)
    before = entries()
    decline(session, person, AFTER)
    assert entries() == before


def test_of_tabs_that_send_at_once_one_is_kept_and_the_other_told(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        person = factories.add_person(session)
        book(session, person)
        factories.complete(session, person, "CSA-06")
        session.commit()

        def send(tab: Session) -> bytes:
            return factories.fill_form(tab, person, COURSE, BEFORE)

        def rather_not(tab: Session) -> None:
            decline(tab, person, BEFORE)

        session.refresh(person)
        session.expunge(person)
        session.rollback()
        outcomes = at_once(fresh_database, send, times=4) + at_once(fresh_database, rather_not)
        assert sum(isinstance(outcome, bytes) for outcome in outcomes) == 1
        assert [type(one) for one in outcomes if not isinstance(one, bytes)] == [AlreadyAnswered] * 5
        (row,) = rows(session)
        assert row.before == b"\x03\x03\x03\x03"


def test_a_pair_that_comes_while_the_worker_looks_at_its_course_is_looked_at_again(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        person = factories.add_person(session)
        book(session, person)
        factories.fill_form(session, person, COURSE, BEFORE)
        factories.complete(session, person, COURSE)
        owed.promise(session, kind=course_forms.RELEASE_BLOCK, key=COURSE, due_at=factories.NOW)
        session.commit()
        session.refresh(person)
        session.expunge(person)

    def send() -> None:
        with Session(fresh_database.engine) as tab:
            begin_writing(tab)
            factories.fill_form(tab, person, COURSE, AFTER)
            tab.commit()

    with ThreadPoolExecutor(max_workers=1) as other, Session(fresh_database.engine) as worker:
        begin_writing(worker)
        blocks.release_blocks(worker, course_id=COURSE, threshold=10, secret_id="test", today=TODAY)
        sending = other.submit(send)
        time.sleep(HEAD_START)
        worker.execute(update(Owed).values(done_at=factories.NOW))
        worker.commit()
        sending.result(timeout=30)
    with Session(fresh_database.engine) as session:
        assert owed.is_open(session, kind=course_forms.RELEASE_BLOCK, key=COURSE)


# Sealing and erasing ----------------------------------------------------------------------------------------


def test_what_was_sent_before_a_link_set_the_password_is_closed_and_still_counts(
    session: Session, person: Person
) -> None:
    book(session, person)
    factories.fill_form(session, person, COURSE, BEFORE)
    other = factories.add_person(session)
    book(session, other)
    factories.fill_form(session, other, COURSE, BEFORE)
    course_forms.seal_forms(session, key=key_of(person))
    session.expire_all()
    form = own(session, person, BEFORE)
    assert form is not None
    assert (form.answered[0].is_sealed, form.answered[0].before, form.answered[0].intention) == (True, None, "")
    theirs = own(session, other, BEFORE)
    assert theirs is not None
    assert theirs.answered[0].before is not None
    assert {row.before for row in rows(session)} == {b"\x03\x03\x03\x03"}
