"""The data table beneath every picture, which is also its CSV."""

from dataclasses import dataclass

from tna.language import gettext


def no_range() -> str:
    """Everybody answered, or more than the headcount says: there is nothing to be uncertain about, or no knowing."""
    return gettext("no range")


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, in rows. `numeric` names the columns (from 0) whose cells are set to the right."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError("every row of a table has one cell for each header")
