"""Two released rounds side by side, as the subgroup reads them."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, classes, sign_in, text_of, visit
from tests.web.partnerships import A_YEAR, Scene, scene
from tests.web.test_needs import file_of
from tna.domain.people import Duty
from tna.services import rounds


@pytest.fixture
def partnership(session: Session) -> Scene:
    return scene(session)


@pytest.fixture
def reader(client: Any, session: Session, partnership: Scene) -> Any:
    """The browser of a member of the subgroup."""
    sign_in(client, session, partnership.somebody(Duty.SUBGROUP))
    return client


def two_rounds(partnership: Scene) -> tuple[int, int]:
    """The ids of an earlier and a later released round."""
    earlier = partnership.released("Spring", opens_on=TODAY - A_YEAR)
    return earlier.id, partnership.released("Autumn").id


def rows(page: Page) -> list[str]:
    return [text_of(one) for one in page.main.iter("li") if "tna-compared__row" in classes(one)]


def test_without_two_released_rounds_the_page_says_so_and_the_file_leads_there(reader: Any, partnership: Scene) -> None:
    assert "No round is released" in visit(reader, "/needs/compare").text
    partnership.released("Spring")
    page = visit(reader, "/needs/compare")
    assert "Only one round is released" in page.text
    assert page.links["Read what people need"] == "/needs"
    assert visit(reader, "/needs/compare.csv").path == "/needs/compare"


def test_the_newest_round_stands_beside_the_one_before(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    page = visit(reader, "/needs/compare")
    assert "Autumn, compared with Spring." in page.text
    assert len(rows(page)) == 24
    assert all("Then" in row and "Now" in row for row in rows(page))
    assert page.text == visit(reader, f"/needs/compare?earlier={earlier}&later={later}").text
    assert visit(reader, "/needs").links["Two rounds side by side, statement by statement"] == "/needs/compare"


def test_rounds_named_the_wrong_way_round_or_twice_still_make_a_pair(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    for first, second in ((later, earlier), (later, later), (earlier, earlier)):
        page = visit(reader, f"/needs/compare?earlier={first}&later={second}")
        assert "Autumn, compared with Spring." in page.text


def test_one_role_group_is_chosen_and_the_file_holds_the_same(reader: Any, partnership: Scene) -> None:
    two_rounds(partnership)
    page = visit(reader, "/needs/compare?role_group=D")
    assert page.heading == "Two rounds side by side: targeted, health and early help"
    header, *lines = file_of(reader, page.links["Download the numbers (CSV)"])
    assert header[:2] == ["Statement", "Below then (%)"]
    assert len(lines) == len(rows(page)) == 22


def test_every_share_stands_on_the_pages_of_its_own_round(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    compared = {line[0]: line for line in file_of(reader, "/needs/compare.csv")[1:]}
    for round_id, place in ((earlier, 1), (later, 4)):
        own = {line[0]: line for line in file_of(reader, f"/needs/statements.csv?round={round_id}")[1:]}
        shown = {text: (line[place], line[place + 2]) for text, line in compared.items() if line[place + 2]}
        assert shown
        assert shown == {text: (own[text][2], own[text][1]) for text in shown}


def test_a_changed_target_is_marked_and_not_compared(reader: Any, session: Session, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    levels = {"D1": 3, "D2": 4, "D3": 4, "D4": 4, "D5": 3, "D6": 3, "D7": 4}
    round_ = factories.add_round(session, title="Autumn")
    shown = rounds.targets_shown(round_, "D")
    rounds.set_targets(session, round_=round_, role_group="D", levels=levels, shown=shown, actor_id=None, now=NOW)
    partnership.release(partnership.answer(round_))
    page = visit(reader, "/needs/compare?role_group=D")
    marked = [row for row in rows(page) if "the level needed changed" in row]
    assert len(marked) == 4
    assert "targeted, health and early help 4 to 3" in marked[0]


def test_a_change_in_who_answered_is_said(reader: Any, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    partnership.released("Autumn", answered={("north", "D"): 12, ("north", "B"): 28})
    page = visit(reader, "/needs/compare")
    assert "The mix of those who answered changed" in page.text
    assert "Figures for everyone stand for the headcounts" in page.text


def test_a_role_group_that_one_round_withholds_is_given_no_share(reader: Any, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    partnership.released("Autumn", answered={("north", "D"): 30, ("north", "B"): 3})
    page = visit(reader, "/needs/compare")
    assert "Not shown here: children's workforce" in page.text
    assert "0 % of the answers" not in page.text
    assert "made up 0 %" not in page.text


def test_rounds_without_figures_are_passed_over_unless_they_are_named(reader: Any, partnership: Scene) -> None:
    few = {("north", "D"): 2}
    _, later = two_rounds(partnership)
    between = partnership.released("Summer", opens_on=TODAY - A_YEAR / 2, answered=few)
    newest = partnership.released("Winter", opens_on=TODAY + A_YEAR, answered=few)
    page = visit(reader, "/needs/compare")
    assert "Autumn, compared with Spring." in page.text
    assert "“Winter” is newer, and no figure of it can be shown" in page.text
    assert "Winter, compared with Autumn." in visit(reader, f"/needs/compare?later={newest.id}").text
    page = visit(reader, f"/needs/compare?later={later}&earlier={between.id}")
    assert "Autumn, compared with Summer." in page.text
    assert "No role group has figures in Summer" in page.text


@pytest.mark.parametrize("query", ["later=999", "earlier=x", "role_group=Z", "role_group=<b>"])
def test_a_round_or_role_group_that_is_not_there_is_not_found(reader: Any, partnership: Scene, query: str) -> None:
    two_rounds(partnership)
    visit(reader, f"/needs/compare?{query}", status=404)
