"""Inviting: everybody who is asked, once, by a letter that is written when it goes out."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.databases import Database
from tests.factories import SECRET
from tests.services.races import second_of_two
from tna.domain.notices import NotNow
from tna.domain.people import respondent_key
from tna.domain.wordings import ENDING
from tna.models.audit import AuditEvent
from tna.models.notices import Bounce, Notice
from tna.models.people import Agency, Membership, Person, PersonalLink
from tna.models.surveys import Round
from tna.services import invitations, outbox, people, reminder_plans, surveys
from tna.services.invitations import NOBODY, Reached
from tna.services.personal_links import hash_of
from tna.services.rounds import RoundRefused
from tna.settings import Settings

MONDAY = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
EVENING = datetime(2027, 3, 1, 21, tzinfo=UTC)
LAST_DAY = MONDAY + timedelta(days=30)
SETTINGS = Settings.for_tests(
    database_url="sqlite:///", instance=Path(), base_url="https://needs.example", partnership_name="Harbour Partners"
)


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    """An open round from 1 to 31 March 2027."""
    assert agency
    return factories.add_open_round(session, opens_on=MONDAY)


def invite(session: Session, round_: Round, now: datetime = NOON) -> int:
    return invitations.invite_everybody(session, round_=round_, actor_id=None, today=now.date(), now=now)


def bounce(session: Session, person: Person) -> None:
    session.add(Bounce(email=person.email, on=MONDAY, reason="no such mailbox"))
    session.flush()


def notices(session: Session) -> list[Notice]:
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_everybody_with_a_job_is_invited_once(session: Session, agency: Agency, round_: Round) -> None:
    person = factories.add_person(session, agency)
    factories.add_person_without_agency(session)
    factories.leave(session, factories.add_person(session, agency))
    factories.add_membership(session, person, factories.add_agency(session))
    assert invite(session, round_) == 1
    assert invite(session, round_, EVENING) == 0
    [notice] = notices(session)
    assert (notice.kind, notice.key) == ("invitation", f"invitation:{round_.id}:{person.id}")
    assert (notice.person_id, notice.round_id, notice.agency_id) == (person.id, round_.id, agency.id)
    assert (notice.due_at, notice.email, notice.settled_at) == (NOON, None, None)


def test_somebody_whose_role_group_is_asked_nothing_is_left_out(
    session: Session, agency: Agency, round_: Round
) -> None:
    person = factories.add_person(session, agency)
    person.memberships[0].role_group = "Z"
    session.flush()
    assert invite(session, round_) == 0
    assert invitations.reached_by_agency(session, round_=round_) == {}


def test_an_address_that_refuses_mail_is_left_out_and_counted(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    bounce(session, factories.add_person(session, agency))
    assert invite(session, round_) == 1
    later = factories.add_person(session, agency)
    assert later
    reached = invitations.reached_by_agency(session, round_=round_, agency_id=agency.id)
    assert reached == {agency.id: Reached(people=3, invited=0, bounced=1, to_invite=1, waiting=1, goes_at=NOON)}
    assert sum(reached.values(), NOBODY) == reached[agency.id]


def test_what_has_not_been_tried_waits_whether_or_not_its_person_has_answered(
    session: Session, agency: Agency, round_: Round
) -> None:
    quiet, sent = factories.add_person(session, agency), factories.add_person(session, agency)
    factories.answer(session, round_, sent)
    invite(session, round_, EVENING)
    morning = datetime(2027, 3, 2, 8, tzinfo=UTC)
    waiting = Reached(people=2, invited=0, bounced=0, to_invite=0, waiting=2, goes_at=morning)
    assert invitations.reached_by_agency(session, round_=round_)[agency.id] == waiting
    # The one who has answered is settled at once, the other is tried again: both were begun, and count alike.
    assert len(outbox.take(session, most=9, now=morning, lease=timedelta(minutes=1))) == 2
    for settled in (sent, quiet):
        for notice in notices(session):
            session.refresh(notice)
            if notice.person_id == settled.id:
                notice.settled_at = morning
        session.flush()
        assert invitations.reached_by_agency(session, round_=round_)[agency.id] == Reached(2, 2, 0, 0)


def test_once_a_round_is_closed_only_what_has_gone_out_counts(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    outbox.take(session, most=9, now=NOON, lease=timedelta(minutes=1))
    factories.add_person(session, agency)
    invite(session, round_, EVENING)
    factories.close(session, round_)
    assert invitations.reached_by_agency(session, round_=round_)[agency.id] == Reached(2, 1, 0, 1)
    assert len(notices(session)) == 1


def test_an_agency_that_is_paused_is_left_out_until_it_is_resumed(
    session: Session, agency: Agency, round_: Round
) -> None:
    other = factories.add_agency(session)
    factories.add_person(session, agency)
    factories.add_person(session, other)
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    assert invite(session, round_) == 1
    invitations.invite_newcomers(session, NOON)
    assert [notice.agency_id for notice in notices(session)] == [other.id]
    reminder_plans.resume(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    invitations.invite_newcomers(session, NOON)
    assert [notice.agency_id for notice in notices(session)] == [other.id, agency.id]


def test_pausing_takes_back_what_is_not_out_yet(session: Session, agency: Agency, round_: Round) -> None:
    sent, held, waiting = (factories.add_person(session, agency) for _ in range(3))
    elsewhere = factories.add_person(session, factories.add_agency(session))
    invite(session, round_)
    by_person = {notice.person_id: notice for notice in notices(session)}
    by_person[sent.id].settled_at = NOON
    by_person[held.id].leased_until = NOON + timedelta(minutes=1)
    session.flush()
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    left = {notice.person_id for notice in notices(session)}
    assert left == {sent.id, held.id, elsewhere.id}
    assert waiting.id not in left


def test_people_who_come_later_are_invited_once_inviting_has_begun(
    session: Session, agency: Agency, round_: Round
) -> None:
    factories.add_person(session, agency)
    invitations.invite_newcomers(session, NOON)
    assert notices(session) == []
    invite(session, round_)
    later = factories.add_person(session, agency)
    for _ in range(2):
        invitations.invite_newcomers(session, NOON)
    assert [notice.person_id for notice in notices(session)][1:] == [later.id]


def test_nobody_is_invited_after_the_last_day(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    factories.add_person(session, agency)
    after = datetime(2027, 4, 1, 9, tzinfo=UTC)
    with pytest.raises(RoundRefused):
        invite(session, round_, after)
    invitations.invite_newcomers(session, after)
    assert len(notices(session)) == 1


def test_nobody_is_invited_to_a_round_that_is_not_open(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    planned = factories.add_round(session, opens_on=MONDAY)
    with pytest.raises(RoundRefused):
        invite(session, planned)
    factories.close(session, round_)
    with pytest.raises(RoundRefused):
        invite(session, round_)
    invitations.invite_newcomers(session, NOON)
    assert notices(session) == []


def test_a_cancelled_round_invites_nobody(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    round_.cancelled_at = NOON
    session.flush()
    factories.add_person(session, agency)
    invitations.invite_newcomers(session, NOON)
    assert len(notices(session)) == 1
    assert invitations.compose(session, notices(session)[0], SETTINGS, NOON) is None


def test_what_is_written_in_the_evening_waits_for_the_morning(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_, EVENING)
    assert [notice.due_at for notice in notices(session)] == [datetime(2027, 3, 2, 8, tzinfo=UTC)]


def test_inviting_is_written_down_without_names(session: Session, agency: Agency, round_: Round) -> None:
    add_crowd(session, agency, 3)
    invite(session, round_)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.subject, event.detail) == ("invited people", f"round {round_.id}", "3 people")


def test_the_round_in_hand_is_the_open_one_else_the_next(session: Session, agency: Agency) -> None:
    assert agency
    assert invitations.round_in_hand(session, today=MONDAY) is None
    far = factories.add_round(session, opens_on=MONDAY + timedelta(days=90))
    near = factories.add_round(session, opens_on=MONDAY + timedelta(days=30))
    assert invitations.round_in_hand(session, today=MONDAY) is near
    near.cancelled_at = NOON
    session.flush()
    assert invitations.round_in_hand(session, today=MONDAY) is far
    running = factories.add_open_round(session, opens_on=MONDAY)
    assert invitations.round_in_hand(session, today=MONDAY) is running


def test_the_letter_goes_to_the_persons_address_with_a_link_that_ends_with_the_round(
    session: Session, agency: Agency, round_: Round
) -> None:
    person = factories.add_person(session, agency, name="Anna Brook", email="anna@harbour.example")
    invite(session, round_)
    person.email = "anna.brook@harbour.example"
    session.flush()
    message = invitations.compose(session, notices(session)[0], SETTINGS, NOON)
    assert message is not None
    assert message.email == "anna.brook@harbour.example"
    assert message.subject == "How confident do you feel? Harbour Partners would like to know"
    assert message.body.startswith("Dear Anna Brook,")
    assert message.body.endswith(f"{ENDING}\n")
    assert "31 March 2027" in message.body
    [address] = [line for line in message.body.splitlines() if line.startswith("https://")]
    parts = urlsplit(address)
    assert parts.netloc == "needs.example"
    link = session.get(PersonalLink, hash_of(parts.path.removeprefix("/link/")))
    assert link is not None
    assert (link.person_id, link.round_id, link.purpose) == (person.id, round_.id, "invitation")
    assert link.expires_at == datetime(2027, 3, 31, 23, tzinfo=UTC)  # midnight in summer time


@pytest.mark.parametrize("change", ["answered", "bounced", "left", "closed", "late"])
def test_a_letter_without_a_reason_is_not_written(session: Session, agency: Agency, round_: Round, change: str) -> None:
    person, now = factories.add_person(session, agency), NOON
    invite(session, round_)
    [notice] = notices(session)
    notice.attempts = 1  # a worker has it: what nobody has begun is taken back when a round closes
    if change == "answered":
        factories.answer(session, round_, person)
    elif change == "bounced":
        bounce(session, person)
    elif change == "left":
        people.leave(session, person=person, today=MONDAY, actor_id=None, now=NOON)
    elif change == "closed":
        factories.close(session, round_)
    else:
        now = datetime(2027, 4, 1, 9, tzinfo=UTC)
    assert invitations.compose(session, notice, SETTINGS, now) is None


def test_somebody_who_has_begun_and_not_sent_is_still_written_to(
    session: Session, agency: Agency, round_: Round
) -> None:
    person = factories.add_person(session, agency)
    invite(session, round_)
    surveys.start(session, round_=round_, key=respondent_key(SECRET, person.id))
    assert invitations.compose(session, notices(session)[0], SETTINGS, NOON) is not None


def test_the_rows_left_are_the_same_for_those_who_have_answered_and_those_who_have_not(
    session: Session, agency: Agency, round_: Round
) -> None:
    quiet, sent = factories.add_person(session, agency), factories.add_person(session, agency)
    invite(session, round_)
    factories.answer(session, round_, sent)
    for notice in notices(session):
        invitations.compose(session, notice, SETTINGS, NOON)
    made = select(PersonalLink.person_id, func.count()).group_by(PersonalLink.person_id)
    assert dict(tuple(row) for row in session.execute(made)) == {quiet.id: 1, sent.id: 1}


def composed(session: Session, now: datetime) -> list[object]:
    """What becomes of each notice at a moment: its message, None, or when it is asked about again."""
    outcomes: list[object] = []
    for notice in notices(session):
        try:
            outcomes.append(invitations.compose(session, notice, SETTINGS, now))
        except NotNow as better:
            outcomes.append(better.due_at)
    return outcomes


def test_an_invitation_that_was_held_up_into_the_night_waits_for_the_morning_answered_or_not(
    session: Session, agency: Agency, round_: Round
) -> None:
    factories.add_person(session, agency)
    sent = factories.add_person(session, agency)
    invite(session, round_)
    factories.answer(session, round_, sent)
    assert composed(session, EVENING) == [datetime(2027, 3, 2, 8, tzinfo=UTC)] * 2
    assert list(session.scalars(select(PersonalLink))) == []


def test_an_invitation_that_a_worker_held_when_the_pause_began_waits_answered_or_not(
    session: Session, agency: Agency, round_: Round
) -> None:
    factories.add_person(session, agency)
    sent = factories.add_person(session, agency)
    invite(session, round_)
    factories.answer(session, round_, sent)
    outbox.take(session, most=2, now=NOON, lease=timedelta(minutes=1))
    reminder_plans.pause(session, round_=round_, agency_id=None, actor_id=None, now=NOON)
    first, second = composed(session, NOON)
    assert first == second
    assert isinstance(first, datetime)
    assert NOON < first < EVENING
    assert list(session.scalars(select(PersonalLink))) == []


def test_a_person_is_asked_as_what_they_answer_as_now(session: Session, agency: Agency, round_: Round) -> None:
    person, other = factories.add_person(session, agency), factories.add_agency(session)
    invite(session, round_)
    people.end_membership(session, membership=person.memberships[0], today=MONDAY, actor_id=None, now=NOON)
    factories.add_membership(session, person, other)
    for membership in session.scalars(select(Membership).where(Membership.agency_id == other.id)):
        membership.is_answering = True
    session.flush()
    assert invitations.reached_by_agency(session, round_=round_) == {other.id: Reached(1, 0, 0, 0, 1, NOON)}


def shared_round(database: Database) -> int:
    """A committed round with one person to invite; its id."""
    with Session(database.engine) as session:
        factories.add_person(session, factories.add_agency(session))
        round_id = factories.add_open_round(session, opens_on=MONDAY).id
        session.commit()
    return round_id


def test_two_who_invite_at_once_invite_once(fresh_database: Database) -> None:
    round_id = shared_round(fresh_database)

    def inviting(session: Session) -> None:
        invite(session, session.get_one(Round, round_id))

    second_of_two(fresh_database, inviting, inviting)
    with Session(fresh_database.engine) as session:
        assert len(notices(session)) == 1


def test_nobody_is_invited_to_a_round_that_is_being_closed(fresh_database: Database) -> None:
    round_id = shared_round(fresh_database)

    def closing(session: Session) -> None:
        factories.close(session, session.get_one(Round, round_id))

    def inviting(session: Session) -> None:
        invite(session, session.get_one(Round, round_id))

    with pytest.raises(RoundRefused):
        second_of_two(fresh_database, closing, inviting)
