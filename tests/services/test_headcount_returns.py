"""Headcount returns, as services keep them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.models.audit import AuditEvent
from tna.models.notices import Notice
from tna.models.people import Agency, HeadcountReturn
from tna.services import headcount_returns
from tna.services.agencies import AgencyRefused, headcounts, headcounts_as_at
from tna.services.headcount_returns import LASTS, HeadcountStanding, ReturnSigned, ReturnUnusable, find_return
from tna.settings import Settings


def make(session: Session, agency: Agency, now: datetime = NOW) -> str:
    return headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=now)


def file(
    session: Session,
    token: str,
    heads: Mapping[str, int | None] = {"A": 5, "B": None},
    *,
    name: str = "Ruth Vale",
    as_at: date = TODAY,
    now: datetime = NOW,
) -> None:
    headcount_returns.file_return(
        session,
        token=token,
        heads=heads,
        as_at=as_at,
        signed_by=name,
        signed_as="personnel manager",
        today=TODAY,
        now=now,
    )


def standing(session: Session, agency: Agency, today: date = TODAY) -> HeadcountStanding:
    return headcount_returns.standings(session, today=today, now=NOW)[agency.id]


def test_a_return_writes_the_headcounts_and_keeps_who_signed(session: Session) -> None:
    agency = factories.add_agency(session, heads={"B": 9})
    file(session, make(session, agency))
    assert headcounts(session, agency_id=agency.id) == {(agency.id, "A"): 5}
    assert headcounts_as_at(session, agency_id=agency.id) == TODAY
    signed = standing(session, agency).signed
    assert signed is not None
    assert (signed.signed_by, signed.signed_as, signed.signed_at) == ("Ruth Vale", "personnel manager", NOW)
    told = select(AuditEvent).where(AuditEvent.action == "set headcounts").order_by(AuditEvent.id.desc())
    event = session.scalars(told).first()
    assert event is not None
    assert (event.actor_id, event.subject, event.detail) == (None, agency.id, f"by return {signed.id}")


def test_the_token_stands_nowhere_in_the_database(session: Session) -> None:
    token = make(session, factories.add_agency(session))
    (row,) = session.scalars(select(HeadcountReturn))
    assert len(token) >= 43
    assert token.encode() not in row.token_hash


def test_a_link_is_good_once(session: Session) -> None:
    token = make(session, factories.add_agency(session))
    file(session, token)
    with pytest.raises(ReturnSigned):
        file(session, token, {"A": 6})
    assert 6 not in headcounts(session).values()


def test_a_newer_link_ends_an_older_one_of_the_same_agency_alone(session: Session) -> None:
    agency, other = factories.add_agency(session), factories.add_agency(session)
    old, others = make(session, agency), make(session, other)
    new = make(session, agency)
    with pytest.raises(ReturnUnusable):
        find_return(session, token=old, now=NOW)
    assert find_return(session, token=new, now=NOW).agency_id == agency.id
    assert find_return(session, token=others, now=NOW).agency_id == other.id


def test_a_link_runs_out_after_thirty_days_and_a_made_up_one_is_worth_nothing(session: Session) -> None:
    token = make(session, factories.add_agency(session))
    assert find_return(session, token=token, now=NOW + LASTS - timedelta(seconds=1))
    with pytest.raises(ReturnUnusable):
        file(session, token, now=NOW + LASTS)
    for made_up in ("", "x", token + "x", "\ud800", "x" * 5000):
        with pytest.raises(ReturnUnusable):
            find_return(session, token=made_up, now=NOW)


@pytest.mark.parametrize(
    ("heads", "name", "field"),
    [({"A": None, "B": None}, "Ruth", "A"), ({"A": -1}, "Ruth", "A"), ({"A": 1}, " ", "signed_by")],
)
def test_a_return_that_cannot_stand_is_refused(
    session: Session, heads: dict[str, int | None], name: str, field: str
) -> None:
    with pytest.raises(AgencyRefused) as caught:
        file(session, make(session, factories.add_agency(session)), heads, name=name)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("days", "words"), [(1, "must be today or in the past"), (-8, "are known already: enter those of that day")]
)
def test_a_return_of_a_day_to_come_or_before_what_is_known_is_refused_and_leaves_the_link(
    session: Session, days: int, words: str
) -> None:
    token = make(session, factories.add_agency(session, as_at=TODAY - timedelta(days=7)))
    with pytest.raises(AgencyRefused, match=words) as caught:
        file(session, token, as_at=TODAY + timedelta(days=days))
    assert caught.value.field == "as_at"
    file(session, token, as_at=TODAY - timedelta(days=7))


def test_an_agency_stands_out_of_date_after_twelve_months_or_without_any(session: Session) -> None:
    old = factories.add_agency(session, as_at=TODAY - timedelta(days=367))
    new, none = factories.add_agency(session), factories.add_agency(session, heads={})
    assert [standing(session, one).is_out_of_date for one in (old, new, none)] == [True, False, True]
    assert standing(session, none).as_at is None


def test_a_link_that_is_out_is_under_way_until_it_is_used(session: Session) -> None:
    agency = factories.add_agency(session)
    assert standing(session, agency).under_way_until is None
    token = make(session, agency)
    assert standing(session, agency).under_way_until == NOW + LASTS
    file(session, token)
    assert standing(session, agency).under_way_until is None


def test_a_link_is_mailed_when_it_goes_out_and_ends_the_one_before(session: Session, tmp_path: Path) -> None:
    agency = factories.add_agency(session, name="Harbour Trust")
    actor = factories.add_person(session, agency)
    before = make(session, agency)
    headcount_returns.mail_return(
        session, agency_id=agency.id, email="Ruth@Harbour.example", actor_id=actor.id, now=NOW
    )
    (notice,) = session.scalars(select(Notice))
    assert standing(session, agency).is_being_mailed
    assert find_return(session, token=before, now=NOW)
    settings = Settings.for_tests(database_url="sqlite://", instance=tmp_path, base_url="https://tna.example")
    message = headcount_returns.compose(session, notice, settings, NOW)
    assert message is not None
    assert message.email == "ruth@harbour.example"
    assert "Harbour Trust" in message.subject
    link = next(line for line in message.body.splitlines() if line.startswith("https://tna.example/headcounts/"))
    assert find_return(session, token=link.rpartition("/")[2], now=NOW).agency_id == agency.id
    with pytest.raises(ReturnUnusable):
        find_return(session, token=before, now=NOW)


def test_a_message_to_no_address_is_refused(session: Session) -> None:
    agency = factories.add_agency(session)
    actor = factories.add_person(session, agency)
    with pytest.raises(AgencyRefused) as caught:
        headcount_returns.mail_return(session, agency_id=agency.id, email="nobody", actor_id=actor.id, now=NOW)
    assert caught.value.field == "email"


def test_of_two_who_send_the_same_return_at_once_one_is_told(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        token = make(session, factories.add_agency(session))
        session.commit()
    with pytest.raises(ReturnSigned):
        second_of_two(
            fresh_database, lambda one: file(one, token, {"A": 1}), lambda other: file(other, token, {"A": 2})
        )
    with Session(fresh_database.engine) as session:
        assert set(headcounts(session).values()) & {1, 2} == {1}
