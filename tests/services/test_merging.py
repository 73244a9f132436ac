"""Two accounts of one person become one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.domain import shifts
from tests.factories import NOW, SECRET, TODAY
from tna.domain.evaluations.forms import FormKind
from tna.domain.notices import NoticeKind
from tna.domain.people import Duty, respondent_key
from tna.domain.reminders import start_of_day_of
from tna.models import Base
from tna.models.audit import AuditEvent
from tna.models.courses import Booking, CompletedCourse, DateTrainer, Evidence, Nomination
from tna.models.evaluations import CourseForms
from tna.models.notices import Notice
from tna.models.people import Agency, Person, PersonalLink, SetUpLink, SignIn
from tna.models.plans import Assignment, SharedSuggestion
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import api_tokens, bookings, course_forms, notices, people, releases, sign_ins, surveys
from tna.services.coverage import coverage_report
from tna.services.merging import MergeRefused, preview_merge

COURSE = "CSA-04"

# Every column that refers to people, and what merging does with it. One that nobody wrote down fails the test below.
GIVEN_TO_THE_ONE_THAT_STAYS = {
    "assignments.person_id",
    "bookings.person_id",
    "completions.person_id",
    "date_trainers.person_id",
    "held_duties.person_id",
    "memberships.person_id",
    "nominations.person_id",
    "participations.person_id",  # of rounds not released, where the one that stays has not taken part
    "round_screeners.person_id",
    "shared_suggestions.person_id",
}
ENDED = {
    "api_tokens.person_id",
    "notices.person_id",
    "personal_links.person_id",
    "set_up_links.person_id",
    "sign_ins.person_id",
}
# Who did something stays who did it.
HISTORY = {
    "assignment_batches.assigned_by",
    "audit_events.actor_id",
    "completions.recorded_by",
    "list_imports.actor_id",
    "nominations.nominated_by",
    "people.merged_into_id",  # itself, and moved on where the one that stays is merged later
}
GIVEN_BY_KEY = {"course_forms", "responses"}
# What hangs on a row of answers goes wherever that goes. What screeners have is the writer's by a mark alone, which is
# made of the old key: nobody can have it deleted any more, and it is gone once its themes are released.
GOES_WITH_ANSWERS = {"written_texts.response_key"}


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def stays(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Anna Vale", email="anna@new.example")


@pytest.fixture
def goes(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="A. Vale", email="anna@old.example")


@pytest.fixture
def keeper(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, duties=[Duty.MANAGER])


def key_of(person: Person) -> bytes:
    return respondent_key(SECRET, person.id)


def merge(session: Session, stays: Person, goes: Person, keeper: Person | None = None) -> None:
    factories.merge_into(session, stays, goes, keeper)
    session.flush()
    session.expire_all()


def responses(session: Session, person: Person) -> list[tuple[int, bool]]:
    wanted = select(Response.round_id, Response.is_submitted).where(Response.respondent_key == key_of(person))
    return [tuple(row) for row in session.execute(wanted.order_by(Response.round_id))]  # type: ignore[misc]


# What refers to people -------------------------------------------------------------------------------------


def test_every_column_that_refers_to_people_is_known_to_the_merge() -> None:
    found = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    assert found == GIVEN_TO_THE_ONE_THAT_STAYS | ENDED | HISTORY
    keyed = {table.name for table in Base.metadata.sorted_tables if "respondent_key" in table.columns}
    assert keyed == GIVEN_BY_KEY
    hanging = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in GIVEN_BY_KEY
    }
    assert hanging == GOES_WITH_ANSWERS


def test_nothing_that_is_given_stays_with_the_account_that_ended(
    session: Session, agency: Agency, stays: Person, goes: Person
) -> None:
    factories.add_catalogue(session)
    factories.give_duties(session, goes, Duty.TRAINER, leads=[agency])
    other = factories.add_agency(session)
    factories.add_membership(session, goes, other)
    factories.add_date(session, "CSA-03", trainers=[goes])
    factories.complete(session, goes, COURSE)
    factories.assign(session, agency, "CSA-05", [goes])
    factories.share_course(session, goes, COURSE)
    bookings.nominate(session, person_id=goes.id, course_id="CSA-06", by=stays.id, today=TODAY, now=NOW)
    round_ = factories.add_open_round(session)
    factories.ask_openly(session, round_, screeners=[goes])
    factories.answer(session, round_, goes)
    people.change_person(session, person=goes, name="A. Vale", email=goes.email, actor_id=goes.id, now=NOW)
    with_rows = _referring(session, goes)
    assert with_rows >= GIVEN_TO_THE_ONE_THAT_STAYS
    merge(session, stays, goes)
    # The job both accounts had ends where it was; everything else is with the one that stays.
    assert _referring(session, goes) - ENDED - HISTORY == {"memberships.person_id"}
    assert people.current_memberships(goes) == []


def _referring(session: Session, person: Person) -> set[str]:
    found = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                number = session.scalar(select(func.count()).select_from(table).where(key.parent == person.id))
                found |= {f"{table.name}.{key.parent.name}"} if number else set()
    return found


# The account ------------------------------------------------------------------------------------------------


def test_the_other_account_signs_in_nowhere_and_leads_to_the_one_that_stays(
    session: Session, stays: Person, goes: Person, keeper: Person
) -> None:
    token = sign_ins.open_sign_in(session, person_id=goes.id, now=NOW)
    kept = sign_ins.open_sign_in(session, person_id=stays.id, now=NOW)
    link = sign_ins.make_set_up_link(session, person=goes, actor_id=None, now=NOW)
    api_tokens.make(session, person_id=goes.id, name="A script", days=30, today=TODAY, now=NOW)
    factories.add_link(session, goes)
    notices.write(session, [notices.NewNotice(NoticeKind.SIGN_IN_LINK, "s", NOW, person_id=goes.id)])
    day = start_of_day_of(NOW)
    merge(session, stays, goes, keeper)
    assert [one.revoked_at is None for one in api_tokens.of_person(session, person_id=goes.id)] == [False]
    assert sign_ins.who_is(session, token=token, now=NOW) is None
    assert sign_ins.who_is(session, token=kept, now=NOW) is not None
    with pytest.raises(sign_ins.LinkUnusable):
        sign_ins.person_of_link(session, token=link, now=NOW)
    assert (goes.password_hash, goes.left_on, goes.merged_into_id) == (None, TODAY, stays.id)
    assert people.after_merging(session, goes) is stays
    assert [one.id for one in people.page_of_people(session, search="Vale").people] == [stays.id]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "merged accounts")).one()
    assert (event.actor_id, event.subject) == (keeper.id, f"person {stays.id}")
    assert event.detail == f"person {goes.id} into it"
    assert session.scalars(select(SignIn.ended_at).where(SignIn.person_id == goes.id)).one() == NOW
    assert session.scalars(select(SetUpLink.used_at).where(SetUpLink.person_id == goes.id)).one() == day
    assert session.scalars(select(PersonalLink.used_at).where(PersonalLink.person_id == goes.id)).one() == day
    assert session.scalars(select(Notice.settled_at).where(Notice.person_id == goes.id)).one() == day


def test_jobs_and_duties_are_joined_each_once(session: Session, agency: Agency, stays: Person, goes: Person) -> None:
    other = factories.add_agency(session)
    factories.add_membership(session, goes, other)
    factories.give_duties(session, stays, Duty.ANALYST)
    factories.give_duties(session, goes, Duty.ANALYST, Duty.SUBGROUP, leads=[agency])
    seen = preview_merge(session, stays=stays, goes=goes, actor_id=0)
    assert ([m.agency_id for m in seen.jobs], [m.agency_id for m in seen.jobs_twice]) == ([other.id], [agency.id])
    assert {(d.duty, d.agency_id) for d in seen.duties} == {(Duty.SUBGROUP, None), (Duty.TRAINING_LEAD, agency.id)}
    answering = factories.answering_as(stays)
    merge(session, stays, goes)
    assert sorted(m.agency_id for m in people.current_memberships(stays)) == sorted([agency.id, other.id])
    assert factories.answering_as(stays) == answering
    assert sorted((d.duty, d.agency_id or "") for d in stays.duties) == sorted(
        [(Duty.ANALYST, ""), (Duty.SUBGROUP, ""), (Duty.TRAINING_LEAD, agency.id)]
    )
    assert goes.duties == []


def test_who_works_nowhere_answers_as_the_other_did(session: Session, agency: Agency, goes: Person) -> None:
    stays = factories.add_person_without_agency(session)
    factories.add_membership(session, goes, factories.add_agency(session))
    merge(session, stays, goes)
    answering = factories.answering_as(stays)
    assert answering is not None
    assert answering.agency_id == agency.id


def test_an_account_merged_twice_over_still_leads_to_the_last(session: Session, stays: Person, goes: Person) -> None:
    first = factories.add_person(session)
    merge(session, goes, first)
    merge(session, stays, goes)
    assert people.after_merging(session, first) is stays


def test_what_cannot_be_merged_is_refused(session: Session, stays: Person, goes: Person) -> None:
    left = factories.add_person(session)
    factories.leave(session, left)
    with pytest.raises(MergeRefused, match="two different"):
        merge(session, stays, stays)
    with pytest.raises(MergeRefused, match="has left"):
        merge(session, left, goes)
    for one, other in ((stays, goes), (goes, stays)):
        with pytest.raises(MergeRefused, match="your own account"):
            merge(session, one, other, keeper=stays)
    merge(session, stays, left)
    with pytest.raises(MergeRefused, match="merged before"):
        merge(session, goes, left)


# Courses ----------------------------------------------------------------------------------------------------


def test_nobody_sits_twice_on_a_date_and_the_free_place_goes_to_who_waits(
    session: Session, agency: Agency, stays: Person, goes: Person
) -> None:
    factories.add_catalogue(session)
    full = factories.add_date(session, COURSE, places=2)
    own, theirs = (factories.add_booking(session, full, one) for one in (stays, goes))
    wait = factories.add_booking(session, full, factories.add_person(session, agency), waits=True)
    merge(session, stays, goes)
    assert (own.cancelled_at, theirs.cancelled_at, wait.booked_at) == (None, NOW, NOW)
    assert {own.person_id, theirs.person_id} == {stays.id}


def test_of_two_bookings_of_a_date_the_one_with_the_place_stays(session: Session, stays: Person, goes: Person) -> None:
    factories.add_catalogue(session)
    date_ = factories.add_date(session, COURSE)
    wait, place = factories.add_booking(session, date_, stays, waits=True), factories.add_booking(session, date_, goes)
    merge(session, stays, goes)
    assert (wait.cancelled_at, place.cancelled_at, place.person_id) == (NOW, None, stays.id)


def test_the_booking_that_the_register_knows_stays(session: Session, stays: Person, goes: Person) -> None:
    factories.add_catalogue(session)
    day = TODAY - timedelta(days=3)
    date_ = factories.add_date(session, COURSE, first_day=day)
    own, theirs = (factories.add_booking(session, date_, one) for one in (stays, goes))
    factories.mark_present(session, theirs, days=[day])
    done = factories.add_completion(session, goes, COURSE, completed_on=day, booking=theirs)
    merge(session, stays, goes)
    assert (own.cancelled_at, theirs.cancelled_at) == (NOW, None)
    assert (done.person_id, done.booking_id) == (stays.id, theirs.id)


def test_a_course_completed_twice_on_a_day_counts_once_by_the_better_evidence(
    session: Session, stays: Person, goes: Person
) -> None:
    factories.add_catalogue(session)
    factories.add_completion(session, stays, COURSE, completed_on=TODAY - timedelta(days=1))
    factories.complete(session, goes, COURSE, days_ago=1)
    factories.add_completion(session, goes, "CSA-03")
    factories.add_completion(session, stays, "CSA-03")
    merge(session, stays, goes)
    found = select(CompletedCourse.person_id, CompletedCourse.course_id, CompletedCourse.evidence)
    assert [tuple(row) for row in session.execute(found.order_by(CompletedCourse.course_id))] == [
        (stays.id, "CSA-03", Evidence.RECORDED),
        (stays.id, COURSE, Evidence.REGISTER),
    ]


def test_what_both_were_asked_or_nominated_for_or_wish_stands_once(
    session: Session, agency: Agency, stays: Person, goes: Person, keeper: Person
) -> None:
    factories.add_catalogue(session)
    for person in (stays, goes):
        factories.assign(session, agency, "CSA-05", [person])
        factories.share_course(session, person, COURSE)
    factories.give_duties(session, stays, Duty.TRAINER)
    factories.give_duties(session, goes, Duty.TRAINER)
    factories.add_date(session, COURSE, trainers=[stays, goes])
    for person, accepts in ((stays, False), (goes, True)):
        bookings.nominate(
            session,
            person_id=person.id,
            course_id="CSA-06",
            by=keeper.id,
            today=TODAY,
            now=NOW,
            accepts_evidence=accepts,
        )
    merge(session, stays, goes)
    standing = select(func.count()).select_from(Assignment).where(Assignment.withdrawn_at.is_(None))
    assert session.scalar(standing) == 1
    assert session.scalars(select(Assignment.person_id)).all() == [stays.id, stays.id]
    assert session.scalars(select(SharedSuggestion.person_id)).all() == [stays.id]
    assert session.scalars(select(DateTrainer.person_id)).all() == [stays.id]
    nominated = session.scalars(select(Nomination)).one()
    assert (nominated.person_id, nominated.accepts_evidence) == (stays.id, True)


# Answers ----------------------------------------------------------------------------------------------------


def test_what_only_the_other_has_sent_counts_on_and_is_sealed(session: Session, stays: Person, goes: Person) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, goes)
    merge(session, stays, goes)
    assert (responses(session, stays), responses(session, goes)) == ([(round_.id, True)], [])
    assert session.scalars(select(Participation.person_id)).all() == [stays.id]
    assert stays.sealed_through == round_.id
    with pytest.raises(surveys.AnswersSealed):
        surveys.own_profile(session, round_=round_, key=key_of(stays), sealed_through=stays.sealed_through)


def test_what_the_other_saved_and_did_not_send_is_opened_to_nobody(
    session: Session, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, goes, send=False)
    merge(session, stays, goes)
    assert (responses(session, stays), responses(session, goes)) == ([], [])
    assert stays.sealed_through is None


def test_what_the_one_that_stays_has_stays_as_open_as_it_was(session: Session, stays: Person, goes: Person) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, stays, level=4)
    factories.answer(session, round_, goes, send=False)
    merge(session, stays, goes)
    assert responses(session, stays) == [(round_.id, True)]
    assert surveys.own_profile(session, round_=round_, key=key_of(stays), sealed_through=stays.sealed_through)


def test_a_seal_is_never_lifted(session: Session, stays: Person, goes: Person) -> None:
    round_ = factories.add_open_round(session)
    stays.sealed_through = round_.id + 5
    factories.answer(session, round_, goes)
    merge(session, stays, goes)
    assert stays.sealed_through == round_.id + 5


def test_sent_answers_of_the_other_replace_unsent_ones(session: Session, stays: Person, goes: Person) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, stays, send=False)
    factories.answer(session, round_, goes)
    merge(session, stays, goes)
    assert (responses(session, stays), responses(session, goes)) == ([(round_.id, True)], [])
    assert stays.sealed_through == round_.id


def test_where_both_have_sent_one_response_is_left_and_no_number_moves(
    session: Session, agency: Agency, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 12)
    factories.answer(session, round_, stays, level=4)
    factories.answer(session, round_, goes, level=1)
    before = coverage_report(session, round_=round_).coverage
    merge(session, stays, goes)
    assert coverage_report(session, round_=round_).coverage == before
    assert _taken_part(session, round_) == _by_day(session, round_) == 14
    assert (responses(session, stays), responses(session, goes)) == ([(round_.id, True)], [])
    own = surveys.own_profile(session, round_=round_, key=key_of(stays), sealed_through=stays.sealed_through)
    assert own is not None
    factories.close(session, round_)
    release = releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=NOW)
    assert release is not None
    assert release.answers == 13
    assert releases.verify(session, release) == []


def _taken_part(session: Session, round_: Round) -> int:
    return session.scalar(select(func.count()).where(Participation.round_id == round_.id)) or 0


def _by_day(session: Session, round_: Round) -> int:
    wanted = select(func.sum(DailyParticipation.submitted)).where(DailyParticipation.round_id == round_.id)
    return session.scalar(wanted) or 0


@pytest.mark.parametrize("both", [True, False])
def test_released_answers_stay_as_they_were(
    session: Session, agency: Agency, stays: Person, goes: Person, both: bool
) -> None:
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 12)
    for person in (stays, goes) if both else (goes,):
        factories.answer(session, round_, person)
    factories.close(session, round_)
    release = releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=NOW)
    assert release is not None
    rows = sorted(session.execute(sa.select(Response.__table__)).all())
    merge(session, stays, goes)
    assert sorted(session.execute(sa.select(Response.__table__)).all()) == rows
    assert releases.verify(session, release) == []
    assert stays.sealed_through is None


def test_forms_of_the_other_go_along_sealed(session: Session, stays: Person, goes: Person) -> None:
    factories.add_catalogue(session)
    factories.add_booking(session, factories.add_date(session, COURSE), goes)
    factories.fill_form(session, goes, COURSE, FormKind.BEFORE)
    merge(session, stays, goes)
    (form,) = session.scalars(select(CourseForms))
    assert (form.respondent_key, form.is_sealed) == (key_of(stays), True)


def test_of_two_forms_of_one_occasion_that_of_the_one_that_stays_counts(
    session: Session, stays: Person, goes: Person
) -> None:
    factories.add_catalogue(session)
    date_ = factories.add_date(session, COURSE)
    for person, level in ((stays, 4), (goes, 1)):
        factories.add_booking(session, date_, person)
        factories.fill_form(session, person, COURSE, FormKind.BEFORE, level=level)
    merge(session, stays, goes)
    (form,) = session.scalars(select(CourseForms))
    assert (form.respondent_key, form.is_sealed) == (key_of(stays), False)
    assert form.before is not None
    assert set(form.before) == {4}


def test_forms_in_a_released_block_stay_as_they_were(session: Session, stays: Person, goes: Person) -> None:
    factories.add_catalogue(session)
    factories.complete(session, goes, COURSE)
    course_forms.decline_form(
        session, person_id=goes.id, key=key_of(goes), course_id=COURSE, kind=FormKind.AFTER, today=TODAY
    )
    (form,) = session.scalars(select(CourseForms))
    form.before, form.after, form.looking_back, form.after_declined = b"\1", b"\2", b"\1", False
    form.block_id = _block(session)
    session.flush()
    merge(session, stays, goes)
    assert form.respondent_key == key_of(goes)


def _block(session: Session) -> int:
    counts = shifts.counts({"D2": shifts.RISE}, looking_back={"s05": (0, 20, 10, 0, 0)})
    return factories.add_block(session, COURSE, counts).id


def test_the_preview_is_the_same_whether_or_not_somebody_has_answered(
    session: Session, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    before = preview_merge(session, stays=stays, goes=goes, actor_id=0)
    for person in (stays, goes):
        factories.answer(session, round_, person)
    assert preview_merge(session, stays=stays, goes=goes, actor_id=0) == before
    assert session.scalars(select(Booking)).all() == []
