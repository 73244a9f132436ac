"""Two rounds beside each other: what clearly changed, what did not, and what cannot be compared."""

from statistics import NormalDist

import pytest

from tests.domain.published import DOMAINS, K, figures, statement_figures
from tna.domain.disclosure import Figures
from tna.domain.intervals import CONFIDENCE, Interval
from tna.domain.like_with_like import like_with_like
from tna.domain.reports import (
    Change,
    Earlier,
    EarlierRound,
    Heatmap,
    RoundChange,
    agency_heatmap,
    heatmap_table,
    role_group_heatmap,
    round_change,
)

TITLES = {"A": "Designated leads", "B": "Foster carers"}
ONE = DOMAINS[:1]


def compared(
    now: Figures, then: Figures | None, changed: frozenset[str] = frozenset(), *, by_agency: bool = False
) -> Heatmap:
    build = agency_heatmap if by_agency else role_group_heatmap
    before = EarlierRound("spring 2025", {} if then is None else {"A": then}, changed=changed)
    return build({"A": now}, titles=TITLES, domains=ONE, k=K, earlier=before)


def change_of(heatmap: Heatmap) -> Change:
    earlier = heatmap.cells[0].earlier
    assert earlier is not None
    return earlier.change


def d1(share: float, **more: object) -> Figures:
    return figures({"D1": share}, asked=ONE, **{"n": 200, **more})  # type: ignore[arg-type]


# One figure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [(0.7, 0.4, Change.MORE), (0.4, 0.7, Change.FEWER), (0.45, 0.4, Change.UNCLEAR), (0.4, 0.4, Change.UNCLEAR)],
)
def test_a_change_is_clear_only_where_the_two_ranges_do_not_overlap(now: float, then: float, expected: Change) -> None:
    assert change_of(compared(d1(now), d1(then))) is expected


def test_ranges_that_touch_still_overlap() -> None:
    now, then = d1(0.6, interval=Interval(0.5, 0.7)), d1(0.4, interval=Interval(0.3, 0.5))
    assert change_of(compared(now, then)) is Change.UNCLEAR


def test_where_everybody_answered_the_figure_is_exact_and_any_difference_is_a_change() -> None:
    assert change_of(compared(d1(0.42, interval=None), d1(0.4, interval=None))) is Change.MORE


def test_a_difference_that_does_not_show_in_whole_percent_is_none() -> None:
    assert change_of(compared(d1(0.4003, interval=None), d1(0.4, interval=None))) is Change.UNCLEAR


def test_where_the_headcount_is_wrong_nothing_is_clear() -> None:
    assert change_of(compared(d1(0.7, interval=None, named=("one",)), d1(0.4, interval=None))) is Change.UNCLEAR


@pytest.mark.parametrize("then", [None, figures({}, asked=ONE)])
def test_a_figure_that_was_not_there_before_cannot_be_compared(then: Figures | None) -> None:
    heatmap = compared(d1(0.5), then)
    assert change_of(heatmap) is Change.NOT_COMPARABLE
    assert round_change(heatmap).notes == ("One cannot be compared: no figure in the earlier round.",)


def test_changed_wording_or_targets_cannot_be_compared() -> None:
    assert change_of(compared(d1(0.7), d1(0.4), frozenset({"s1-2"}))) is Change.NOT_COMPARABLE
    assert change_of(compared(d1(0.7), d1(0.4), frozenset({"s2-1"}))) is Change.MORE


def test_figures_over_other_released_statements_cannot_be_compared() -> None:
    then = figures({"D1": 0.4}, asked=ONE, n=200, statements={"s1-1": d1(0.4).statements["s1-1"]})
    assert change_of(compared(d1(0.7), then)) is Change.NOT_COMPARABLE


def test_an_agency_is_compared_only_where_it_stands_for_the_same_role_groups() -> None:
    now, then = d1(0.7, groups=("A:own:north", "B:own:north")), d1(0.4, groups=("A:own:north",))
    assert change_of(compared(now, then, by_agency=True)) is Change.NOT_COMPARABLE
    assert change_of(compared(now, then)) is Change.MORE


# Totals -----------------------------------------------------------------------------------------------------


def rows_of(*shares: tuple[str, float]) -> dict[str, Figures]:
    """Role groups of two hundred people who all gave an answer to both statements of one domain."""
    made = {}
    for key, share in shares:
        counts = (0, round(share * 200), 0, 200 - round(share * 200), 0)
        statements = {one.id: statement_figures(one.id, counts, below=share) for one in ONE[0].statements}
        made[key] = figures({"D1": share}, asked=ONE, n=200, statements=statements, groups=(f"{key}:own:north",))
    return made


def total_of(now: dict[str, Figures], then: dict[str, Figures], shown: float) -> Heatmap:
    both = EarlierRound("spring 2025", then, everyone=like_with_like(then, now, ONE))
    return role_group_heatmap(now, titles=TITLES, domains=ONE, k=K, everyone=d1(shown), earlier=both)


def test_a_total_is_compared_over_the_role_groups_in_both_rounds_in_a_row_of_its_own() -> None:
    """Of A 40 % were below and 70 % are; B was withheld then, and takes the published total down to 40 %."""
    heatmap = total_of(rows_of(("A", 0.7), ("B", 0.1)), rows_of(("A", 0.4)), shown=0.4)
    assert heatmap.everyone is not None
    [published] = heatmap.everyone.cells
    assert published.earlier == Earlier(None, Change.NOT_COMPARABLE, "stands for other role groups than then")
    assert heatmap.in_both is not None
    assert heatmap.in_both.title == "To compare: only role groups with figures in both rounds"
    [cell] = heatmap.in_both.cells
    assert (cell.share, cell.earlier) == (pytest.approx(0.7), Earlier(pytest.approx(0.4), Change.MORE))
    assert heatmap.all_rows[-1] is heatmap.in_both


def test_a_total_of_the_same_role_groups_is_compared_itself_by_their_later_headcounts() -> None:
    heatmap = total_of(rows_of(("A", 0.7), ("B", 0.5)), rows_of(("A", 0.4), ("B", 0.2)), shown=0.6)
    assert heatmap.in_both is None
    assert heatmap.everyone is not None
    assert heatmap.everyone.cells[0].earlier == Earlier(pytest.approx(0.3), Change.MORE)


def test_a_total_without_a_role_group_in_both_rounds_cannot_be_compared() -> None:
    heatmap = total_of(rows_of(("A", 0.7)), rows_of(("B", 0.4)), shown=0.7)
    assert heatmap.everyone is not None
    assert heatmap.in_both is None
    assert heatmap.everyone.cells[0].earlier == Earlier(
        None,
        Change.NOT_COMPARABLE,
        "fewer than half of its statements have a role group with figures in both rounds",
    )


def test_an_agency_of_several_role_groups_is_compared_by_their_later_headcounts() -> None:
    then, now = rows_of(("A", 0.4), ("B", 0.2)), rows_of(("A", 0.7), ("B", 0.5))
    keys = ("A:own:north", "B:own:north")
    before = {"A": d1(0.25, groups=keys)}
    both = EarlierRound("spring 2025", before, alike={"A": like_with_like(then, now, ONE)})
    shown = agency_heatmap({"A": d1(0.6, groups=keys)}, titles=TITLES, domains=ONE, k=K, earlier=both)
    assert shown.cells[0].earlier == Earlier(pytest.approx(0.3), Change.MORE)
    # Where a statement is released of other role groups than then, the agency's own total is no like for like.
    other = agency_heatmap({"A": d1(0.5, groups=keys)}, titles=TITLES, domains=ONE, k=K, earlier=both)
    assert change_of(other) is Change.NOT_COMPARABLE


# Sentences --------------------------------------------------------------------------------------------------


def two_rows(now: tuple[float, float], then: tuple[float, float]) -> RoundChange:
    before = EarlierRound("spring 2025", {"A": d1(then[0]), "B": d1(then[1])})
    rows = {"A": d1(now[0]), "B": d1(now[1])}
    return round_change(role_group_heatmap(rows, titles=TITLES, domains=ONE, k=K, earlier=before))


def test_a_rise_and_a_fall_are_told_with_both_percentages() -> None:
    change = two_rows(now=(0.7, 0.3), then=(0.4, 0.6))
    assert change.title == "What changed since spring 2025"
    assert change.finding == (
        "Since spring 2025, clearly fewer people are below the level their role needs in one of the 2 figures "
        "that can be compared, and clearly more in one."
    )
    assert change.more == (
        "More people among designated leads are below the level their role needs in noticing signs: "
        "70 % of 200 who answered, from 40 %.",
    )
    assert change.fewer == (
        "Fewer people among foster carers are below the level their role needs in noticing signs: "
        "30 % of 200 who answered, from 60 %.",
    )
    assert change.notes == ("By chance alone about 1 in 180 comparisons would be called clear.",)


def test_what_chance_alone_would_call_clear_is_as_rare_as_the_page_says() -> None:
    """Two independent estimates of one variance: their intervals part beyond 2 · 1.96 / √2 errors of the difference.

    Schenker & Gentleman 2001, The American Statistician 55, 182-186: 0.006.
    """
    normal = NormalDist()
    rate = 2 * normal.cdf(-2 * normal.inv_cdf((1 + CONFIDENCE) / 2) / 2**0.5)
    assert rate == pytest.approx(0.0056, abs=5e-5)
    assert round(1 / rate, -1) == 180


def test_the_largest_change_comes_first() -> None:
    change = two_rows(now=(0.7, 0.9), then=(0.4, 0.2))
    assert "foster carers" in change.more[0]
    assert "designated leads" in change.more[1]


def test_no_clear_change_is_told_as_such_and_never_as_none() -> None:
    change = two_rows(now=(0.42, 0.5), then=(0.4, 0.5))
    assert change.finding == (
        "Since spring 2025, there is no clear change in any of the 2 figures that can be compared."
    )
    assert change.notes == ("Two show no clear change: the ranges overlap.",)
    assert change.more == change.fewer == ()


def test_where_nothing_can_be_compared_the_finding_says_so() -> None:
    assert round_change(compared(d1(0.5), None)).finding.startswith("Since spring 2025, nothing can be compared")


def test_one_figure_alone_is_spoken_of_in_the_singular() -> None:
    assert round_change(compared(d1(0.5), d1(0.5))).finding == (
        "Since spring 2025, there is no clear change in the one that can be compared."
    )


def test_one_round_alone_has_no_change() -> None:
    heatmap = role_group_heatmap({"A": d1(0.5)}, titles=TITLES, domains=ONE, k=K)
    with pytest.raises(ValueError, match="one round alone"):
        round_change(heatmap)


def test_the_table_of_two_rounds_has_the_earlier_figure_and_the_change_in_words() -> None:
    table = heatmap_table(compared(d1(0.7), d1(0.4)))
    assert table.headers[-2:] == ("Below in spring 2025 (%)", "Change")
    assert table.rows[0][-2:] == ("40", "more below")
    unlike = heatmap_table(compared(d1(0.7), d1(0.4), frozenset({"s1-1"})))
    assert unlike.rows[0][-2:] == ("40", "not comparable: other statements or levels needed than then")
    assert heatmap_table(compared(figures({}, asked=ONE), d1(0.4))).rows[0][-2:] == ("", "")
