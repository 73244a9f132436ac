"""Totals of two rounds over the same role groups, so that who stands in a total cannot move it.

Made of nothing but the figures that each round has published of its role groups.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from tna.domain.disclosure import Figures
from tna.domain.domain_means import Asked, DomainFigures, asked_of, domain_figures
from tna.domain.intervals import draws_of, effective_n
from tna.domain.needs import StatementFigures
from tna.domain.surveys import Domain
from tna.domain.weighting import Floats, share_interval

_SAME = 1e-9

Parts = tuple[tuple[StatementFigures, StatementFigures], ...]
"""The figures of each role group then and now."""


@dataclass(frozen=True, slots=True)
class LikeWithLike:
    """The totals of two rounds over the same role groups, statement by statement and domain by domain.

    `over` are the role groups of each statement that is in both totals; `earlier_only` and `later_only` have figures in
    one round alone and stand in neither. `by_heads` is False where a headcount is missing.
    """

    then: Figures
    now: Figures
    over: Mapping[str, tuple[str, ...]]
    earlier_only: tuple[str, ...]
    later_only: tuple[str, ...]
    by_heads: bool

    @property
    def role_groups(self) -> tuple[str, ...]:
        """Every role group that stands in the total of any statement."""
        return tuple(sorted({one for groups in self.over.values() for one in groups}))

    def parts(self, then: Mapping[str, Figures], now: Mapping[str, Figures]) -> Mapping[str, Parts]:
        """Of each statement the figures that its two totals were made of; the earlier ones with what they weigh."""
        return {
            one: _parts(
                [then[group].statements[one] for group in groups], [now[group].statements[one] for group in groups]
            )
            for one, groups in self.over.items()
        }

    def is_all_of(self, domain: str, total: Figures) -> bool:
        """Whether the later total of a domain is the very figure published as the total of that round."""
        own, shown = self.now.domains.get(domain), total.domains.get(domain)
        return own is not None and shown is not None and isclose(own.below, shown.below, abs_tol=_SAME)


def like_with_like(then: Mapping[str, Figures], now: Mapping[str, Figures], domains: Sequence[Domain]) -> LikeWithLike:
    """The figures of two rounds by role group, added up for each statement over those that have it in both.

    On both sides a role group weighs what it does in the later round (direct standardisation; see `standardised`).
    """
    over = dict(_over(then, now, [statement.id for domain in domains for statement in domain.statements]))
    counted = frozenset(one for groups in over.values() for one in groups)
    before, after = (_of_level(one) for one in (then, now))
    sides = {one: [now[group].statements[one] for group in groups] for one, groups in over.items()}
    weights = {one: _weights(parts) for one, parts in sides.items()}
    earlier = {
        one: standardised([then[group].statements[one] for group in groups], weights[one])
        for one, groups in over.items()
    }
    later = {one: standardised(parts, weights[one]) for one, parts in sides.items()}
    # Of both sides by what the later round asked, and of whom: a domain has a figure in both or in neither.
    asked = asked_of((now[one].asked, now[one].heads, now[one].covered) for one in sorted(counted))
    return LikeWithLike(
        then=_total([then[one] for one in sorted(counted)], earlier, asked, domains),
        now=_total([now[one] for one in sorted(counted)], later, asked, domains),
        over=over,
        earlier_only=tuple(sorted(before - after)),
        later_only=tuple(sorted(after - before)),
        by_heads=all(part.heads is not None for parts in sides.values() for part in parts),
    )


def standardised(parts: Sequence[StatementFigures], weights: Floats) -> StatementFigures:
    """Σ w_g p_g over role groups, with variance Σ w_g² V_g, and Wilson's range at n_eff = p (1 - p) / variance.

    `weights` (role groups,) sum to 1: w_g = N_g / N of the later round, for both rounds, so that the mix of role groups
    is the same in both; where a headcount is missing, the answers of that round instead. V_g is the variance that the
    range of a role group was drawn at. So where all role groups are in both rounds the later total is what
    `post_stratify` gives; a role group whose release groups are each of one mind has the variance of its sizes, as in
    its own range. Direct standardisation: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions,
    chapter 19; its variance is that of a stratified sample (Cochran 1977, section 5.3).

    People to train and what those missing could change are not computed: a comparison shows shares.
    """
    below = float(np.clip(_sum(weights, [part.below for part in parts]), 0, 1))
    draws = _draws(parts, weights, below)
    counts = np.array([part.counts for part in parts]).sum(axis=0).tolist()
    n = sum(part.n for part in parts)
    heads = [part.heads for part in parts]
    targets = {part.target for part in parts}
    return StatementFigures(
        statement=parts[0].statement,
        n=n,
        counts=(counts[0], counts[1], counts[2], counts[3], counts[4]),
        not_my_role=sum(part.not_my_role for part in parts),
        blank=sum(part.blank for part in parts),
        mean=_sum(weights, [part.mean for part in parts]),
        gap=_sum(weights, [part.gap for part in parts]),
        gap_interval=None,
        below=below,
        below_interval=share_interval(below, draws),
        below_unweighted=sum(part.n * (part.below_unweighted or 0.0) for part in parts) / n,
        people=None,
        covered=sum(part.covered for part in parts),
        heads=None if None in heads else sum(one for one in heads if one is not None),
        target=targets.pop() if len(targets) == 1 else None,
        n_effective=draws,
    )


def _over(
    then: Mapping[str, Figures], now: Mapping[str, Figures], statements: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The role groups that have a share below in both rounds, of every statement of which there are any."""
    for one in statements:
        groups = tuple(group for group in sorted(then.keys() & now.keys()) if _has(then[group], one, now[group]))
        if groups:
            yield one, groups


def _parts(then: Sequence[StatementFigures], now: Sequence[StatementFigures]) -> Parts:
    by_heads = all(one.heads is not None for one in now)
    return tuple(
        (replace(before, heads=after.heads, n=before.n if by_heads else after.n), after)
        for before, after in zip(then, now, strict=True)
    )


def _has(then: Figures, statement: str, now: Figures) -> bool:
    sides = (then.statements.get(statement), now.statements.get(statement))
    return all(side is not None and side.below is not None for side in sides)


def _of_level(figures: Mapping[str, Figures]) -> frozenset[str]:
    """The role groups with a share below of any statement."""
    return frozenset(
        group for group, one in figures.items() if any(each.below is not None for each in one.statements.values())
    )


def _weights(parts: Sequence[StatementFigures]) -> Floats:
    sizes = [part.n if any(each.heads is None for each in parts) else part.heads or 0 for part in parts]
    return np.array(sizes, dtype=np.float64) / sum(sizes)


def _sum(weights: Floats, values: Sequence[float | None]) -> float:
    return float(weights @ np.array([value or 0.0 for value in values]))


def _draws(parts: Sequence[StatementFigures], weights: Floats, below: float) -> float | None:
    """The effective n of a standardised share: for one role group its own; None where everybody answered."""
    known = [_draws_of_one(part) for part in parts]
    if len(parts) == 1:
        return known[0]
    spreads = np.array([_spread(part, draws) for part, draws in zip(parts, known, strict=True)])
    variance = float(weights**2 @ (spreads * _within(parts, known)))
    if variance > 0:
        return below * (1 - below) / variance
    # Where no role group shows variation its variance says nothing, and the sizes alone decide, as in a total.
    spread = float(weights**2 @ spreads)
    return 1 / spread if spread > 0 else None


def _draws_of_one(part: StatementFigures) -> float | None:
    """What the range of a role group's share was drawn at; an earlier version of a release has the range alone."""
    if part.n_effective is None and part.below_interval is not None and part.below is not None:
        return draws_of(part.below, part.below_interval)
    return part.n_effective


def _is_one_group(part: StatementFigures, draws: float | None) -> bool:
    """Whether a role group is one release group, whose effective n is that of its sizes alone."""
    sizes = None if part.heads is None else effective_n(part.n, part.heads)
    return draws is not None and sizes is not None and part.n > 1 and isclose(draws, sizes, rel_tol=_SAME)


def _spread(part: StatementFigures, draws: float | None) -> float:
    """What the sizes make of the variance of one answer; of one release group (1 - n / N) / n, as in a total."""
    if draws is None:
        return 0.0
    if _is_one_group(part, draws):
        return (1 - part.n / (part.heads or part.n)) / part.n
    return 1 / draws


def _within(parts: Sequence[StatementFigures], known: Sequence[float | None]) -> Floats:
    """The variance of one answer, p (1 - p); of one release group s², which has n - 1."""
    shares = np.array([part.below or 0.0 for part in parts])
    bessel = [
        part.n / (part.n - 1) if _is_one_group(part, draws) else 1.0 for part, draws in zip(parts, known, strict=True)
    ]
    within: Floats = shares * (1 - shares) * np.array(bessel)
    return within


def _total(
    parts: Sequence[Figures],
    statements: Mapping[str, StatementFigures],
    asked: Mapping[str, Asked],
    domains: Sequence[Domain],
) -> Figures:
    """The total of a round over role groups, as figures like any other; without questions."""
    heads = [part.heads for part in parts]
    return Figures(
        groups=tuple(key for part in parts for key in part.groups),
        answers=sum(part.covered for part in parts),
        covered=sum(part.covered for part in parts),
        partial=any(part.partial for part in parts),
        heads=None if None in heads else sum(one for one in heads if one is not None),
        heads_left_out=sum(part.heads_left_out for part in parts),
        statements=statements,
        domains=dict(_domains(domains, asked, statements)),
        questions={},
        asked=frozenset(asked),
        named=tuple(key for part in parts for key in part.named),
    )


def _domains(
    domains: Sequence[Domain], asked: Mapping[str, Asked], statements: Mapping[str, StatementFigures]
) -> Iterator[tuple[str, DomainFigures]]:
    for domain in domains:
        members = {one.id: asked[one.id] for one in domain.statements if one.id in asked}
        found = domain_figures(domain.id, members, statements)
        if found is not None:
            yield domain.id, found
