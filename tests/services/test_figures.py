"""Stored figures: which page states a release has, and that they come back as they were computed."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing
from tna.models import needs as tables
from tna.services import figures, releases
from tna.services.figures import PARTNERSHIP, PageFigures, agency_state, from_json, to_json


@pytest.fixture
def release(session: Session) -> tables.Release:
    """Two agencies in two role groups, one of them not released; a headcount too low in another."""
    round_ = None
    for number, name in enumerate(("North", "South"), start=1):
        agency = factories.add_agency(session, name=name, heads={"D": 200, "B": 11})
        round_ = round_ or factories.add_open_round(session)
        add_answering_crowd(session, round_, agency, 30 * number, seed=number)
        add_answering_crowd(session, round_, agency, 14 if number == 1 else 3, role_group="B", seed=10 + number)
    assert round_ is not None
    factories.close(session, round_)
    made = releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)
    assert made is not None
    return made


def computed(session: Session, release: tables.Release, agency: str | None = None) -> PageFigures:
    (round_,) = session.scalars(select(factories.Round))
    return figures.compute(releases.released_round(release, factories.definition_of(round_)), agency=agency)


def test_the_partnership_and_each_agency_have_a_page_state(session: Session, release: tables.Release) -> None:
    states = session.scalars(select(tables.ReleaseFigures.state).where(tables.ReleaseFigures.release_id == release.id))
    assert set(states) == {PARTNERSHIP, agency_state("north"), agency_state("south")}


@pytest.mark.parametrize("agency", [None, "north", "south"])
def test_stored_figures_are_those_that_were_computed(
    session: Session, release: tables.Release, agency: str | None
) -> None:
    state = PARTNERSHIP if agency is None else agency_state(agency)
    assert figures.read(session, release_id=release.id, state=state) == computed(session, release, agency)


def test_figures_survive_json_with_everything_they_can_hold(session: Session, release: tables.Release) -> None:
    page = computed(session, release)
    assert from_json(to_json(page)) == page
    # Intervals, missing intervals, named groups, withheld statements and domains are all among them.
    everyone = page.everyone
    assert everyone.named == ("B:own:north",)
    assert any(one.below_interval is not None for one in everyone.statements.values())
    assert any(one.below_interval is None for one in page.role_groups["B"].statements.values())
    assert page.role_groups["B"].asked > page.role_groups["B"].statements.keys()
    assert everyone.domains
    assert everyone.questions == {}


def test_model_estimates_and_missing_answers_come_back_as_they_were(session: Session, release: tables.Release) -> None:
    page = figures.read(session, release_id=release.id, state=agency_state("north"))
    assert page is not None
    shown = page.role_groups["D"].statements.values()
    assert {type(one.missing) for one in shown} == {Missing}
    assert {type(one.people_interval) for one in shown} == {Interval}
    assert {type(one.missing) for one in page.everyone.domains.values()} == {Missing}
    south = figures.read(session, release_id=release.id, state=agency_state("south"))
    assert south is not None
    assert {one.missing for one in south.role_groups["D"].statements.values()} == {None}


def test_figures_of_an_earlier_version_are_read_without_what_it_did_not_compute(
    session: Session, release: tables.Release
) -> None:
    later = {"confident", "confident_interval", "confident_unweighted", "gap_unweighted", "mean_unweighted", "missing"}
    later |= {"mean_model", "below_model", "people_interval", "shares", "intervals"}
    stored = json.loads(to_json(computed(session, release, "south")))

    def cut(raw: object) -> object:
        if isinstance(raw, list):
            return [cut(each) for each in raw]
        if isinstance(raw, dict):
            return {name: cut(each) for name, each in raw.items() if name not in later}
        return raw

    page = from_json(json.dumps(cut(stored)))
    shown = page.role_groups["D"].statements.values()
    assert shown
    assert all(one.missing is None and one.confident is None and one.below_model is None for one in shown)
    assert [one.below for one in shown] == [
        one.below for one in computed(session, release, "south").role_groups["D"].statements.values()
    ]


def test_the_same_figures_are_the_same_text(session: Session, release: tables.Release) -> None:
    payload = to_json(computed(session, release))
    assert payload == to_json(from_json(payload))
    assert json.loads(payload)["everyone"]["covered"] == 30 + 60 + 14


def test_an_agency_shows_its_own_role_groups_and_no_other_agency(session: Session, release: tables.Release) -> None:
    page = figures.read(session, release_id=release.id, state=agency_state("south"))
    assert page is not None
    assert page.agencies == {}
    assert page.role_groups.keys() == {"B", "D"}
    assert page.role_groups["B"].statements == {}
    assert page.role_groups["D"].covered == page.everyone.covered == 60


def test_a_state_that_was_not_declared_is_not_there(session: Session, release: tables.Release) -> None:
    assert figures.read(session, release_id=release.id, state=agency_state("nowhere")) is None
    assert figures.read(session, release_id=release.id + 1, state=PARTNERSHIP) is None


def test_pages_of_agencies_are_read_at_once_but_for_one_that_is_not_there(
    session: Session, release: tables.Release
) -> None:
    found = figures.read_agencies(session, release_id=release.id, agency_ids=["south", "nowhere", "north"])
    assert found == {one: computed(session, release, one) for one in ("south", "north")}
    assert figures.read_agencies(session, release_id=release.id, agency_ids=[]) == {}
