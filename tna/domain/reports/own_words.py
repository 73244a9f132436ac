"""What people wrote in their own words, as a page shows it once its themes are released."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.domain.free_text import ThemeFigures, Themes, publish_themes
from tna.domain.reports.tables import Table
from tna.domain.reports.words import number, percent
from tna.domain.reports.workings import Working
from tna.language import gettext, ngettext
from tna.language import number as figure

QUOTED_FIRST = 4
"""A few quotations stand on the page; the others are folded up below them."""


class WordsState(StrEnum):
    """What there is to show of an open question."""

    TO_COME = "to come"  # asked, and being read
    WITHHELD = "withheld"  # read, and nothing of it may be shown
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The section of a page: a sentence, the themes as a table or none, and quotations, a few of them to begin with.

    `workings` say how the shares in the table were worked out.
    """

    state: WordsState
    question: str
    finding: str
    table: Table | None = None
    first: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    workings: tuple[Working, ...] = ()


def own_words(question: str, themes: Themes | None) -> OwnWords:
    """What a page says of an open question; `themes` is None while it is being read."""
    if themes is None:
        finding = gettext("What people wrote is being read first. Its themes are shown here once that is done.")
        return OwnWords(WordsState.TO_COME, question, finding)
    figures = publish_themes(themes)
    if not figures and not themes.quotations:
        finding = gettext(
            "Nothing can be shown of what people wrote: a group is shown only where %(k)s or more of its people wrote "
            "something.",
            k=number(themes.k),
        )
        return OwnWords(WordsState.WITHHELD, question, finding)
    return OwnWords(
        WordsState.SHOWN,
        question,
        _finding(figures),
        _table(figures) if figures else None,
        themes.quotations[:QUOTED_FIRST],
        themes.quotations[QUOTED_FIRST:],
        tuple(_working(one) for one in figures),
    )


def _finding(figures: Sequence[ThemeFigures]) -> str:
    if not figures:
        return gettext("No theme can be shown by its number; these sentences can.")
    most = figures[0]
    return ngettext(
        "Most often people wrote about “%(theme)s”: %(about)s of the %(n)s person who wrote something, %(share)s.",
        "Most often people wrote about “%(theme)s”: %(about)s of the %(n)s people who wrote something, %(share)s.",
        most.texts,
        theme=most.title,
        about=figure(most.about),
        share=percent(most.share),
    )


def _table(figures: Sequence[ThemeFigures]) -> Table:
    return Table(
        caption=gettext("What people wrote about"),
        headers=(gettext("Theme"), gettext("Wrote about it"), gettext("Of those who wrote"), gettext("Share")),
        rows=tuple((one.title, figure(one.about), figure(one.texts), percent(one.share)) for one in figures),
        numeric=frozenset({1, 2, 3}),
    )


def _working(one: ThemeFigures) -> Working:
    share = gettext(
        "%(about)s ÷ %(texts)s = %(share)s, in the groups in which it is released.",
        about=figure(one.about),
        texts=figure(one.texts),
        share=percent(one.share),
    )
    return Working(one.title, (share,))
