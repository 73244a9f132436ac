"""The table auditor: a published instance, the naive version that falls, and what an attacker finds by trying all."""

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.tables import every_table, linear_program, table, tables
from tests.house.tree import ROOT
from tna.domain.table_audit import TableAudit, TwoWayTable, audit_table

# The test problem of the R package sdcTable (B. Meindl, github.com/sdcTools/sdcTable, tests/testthat/
# test-simpleheuristic.R), whose comment says: "while there are >= 2 supps in each constraint, a cell (w|b) can be
# exactly recomputed", by two rows less two columns: (230 + 250) - (89 + 124 + 31) = 236, less 1791 - 1602 = 189. It
# says that withholding (x|b) would make it safe, and its test expects of the package's own attack, after its heuristic
# has added one cell, the bounds 0 and 78 for w|b, whose count is 47. Totals are those of the cells, as the package
# computes them too; two that are typed beside them there, 1021 and 770 for 1012 and 779, have digits exchanged.
SDC_TABLE = TwoWayTable(
    tuple("wxyz"),
    tuple("abcd"),
    ((30, 47, 64, 89), (90, 124, 5, 31), (92, 100, 59, 85), (800, 991, 651, 685)),
    frozenset({(0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 1), (2, 3), (3, 1), (3, 3)}),
)
W_B = (0, 1)


def cell(audit: TableAudit, place: tuple[int, int], *, after: bool = False) -> tuple[int, int, bool]:
    (one,) = (each for each in (audit.after if after else audit.cells) if each.place == place)
    return one.low, one.high, one.is_safe


# A published instance ----------------------------------------------------------------------------------------


def test_the_published_table_has_the_sums_by_which_its_cell_is_recomputed() -> None:
    assert SDC_TABLE.row_totals == (230, 250, 336, 3127)
    assert SDC_TABLE.column_totals[0] + SDC_TABLE.column_totals[2] == 1791
    assert SDC_TABLE.count(W_B) == 236 - 189


def test_the_published_cell_can_be_recomputed_although_two_are_withheld_in_every_row_and_column() -> None:
    for line in range(4):
        assert sum(row == line for row, _ in SDC_TABLE.withheld) >= 2
        assert sum(column == line for _, column in SDC_TABLE.withheld) >= 2
    audit = audit_table(SDC_TABLE, 5)
    assert not audit.is_safe
    assert [one.place for one in audit.cells if one.is_exact] == [W_B]
    assert cell(audit, W_B) == (47, 47, False)


def test_one_more_blank_gives_the_published_bounds() -> None:
    audit = audit_table(SDC_TABLE, 5)
    assert [SDC_TABLE.names(place) for place in audit.also_withhold] == [("x", "d")]
    assert cell(audit, W_B, after=True) == (0, 78, True)


def test_the_blank_the_authors_name_makes_it_safe_too() -> None:
    named = TwoWayTable(SDC_TABLE.rows, SDC_TABLE.columns, SDC_TABLE.counts, SDC_TABLE.withheld | {(1, 1)})
    assert audit_table(named, 5).is_safe


# The rule ----------------------------------------------------------------------------------------------------


def test_a_table_that_withholds_nothing_and_has_no_small_count_is_safe() -> None:
    audit = audit_table(table([[0, 20], [12, 30]]), 10)
    assert audit.is_safe
    assert audit.cells == audit.after == audit.also_withhold == ()


def test_a_published_count_under_the_threshold_is_unsafe_and_becomes_a_blank() -> None:
    audit = audit_table(table([[9, 20], [12, 30]]), 10)
    assert not audit.is_safe
    assert audit.small == ((0, 0),)
    assert audit.also_withhold == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert all(one.is_safe for one in audit.after)


def test_a_width_of_exactly_the_threshold_is_safe() -> None:
    corners = {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert audit_table(table([[4, 6], [6, 10]], corners), 10).is_safe
    assert not audit_table(table([[4, 6], [6, 10]], corners), 11).is_safe


def test_nothing_is_found_where_a_total_is_under_the_threshold() -> None:
    audit = audit_table(table([[1, 2, 0], [12, 30, 8], [9, 14, 22]], {(0, 0)}), 5)
    assert not audit.is_safe
    assert audit.also_withhold == ()
    assert audit.after == audit.cells


def test_a_threshold_under_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        audit_table(SDC_TABLE, 0)


def test_a_blank_is_a_count_of_people_rather_than_a_zero() -> None:
    """Readers may know that nobody can be in a cell: a zero is taken only where it saves two blanks."""
    audit = audit_table(table([[3, 0, 40], [30, 50, 60]]), 5)
    assert (0, 1) not in audit.also_withhold
    assert (0, 2) in audit.also_withhold


# The attacker ------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4))
def test_hiding_small_cells_alone_falls_wherever_a_row_has_a_single_one(counts: list[list[int]]) -> None:
    """The naive version: every count of 1 to 4 is blanked and nothing else."""
    blanked = frozenset((row, c) for row, line in enumerate(counts) for c, count in enumerate(line) if 0 < count < 5)
    alone = [place for place in blanked if sum(row == place[0] for row, _ in blanked) == 1]
    assume(alone)
    audit = audit_table(table(counts, blanked), 5)
    assert not audit.is_safe
    for row, column in alone:
        solved = sum(counts[row]) - sum(c for at, c in enumerate(counts[row]) if at != column)
        assert cell(audit, (row, column)) == (solved, solved, False)


def test_hiding_small_cells_alone_falls_in_most_tables() -> None:
    """The naive version, over thirty tables of 6 x 6 with a tenth of their counts small."""
    tried = [
        [[(7 * seed + 5 * row * column + 3 * row + 11 * column) % 43 for column in range(6)] for row in range(6)]
        for seed in range(30)
    ]
    fallen = [
        counts
        for counts in tried
        for audit in [
            audit_table(table(counts, {(r, c) for r in range(6) for c in range(6) if 0 < counts[r][c] < 5}), 5)
        ]
        if not audit.is_safe
    ]
    assert len(fallen) > len(tried) / 2


@settings(max_examples=40)
@given(tables(shape=(3, 3), largest=3), st.integers(1, 6))
def test_safe_is_never_said_where_trying_every_table_leaves_less_than_the_threshold(
    audited: TwoWayTable, threshold: int
) -> None:
    every = list(every_table(audited.counts, audited.withheld))
    wide = all(max(t[p] for t in every) - min(t[p] for t in every) >= threshold for p in audited.withheld)
    small = any(0 < audited.count(place) < threshold for place in audited.places if place not in audited.withheld)
    assert audit_table(audited, threshold).is_safe == (wide and not small)


@given(tables(), st.integers(1, 15))
def test_what_is_proposed_holds_against_a_linear_program(audited: TwoWayTable, threshold: int) -> None:
    audit = audit_table(audited, threshold)
    if not audit.also_withhold:
        assert audit.after == audit.cells
        return
    assert not audit.is_safe
    pattern = audited.withheld | set(audit.also_withhold)
    assert not audited.withheld & set(audit.also_withhold)
    assert {one.place for one in audit.after} == pattern
    for one in audit.after:
        low, high = linear_program(audited.counts, pattern, one.place)
        assert (one.low, one.high) == (low, high)
        assert high - low >= threshold
    assert not any(0 < audited.count(place) < threshold for place in audited.places if place not in pattern)


@settings(max_examples=25)
@given(tables(shape=(3, 3), largest=8), st.integers(1, 8))
def test_blanks_are_found_wherever_any_pattern_makes_the_table_safe(audited: TwoWayTable, threshold: int) -> None:
    """All patterns that contain what is withheld are tried."""
    audit = audit_table(audited, threshold)
    others = [place for place in audited.places if place not in audited.withheld]
    patterns = [audited.withheld | set(few) for n in range(len(others) + 1) for few in combinations(others, n)]
    safe = [
        pattern
        for pattern in patterns
        if audit_table(TwoWayTable(audited.rows, audited.columns, audited.counts, pattern), threshold).is_safe
    ]
    assert bool(safe) == (audit.is_safe or audit.can_be_mended)


@given(tables(), st.integers(1, 15))
def test_no_proposed_blank_is_superfluous(audited: TwoWayTable, threshold: int) -> None:
    audit = audit_table(audited, threshold)
    for place in audit.also_withhold:
        fewer = audited.withheld | set(audit.also_withhold) - {place}
        one_less = TwoWayTable(audited.rows, audited.columns, audited.counts, frozenset(fewer))
        assert not audit_table(one_less, threshold).is_safe


# In the request ----------------------------------------------------------------------------------------------


def test_an_audit_imports_no_scipy() -> None:
    """Pages audit in the request, and keep scipy out of it."""
    program = "import sys; import tna.domain.table_audit, tna.services.pasted_tables; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
