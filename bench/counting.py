"""Counting a million packed responses into release groups, against a bare numpy.bincount over the same array.

Run: .venv/bin/python bench/counting.py. Each time is the best of five runs in this process. Ends with
status 1 where a goal is missed.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage

import numpy as np

from tna.domain.counting import CODES, count_into_groups

RESPONSES, ITEMS, GROUPS = 1_000_000, 27, 150
MOST_SECONDS, MOST_RATIO, MOST_MEGABYTES = 1.5, 15.0, 400.0
RUNS = 5


def best_of(work: Callable[[], object]) -> float:
    """Seconds of the fastest run, the one least disturbed by others on the machine."""
    fastest = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def allocated(work: Callable[[], object]) -> float:
    """Megabytes allocated at the peak of one run (numpy reports its arrays to tracemalloc)."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> int:
    """Print the figures; 1 where one of them misses its goal."""
    rng = np.random.default_rng(1)
    # Answers pile up on the middle levels, as real ones do.
    shares = [0.05, 0.06, 0.16, 0.3, 0.27, 0.12, 0.04]
    packed = np.empty((RESPONSES, ITEMS), dtype=np.uint8)
    for item in range(ITEMS):
        packed[:, item] = rng.choice(CODES, size=RESPONSES, p=shares)
    group_index = rng.integers(-1, GROUPS, RESPONSES)

    def count() -> np.ndarray:
        return count_into_groups(packed, group_index, GROUPS)

    counted = best_of(count)
    resident = getrusage(RUSAGE_SELF).ru_maxrss / 1024  # before the bare bincount, which takes far more
    bare = best_of(lambda: np.bincount(packed.ravel(), minlength=CODES))
    memory = allocated(count)
    print(f"counting {RESPONSES:,} x {ITEMS} into {GROUPS} groups")
    print(f"  count_into_groups   {counted:7.3f} s    goal <= {MOST_SECONDS} s")
    print(f"  bare bincount       {bare:7.3f} s")
    print(f"  ratio               {counted / bare:7.2f} x    goal <= {MOST_RATIO:.0f} x")
    print(f"  allocated           {memory:7.1f} MB   beside the responses")
    print(f"  process at its peak {resident:7.1f} MB   goal <= {MOST_MEGABYTES:.0f} MB, responses included")
    missed = counted > MOST_SECONDS or counted / bare > MOST_RATIO or resident > MOST_MEGABYTES
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
