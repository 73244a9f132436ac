"""The coverage that docs/methods tells of: it is what the seed gives, and as good as is claimed beneath each table."""

import pytest

from scripts import methods
from scripts.simulations import means, models, shares, shifts, strata
from scripts.simulations.tables import page

pytestmark = pytest.mark.slow

NEARLY = 1e-9  # a coverage of exactly four fifths is a sum of probabilities


def test_the_page_is_what_the_seed_gives() -> None:
    assert methods.FILE.read_text(encoding="utf-8") == page(methods.sections())


def test_intervals_of_a_share_hold_as_often_as_claimed() -> None:
    for size, (wilson, wald) in shares.coverages().items():
        assert wilson.mean() >= shares.MEAN_AT_LEAST, size
        assert wilson.min() >= shares.LOWEST_AT_LEAST - NEARLY, size
        assert wilson.mean() >= wald.mean() - NEARLY, size


def test_the_interval_of_a_domain_is_an_upper_bound() -> None:
    assert min(shares.domain_coverages().values()) >= shares.DOMAIN_AT_LEAST


def test_intervals_of_a_mean_hold_where_t_and_the_bootstrap_fail() -> None:
    found = means.coverages()
    assert min(one["published"] for one in found.values()) >= means.AT_LEAST
    assert min(one["t"] for one in found.values()) < 0.88
    assert min(one["bootstrap"] for one in found.values()) < 0.7


@pytest.mark.parametrize("one", strata.PARTNERSHIPS, ids=lambda one: one.title)
def test_intervals_of_several_groups_hold_as_often_as_claimed(one: strata.Partnership) -> None:
    held = strata.held()[one.title]
    assert held.share >= one.at_least
    assert held.gap >= strata.GAP_AT_LEAST


def test_counting_all_answers_alike_misses_where_whoever_answers_differs() -> None:
    held = strata.held()["the confident answer more"]
    assert held.unweighted < 0.2
    assert held.error < held.error_unweighted / 2


def test_the_model_errs_less_than_the_figures_themselves_and_its_range_holds() -> None:
    for (between, n, heads), one in models.errors().items():
        assert one.model <= one.raw
        assert one.model_held >= models.COVERS_AT_LEAST
        if between <= 0.15 and 4 * n == heads and n < 20:
            assert one.model <= models.HALVED * one.raw


def test_the_models_range_holds_for_the_smallest_group_and_for_the_largest() -> None:
    for between, held in models.of_unlike_sizes().items():
        assert min(held) >= models.COVERS_AT_LEAST, between


def test_intervals_of_a_shift_hold_and_its_test_raises_no_more_alarms_than_it_says() -> None:
    assert min(shifts.coverages().values()) >= shifts.AT_LEAST
    assert max(shifts.false_alarms().values()) <= shifts.AT_MOST
