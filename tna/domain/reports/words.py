"""Numbers in plain words: the sentences of every report are put together from these."""

import re
from collections.abc import Sequence
from math import floor, log10

# fmt: off
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on

_THEIRS = {
    "I am": "they are",
    "I was": "they were",
    "I": "they",
    "me": "them",
    "my": "their",
    "mine": "theirs",
    "myself": "themselves",
}
_OWN = re.compile(rf"\b(?:{'|'.join(_THEIRS)})\b")


def number(n: int) -> str:
    """A count as it stands inside a sentence: in words up to twenty, then in figures with thousands marked."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def whole_percent(share: float) -> int:
    """A share (0..1) in whole percent, halves upwards; never 0 or 100 unless it is so exactly."""
    rounded = floor(share * 100 + 0.5)
    if 0 < share < 1:
        return min(max(rounded, 1), 99)
    return rounded


def percent(share: float) -> str:
    """A share (0..1) inside a sentence: "62 %", "under 1 %", "over 99 %"."""
    return _edged(share, "under ", "over ")


def short_percent(share: float) -> str:
    """A share (0..1) where there is little room: "62 %", "<1 %", ">99 %"."""
    return _edged(share, "<", ">")


def percent_range(low: float, high: float) -> str:
    """The two ends of an interval of a share: "51 % to 72 %"."""
    return f"{percent(low)} to {percent(high)}"


def fewer_than(k: int) -> str:
    """Why something is withheld: "fewer than ten people answered"."""
    return f"fewer than {number(k)} people answered"


def counted(n: int, one: str, more: str) -> str:
    """A count with its noun: "1 answer", "1,460 answers"."""
    return f"{n:,} {one if n == 1 else more}"


def about(people: float) -> str:
    """An estimated count, no more exact than it is: "about 310 people", "about 25 people", "about 8 people".

    From a hundred on two figures are kept, and at least tens up to a thousand; below, fives, and below twenty ones.
    """
    return f"about {counted(rounded(people), 'person', 'people')}"


def rounded(people: float) -> int:
    """An estimated count of people as `about` says it, for a table."""
    step = 1
    if people >= 1000:
        step = int(10 ** (floor(log10(people)) - 1))
    elif people >= 100:
        step = 10
    elif people >= 20:
        step = 5
    return max(1, floor(people / step + 0.5) * step) if people > 0 else 0


def ordinal(place: int) -> str:
    """A place in an order: "1st", "2nd", "11th"."""
    ending = "th" if place % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def between(low: int, high: int) -> str:
    """A count that differs from statement to statement: "41", or "39 to 41"."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def listed(parts: Sequence[str]) -> str:
    """A list inside a sentence: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def inside(title: str) -> str:
    """A title inside a sentence: "Talking with children" loses its capital, "ABE interviewers" does not."""
    first = title.split(" ", 1)[0]
    return title[:1].lower() + title[1:] if first[1:].islower() else title


def begun(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def phrase(statement: str) -> str:
    """A statement's text as it runs on after "training to": no stop and no spaces at its end."""
    return statement.strip().rstrip(".;, ")


def of_others(statement: str) -> str:
    """A statement's text as it is said of others after "training to": "decide my next step" becomes theirs."""
    return _OWN.sub(lambda found: _THEIRS[found[0]], phrase(statement))


def _edged(share: float, under: str, over: str) -> str:
    if 0 < share < 0.005:
        return f"{under}1 %"
    if 0.995 <= share < 1:
        return f"{over}99 %"
    return f"{whole_percent(share)} %"
