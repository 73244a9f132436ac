"""A round from its planning to its figures: a manager runs it, people answer, the worker releases, a subgroup reads."""

import pytest

from tests import factories
from tests.browser import planted
from tests.browser.conftest import Welcome
from tests.browser.report_pages import (
    AGENCIES,
    BY_AGENCY,
    BY_ROLE_GROUP,
    COVERAGE,
    COVERAGE_BY_AGENCY,
    METHODS,
    OVERVIEW,
    RANKING,
    STATEMENTS,
    figures_of_round,
    rows_of,
    sees_pictures,
    waits_for_pictures,
)
from tests.browser.round_pages import (
    closes_the_round,
    looks_at_the_forecast,
    makes_the_round_ready,
    opens_the_round,
    plans_a_round,
)
from tests.browser.sites import Site, working
from tests.browser.survey_pages import sign_in
from tests.browser.visitors import Visitor
from tests.databases import KINDS
from tna.domain.people import Duty
from tna.domain.surveys import SurveyDefinition
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import rounds

WITHHELD = "fewer than ten people answered"


@pytest.mark.parametrize("site", KINDS, indirect=True)
def test_what_is_read_of_a_closed_round_equals_a_recount_and_never_moves(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        agencies = planted.add_agencies(session)
        home = agencies[planted.HEALTH.agency]
        manager = factories.add_person(session, home, duties=[Duty.MANAGER])
        member = factories.add_person(session, home, duties=[Duty.SUBGROUP])
        for agency in agencies.values():
            factories.add_agreement(session, agency.id, "sharing")
            factories.add_agreement(session, agency.id, "assessment")
    office, reader = welcome(), welcome()

    sign_in(office, manager)
    plans_a_round(office, "Autumn round")
    looks_at_the_forecast(office, per_cent=33)
    office.reads(planted.HEALTH.agency)
    makes_the_round_ready(office)
    opens_the_round(office)
    autumn = everybody_answers(site, agencies)
    closes_the_round(office, "Autumn round")

    sign_in(reader, member)
    reader.goes_to("Findings", "Needs")
    reader.misses("%")
    with working(site):
        waits_for_pictures(reader, "/needs")
        waits_for_pictures(reader, "/reports/coverage")
    definition = factories.definition_of(autumn)
    reads_the_overview(reader, definition)
    reads_agencies(reader, definition)
    reads_the_ranking(reader, definition)
    reads_statements(reader)
    reads_coverage(reader)
    reads_methods(reader)
    before = figures_of_round(reader, autumn.id)

    plans_a_round(office, "Winter round")
    makes_the_round_ready(office)
    opens_the_round(office)
    everybody_answers(site, agencies)
    assert figures_of_round(reader, autumn.id) == before


def everybody_answers(site: Site, agencies: dict[str, Agency]) -> Round:
    """All crowds answer the round that is open; returns it."""
    with site.session() as session:
        running = rounds.running_round(session)
        assert running is not None
        planted.all_answer(session, running, agencies, site.secret)
        rounds.definition_of(running)  # loads the survey with it
        return running


def reads_the_overview(reader: Visitor, definition: SurveyDefinition) -> None:
    """The heatmap's numbers are those of the recount; the group of four is withheld."""
    reader.opens("/needs")
    reader.sees(OVERVIEW)
    reader.reads("of 130 people answered: 38")
    sees_pictures(reader)
    shown = {(row, domain): below for row, domain, below, *_ in rows_of(reader, BY_ROLE_GROUP)}
    planted_shares = planted.percent_below(definition)
    assert {place: shown[place] for place in planted_shares} == planted_shares
    school = planted.ROLE_GROUPS[planted.SCHOOL.role_group]
    assert {below for (row, _), below in shown.items() if row == school} == {WITHHELD}


def reads_agencies(reader: Visitor, definition: SurveyDefinition) -> None:
    """Each agency here has one role group, so its row is that of the role group."""
    reader.follows("Agency by agency")
    reader.sees(AGENCIES)
    sees_pictures(reader)
    shown = {(row, domain): below for row, domain, below, *_ in rows_of(reader, BY_AGENCY)}
    for crowd in planted.RELEASED:
        role_group = planted.ROLE_GROUPS[crowd.role_group]
        for (row, domain), below in planted.percent_below(definition).items():
            assert row != role_group or shown[crowd.agency, domain] == below


def reads_the_ranking(reader: Visitor, definition: SurveyDefinition) -> None:
    """The people to train are those of the recount, told in fives or tens; at the foot is what cannot be ranked."""
    reader.opens("/needs/ranking")
    reader.sees(RANKING)
    rows = rows_of(reader, RANKING)
    shown = {statement: int(people) for place, statement, people, *_ in rows if place}
    assert all(people.startswith("not shown: ") for place, _, people, *_ in rows if not place)
    planted_people = planted.people_to_train(definition)
    assert shown.keys() == planted_people.keys()
    for statement, people in planted_people.items():
        assert abs(shown[statement] - people) <= (2.5 if people < 100 else 5)
    assert list(shown.values()) == sorted(shown.values(), reverse=True)


def reads_statements(reader: Visitor) -> None:
    """Statement by statement for all, and for a role group of which too few answered."""
    reader.opens("/needs/statements")
    reader.sees(STATEMENTS)
    sees_pictures(reader)
    reader.page.get_by_label("Role group").select_option("Children's workforce")
    reader.presses("Show")
    reader.page.wait_for_url("**role_group=B**")
    reader.sees(STATEMENTS)
    reader.reads(WITHHELD)


def reads_coverage(reader: Visitor) -> None:
    """Who answered, against headcount."""
    reader.goes_to("Findings", "Who has answered")
    reader.sees(COVERAGE)
    sees_pictures(reader)
    shown = {agency: words for agency, words, *_ in rows_of(reader, COVERAGE_BY_AGENCY)}
    assert shown == {crowd.agency: f"{crowd.people} of {crowd.heads}" for crowd in planted.CROWDS}


def reads_methods(reader: Visitor) -> None:
    """How it is worked out, with the threshold of this installation."""
    reader.follows("How we work the figures out")
    reader.sees(METHODS)
    reader.reads("groups of ten or more")
    reader.reads("The newest figures are those of Autumn round")
