"""Joining by a poster: asking, the message, confirming, a lead's nod, and what is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW, PASSWORD, settings_for_messages
from tna.domain.notices import Message
from tna.models.audit import AuditEvent
from tna.models.notices import Notice
from tna.models.people import Agency, Joiner, Person, Poster
from tna.models.surveys import Response
from tna.services import joining, letting_in, posters
from tna.services.joining import JoinLinkUnusable
from tna.services.person_checks import PersonRefused
from tna.services.sign_in_links import LINKS_ALLOWED, TooManyLinks
from tna.services.survey_files import load_reference

EMAIL = "nell.newcomer@harbour.example"
OUTSIDE = "nell@home.example"


@pytest.fixture
def agency(session: Session) -> Agency:
    agency = factories.add_agency(session, name="Harbour Trust")
    factories.add_domain(session, agency, "harbour.example")
    return agency


@pytest.fixture
def poster(session: Session, agency: Agency) -> Poster:
    return factories.add_poster(session, agency)


def ask(session: Session, poster: Poster, email: str = EMAIL, **changes: Any) -> None:
    values = {"name": "Nell Newcomer", "job": "health-visitor", "address": "192.0.2.1", "now": NOW} | changes
    joining.ask_to_join(
        session, poster=poster, email=email, reference=load_reference(), secret="a secret key of tests", **values
    )


def the_message(session: Session) -> Message | None:
    """The message that the newest notice makes."""
    notice = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert notice is not None
    return joining.compose(session, notice, settings_for_messages(), NOW)


def token_in(message: Message | None) -> str:
    assert message is not None
    return message.body.partition("https://needs.example/joining/")[2].split()[0]


def confirm(session: Session, token: str, **changes: Any) -> joining.Joined:
    return joining.confirm(session, token=token, reference=load_reference(), **({"now": NOW} | changes))


def joiner_of(session: Session, email: str = EMAIL) -> Joiner | None:
    session.expire_all()
    return session.scalars(select(Joiner).where(Joiner.email == email)).one_or_none()


def everybody(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


# Codes ---------------------------------------------------------------------------------------------------------


def test_a_code_is_long_and_has_no_sign_that_looks_like_another(session: Session, agency: Agency) -> None:
    codes = [factories.add_poster(session, agency).code for _ in range(20)]
    assert len(set(codes)) == 20
    assert all(len(code) >= 10 and not set(code) & set("il1o0") for code in codes)


def test_a_code_is_found_however_it_is_typed(session: Session, poster: Poster) -> None:
    for typed in (poster.code, poster.code.upper(), posters.words_of(poster.code), f" {poster.code} "):
        assert posters.find_poster(session, code=typed) is poster
    for typed in ("", poster.code[:-1], poster.code + "x", "%", "\x00", "x" * 5000):
        assert posters.find_poster(session, code=typed) is None


def test_ending_a_poster_twice_is_ending_it_once(session: Session, poster: Poster, agency: Agency) -> None:
    actor = factories.add_person(session, agency)
    for later in (0, 1):
        posters.end_poster(session, poster=poster, actor_id=actor.id, now=NOW + timedelta(days=later))
    assert poster.ended_at == NOW
    ended = session.scalars(select(AuditEvent).where(AuditEvent.action == "ended a poster")).all()
    assert [event.actor_id for event in ended] == [actor.id]


# Asking --------------------------------------------------------------------------------------------------------


def test_an_address_of_the_agency_is_let_in_and_every_other_waits(session: Session, poster: Poster) -> None:
    ask(session, poster, " Nell.Newcomer@HARBOUR.example ")
    ask(session, poster, OUTSIDE)
    ask(session, poster, "nell@post.harbour.example")
    kept = {one.email: one.is_let_in for one in session.scalars(select(Joiner))}
    assert kept == {EMAIL: True, OUTSIDE: None, "nell@post.harbour.example": None}


def test_an_agency_without_addresses_of_its_own_takes_every_address(
    session: Session, poster: Poster, agency: Agency
) -> None:
    agency.takes_home_addresses = True
    ask(session, poster, OUTSIDE)
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    assert found.is_let_in


@pytest.mark.parametrize("answer", [None, False])
def test_asking_again_changes_what_was_put_and_takes_no_no_back(
    session: Session, poster: Poster, answer: bool | None
) -> None:
    ask(session, poster, OUTSIDE)
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    found.is_let_in = answer
    session.flush()
    ask(session, poster, OUTSIDE, name="Nell Newer", job="school-nurse")
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    assert (found.name, found.job, found.is_let_in) == ("Nell Newer", "school-nurse", answer)


def test_whom_a_lead_has_let_in_nobody_rewrites_by_asking_again(
    session: Session, poster: Poster, agency: Agency
) -> None:
    lead = factories.add_person(session, agency, leads=[agency])
    ask(session, poster, OUTSIDE)
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    letting_in.let_in(session, joiner=found, actor_id=lead.id, now=NOW)
    later = NOW + timedelta(hours=1)
    ask(session, poster, OUTSIDE, name="Somebody Else", job="paediatrician", now=later)
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    assert (found.name, found.job, found.role_group) == ("Nell Newcomer", "health-visitor", "D")
    assert (found.is_let_in, found.asked_at) == (True, later)
    assert confirm(session, token_in(the_message(session))).person.name == "Nell Newcomer"


def test_what_was_mistyped_is_put_right_by_asking_again_from_an_address_of_the_agency(
    session: Session, poster: Poster
) -> None:
    ask(session, poster, name="Nell Newcomre")
    ask(session, poster, name="Nell Newcomer", job="school-nurse")
    found = joiner_of(session)
    assert found is not None
    assert (found.name, found.job, found.is_let_in) == ("Nell Newcomer", "school-nurse", True)


def test_asking_says_the_same_to_the_database_whether_or_not_the_address_is_known(
    session: Session, poster: Poster
) -> None:
    factories.add_person(session, email="known@harbour.example")
    ask(session, poster)  # so that both find the same in the session
    said: list[list[str]] = []
    for email in ("known@harbour.example", "nobody@harbour.example"):
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        ask(session, poster, email)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        said.append(statements)
    assert said[0] == said[1]
    assert not [statement for statement in said[0] if "FROM people" in statement]


def test_asking_too_often_is_refused(session: Session, poster: Poster) -> None:
    for _ in range(LINKS_ALLOWED["link account"]):
        ask(session, poster)
    with pytest.raises(TooManyLinks):
        ask(session, poster)


@pytest.mark.parametrize(
    ("changes", "field"), [({"name": " "}, "name"), ({"job": "astronaut"}, "job"), ({"email": "no address"}, "email")]
)
def test_what_cannot_stand_is_refused(session: Session, poster: Poster, changes: dict[str, str], field: str) -> None:
    with pytest.raises(PersonRefused) as refused:
        ask(session, poster, **changes)
    assert refused.value.field == field


# The message ---------------------------------------------------------------------------------------------------


def test_somebody_new_is_sent_a_link_to_confirm_their_address(session: Session, poster: Poster) -> None:
    ask(session, poster, name="Visit https://evil.example now")
    message = the_message(session)
    assert message is not None
    assert message.email == EMAIL
    assert "Harbour Trust" in message.body
    assert "evil.example" not in message.body  # whoever typed the name may not be who reads the message
    kept = joiner_of(session)
    assert kept is not None
    assert token_in(message).encode() != kept.token_hash


def test_somebody_who_waits_or_was_refused_is_sent_nothing(session: Session, poster: Poster) -> None:
    ask(session, poster, OUTSIDE)
    assert the_message(session) is None
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    found.is_let_in = False
    session.flush()
    assert the_message(session) is None


@pytest.mark.parametrize("email", [EMAIL, OUTSIDE])
def test_somebody_known_here_is_sent_a_link_for_signing_in_and_waits_for_nobody(
    session: Session, poster: Poster, email: str
) -> None:
    factories.add_person(session, email=email)
    ask(session, poster, email)
    message = the_message(session)
    assert message is not None
    assert "https://needs.example/link/" in message.body


@pytest.mark.parametrize("has_left", [False, True])
def test_an_old_address_of_merged_accounts_sends_a_link_to_the_address_of_today_alone(
    session: Session, poster: Poster, has_left: bool
) -> None:
    stays = factories.add_person(session, email="nell@today.example")
    factories.merge_into(session, stays, factories.add_person(session, email=EMAIL))
    if has_left:
        factories.leave(session, stays)
    ask(session, poster)
    message = the_message(session)
    if has_left:
        assert message is None
    else:
        assert message is not None
        assert message.email == stays.email
        assert "https://needs.example/link/" in message.body


def test_whoever_reads_the_old_mailbox_of_merged_accounts_comes_in_by_no_link(session: Session, poster: Poster) -> None:
    ask(session, poster)
    token = token_in(the_message(session))
    stays = factories.add_person(session, email="nell@today.example")
    factories.merge_into(session, stays, factories.add_person(session, email=EMAIL))
    with pytest.raises(JoinLinkUnusable):
        confirm(session, token)
    assert not stays.is_confirmed


def test_a_lead_cannot_tell_who_is_known_in_another_agency(session: Session, poster: Poster, agency: Agency) -> None:
    lead = factories.add_person(session, agency, leads=[agency])
    known = factories.add_person(session, email="known@home.example")
    emails = [known.email, "nobody@home.example"]
    for email in emails:
        ask(session, poster, email)
        the_message(session)
    waiting = joining.joiners_of(session, agency_id=agency.id, is_let_in=None)
    assert [one.email for one in waiting] == emails
    for one in waiting:
        letting_in.turn_away(session, joiner=one, actor_id=lead.id, now=NOW)
    refused = joining.joiners_of(session, agency_id=agency.id, is_let_in=False)
    assert [one.email for one in refused] == emails
    for one in refused:
        letting_in.let_in(session, joiner=one, actor_id=lead.id, now=NOW)
        message = the_message(session)
        assert message is not None
        assert ("/link/" in message.body, "/joining/" in message.body) == (one is refused[0], one is refused[1])
    assert joining.joiners_of(session, agency_id=agency.id, is_let_in=None) == []
    assert [m.agency_id for m in known.memberships] != [agency.id]
    kept = joiner_of(session, known.email)
    assert kept is not None
    assert kept.token_hash is None
    joining.forget_joiners(session, NOW + joining.FORGOTTEN_AFTER)
    assert joiner_of(session, known.email) is None


# Confirming ----------------------------------------------------------------------------------------------------


def test_confirming_makes_a_person_of_the_agency_at_an_address_that_is_theirs(
    session: Session, poster: Poster, agency: Agency
) -> None:
    ask(session, poster)
    joined = confirm(session, token_in(the_message(session)))
    person = joined.person
    assert (person.email, person.name, person.is_confirmed, person.password_hash) == (
        EMAIL,
        "Nell Newcomer",
        True,
        None,
    )
    assert [(m.agency_id, m.job, m.role_group, m.is_answering) for m in person.memberships] == [
        (agency.id, "health-visitor", "D", True)
    ]
    assert joiner_of(session) is None
    assert not joined.is_back


def test_a_link_to_a_newcomer_is_good_once_and_a_newer_one_ends_an_older(session: Session, poster: Poster) -> None:
    ask(session, poster)
    older, newer = token_in(the_message(session)), token_in(the_message(session))
    with pytest.raises(JoinLinkUnusable):
        confirm(session, older)
    confirm(session, newer)
    with pytest.raises(JoinLinkUnusable):
        confirm(session, newer)


@pytest.mark.parametrize("days", [7, 8, -1])
def test_a_link_to_a_newcomer_runs_out_and_refuses_under_a_clock_that_is_a_day_slow(
    session: Session, poster: Poster, days: int
) -> None:
    ask(session, poster)
    token = token_in(the_message(session))
    with pytest.raises(JoinLinkUnusable):
        confirm(session, token, now=NOW + timedelta(days=days))
    assert confirm(session, token, now=NOW + timedelta(days=6, hours=23))


def test_somebody_turned_away_after_the_message_went_out_comes_in_by_it_no_more(
    session: Session, poster: Poster
) -> None:
    ask(session, poster)
    token = token_in(the_message(session))
    found = joiner_of(session)
    assert found is not None
    found.is_let_in = False
    session.flush()
    with pytest.raises(JoinLinkUnusable):
        confirm(session, token)


def test_somebody_who_has_become_known_in_the_meantime_stays_as_they_are(session: Session, poster: Poster) -> None:
    ask(session, poster)
    token = token_in(the_message(session))
    known = factories.add_person(session, email=EMAIL, name="Known Before")
    joined = confirm(session, token)
    assert joined.person is known
    assert (known.name, known.is_confirmed, len(known.memberships)) == ("Known Before", True, 1)


def test_somebody_who_had_left_is_back_with_nothing_of_what_was_answered_before(
    session: Session, poster: Poster, agency: Agency
) -> None:
    gone = factories.add_person(session, email=EMAIL)
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, gone)
    factories.leave(session, gone)
    ask(session, poster)
    joined = confirm(session, token_in(the_message(session)))
    assert (joined.person, joined.is_back) == (gone, True)
    assert (gone.left_on, gone.sealed_through, gone.password_hash) == (None, round_.id, None)
    assert [m.agency_id for m in gone.memberships if m.ended_on is None] == [agency.id]


def test_of_two_who_use_one_link_to_a_newcomer_at_once_one_comes_in(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        factories.add_joiner(session, agency, email=EMAIL, is_let_in=True)
        token = factories.joining_token(session, agency, EMAIL)
        session.commit()
    outcomes = at_once(fresh_database, lambda s: confirm(s, token).is_back, times=3)
    assert sorted(map(str, map(type, outcomes))).count(str(bool)) == 1
    with Session(fresh_database.engine) as session:
        assert session.scalar(select(func.count()).where(Person.email == EMAIL)) == 1


def test_ten_invented_addresses_lead_to_no_account_and_no_response(session: Session, poster: Poster) -> None:
    factories.add_open_round(session)
    before = everybody(session)
    for number in range(10):
        ask(session, poster, f"invented.{number}@{'harbour' if number % 2 else 'home'}.example")
        the_message(session)
    assert everybody(session) == before
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    joining.forget_joiners(session, NOW + timedelta(days=60))
    assert session.scalars(select(Joiner)).all() == []


# The lead's nod ------------------------------------------------------------------------------------------------


def test_a_yes_sends_a_link_and_is_written_down_without_the_address(
    session: Session, poster: Poster, agency: Agency
) -> None:
    lead = factories.add_person(session, agency, leads=[agency])
    ask(session, poster, OUTSIDE)
    (waiting,) = joining.joiners_of(session, agency_id=agency.id, is_let_in=None)
    found = letting_in.find_joiner(session, joiner_id=waiting.id, agency_id=agency.id)
    assert found is not None
    letting_in.let_in(session, joiner=found, actor_id=lead.id, now=NOW)
    assert letting_in.find_joiner(session, joiner_id=waiting.id, agency_id=agency.id) is None
    assert confirm(session, token_in(the_message(session))).person.email == OUTSIDE
    noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "let a joiner in")).one()
    assert OUTSIDE not in noted.subject + noted.detail


def test_a_yes_goes_before_the_rule_on_addresses_from_home_and_not_before_that_on_shared_mailboxes(
    session: Session, poster: Poster, agency: Agency
) -> None:
    assert not agency.takes_home_addresses
    lead = factories.add_person(session, agency, leads=[agency])
    for email in ("nell.newcomer@gmail.com", "reception@gmail.com"):
        ask(session, poster, email)
        found = joiner_of(session, email)
        assert found is not None
        letting_in.let_in(session, joiner=found, actor_id=lead.id, now=NOW)
        token = token_in(the_message(session))
        if email.startswith("nell"):
            assert confirm(session, token).person.email == email
        else:
            with pytest.raises(JoinLinkUnusable):
                confirm(session, token)


def test_a_no_sends_nothing_and_may_become_a_yes(session: Session, poster: Poster, agency: Agency) -> None:
    lead = factories.add_person(session, agency, leads=[agency])
    ask(session, poster, OUTSIDE)
    (waiting,) = joining.joiners_of(session, agency_id=agency.id, is_let_in=None)
    letting_in.turn_away(session, joiner=waiting, actor_id=lead.id, now=NOW)
    assert joining.joiners_of(session, agency_id=agency.id, is_let_in=None) == []
    (refused,) = joining.joiners_of(session, agency_id=agency.id, is_let_in=False)
    assert letting_in.find_joiner(session, joiner_id=refused.id, agency_id=agency.id) is refused


def test_a_joiner_of_another_agency_is_not_found(session: Session, poster: Poster) -> None:
    ask(session, poster, OUTSIDE)
    found = joiner_of(session, OUTSIDE)
    assert found is not None
    other = factories.add_agency(session)
    assert letting_in.find_joiner(session, joiner_id=found.id, agency_id=other.id) is None


def test_a_password_of_somebody_who_came_back_opens_nothing(session: Session, poster: Poster) -> None:
    from tna.services import sign_ins

    gone = factories.add_person(session, email=EMAIL)
    factories.leave(session, gone)
    ask(session, poster)
    confirm(session, token_in(the_message(session)))
    with pytest.raises(sign_ins.SignInRefused):
        sign_ins.sign_in(session, email=EMAIL, password=PASSWORD, address="192.0.2.1", secret="a secret", now=NOW)
