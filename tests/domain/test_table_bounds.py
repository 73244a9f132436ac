"""The bounds of withheld cells against a linear program, against trying every table, and by hand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.tables import every_table, linear_program, table, tables
from tna.domain.table_audit import TwoWayTable
from tna.domain.table_bounds import Blanked, Bounds, bounds_of, furthest, room_of


def found(audited: TwoWayTable) -> dict[tuple[int, int], tuple[int, int]]:
    blanked = Blanked(audited.counts, audited.withheld)
    all_bounds = [bounds_of(blanked, place) for place in audited.withheld]
    return {one.place: (one.low, one.high) for one in all_bounds}


def test_a_cell_alone_in_its_row_is_known() -> None:
    assert found(table([[3, 20], [12, 30]], {(0, 0)})) == {(0, 0): (3, 3)}


def test_a_rectangle_moves_by_its_least_counts() -> None:
    """3 rises by what 20 and 12 can lose, and falls to nothing: by hand."""
    everything = {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert found(table([[3, 20], [12, 30]], everything)) == {
        (0, 0): (0, 15),
        (0, 1): (8, 23),
        (1, 0): (0, 15),
        (1, 1): (27, 42),
    }


def test_a_loop_of_six_moves_without_any_rectangle() -> None:
    loop = {(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)}
    assert found(table([[7, 9, 50], [50, 8, 6], [4, 50, 9]], loop))[0, 0] == (0, 11)  # the three that fall have 9, 6, 4


def test_a_table_of_one_row_keeps_nothing() -> None:
    assert found(table([[3, 20, 8]], {(0, 0), (0, 1), (0, 2)})) == {(0, 0): (3, 3), (0, 1): (20, 20), (0, 2): (8, 8)}


def test_large_counts_stay_whole() -> None:
    large = 999_999_999
    corners = {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert found(table([[large, large], [large, 1]], corners))[1, 1] == (0, large + 1)


@given(tables())
def test_bounds_are_those_of_a_linear_program(audited: TwoWayTable) -> None:
    for place, bounds in found(audited).items():
        assert bounds == linear_program(audited.counts, audited.withheld, place)


@settings(max_examples=40)
@given(tables(shape=(3, 3), largest=3))
def test_bounds_are_those_of_trying_every_table(audited: TwoWayTable) -> None:
    every = list(every_table(audited.counts, audited.withheld))
    for place, (low, high) in found(audited).items():
        assert (low, high) == (min(one[place] for one in every), max(one[place] for one in every))


@given(tables(), st.integers(1, 60))
def test_room_is_that_of_the_bounds_as_far_as_it_is_sought(audited: TwoWayTable, enough: int) -> None:
    for place in audited.withheld:
        falls, rises = room_of(Blanked(audited.counts, audited.withheld), place, enough)
        width = bounds_of(Blanked(audited.counts, audited.withheld), place).width
        assert falls + rises == min(width, enough)


@given(tables())
def test_the_furthest_table_agrees_with_all_that_is_published(audited: TwoWayTable) -> None:
    for place in audited.withheld:
        for rises in (True, False):
            other = furthest(Blanked(audited.counts, audited.withheld), place, rises=rises)
            assert [sum(row) for row in other] == list(audited.row_totals)
            assert [sum(column) for column in zip(*other, strict=True)] == list(audited.column_totals)
            assert all(
                other[row][column] == audited.count((row, column)) or (row, column) in audited.withheld
                for row, column in audited.places
            )
            assert min(map(min, other)) >= 0


@given(tables())
def test_where_only_totals_are_published_the_bounds_are_those_of_frechet(audited: TwoWayTable) -> None:
    whole = sum(audited.row_totals)
    blanked = Blanked(audited.counts, frozenset(audited.places))
    for row, column in audited.places:
        in_row, in_column = audited.row_totals[row], audited.column_totals[column]
        bounds = bounds_of(blanked, (row, column))
        assert (bounds.low, bounds.high) == (max(0, in_row + in_column - whole), min(in_row, in_column))


@given(tables(), st.data())
def test_withholding_more_never_narrows_an_interval(audited: TwoWayTable, data: st.DataObject) -> None:
    more = audited.withheld | {data.draw(st.sampled_from(audited.places))}
    for place in audited.withheld:
        before = bounds_of(Blanked(audited.counts, audited.withheld), place)
        after = bounds_of(Blanked(audited.counts, more), place)
        assert after.low <= before.low
        assert after.high >= before.high


def test_a_table_that_disagrees_is_not_believed() -> None:
    blanked = Blanked([[3, 20], [12, 30]], {(0, 0), (0, 1), (1, 0)})
    assert blanked.agrees([[3, 20], [12, 30]])
    assert not blanked.agrees([[4, 19], [11, 31]])  # a published count is another
    assert not blanked.agrees([[4, 20], [12, 30]])  # totals are others
    assert not Blanked([[3, 20], [12, 30]], {(0, 0), (0, 1), (1, 0), (1, 1)}).agrees([[-1, 24], [16, 26]])


def test_width_is_the_distance_of_the_ends() -> None:
    assert Bounds((0, 0), 3, 17).width == 14
