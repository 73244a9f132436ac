"""Using up personal links: what each opens, when it is refused, and who wins when two come at once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW
from tna.domain.people import Duty
from tna.domain.reminders import start_of_day_of
from tna.models.people import Person, PersonalLink, SignIn
from tna.models.surveys import Round
from tna.services import coming_in, personal_links, sign_ins
from tna.services.coming_in import Arrival, LinkUnusable, OwnAddressNeeded, PersonHasLeft, RoundNotOpen
from tna.services.confirming import unconfirm
from tna.services.personal_links import Purpose
from tna.services.sign_ins import SignedIn

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody without a password, whose address nobody has confirmed."""
    return factories.add_person(session, password=None)


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    return factories.add_open_round(session)


def come_in(session: Session, person: Person, token: str, now: datetime = NOW) -> Arrival:
    return coming_in.come_in(session, token=token, now=now)


def who(session: Session, arrival: Arrival) -> SignedIn | None:
    return sign_ins.who_is(session, token=arrival.token, now=NOW)


def merged(session: Session, person: Person, round_: Round) -> str:
    return factories.add_link(session, person, Purpose.MAIL_MERGE, round_)


# What a link to one's own address opens ------------------------------------------------------------------------


def test_a_token_has_256_bits_and_is_kept_as_a_hash_alone(session: Session, person: Person) -> None:
    token = factories.add_link(session, person)
    assert len(token) >= 43
    assert token.encode() not in session.scalars(select(PersonalLink.token_hash)).all()


def test_a_link_for_signing_in_opens_everything_and_confirms_the_address(session: Session, person: Person) -> None:
    arrival = come_in(session, person, factories.add_link(session, person))
    found = who(session, arrival)
    assert found is not None
    assert (found.person_id, found.only_round_id, arrival.round_id) == (person.id, None, None)
    assert person.is_confirmed


def test_an_invitation_confirms_too_and_says_which_round_it_is_about(
    session: Session, person: Person, round_: Round
) -> None:
    arrival = come_in(session, person, factories.add_link(session, person, Purpose.INVITATION, round_))
    assert arrival.round_id == round_.id
    assert person.is_confirmed


def test_a_link_is_good_once(session: Session, person: Person) -> None:
    token = factories.add_link(session, person)
    come_in(session, person, token)
    with pytest.raises(LinkUnusable):
        come_in(session, person, token)


@pytest.mark.parametrize("guess", ["", "made-up", "x" * 500, "\ud800", "../..", "\x00"])
def test_an_invented_token_opens_nothing(session: Session, person: Person, guess: str) -> None:
    factories.add_link(session, person)
    with pytest.raises(LinkUnusable):
        come_in(session, person, guess)


def test_the_hash_from_the_database_is_no_token(session: Session, person: Person) -> None:
    factories.add_link(session, person)
    kept = session.scalars(select(PersonalLink.token_hash)).one()
    for guess in (kept.hex(), kept.decode("latin-1")):
        with pytest.raises(LinkUnusable):
            come_in(session, person, guess)


@pytest.mark.parametrize(
    ("now", "is_good"),
    [
        (NOW + HOUR - timedelta(seconds=1), True),
        (NOW + HOUR, False),
        (NOW + DAY, False),
        (NOW - timedelta(minutes=4), True),  # another machine's clock
        (NOW - DAY, False),
    ],
)
def test_a_link_for_signing_in_lasts_an_hour_and_a_clock_that_is_a_day_off_refuses(
    session: Session, person: Person, now: datetime, is_good: bool
) -> None:
    token = factories.add_link(session, person)
    if is_good:
        assert come_in(session, person, token, now)
    else:
        with pytest.raises(LinkUnusable):
            come_in(session, person, token, now)
        assert not person.is_confirmed


def test_an_invitation_lasts_until_its_round_closes_whenever_that_is(
    session: Session, person: Person, round_: Round
) -> None:
    first, second = (factories.add_link(session, person, Purpose.INVITATION, round_) for _ in range(2))
    assert come_in(session, person, first, NOW + 90 * DAY)
    factories.close(session, round_)
    with pytest.raises(RoundNotOpen) as refused:
        come_in(session, person, second)
    assert refused.value.round is round_


def test_a_round_that_is_planned_or_called_off_lets_nobody_in(session: Session, person: Person) -> None:
    planned = factories.add_round(session)
    for purpose in (Purpose.INVITATION, Purpose.MAIL_MERGE):
        with pytest.raises(RoundNotOpen):
            come_in(session, person, factories.add_link(session, person, purpose, planned))
    planned.cancelled_at = planned.opened_at = NOW
    session.flush()
    with pytest.raises(RoundNotOpen):
        come_in(session, person, factories.add_link(session, person, Purpose.INVITATION, planned))


def test_somebody_who_has_left_is_told_so_and_let_in_nowhere(session: Session, person: Person, round_: Round) -> None:
    tokens = [
        factories.add_link(session, person),
        factories.add_link(session, person, Purpose.INVITATION, round_),
        merged(session, person, round_),
    ]
    factories.leave(session, person)
    for token in tokens:
        with pytest.raises(PersonHasLeft):
            come_in(session, person, token)
    assert session.scalars(select(SignIn)).all() == []


# What a link of a mail merge opens -----------------------------------------------------------------------------


def test_a_link_of_a_mail_merge_reaches_one_round_and_confirms_nothing(
    session: Session, person: Person, round_: Round
) -> None:
    factories.give_duties(session, person, Duty.MANAGER, leads=[person.memberships[0].agency])
    found = who(session, come_in(session, person, merged(session, person, round_)))
    assert found is not None
    assert found.only_round_id == round_.id
    assert not person.is_confirmed
    assert (found.standing.duties, found.standing.leads) == (frozenset({Duty.PRACTITIONER}), frozenset())
    assert found.answering is not None


@pytest.mark.parametrize("state", ["used", "confirmed", "password"])
def test_it_is_refused_alike_once_it_is_used_or_the_person_can_come_by_themselves(
    session: Session, person: Person, round_: Round, state: str
) -> None:
    token = merged(session, person, round_)
    if state == "used":
        come_in(session, person, token)
    person.is_confirmed = state == "confirmed"
    person.password_hash = "some hash" if state == "password" else None
    session.flush()
    opened = len(session.scalars(select(SignIn)).all())
    with pytest.raises(OwnAddressNeeded) as refused:
        come_in(session, person, token)
    assert refused.value.email == person.email
    assert len(session.scalars(select(SignIn)).all()) == opened


@pytest.mark.parametrize("send", [False, True])
def test_what_the_person_has_answered_does_not_matter_to_it(
    session: Session, person: Person, round_: Round, send: bool
) -> None:
    factories.answer(session, round_, person, send=send)
    arrival = come_in(session, person, merged(session, person, round_))
    assert (arrival.round_id, arrival.by_own_address) == (round_.id, False)


def test_a_second_link_of_a_mail_merge_ends_what_the_first_opened(
    session: Session, person: Person, round_: Round
) -> None:
    first = come_in(session, person, merged(session, person, round_))
    second = come_in(session, person, merged(session, person, round_))
    assert who(session, first) is None
    assert who(session, second) is not None


def test_coming_by_ones_own_address_ends_what_a_mail_merge_opened(
    session: Session, person: Person, round_: Round
) -> None:
    limited = come_in(session, person, merged(session, person, round_))
    own = come_in(session, person, factories.add_link(session, person))
    assert who(session, limited) is None
    assert who(session, own) is not None


def test_coming_by_ones_own_address_leaves_ones_other_browsers_signed_in(session: Session, person: Person) -> None:
    first = come_in(session, person, factories.add_link(session, person))
    come_in(session, person, factories.add_link(session, person))
    assert who(session, first) is not None


# Two at once ---------------------------------------------------------------------------------------------------


def committed(database: Database, *purposes: Purpose) -> tuple[int, list[str]]:
    """Somebody with a link for each of these purposes, and a round that is open."""
    with Session(database.engine) as session:
        person = factories.add_person(session, password=None)
        round_ = factories.add_open_round(session)
        tokens = [
            factories.add_link(session, person, each, None if each is Purpose.SIGN_IN else round_) for each in purposes
        ]
        session.commit()
        return person.id, tokens


@pytest.mark.parametrize("purpose", list(Purpose))
def test_of_two_who_use_one_link_at_once_one_comes_in(fresh_database: Database, purpose: Purpose) -> None:
    _, (token,) = committed(fresh_database, purpose)
    outcomes = at_once(fresh_database, lambda s: coming_in.come_in(s, token=token, now=NOW), times=4)
    assert sorted(type(outcome).__name__ for outcome in outcomes).count("Arrival") == 1
    with Session(fresh_database.engine) as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_of_a_list_and_the_own_address_at_once_only_the_own_address_stays_open(fresh_database: Database) -> None:
    _, tokens = committed(fresh_database, Purpose.SIGN_IN, Purpose.MAIL_MERGE, Purpose.MAIL_MERGE)
    waiting = iter(tokens)
    at_once(fresh_database, lambda s: coming_in.come_in(s, token=next(waiting), now=NOW), times=3)
    with Session(fresh_database.engine) as session:
        still_open = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
        assert [each.only_round_id for each in still_open] == [None]


# What is forgotten ---------------------------------------------------------------------------------------------


def test_links_that_are_over_are_forgotten_and_those_of_a_mail_merge_go_on_telling_how_to_come_in(
    session: Session, person: Person, round_: Round
) -> None:
    old = NOW - 2 * DAY
    used, run_out = factories.add_link(session, person), factories.add_link(session, person, expires_at=old)
    invitation = factories.add_link(session, person, Purpose.INVITATION, round_, expires_at=old)
    spent = merged(session, person, round_)
    fresh = factories.add_link(session, person)
    for token in (used, spent):
        session.execute(
            update(PersonalLink)
            .where(PersonalLink.token_hash == personal_links.hash_of(token))
            .values(used_at=old - timedelta(seconds=1))
        )
    personal_links.forget_links(session, NOW)
    session.expire_all()
    left = {
        token for token in (used, run_out, invitation, spent, fresh) if personal_links.find_link(session, token=token)
    }
    assert left == {invitation, spent, fresh}


@pytest.mark.parametrize("over", ["closed", "called off"])
def test_nothing_tells_who_came_by_a_mail_merge_once_its_round_is_over(
    session: Session, person: Person, round_: Round, over: str
) -> None:
    used, unused = merged(session, person, round_), merged(session, person, round_)
    come_in(session, person, used)
    if over == "closed":
        factories.close(session, round_)
    else:
        round_.cancelled_at = NOW
        session.flush()
    for later, left in ((DAY, 2), (DAY + HOUR, 0)):
        personal_links.forget_links(session, NOW + later)
        assert len(session.scalars(select(PersonalLink)).all()) == left
    for token in (used, unused):
        with pytest.raises(LinkUnusable):
            come_in(session, person, token)


@pytest.mark.parametrize("over", ["closed_at", "cancelled_at"])
def test_nothing_tells_how_often_somebody_was_written_to_once_the_round_is_over(
    session: Session, person: Person, round_: Round, over: str
) -> None:
    for _ in range(3):
        factories.add_link(session, person, Purpose.INVITATION, round_)
    fresh = factories.add_link(session, person)
    setattr(round_, over, NOW)
    session.flush()
    personal_links.forget_links(session, NOW + DAY)
    assert len(session.scalars(select(PersonalLink)).all()) == 4
    personal_links.forget_links(session, NOW + DAY + HOUR)
    assert list(session.scalars(select(PersonalLink.token_hash))) == [personal_links.hash_of(fresh)]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_of_when_a_link_was_used_only_the_day_is_kept(
    session: Session, person: Person, round_: Round, purpose: Purpose
) -> None:
    token = factories.add_link(session, person, purpose, None if purpose is Purpose.SIGN_IN else round_)
    come_in(session, person, token)
    kept = session.scalars(select(PersonalLink.used_at)).one()
    assert kept is not None
    assert kept == start_of_day_of(kept) == start_of_day_of(NOW)


def test_a_link_that_another_address_ended_keeps_only_the_day(session: Session, person: Person) -> None:
    factories.add_link(session, person)
    unconfirm(session, person=person, now=NOW)
    assert session.scalars(select(PersonalLink.used_at)).one() == start_of_day_of(NOW)
