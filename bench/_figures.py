"""Timing, and saying what was measured: each figure with its bound beside it, and whether it lies within."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

_OVER: list[str] = []
_CLEAR = Path("/proc/self/clear_refs")


def heading(text: str) -> None:
    """A line above a few figures."""
    print(f"\n{text}", flush=True)


def figure(what: str, value: float, unit: str, *, at_most: float | None = None, at_least: float | None = None) -> None:
    """One measured figure; with a bound also "within" or "over" (for a least bound "under")."""
    line = f"  {what:<58} {_number(value):>9} {unit:<5}"
    if at_most is not None:
        line += f" bound: at most {_number(at_most)}, {'within' if value <= at_most else 'over'}"
    if at_least is not None:
        line += f" bound: at least {_number(at_least)}, {'within' if value >= at_least else 'under'}"
    if (at_most is not None and value > at_most) or (at_least is not None and value < at_least):
        _OVER.append(what)
    print(line.rstrip(), flush=True)


def remark(text: str) -> None:
    """A line that explains a figure."""
    print(f"  {text}", flush=True)


def last_words() -> None:
    """Say whether everything lay within. Never fails the build: time depends on who else uses the machine."""
    print(f"\n  {'; '.join(_OVER)}: outside the bound" if _OVER else "\n  All within their bounds.", flush=True)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds that runs of one piece of work took: by the clock on the wall, and of this process's processor time."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def best(self) -> float:
        """The fastest run by the wall: the one least disturbed by others on the machine."""
        return min(self.wall)

    @property
    def middle(self) -> float:
        """The middle run by the wall."""
        return statistics.median(self.wall)

    @property
    def best_cpu(self) -> float:
        """The run that cost the processor least."""
        return min(self.cpu)

    @property
    def middle_cpu(self) -> float:
        """What the middle run cost the processor."""
        return statistics.median(self.cpu)


def timed(runs: int, *works: Callable[[], object]) -> tuple[Timed, ...]:
    """Run each piece of work so often; they take turns, so that what else the machine does meets all alike."""
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(runs):
        for work, times in zip(works, taken, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return tuple(Timed(tuple(wall for wall, _ in times), tuple(cpu for _, cpu in times)) for times in taken)


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """A function that gives the seconds since the beginning of the block, and after it the seconds it took."""
    start = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - start
    ended.append(time.perf_counter())


def forget_peak() -> None:
    """Count the most memory this process has held from now on, where the system can; else from its start."""
    if _CLEAR.exists():
        _CLEAR.write_text("5")  # the kernel's word for: forget the peak


def peak_megabytes() -> float:
    """The most memory this process has held at once since it began or forgot."""
    if _CLEAR.exists():
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024
