"""Forest plots: which side of half a share lies on, what the sentence says of it, and what is withheld."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.domain.published import DOMAINS, K, figures, statement_figures, with_model
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.reports.forests import Forest, Side, domain_forest, forest_table, statement_forest

TITLES = {"A": "Universal awareness", "B": "Children's workforce", "C": "Designated leads", "F": "Joint interviewers"}
ONE = DOMAINS[1]


def forest(shares: Mapping[str, float | None], *, n: int = 100, **more: float) -> Forest:
    """One domain by role group, None where it is withheld."""
    made = {key: figures({} if share is None else {ONE.id: share}, n=n) for key, share in shares.items()}
    for key, value in more.items():
        made[key] = with_model(made[key], ONE.id, value)
    return domain_forest(made, ONE, titles=TITLES, k=K, everyone=figures({ONE.id: 0.5}, n=n))


def test_more_than_half_in_some_names_how_many_and_where_most() -> None:
    found = forest({"A": 0.3, "B": 0.8, "C": 0.7})
    assert found.finding == (
        "Clearly more than half of people are below the level their role needs in two of three role groups "
        "shown; most of all, 80 % of 100 who answered among children's workforce."
    )
    assert [(row.id, row.side) for row in found.rows] == [("B", Side.MORE), ("C", Side.MORE), ("A", Side.FEWER)]


def test_more_than_half_in_one_says_which() -> None:
    assert forest({"A": 0.3, "B": 0.8}).finding == (
        "Clearly more than half of people are below the level their role needs in one of two role groups "
        "shown: 80 % of 100 who answered among children's workforce."
    )


def test_more_than_half_in_all_says_so() -> None:
    assert forest({"A": 0.7, "B": 0.8}).finding == (
        "Clearly more than half of people are below the level their role needs in every role group shown; "
        "most of all, 80 % of 100 who answered among children's workforce."
    )


def test_fewer_than_half_in_all_says_so_with_the_largest_share() -> None:
    assert forest({"A": 0.2, "B": 0.3}).finding == (
        "Clearly fewer than half of people are below the level their role needs in every role group shown; "
        "the largest share is 30 % of 100 who answered among children's workforce."
    )


def test_where_the_line_runs_through_the_ranges_nothing_is_clear() -> None:
    found = forest({"A": 0.2, "B": 0.52})
    assert found.finding == (
        "In no role group shown are clearly more than half of people below the level their role needs; "
        "the largest share is 52 % of 100 who answered among children's workforce."
    )
    assert found.rows[0].side is Side.UNCLEAR


def test_a_tie_names_both_and_one_of_many_their_number() -> None:
    assert "80 % each among universal awareness and children's workforce" in forest({"A": 0.8, "B": 0.8}).finding
    many = dict.fromkeys("ABCF", 0.8)
    assert "80 % in four role groups alike" in forest(many).finding


def test_the_only_figure_is_said_to_be_that() -> None:
    assert forest({"A": 0.6, "B": None}).finding == (
        "The only figure shown is among universal awareness: 60 % of 100 who answered are below the level their role "
        "needs."
    )


def test_nobody_below_is_said_as_that() -> None:
    assert forest({"A": 0.0, "B": 0.0}).finding == (
        "Nobody who answered is below the level their role needs, in any role group that is shown."
    )


def test_what_is_withheld_stands_last_with_the_reason_and_has_no_estimate() -> None:
    found = forest({"A": None, "B": 0.8, "C": 0.2}, A=0.4, B=0.7)
    last = found.rows[-1]
    assert (last.id, last.share, last.estimate) == ("A", None, None)
    assert last.words == found.withheld_words == "fewer than ten people answered, or all gave the same answer"
    assert found.notes[0] == (
        "1 of 3 role groups is not shown: fewer than ten people answered, or all gave the same answer."
    )
    assert "never in its place" in found.notes[1]


def test_where_nothing_may_be_shown_the_sentence_says_why() -> None:
    found = forest({"A": None, "B": None})
    assert found.finding == (
        "No figure can be shown yet: for every role group, fewer than ten people answered, or all gave the same answer."
    )
    assert (found.has_figures, found.everyone) == (False, None)


def test_where_nobody_was_asked_there_is_no_row() -> None:
    found = forest({})
    assert (found.rows, found.finding) == ((), "There is no figure to show: no role group here was asked this.")
    other = domain_forest({"A": figures({"D1": 0.4}, asked=DOMAINS[:1])}, ONE, titles=TITLES, k=K)
    assert other.rows == ()


@pytest.mark.parametrize(("named", "side"), [((), Side.MORE), (("A:own",), Side.UNCLEAR)])
def test_a_share_of_everybody_is_exact_unless_the_headcount_is_wrong(named: tuple[str, ...], side: Side) -> None:
    everybody = figures({ONE.id: 0.6}, interval=None, named=named)
    assert domain_forest({"A": everybody}, ONE, titles=TITLES, k=K).rows[0].side is side


def of_statement(made: Mapping[str, Figures]) -> Forest:
    return statement_forest(made, ONE.statements[0], titles=TITLES, k=K)


def test_a_statement_has_the_level_that_each_role_group_needs() -> None:
    one = ONE.statements[0].id
    low = replace(statement_figures(one, below=0.7), below_interval=Interval(0.6, 0.8))
    made = {
        "A": figures({}, statements={one: low}),
        "B": figures({}, statements={one: replace(low, below=0.4, below_interval=None, target=4)}),
        "C": figures({"D1": 0.2}, statements={}),
    }
    found = of_statement(made)
    assert [(row.id, row.target) for row in found.rows] == [("A", 3), ("B", 4), ("C", None)]
    assert found.title == "Below the level their role needs: do 2-1"
    assert forest_table(found).rows == (
        ("Universal awareness", "3", "70", "60", "80", "40"),
        ("Children's workforce", "4", "40", "", "no range", "40"),
        ("Designated leads", "", "fewer than ten people answered, or all gave the same answer", "", "", ""),
    )


def test_the_table_has_the_model_s_estimates_where_there_are_any() -> None:
    table = forest_table(forest({"A": 0.3, "B": None}, A=0.35))
    assert "Model estimate (%)" in table.headers
    assert table.rows[0][-2:] == ("35", "100")
    assert table.rows[-1][0] == "All role groups together"
    assert "Model estimate (%)" not in forest_table(forest({"A": 0.3})).headers


def test_the_order_of_equal_shares_is_that_of_the_role_groups() -> None:
    assert [row.id for row in forest({"B": 0.4, "A": 0.4}).rows] == ["A", "B"]
