"""Two released rounds side by side, as the subgroup reads them."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, text_of, visit
from tests.web.partnerships import A_YEAR, Scene
from tests.web.test_needs import file_of
from tna.services import rounds


def two_rounds(partnership: Scene) -> tuple[int, int]:
    """The ids of an earlier and a later released round."""
    earlier = partnership.released("Spring", opens_on=TODAY - A_YEAR)
    return earlier.id, partnership.released("Autumn").id


def rows(page: Page) -> list[str]:
    """The rows of the table of statements, the only one that has the ranges."""
    [table] = [one for one in page.main.iter("table") if "Range then" in text_of(one)]
    return [text_of(one) for body in table.iter("tbody") for one in body.iter("tr")]


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
    assert sum(" to " in row for row in rows(page)) > 20
    assert page.text == visit(reader, f"/needs/compare?earlier={earlier}&later={later}").text
    assert visit(reader, "/needs").links["Two rounds side by side, statement by statement"] == (
        f"/needs/compare?earlier={earlier}&later={later}"
    )


def test_rounds_named_the_wrong_way_round_are_turned_and_the_page_says_so(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    shown = f"earlier={earlier}&later={later}"
    turned = "“Spring” came before “Autumn”, so the two have changed places"
    for asked in (f"earlier={later}&later={earlier}", f"later={earlier}", f"earlier={later}"):
        page = visit(reader, f"/needs/compare?{asked}")
        assert "Autumn, compared with Spring." in page.text
        assert turned in page.text
        assert len(rows(page)) == 24
        for path in ("/needs/compare.csv", "/needs/compare/domains.csv"):
            assert reader.get(f"{path}?{asked}").location == f"{path}?{shown}"
            assert reader.get(f"{path}?{asked}&role_group=D").location == f"{path}?{shown}&role_group=D"
    for asked in ("", f"?{shown}", f"?later={later}&earlier="):
        assert turned not in visit(reader, f"/needs/compare{asked}").text


def test_one_round_named_twice_has_a_sentence_and_no_figures(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    for id, title in ((earlier, "Spring"), (later, "Autumn")):
        page = visit(reader, f"/needs/compare?earlier={id}&later={id}")
        assert f"“{title}” is chosen twice." in page.text
        assert "compared with" not in page.text
        assert not list(page.main.iter("table"))
        assert page.fields("Show")["later"] == str(id)
        for path in ("/needs/compare.csv", "/needs/compare/domains.csv"):
            assert visit(reader, f"{path}?earlier={id}&later={id}").text == page.text


def test_a_round_that_cannot_stand_beside_another_is_said_to(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    for path in ("/needs", "/needs/agencies"):
        text = visit(reader, f"{path}?round={later}&compare={later}").text
        assert "A round cannot stand beside itself. Here it is “Spring”, the one before." in text
        text = visit(reader, f"{path}?round={earlier}&compare={later}").text
        assert "“Autumn” is newer than “Spring”" in text
        assert "There is no earlier one." in text
        for fine in (f"?round={later}&compare={earlier}", "", f"?round={earlier}&compare=none"):
            text = visit(reader, f"{path}{fine}").text
            assert "cannot stand" not in text
            assert "is newer than" not in text


def test_one_role_group_is_chosen_and_the_file_holds_the_same(reader: Any, partnership: Scene) -> None:
    two_rounds(partnership)
    page = visit(reader, "/needs/compare?role_group=D")
    assert page.heading == "Two rounds side by side: targeted, health and early help"
    header, *lines = file_of(reader, page.links["Download the numbers (CSV): Statement by statement"])
    assert header[:2] == ["Statement", "Below then (%)"]
    assert len(lines) == len(rows(page)) == 22


def test_every_share_of_a_role_group_stands_on_the_pages_of_its_own_round(reader: Any, partnership: Scene) -> None:
    earlier, later = two_rounds(partnership)
    compared = {line[0]: line for line in file_of(reader, "/needs/compare.csv?role_group=D")[1:]}
    for round_id, place in ((earlier, 1), (later, 4)):
        own = {line[0]: line for line in file_of(reader, f"/needs/statements.csv?round={round_id}&role_group=D")[1:]}
        shown = {text: (line[place], line[place + 2]) for text, line in compared.items() if line[place + 2]}
        assert shown
        assert shown == {text: (own[text][3], own[text][2]) for text in shown}


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
    assert "On both sides each counts by its headcount in Autumn" in page.text


def test_a_role_group_that_one_round_withholds_is_given_no_share(reader: Any, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    partnership.released("Autumn", answered={("north", "D"): 30, ("north", "B"): 3})
    page = visit(reader, "/needs/compare")
    assert "Not among these shares: children's workforce" in page.text
    assert "0 % of the answers" not in page.text
    assert "made up 0 %" not in page.text


def test_everyone_is_compared_over_the_role_groups_in_both_rounds_and_the_others_are_named(
    reader: Any, partnership: Scene
) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR, answered={("north", "D"): 30, ("north", "B"): 3})
    partnership.released("Autumn")
    page = visit(reader, "/needs/compare")
    assert (
        "Everyone is compared over the role groups with figures in both rounds: targeted, health and early help."
    ) in page.text
    assert "Left out, with figures in Autumn alone: children's workforce." in page.text
    shown = file_of(reader, "/needs/compare.csv")[1:]
    of_one = {line[0]: line[1:7] for line in file_of(reader, "/needs/compare.csv?role_group=D")[1:]}
    assert {line[8] for line in shown} == {"Targeted, health and early help", ""}
    assert all(line[1:7] == of_one[line[0]] for line in shown if line[8])
    assert all("Cannot be compared" in line[7] for line in shown if not line[8])


def test_the_overview_names_the_clearest_statements_and_leads_to_the_comparison(
    reader: Any, partnership: Scene
) -> None:
    earlier, later = two_rounds(partnership)
    page = visit(reader, "/needs")
    assert "statements clearly changed, all role groups together." in page.text
    assert page.links["Every statement, beside Spring"] == f"/needs/compare?earlier={earlier}&later={later}"
    clear = [line for line in file_of(reader, "/needs/compare.csv")[1:] if line[7].startswith("Clearly")]
    assert all(f"on “{line[0].rstrip('.')}”: {line[4]} %, from {line[1]} %." in page.text for line in clear[:3])


def test_the_overviews_totals_are_compared_over_the_role_groups_in_both_rounds(reader: Any, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR, answered={("north", "D"): 30, ("north", "B"): 3})
    partnership.released("Autumn")
    lines = file_of(reader, "/needs/role-groups.csv")
    total = [line for line in lines if line[0] == "All role groups together"]
    in_both = [line for line in lines if line[0] == "To compare: only role groups with figures in both rounds"]
    targeted = [line for line in lines if line[0] == "Targeted, health and early help"]
    assert "not comparable: stands for other role groups than then" in {line[7] for line in total}
    assert [line[1:8] for line in in_both] == [line[1:8] for line in targeted]
    agencies = file_of(reader, "/needs/agencies.csv")
    assert [line[1:8] for line in agencies if "in both rounds" in line[0]] == [line[1:8] for line in targeted]


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
