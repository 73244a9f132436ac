"""Coverage: what is told and what is not, and an attacker who subtracts everything that is shown."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.coverage import (
    ALL_OR_NEARLY,
    FEW_BELOW,
    FEWEST_HEADS,
    NO_HEADCOUNT,
    NONE_OR_FEW,
    OVER_HEADS,
    TOO_FEW_HEADS,
    Coverage,
    CoverageRow,
    blocks_of,
    coverage_of,
)
from tna.domain.groups import Cell, form_groups


def cell(role_group: str, answers: int, heads: int | None, agency: str = "north") -> Cell:
    return Cell(agency, "health", role_group, answers, heads)


def only_row(*cells: Cell) -> CoverageRow:
    (row,) = coverage_of(cells).rows
    return row


def labels(coverage: Coverage) -> list[tuple[tuple[str, ...], int]]:
    return [(row.role_groups, row.heads) for row in coverage.rows]


# What a row says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "heads", "words", "counted"),
    [
        (12, 40, "12 of 40", 12),
        (2, 5, "2 of 5", 2),
        (5, 5, ALL_OR_NEARLY, 5),
        (4, 5, ALL_OR_NEARLY, 5),
        (3, 5, "3 of 5", 3),
        (200, 200, ALL_OR_NEARLY, 200),
        (199, 200, ALL_OR_NEARLY, 200),
        (198, 200, "198 of 200", 198),
        (0, 9, NONE_OR_FEW, 0),
        (1, 9, NONE_OR_FEW, 0),
        (2, 9, "2 of 9", 2),
        (1_222, 12_880, "1,222 of 12,880", 1_222),
        (0, 10, "0 of 10", 0),
        (13, 12, OVER_HEADS, 12),
        (3, 4, TOO_FEW_HEADS, 0),
    ],
)
def test_a_row_tells_a_number_unless_it_would_tell_who(answers: int, heads: int, words: str, counted: int) -> None:
    row = only_row(cell("D", answers, heads))
    assert (row.words, row.counted) == (words, counted)
    in_words = not words[0].isdigit()
    assert (row.answered is None) == (row.share is None) == in_words
    if not in_words:
        assert row.answered == answers
        assert row.share == pytest.approx(answers / heads)


def test_more_answers_than_heads_are_named_and_marked_in_the_total() -> None:
    coverage = coverage_of([cell("D", 13, 12), cell("E", 5, 20)])
    assert [row.over_heads for row in coverage.rows] == [True, False]
    assert coverage.total is not None
    assert coverage.total.over_heads
    assert coverage.total.words == "about 17 of 32"


@pytest.mark.parametrize("heads", [None, 0])
def test_a_role_group_without_a_headcount_is_named_and_in_no_total(heads: int | None) -> None:
    coverage = coverage_of([cell("D", 13, heads), cell("E", 5, 20)])
    assert [(row.words, row.without_heads) for row in coverage.rows] == [
        (NO_HEADCOUNT, ("D",)),
        ("5 of 20", ()),
    ]
    assert coverage.total is not None
    assert (coverage.total.words, coverage.total.without_heads) == ("5 of 20", ("D",))


def test_without_any_headcount_the_total_says_only_that() -> None:
    total = coverage_of([cell("D", 13, None), cell("E", 5, None)]).total
    assert total is not None
    assert (total.words, total.answered, total.share, total.heads) == (NO_HEADCOUNT, None, None, 0)


def test_a_role_group_that_an_agency_does_not_have_has_no_row() -> None:
    assert coverage_of([cell("D", 0, 0)]) == Coverage((), (), (), None)


# Blocks -----------------------------------------------------------------------------------------------------


def test_role_groups_under_five_heads_are_joined_within_their_agency() -> None:
    cells = [cell("A", 1, 3), cell("B", 2, 4), cell("F", 12, 40)]
    assert labels(coverage_of(cells)) == [(("F",), 40), (("A", "B"), 7)]


def test_four_people_hide_nobody_else_of_their_agency_which_leaves_them_out() -> None:
    cells = [cell("A", 121, 887), cell("J", 1, 4), cell("A", 20, 50, "south"), cell("J", 2, 3, "south")]
    for coverage in (coverage_of(cells), coverage_of(cells, {"north"})):
        assert coverage.by_agency[0].words == "121 of 887"
    assert coverage_of(cells, {"north"}).by_role_group[0].words == "121 of 887"
    own = coverage_of(cells, {"north"}).total
    assert own is not None
    assert (own.words, own.left_out) == ("121 of 887", 4)


def test_few_people_of_several_agencies_stand_with_their_role_group_and_in_the_total_of_all() -> None:
    cells = [cell("A", 121, 887), cell("J", 1, 4), cell("A", 20, 50, "south"), cell("J", 2, 3, "south")]
    coverage = coverage_of(cells)
    assert [(row.role_groups, row.words, row.elsewhere) for row in coverage.by_role_group] == [
        (("A",), "141 of 937", 0),
        (("J",), "3 of 7", 0),
    ]
    assert [row.words for row in coverage.by_agency] == ["121 of 887", "20 of 50", "3 of 7"]
    assert coverage.total is not None
    assert (coverage.total.words, coverage.total.left_out) == ("144 of 944", 0)


def test_a_few_people_of_all_agencies_together_are_told_of_nowhere_and_hide_nobody() -> None:
    cells = [
        *(cell("A", 10, 40, agency) for agency in ("east", "north", "south")),
        cell("J", 1, 4, "east"),
        cell("J", 2, 3, "north"),
        cell("I", 1, 2, "south"),
    ]
    coverage = coverage_of(cells)
    assert labels(coverage) == [(("A",), 40)] * 3 + [(("J",), 7), (("I",), 2)]
    assert [row.words for row in coverage.rows[3:]] == ["3 of 7", TOO_FEW_HEADS]
    assert coverage.total is not None
    assert (coverage.total.words, coverage.total.left_out) == ("33 of 127", 2)


def test_a_row_of_a_role_group_says_how_many_of_it_stand_elsewhere() -> None:
    cells = [cell("A", 1, 3), cell("J", 2, 4), cell("J", 5, 20, "south"), cell("A", 25, 40, "south")]
    cells += [cell("A", 1, 3, "east"), cell("J", 2, 3, "east")]
    assert [(row.role_groups, row.heads, row.elsewhere) for row in coverage_of(cells).by_role_group] == [
        (("A",), 40, 6),
        (("J",), 20, 7),
        (("A", "J"), 13, 0),
    ]


def test_a_row_that_lacks_a_few_of_its_role_group_gives_its_smallest_block_to_the_joined_ones() -> None:
    """The three of the east and the 16 of the north stand in one release group: 211 of 779, where the row had 776."""
    cells = [
        *(cell("I", 25, 100, f"large-{n}") for n in range(3)),
        cell("I", 7, 16),
        cell("I", 9, 30, "south"),
        cell("I", 1, 3, "east"),
        cell("F", 30, 90, "east"),
        cell("F", 25, 90, "north"),
        cell("F", 1, 2, "south"),
        cell("H", 1, 2, "south"),
    ]
    assert [(row.role_groups, row.words, row.elsewhere) for row in coverage_of(cells).by_role_group] == [
        (("F",), "55 of 180", 2),
        (("I",), "84 of 330", 19),
        (("F", "H", "I"), "10 of 23", 0),
    ]


def test_agencies_under_five_heads_are_joined_with_each_other_and_never_with_a_larger_one() -> None:
    cells = [cell("A", 1, 3, "tiny"), cell("B", 2, 4, "small"), cell("F", 12, 40, "large")]
    assert [(row.agencies, row.words) for row in coverage_of(cells).by_agency] == [
        (("large",), "12 of 40"),
        (("small", "tiny"), "3 of 7"),
    ]
    assert coverage_of(cells, {"tiny"}) == Coverage((), (), (), None)
    assert coverage_of(cells, {"tiny", "large"}).rows == coverage_of(cells, {"large"}).rows


def test_agencies_that_are_too_few_even_together_are_in_no_total_which_says_so() -> None:
    coverage = coverage_of([cell("A", 3, 3, "tiny"), cell("F", 12, 40, "large")])
    assert [row.words for row in coverage.by_agency] == ["12 of 40", TOO_FEW_HEADS]
    assert coverage.total is not None
    assert (coverage.total.words, coverage.total.left_out) == ("12 of 40", 3)


def test_the_total_does_not_undo_what_the_rows_say_in_words() -> None:
    everybody, but_one = (
        coverage_of([cell("D", answers, 6), cell("E", 10, 20), cell("F", 0, 8)]) for answers in (6, 5)
    )
    assert everybody == but_one
    assert everybody.total is not None
    assert (everybody.total.words, everybody.total.about) == ("about 16 of 34", True)


def test_role_groups_are_added_up_where_they_stand_alone_and_joined_ones_all_together() -> None:
    cells = [
        cell("A", 1, 3, "north"),
        cell("B", 2, 4, "north"),
        cell("F", 12, 40, "north"),
        cell("A", 4, 10, "south"),
        cell("F", 3, 20, "south"),
        cell("A", 2, 3, "east"),
        cell("B", 2, 3, "east"),
    ]
    assert [(row.role_groups, row.words) for row in coverage_of(cells).by_role_group] == [
        (("A",), "4 of 10"),
        (("F",), "15 of 60"),
        (("A", "B"), "7 of 13"),
    ]


# The attacker -----------------------------------------------------------------------------------------------


@st.composite
def partnerships(draw: st.DrawFn) -> list[Cell]:
    """Agencies with many role groups of very few people; headcounts are at times missing or too low."""
    cells = []
    for agency in range(draw(st.integers(1, 4))):
        for role_group in draw(st.sampled_from(["A", "AB", "ABC", "ABCD"])):
            heads = draw(st.sampled_from([None, 0, 1, 2, 3, 4, 5, 6, 9, 10, 12, 30]))
            answers = draw(st.integers(0, 3 if heads is None else heads + 1))
            cells.append(cell(role_group, answers, heads, f"agency-{agency}"))
    return cells


def everything_shown(cells: list[Cell]) -> Iterator[Coverage]:
    """Every page there could be: coverage of all, and of every set of agencies somebody might be lead of."""
    yield coverage_of(cells)
    agencies = sorted({one.agency for one in cells})
    for size in range(1, len(agencies) + 1):
        for chosen in combinations(agencies, size):
            yield coverage_of(cells, chosen)


def blocks(cells: list[Cell]) -> list[tuple[list[int], CoverageRow]]:
    """The blocks as places among the cells, each with what is shown of it."""
    made = [[cells.index(one) for one in block] for block in blocks_of(cells)]
    return list(zip(made, coverage_of(cells).rows, strict=True))


def with_answers(cells: list[Cell], answers: dict[int, int]) -> list[Cell]:
    return [replace(one, answers=answers.get(place, one.answers)) for place, one in enumerate(cells)]


@given(partnerships(), st.randoms())
def test_nothing_shown_tells_who_of_a_block_answered(cells: list[Cell], random: Random) -> None:
    """Deal a block's answers anew among its cells: every page, row and total stays the same."""
    shown = list(everything_shown(cells))
    for places, _ in blocks(cells):
        people = [place for place in places for _ in range(cells[place].heads or 0)]
        total = sum(cells[place].answers for place in places)
        if not people or total > len(people):
            continue
        dealt = random.sample(people, total)
        moved = with_answers(cells, {place: dealt.count(place) for place in places})
        assert list(everything_shown(moved)) == shown


@given(partnerships())
def test_nothing_shown_tells_that_all_or_none_of_a_block_answered(cells: list[Cell]) -> None:
    """Everybody or everybody but one, nobody or one: every page, row and total is the same for both."""
    shown = list(everything_shown(cells))
    for places, row in blocks(cells):
        total = sum(cells[place].answers for place in places)
        if row.heads < FEWEST_HEADS:
            continue
        if total == row.heads:
            place = next(place for place in places if cells[place].answers)
            other = with_answers(cells, {place: cells[place].answers - 1})
        elif total == 0 and row.heads < FEW_BELOW:
            other = with_answers(cells, {places[0]: 1})
        else:
            continue
        assert list(everything_shown(other)) == shown


@given(partnerships())
def test_blocks_are_disjoint_and_none_under_five_heads_is_told(cells: list[Cell]) -> None:
    rows = coverage_of(cells).rows
    members = [place for places, _ in blocks(cells) for place in places]
    assert len(members) == len(set(members))
    assert {place for place, one in enumerate(cells) if one.answers or one.heads != 0} <= set(members)
    for row in rows:
        if row.heads < FEWEST_HEADS:
            assert (row.answered, row.share, row.counted) == (None, None, 0)


@given(partnerships())
def test_a_lead_is_shown_blocks_that_everybody_else_is_shown(cells: list[Cell]) -> None:
    everywhere = set(coverage_of(cells).rows)
    assert all(set(shown.rows) <= everywhere for shown in everything_shown(cells))


@given(partnerships())
def test_totals_are_sums_of_blocks_by_what_they_count_as(cells: list[Cell]) -> None:
    coverage = coverage_of(cells)
    told = [row for row in coverage.rows if row.heads >= FEWEST_HEADS]
    for rows in (coverage.by_agency, coverage.by_role_group):
        assert sum(row.heads for row in rows if row.heads >= FEWEST_HEADS) == sum(row.heads for row in told)
    if coverage.total is not None and len(coverage.rows) > 1:
        assert coverage.total.heads == sum(row.heads for row in told)


@given(partnerships(), st.randoms())
def test_the_order_of_the_cells_does_not_matter(cells: list[Cell], random: Random) -> None:
    shuffled = cells.copy()
    random.shuffle(shuffled)
    assert coverage_of(shuffled) == coverage_of(cells)


def test_a_naive_coverage_is_undone_by_its_total() -> None:
    """Blanks under five heads beside an exact total: one subtraction tells whether two people answered."""
    cells = [cell("A", 2, 2), cell("E", 6, 20), cell("F", 12, 40)]
    shown = sum(one.answers for one in cells if one.heads is not None and one.heads >= FEWEST_HEADS)
    total = sum(one.answers for one in cells)
    assert total - shown == 2
    assert coverage_of(with_answers(cells, {0: 0})) == coverage_of(cells)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from([1, 2, 3, 4, 5, 9, 16, 40]), st.floats(0, 1))))
def test_no_role_group_of_coverage_less_the_same_of_a_release_leaves_fewer_than_five_people(
    drawn: list[tuple[str, int, float]],
) -> None:
    """Each stands in one of ten agencies: the heads in one number and not in the other are five or more, or none."""
    cells = [
        cell(role_group, round(rate * heads), heads, f"agency-{place % 10}")
        for place, (role_group, heads, rate) in enumerate(drawn)
    ]
    cells = list({(one.agency, one.role_group): one for one in cells}.values())
    groups = form_groups(cells).groups
    rows = coverage_of(cells).by_role_group
    if all(len(row.role_groups) == 1 for row in rows):
        return  # With one number for each role group there is none in which a block could stand instead.
    for row in rows:
        if len(row.role_groups) > 1 or row.left_out == row.heads:
            continue
        (role_group,) = row.role_groups
        told = {agency for group in groups if group.role_group == role_group for agency in group.agencies}
        heads = {one.agency: one.heads or 0 for one in cells if one.role_group == role_group}
        for apart in (told - set(row.agencies), set(row.agencies) - told):
            left = sum(heads.get(agency, 0) for agency in apart)
            assert not told or left == 0 or left >= FEWEST_HEADS


def isolated_beside_a_release(cells: list[Cell], made: list[list[Cell]]) -> int:
    """How many cells of under five heads follow from these blocks and the answers of every release group."""
    names = [(one.agency, one.role_group) for one in cells]
    facts: list[frozenset[Hashable]] = [frozenset((one.agency, one.role_group) for one in block) for block in made]
    facts += [frozenset((agency, group.role_group) for agency in group.agencies) for group in form_groups(cells).groups]
    rows = np.array([[float(name in fact) for name in names] for fact in facts])
    _, sizes, directions = np.linalg.svd(rows)
    left_open = directions[(sizes > 1e-9).sum() :]
    few = [place for place, one in enumerate(cells) if (one.heads or 0) < FEWEST_HEADS]
    return int((np.abs(left_open[:, few]) < 1e-9).all(axis=0).sum())


def joined_by_the_smallest(cells: list[Cell]) -> list[list[Cell]]:
    """Blocks in which a few people take the smallest larger role group of their agency with them."""
    made = []
    for agency in sorted({one.agency for one in cells}):
        alone = [[one] for one in cells if one.agency == agency and (one.heads or 0) >= FEWEST_HEADS]
        few = [one for one in cells if one.agency == agency and (one.heads or 0) < FEWEST_HEADS]
        if few and sum(one.heads or 0 for one in few) < FEWEST_HEADS:
            few += alone.pop(min(range(len(alone)), key=lambda place: alone[place][0].heads or 0))
        made += [*alone, few] if few else alone
    return made


def test_a_release_beside_coverage_tells_of_few_people_more_seldom_than_if_larger_groups_hid_them() -> None:
    """That nothing follows from both is not promised (decision 9); joining the smallest larger group is far worse."""
    random, ours, naive = Random(4), 0, 0
    for _ in range(60):
        cells = [
            cell(role_group, sum(random.random() < 0.35 for _ in range(heads)), heads, f"agency-{agency}")
            for agency in range(random.randint(3, 10))
            for role_group, heads in zip(
                "ABCJ", (*random.choices((12, 20, 40, 60, 100), k=3), random.randint(1, 4)), strict=True
            )
        ]
        ours += isolated_beside_a_release(cells, blocks_of(cells))
        naive += isolated_beside_a_release(cells, joined_by_the_smallest(cells))
    assert 3 * ours < naive


def test_a_total_of_rows_in_words_alone_knows_no_more_than_they_do() -> None:
    cells = [Cell(agency, "health", "J", 0, 5) for agency in ("a", "b", "c")]
    (leaders,) = coverage_of(cells).by_role_group
    assert (leaders.answered, leaders.words) == (None, NONE_OR_FEW)
