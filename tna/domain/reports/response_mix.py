"""Who stands in the figures of two rounds: the share of each role group among the answers, side by side."""

from collections.abc import Mapping, Sequence
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
    """The mix of role groups in the released figures of two rounds, and whether it moved.

    `table` is None where fewer than two role groups have figures in both.
    """

    finding: str
    has_changed: bool
    table: Table | None


def response_mix(
    then: Mapping[str, Figures], now: Mapping[str, Figures], *, earlier: str, later: str, titles: Mapping[str, str]
) -> ResponseMix:
    """The shares of the role groups among the answers that the figures of two rounds cover, by figures of each.

    Of role groups with figures in both: one that is withheld in a round has answers there, of which nothing is known
    here, and 0 % would be said of people who did answer.
    """
    before, after = _with_figures(then), _with_figures(now)
    groups = sorted(before.keys() & after.keys())
    not_shown = [inside(titles[one]) for one in sorted(before.keys() ^ after.keys())]
    if not groups:
        return ResponseMix(_none_in_both(before, after, earlier, later), False, None)
    if len(groups) == 1:
        alone = f"Only {inside(titles[groups[0]])} has figures in both rounds, so there is no mix to compare."
        return ResponseMix(f"{alone} {_left_out(not_shown)}".strip(), False, None)
    shares_then, shares_now = _shares(before, groups), _shares(after, groups)
    moves = {one: round(shares_now[one] - shares_then[one], _ALIKE) for one in groups}
    moved = sorted((one for one in groups if abs(moves[one]) >= CLEARLY_MOVED), key=lambda one: -abs(moves[one]))
    finding = f"{_finding(moved, shares_then, shares_now, titles, is_part=bool(not_shown))} {_left_out(not_shown)}"
    rows = tuple((titles[one], short_percent(shares_then[one]), short_percent(shares_now[one])) for one in groups)
    headers = ("Role group", f"Share of answers, {earlier}", f"Share of answers, {later}")
    table = Table("Who stands in these figures", headers, rows, frozenset({1, 2}))
    return ResponseMix(finding.strip(), bool(moved), table)


def _finding(
    moved: Sequence[str],
    then: Mapping[str, float],
    now: Mapping[str, float],
    titles: Mapping[str, str],
    *,
    is_part: bool,
) -> str:
    compared = "the role groups with figures in both rounds"
    if not moved:
        whose = f"the answers of {compared}" if is_part else "the answers"
        return f"The mix of role groups among {whose} is much the same: no share moved by five points or more."
    named = [f"{inside(titles[one])} made up {percent(now[one])}, from {percent(then[one])}" for one in moved]
    return (
        f"The mix of those who answered changed: of the answers{f' of {compared}' if is_part else ''}, "
        f"{listed(named[:_MOST_NAMED])}. Read changes for everyone with that in mind, or look at one role group."
    )


def _left_out(not_shown: Sequence[str]) -> str:
    if not not_shown:
        return ""
    has = "has" if len(not_shown) == 1 else "have"
    return f"Not shown here: {listed(not_shown)}, which {has} figures in only one of the two rounds."


def _none_in_both(then: Mapping[str, Figures], now: Mapping[str, Figures], earlier: str, later: str) -> str:
    empty = [title for title, has in ((earlier, then), (later, now)) if not has]
    if empty:
        return f"No role group has figures in {' or in '.join(empty)}, so who answered cannot be compared."
    return "No role group has figures in both rounds, so who answered cannot be compared."


def _with_figures(figures: Mapping[str, Figures]) -> dict[str, Figures]:
    return {group: one for group, one in figures.items() if one.covered and one.statements}


def _shares(figures: Mapping[str, Figures], groups: Sequence[str]) -> dict[str, float]:
    """Of the answers in the figures of these role groups, the share (0..1) of each."""
    total = sum(figures[one].covered for one in groups)
    return {one: figures[one].covered / total for one in groups}
