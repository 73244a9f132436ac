"""Counting a million packed responses into release groups in memory, against a bare numpy.bincount over the same array.

Run: .venv/bin/python bench/counting.py. What reading them from the database adds is in released_figures.py.
"""

import numpy as np
from _figures import figure, forget_peak, heading, last_words, peak_megabytes, timed

from tna.domain.counting import CODES, count_into_groups

RESPONSES, ITEMS, GROUPS = 1_000_000, 27, 150
RUNS = 5


def main() -> None:
    """Print every figure."""
    rng = np.random.default_rng(1)
    # Answers pile up on the middle levels, as real ones do.
    shares = [0.05, 0.06, 0.16, 0.3, 0.27, 0.12, 0.04]
    packed = np.empty((RESPONSES, ITEMS), dtype=np.uint8)
    for item in range(ITEMS):
        packed[:, item] = rng.choice(CODES, size=RESPONSES, p=shares)
    group_index = rng.integers(-1, GROUPS, RESPONSES)

    def count() -> np.ndarray:
        return count_into_groups(packed, group_index, GROUPS)

    forget_peak()
    count()
    held = peak_megabytes()  # before the bare count, which takes far more
    counted, bare = timed(RUNS, count, lambda: np.bincount(packed.ravel(), minlength=CODES))
    heading(f"Counting {RESPONSES:,} x {ITEMS} packed answers into {GROUPS} groups")
    figure("count_into_groups", counted.best, "s", at_most=1.5)
    figure("a bare numpy.bincount over the same array", bare.best, "s")
    figure("counting for one of the bare count", counted.best / bare.best, "x", at_most=15)
    figure("most memory held, responses included", held, "MB", at_most=400)
    last_words()


if __name__ == "__main__":
    main()
