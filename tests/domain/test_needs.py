"""Figures of needs: hand-computed groups and unions, and what must hold whatever was answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.intervals import Interval, wilson, wilson_at
from tna.domain.mean_intervals import mean_interval
from tna.domain.needs import (
    Disagreement,
    GroupRow,
    Need,
    StatementFigures,
    disagreements,
    question_figures,
    ranking,
    statement_figures,
)

POLICE = GroupRow(counts=(3, 1, 2, 4, 3, 2, 5), target=4, heads=40, answers=20)
SCHOOLS = GroupRow(counts=(0, 0, 1, 1, 4, 4, 0), target=3, heads=160, answers=10)

counts = st.tuples(*[st.integers(0, 15)] * 7).filter(lambda row: sum(row[1:6]) > 0)
rows = st.builds(
    lambda row, target, others: GroupRow(row, target, sum(row) + others, sum(row)),
    counts,
    st.integers(1, 5),
    st.integers(0, 200),
)


def figures(statement: str, *, below: float, gap: float, people: float | None = None) -> StatementFigures:
    """A statement of ten answers with the figures that the test is about."""
    return StatementFigures(
        statement=statement,
        n=10,
        counts=(2, 2, 2, 2, 2),
        not_my_role=0,
        blank=0,
        mean=3.0,
        gap=gap,
        gap_interval=Interval(max(0.0, gap - 0.2), gap + 0.3),
        below=below,
        below_interval=wilson_at(below, 10),
        below_unweighted=below,
        people=people,
        covered=10,
        heads=None if people is None else 100,
        target=4,
        n_effective=10,
    )


def test_one_group_by_hand() -> None:
    """Of 12 who gave a level, 7 are below 4, lacking 3, 2, 2 and four times 1: 11 levels together."""
    shown = statement_figures("s01", [POLICE])
    assert shown.n == 12
    assert shown.counts == (1, 2, 4, 3, 2)
    assert (shown.blank, shown.not_my_role, shown.covered, shown.heads) == (3, 5, 20, 40)
    assert shown.mean == pytest.approx(3.25)
    assert shown.below == shown.below_unweighted == pytest.approx(7 / 12)
    assert shown.gap == pytest.approx(11 / 12)
    assert shown.target == 4
    assert shown.below_interval == wilson(7, 12, heads=40)
    assert shown.mean_interval == mean_interval([1, 2, 4, 3, 2], 40)
    assert shown.gap_interval == mean_interval([1, 2, 4, 3, 2], 40, (3, 2, 1, 0, 0))


def test_people_to_train_leave_out_those_whose_job_it_is_not() -> None:
    """40 heads, 7 below of the 17 who gave a level or said that it is not part of their role."""
    assert statement_figures("s01", [POLICE]).people == pytest.approx(40 * 7 / 17)


def test_a_union_stands_for_the_heads_and_says_what_the_answers_alone_would() -> None:
    shown = statement_figures("s01", [POLICE, SCHOOLS])
    assert shown.below == pytest.approx((40 * 7 / 12 + 160 * 1 / 10) / 200)
    assert shown.below_unweighted == pytest.approx(8 / 22)
    assert shown.gap == pytest.approx((40 * 11 / 12 + 160 * 1 / 10) / 200)
    assert shown.mean == pytest.approx((40 * 3.25 + 160 * 4.1) / 200)
    assert shown.people == pytest.approx(40 * 7 / 17 + 160 * 1 / 10)
    assert (shown.covered, shown.heads, shown.n) == (30, 200, 22)
    assert shown.target is None


def test_the_share_of_a_union_has_wilson_at_the_effective_n_of_its_variance() -> None:
    shown = statement_figures("s01", [POLICE, SCHOOLS])
    first, second = 7 / 12, 1 / 10
    variance = 0.2**2 * (1 - 12 / 40) * first * (1 - first) / 11 + 0.8**2 * (1 - 10 / 160) * second * 0.9 / 9
    assert shown.below is not None
    draws = shown.below * (1 - shown.below) / variance
    assert shown.n_effective == pytest.approx(draws)
    assert shown.below_interval is not None
    expected = wilson_at(shown.below, draws)
    assert (shown.below_interval.low, shown.below_interval.high) == pytest.approx((expected.low, expected.high))


def test_without_one_headcount_a_union_is_unweighted_and_counts_no_people() -> None:
    shown = statement_figures("s01", [POLICE, GroupRow(SCHOOLS.counts, 3, None, 10)])
    assert shown.below == shown.below_unweighted == pytest.approx(8 / 22)
    assert shown.heads is None
    assert shown.people is None
    assert shown.below_interval == wilson(8, 22)


def test_more_answers_than_heads_count_as_all_heads_and_print_no_interval() -> None:
    shown = statement_figures("s01", [GroupRow(POLICE.counts, 4, 15, 20)])
    assert shown.heads == 20
    assert shown.people == pytest.approx(20 * 7 / 17)
    assert shown.below_interval is None
    assert shown.mean_interval is None
    assert shown.gap_interval is None


def test_a_group_in_which_everybody_gave_a_level_has_no_interval() -> None:
    shown = statement_figures("s01", [GroupRow((0, 1, 2, 4, 3, 2, 0), 4, 12, 12)])
    assert shown.below_interval is None
    assert shown.n_effective is None


def test_groups_without_a_target_count_for_the_mean_alone() -> None:
    shown = statement_figures("s01", [POLICE, GroupRow(SCHOOLS.counts, None, 160, 10)])
    assert shown.n == 22
    assert shown.heads == 200
    assert shown.mean == pytest.approx((40 * 3.25 + 160 * 4.1) / 200)
    assert shown.below == pytest.approx(7 / 12)
    assert shown.people == pytest.approx(40 * 7 / 17)
    assert shown.target is None


def test_without_any_target_there_is_no_gap() -> None:
    shown = statement_figures("s01", [GroupRow(SCHOOLS.counts, None, 160, 10)])
    assert (shown.gap, shown.below, shown.people, shown.below_interval) == (None, None, None, None)
    assert shown.mean_interval is not None


def test_a_group_without_levels_covers_nothing() -> None:
    silent = GroupRow((9, 0, 0, 0, 0, 0, 4), 4, 70, 13)
    assert statement_figures("s01", [POLICE, silent]) == statement_figures("s01", [POLICE])
    with pytest.raises(ValueError, match="nobody gave a level for s01"):
        statement_figures("s01", [silent])


@given(st.lists(rows, min_size=1, max_size=6))
def test_figures_stay_within_their_bounds(groups: list[GroupRow]) -> None:
    shown = statement_figures("s01", groups)
    assert shown.below is not None
    assert shown.gap is not None
    assert shown.people is not None
    assert shown.heads is not None
    assert 0 <= shown.below <= 1 + 1e-12
    assert -1e-12 <= shown.gap <= 4 * shown.below + 1e-9
    assert shown.below <= shown.gap + 1e-9
    assert 1 <= shown.mean <= 5
    assert shown.people <= shown.heads * shown.below + 1e-6
    for interval, value in (
        (shown.below_interval, shown.below),
        (shown.gap_interval, shown.gap),
        (shown.mean_interval, shown.mean),
    ):
        if interval is not None:
            assert interval.low - 1e-9 <= value <= interval.high + 1e-9


@given(rows)
def test_a_surplus_never_cancels_a_deficit(group: GroupRow) -> None:
    """Raising somebody from the target to the top moves no gap; the gap is that of the people below alone."""
    assert group.target is not None
    levels = np.array(group.counts)
    surplus = levels.copy()
    surplus[5] += surplus[group.target : 5].sum()
    surplus[group.target : 5] = 0
    before = statement_figures("s01", [group])
    after = statement_figures("s01", [GroupRow(tuple(surplus.tolist()), group.target, group.heads, group.answers)])
    assert after.gap == pytest.approx(before.gap)
    assert after.below == pytest.approx(before.below)
    assert after.people == pytest.approx(before.people)


@given(rows)
def test_a_higher_target_never_lowers_the_need(group: GroupRow) -> None:
    assert group.target is not None
    lower = statement_figures("s01", [group])
    higher = statement_figures("s01", [GroupRow(group.counts, min(5, group.target + 1), group.heads, group.answers)])
    assert lower.gap is not None
    assert higher.gap is not None
    assert higher.gap >= lower.gap
    assert higher.below is not None
    assert lower.below is not None
    assert higher.below >= lower.below


@given(rows, st.integers(0, 30), st.integers(0, 30))
def test_blank_and_not_my_role_are_never_zeros(group: GroupRow, blank: int, other: int) -> None:
    padded = (group.counts[0] + blank, *group.counts[1:6], group.counts[6] + other)
    assert group.heads is not None
    heads = group.heads + blank + other
    before = statement_figures("s01", [GroupRow(group.counts, group.target, heads, group.answers)])
    after = statement_figures("s01", [GroupRow(padded, group.target, heads, group.answers + blank + other)])
    assert (after.mean, after.gap, after.below) == (before.mean, before.gap, before.below)


@given(st.lists(rows, min_size=2, max_size=6))
def test_people_to_train_of_a_union_are_the_sum_of_its_groups(groups: list[GroupRow]) -> None:
    alone = [statement_figures("s01", [group]).people for group in groups]
    together = statement_figures("s01", groups).people
    assert together == pytest.approx(sum(people for people in alone if people is not None))


@given(st.lists(rows, min_size=1, max_size=6))
def test_the_order_of_groups_does_not_matter(groups: list[GroupRow]) -> None:
    one, other = statement_figures("s01", groups), statement_figures("s01", groups[::-1])
    assert one.counts == other.counts
    assert one.below == pytest.approx(other.below)
    assert one.n_effective == pytest.approx(other.n_effective)


def test_a_question_counts_each_choice_over_the_groups() -> None:
    rows = [GroupRow((4, 5, 6, 0, 0, 0, 0), None, None, 15), GroupRow((1, 2, 0, 3, 0, 0, 0), None, None, 6)]
    shown = question_figures("would-help", rows, choices=3)
    assert (shown.question, shown.n, shown.counts, shown.blank) == ("would-help", 16, (7, 6, 3), 5)
    assert shown.shares == pytest.approx((7 / 16, 6 / 16, 3 / 16))
    assert shown.intervals == (wilson(7, 16), wilson(6, 16), wilson(3, 16))


def test_the_shares_of_a_question_stand_for_the_heads() -> None:
    rows = [GroupRow((0, 6, 4, 0, 0, 0, 0), None, 30, 10), GroupRow((0, 1, 9, 0, 0, 0, 0), None, 90, 10)]
    shown = question_figures("would-help", rows, choices=2)
    assert shown.shares == pytest.approx((0.25 * 0.6 + 0.75 * 0.1, 0.25 * 0.4 + 0.75 * 0.9))
    assert all(one is not None for one in shown.intervals)


def test_needs_rank_by_people_then_gap_then_id() -> None:
    needs = ranking(
        [
            figures("s04", below=0.2, gap=0.2, people=20),
            figures("s03", below=0.2, gap=0.2, people=20),
            figures("s02", below=0.2, gap=0.4, people=20),
            figures("s01", below=0.1, gap=0.1, people=30),
        ]
    )
    assert [need.statement for need in needs] == ["s01", "s02", "s03", "s04"]
    first = needs[0]
    assert (first.statement, first.people, first.below, first.gap, first.n, first.heads) == (
        "s01", 30, 0.1, 0.1, 10, 100,
    )  # fmt: skip


def test_without_headcounts_needs_rank_by_share_below() -> None:
    needs = ranking([figures("s01", below=0.2, gap=0.9), figures("s02", below=0.6, gap=0.7)])
    assert [need.statement for need in needs] == ["s02", "s01"]


def test_a_statement_without_a_target_is_no_need() -> None:
    assert ranking([statement_figures("s01", [GroupRow(SCHOOLS.counts, None, 160, 10)])]) == ()


def test_rankings_disagree_where_places_differ_by_more_than_five() -> None:
    needs = [
        Need(f"s{place:02}", people=100 - place, below=0.5, gap=0.1 * place, n=10, heads=100) for place in range(1, 9)
    ]
    assert disagreements(needs) == (Disagreement("s01", 1, 8), Disagreement("s08", 8, 1))
    assert disagreements(needs[:6]) == ()
