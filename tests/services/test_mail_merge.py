"""A list of personal links for an agency whose systems refuse our mail."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.services.test_invitations import MONDAY, NOON
from tna.domain.reports import Table
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person, PersonalLink
from tna.models.surveys import Round
from tna.services import mail_merge
from tna.services.coming_in import OwnAddressNeeded, come_in
from tna.services.mail_merge import SIGNS_IN
from tna.services.personal_links import Purpose, hash_of, make_link
from tna.services.rounds import RoundRefused

BASE = "https://needs.example"


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    assert agency
    return factories.add_open_round(session, opens_on=MONDAY)


def make(session: Session, round_: Round, agency: Agency, now: datetime = NOON) -> Table:
    return mail_merge.make_list(
        session, round_=round_, agency=agency, base_url=BASE, actor_id=None, today=now.date(), now=now
    )


def newcomer(session: Session, agency: Agency, name: str) -> Person:
    return factories.add_person(session, agency, name=name, password=None)


def link_in(table: Table, place: int = 0) -> bytes:
    return hash_of(table.rows[place][2].removeprefix(f"{BASE}/link/"))


def test_the_list_has_everybody_of_the_agency_by_name(session: Session, round_: Round, agency: Agency) -> None:
    newcomer(session, agency, "Zoe"), newcomer(session, agency, "Anna")
    newcomer(session, factories.add_agency(session), "Elsewhere")
    factories.leave(session, newcomer(session, agency, "Gone"))
    table = make(session, round_, agency)
    assert table.headers == ("Name", "E-mail address", "Personal link")
    assert [row[0] for row in table.rows] == ["Anna", "Zoe"]
    assert all(row[2].startswith(f"{BASE}/link/") for row in table.rows)
    assert len({row[2] for row in table.rows}) == 2


def test_a_link_is_for_its_person_and_round_until_the_end_of_the_last_day(
    session: Session, round_: Round, agency: Agency
) -> None:
    person = newcomer(session, agency, "Anna")
    link = session.get(PersonalLink, link_in(make(session, round_, agency)))
    assert link is not None
    assert (link.person_id, link.round_id, link.purpose) == (person.id, round_.id, "mail-merge")
    assert link.expires_at == datetime(2027, 3, 31, 23, tzinfo=UTC)
    assert link.used_at is None


def test_whoever_can_sign_in_by_themselves_gets_no_link(session: Session, round_: Round, agency: Agency) -> None:
    newcomer(session, agency, "Confirmed").is_confirmed = True
    factories.add_person(session, agency, name="Has a password")
    newcomer(session, agency, "New")
    assert [row[2] == SIGNS_IN for row in make(session, round_, agency).rows] == [True, True, False]


def test_whoever_had_a_link_has_one_in_the_next_list_though_they_have_come_by_their_own_address_since(
    session: Session, round_: Round, agency: Agency
) -> None:
    factories.add_person(session, agency, name="Has a password")
    anna = newcomer(session, agency, "Anna")
    newcomer(session, agency, "Zoe")
    first = make(session, round_, agency)
    anna.is_confirmed = True
    session.flush()
    second, third = make(session, round_, agency), make(session, round_, agency)
    given = [[row[2] != SIGNS_IN for row in table.rows] for table in (first, second, third)]
    assert given == [[True, False, True]] * 3
    assert link_in(third) != link_in(second)
    with pytest.raises(OwnAddressNeeded):
        come_in(session, token=third.rows[0][2].removeprefix(f"{BASE}/link/"), now=NOON)


def test_a_list_of_another_round_starts_afresh(session: Session, round_: Round, agency: Agency) -> None:
    anna = newcomer(session, agency, "Anna")
    make(session, round_, agency)
    anna.is_confirmed = True
    factories.close(session, round_)
    later = factories.add_open_round(session, opens_on=MONDAY)
    assert make(session, later, agency).rows[0][2] == SIGNS_IN


def test_the_list_is_the_same_whether_somebody_has_begun_or_sent_their_answers(
    session: Session, round_: Round, agency: Agency
) -> None:
    for name, send in (("Quiet", None), ("Begun", False), ("Sent", True)):
        person = newcomer(session, agency, name)
        if send is not None:
            factories.answer(session, round_, person, send=send)
    rows = make(session, round_, agency).rows
    assert {row[0]: row[2].startswith(BASE) for row in rows} == {"Quiet": True, "Begun": True, "Sent": True}


def test_a_new_list_ends_the_links_of_the_one_before_and_no_others(
    session: Session, round_: Round, agency: Agency
) -> None:
    other = factories.add_agency(session)
    person = newcomer(session, agency, "Anna")
    newcomer(session, other, "Other")
    invited = make_link(session, person_id=person.id, purpose=Purpose.INVITATION, expires_at=NOON, round_id=round_.id)
    elsewhere, before = make(session, round_, other), make(session, round_, agency)
    after = make(session, round_, agency)
    left = set(session.scalars(select(PersonalLink.token_hash)))
    assert left == {hash_of(invited), link_in(elsewhere), link_in(after)}
    assert link_in(before) not in left


def test_a_new_list_ends_the_link_of_somebody_who_has_moved_away(
    session: Session, round_: Round, agency: Agency
) -> None:
    person = newcomer(session, agency, "Anna")
    make(session, round_, agency)
    membership = person.memberships[0]
    factories.people.end_membership(session, membership=membership, today=MONDAY, actor_id=None, now=NOON)
    assert make(session, round_, agency).rows == ()
    assert list(session.scalars(select(PersonalLink))) == []


def test_a_new_list_leaves_the_link_of_somebody_who_works_here_and_stands_in_the_list_of_another_agency(
    session: Session, round_: Round, agency: Agency
) -> None:
    main = factories.add_agency(session)
    person = newcomer(session, main, "Anna")
    factories.add_membership(session, person, agency)
    theirs = link_in(make(session, round_, main))
    assert make(session, round_, agency).rows == ()
    assert list(session.scalars(select(PersonalLink.token_hash))) == [theirs]


def test_a_link_in_the_list_of_another_agency_is_none_of_this_list(
    session: Session, round_: Round, agency: Agency
) -> None:
    before = factories.add_agency(session)
    person = newcomer(session, before, "Anna")
    theirs = link_in(make(session, round_, before))
    first, second = person.memberships[0], factories.add_membership(session, person, agency)
    factories.people.end_membership(session, membership=first, today=MONDAY, actor_id=None, now=NOON)
    assert second.is_answering
    person.is_confirmed = True
    session.flush()
    assert [row[2] for row in make(session, round_, agency).rows] == [SIGNS_IN]
    assert session.get(PersonalLink, theirs) is not None


def test_a_list_is_made_only_while_the_round_takes_answers(session: Session, round_: Round, agency: Agency) -> None:
    newcomer(session, agency, "Anna")
    with pytest.raises(RoundRefused):
        make(session, factories.add_round(session, opens_on=MONDAY), agency)
    with pytest.raises(RoundRefused):
        make(session, round_, agency, datetime(2027, 4, 1, 9, tzinfo=UTC))
    factories.close(session, round_)
    with pytest.raises(RoundRefused):
        make(session, round_, agency)
    assert list(session.scalars(select(PersonalLink))) == []


def test_making_a_list_is_written_down_without_names(session: Session, round_: Round, agency: Agency) -> None:
    newcomer(session, agency, "Anna")
    factories.add_person(session, agency)
    make(session, round_, agency)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action == "made a mail-merge list"
    assert event.subject == f"round {round_.id}, {agency.id}"
    assert event.detail == "2 people, 1 links"
