"""The sentences that open a page of figures: who answered, what is needed most, what changed, what is withheld."""

from collections.abc import Mapping
from dataclasses import dataclass

from tna.domain.coverage import Coverage
from tna.domain.disclosure import Figures
from tna.domain.reports.changes import RoundChange
from tna.domain.reports.coverage import CoverageBars, furthest_behind
from tna.domain.reports.heatmaps import CellState, Heatmap
from tna.domain.reports.ranking import NeedSentences
from tna.domain.reports.words import begun, counted, fewer_than, inside, listed, number, percent

_ALSO_NAMED = 2
"""Needs named after the largest: with more, nobody reads to the end of the sentence."""


@dataclass(frozen=True, slots=True)
class Stat:
    """A number, and the sentence that it begins."""

    figure: str
    words: str


def answered_stat(coverage: Coverage, agencies: CoverageBars) -> Stat:
    """How many took part, in the numbers that coverage shows, and which agency is furthest behind."""
    total = coverage.total
    if total is None or not total.heads:
        return Stat("Not known", "is how many of the people answered: no headcounts were entered.")
    of_all = f"of {counted(total.heads, 'person', 'people')} answered"
    if total.share is None or total.answered is None:
        return Stat(begun(total.words), f"{of_all}.")
    behind = furthest_behind(agencies.bars, "agency", agencies.target)
    exactly = f"{'about ' if total.about else ''}{total.answered:,}"
    return Stat(percent(total.share), f"{of_all}: {exactly}. {behind}".strip())


def needs_stat(needs: NeedSentences) -> Stat:
    """The largest need in full, and the next ones by name."""
    if not needs.needs:
        return Stat("No need", f"can be named. {needs.finding}")
    largest, *others = needs.needs
    if not others:
        return Stat(largest.people, largest.words)
    also = listed([f"“{one.text}” ({inside(one.people)})" for one in others[:_ALSO_NAMED]])
    return Stat(largest.people, f"{largest.words} Next: {also}.")


def change_stat(change: RoundChange) -> Stat:
    """How many of the figures that can be compared clearly moved, and which way."""
    if not change.comparable:
        return Stat("No figure", f"can be compared with {change.earlier_round}.")
    figures = f"{counted(change.comparable, 'figure', 'figures')} of role groups and domains"
    of_all = f"of {figures} clearly changed since {change.earlier_round}"
    ways = [
        f"{number(count)} {'shows' if count == 1 else 'show'} {way}"
        for count, way in ((change.clearly_fewer, "fewer"), (change.clearly_more, "more"))
        if count
    ]
    if not ways:
        return Stat("None", f"{of_all}.")
    ways[0] += " people below the level their role needs"
    return Stat(f"{change.clearly_fewer + change.clearly_more:,}", f"{of_all}: {listed(ways)}.")


def alone_stat(*, has_earlier: bool) -> Stat:
    """The sentence on change where no round stands beside the one that is shown."""
    if has_earlier:
        return Stat("This round alone", "is shown. Choose an earlier one under “Another round” to see what changed.")
    return Stat("The first round", "released here, so there is nothing to compare it with yet.")


def withheld_stat(figures: Figures, heatmap: Heatmap, k: int) -> Stat:
    """How many answers stand in the figures, how many figures are withheld, and why."""
    asked = [cell for cell in heatmap.cells if cell.state is not CellState.NOT_ASKED]
    withheld = sum(cell.state is CellState.WITHHELD for cell in asked)
    if not figures.statements:
        return _nothing_stat(figures, len(asked), k)
    # Where too few are left out to name a number, neither is it said that these are all.
    is_nearly_all = figures.partial and figures.covered == figures.answers
    sentences = [f"of {counted(figures.answers, 'answer', 'answers')} stand in these figures."]
    if is_nearly_all:
        sentences = ["answers stand in these figures."]
    if figures.partial or withheld:
        sentences.append(f"Where {fewer_than(k)}, nothing is shown.")
    if withheld:
        are = "is" if withheld == 1 else "are"
        sentences.append(f"{withheld:,} of {counted(len(asked), 'figure', 'figures')} below {are} withheld.")
    if figures.heads_left_out:
        sentences.append(f"Totals leave out {counted(figures.heads_left_out, 'person', 'people')} in such groups.")
    head = "Nearly all" if is_nearly_all else "All" if figures.covered == figures.answers else f"{figures.covered:,}"
    return Stat(head, " ".join(sentences))


def _nothing_stat(figures: Figures, asked: int, k: int) -> Stat:
    """Where no answer stands in any figure. There is no total then, so nobody is said to be left out of one."""
    of_all = f"of {counted(figures.answers, 'answer', 'answers')} stand" if figures.answers else "of the answers stands"
    below = "The one figure below is" if asked == 1 else f"All {asked:,} figures below are"
    return Stat("None", f"{of_all} in these figures. Where {fewer_than(k)}, nothing is shown. {below} withheld.")


def covered_words(figures: Figures, k: int) -> str:
    """What part of an agency's answers its figures stand for, and where the rest is; empty where nothing is missing."""
    if not figures.groups:
        return (
            f"Nothing can be shown of this agency alone: in each role group here, {fewer_than(k)}. What they said "
            "counts with that of other agencies or, where those are too few as well, in no figure."
        )
    why = f"because {fewer_than(k)} in their role group here"
    if figures.covered < figures.answers:
        return (
            f"These figures cover {figures.covered:,} of {counted(figures.answers, 'answer', 'answers')}; the rest "
            f"stand with other agencies or, where too few, in no figure, {why}."
        )
    if figures.heads_left_out:
        left_out = counted(figures.heads_left_out, "person", "people")
        return f"These figures leave out {left_out} who work here, {why}."
    return ""


def over_headcount(figures: Figures, *, role_groups: Mapping[str, str]) -> str:
    """That more people answered somewhere than the headcount says, and in which role groups; empty where nowhere."""
    named = sorted({role_groups[key.partition(":")[0]] for key in figures.named})
    if not named:
        return ""
    return (
        f"More people answered than the headcount says among {listed([inside(one) for one in named])}: "
        "those figures count the answers instead and have no range. Check the headcount."
    )
