"""What people wrote in their own words: what is counted and quoted of it, and `publish_themes`, the only way out.

A text names nobody by itself, and yet whoever knows somebody's way of writing may know them again. So texts are read
first by screeners, who withhold what points to anybody, and then the same rule holds as for statements: within a
release group a theme is counted only if at least k people of it wrote something that was kept, and if neither all nor
none of them wrote about it. It is decided once, group by group, never by a filter. A quotation comes only from a group
of at least k such texts and stands apart from group, agency and job.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tna.domain.answers import BLANK, CODES
from tna.domain.disclosure import Counts, UnsafeRelease, released_items
from tna.domain.groups import K_FLOOR
from tna.language import mark

LONGEST_TEXT = 1_000
"""Characters; enough for what gets in the way of training, too little for somebody's story."""

MOST_SCREENERS = 2
DAYS_TO_HAND_ON = 2
"""Working days within which what is escalated has to be handed on."""

MOST_THEMES = 12
LONGEST_THEME = 60

USUAL_QUESTION = mark("What would help you most to feel more confident in this work, and what gets in the way?")
USUAL_THEMES = (
    mark("Time"),
    mark("Cost"),
    mark("Supervision"),
    mark("Confidence with families"),
    mark("ABE interviews"),
)
"""What people write about wherever this is asked; screeners make the list their own."""

_ABOUT_IT, _ABOUT_OTHER_THINGS = BLANK + 1, BLANK + 2
"""A theme counts as a question with two choices, so that the rule of the questions is its rule."""


class Decision(StrEnum):
    """What a screener made of a text."""

    UNREAD = "unread"
    KEPT = "kept"
    WITHHELD = "withheld"
    ESCALATED = "escalated"


class Reason(StrEnum):
    """Why a text is withheld."""

    NAMES = "names"
    CHILD = "child"
    TELLS_WHO = "tells-who"
    HURTS = "hurts"
    ELSEWHERE = "elsewhere"


REASONS = {
    Reason.NAMES: mark("It names somebody"),
    Reason.CHILD: mark("It is about one child or family"),
    Reason.TELLS_WHO: mark("It tells who wrote it, or where they work"),
    Reason.HURTS: mark("It would hurt somebody"),
    Reason.ELSEWHERE: mark("It is about something else than training"),
}


def tidied(typed: str) -> str:
    """A text as it is kept: its lines without spaces at their ends, no more than one of them empty in a row."""
    lines = [line.strip() for line in typed.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    return "\n".join(line for place, line in enumerate(lines) if line or lines[place - 1])


def fingerprint(text: str) -> str:
    """By which a form says which text it was shown with; empty for no text at all."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


# What is released -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptText:
    """One text that was kept: the key of its writer's release group, None where they stand in no figure."""

    text: str
    group: str | None
    themes: frozenset[int]
    may_be_quoted: bool


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """One release group: how many of its people wrote something kept, and of each released theme how many about it."""

    key: str
    texts: int
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Themes:
    """What a round's texts came to: all that anything published of them may come from.

    `titles` by theme. Groups in which no theme is released are not there. Raises UnsafeRelease where it breaks its
    own rule.
    """

    k: int
    titles: Mapping[int, str]
    groups: tuple[ThemeGroup, ...]
    quotations: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.k < K_FLOOR:
            raise UnsafeRelease(f"k is {self.k}, under the floor of {K_FLOOR}")
        if len({one.key for one in self.groups}) != len(self.groups):
            raise UnsafeRelease("a release group stands in the themes twice")
        for one in self.groups:
            if not one.counts or not set(one.counts) <= set(self.titles):
                raise UnsafeRelease(f"the themes of {one.key} do not fit the list")
            if not released_items(
                _counts(one.texts, one.counts.values()), _no_statement(len(one.counts)), self.k
            ).all():
                raise UnsafeRelease(f"{one.key} releases a theme that fewer than {self.k} texts allow")


def form_themes(texts: Iterable[KeptText], titles: Mapping[int, str], k: int) -> Themes:
    """What may be released of these texts, group by group.

    Quotations come in the order of their hashes, which nothing but their own words decides.
    """
    by_group: dict[str, list[KeptText]] = {}
    for one in texts:
        if one.group is not None:
            by_group.setdefault(one.group, []).append(one)
    groups = [_theme_group(key, members, titles, k) for key, members in sorted(by_group.items())]
    quoted = [one.text for members in by_group.values() if len(members) >= k for one in members if one.may_be_quoted]
    return Themes(
        k=k,
        titles=dict(titles),
        groups=tuple(group for group in groups if group.counts),
        quotations=tuple(sorted(quoted, key=lambda text: (fingerprint(text), text))),
    )


def _theme_group(key: str, members: Collection[KeptText], titles: Mapping[int, str], k: int) -> ThemeGroup:
    about = Counter(theme for one in members for theme in one.themes)
    order = sorted(titles)
    released = released_items(_counts(len(members), [about[theme] for theme in order]), _no_statement(len(order)), k)
    return ThemeGroup(
        key, len(members), {theme: about[theme] for theme, is_out in zip(order, released, strict=True) if is_out}
    )


def _counts(texts: int, about: Iterable[int]) -> Counts:
    """How many of so many texts are about each theme and how many not: (themes, CODES)."""
    numbers = np.fromiter(about, dtype=np.int64)
    counts = np.zeros((len(numbers), CODES), dtype=np.int64)
    counts[:, _ABOUT_IT] = numbers
    counts[:, _ABOUT_OTHER_THINGS] = texts - numbers
    if (counts < 0).any():
        raise UnsafeRelease("more texts are about a theme than there are")
    return counts


def _no_statement(items: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.zeros(items, dtype=bool)


# What is published ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """One theme over the groups in which it is released: so many of so many texts are about it."""

    title: str
    about: int
    texts: int

    @property
    def share(self) -> float:
        """The share of the texts that are about it, 0..1."""
        return self.about / self.texts


def publish_themes(themes: Themes, groups: Collection[str] | None = None) -> tuple[ThemeFigures, ...]:
    """Every theme over whole release groups, all of them or those with these keys; the most written about first.

    A theme adds the groups in which it is released, and no other; one that is released in none is not there.
    """
    chosen = [one for one in themes.groups if groups is None or one.key in groups]
    found = []
    for theme, title in themes.titles.items():
        members = [one for one in chosen if theme in one.counts]
        if members:
            about, texts = sum(one.counts[theme] for one in members), sum(one.texts for one in members)
            found.append(ThemeFigures(title, about, texts))
    return tuple(sorted(found, key=lambda one: (-one.share, -one.about, one.title)))
