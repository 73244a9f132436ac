"""Write docs/methods/simulated-coverage.md: how often each interval holds, by simulation from one seed.

Run by `make methods`. `--check` writes nothing and fails where the file differs from what the seed gives.
"""

import sys
from pathlib import Path

from scripts.simulations import means as means_of_levels
from scripts.simulations import models, shares, shifts, strata
from scripts.simulations.tables import Section, page

FILE = Path(__file__).resolve().parents[1] / "docs" / "methods" / "simulated-coverage.md"


def sections() -> list[Section]:
    """Every table, in the order of the page."""
    return [
        *shares.sections(),
        *means_of_levels.sections(),
        *strata.sections(),
        *models.sections(),
        *shifts.sections(),
    ]


def main() -> int:
    """Write the page, or compare it; 1 where it differs."""
    text = page(sections())
    if "--check" in sys.argv:
        return int(FILE.read_text(encoding="utf-8") != text)
    FILE.write_text(text, encoding="utf-8")
    print(f"Wrote {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
