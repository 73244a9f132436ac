"""One figure beside the same figure of an earlier round: more, fewer, no clear change, or not comparable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval
from tna.domain.like_with_like import LikeWithLike
from tna.domain.reports.words import whole_percent
from tna.domain.surveys import Domain
from tna.language import gettext, mark


class Change(StrEnum):
    """How a share below target moved since the earlier round. MORE is the wrong way, FEWER the right one."""

    MORE = "more below"
    FEWER = "fewer below"
    UNCLEAR = "no clear change"
    NOT_COMPARABLE = "not comparable"


CHANGES = {
    Change.MORE: mark("more below"),
    Change.FEWER: mark("fewer below"),
    Change.UNCLEAR: mark("no clear change"),
    Change.NOT_COMPARABLE: mark("not comparable"),
}
"""A change in the cell of a table, for `gettext`."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure's share (0..1) in the earlier round, None where it had none, and the change since.

    `words` says why it cannot be compared.
    """

    share: float | None
    change: Change
    words: str = ""


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """A closed round to compare the newest with: its figures by the same ids.

    Rows that stand for several role groups are compared over those that have figures in both rounds: `everyone` is
    that of all together, `alike` those of others by id. `changed` are the statements whose wording or target differs
    between the two rounds.
    """

    title: str
    figures: Mapping[str, Figures]
    everyone: LikeWithLike | None = None
    alike: Mapping[str, LikeWithLike] = field(default_factory=dict)
    changed: frozenset[str] = field(default_factory=frozenset)


def compared(
    domain: Domain,
    newer: Figures,
    earlier: Figures | None,
    *,
    changed: frozenset[str],
    same_groups: bool,
) -> Earlier:
    """The earlier figure of a domain that is shown in the newer round, and whether it clearly differs.

    It does where the two intervals do not overlap, which is stricter than a test of the difference: with
    seventy places on one picture the strict rule is wanted. Not comparable where the figure did not exist, where
    other statements are released or their wording or target changed, or, with `same_groups`, where the
    two stand for different release groups and so for different kinds of people.
    """
    then = earlier.domains.get(domain.id) if earlier else None
    if earlier is None or then is None:
        return Earlier(None, Change.NOT_COMPARABLE, gettext("no figure in the earlier round"))
    if _released(domain, newer) != _released(domain, earlier) or changed & _released(domain, newer):
        return Earlier(then.below, Change.NOT_COMPARABLE, gettext("other statements or levels needed than then"))
    if same_groups and set(newer.groups) != set(earlier.groups):
        return Earlier(then.below, Change.NOT_COMPARABLE, gettext("stands for other role groups than then"))
    return Earlier(then.below, _change(newer, newer.domains[domain.id], earlier, then))


def total_compared(domain: Domain, total: Figures, both: LikeWithLike, *, changed: frozenset[str]) -> Earlier:
    """The earlier figure of a domain's total that is shown in the newer round, over the same role groups.

    Not comparable where the total shown stands for other role groups than those with figures in both rounds.
    """
    if domain.id not in both.now.domains:
        return Earlier(None, Change.NOT_COMPARABLE, too_few_in_both())
    if not both.is_all_of(domain.id, total):
        return Earlier(None, Change.NOT_COMPARABLE, gettext("stands for other role groups than then"))
    return compared(domain, both.now, both.then, changed=changed, same_groups=False)


def too_few_in_both() -> str:
    """Why a domain's total has no figure over the same role groups."""
    return gettext("fewer than half of its statements have a role group with figures in both rounds")


def _change(newer: Figures, now: DomainFigures, earlier: Figures, then: DomainFigures) -> Change:
    now_ends, then_ends = _ends(now, newer), _ends(then, earlier)
    if now_ends is None or then_ends is None or whole_percent(now.below) == whole_percent(then.below):
        return Change.UNCLEAR
    if now_ends.low > then_ends.high:
        return Change.MORE
    return Change.FEWER if now_ends.high < then_ends.low else Change.UNCLEAR


def _ends(domain: DomainFigures, figures: Figures) -> Interval | None:
    """Interval of the share; the share itself where everybody answered; None where the headcount is wrong."""
    if domain.below_interval is not None:
        return domain.below_interval
    return None if figures.named else Interval(domain.below, domain.below)


def _released(domain: Domain, figures: Figures) -> frozenset[str]:
    return frozenset(statement.id for statement in domain.statements if statement.id in figures.statements)
