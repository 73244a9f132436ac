"""The interval of a shift, and how often its test finds one where there is none."""

from functools import lru_cache

import numpy as np

from scripts.simulations.tables import TRIALS, Section, generator, share
from tna.domain.evaluations.changes import changes_of_table
from tna.domain.evaluations.hodges_lehmann import hodges_lehmann
from tna.domain.evaluations.signed_rank import signed_rank

SIZES = (10, 15, 30, 50, 120)
STEPS = {
    "small changes": (0.1, 0.2, 0.4, 0.2, 0.1),
    "hardly any": (0.0, 0.15, 0.7, 0.15, 0.0),
    "two camps": (0.3, 0.2, 0.0, 0.2, 0.3),
}
LEVELS = (0.1, 0.25, 0.35, 0.2, 0.1)
AT_LEAST = 0.94
AT_MOST = 0.06


@lru_cache(maxsize=1)
def coverages() -> dict[tuple[str, int], float]:
    """How often the interval holds a true shift of one level."""
    found = {}
    for place, (title, steps) in enumerate(STEPS.items()):
        for n in SIZES:
            held = 0
            for counts in generator(51, place, n).multinomial(n, steps, size=TRIALS).tolist():
                location = hodges_lehmann(dict(zip(range(-1, 4), counts, strict=True)))
                assert location is not None
                assert location.interval is not None
                held += location.interval.low <= 1 <= location.interval.high
            found[title, n] = held / TRIALS
    return found


@lru_cache(maxsize=1)
def false_alarms() -> dict[int, float]:
    """How often p is at most .05 where half keep their level and the others draw twice from the same levels."""
    joint = 0.5 * np.diag(LEVELS) + 0.5 * np.outer(LEVELS, LEVELS)
    found = {}
    for n in SIZES:
        tables = generator(52, n).multinomial(n, joint.ravel(), size=TRIALS).reshape(TRIALS, 5, 5)
        tests = [signed_rank(changes_of_table(table)) for table in tables.tolist()]
        found[n] = sum(test is not None and test.p <= 0.05 for test in tests) / TRIALS
    return found


def sections() -> list[Section]:
    """Shifts."""
    rows = tuple((str(n), *(share(coverages()[title, n]) for title in STEPS), share(false_alarms()[n])) for n in SIZES)
    return [
        Section(
            "Shift of a course",
            "The Hodges-Lehmann interval of changes about one level ([shift](shift.md)): small changes, hardly any, "
            "and two camps; and how often the exact signed rank test finds a shift at .05 where there is none.",
            ("pairs", *(f"{title} (%)" for title in STEPS), "false alarms (%)"),
            rows,
            f"Held to: at least {share(AT_LEAST)} %, false alarms at most {share(AT_MOST)} %. With ties and zeros the "
            "interval holds more than it claims.",
        )
    ]
