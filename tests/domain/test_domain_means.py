"""The mean of a domain over its statements: by hand, and what must hold whatever was answered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_needs import figures, rows
from tna.domain.domain_means import Asked, asked_of, domain_figures
from tna.domain.intervals import wilson_at
from tna.domain.needs import GroupRow, statement_figures


def alike(*statements: str) -> dict[str, Asked]:
    """Statements asked of the same people."""
    return {one: Asked(100, 10) for one in statements}


def test_a_domain_of_one_group_is_the_plain_mean_of_its_released_statements() -> None:
    shown = domain_figures(
        "D1",
        alike("s01", "s02", "s03", "s04"),
        {
            "s01": figures("s01", below=0.2, gap=0.3),
            "s02": figures("s02", below=0.6, gap=0.9),
            "s09": figures("s09", below=1.0, gap=4.0),
        },
    )
    assert shown is not None
    assert (shown.statements, shown.asked, shown.n_low, shown.n_high) == (2, 4, 10, 10)
    assert shown.below == pytest.approx(0.4)
    assert shown.gap == pytest.approx(0.6)
    assert shown.below_interval == wilson_at(shown.below, 10)
    assert shown.gap_interval is not None
    assert (shown.gap_interval.low, shown.gap_interval.high) == pytest.approx((0.4, 0.9))


def test_each_statement_counts_by_the_people_it_was_asked_of() -> None:
    statements = {"s01": figures("s01", below=0.5, gap=0.9), "s02": figures("s02", below=0.1, gap=0.1)}
    shown = domain_figures("D1", {"s01": Asked(900, 30), "s02": Asked(100, 10)}, statements)
    assert shown is not None
    assert (shown.below, shown.gap, shown.below_unweighted) == pytest.approx((0.46, 0.82, 0.4))
    assert shown.gap_interval is not None
    assert (shown.gap_interval.low, shown.gap_interval.high) == pytest.approx((0.63, 1.12))
    assert shown.weights == (900, 100)


def test_people_asked_are_the_heads_of_their_groups_and_the_answers_where_a_headcount_is_missing() -> None:
    asked = [({"s01", "s02"}, 40, 20), ({"s01"}, 160, 10)]
    assert asked_of(asked) == {"s01": Asked(200, 30), "s02": Asked(40, 20)}
    assert asked_of([*asked, ({"s02"}, None, 5)]) == {"s01": Asked(30, 30), "s02": Asked(25, 25)}


@given(st.lists(st.tuples(rows, rows, st.booleans()), min_size=1, max_size=5))
def test_a_domain_of_several_groups_lies_among_theirs(groups: list[tuple[GroupRow, GroupRow, bool]]) -> None:
    asked: dict[str, list[GroupRow]] = {"s01": [], "s02": []}
    alone, told = [], []
    for one, other, both in groups:
        heads = max(one.heads or 0, other.heads or 0)
        own = {"s01": replace(one, heads=heads)} | ({"s02": replace(other, heads=heads)} if both else {})
        for statement, row in own.items():
            asked[statement].append(row)
        told.append((own, heads, 20))
        found = domain_figures(
            "D1", asked_of(told[-1:]), {key: statement_figures(key, [row]) for key, row in own.items()}
        )
        assert found is not None
        alone.append(found.below)
    together = domain_figures(
        "D1", asked_of(told), {key: statement_figures(key, made) for key, made in asked.items() if made}
    )
    assert together is not None
    assert min(alone) - 1e-9 <= together.below <= max(alone) + 1e-9


def test_a_domain_of_which_less_than_half_is_released_is_not_shown() -> None:
    released = {"s01": figures("s01", below=0.2, gap=0.3)}
    assert domain_figures("D1", alike("s01", "s02", "s03"), released) is None
    assert domain_figures("D1", alike("s01", "s02"), released) is not None
    assert domain_figures("D1", {}, released) is None
    assert domain_figures("D2", alike("s07"), released) is None


def test_a_domain_that_everybody_answered_has_no_interval() -> None:
    row = GroupRow((0, 1, 2, 4, 3, 2, 0), 4, 12, 12)
    shown = domain_figures("D1", alike("s01"), {"s01": statement_figures("s01", [row])})
    assert shown is not None
    assert shown.below_interval is None
    assert shown.gap_interval is None


def test_a_domain_takes_the_smallest_effective_n_of_its_statements() -> None:
    small, large = GroupRow((0, 1, 2, 4, 3, 2, 0), 4, 40, 12), GroupRow((0, 9, 9, 9, 9, 9, 0), 4, 90, 45)
    statements = {"s01": statement_figures("s01", [small]), "s02": statement_figures("s02", [large])}
    shown = domain_figures("D1", alike("s01", "s02"), statements)
    assert shown is not None
    assert shown.below_interval == wilson_at(shown.below, 12 * 39 / 28)
