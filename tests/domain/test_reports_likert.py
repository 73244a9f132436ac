"""Diverging bars: their order, and what their sentence says."""

from dataclasses import replace

from tests.domain.published import DOMAINS, SCALE, K, figures, statement_figures
from tna.domain.needs import StatementFigures
from tna.domain.reports import LikertBars, likert_bars, likert_table

STATEMENTS = tuple(statement for domain in DOMAINS for statement in domain.statements)


def bars(*shown: StatementFigures, k: int = K, who: str = "", texts: dict[str, str] | None = None) -> LikertBars:
    made = figures({}, statements={one.statement: one for one in shown})
    return likert_bars(made, statements=STATEMENTS, scale=SCALE, k=k, stem="I can …", who=who, texts=texts)


def test_the_widest_gap_comes_first_and_what_is_not_released_last() -> None:
    made = bars(statement_figures("s2-1", gap=0.4), statement_figures("s3-2", gap=1.2))
    assert [row.id for row in made.rows] == ["s3-2", "s2-1", "s1-1", "s1-2", "s2-2", "s3-1"]
    assert [row.is_released for row in made.rows] == [True, True, False, False, False, False]


def test_statements_that_nobody_here_was_asked_are_left_out() -> None:
    made = figures({}, asked=DOMAINS[:1])
    rows = likert_bars(made, statements=STATEMENTS, scale=SCALE, k=K, stem="").rows
    assert [row.id for row in rows] == ["s1-1", "s1-2"]


def test_the_shares_of_a_row_are_of_those_who_gave_a_level() -> None:
    (row, *_) = bars(statement_figures("s1-1", (4, 8, 12, 16, 0))).rows
    assert row.shares == (0.1, 0.2, 0.3, 0.4, 0.0)


def test_the_finding_quotes_the_statement_with_the_widest_gap_and_its_denominator() -> None:
    made = bars(statement_figures("s2-1", gap=0.4), statement_figures("s3-2", gap=1.2, below=0.68))
    assert made.finding == (
        "The mean gap is widest on “do 3-2”, at 1.20 levels: 68 % of 40 who answered are below the level their role "
        "needs."
    )


def test_two_gaps_that_print_alike_share_the_finding_and_more_are_counted() -> None:
    two = [statement_figures("s2-1", gap=0.501, below=0.4), statement_figures("s3-2", gap=0.502, below=0.5)]
    assert bars(*two).finding.startswith(
        "The mean gap is widest on “do 3-2” and “do 2-1”, at 0.50 levels: 50 % of 40 who answered and 40 %"
    )
    three = [*two, statement_figures("s1-1", gap=0.5)]
    assert bars(*three).finding == "The mean gap is the same on all three statements shown."
    four = bars(*three, statement_figures("s1-2", gap=0.1))
    assert four.finding == "The mean gap is widest on three statements alike, of four shown."


def test_two_shares_that_are_the_same_are_said_once() -> None:
    two = [statement_figures(id, gap=0.5, below=0.7) for id in ("s2-1", "s3-2")]
    assert bars(*two).finding == (
        "The mean gap is widest on “do 2-1” and “do 3-2”, at 0.50 levels: in each case 70 % of 40 who answered are "
        "below the level their role needs."
    )


def test_where_nobody_is_below_the_finding_says_so() -> None:
    assert bars(statement_figures("s1-1", gap=0.0, below=0.0)).finding.startswith("Nobody who answered is below")


def test_without_targets_the_least_confident_statement_is_named() -> None:
    high = statement_figures("s2-1", (0, 0, 10, 10, 20), gap=None, below=None)
    low = statement_figures("s1-2", (20, 10, 0, 5, 5), gap=None, below=None)
    assert bars(high, low).finding == (
        "People are least confident to do 1-2: 25 % of 40 who answered are above the middle of the scale."
    )


def test_where_nothing_is_released_the_finding_says_why() -> None:
    made = bars(k=7)
    assert made.finding == (
        "No figure can be shown yet: fewer than seven people answered, or all gave the same answer."
    )
    nobody = likert_bars(figures({}, asked=()), statements=STATEMENTS, scale=SCALE, k=K, stem="")
    assert nobody.finding == "No statement was asked here."
    assert nobody.rows == ()


def test_the_notes_count_what_is_not_shown() -> None:
    five = [statement_figures(id) for id in ("s1-1", "s1-2", "s2-1", "s2-2", "s3-1")]
    assert bars(*five).notes == (
        "One of six statements is not shown: fewer than ten people answered, or all gave the same answer.",
    )
    assert bars(*five, statement_figures("s3-2")).notes == ()
    assert bars().notes == (
        "None of the six statements is shown: fewer than ten people answered, or all gave the same answer.",
    )
    alone = likert_bars(figures({}), statements=STATEMENTS[:1], scale=SCALE, k=K, stem="")
    assert alone.notes == (
        "The one statement is not shown: fewer than ten people answered, or all gave the same answer.",
    )


def test_the_title_says_of_whom_and_own_wordings_are_used() -> None:
    made = bars(statement_figures("s1-1"), who="designated leads", texts={"s1-1": "make sure of 1-1"})
    assert made.title == "How confident people are, designated leads: widest mean gap first"
    assert made.rows[0].text == "make sure of 1-1"


def test_the_table_has_levels_range_and_people_or_the_reason_why_not() -> None:
    table = likert_table(bars(statement_figures("s1-1", (4, 8, 12, 16, 0), below=0.6, people=312.0)))
    assert table.headers[:4] == ("Statement", "Level needed", "People who answered", "Below the level needed (%)")
    assert table.headers[9:] == tuple(f"{level} Level {level} (%)" for level in range(1, 6))
    assert table.rows[0] == ("do 1-1", "3", "40", "60", "45", "74", "310", "", "no range", "10", "20", "30", "40", "0")
    withheld = "fewer than ten people answered, or all gave the same answer"
    assert table.rows[1] == ("do 1-2", "", "", withheld, *[""] * 10)


def test_the_table_is_empty_where_there_is_no_target_and_not_where_there_is_no_range() -> None:
    without = replace(statement_figures("s1-1", gap=None, below=None, people=None), target=None)
    aimless = likert_table(bars(without))
    assert "Level needed" not in aimless.headers
    assert aimless.rows[0][2:6] == ("", "", "", "")


def test_where_shares_stand_for_headcounts_and_bars_for_answers_picture_and_table_say_so() -> None:
    one = statement_figures("s1-1", (4, 8, 12, 16, 0), below=0.6)
    alike, apart = bars(one), bars(replace(one, below_unweighted=0.55))
    assert not any("headcount" in word for word in (*alike.notes, *likert_table(alike).headers))
    assert apart.notes[-1].startswith("Bars show those who answered. “Below level” and “mean gap” count each group")
    headers = likert_table(apart).headers
    assert headers[3] == "Below the level needed, by headcount (%)"
    assert headers[9:] == tuple(f"{level} Level {level} (% of those who answered)" for level in range(1, 6))
