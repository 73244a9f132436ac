"""A release scored again under other targets: by the rules of the release, and by no answer that is not in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.populations import STATEMENTS, Population, people_of, populations, release_of
from tna.domain.disclosure import EVERYTHING, Release, Selection, publish
from tna.domain.surveys import LEVELS
from tna.domain.what_if import NotAnswered, rescored, what_if


def twelve(levels: tuple[int, ...] = (1, 2, 3, 4, 5, 3, 2, 4, 3, 3, 4, 2)) -> Release:
    """One group of twelve people of role group A, whose target is 3, and four who did not answer."""
    return release_of(
        Population(tuple(people_of("north", "A", [[level, 3, 0] for level in levels[:11]] + [[2, 4, 0]])), 4, 10)
    )


def all_at(release: Release, level: int) -> dict[str, dict[str, int]]:
    return {role_group: dict.fromkeys(asked, level) for role_group, asked in release.asked.items()}


def test_the_ratified_targets_give_the_figures_of_the_release() -> None:
    release = twelve()
    assert what_if(release, release.targets).figures == publish(release)


def test_a_higher_target_counts_those_between_the_two_as_well() -> None:
    """By hand: of 12 levels 1 2 3 4 5 3 2 4 3 3 4 2 four are below 3 and eight below 4; 16 people in the group."""
    release = twelve()
    now = publish(release).statements["known"]
    then = what_if(release, all_at(release, 4)).figures.statements["known"]
    assert now.below == pytest.approx(4 / 12)
    assert now.people == pytest.approx(16 * 4 / 12)
    assert then.below == pytest.approx(8 / 12)
    assert then.people == pytest.approx(16 * 8 / 12)
    assert then.counts == now.counts
    assert then.mean == now.mean


@given(populations, st.sampled_from(LEVELS))
def test_nobody_is_below_the_lowest_level_and_more_are_below_each_higher_one(
    population: Population, level: int
) -> None:
    release = release_of(population)
    at, above = (what_if(release, all_at(release, min(one, 5))).figures for one in (level, level + 1))
    for statement, figures in at.statements.items():
        higher = above.statements[statement]
        assert figures.below is not None
        assert higher.below is not None
        assert figures.below <= higher.below
        if level == 1:
            assert figures.below == 0


@given(populations, st.data())
def test_no_target_changes_which_groups_and_statements_are_published(
    population: Population, data: st.DataObject
) -> None:
    release = release_of(population)
    targets = {
        role_group: {statement: data.draw(st.sampled_from(LEVELS)) for statement in sorted(asked)}
        for role_group, asked in release.asked.items()
    }
    for selection in (EVERYTHING, *(Selection(role_groups=frozenset({one})) for one in release.asked)):
        released, tried = publish(release, selection), what_if(release, targets, selection).figures
        assert replace(tried, statements={}, domains={}) == replace(released, statements={}, domains={})
        for statement, figures in released.statements.items():
            assert tried.statements[statement].counts == figures.counts
            assert tried.statements[statement].mean == figures.mean
        assert tried.statements.keys() == released.statements.keys()


def test_a_statement_that_a_role_group_was_not_asked_takes_no_target() -> None:
    release = replace(twelve(), asked={"A": frozenset({"known"})}, targets={"A": {"known": 3}})
    assert what_if(release, {"A": {"known": 4}}).figures.asked == {"known"}
    with pytest.raises(NotAnswered):
        rescored(release, {"A": dict.fromkeys(STATEMENTS, 4)})


@pytest.mark.parametrize(
    "targets",
    [
        {},
        {"A": {"known": 3}},
        {"A": {"known": 3, "acted": 6}},
        {"A": {"known": 0, "acted": 3}},
        {"B": {"known": 3, "acted": 3}},
        {"A": {"known": 3, "acted": 3}, "B": {"known": 3, "acted": 3}},
    ],
)
def test_targets_that_do_not_fit_what_was_asked_are_refused(targets: dict[str, dict[str, int]]) -> None:
    with pytest.raises(NotAnswered):
        rescored(twelve(), targets)


def test_a_release_of_nobody_says_nothing_under_any_target() -> None:
    release = release_of(Population((), 4, 10))
    assert what_if(release, {}).figures == publish(release)
