"""The whole shift of a statement and of a domain: published pairs, edges, and counts against pairs."""

import pytest
from hypothesis import given

from tests.domain.pairs import (
    AFTER,
    BEFORE,
    DEPRESSION_AFTER,
    DEPRESSION_BEFORE,
    pairs_of_levels,
    table_of,
    tables,
)
from tna.domain.evaluations.hodges_lehmann import Location, hodges_lehmann
from tna.domain.evaluations.shift import (
    Room,
    Shift,
    StatementShift,
    room_to_improve,
    shift_of_changes,
    shift_of_pairs,
    shift_of_table,
)
from tna.domain.intervals import Interval

NOBODY = [[0] * 5 for _ in range(5)]
ALL_FIVES = [*NOBODY[:4], [0, 0, 0, 0, 30]]


def test_levels_with_zeros_give_the_values_of_r() -> None:
    """14 up, 5 same, 1 down, Hodges-Lehmann 1.0; p .0006103516 to 1e-10."""
    found = shift_of_pairs(zip(BEFORE, AFTER, strict=True))
    assert (found.shift.n, found.shift.up, found.shift.same, found.shift.down) == (20, 14, 5, 1)
    assert found.shift.location is not None
    assert found.shift.wilcoxon is not None
    assert found.shift.location.shift == 1.0
    assert found.shift.wilcoxon.p == pytest.approx(0.0006103516, abs=1e-10)


def test_shares_at_four_or_more_and_who_crossed() -> None:
    """4 of 20 were confident before and 13 after: nine gained, none lost, p = 2/2⁹."""
    found = shift_of_pairs(zip(BEFORE, AFTER, strict=True))
    assert (found.confident_before, found.confident_after) == (4 / 20, 13 / 20)
    assert found.mcnemar_p == pytest.approx(2 / 512)
    assert found.stuart_maxwell is not None


def test_values_that_are_no_levels_have_no_stuart_maxwell() -> None:
    found = shift_of_pairs(zip(DEPRESSION_BEFORE, DEPRESSION_AFTER, strict=True))
    assert found.stuart_maxwell is None
    assert (found.confident_before, found.confident_after, found.mcnemar_p) == (0, 0, 1)
    assert (found.shift.up, found.shift.same, found.shift.down) == (7, 0, 2)


def test_decimals_count_as_confident_from_four() -> None:
    found = shift_of_pairs([(3.9, 4.0), (4.5, 4.5), (4.1, 3.99), (1.0, 4.2)])
    assert (found.confident_before, found.confident_after) == (2 / 4, 3 / 4)
    assert found.mcnemar_p == 1


@pytest.mark.parametrize("found", [shift_of_pairs([]), shift_of_table(NOBODY)])
def test_without_a_pair_there_is_nothing_to_say(found: StatementShift) -> None:
    assert found == StatementShift(Shift(0, 0, 0, 0, None, None), None, None, None, None)


def test_one_pair_has_a_shift_and_no_interval() -> None:
    found = shift_of_pairs([(2, 4)])
    assert found.shift.location == Location(2.0, None)
    assert (found.shift.n, found.mcnemar_p, found.confident_before, found.confident_after) == (1, 1, 0, 1)


def test_where_all_gave_fives_nobody_changed_and_nobody_could() -> None:
    found = shift_of_table(ALL_FIVES)
    assert found.shift.location == Location(0.0, Interval(0.0, 0.0))
    assert found.shift.wilcoxon is not None
    assert (found.shift.wilcoxon.z, found.shift.wilcoxon.rank_biserial, found.shift.wilcoxon.p) == (None, None, 1)
    assert (found.confident_before, found.confident_after, found.mcnemar_p) == (1, 1, 1)
    assert found.stuart_maxwell is None
    assert room_to_improve(ALL_FIVES) == Room(1.0, 0, None)


def test_there_is_no_room_among_nobody() -> None:
    assert room_to_improve(NOBODY) == Room(None, 0, None)


def test_those_at_the_top_before_are_left_out_of_the_shift_of_those_with_room() -> None:
    table = [[0] * 5, [0, 0, 8, 0, 0], [0] * 5, [0] * 5, [0, 0, 0, 2, 10]]
    assert room_to_improve(table) == Room(12 / 20, 8, Location(1.0, Interval(1.0, 1.0)))


def test_a_domain_of_one_statement_shifts_as_the_statement() -> None:
    table = table_of(list(zip(BEFORE, AFTER, strict=True)))
    changes = {2: 6, 1: 8, 0: 5, -1: 1}
    assert shift_of_changes(changes) == shift_of_table(table).shift


def test_a_domain_shifts_by_the_changes_of_its_sum() -> None:
    found = shift_of_changes({-3: 1, 0: 4, 2: 6, 5: 3, 11: 1})
    assert (found.n, found.up, found.same, found.down) == (15, 10, 4, 1)
    assert found.location == hodges_lehmann({-3: 1, 0: 4, 2: 6, 5: 3, 11: 1})


@pytest.mark.parametrize("of", [shift_of_table, room_to_improve])
def test_a_table_of_another_shape_is_refused(of: object) -> None:
    assert callable(of)
    with pytest.raises(ValueError, match="5 rows of 5 counts"):
        of([[1, 2], [3, 4]])


@given(pairs_of_levels)
def test_counts_and_pairs_say_the_same(pairs: list[tuple[int, int]]) -> None:
    assert shift_of_pairs(pairs) == shift_of_table(table_of(pairs))


@given(pairs_of_levels)
def test_levels_in_tenths_above_the_scale_shift_the_same(pairs: list[tuple[int, int]]) -> None:
    """The way of decimals against the way of tables: the same changes, a tenth as large."""
    plain = shift_of_pairs(pairs).shift
    tenths = shift_of_pairs([(50 + before / 10, 50 + after / 10) for before, after in pairs]).shift
    assert (tenths.up, tenths.same, tenths.down) == (plain.up, plain.same, plain.down)
    assert tenths.wilcoxon == plain.wilcoxon
    assert tenths.location is not None
    assert plain.location is not None
    assert tenths.location.shift == pytest.approx(plain.location.shift / 10)


@given(tables)
def test_before_and_after_swapped_turn_everything_round(table: list[list[int]]) -> None:
    there, back = shift_of_table(table), shift_of_table([list(column) for column in zip(*table, strict=True)])
    assert (there.shift.up, there.shift.down) == (back.shift.down, back.shift.up)
    assert (there.confident_before, there.confident_after) == (back.confident_after, back.confident_before)
    assert there.mcnemar_p == back.mcnemar_p


@given(pairs_of_levels)
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    assert shift_of_pairs(sorted(pairs)) == shift_of_pairs(pairs)
