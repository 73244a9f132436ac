"""What is wrong with a survey or reference file, told to the person who has to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from tna.language import gettext

Steps = tuple[str | int, ...]
"""Where a value stands in a file: the keys and list places from the top down."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the place in it, what is wrong there, what to do, and the line if there is one."""

    file: str
    place: str
    problem: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        file = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{file}: {self.place}: {self.problem}. {self.remedy}."


class SurveyFaults(ValueError):
    """A file that is not loaded, with every fault found in it, from top to bottom."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


# Python counts these among what steers a screen; languages write them before their signs and inside their numbers.
_NO_BREAK_SPACES = "\u00a0\u202f"


def printable(text: str) -> str:
    """A text from a file as it may be shown on any screen: characters that steer a terminal become ?."""
    return "".join(each if each.isprintable() or each in _NO_BREAK_SPACES else "?" for each in text)


def place_of(steps: Steps) -> str:
    """The place as people write it: ("domains", 2, "id") is domains[2].id, and no step at all is the file."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return words.removeprefix(".") or gettext("the file")
