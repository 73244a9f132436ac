"""What people wrote in their own words, as a page shows it once its themes are released."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.domain.free_text import ThemeFigures, Themes, publish_themes
from tna.domain.reports.question_bars import QuestionBars, QuestionRow
from tna.domain.reports.tables import Table
from tna.domain.reports.words import number, percent
from tna.domain.reports.workings.steps import Working
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
class ThemeBars(QuestionBars):
    """The picture of the themes: a bar for each, of how many of those who wrote something wrote about it."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The section of a page: a sentence, bars of the themes or none, and quotations, a few of them to begin with.

    `workings` say how the shares of the themes were worked out.
    """

    state: WordsState
    question: str
    finding: str
    bars: ThemeBars | None = None
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
        _bars(figures, themes.k) if figures else None,
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


def _title() -> str:
    return gettext("What people wrote about")


def _bars(figures: Sequence[ThemeFigures], k: int) -> ThemeBars:
    note = gettext(
        "Counted are groups in which %(k)s or more people wrote something, where neither all nor none of them wrote "
        "about the theme. Somebody may have written about several.",
        k=number(k),
    )
    return ThemeBars(
        title=_title(),
        finding=_finding(figures),
        choices=(gettext("Wrote about it"), gettext("Wrote about other things")),
        everyone=None,
        rows=tuple(QuestionRow(one.title, one.title, one.texts, (one.about, one.texts - one.about)) for one in figures),
        apart=None,
        withheld_words="",
        notes=(note,),
    )


def theme_bars_table(bars: ThemeBars | None) -> Table:
    """One row for each theme: how many wrote about it, of how many, and their share; none without bars."""
    return Table(
        caption=_title(),
        headers=(gettext("Theme"), gettext("Wrote about it"), gettext("Of those who wrote"), gettext("Share")),
        rows=tuple(
            (row.title, figure(row.counts[0]), figure(row.n), percent(row.shares[0]))
            for row in (bars.all_rows if bars is not None else ())
        ),
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
