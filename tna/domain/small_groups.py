"""Model estimates for small groups: each mean drawn towards the common one, the less certain the further.

Never shown without the raw mean beside it, and never for a group that is withheld.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from tna.domain.weighting import Floats

FEWEST_GROUPS = 3
"""With fewer means the variance between groups cannot be told from chance."""

GRID = 61
"""Points searched before refining: with unequal groups the likelihood can have two peaks."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Empirical Bayes estimates of the groups' means, (groups,), in the unit of the means.

    `between` is τ², the variance between groups, `centre` the common mean μ, and `kept` (groups,) the part of
    each group's own distance from μ that is kept: τ² / (τ² + v_g).
    """

    estimates: Floats
    centre: float
    between: float
    kept: Floats


def shrink(means: Floats, variances: Floats) -> Shrunk | None:
    """Normal empirical Bayes: θ_g = μ + τ²/(τ² + v_g) · (y_g - μ), τ² by restricted maximum likelihood.

    `means` and `variances` are (groups,), the variances those of the means (v_g >= 0, 0 for a full count).
    None for fewer than `FEWEST_GROUPS`. Raises ValueError for a negative variance. Morris 1983, Parametric
    empirical Bayes inference; Harville 1977 for the likelihood.
    """
    if np.any(variances < 0):
        raise ValueError("a variance is not negative")
    if len(means) < FEWEST_GROUPS:
        return None
    between = _between(means, variances)
    total = between + variances
    if np.all(total <= 0):
        return Shrunk(means.copy(), float(means.mean()), between, np.ones_like(means))
    kept = np.divide(between, total, out=np.ones_like(total), where=total > 0)
    centre = _centre(means, variances, between)
    return Shrunk(centre + kept * (means - centre), centre, between, kept)


def sampling_variances(counts: Floats, values: Floats, fractions: Floats) -> Floats | None:
    """v_g = s²_pooled / n_g · (1 - n_g/N_g), (groups,), in the unit of `values` squared.

    `counts` is (groups, levels), every group with an answer; `values` (levels,); `fractions` (groups,) the
    part of each group that answered, 0 without headcounts. None where no group has two answers.
    """
    n = counts.sum(axis=1)
    means = counts @ values / n
    degrees = n.sum() - len(n)
    if degrees <= 0:
        return None
    pooled = (counts * (values[None, :] - means[:, None]) ** 2).sum() / degrees
    variances: Floats = pooled / n * (1 - fractions)
    return variances


def _between(means: Floats, variances: Floats) -> float:
    """τ² of the highest restricted likelihood, searched for in log τ²; 0 where that is likelier still."""
    scale = float(means.var(ddof=1))
    if scale <= 0:
        return 0.0
    grid = np.log(scale) + np.linspace(-20, 3, GRID)
    costs = [_cost(point, means, variances) for point in grid]
    best = int(np.argmin(costs))
    bounds = (grid[max(best - 1, 0)], grid[min(best + 1, GRID - 1)])
    found = minimize_scalar(_cost, bounds=bounds, args=(means, variances), method="bounded", options={"xatol": 1e-10})
    # A likelihood that still rises at the lower end has its peak at no variance between groups at all.
    return 0.0 if best == 0 else float(np.exp(found.x))


def _cost(log_between: float, means: Floats, variances: Floats) -> float:
    """Minus twice the restricted log-likelihood, less a constant."""
    between = float(np.exp(log_between))
    total = between + variances
    apart = means - _centre(means, variances, between)
    return float(np.log(total).sum() + np.log((1 / total).sum()) + (apart**2 / total).sum())


def _centre(means: Floats, variances: Floats, between: float) -> float:
    """μ: the groups' means, each by the inverse of its variance; where τ² is 0, full counts alone."""
    total = between + variances
    certain = total <= 0
    weights = certain.astype(np.float64) if certain.any() else 1 / total
    return float(weights @ means / weights.sum())
