"""Sums that sentences state, done again: every "… = …" must hold within the rounding of the numbers it prints."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tna.domain.reports.workings.steps import Working

_NUMBER = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?: %)?"
_TOKEN = rf"(?:under 1 %|over 99 %|{_NUMBER})"
_SUM = re.compile(rf"((?:{_TOKEN}|[()]|[+−×÷ ])*{_TOKEN}\)?) = ({_TOKEN})")
_PIECE = re.compile(rf"{_TOKEN}|[()+−×÷]")


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number that is only known to lie between two others."""

    low: float
    high: float

    def __add__(self, other: "Rounded") -> "Rounded":
        return Rounded(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Rounded") -> "Rounded":
        return Rounded(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Rounded") -> "Rounded":
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Rounded(min(ends), max(ends))

    def __truediv__(self, other: "Rounded") -> "Rounded":
        if other.low <= 0 <= other.high:
            return Rounded(float("-inf"), float("inf"))
        return self * Rounded(1 / other.high, 1 / other.low)


def sums_of(workings: Iterable[Working]) -> list[str]:
    """Every sum in the steps, as it is written."""
    return [found[0] for one in workings for step in one.steps for found in _SUM.finditer(step)]


def wrong_sums(workings: Iterable[Working]) -> list[str]:
    """The sums that do not hold, with the step they stand in."""
    return [
        f"{found[0]} in {step!r}"
        for one in workings
        for step in one.steps
        for found in _SUM.finditer(step)
        if not _holds(found[1], found[2])
    ]


def _holds(left: str, right: str) -> bool:
    pieces = iter([*_PIECE.findall(left), ""])
    made, meant = _Reader(pieces).whole(), _read(right, is_result=True)
    slack = 1e-9 * max(1.0, abs(meant.high))
    return made.low - slack <= meant.high and meant.low <= made.high + slack


def _read(token: str, *, is_result: bool = False) -> Rounded:
    if token == "under 1 %":
        return Rounded(0.0, 0.005)
    if token == "over 99 %":
        return Rounded(0.995, 1.0)
    figure = token.removesuffix(" %").replace(",", "").replace("−", "-")
    places = len(figure.partition(".")[2])
    half = 0.5 * 10**-places if places or is_result or token.endswith("%") else 0.0
    by = 100 if token.endswith("%") else 1
    return Rounded((float(figure) - half) / by, (float(figure) + half) / by)


class _Reader:
    """Sums before products, brackets first: (38 % + 42 %) ÷ 2."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._next = next(pieces)

    def whole(self) -> Rounded:
        total = self._product()
        while self._next in {"+", "−"}:
            total = total + self._product() if self._took("+") else total - self._product_after("−")
        return total

    def _product_after(self, sign: str) -> Rounded:
        self._took(sign)
        return self._product()

    def _product(self) -> Rounded:
        made = self._one()
        while self._next in {"×", "÷"}:
            if self._took("×"):
                made = made * self._one()
            else:
                self._took("÷")
                made = made / self._one()
        return made

    def _one(self) -> Rounded:
        if self._took("("):
            inner = self.whole()
            assert self._took(")"), "a bracket that is opened is closed"
            return inner
        token = self._next
        self._next = next(self._pieces)
        return _read(token)

    def _took(self, sign: str) -> bool:
        if self._next != sign:
            return False
        self._next = next(self._pieces)
        return True
