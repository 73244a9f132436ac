"""Release groups: each rule by example, and what must hold for any counts."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.groups import K_DEFAULT, K_FLOOR, Cell, GroupKind, form_groups, total_heads

SECTOR_OF = {"north": "health", "south": "health", "east": "police", "west": "police", "hill": "education"}


def cell(agency: str, answers: int, heads: int | None = 40, role_group: str = "D") -> Cell:
    return Cell(agency, SECTOR_OF[agency], role_group, answers, heads)


def groups_by_key(*cells: Cell) -> dict[str, int]:
    return {group.key: group.answers for group in form_groups(cells).groups}


# The rules --------------------------------------------------------------------------------------------------


def test_every_agency_with_k_answers_is_a_group_of_its_own() -> None:
    assert groups_by_key(cell("north", 10), cell("south", 31)) == {"D:own:north": 10, "D:own:south": 31}


def test_the_other_agencies_of_a_sector_are_a_group_where_they_reach_k_together() -> None:
    assert groups_by_key(cell("north", 6), cell("south", 4), cell("east", 12)) == {
        "D:own:east": 12,
        "D:sector:health": 10,
    }


def test_what_is_left_of_all_sectors_is_other_agencies_where_it_reaches_k() -> None:
    assert groups_by_key(cell("north", 4), cell("east", 3), cell("hill", 3)) == {"D:other": 10}


def test_a_rest_under_k_joins_the_smallest_sector_group_which_becomes_other_agencies() -> None:
    grouping = form_groups([cell("north", 6), cell("south", 6), cell("east", 9), cell("west", 2), cell("hill", 3)])
    assert {group.key: group.answers for group in grouping.groups} == {"D:sector:health": 12, "D:other": 14}
    other = grouping.groups[-1]
    assert (other.kind, other.sector, other.agencies) == (GroupKind.OTHER, None, ("east", "hill", "west"))
    assert grouping.rest == ()


def test_of_two_equally_small_sector_groups_the_rest_joins_the_first_by_sector_id() -> None:
    assert groups_by_key(cell("west", 5), cell("east", 5), cell("south", 5), cell("north", 5), cell("hill", 1)) == {
        "D:sector:police": 10,
        "D:other": 11,
    }


def test_without_a_sector_group_the_rest_is_in_no_group_and_own_groups_stay() -> None:
    grouping = form_groups([cell("north", 15), cell("east", 4), cell("hill", 5)])
    assert [group.key for group in grouping.groups] == ["D:own:north"]
    assert [one.agency for one in grouping.rest] == ["hill", "east"]
    assert grouping.group_of("east", "D") is None
    assert grouping.group_of("north", "D") == "D:own:north"
    assert grouping.group_of("north", "E") is None


def test_role_groups_are_never_mixed_even_where_that_would_reach_k() -> None:
    grouping = form_groups([cell("north", 9, role_group="D"), cell("north", 9, role_group="E")])
    assert grouping.groups == ()
    assert len(grouping.rest) == 2


def test_heads_of_an_agency_that_gave_no_answer_stand_in_the_group_its_answers_would_have_joined() -> None:
    grouping = form_groups([cell("north", 12, heads=30), cell("east", 11, heads=12), cell("hill", 10, heads=11)])
    assert [group.heads for group in grouping.groups] == [11, 30, 12]

    silent = form_groups([cell("north", 5, 20), cell("south", 0, 7), cell("hill", 12, 30)])
    assert silent.groups[0].key == "D:own:hill"
    assert [(one.agency, one.heads) for one in silent.rest] == [("north", 20), ("south", 7)]

    sector = form_groups([cell("east", 6, 20), cell("west", 6, 30), cell("hill", 0, 8)])
    assert [(group.key, group.answers, group.heads) for group in sector.groups] == [("D:other", 12, 58)]
    assert sector.group_of("hill", "D") == "D:other"


def test_heads_of_a_silent_agency_join_the_others_of_its_sector() -> None:
    health = [Cell(name, "health", "D", answers, 20) for name, answers in [("a", 6), ("b", 5), ("c", 0)]]
    (group,) = form_groups(health).groups
    assert (group.key, group.agencies, group.heads) == ("D:sector:health", ("a", "b", "c"), 60)


def test_a_role_group_that_an_agency_does_not_have_changes_nothing() -> None:
    police = [cell("east", 6), cell("west", 6)]
    assert groups_by_key(*police, cell("hill", 0, heads=0)) == {"D:sector:police": 12}


@pytest.mark.parametrize("answers", [0, 1])
def test_heads_that_nobody_has_counted_stand_in_the_same_group_whether_or_not_somebody_answered(answers: int) -> None:
    """Otherwise the group's heads, missing or not, would tell the participation that coverage does not show."""
    (group,) = form_groups([cell("east", 6), cell("west", 6 - answers), cell("south", answers, heads=None)]).groups
    assert (group.key, group.agencies, group.answers, group.heads) == ("D:other", ("east", "south", "west"), 12, None)


def test_a_group_has_no_heads_where_one_of_its_agencies_has_no_headcount() -> None:
    (group,) = form_groups([cell("east", 6), cell("west", 6, heads=None)]).groups
    assert group.heads is None
    assert total_heads([]) == 0


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([cell("north", 1), cell("north", 2)], "listed 2 times"),
        ([cell("north", 1), Cell("north", "police", "E", 1, 4)], "two sectors"),
        ([cell("north", -1)], "below zero"),
        ([cell("north", 1, heads=-1)], "below zero"),
    ],
)
def test_cells_that_would_put_a_response_into_two_groups_are_refused(cells: list[Cell], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        form_groups(cells)


def test_k_is_ten_unless_set_and_never_under_five() -> None:
    assert (K_DEFAULT, K_FLOOR) == (10, 5)
    with pytest.raises(ValueError, match="fewer than 5"):
        form_groups([], K_FLOOR - 1)


# What holds for any counts ----------------------------------------------------------------------------------


@st.composite
def partnerships(draw: st.DrawFn) -> list[Cell]:
    sectors = draw(st.lists(st.sampled_from(["education", "health", "police"]), min_size=1, max_size=8))
    return [
        Cell(f"agency-{place}", sector, role_group, answers, heads)
        for place, sector in enumerate(sectors)
        for role_group in draw(st.sampled_from(["A", "AB", "ABC"]))
        for answers in [draw(st.integers(0, 14))]
        for heads in [draw(st.none() | st.integers(0, 30))]
    ]


@given(partnerships(), st.integers(K_FLOOR, 12))
def test_every_cell_stands_in_one_group_or_the_rest_and_no_answer_is_lost(cells: list[Cell], k: int) -> None:
    grouping = form_groups(cells, k)
    places = Counter(
        [(agency, group.role_group) for group in grouping.groups for agency in group.agencies]
        + [(one.agency, one.role_group) for one in grouping.rest]
    )
    assert set(places.values()) <= {1}
    assert set(places) == {(one.agency, one.role_group) for one in cells if one.answers or one.heads != 0}


@given(partnerships(), st.integers(K_FLOOR, 12))
def test_a_group_holds_at_least_k_answers_all_of_its_one_role_group(cells: list[Cell], k: int) -> None:
    for group in form_groups(cells, k).groups:
        members = [one for one in cells if (one.role_group == group.role_group and one.agency in group.agencies)]
        assert group.answers == sum(one.answers for one in members) >= k
        assert group.heads == total_heads(members)
        assert group.sector is None or {one.sector for one in members} == {group.sector}


@given(partnerships(), st.integers(K_FLOOR, 12))
def test_own_groups_are_never_dissolved(cells: list[Cell], k: int) -> None:
    own = {group.key for group in form_groups(cells, k).groups if group.kind is GroupKind.OWN}
    assert own == {f"{one.role_group}:own:{one.agency}" for one in cells if one.answers >= k}


@given(partnerships(), st.integers(K_FLOOR, 12))
def test_only_a_rest_under_k_that_found_nothing_to_join_is_in_no_group(cells: list[Cell], k: int) -> None:
    grouping = form_groups(cells, k)
    for role_group in {one.role_group for one in grouping.rest}:
        assert sum(one.answers for one in grouping.rest if one.role_group == role_group) < k
        assert {group.kind for group in grouping.groups if group.role_group == role_group} <= {GroupKind.OWN}


@given(partnerships(), st.randoms())
def test_the_order_of_the_cells_does_not_matter(cells: list[Cell], random: Random) -> None:
    shuffled = cells.copy()
    random.shuffle(shuffled)
    assert form_groups(shuffled) == form_groups(cells)


@given(partnerships())
def test_keys_are_unique(cells: list[Cell]) -> None:
    keys = [group.key for group in form_groups(cells).groups]
    assert len(keys) == len(set(keys))
