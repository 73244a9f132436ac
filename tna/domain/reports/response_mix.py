"""Who stands in the figures of two rounds: the share of each role group among the answers, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import inside, listed, percent, short_percent

CLEARLY_MOVED = 0.05
"""A share of the answers that moved by five points or more is named: it may move a figure for everyone by itself."""

_MOST_NAMED = 3
_ALIKE = 9  # decimals beyond which two differences are the same one


@dataclass(frozen=True, slots=True)
class ResponseMix:
    """The mix of role groups in the released figures of two rounds, and whether it moved."""

    finding: str
    has_changed: bool
    table: Table


def response_mix(
    then: Mapping[str, Figures], now: Mapping[str, Figures], *, earlier: str, later: str, titles: Mapping[str, str]
) -> ResponseMix:
    """The shares of the role groups among the answers that the figures of two rounds cover, by figures of each."""
    before, after = _shares(then), _shares(now)
    groups = sorted(before.keys() | after.keys())
    moves = {one: round(after.get(one, 0.0) - before.get(one, 0.0), _ALIKE) for one in groups}
    moved = sorted((one for one in groups if abs(moves[one]) >= CLEARLY_MOVED), key=lambda one: -abs(moves[one]))
    named = [
        f"{inside(titles[one])} made up {percent(after.get(one, 0.0))} of the answers, from "
        f"{percent(before.get(one, 0.0))}"
        for one in moved[:_MOST_NAMED]
    ]
    finding = (
        "The mix of role groups among the answers is much the same: no share moved by five points or more."
        if not named
        else f"The mix of those who answered changed: {listed(named)}. Read changes for everyone with that in mind, or "
        "look at one role group."
    )
    rows = tuple(
        (titles[one], short_percent(before.get(one, 0.0)), short_percent(after.get(one, 0.0))) for one in groups
    )
    headers = ("Role group", f"Share of answers, {earlier}", f"Share of answers, {later}")
    return ResponseMix(finding, bool(moved), Table("Who stands in these figures", headers, rows, frozenset({1, 2})))


def _shares(figures: Mapping[str, Figures]) -> dict[str, float]:
    """Of the answers in released figures, the share (0..1) of each role group that has any."""
    total = sum(one.covered for one in figures.values())
    return {group: one.covered / total for group, one in figures.items() if one.covered}
