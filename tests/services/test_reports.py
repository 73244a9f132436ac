"""Reports put together from released figures, and what may be compared between rounds."""

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import releases, reports


def release(session: Session, round_: Round) -> None:
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)


@pytest.fixture
def agencies(session: Session) -> tuple[Agency, Agency]:
    """Two agencies with a released round; the second has too few answers for a group of its own."""
    large, small = factories.add_agency(session, name="Large"), factories.add_agency(session, name="Small")
    round_ = factories.add_open_round(session, title="First")
    add_answering_crowd(session, round_, large, 40)
    add_answering_crowd(session, round_, small, 4)
    release(session, round_)
    return large, small


# Reports ----------------------------------------------------------------------------------------------------


def test_released_rounds_come_newest_first(session: Session, agencies: tuple[Agency, Agency]) -> None:
    later = factories.add_open_round(session, title="Second", opens_on=factories.TODAY.replace(year=2090))
    assert [one.round.title for one in reports.released_rounds(session)] == ["First"]
    release(session, later)
    assert [one.round.title for one in reports.released_rounds(session)] == ["Second", "First"]
    assert {one.k for one in reports.released_rounds(session)} == {10}


def test_the_partnership_reads_all_and_an_agency_its_own(session: Session, agencies: tuple[Agency, Agency]) -> None:
    large, small = agencies
    (released,) = reports.released_rounds(session)
    everyone = reports.partnership_report(session, released)
    assert everyone.figures.everyone.covered == 40  # the other four stand in no group
    assert everyone.change is None
    own = reports.agency_report(session, released, large)
    assert own is not None
    assert own.figures.everyone.covered == 40
    withheld = reports.agency_report(session, released, small)
    assert withheld is not None
    assert withheld.figures.everyone.statements == {}


def test_an_agency_that_came_later_has_no_report(session: Session, agencies: tuple[Agency, Agency]) -> None:
    (released,) = reports.released_rounds(session)
    assert reports.agency_report(session, released, factories.add_agency(session)) is None


def test_an_earlier_round_stands_beside_the_newest(session: Session, agencies: tuple[Agency, Agency]) -> None:
    later = factories.add_open_round(session, title="Second")
    add_answering_crowd(session, later, agencies[0], 30, seed=8)
    release(session, later)
    by_title = {one.round.title: one for one in reports.released_rounds(session)}
    change = reports.partnership_report(session, by_title["Second"], by_title["First"]).change
    assert change is not None
    assert "First" in change.title


def test_the_questions_are_those_that_somebody_here_was_asked(
    session: Session, agencies: tuple[Agency, Agency]
) -> None:
    (released,) = reports.released_rounds(session)
    own = reports.agency_report(session, released, agencies[0])  # which has people in every role group
    assert own is not None
    assert [one.id for one in own.questions] == ["last-training", "abe-trained", "abe-when", "would-help"]


def test_the_figures_to_come_are_of_the_round_that_is_furthest(session: Session) -> None:
    assert reports.figures_to_come(session) is None
    factories.add_agency(session)
    factories.add_round(session, title="Planned", opens_on=factories.TODAY.replace(year=2090))
    assert title_to_come(session) == "Planned"
    round_ = factories.add_open_round(session, title="Open")
    assert title_to_come(session) == "Open"
    factories.close(session, round_)
    factories.add_open_round(session, title="Opened meanwhile")
    assert title_to_come(session) == "Open"
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)
    assert title_to_come(session) == "Opened meanwhile"


def title_to_come(session: Session) -> str:
    found = reports.figures_to_come(session)
    assert found is not None
    return found.round.title


def test_an_agency_reads_what_its_figures_leave_out(session: Session, agencies: tuple[Agency, Agency]) -> None:
    large, small = agencies
    (released,) = reports.released_rounds(session)
    own, withheld = (reports.agency_report(session, released, agency) for agency in (large, small))
    assert own is not None
    assert withheld is not None
    assert own.covered.startswith("These figures leave out 900 people who work here")
    assert withheld.covered.startswith("Nothing can be shown of this agency alone")
    assert (own.over_headcount, withheld.over_headcount) == ("", "")
