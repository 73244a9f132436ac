"""The worked example of a shift: it adds up, and shows nothing that would be withheld."""

import pytest

from tna.domain.reports.worked_shift import shift_example


@pytest.mark.parametrize("k", [5, 10, 12, 45])
def test_the_example_adds_up_and_is_large_enough(k: int) -> None:
    one = shift_example(k)
    shift = one.statement.shift
    assert shift.n >= max(k, one.tested_from)
    assert sum(each.people for each in one.changes) == shift.n
    assert sum(each.people for each in one.changes if each.change > 0) == shift.up
    assert one.averages == shift.n * (shift.n + 1) // 2
    assert shift.wilcoxon is not None
    effect = (one.ranks_up - one.ranks_down) / (one.ranks_up + one.ranks_down)
    assert effect == pytest.approx(shift.wilcoxon.rank_biserial)
    mean_change = sum(each.change * each.people for each in one.changes) / shift.n
    assert one.mean_after - one.mean_before == pytest.approx(mean_change)
    assert one.looking_back.notable
    assert one.room.n >= one.shown_from
