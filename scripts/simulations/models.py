"""Error and coverage of the model's estimates for small groups, beside their own figures."""

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from scripts.simulations.tables import Section, generator, share
from tna.domain.intervals import effective_n, wilson_at
from tna.domain.small_groups import model_estimates, sampling_variances

TRIALS = 400
"""Partnerships a row; each has `GROUPS` groups, so that a row is of 4,800 estimates."""

GROUPS = 12
CUTS = np.array([-1.4, -0.5, 0.3, 1.2])
"""Where a confidence that is normal over everybody is cut into five levels."""

BETWEEN = (0.0, 0.15, 0.3, 0.6)
SIZES = ((10, 40), (15, 60), (18, 30), (40, 160))
UNLIKE = ((10, 40), (10, 40), (12, 30), (15, 60), (20, 80), (34, 100), (60, 200))
"""Answers of heads of groups as a partnership has them, from the smallest to one six times as large."""

TARGET = 4
COVERS_AT_LEAST = 0.93
HALVED = 0.72
"""Where ten or fifteen, a quarter of each group, answered and groups differ by up to 0.15, the most that the model's
error may be of the figure's own, root mean squared; its square is about a half."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Root mean squared errors of the raw share and the model's, and how often each one's interval held."""

    raw: float
    model: float
    raw_held: float
    model_held: float


@lru_cache(maxsize=1)
def errors() -> dict[tuple[float, int, int], Errors]:
    """By how much groups differ (standard deviation of their confidence), and by their size."""
    return {
        (between, n, heads): _errors(place, between, n, heads)
        for place, (between, (n, heads)) in enumerate((between, size) for between in BETWEEN for size in SIZES)
    }


@lru_cache(maxsize=1)
def of_unlike_sizes() -> dict[float, list[float]]:
    """How often the model's range holds, for each of `UNLIKE` in turn, by how much groups differ."""
    return {between: _held_by_size(place, between) for place, between in enumerate(BETWEEN)}


def _held_by_size(place: int, between: float) -> list[float]:
    random = generator(42, place)
    answers, heads = (np.array(each) for each in zip(*UNLIKE, strict=True))
    worth = (np.arange(1, 6) < TARGET).astype(np.float64)
    held = np.zeros(len(UNLIKE))
    for _ in range(2 * TRIALS):
        levels = [np.searchsorted(CUTS, random.normal(random.normal(0, between), 1, size=each)) + 1 for each in heads]
        true = [float((each < TARGET).mean()) for each in levels]
        counts = np.array([np.bincount(each[:n], minlength=6)[1:] for each, n in zip(levels, answers, strict=True)])
        variances = sampling_variances(counts.astype(np.float64), worth, answers / heads)
        found = None if variances is None else model_estimates(counts @ worth / answers, variances, 0, 1)
        ranges = [one.interval for one in found or ()]
        held += [one is not None and one.low <= t <= one.high for one, t in zip(ranges, true, strict=True)]
    return [float(each) for each in held / (2 * TRIALS)]


def _errors(place: int, between: float, n: int, heads: int) -> Errors:
    random = generator(41, place)
    squares, held = np.zeros(2), np.zeros(2)
    for _ in range(TRIALS):
        centres = random.normal(0, between, size=(GROUPS, 1))
        levels = np.searchsorted(CUTS, random.normal(centres, 1, size=(GROUPS, heads))) + 1
        true = (levels < TARGET).mean(axis=1)
        counts = np.array([np.bincount(each[:n], minlength=6)[1:] for each in levels], dtype=np.float64)
        worth = (np.arange(1, 6) < TARGET).astype(np.float64)
        raw = counts @ worth / n
        variances = sampling_variances(counts, worth, np.full(GROUPS, n / heads))
        found = None if variances is None else model_estimates(raw, variances, 0, 1)
        if found is None:
            continue
        own = [wilson_at(float(each), effective_n(n, heads) or n) for each in raw]
        squares += [((raw - true) ** 2).sum(), sum((one.value - t) ** 2 for one, t in zip(found, true, strict=True))]
        modelled = [one.interval for one in found]
        held += [
            sum(one is not None and one.low <= t <= one.high for one, t in zip(each, true, strict=True))
            for each in (own, modelled)
        ]
    number = TRIALS * GROUPS
    return Errors(*np.sqrt(squares / number).tolist(), *(held / number).tolist())


def spread_of_shares(between: float) -> float:
    """The standard deviation of the groups' true shares below, in points, for groups without end."""
    normal = NormalDist()
    cut = float(CUTS[TARGET - 2])
    draws = [normal.cdf(cut - between * normal.inv_cdf((place + 0.5) / 2000)) for place in range(2000)]
    return 100 * float(np.std(draws))


def sections() -> list[Section]:
    """Estimates of the model."""
    rows = tuple(
        (
            f"{spread_of_shares(between):.0f}",
            f"{n} of {heads}",
            f"{100 * one.raw:.1f}",
            f"{100 * one.model:.1f}",
            f"{one.model / one.raw:.2f}",
            share(one.raw_held),
            share(one.model_held),
        )
        for (between, n, heads), one in errors().items()
    )
    return [
        Section(
            "Small groups by the model",
            f"Shares below of {GROUPS} groups of one size, whose true shares have the standard deviation given "
            "(points). Errors are root mean squared, in points, of a group's own figure and of the model's estimate "
            f"([small groups](small-groups.md)); {TRIALS} partnerships a row.",
            (
                "groups differ by",
                "answers of heads",
                "error, own figure",
                "error, model",
                "for one",
                "own range (%)",
                "model's range (%)",
            ),
            rows,
            f"Held to: the model's range at least {share(COVERS_AT_LEAST)} %; no error larger than the figure's own; "
            "where ten or fifteen, a quarter of each group, answered and groups differ by up to "
            f"{spread_of_shares(0.15):.0f} points, at most {HALVED:.2f} of it, about half of the squared error.",
        ),
        Section(
            "Small groups beside larger ones",
            f"How often the model's range holds a group's true share, for each of {len(UNLIKE)} groups by its answers "
            f"of heads; {2 * TRIALS} partnerships a row.",
            ("groups differ by", *(f"{n} of {heads} (%)" for n, heads in UNLIKE)),
            tuple(
                (f"{spread_of_shares(between):.0f}", *map(share, held)) for between, held in of_unlike_sizes().items()
            ),
            f"Held to: at least {share(COVERS_AT_LEAST)} %, for the smallest as for the largest.",
        ),
    ]
