"""Participation in a round: live while it is open, as it was once it is released."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tests.factories import NOW, TODAY
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import agencies, releases
from tna.services.coverage import WANTED_SHARE, coverage_by_agency, coverage_report, newest_round


@pytest.fixture
def north(session: Session) -> Agency:
    return factories.add_agency(session, name="North", heads={"B": 40, "D": 60})


@pytest.fixture
def south(session: Session) -> Agency:
    return factories.add_agency(session, name="South", heads={"D": 50})


@pytest.fixture
def round_(session: Session, north: Agency, south: Agency) -> Round:
    opened = factories.add_open_round(session, title="Spring")
    add_answering_crowd(session, opened, north, 12, role_group="B")
    add_answering_crowd(session, opened, north, 15)
    add_answering_crowd(session, opened, south, 20)
    return opened


def told(session: Session, round_: Round, *agency_ids: str) -> dict[str, str]:
    report = coverage_report(session, round_=round_, agency_ids=frozenset(agency_ids) or None)
    return {bar.title: bar.words for bar in (*report.agencies.bars, *report.role_groups.bars)}


def test_everybody_is_counted_by_agency_and_by_role_group(session: Session, round_: Round) -> None:
    assert told(session, round_) == {
        "North": "27 of 100",
        "South": "20 of 50",
        "Children's workforce": "12 of 40",
        "Targeted, health and early help": "35 of 110",
    }
    assert coverage_report(session, round_=round_).agencies.target == WANTED_SHARE


def test_some_agencies_are_counted_by_themselves(session: Session, round_: Round, south: Agency) -> None:
    assert told(session, round_, south.id) == {"South": "20 of 50", "Targeted, health and early help": "20 of 50"}
    assert coverage_by_agency(session, round_=round_) == {
        agency: coverage_report(session, round_=round_, agency_ids=frozenset({agency})) for agency in ("north", "south")
    }


def test_an_open_round_is_counted_as_it_stands(session: Session, round_: Round, south: Agency) -> None:
    add_answering_crowd(session, round_, south, 7)
    assert told(session, round_)["South"] == "27 of 50"


def test_a_released_round_keeps_the_headcounts_of_its_day(session: Session, round_: Round, south: Agency) -> None:
    before = told(session, round_)
    factories.close(session, round_)
    assert told(session, round_) == before
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    agencies.set_headcounts(session, agency_id=south.id, heads={"D": 500}, as_at=TODAY, actor_id=None, now=NOW)
    assert told(session, round_) == before


def test_the_newest_round_is_the_one_opened_last(session: Session, round_: Round) -> None:
    factories.add_round(session, title="Later", opens_on=TODAY + timedelta(days=30))
    assert newest_round(session) == round_
    factories.close(session, round_)
    assert newest_round(session) == round_


def test_before_the_first_round_opens_there_is_none(session: Session, north: Agency) -> None:
    factories.add_round(session)
    assert newest_round(session) is None
