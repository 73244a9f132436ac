"""Who stands in the figures of two rounds: the share of each role group among the answers, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import inside, listed, percent, short_percent
from tna.language import gettext, ngettext

CLEARLY_MOVED = 0.05
"""A share of the answers that moved by five points or more is named: it may move a figure for everyone by itself."""

_MOST_NAMED = 3
_ALIKE = 9  # decimals beyond which two differences are the same one


@dataclass(frozen=True, slots=True)
class ResponseMix:
    """The mix of role groups in the released figures of two rounds.

    `table` is None where fewer than two role groups have figures in both.
    """

    finding: str
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
        return ResponseMix(_none_in_both(before, after, earlier, later), None)
    if len(groups) == 1:
        alone = gettext(
            "Only %(role_group)s has figures in both rounds, so there is no mix to compare.",
            role_group=inside(titles[groups[0]]),
        )
        return ResponseMix(f"{alone} {_left_out(not_shown)}".strip(), None)
    shares_then, shares_now = _shares(before, groups), _shares(after, groups)
    moves = {one: round(shares_now[one] - shares_then[one], _ALIKE) for one in groups}
    moved = sorted((one for one in groups if abs(moves[one]) >= CLEARLY_MOVED), key=lambda one: -abs(moves[one]))
    finding = f"{_finding(moved, shares_then, shares_now, titles, is_part=bool(not_shown))} {_left_out(not_shown)}"
    rows = tuple((titles[one], short_percent(shares_then[one]), short_percent(shares_now[one])) for one in groups)
    headers = (gettext("Role group"), *(gettext("Share of answers, %(round)s", round=one) for one in (earlier, later)))
    table = Table(gettext("Who stands in these figures"), headers, rows, frozenset({1, 2}))
    return ResponseMix(finding.strip(), table)


def _finding(
    moved: Sequence[str],
    then: Mapping[str, float],
    now: Mapping[str, float],
    titles: Mapping[str, str],
    *,
    is_part: bool,
) -> str:
    if not moved:
        return _much_the_same(is_part=is_part)
    named = [
        gettext(
            "%(role_group)s made up %(now)s, from %(then)s",
            role_group=inside(titles[one]),
            now=percent(now[one]),
            then=percent(then[one]),
        )
        for one in moved[:_MOST_NAMED]
    ]
    if is_part:
        return gettext(
            "The mix of those who answered changed: of the answers of the role groups with figures in both rounds, "
            "%(moved)s.",
            moved=listed(named),
        )
    return gettext("The mix of those who answered changed: of the answers, %(moved)s.", moved=listed(named))


def _much_the_same(*, is_part: bool) -> str:
    if is_part:
        return gettext(
            "The mix of role groups among the answers of the role groups with figures in both rounds is much the same: "
            "no share moved by five points or more."
        )
    return gettext("The mix of role groups among the answers is much the same: no share moved by five points or more.")


def _left_out(not_shown: Sequence[str]) -> str:
    if not not_shown:
        return ""
    return ngettext(
        "Not among these shares: %(groups)s, which has figures in only one of the two rounds.",
        "Not among these shares: %(groups)s, which have figures in only one of the two rounds.",
        len(not_shown),
        groups=listed(not_shown),
    )


def _none_in_both(then: Mapping[str, Figures], now: Mapping[str, Figures], earlier: str, later: str) -> str:
    if not then and not now:
        return gettext(
            "No role group has figures in %(earlier)s or in %(later)s, so who answered cannot be compared.",
            earlier=earlier,
            later=later,
        )
    if not then or not now:
        empty = later if then else earlier
        return gettext("No role group has figures in %(round)s, so who answered cannot be compared.", round=empty)
    return gettext("No role group has figures in both rounds, so who answered cannot be compared.")


def _with_figures(figures: Mapping[str, Figures]) -> dict[str, Figures]:
    return {group: one for group, one in figures.items() if one.covered and one.statements}


def _shares(figures: Mapping[str, Figures], groups: Sequence[str]) -> dict[str, float]:
    """Of the answers in the figures of these role groups, the share (0..1) of each."""
    total = sum(figures[one].covered for one in groups)
    return {one: figures[one].covered / total for one in groups}
