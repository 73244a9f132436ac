"""The heatmap of one domain's statements by role group."""

from tests.domain.published import DOMAINS, K, domain, figures, statement_figures
from tna.domain.reports import CellState, Heatmap, across_table, folded_table, heatmap_table
from tna.domain.reports.statement_heatmap import statement_heatmap

TITLES = {"A": "Universal awareness", "B": "Children's workforce", "C": "Designated leads"}
ONE = domain(2, "Talking with children")


def heatmap(**shares: dict[str, float]) -> Heatmap:
    made = {
        key: figures({}, asked=[ONE], statements={s: statement_figures(s, below=share) for s, share in of.items()})
        for key, of in shares.items()
    }
    return statement_heatmap(made, ONE, titles=TITLES, k=K, everyone=next(iter(made.values()), None))


def test_the_largest_share_is_named_with_statement_role_group_and_people() -> None:
    found = heatmap(A={"s2-1": 0.3, "s2-2": 0.6}, B={"s2-1": 0.2, "s2-2": 0.1})
    assert found.title == "Talking with children: below the level their role needs, by role group and statement"
    assert found.finding == (
        "The largest share below is on “do 2-2” among universal awareness: 60 % of 40 who answered are below the level "
        "their role needs."
    )
    assert found.everyone is not None


def test_equal_shares_are_named_together() -> None:
    found = heatmap(A={"s2-1": 0.6}, B={"s2-1": 0.6})
    assert found.finding.startswith(
        "The largest shares below are on “do 2-1” among universal awareness and on “do 2-1”"
    )


def test_what_is_withheld_is_told_from_what_was_not_asked() -> None:
    asked = figures({}, asked=[domain(2, statements=1)], statements={"s2-1": statement_figures("s2-1")})
    nothing = figures({}, asked=[ONE])
    elsewhere = figures({"D1": 0.4}, asked=DOMAINS[:1])
    found = statement_heatmap({"A": asked, "B": nothing, "C": elsewhere}, ONE, titles=TITLES, k=K)
    assert [[cell.state for cell in row.cells] for row in found.rows] == [
        [CellState.SHOWN, CellState.NOT_ASKED],
        [CellState.WITHHELD, CellState.WITHHELD],
    ]
    assert found.withheld_words == "fewer than ten people answered"


def test_without_any_figure_the_sentence_says_why() -> None:
    assert heatmap(A={}).finding == (
        "No figure can be shown yet: for every role group, fewer than ten people answered."
    )
    assert heatmap().finding == "There is no figure to show: no role group here was asked about these statements."


def test_the_table_has_a_row_for_each_place() -> None:
    table = heatmap_table(heatmap(A={"s2-1": 0.3}))
    assert table.headers[:2] == ("Role group", "Statement")
    assert table.rows[0][:3] == ("Universal awareness", "do 2-1", "30")


def test_role_groups_of_which_nothing_is_shown_stand_in_one_row_of_the_page() -> None:
    """Three role groups and all together, by two statements, are eight rows of the file."""
    whole = heatmap(A={"s2-1": 0.3}, B={}, C={})
    table, kept = folded_table(whole)
    assert len(heatmap_table(whole).rows) == 8
    assert kept == (0, 1, None, 6, 7)
    shown = {at: heatmap_table(whole).rows[place] for at, place in enumerate(kept) if place is not None}
    assert all(table.rows[at] == row for at, row in shown.items())
    folded = table.rows[2]
    assert folded[1:3] == ("all of them", "fewer than ten people answered")
    assert len(folded) == len(table.headers)


def test_totals_stand_last_on_a_page_however_rows_are_folded() -> None:
    table, _ = folded_table(heatmap(A={"s2-1": 0.3}, B={}, C={}))
    assert [row[0] for row in table.rows[-2:]] == ["All role groups together"] * 2


def test_where_there_is_no_picture_the_shares_lie_as_in_it() -> None:
    table = across_table(heatmap(A={"s2-1": 0.3, "s2-2": 0.6}, B={"s2-1": 0.2}))
    assert table.headers == ("Role group", "do 2-1", "do 2-2")
    assert table.rows == (
        ("Universal awareness", "30", "60"),
        ("Children's workforce", "20", "withheld"),
        ("All role groups together", "30", "60"),
    )
