"""What a page may say of a shift, at the limits of each reading."""

import pytest

from tna.domain.evaluations.readings import Reading, reading_of
from tna.domain.evaluations.shift import shift_of_changes


@pytest.mark.parametrize(
    ("changes", "p", "reading"),
    [
        ({}, None, None),
        ({1: 9}, 0.004, None),
        ({1: 10}, 0.002, Reading.TOO_FEW),
        ({1: 14}, 0.0001, Reading.TOO_FEW),
        ({1: 15}, 0.0001, Reading.RISE),
        ({1: 15}, 0.05, Reading.RISE),
        ({1: 15}, 0.0501, Reading.INCONCLUSIVE),
        ({-1: 12, 0: 3}, 0.01, Reading.FALL),
        ({-1: 12, 1: 12}, 1.0, Reading.INCONCLUSIVE),
        ({0: 49}, 1.0, Reading.INCONCLUSIVE),
        ({0: 50}, 1.0, Reading.UNCLEAR),
        ({0: 50}, None, Reading.UNCLEAR),
    ],
)
def test_a_reading_needs_enough_pairs_and_a_small_p(
    changes: dict[int, int], p: float | None, reading: Reading | None
) -> None:
    assert reading_of(shift_of_changes(changes), p) == reading
