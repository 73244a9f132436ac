"""When headcounts have to be asked for anew."""

from datetime import date

import pytest

from tna.domain.headcounts import is_out_of_date


@pytest.mark.parametrize(
    ("as_at", "today", "expected"),
    [
        (None, date(2027, 3, 1), True),
        (date(2026, 3, 1), date(2027, 3, 1), False),
        (date(2026, 3, 1), date(2027, 3, 2), True),
        (date(2028, 2, 29), date(2029, 2, 28), False),
        (date(2028, 2, 29), date(2029, 3, 1), True),
        (date(2027, 3, 1), date(2027, 3, 1), False),
    ],
)
def test_headcounts_are_good_for_twelve_months(as_at: date | None, today: date, expected: bool) -> None:
    assert is_out_of_date(as_at, today) is expected
