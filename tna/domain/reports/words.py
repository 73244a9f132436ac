"""Numbers in plain words: the sentences of every report are put together from these."""

import re
from collections.abc import Sequence
from functools import reduce
from math import floor, log10

from tna import language
from tna.language import gettext, mark, ngettext, pgettext

# fmt: off
_SMALL = (
    mark("no"), mark("one"), mark("two"), mark("three"), mark("four"), mark("five"), mark("six"), mark("seven"),
    mark("eight"), mark("nine"), mark("ten"), mark("eleven"), mark("twelve"), mark("thirteen"), mark("fourteen"),
    mark("fifteen"), mark("sixteen"), mark("seventeen"), mark("eighteen"), mark("nineteen"), mark("twenty"),
)
# fmt: on

# The languages that begin a noun with a capital wherever it stands.
_CAPITALS_EVERYWHERE = {"de", "lb"}

# How an English statement about oneself is said of others; other languages leave it as it was written.
_THEIRS = {
    "I": "they",
    "me": "them",
    "my": "their",
    "mine": "theirs",
    "myself": "themselves",
    "am": "are",
    "was": "were",
}
_OWN = re.compile(r"\b(?:I am|I was|I|me|my|mine|myself)\b")


def number(n: int) -> str:
    """A count as it stands inside a sentence: in words up to twenty, then in figures with thousands marked."""
    return gettext(_SMALL[n]) if 0 <= n < len(_SMALL) else language.number(n)


def whole_percent(share: float) -> int:
    """A share (0..1) in whole percent, halves upwards; never 0 or 100 unless it is so exactly."""
    rounded = floor(share * 100 + 0.5)
    if 0 < share < 1:
        return min(max(rounded, 1), 99)
    return rounded


def percent(share: float) -> str:
    """A share (0..1) inside a sentence: "62 %", "under 1 %", "over 99 %"."""
    if _next_to_none(share):
        return gettext("under 1 %")
    if _next_to_all(share):
        return gettext("over 99 %")
    return _per_cent(str(whole_percent(share)))


def short_percent(share: float) -> str:
    """A share (0..1) where there is little room: "62 %", "<1 %", ">99 %"."""
    if _next_to_none(share):
        return _per_cent("<1")
    if _next_to_all(share):
        return _per_cent(">99")
    return _per_cent(str(whole_percent(share)))


def percent_range(low: float, high: float) -> str:
    """The two ends of an interval of a share: "51 % to 72 %"."""
    return _from_to(percent(low), percent(high))


def fewer_than(k: int) -> str:
    """Why something is withheld: "fewer than ten people answered"."""
    return ngettext(
        "fewer than %(people)s person answered", "fewer than %(people)s people answered", k, people=number(k)
    )


def counted(n: int, one: str, more: str) -> str:
    """A count with its noun: "1 answer", "1,460 answers"."""
    return f"{language.number(n)} {one if n == 1 else more}"


def about(people: float) -> str:
    """An estimated count, no more exact than it is: "about 310 people", "about 25 people", "about 8 people".

    From a hundred on two figures are kept, and at least tens up to a thousand; below, fives, and below twenty ones.
    """
    return ngettext("about %(n)s person", "about %(n)s people", rounded(people))


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
    last = 0 if place % 100 in {11, 12, 13} else place % 10
    if last == 1:
        return pgettext("place in an order", "%(place)sst", place=place)
    if last == 2:
        return pgettext("place in an order", "%(place)snd", place=place)
    if last == 3:
        return pgettext("place in an order", "%(place)srd", place=place)
    return pgettext("place in an order", "%(place)sth", place=place)


def between(low: int, high: int) -> str:
    """A count that differs from statement to statement: "41", or "39 to 41"."""
    return language.number(low) if low == high else _from_to(language.number(low), language.number(high))


def listed(parts: Sequence[str]) -> str:
    """A list inside a sentence: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return pgettext("list", "%(first)s and %(last)s", first=reduce(_and_next, parts[:-1]), last=parts[-1])


def inside(title: str) -> str:
    """A title inside a sentence: "Talking with children" loses its capital, "ABE interviewers" does not."""
    if _locale_language() in _CAPITALS_EVERYWHERE:
        return title
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
    said = phrase(statement)
    return _OWN.sub(_of_them, said) if _locale_language() == "en" else said


def _of_them(found: re.Match[str]) -> str:
    return " ".join(_THEIRS[word] for word in found[0].split())


def _next_to_none(share: float) -> bool:
    return 0 < share < 0.005


def _next_to_all(share: float) -> bool:
    return 0.995 <= share < 1


def _per_cent(figure: str) -> str:
    return gettext("%(figure)s %%", figure=figure)


def _from_to(low: str, high: str) -> str:
    return gettext("%(low)s to %(high)s", low=low, high=high)


def _and_next(so_far: str, part: str) -> str:
    return pgettext("list", "%(first)s, %(next)s", first=so_far, next=part)


def _locale_language() -> str:
    return language.spoken().locale.language
