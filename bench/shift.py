"""The shift of confidence on every statement of 200 courses, and signed rank tests against SciPy's on the same pairs.

Run: .venv/bin/python bench/shift.py. SciPy's test is its normal approximation, since its exact one is wrong with ties.
"""

import numpy as np
from _figures import figure, heading, last_words, remark, timed
from scipy.stats import wilcoxon

from tna.domain.evaluations.changes import Table, changes_of_table
from tna.domain.evaluations.looking_back import looking_back
from tna.domain.evaluations.multiplicity import benjamini_hochberg
from tna.domain.evaluations.readings import reading_of
from tna.domain.evaluations.shift import room_to_improve, shift_of_changes, shift_of_table
from tna.domain.evaluations.signed_rank import signed_rank

COURSES, STATEMENTS, PAIRS = 200, 24, 50
DOMAIN_STATEMENTS = 6
TESTS = 200
RUNS = 5

Pairs = list[tuple[np.ndarray, np.ndarray]]


def answers(rng: np.random.Generator, how_many: int) -> Pairs:
    """Levels of 50 people before and after, most of whom rise by one or stay."""
    levels = np.arange(1, 6)
    befores = rng.choice(levels, (how_many, PAIRS), p=[0.1, 0.25, 0.35, 0.2, 0.1])
    moves = rng.choice([-1, 0, 1, 2], (how_many, PAIRS), p=[0.1, 0.35, 0.35, 0.2])
    return list(zip(befores, np.clip(befores + moves, 1, 5), strict=True))


def table_of(before: np.ndarray, after: np.ndarray) -> Table:
    """The pairs of one statement as its 5 x 5 table."""
    table: Table = np.bincount(5 * (before - 1) + after - 1, minlength=25).reshape(5, 5).tolist()
    return table


def domain_changes(statements: Pairs) -> dict[int, int]:
    """Counts of the changes of the sum over the statements of a domain."""
    summed = sum((after - before for before, after in statements), start=np.zeros(PAIRS, dtype=np.int64))
    sizes, counts = np.unique(summed, return_counts=True)
    return dict(zip(sizes.tolist(), counts.tolist(), strict=True))


def report(courses: list[list[Table]]) -> None:
    """All that a page of one course shows of each statement, course after course."""
    for tables in courses:
        shifts = [shift_of_table(table).shift for table in tables]
        adjusted = benjamini_hochberg([shift.wilcoxon.p if shift.wilcoxon else None for shift in shifts])
        for table, shift, p in zip(tables, shifts, adjusted, strict=True):
            reading_of(shift, p)
            room_to_improve(table)
            looking_back([sum(row) for row in table], [sum(row) for row in table])


def main() -> None:
    """Print every figure."""
    rng = np.random.default_rng(1)
    pairs = answers(rng, COURSES * STATEMENTS)
    tables = [table_of(before, after) for before, after in pairs]
    courses = [tables[first : first + STATEMENTS] for first in range(0, len(tables), STATEMENTS)]
    domains = [
        domain_changes(pairs[first : first + DOMAIN_STATEMENTS]) for first in range(0, len(pairs), DOMAIN_STATEMENTS)
    ]
    heading(f"{COURSES} courses x {STATEMENTS} statements x {PAIRS} pairs")
    statements, pages, summed = timed(
        RUNS,
        lambda: [shift_of_table(table) for table in tables],
        lambda: report(courses),
        lambda: [shift_of_changes(changes) for changes in domains],
    )
    figure("shift of every statement", statements.best, "s", at_most=2)
    figure("the same with all else that a page shows", pages.best, "s", at_most=3)
    figure(f"shift of {len(domains)} domains of {DOMAIN_STATEMENTS} statements", summed.best, "s", at_most=1)

    some = [changes_of_table(table) for table in tables[:TESTS]]
    spread = {size * (-1) ** size: 1 for size in range(1, PAIRS + 1)}
    ours, without_ties, theirs = timed(
        RUNS,
        lambda: [signed_rank(changes) for changes in some],
        lambda: signed_rank(spread),
        lambda: [
            wilcoxon(after - before, zero_method="pratt", correction=False, method="asymptotic")
            for before, after in pairs[:TESTS]
        ],
    )
    heading(f"One signed rank test of {PAIRS} pairs")
    figure("exact, levels", ours.best / TESTS * 1000, "ms", at_most=5)
    figure("exact, no two changes of one size", without_ties.best * 1000, "ms", at_most=5)
    figure("scipy.stats.wilcoxon, normal approximation", theirs.best / TESTS * 1000, "ms")
    figure("ours for one of SciPy's", ours.best / theirs.best, "x", at_most=1)
    remark("Ours is exact where SciPy's approximates.")
    last_words()


if __name__ == "__main__":
    main()
