"""The model behind small groups' figures: every released group beside all others in which the same was released.

The model is fitted to released counts alone, one statement at a time, over all groups of the release whatever is
selected: so a group's estimate is the same on every page, and a function of whole groups' counts like every other
published figure. A statement that is withheld in a group takes no part for it and gets no estimate there; neither does
one to which everybody in the group gave a level, since nothing is left to estimate. Where more answered than the
headcount says, it says nothing of how many are missing, and the group counts as a sample of many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tna.domain.mean_intervals import LEVEL_VALUES
from tna.domain.small_groups import ModelEstimate, model_estimates, sampling_variances
from tna.domain.weighting import Flags, Floats

_LEVELS = np.asarray(LEVEL_VALUES)


@dataclass(frozen=True, slots=True, eq=False)
class GroupTable:
    """The groups of a release side by side.

    `counts` is (groups, statements, levels), all zero where a statement is not released in a group; `targets`
    (groups, statements), 0 where there is none; `asked` likewise, whether the group was asked; `heads` (groups,),
    infinite without a headcount that can be relied on.
    """

    counts: NDArray[np.int64]
    targets: NDArray[np.int64]
    asked: Flags
    heads: Floats


@dataclass(frozen=True, slots=True)
class GroupModel:
    """The estimates of one group: of means in levels (1..5) and of shares below (0..1), by statement or domain."""

    means: dict[str, ModelEstimate] = field(default_factory=dict)
    below: dict[str, ModelEstimate] = field(default_factory=dict)
    domains: dict[str, ModelEstimate] = field(default_factory=dict)


def group_models(table: GroupTable, domains: Mapping[str, Sequence[str]]) -> tuple[GroupModel, ...]:
    """A model for each group, in the table's order; `domains` holds the statements by domain, in the table's order."""
    models = tuple(GroupModel() for _ in table.heads)
    for place, statement in enumerate(one for members in domains.values() for one in members):
        n = table.counts[:, place].sum(axis=1)
        released = (n > 0) & (n < table.heads)
        for group, estimate in _estimates(table, place, released, np.tile(_LEVELS, (len(models), 1)), scale=(1, 5)):
            models[group].means[statement] = estimate
        is_below = (table.targets[:, place, None] > _LEVELS).astype(np.float64)
        for group, estimate in _estimates(table, place, released & (table.targets[:, place] > 0), is_below, (0, 1)):
            models[group].below[statement] = estimate
    start = 0
    for domain, members in domains.items():
        for group, estimate in _of_domain(table, slice(start, start + len(members))):
            models[group].domains[domain] = estimate
        start += len(members)
    return models


def _estimates(
    table: GroupTable, place: int, taking_part: Flags, values: Floats, scale: tuple[float, float]
) -> list[tuple[int, ModelEstimate]]:
    """The estimates of one statement's mean value in the groups that take part, with the groups' places."""
    counts = table.counts[taking_part, place].astype(np.float64)
    if not len(counts):
        return []
    worth = values[taking_part]
    n = counts.sum(axis=1)
    variances = sampling_variances(counts, worth, n / table.heads[taking_part])
    found = None if variances is None else model_estimates((counts * worth).sum(axis=1) / n, variances, *scale)
    return list(zip(np.flatnonzero(taking_part).tolist(), found or [], strict=False))


def _of_domain(table: GroupTable, members: slice) -> list[tuple[int, ModelEstimate]]:
    """The same of a domain's share below, which is the plain mean over its released statements.

    v_g = p (1 - p) / n_g · (1 - n_g/N_g), p the mean of all groups by their answers and n_g how many gave a level to
    the statement of the group that fewest did: an upper bound, as in the domain's interval. Groups that released fewer
    than half of the statements they were asked take no part.
    """
    counts = table.counts[:, members].astype(np.float64)
    targets = table.targets[:, members]
    n = counts.sum(axis=2)
    shown = (n > 0) & (targets > 0) & table.asked[:, members]
    taking_part = shown.any(axis=1) & (2 * shown.sum(axis=1) >= table.asked[:, members].sum(axis=1))
    taking_part &= np.where(shown, n, np.inf).min(axis=1) < table.heads
    if not taking_part.any():
        return []
    below = (counts * (targets[..., None] > _LEVELS)).sum(axis=2)
    shares = np.divide(below, n, out=np.zeros_like(n), where=shown)
    means = shares[taking_part].sum(axis=1) / shown[taking_part].sum(axis=1)
    fewest = np.where(shown, n, np.inf).min(axis=1)[taking_part]
    typical = float(means @ fewest / fewest.sum())
    variances = typical * (1 - typical) / fewest * (1 - fewest / table.heads[taking_part])
    found = model_estimates(means, variances, 0, 1)
    return list(zip(np.flatnonzero(taking_part).tolist(), found or [], strict=False))
