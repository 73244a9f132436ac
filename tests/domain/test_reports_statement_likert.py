"""Bars of one statement by role group: their order, and what their sentence says."""

from dataclasses import replace

from tests.domain.published import DOMAINS, SCALE, K, figures, statement_figures
from tna.domain.reports import LikertBars, likert_table
from tna.domain.reports.statement_likert import statement_likert

TITLES = {"A": "Universal awareness", "B": "Children's workforce", "C": "Designated leads", "F": "Joint interviewers"}
ONE = DOMAINS[1].statements[0]


def bars(**gaps: float | None) -> LikertBars:
    """By role group the mean gap, None where it is withheld."""
    made = {
        key: figures({}, statements={} if gap is None else {ONE.id: statement_figures(ONE.id, gap=gap)})
        for key, gap in gaps.items()
    }
    return statement_likert(made, ONE, titles=TITLES, scale=SCALE, k=K)


def test_the_widest_mean_gap_comes_first_and_is_named() -> None:
    found = bars(A=0.2, B=None, C=1.1)
    assert [row.id for row in found.rows] == ["C", "A", "B"]
    assert found.finding == (
        "The mean gap is widest among designated leads, at 1.10 levels: 38 % of 40 who answered are below the level "
        "their role needs."
    )
    assert found.notes == (
        "1 of 3 role groups is not shown: fewer than ten people answered, or all gave the same answer.",
    )


def test_many_gaps_alike_are_counted() -> None:
    assert (
        bars(A=0.5, B=0.5, C=0.5, F=0.1).finding == "The mean gap is widest in three role groups alike, of four shown."
    )
    assert bars(A=0.5, B=0.5, C=0.5).finding == "The mean gap is the same in all three role groups shown."


def test_nobody_below_and_nothing_shown_are_said() -> None:
    assert bars(A=0.0).finding.startswith("Nobody who answered is below the level their role needs, in any role group")
    assert bars(A=None).finding.startswith("No figure can be shown yet: fewer than ten people answered")
    assert bars().finding == "No role group here was asked this."
    assert not bars(A=None).has_figures


def test_role_groups_that_were_not_asked_have_no_row() -> None:
    made = {"A": figures({}, asked=DOMAINS[:1]), "B": figures({}, statements={ONE.id: statement_figures(ONE.id)})}
    assert [row.id for row in statement_likert(made, ONE, titles=TITLES, scale=SCALE, k=K).rows] == ["B"]


def test_the_table_is_headed_by_role_group() -> None:
    table = likert_table(bars(A=0.5))
    assert table.headers[0] == "Role group"
    assert table.rows[0][0] == "Universal awareness"


def test_a_role_group_of_several_groups_says_that_its_share_stands_for_headcounts() -> None:
    apart = replace(statement_figures(ONE.id, gap=0.5, below=0.72), below_unweighted=0.68)
    made = statement_likert({"F": figures({}, statements={ONE.id: apart})}, ONE, titles=TITLES, scale=SCALE, k=K)
    assert "count each group by its headcount" in made.notes[-1]
    assert not any("headcount" in note for note in bars(A=0.5).notes)
