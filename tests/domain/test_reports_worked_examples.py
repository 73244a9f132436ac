"""The examples of the methods page come from the functions that make the figures, and obey what the page says."""

import pytest

from tna.domain.groups import K_FLOOR
from tna.domain.intervals import effective_n, wilson
from tna.domain.reports.worked_examples import coverage_example, example, grouping_example, union_example

KS = (K_FLOOR, 10, 11, 25, 100)


@pytest.mark.parametrize("k", KS)
def test_no_example_shows_what_would_be_withheld(k: int) -> None:
    both = union_example(k)
    assert min(both.larger.figures.n, both.smaller.figures.n) >= k
    assert both.larger == example(k)


def test_the_parts_of_the_example_add_up_as_the_page_writes_them() -> None:
    one = example(10)
    figures, heads = one.figures, one.row.heads or 0
    assert figures.n == sum(level.people for level in one.levels)
    assert figures.below == pytest.approx(one.people_below / figures.n)
    assert figures.gap == pytest.approx(sum(level.people * level.lack for level in one.below) / figures.n)
    assert figures.people == pytest.approx(heads * one.people_below / (figures.n + figures.not_my_role))
    assert one.people_to_train == "about 70 people"
    assert figures.n_effective == pytest.approx(effective_n(figures.n, heads))
    assert figures.below_interval == wilson(one.people_below, figures.n, heads=heads)
    assert one.row.answers == figures.n + figures.not_my_role + figures.blank


def test_two_groups_together_are_weighted_by_their_heads() -> None:
    both = union_example(10)
    parts = [(part.row.heads or 0, part.figures.below or 0.0) for part in (both.larger, both.smaller)]
    assert both.figures.below == pytest.approx(sum(h * p for h, p in parts) / sum(h for h, _ in parts))
    assert both.figures.below_unweighted != pytest.approx(both.figures.below)


@pytest.mark.parametrize("k", KS)
def test_the_example_of_groups_has_one_of_each_kind_under_every_threshold(k: int) -> None:
    rows = grouping_example(k).rows
    assert {row[3] for row in rows} == {"by itself", "other agencies, education", "other agencies"}
    assert {row[0]: row[3] for row in rows}["Youth club"] == "other agencies"


def test_the_example_of_coverage_shows_every_way_of_telling_it() -> None:
    assert [row[2] for row in coverage_example().rows] == [
        "30 of 40",
        "all or nearly all",
        "all or nearly all",
        "4 of 8",
        "none or few",
        "fewer than five people",
    ]
