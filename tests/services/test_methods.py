"""What the methods page tells, read from the code and from the newest release."""

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tests.factories import NOW
from tna.domain.coverage import FEW_BELOW, FEWEST_HEADS
from tna.domain.groups import K_FLOOR
from tna.domain.intervals import CONFIDENCE
from tna.services import releases
from tna.services.methods import methods_report


def test_before_a_release_the_methods_are_those_of_the_survey_that_comes_with_the_product(session: Session) -> None:
    methods = methods_report(session, threshold=12)
    assert methods.newest is None
    assert methods.k == 12
    assert methods.survey.id == factories.shipped_survey().id
    assert methods.asked.rows[0] == ("Universal awareness", "8", "2 to 3")
    assert len(methods.asked.rows) == len(methods.survey.role_groups)


def test_every_constant_is_the_codes_own(session: Session) -> None:
    methods = methods_report(session, threshold=10)
    assert (methods.k_floor, methods.confidence) == (K_FLOOR, CONFIDENCE)
    assert (methods.fewest_heads, methods.few_below) == (FEWEST_HEADS, FEW_BELOW)
    assert methods.errors == pytest.approx(1.959964, abs=1e-6)


def test_the_newest_release_speaks_with_its_own_threshold_and_its_answers_as_coverage_tells_them(
    session: Session,
) -> None:
    agency = factories.add_agency(session, heads={"B": 12, "D": 60})
    round_ = factories.add_open_round(session, title="Spring")
    add_answering_crowd(session, round_, agency, 11, role_group="B")
    add_answering_crowd(session, round_, agency, 15)
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=11, secret_id="of-tests", now=NOW)
    methods = methods_report(session, threshold=40)
    assert methods.k == 11
    assert methods.newest is not None
    assert methods.newest.released.round.title == "Spring"
    took_part = methods.newest.took_part
    assert took_part is not None
    # Eleven of twelve are "all or nearly all" and count as twelve: the exact total would tell which it was.
    assert (took_part.answered, took_part.about) == (27, True)
