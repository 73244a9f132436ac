"""Tables of simulated coverage as a page of Markdown."""

from dataclasses import dataclass

import numpy as np

TRIALS = 4_000
"""Samples a row: the standard error of a coverage near 95 % is then a third of a point."""

SEED = 20_261
OPENING = f"""\
# Simulated coverage

How often an interval holds the value it is an interval of, and how large an estimate's error is, by drawing samples
from populations that are known. An interval of 95 % should hold it 95 times in a hundred.

`make methods` writes this page: {TRIALS:,} samples a row unless a table says otherwise, all of them from the seed
{SEED}. `make test-slow` works it out again, holds it to the bounds named under each table and fails where the page
differs. Chance alone moves a coverage in these tables by up to one point.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One table, the words above it and what is claimed of it beneath."""

    title: str
    words: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    claim: str


def generator(*place: int) -> np.random.Generator:
    """The random numbers of one row: each row has its own, so that a new one changes no other."""
    return np.random.default_rng([SEED, *place])


def share(value: float) -> str:
    """A share in per cent with one decimal."""
    return f"{100 * value:.1f}"


def page(sections: list[Section]) -> str:
    """The whole page."""
    return "\n".join([OPENING, *(_written(section) for section in sections)])


def _written(section: Section) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (section.headers, *section.rows)]
    lines.insert(1, "| --- |" + " ---: |" * (len(section.headers) - 1))
    return "\n".join([f"## {section.title}", "", section.words, "", *lines, "", section.claim, ""])
