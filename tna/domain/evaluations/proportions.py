"""How many crossed into confidence, and whether the whole distribution of levels moved."""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, chdtrc

from tna.domain.evaluations.changes import LEVELS, Table, checked


@dataclass(frozen=True, slots=True)
class StuartMaxwell:
    """A test that the levels before and after have the same distribution; χ² with `df` degrees of freedom."""

    statistic: float
    df: int
    p: float


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p that as many become confident (`gained`) as cease to be (`lost`).

    Of the gained + lost people who crossed, each way is equally likely: 2 P(X <= min), X binomial with 1/2, at
    most 1; 1 where nobody crossed. McNemar 1947; exact after Fay 2010. Raises ValueError for a count under 0.
    """
    if min(gained, lost) < 0:
        raise ValueError(f"{gained} and {lost} cannot be counts of people")
    return min(1.0, 2 * float(bdtr(min(gained, lost), gained + lost, 0.5)))


def stuart_maxwell(table: Table) -> StuartMaxwell | None:
    """χ² = d' S⁻ d over the levels, with d_i = n_i. - n_.i, S_ii = n_i. + n_.i - 2n_ii and S_ij = -(n_ij + n_ji).

    S is singular by as many dimensions as the levels fall into sets that nobody moved between; one level of each
    set is left out, and `df` is what remains. A level that nobody left or entered is a set of its own. None
    where nobody moved. Stuart 1955; Maxwell 1970. Raises ValueError unless `table` is 5 × 5 counts.
    """
    checked(table)
    links = [[table[one][other] + table[other][one] for other in range(LEVELS)] for one in range(LEVELS)]
    kept = _all_but_one_of_each_set(links)
    if not kept:
        return None
    apart = np.array([sum(table[level]) - sum(row[level] for row in table) for level in kept], dtype=np.float64)
    spread = np.array([[-links[one][other] for other in kept] for one in kept], dtype=np.float64)
    np.fill_diagonal(spread, [sum(links[level]) - links[level][level] for level in kept])
    statistic = max(0.0, float(apart @ np.linalg.solve(spread, apart)))
    return StuartMaxwell(statistic, len(kept), float(chdtrc(len(kept), statistic)))


def _all_but_one_of_each_set(links: list[list[int]]) -> list[int]:
    """Every level but the first of its set; a set is the levels linked with one another, if only through others."""
    sets = list(range(LEVELS))
    for one in range(LEVELS):
        for other in range(one):
            if links[one][other] and sets[one] != sets[other]:
                low, high = sorted((sets[one], sets[other]))
                sets = [low if each == high else each for each in sets]
    return [level for level in range(LEVELS) if sets[level] != level]
