"""Estimates of the model among what is published: of single groups, and never of what is withheld."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.domain.populations import STATEMENTS, Population, populations, random_population, release_of
from tna.domain.disclosure import Release, Selection, publish
from tna.domain.small_groups import FEWEST_GROUPS, model_estimates, sampling_variances

LEVELS = np.arange(1.0, 6.0)


def six_agencies(seed: int = 3) -> Release:
    return release_of(random_population(np.random.default_rng(seed), 6, 3, 10, silent=12))


def alone(release: Release) -> dict[str, Selection]:
    """Selections of one release group each, by its key."""
    made = {}
    for one in release.groups:
        selection = Selection(frozenset([one.group.role_group]), frozenset(one.group.agencies))
        if publish(release, selection).groups == (one.group.key,):
            made[one.group.key] = selection
    return made


def test_a_group_by_itself_has_estimates_and_a_union_has_none() -> None:
    release = six_agencies()
    everyone = publish(release)
    assert all(one.mean_model is None and one.below_model is None for one in everyone.statements.values())
    assert all(one.below_model is None for one in everyone.domains.values())
    selections = alone(release)
    assert len(selections) >= 3
    for selection in selections.values():
        shown = publish(release, selection)
        assert all(one.mean_model and one.below_model for one in shown.statements.values())
        assert all(one.below_model for one in shown.domains.values())


def test_the_mean_is_that_of_the_model_over_all_groups_that_release_the_statement() -> None:
    release = six_agencies()
    groups = [one for one in release.groups if one.released[0]]
    counts = np.array([one.counts[0, 1:6] for one in groups], dtype=np.float64)
    n = counts.sum(axis=1)
    variances = sampling_variances(counts, LEVELS, n / np.array([one.group.heads for one in groups]))
    assert variances is not None
    expected = model_estimates(counts @ LEVELS / n, variances, 1, 5)
    assert expected is not None
    by_key = dict(zip([one.group.key for one in groups], expected, strict=True))
    selections = alone(release)
    compared = [key for key in selections if key in by_key]
    assert compared
    for key in compared:
        assert publish(release, selections[key]).statements["known"].mean_model == by_key[key]


@given(populations)
def test_only_groups_that_release_a_statement_take_part_in_its_model(population: Population) -> None:
    release = release_of(population)
    taking_part = {
        statement: sum(bool(one.released[item]) for one in release.groups) for item, statement in enumerate(STATEMENTS)
    }
    for selection in alone(release).values():
        for statement, shown in publish(release, selection).statements.items():
            for value, model, low, high in (
                (shown.mean, shown.mean_model, 1, 5),
                (shown.below, shown.below_model, 0, 1),
            ):
                assert (model is None) == (taking_part[statement] < FEWEST_GROUPS)
                if model is not None and value is not None:
                    assert model.groups == taking_part[statement]
                    assert min(value, model.centre) - 1e-9 <= model.value <= max(value, model.centre) + 1e-9
                    assert low <= model.value <= high


def test_a_group_alone_with_a_statement_is_not_modelled() -> None:
    release = six_agencies()
    only = replace(release, groups=release.groups[:1])
    (selection,) = alone(only).values()
    shown = publish(only, selection)
    assert shown.statements
    assert all(one.mean_model is None for one in shown.statements.values())


def test_without_a_target_there_is_an_estimate_of_the_mean_alone() -> None:
    release = replace(six_agencies(), targets={})
    selection = next(iter(alone(release).values()))
    shown = publish(release, selection)
    assert all(one.mean_model is not None and one.below_model is None for one in shown.statements.values())
    assert shown.domains == {}


def test_a_domain_is_drawn_towards_the_domains_of_the_other_groups() -> None:
    release = six_agencies()
    found = [publish(release, selection).domains.get("D1") for selection in alone(release).values()]
    estimates = [(one.below, one.below_model) for one in found if one is not None]
    assert len({model.centre for _, model in estimates if model}) == 1
    for below, model in estimates:
        assert model is not None
        assert model.value == pytest.approx(model.centre + model.kept * (below - model.centre))
