"""Counting packed responses into the histograms of their release groups."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tna.domain.answers import CODES

CHUNK: Final = 32_768
"""Rows counted at once: with 27 items under a megabyte, so that a chunk stays in the processor's cache."""


def count_into_groups(packed: NDArray[np.uint8], group_index: NDArray[np.integer], groups: int) -> NDArray[np.int64]:
    """How many responses of each group hold each code, item by item.

    `packed` is (responses, items), one byte an item; `group_index` is (responses,), the place of each
    response's group in 0..groups - 1, or -1 for a response in no group. Returns (groups, items, CODES), its
    columns in order of code. Beside arguments and result it takes a few megabytes, however many responses.

    Raises ValueError for arrays that do not fit each other, for a code above 6 and for a group outside the
    range: either would be counted for somebody else.
    """
    if packed.ndim != 2 or group_index.shape != packed.shape[:1]:
        raise ValueError(f"{group_index.shape} group places do not fit {packed.shape} packed responses")
    items = packed.shape[1]
    # Bin 0 takes the responses in no group and is cut off at the end: cheaper than copying the others out.
    bins = (groups + 1) * CODES
    counts = np.zeros((items, bins), dtype=np.int64)
    for start in range(0, len(packed), CHUNK):
        rows = packed[start : start + CHUNK]
        places = group_index[start : start + CHUNK].astype(np.int64)
        if places.min() < -1 or places.max() >= groups:
            raise ValueError(f"a group's place lies outside 0 to {groups - 1}")
        if items and rows.max() >= CODES:
            raise ValueError(f"a packed response holds {rows.max()}; codes go from 0 to {CODES - 1}")
        first_bin = (places + 1) * CODES
        for item in range(items):
            counts[item] += np.bincount(first_bin + rows[:, item], minlength=bins)
    return counts.reshape(items, groups + 1, CODES)[:, 1:].transpose(1, 0, 2).copy()
