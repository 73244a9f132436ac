"""Totals of two rounds over the same role groups: by hand, against publish(), and whatever else appears."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.domain import published
from tests.domain.populations import DOMAINS, Population, populations, random_population, release_of
from tna.domain.disclosure import Figures, Release, Selection, publish
from tna.domain.intervals import draws_of, wilson_at
from tna.domain.like_with_like import LikeWithLike, like_with_like
from tna.domain.needs import GroupRow, StatementFigures, statement_figures
from tna.domain.surveys import Domain, Statement

D1 = published.domain(1, statements=1)
RANDOM = [Domain(id, id, tuple(Statement(one, id, one) for one in members)) for id, members in DOMAINS.items()]


def group(below: int, n: int, heads: int | None, statement: str = "s1-1") -> StatementFigures:
    """So many below of those who answered, in one release group."""
    return statement_figures(statement, [GroupRow((0, 0, below, 0, 0, n - below, 0), 3, heads, n)])


def row(*statements: StatementFigures, key: str = "one") -> Figures:
    return published.figures({}, statements={one.statement: one for one in statements}, asked=[D1], groups=(key,))


def both(then: Mapping[str, Figures], now: Mapping[str, Figures]) -> LikeWithLike:
    return like_with_like(then, now, [D1])


THEN = {"B": row(group(12, 20, 100)), "D": row(group(10, 20, 50))}
NOW = {"A": row(group(2, 20, 200)), "B": row(group(14, 20, 100)), "D": row(group(12, 20, 100))}


def test_a_role_group_that_one_round_withheld_does_not_turn_a_rise_into_a_fall() -> None:
    """Totals as published: (60 % x 100 + 50 % x 50) / 150 = 57 % then; (10 % x 200 + 70 + 60) / 400 = 38 % now."""
    found = both(THEN, NOW)
    assert found.over == {"s1-1": ("B", "D")}
    assert (found.earlier_only, found.later_only) == ((), ("A",))
    then, now = found.then.statements["s1-1"], found.now.statements["s1-1"]
    assert then.below == pytest.approx((0.6 + 0.5) / 2)  # by the hundred people that each has in the later round
    assert now.below == pytest.approx((0.7 + 0.6) / 2)
    assert (then.n, now.n) == (40, 40)


def test_its_range_is_wilsons_at_the_effective_n_of_the_stratified_variance() -> None:
    then = both(THEN, NOW).then.statements["s1-1"]
    variance = 0.25 * 0.6 * 0.4 / 19 * (1 - 20 / 100) + 0.25 * 0.5 * 0.5 / 19 * (1 - 20 / 50)
    assert then.n_effective == pytest.approx(0.55 * 0.45 / variance)
    expected = wilson_at(0.55, 0.55 * 0.45 / variance)
    assert then.below_interval is not None
    assert (then.below_interval.low, then.below_interval.high) == pytest.approx((expected.low, expected.high))


def test_a_total_over_all_role_groups_has_the_range_that_is_published() -> None:
    """B is two release groups, D one: their variances add up to that of the three."""
    north, south = GroupRow((0, 0, 12, 0, 0, 8, 0), 3, 100, 20), GroupRow((0, 0, 3, 0, 0, 12, 0), 3, 60, 15)
    targeted = GroupRow((0, 0, 5, 0, 0, 7, 0), 3, 40, 12)
    rows = {"B": row(statement_figures("s1-1", [north, south])), "D": row(statement_figures("s1-1", [targeted]))}
    expected, found = statement_figures("s1-1", [north, south, targeted]), both(rows, rows).now.statements["s1-1"]
    assert (found.below, found.n_effective) == pytest.approx((expected.below, expected.n_effective))


def test_a_domain_is_the_mean_of_its_statements_over_the_same_role_groups() -> None:
    found = both(THEN, NOW)
    assert found.then.domains["D1"].below == pytest.approx(0.55)
    assert found.now.domains["D1"].below == pytest.approx(0.65)
    assert (found.now.covered, found.by_heads) == (THEN["B"].covered + THEN["D"].covered, True)


def test_each_statement_has_role_groups_of_its_own() -> None:
    two = published.domain(1, statements=2)
    then = {"B": row(group(12, 20, 100), group(4, 20, 100, "s1-2")), "D": row(group(10, 20, 50))}
    now = {"B": row(group(14, 20, 100)), "D": row(group(12, 20, 100), group(5, 20, 100, "s1-2"))}
    found = like_with_like(then, now, [two])
    assert found.over == {"s1-1": ("B", "D")}
    assert (found.earlier_only, found.later_only) == ((), ())


def test_without_a_role_group_in_both_rounds_there_is_no_total() -> None:
    found = both({"B": THEN["B"]}, {"A": NOW["A"]})
    assert found.then.statements == found.now.statements == found.now.domains == {}
    assert (found.earlier_only, found.later_only, found.role_groups) == (("B",), ("A",), ())


def test_one_role_group_keeps_its_own_figure_and_range() -> None:
    own, found = THEN["B"].statements["s1-1"], both({"B": THEN["B"]}, NOW).then.statements["s1-1"]
    assert (found.below, found.below_interval) == (own.below, own.below_interval)


def test_where_a_headcount_is_missing_the_later_answers_stand_instead() -> None:
    then = {"B": row(group(12, 20, None)), "D": row(group(10, 20, 50))}
    now = {"B": row(group(21, 30, None)), "D": row(group(6, 10, 100))}
    found = both(then, now)
    assert found.then.statements["s1-1"].below == pytest.approx((0.6 * 30 + 0.5 * 10) / 40)
    assert not found.by_heads


def test_where_everybody_answered_both_totals_are_exact() -> None:
    everybody = {"B": row(group(12, 20, 20)), "D": row(group(10, 20, 20))}
    assert both(everybody, everybody).then.statements["s1-1"].below_interval is None


def test_where_nobody_differs_the_sizes_alone_decide() -> None:
    alike = {"B": row(group(0, 20, 100)), "D": row(group(0, 20, 100))}
    shown = both(alike, alike).now.statements["s1-1"]
    assert shown.n_effective == pytest.approx(1 / (2 * 0.25 * (1 - 0.2) / 20))


def test_a_release_of_an_earlier_version_has_its_ranges_alone_and_that_is_enough() -> None:
    old = {key: row(replace(one.statements["s1-1"], n_effective=None)) for key, one in THEN.items()}
    assert both(old, NOW).then.statements["s1-1"].n_effective == pytest.approx(
        both(THEN, NOW).then.statements["s1-1"].n_effective
    )


@pytest.mark.parametrize("share", [0.0, 0.01, 0.4, 0.5, 0.9, 1.0])
def test_the_draws_of_a_range_are_found_again(share: float) -> None:
    assert draws_of(share, wilson_at(share, 23.5)) == pytest.approx(23.5)


# Random releases --------------------------------------------------------------------------------------------


def by_role_group(release: Release, role_groups: str = "ABC") -> dict[str, Figures]:
    return {one: publish(release, Selection(role_groups=frozenset({one}))) for one in role_groups}


@pytest.mark.parametrize("seed", range(25))
def test_the_later_total_over_all_role_groups_is_the_one_that_is_published(seed: int) -> None:
    release = release_of(random_population(np.random.default_rng(seed), 4, 3, 5, silent=9))
    rows, total = by_role_group(release), publish(release)
    found = like_with_like(rows, rows, RANDOM)
    assert found.now.statements.keys() == total.statements.keys()
    for statement, shown in total.statements.items():
        own = found.now.statements[statement]
        assert own.below == pytest.approx(shown.below)
        # Less only where the groups of a role group are each of one mind: a total takes that for certainty, we do not.
        assert own.n_effective is not None
        assert shown.n_effective is not None
        assert own.n_effective <= shown.n_effective * (1 + 1e-9)
        assert (own.n, own.counts, own.heads, own.covered) == (shown.n, shown.counts, shown.heads, shown.covered)
    assert all(found.is_all_of(domain, total) for domain in total.domains)


@given(populations, populations, populations)
def test_the_total_of_unchanged_role_groups_never_moves_when_another_appears(
    then: Population, now: Population, newcomers: Population
) -> None:
    before, after = by_role_group(release_of(then), "AB"), by_role_group(release_of(now), "AB")
    another = {"Z": by_role_group(release_of(newcomers), "A")["A"]}
    alone = like_with_like(before, after, RANDOM)
    for found in (
        like_with_like(before, after | another, RANDOM),
        like_with_like(before | another, after, RANDOM),
    ):
        assert found.over == alone.over
        assert found.then == alone.then
        assert found.now == alone.now
