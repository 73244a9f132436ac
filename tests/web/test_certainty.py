"""The page on how sure the figures are: who is missing, how the answer would move, and every estimate of one figure."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tests.web.browsing import sign_in
from tna.domain.people import Duty
from tna.services import releases

HEADS = {"D": 120}


@pytest.fixture
def reader(session: Session, client: FlaskClient) -> FlaskClient:
    """A member of the subgroup, and a released round in which one of four agencies hardly answered."""
    agencies = [factories.add_agency(session, name=name, heads=HEADS) for name in ("North", "South", "East", "West")]
    round_ = factories.add_open_round(session)
    for number, agency in enumerate(agencies, start=1):
        add_answering_crowd(session, round_, agency, 12 if agency is agencies[-1] else 40 + number, seed=number)
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)
    sign_in(client, session, factories.add_person(session, agencies[0], duties=[Duty.SUBGROUP]))
    return client


def test_the_page_names_who_is_missing_and_how_the_answer_would_move(reader: FlaskClient) -> None:
    page = reader.get("/needs/certainty").get_data(as_text=True)
    assert "Far below the rate of all: West (12 of 120)." in page.replace("\xa0", " ")
    assert "If those who did not answer were below the level they need 10 points more often" in page
    assert "With every group counted by its headcount" in page


def test_a_statement_is_shown_in_every_estimate(reader: FlaskClient) -> None:
    page = reader.get("/needs/certainty?about=s01").get_data(as_text=True)
    assert "levels, gaps and the share of the confident" in page
    assert reader.get("/needs/certainty?about=nothing-of-the-kind").status_code == 404


def test_the_numbers_are_a_file(reader: FlaskClient) -> None:
    answer = reader.get("/needs/certainty.csv")
    assert answer.mimetype == "text/csv"
    assert "At the most (%)" in answer.get_data(as_text=True)


def test_before_anything_is_released_the_page_says_so(session: Session, client: FlaskClient) -> None:
    sign_in(client, session, factories.add_person(session, duties=[Duty.SUBGROUP]))
    assert client.get("/needs/certainty").status_code == 200
    assert client.get("/needs/certainty.csv").status_code == 404
