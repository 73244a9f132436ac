"""A need in detail, out of a release: by role group, statement by statement, and what would help."""

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tests.factories import NOW
from tna.domain.reports.comparison import Change
from tna.services import releases, reports
from tna.services.comparisons import compare_rounds
from tna.services.need_details import detail_pictures, domain_detail, questions_by_role_group, statement_detail
from tna.services.reports import Released


@pytest.fixture
def released(session: Session) -> Released:
    north = factories.add_agency(session, name="North", heads={"B": 40, "D": 60})
    round_ = factories.add_open_round(session, title="Spring")
    add_answering_crowd(session, round_, north, 4, role_group="B")
    add_answering_crowd(session, round_, north, 30)
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    [made] = reports.released_rounds(session)
    return made


def test_a_domain_has_its_statements_and_itself_by_role_group(session: Session, released: Released) -> None:
    found = domain_detail(session, released, domain_id="D2")
    assert found is not None
    assert [(row.id, row.share is None) for row in found.forest.rows] == [("D", False), ("B", True)]
    assert [row.id for row in found.statements.rows] == ["B", "D"]
    page = reports.partnership_figures(session, released)
    assert found.forest.rows[0].share == page.role_groups["D"].domains["D2"].below
    assert [cell.share for cell in found.statements.rows[1].cells] == [
        page.role_groups["D"].statements[column.id].below for column in found.statements.columns
    ]


def test_a_statement_has_the_level_of_each_role_group(session: Session, released: Released) -> None:
    found = statement_detail(session, released, statement_id="s05")
    assert found is not None
    assert found.forest.rows[0].target == released.definition.target("D", "s05")


@pytest.mark.parametrize("unknown", ["", "D99", "s99", "\x00"])
def test_what_the_survey_does_not_have_is_not_there(session: Session, released: Released, unknown: str) -> None:
    assert domain_detail(session, released, domain_id=unknown) is None
    assert statement_detail(session, released, statement_id=unknown) is None


def test_every_question_has_bars_in_the_order_of_the_survey(session: Session, released: Released) -> None:
    found = questions_by_role_group(session, released)
    assert [one.title for one in found] == [one.text for one in released.definition.questions]


def test_only_what_has_figures_is_drawn(session: Session, released: Released) -> None:
    drawn = list(detail_pictures(session, released))
    assert drawn
    assert all(one.has_figures for one in drawn)


def test_two_rounds_have_their_dumbbells(session: Session, released: Released) -> None:
    same = compare_rounds(session, later=released, earlier=released, role_group=None)
    assert same.domains is not None
    assert {row.change for row in same.domains.rows if row.now is not None} == {Change.UNCLEAR}
    assert same.dumbbell.has_figures
    nobody = compare_rounds(session, later=released, earlier=released, role_group="G")
    assert nobody.domains is None
