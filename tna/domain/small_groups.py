"""Model estimates for small groups: each mean drawn towards the common one, the less certain the further.

Never shown without the raw mean beside it, and never for a group that is withheld. The variance between groups is
searched for by hand, so that nothing here needs scipy and pages may compute it.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tna.domain.intervals import CONFIDENCE, Interval
from tna.domain.weighting import Floats

FEWEST_GROUPS = 3
"""With fewer means the variance between groups cannot be told from chance."""

GRID = 61
"""Points searched at once: with unequal groups the likelihood can have two peaks."""

LOWEST, HIGHEST = -20.0, 3.0
"""Where log τ² is searched for, around the log of the variance of the means themselves."""

AVERAGED = 12.0
"""From how far below its scale log τ² is averaged over: of so small a τ² nothing depends on how small it is."""

REFINED = 6
"""Searches, each between the neighbours of the best point of the last: thirty times as fine every time."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Empirical Bayes estimates of the groups' means, (groups,), in the unit of the means.

    `between` is τ², the variance between groups, `centre` the common mean μ, and `kept` (groups,) the part of
    each group's own distance from μ that is kept: τ² / (τ² + v_g). `errors` (groups,) are the estimates' standard
    errors, 0 where nothing is left to estimate.
    """

    estimates: Floats
    centre: float
    between: float
    kept: Floats
    errors: Floats


@dataclass(frozen=True, slots=True)
class ModelEstimate:
    """What the model makes of one figure of one group, in the figure's unit, with its interval.

    `kept` (0..1) is the part of the raw figure's distance from the `centre` that is kept, `groups` how many groups
    the model was fitted to. The interval is None where the model has no error to offer.
    """

    value: float
    interval: Interval | None
    centre: float
    kept: float
    groups: int


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
        return Shrunk(means.copy(), float(means.mean()), between, np.ones_like(means), np.zeros_like(means))
    kept = np.divide(between, total, out=np.ones_like(total), where=total > 0)
    centre = _centre(means, variances, between)
    estimates = centre + kept * (means - centre)
    return Shrunk(estimates, centre, between, kept, _errors(means, variances, estimates))


def model_estimates(means: Floats, variances: Floats, lowest: float, highest: float) -> list[ModelEstimate] | None:
    """Each group's estimate with its interval θ_g ± z · error, held to the scale `lowest` to `highest`.

    `means` and `variances` are (groups,) as in `shrink`; None where it gives none.
    """
    shrunk = shrink(means, variances)
    if shrunk is None:
        return None
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * shrunk.errors
    return [
        ModelEstimate(
            value=float(value),
            interval=Interval(max(lowest, float(value - each)), min(highest, float(value + each))) if each else None,
            centre=shrunk.centre,
            kept=float(kept),
            groups=len(means),
        )
        for value, kept, each in zip(shrunk.estimates, shrunk.kept, reach, strict=True)
    ]


def sampling_variances(counts: Floats, values: Floats, fractions: Floats) -> Floats | None:
    """v_g = s²_pooled / n_g · (1 - n_g/N_g), (groups,), in the unit of `values` squared.

    `counts` is (groups, levels), every group with an answer; `values` (levels,), or (groups, levels) where a level is
    not worth the same everywhere; `fractions` (groups,) the part of each group that answered, 0 without headcounts.
    None where no group has two answers.
    """
    n = counts.sum(axis=1)
    means = (counts * values).sum(axis=1) / n
    degrees = n.sum() - len(n)
    if degrees <= 0:
        return None
    pooled = (counts * (values - means[:, None]) ** 2).sum() / degrees
    variances: Floats = pooled / n * (1 - fractions)
    return variances


def _between(means: Floats, variances: Floats) -> float:
    """τ² of the highest restricted likelihood, searched for in log τ²; 0 where that is likelier still."""
    scale = float(means.var(ddof=1))
    if scale <= 0:
        return 0.0
    low, high = np.log(scale) + LOWEST, np.log(scale) + HIGHEST
    for search in range(REFINED):
        grid = np.linspace(low, high, GRID)
        best = int(np.argmin(_costs(grid, means, variances)))
        # A likelihood that still rises at the lower end has its peak at no variance between groups at all.
        if search == best == 0:
            return 0.0
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, GRID - 1)]
    return float(np.exp(grid[best]))


def _costs(log_between: Floats, means: Floats, variances: Floats) -> Floats:
    """Minus twice the restricted log-likelihood, less a constant, at each of the points, (points,)."""
    total = np.exp(log_between)[:, None] + variances
    weights = 1 / total
    centres = (weights * means).sum(axis=1) / weights.sum(axis=1)
    apart = means - centres[:, None]
    costs: Floats = np.log(total).sum(axis=1) + np.log(weights.sum(axis=1)) + (apart**2 * weights).sum(axis=1)
    return costs


def _centre(means: Floats, variances: Floats, between: float) -> float:
    """μ: the groups' means, each by the inverse of its variance; where τ² is 0, full counts alone."""
    total = between + variances
    certain = total <= 0
    weights = certain.astype(np.float64) if certain.any() else 1 / total
    return float(weights @ means / weights.sum())


def _errors(means: Floats, variances: Floats, estimates: Floats) -> Floats:
    """√E (θ_g - estimate_g)², (groups,), over all that τ² may be: by the restricted likelihood, all τ² alike before it.

    At each τ², with B_g = v_g / (τ² + v_g), the square is τ² B_g, what is left between group and model, plus
    B_g² / Σ 1/(τ² + v) for estimating μ, plus how far the estimate at this τ² is from the one that is given. The single
    likeliest τ² is often 0, where nothing would be left of the groups' differences: so a range by it is too narrow for
    small groups, and one with a correction for τ² (Prasad & Rao 1990) widest for the best measured.

    Morris 1983, as above, section 5; Morris & Tang 2011, Estimating random effects via adjustment for density
    maximization, for τ² uniform.
    """
    scale = max(float(means.var(ddof=1)), float(variances.mean()))
    if scale <= 0:
        return np.zeros_like(variances)
    grid = np.log(scale) + np.linspace(-AVERAGED, HIGHEST, 2 * GRID)
    between = np.exp(grid)[:, None]
    costs = _costs(grid, means, variances)
    likely = np.exp((costs.min() - costs) / 2)[:, None] * between  # a step of log τ² holds so much of τ²
    likely /= likely.sum()
    weights = 1 / (between + variances)
    drawn = variances * weights
    centres = (weights * means).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True)
    at_each = centres + (1 - drawn) * (means - centres)
    squares = between * drawn + drawn**2 / weights.sum(axis=1, keepdims=True) + (at_each - estimates) ** 2
    errors: Floats = np.sqrt((likely * squares).sum(axis=0))
    return errors
