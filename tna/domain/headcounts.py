"""When an agency's headcounts have to be asked for anew."""

from datetime import date


def is_out_of_date(as_at: date | None, today: date) -> bool:
    """Whether headcounts as at this day are more than twelve months old; there being none is as bad."""
    return as_at is None or (as_at.year + 1, as_at.month, as_at.day) < (today.year, today.month, today.day)
