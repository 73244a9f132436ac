"""Heatmaps: which figures they show, and what their sentence says of them."""

from dataclasses import replace

from tests.domain.published import DOMAINS, K, figures
from tna.domain.disclosure import Figures
from tna.domain.reports import CellState, Heatmap, agency_heatmap, heatmap_table, role_group_heatmap

TITLES = {"A": "Designated leads", "B": "Foster carers", "C": "Joint interviewers (ABE)", "D": "Specialists"}
AGENCIES = {"north": "Northgate Police", "mill": "Mill Lane Trust"}


def role_groups(everyone: Figures | None = None, k: int = K, **rows: Figures) -> Heatmap:
    return role_group_heatmap(rows, titles=TITLES, domains=DOMAINS, k=k, everyone=everyone)


def agencies(**rows: Figures) -> Heatmap:
    return agency_heatmap(rows, titles=AGENCIES, domains=DOMAINS, k=K)


# Finding ----------------------------------------------------------------------------------------------------


def test_the_finding_names_the_largest_share_with_its_denominator() -> None:
    heatmap = role_groups(A=figures({"D1": 0.3, "D2": 0.62}, n=(39, 41)), B=figures({"D1": 0.4}))
    assert heatmap.finding == (
        "The largest share below is in talking with children among designated leads: "
        "62 % of 39 to 41 who answered are below the level their role needs."
    )


def test_the_name_of_an_agency_keeps_its_capitals_and_is_spoken_of_as_a_place() -> None:
    heatmap = agencies(north=figures({"D3": 0.7}), mill=figures({"D3": 0.2}))
    assert heatmap.finding.startswith(
        "The largest share below is in best evidence (ABE) at Northgate Police: 70 % of 41"
    )


def test_places_that_print_the_same_percentage_share_the_finding() -> None:
    heatmap = role_groups(A=figures({"D1": 0.621}), B=figures({"D2": 0.619}), D=figures({"D1": 0.3}))
    assert heatmap.finding == (
        "The largest shares below are in noticing signs among designated leads and in talking with children among "
        "foster carers: 62 % of those who answered are below the level their role needs in each."
    )


def test_more_than_three_equal_places_are_counted_instead_of_named() -> None:
    same = figures({"D1": 0.5, "D2": 0.5})
    assert role_groups(A=same, B=same).finding == (
        "The largest shares below are in four places alike: "
        "50 % of those who answered are below the level their role needs in each."
    )


def test_a_single_figure_is_not_called_the_largest() -> None:
    assert role_groups(A=figures({"D1": 0.3})).finding.startswith(
        "The only figure shown is in noticing signs among designated leads: 30 % of 41"
    )


def test_where_nobody_is_below_the_finding_says_so() -> None:
    assert role_groups(A=figures({"D1": 0.0, "D2": 0.0})).finding.startswith("Nobody who answered is below")


def test_where_nothing_is_released_the_finding_says_why_in_the_words_of_k() -> None:
    assert role_groups(A=figures({}), B=figures({})).finding == (
        "No figure can be shown yet: for every role group, fewer than ten people answered."
    )
    assert "fewer than seven people" in role_groups(k=7, A=figures({})).finding


def test_an_agency_without_figures_may_have_had_many_answers_so_the_reason_is_said_by_role_group() -> None:
    heatmap = agencies(north=figures({}, answers=24))
    assert heatmap.finding == (
        "No figure can be shown yet: for every agency, fewer than ten people answered in any one role group."
    )


def test_where_nobody_was_asked_or_there_is_no_row_the_finding_says_so() -> None:
    expected = "There is no figure to show: no role group here was asked about these domains."
    assert role_groups(A=figures({}, asked=())).finding == expected
    assert role_groups().finding == expected


# Cells ------------------------------------------------------------------------------------------------------


def test_a_cell_is_shown_withheld_or_not_asked() -> None:
    heatmap = role_groups(A=figures({"D1": 0.3}, asked=DOMAINS[:2]))
    assert [cell.state for cell in heatmap.cells] == [CellState.SHOWN, CellState.WITHHELD, CellState.NOT_ASKED]
    assert heatmap.cells[0].share == 0.3
    assert heatmap.cells[1].words == "fewer than ten people answered, or all gave the same answer"
    assert heatmap.cells[2].words == "not asked of this role group"


def test_the_hatching_is_explained_by_the_narrowest_reason_that_is_true_of_all_of_it() -> None:
    assert role_groups(A=figures({"D1": 0.3}), B=figures({})).withheld_words == (
        "fewer than ten people answered, or all gave the same answer"
    )
    shown = figures({"D1": 0.3, "D2": 0.3, "D3": 0.3})
    assert role_groups(A=shown, B=figures({})).withheld_words == "fewer than ten people answered"
    assert role_groups(A=shown).withheld_words == ""


def test_a_row_without_figures_tells_no_number_of_answers() -> None:
    row = agencies(north=figures({}, answers=24), mill=figures({"D1": 0.5})).rows[0]
    assert (row.covered, row.answers) == (0, 0)


def test_all_together_stand_apart_and_have_no_part_in_the_finding() -> None:
    heatmap = role_groups(everyone=figures({"D1": 0.9}, n=600), A=figures({"D1": 0.3}), B=figures({"D1": 0.4}))
    assert heatmap.everyone is not None
    assert heatmap.everyone.title == "All role groups together"
    assert "40 % of 41" in heatmap.finding
    assert len(heatmap.all_rows) == 3


def test_there_is_no_row_of_all_together_where_nothing_is_released() -> None:
    assert role_groups(everyone=figures({}), A=figures({})).everyone is None


def test_a_total_of_which_too_few_statements_can_be_shown_says_so_and_not_that_too_few_answered() -> None:
    shown = figures({"D1": 0.3, "D2": 0.3, "D3": 0.3})
    heatmap = role_groups(everyone=figures({"D1": 0.3, "D2": 0.3}), A=shown)
    assert heatmap.everyone is not None
    assert heatmap.everyone.cells[2].words == "fewer than half of the statements asked of all can be shown"
    assert heatmap.withheld_words == "fewer than half of the statements asked of all can be shown"
    with_others = role_groups(everyone=figures({"D1": 0.3, "D2": 0.3}), A=shown, B=figures({}))
    assert with_others.withheld_words == (
        "fewer than ten people answered; in a row of all together, fewer than half of the statements asked of all can "
        "be shown"
    )


# Notes ------------------------------------------------------------------------------------------------------


def test_the_notes_count_what_is_withheld_out_of_what_was_asked() -> None:
    heatmap = role_groups(A=figures({"D1": 0.3}, asked=DOMAINS[:2]))
    assert heatmap.notes == (
        "1 of 2 figures is not shown: fewer than ten people answered, or all gave the same answer.",
    )
    none = role_groups(A=figures({}, asked=DOMAINS[:2]))
    assert none.notes == ("None of the two figures is shown: fewer than ten people answered.",)
    assert role_groups(A=figures({}, asked=DOMAINS[:1])).notes == (
        "The one figure is not shown: fewer than ten people answered.",
    )


def test_the_notes_say_where_answers_stand_that_an_agency_does_not_cover() -> None:
    part, whole = figures({"D1": 0.3, "D2": 0.3, "D3": 0.3}, answers=58), figures({"D1": 0.2, "D2": 0.1, "D3": 0.2})
    heatmap = agencies(north=part, mill=whole)
    assert (heatmap.rows[0].covered, heatmap.rows[0].answers) == (41, 58)
    assert len(heatmap.notes) == 1
    assert "other agencies" in heatmap.notes[0]
    assert agencies(mill=whole).notes == ()


def test_the_notes_name_agencies_that_leave_people_out_of_their_number_of_answers_too() -> None:
    shares = {"D1": 0.3, "D2": 0.2, "D3": 0.1}
    heatmap = agencies(north=figures(shares, partial=True), mill=figures(shares))
    assert heatmap.notes == (
        f"Too few in their role group to stand in their agency’s row, or in its number of answers: some people of "
        f"{AGENCIES['north']}.",
    )


def test_the_notes_name_role_groups_of_whom_some_are_in_no_figure() -> None:
    shares = {"D1": 0.3, "D2": 0.3, "D3": 0.3}
    heatmap = role_groups(A=figures(shares, partial=True), B=figures(shares))
    assert heatmap.notes == ("In no figure, being too few where they work to form a group: some of designated leads.",)


# Table ------------------------------------------------------------------------------------------------------


def test_the_table_has_every_place_with_range_and_people_or_the_reason_why_not() -> None:
    heatmap = role_groups(A=figures({"D1": 0.625}, n=(40, 41), asked=DOMAINS[:2]))
    table = heatmap_table(heatmap)
    assert table.headers[0] == "Role group"
    assert table.rows == (
        ("Designated leads", "Noticing signs", "63", "47", "76", "40 to 41"),
        (
            "Designated leads",
            "Talking with children",
            "fewer than ten people answered, or all gave the same answer",
            "",
            "",
            "",
        ),
        ("Designated leads", "Best evidence (ABE)", "not asked of this role group", "", "", ""),
    )
    assert table.numeric == {2, 3, 4, 5}


def test_the_table_says_where_there_is_no_range() -> None:
    heatmap = role_groups(A=figures({"D1": 0.5}, interval=None, asked=DOMAINS[:1]))
    assert heatmap_table(heatmap).rows[0][3:5] == ("", "no range")


def test_a_figure_that_some_groups_withhold_says_how_many_answers_it_covers() -> None:
    """56 people of a role group answered; one agency of 35 alone may be shown in one domain."""
    row = figures({"D1": 0.4, "D2": 0.3}, n=56)
    fewer = {key: replace(one, covered=35) if key == "s2-2" else one for key, one in row.statements.items()}
    table = heatmap_table(role_groups(A=replace(row, statements=fewer)))
    assert [cells[-1] for cells in table.rows[:3]] == ["56 of 56", "35 to 56 of 56", "0 of 56"]


def test_a_share_that_stands_for_headcounts_is_not_said_of_those_who_answered() -> None:
    row = figures({"D1": 0.56}, n=101)
    weighted = replace(row, domains={"D1": replace(row.domains["D1"], below_unweighted=0.515)})
    assert role_groups(A=weighted, B=figures({"D1": 0.1})).finding == (
        "The largest share below is in noticing signs among designated leads: 56 % of people (estimated from 101 "
        "answers) are below the level their role needs."
    )
