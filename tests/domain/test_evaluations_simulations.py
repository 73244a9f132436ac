"""How often the signed rank test and its interval are wrong, on levels with many ties and zeros."""

from math import sqrt

import numpy as np
import pytest

from tna.domain.evaluations.changes import changes_of_table
from tna.domain.evaluations.hodges_lehmann import hodges_lehmann
from tna.domain.evaluations.signed_rank import signed_rank

pytestmark = pytest.mark.slow

TRIALS = 20_000
NOISE = 3.5
"""Standard errors of a simulated share that chance may add: exceeded by a right method once in 4,000 runs."""

SHARES = {
    "middling": (0.1, 0.25, 0.35, 0.2, 0.1),
    "near the top": (0.0, 0.02, 0.08, 0.3, 0.6),
    "two camps": (0.4, 0.1, 0.0, 0.1, 0.4),
}


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES.keys())
@pytest.mark.parametrize("n", [10, 20, 50, 60, 120])
def test_without_a_shift_the_test_finds_one_no_more_often_than_it_says(n: int, shares: tuple[float, ...]) -> None:
    """Half of the people keep their level, so that zeros abound; the others draw twice from the same levels."""
    random = np.random.default_rng(n)
    joint = 0.5 * np.diag(shares) + 0.5 * np.outer(shares, shares)
    tables = random.multinomial(n, joint.ravel(), size=TRIALS).reshape(TRIALS, 5, 5)
    tests = [signed_rank(changes_of_table(table)) for table in tables.tolist()]
    for level in (0.01, 0.05, 0.1):
        found = sum(test is not None and test.p <= level for test in tests) / TRIALS
        assert found <= level + NOISE * sqrt(level * (1 - level) / TRIALS)


@pytest.mark.parametrize("steps", [(0.1, 0.2, 0.4, 0.2, 0.1), (0.0, 0.15, 0.7, 0.15, 0.0), (0.3, 0.2, 0.0, 0.2, 0.3)])
@pytest.mark.parametrize("n", [6, 10, 20, 50, 60, 120])
def test_the_interval_holds_the_true_shift_as_often_as_it_says(n: int, steps: tuple[float, ...]) -> None:
    """Changes symmetric about one level, so that one level is the true shift."""
    random = np.random.default_rng(n)
    held = 0
    for counts in random.multinomial(n, steps, size=TRIALS).tolist():
        location = hodges_lehmann(dict(zip(range(-1, 4), counts, strict=True)))
        assert location is not None
        assert location.interval is not None
        held += location.interval.low <= 1 <= location.interval.high
    assert held / TRIALS >= 0.95 - NOISE * sqrt(0.95 * 0.05 / TRIALS)
