"""Intervals of a share in one group: every outcome by its probability, so that no chance is in the table."""

from functools import lru_cache
from math import sqrt

import numpy as np
from scipy.stats import binom, hypergeom

from scripts.simulations.tables import Section, generator, share
from tna.domain.intervals import Interval, effective_n, wilson, wilson_at

SIZES = ((10, None), (10, 12), (10, 20), (10, 60), (20, 30), (20, 200), (50, 60), (50, 200), (50, None), (200, 1000))
MEAN_AT_LEAST = 0.94
LOWEST_AT_LEAST = 0.80
DOMAIN_AT_LEAST = 0.94

CORRELATIONS = (0.0, 0.4, 0.8)
DOMAIN_TRIALS = 4_000
STATEMENTS, TARGET_LEVELS = 4, (-0.6, -0.2, 0.2, 0.6)


@lru_cache(maxsize=1)
def coverages() -> dict[tuple[int, int | None], tuple[np.ndarray, np.ndarray]]:
    """For each size the coverage of Wilson's interval and of Wald's at every true share, (shares,) each."""
    return {size: (_coverage(*size, _wilson), _coverage(*size, _wald)) for size in SIZES}


def _wilson(x: int, n: int, heads: int | None) -> Interval | None:
    return wilson(x, n, heads=heads)


def _wald(x: int, n: int, heads: int | None) -> Interval | None:
    """p ± 1.96 √(p (1 - p) / n_eff): what a spreadsheet gives."""
    p, at = x / n, effective_n(n, heads) or n
    reach = 1.959964 * sqrt(p * (1 - p) / at)
    return Interval(p - reach, p + reach)


def _coverage(n: int, heads: int | None, method: object) -> np.ndarray:
    assert callable(method)
    intervals = [method(x, n, heads) for x in range(n + 1)]
    ends = np.array([[one.low, one.high] for one in intervals])
    trues = np.arange(1, heads) / heads if heads else np.arange(1, 100) / 100
    outcomes = np.arange(n + 1)
    held = []
    for true in trues:
        chances = (
            binom.pmf(outcomes, n, true) if heads is None else hypergeom.pmf(outcomes, heads, round(true * heads), n)
        )
        inside = (ends[:, 0] <= true + 1e-12) & (true - 1e-12 <= ends[:, 1])
        held.append(float(chances[inside].sum()))
    return np.array(held)


@lru_cache(maxsize=1)
def domain_coverages() -> dict[tuple[float, int, int], float]:
    """How often the interval of a domain holds the plain mean of its statements' true shares."""
    found = {}
    for place, correlation in enumerate(CORRELATIONS):
        for n, heads in ((12, 40), (30, 120)):
            random = generator(11, place, n)
            held = 0
            for _ in range(DOMAIN_TRIALS):
                common = random.normal(size=(heads, 1))
                own = random.normal(size=(heads, STATEMENTS))
                below = sqrt(correlation) * common + sqrt(1 - correlation) * own < np.array(TARGET_LEVELS)
                sample = below[:n].mean()  # people come in no order, so the first n are any n
                interval = wilson_at(float(sample), effective_n(n, heads) or n)
                held += interval.low <= below.mean() <= interval.high
            found[correlation, n, heads] = held / DOMAIN_TRIALS
    return found


def sections() -> list[Section]:
    """Shares of one statement, and of one domain."""
    rows = []
    for (n, heads), (ours, walds) in coverages().items():
        of = f"{n} of {heads}" if heads else f"{n} of very many"
        rows.append((of, share(ours.mean()), share(ours.min()), share(walds.mean()), share(walds.min())))
    one = Section(
        "Share below, one group",
        "Wilson at n_eff = n (N - 1)/(N - n) ([intervals](intervals.md)) against the interval of a spreadsheet, p ± "
        "1.96 standard errors. Worked out exactly over every true share but 0 and 1: for a headcount every whole "
        "number of people, else each per cent. The lowest is that of the least favourable share.",
        (
            "answers of heads",
            "Wilson, mean (%)",
            "Wilson, lowest (%)",
            "spreadsheet, mean (%)",
            "spreadsheet, lowest (%)",
        ),
        tuple(rows),
        f"Held to: mean at least {share(MEAN_AT_LEAST)} %, lowest at least {share(LOWEST_AT_LEAST)} %. With few people "
        "there are few outcomes, and no interval can hold every share equally often.",
    )
    domain = Section(
        "Share below, one domain of one group",
        f"The plain mean of {STATEMENTS} statements by Wilson at the smallest n_eff among them, for people whose "
        "answers go together by the correlation given. An upper bound: the less they go together, the more it holds.",
        ("correlation", "answers of heads", "coverage (%)"),
        tuple((f"{one:.1f}", f"{n} of {heads}", share(held)) for (one, n, heads), held in domain_coverages().items()),
        f"Held to: at least {share(DOMAIN_AT_LEAST)} %.",
    )
    return [one, domain]
