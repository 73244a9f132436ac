"""Intervals of a mean in one group, on levels that spread, that reach the ceiling, and that fall into two camps."""

from functools import lru_cache, partial

import numpy as np

from scripts.simulations.tables import TRIALS, Section, generator, share
from tna.domain.intervals import Interval
from tna.domain.mean_intervals import LEVEL_VALUES, mean_interval, mean_interval_smoothed, mean_interval_t

SHAPES = {
    "spread": (0.1, 0.2, 0.3, 0.25, 0.15),
    "two camps": (0.4, 0.1, 0.0, 0.1, 0.4),
    "near the top": (0.0, 0.02, 0.08, 0.3, 0.6),
    "ceiling": (0.0, 0.0, 0.02, 0.08, 0.9),
}
SIZES = ((10, None), (10, 40), (15, 120), (20, 100), (30, 40), (50, 200))
AT_LEAST = 0.92
RESAMPLES = 400

Key = tuple[str, int, int | None]


@lru_cache(maxsize=1)
def coverages() -> dict[Key, dict[str, float]]:
    """By shape and size, the coverage of the interval as published and of three others."""
    return {
        (shape, n, heads): _coverage(place, shape, n, heads)
        for place, (shape, (n, heads)) in enumerate((shape, size) for shape in SHAPES for size in SIZES)
    }


def _coverage(place: int, shape: str, n: int, heads: int | None) -> dict[str, float]:
    random = generator(21, place)
    shares = np.array(SHAPES[shape])
    if heads is None:
        samples, true = random.multinomial(n, shares, size=TRIALS), float(shares @ LEVEL_VALUES)
    else:
        people = np.floor(np.cumsum(shares) * heads + 0.5).astype(int)
        people = np.diff(people, prepend=0)
        samples = random.multivariate_hypergeometric(people, n, size=TRIALS)
        true = float(people @ LEVEL_VALUES) / heads
    methods = {
        "published": partial(mean_interval, heads=heads),
        "t": partial(mean_interval_t, heads=heads),
        "smoothed": partial(mean_interval_smoothed, heads=heads),
        "bootstrap": partial(_bootstrap, random=random),
    }
    distinct, times = np.unique(samples, axis=0, return_counts=True)
    held = dict.fromkeys(methods, 0)
    for counts, often in zip(distinct.tolist(), times.tolist(), strict=True):
        for name, method in methods.items():
            held[name] += often * _holds(method(counts), counts, true)
    return {name: number / TRIALS for name, number in held.items()}


def _holds(interval: Interval | None, counts: list[int], true: float) -> bool:
    """Where everybody in the sample chose one level a method may give no interval: then only that level is held."""
    mean = float(np.dot(counts, LEVEL_VALUES)) / sum(counts)
    low, high = (mean, mean) if interval is None else (interval.low, interval.high)
    return low - 1e-9 <= true <= high + 1e-9


def _bootstrap(counts: list[int], random: np.random.Generator) -> Interval:
    """The middle 95 % of the means of samples drawn from the sample."""
    n = sum(counts)
    drawn = random.multinomial(n, np.array(counts) / n, size=RESAMPLES) @ np.array(LEVEL_VALUES) / n
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high))


def sections() -> list[Section]:
    """Means of levels."""
    rows = tuple(
        (
            shape,
            f"{n} of {heads}" if heads else f"{n} of very many",
            *(share(found[name]) for name in ("published", "t", "smoothed", "bootstrap")),
        )
        for (shape, n, heads), found in coverages().items()
    )
    shapes = "; ".join(f"{name}, {' '.join(f'{each:g}' for each in shares)}" for name, shares in SHAPES.items())
    return [
        Section(
            "Mean, one group",
            "The interval as published ([intervals](intervals.md)): smoothed under twenty answers or where one level "
            "holds 80 %, t otherwise. Beside it each of the two alone, and the percentile bootstrap, which is not "
            f"offered. The levels, by shares of 1 to 5: {shapes}.",
            ("levels", "answers of heads", "published (%)", "t (%)", "smoothed (%)", "bootstrap (%)"),
            rows,
            f"Held to: published at least {share(AT_LEAST)} %.",
        )
    ]
