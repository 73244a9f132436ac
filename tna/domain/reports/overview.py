"""The sentences that open a page of figures: who answered, what is needed most, what changed, what is withheld."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tna import language
from tna.domain.coverage import Coverage
from tna.domain.disclosure import Figures
from tna.domain.reports.behind import behind
from tna.domain.reports.changes import RoundChange
from tna.domain.reports.clearest_changes import ClearestChanges
from tna.domain.reports.coverage import AGENCIES, CoverageBars, furthest_behind, left_out_words
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.heatmaps import CellState, Heatmap
from tna.domain.reports.joined_agencies import people_words
from tna.domain.reports.words import begun, between, fewer_than, inside, listed, number, percent
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Stat:
    """A number, and the sentence that it begins."""

    figure: str
    words: str


def answered_stat(coverage: Coverage, agencies: CoverageBars) -> Stat:
    """How many took part, in the numbers that coverage shows, and which agency is furthest behind."""
    total = coverage.total
    if total is None or not total.heads:
        return Stat(gettext("Not known"), gettext("is how many of the people answered: no headcounts were entered."))
    heads = total.heads
    if total.share is None or total.answered is None:
        of_all = ngettext("of %(n)s person answered.", "of %(n)s people answered.", heads)
        return Stat(begun(total.words), of_all)
    answered = language.number(total.answered)
    if total.about:
        answered = gettext("%(number)s, give or take a few", number=answered)
    of_all = ngettext(
        "of %(n)s person answered: %(answered)s.", "of %(n)s people answered: %(answered)s.", heads, answered=answered
    )
    further = (left_out_words(total), furthest_behind(agencies.bars, AGENCIES, agencies.target))
    return Stat(percent(total.share), " ".join(each for each in (of_all, *further) if each))


def change_stat(change: RoundChange, statements: ClearestChanges) -> Stat:
    """How many of the figures that can be compared clearly moved, and which way; then how many statements did."""
    stat = _figures_changed(change)
    return replace(stat, words=f"{stat.words} {statements.finding}")


def _figures_changed(change: RoundChange) -> Stat:
    earlier = change.earlier_round
    if not change.comparable:
        return Stat(gettext("No figure"), gettext("can be compared with %(round)s.", round=earlier))
    ways = _ways(change)
    if not ways:
        of_all = ngettext(
            "of %(n)s figure of role groups and domains clearly changed since %(round)s.",
            "of %(n)s figures of role groups and domains clearly changed since %(round)s.",
            change.comparable,
            round=earlier,
        )
        return Stat(gettext("None"), of_all)
    of_all = ngettext(
        "of %(n)s figure of role groups and domains clearly changed since %(round)s: %(ways)s.",
        "of %(n)s figures of role groups and domains clearly changed since %(round)s: %(ways)s.",
        change.comparable,
        round=earlier,
        ways=listed(ways),
    )
    return Stat(language.number(change.clearly_fewer + change.clearly_more), of_all)


def _ways(change: RoundChange) -> list[str]:
    fewer, more = change.clearly_fewer, change.clearly_more
    ways = []
    if fewer:
        ways.append(
            ngettext(
                "%(figures)s shows fewer people below the level their role needs",
                "%(figures)s show fewer people below the level their role needs",
                fewer,
                figures=number(fewer),
            )
        )
    if more and fewer:
        ways.append(ngettext("%(figures)s shows more", "%(figures)s show more", more, figures=number(more)))
    elif more:
        ways.append(
            ngettext(
                "%(figures)s shows more people below the level their role needs",
                "%(figures)s show more people below the level their role needs",
                more,
                figures=number(more),
            )
        )
    return ways


def alone_stat(*, has_earlier: bool) -> Stat:
    """The sentence on change where no round stands beside the one that is shown."""
    if has_earlier:
        return Stat(
            gettext("This round alone"),
            gettext("is shown. Choose an earlier one under “Another round” to see what changed."),
        )
    return Stat(gettext("The first round"), gettext("released here, so there is nothing to compare it with yet."))


def withheld_stat(figures: Figures, heatmap: Heatmap, k: int) -> Stat:
    """How many answers stand in the figures, how many figures are withheld, and why."""
    asked = [cell for cell in heatmap.cells if cell.state is not CellState.NOT_ASKED]
    withheld = sum(cell.state is CellState.WITHHELD for cell in asked)
    if not figures.statements:
        return _nothing_stat(figures, len(asked), k)
    # Where too few are left out to name a number, neither is it said that these are all.
    is_nearly_all = figures.partial and figures.covered == figures.answers
    if is_nearly_all:
        head, sentences = gettext("Nearly all"), [gettext("answers stand in these figures.")]
    else:
        is_all = figures.covered == figures.answers
        head = gettext("All") if is_all else language.number(figures.covered)
        sentences = [_of_answers(figures.answers)]
    if figures.partial or withheld:
        sentences.append(_nothing_where(k))
    if figures.heads_left_out:
        sentences.append(
            gettext(
                "The totals leave out %(people)s who work in such groups, answered or not.",
                people=people_words(figures.heads_left_out),
            )
        )
    if withheld:
        sentences.append(_withheld(withheld, len(asked)))
    return Stat(head, " ".join(sentences))


def _of_answers(answers: int) -> str:
    return ngettext("of %(n)s answer stand in these figures.", "of %(n)s answers stand in these figures.", answers)


def _nothing_where(k: int) -> str:
    return gettext("Where %(fewer)s, nothing is shown.", fewer=fewer_than(k))


def _withheld(withheld: int, of_all: int) -> str:
    if withheld == of_all:
        return _all_withheld(of_all)
    return ngettext(
        "%(n)s of %(all)s figures below is withheld.",
        "%(n)s of %(all)s figures below are withheld.",
        withheld,
        all=language.number(of_all),
    )


def _all_withheld(of_all: int) -> str:
    return ngettext("The one figure below is withheld.", "All %(n)s figures below are withheld.", of_all)


def _nothing_stat(figures: Figures, asked: int, k: int) -> Stat:
    """Where no answer stands in any figure. There is no total then, so nobody is said to be left out of one."""
    none = _of_answers(figures.answers) if figures.answers else gettext("of the answers stands in these figures.")
    return Stat(gettext("None"), f"{none} {_nothing_where(k)} {_all_withheld(asked)}")


def covered_words(figures: Figures, k: int) -> str:
    """What part of an agency's answers its figures stand for, and where the rest is; empty where nothing is missing."""
    fewer = fewer_than(k)
    if not figures.groups:
        return gettext(
            "Nothing can be shown of this agency alone: in each role group here, %(fewer)s. What they said counts with "
            "that of other agencies or, where those are too few as well, in no figure.",
            fewer=fewer,
        )
    if figures.covered < figures.answers:
        return ngettext(
            "These figures cover %(covered)s of %(n)s answer; the rest stand with other agencies or, where too few, "
            "in no figure, because %(fewer)s in their role group here.",
            "These figures cover %(covered)s of %(n)s answers; the rest stand with other agencies or, where too few, "
            "in no figure, because %(fewer)s in their role group here.",
            figures.answers,
            covered=language.number(figures.covered),
            fewer=fewer,
        )
    if figures.heads_left_out:
        return gettext(
            "These figures leave out %(people)s who work here, because %(fewer)s in their role group here.",
            people=people_words(figures.heads_left_out),
            fewer=fewer,
        )
    return ""


def covers_words(figures: Figures, k: int, statements: Collection[str], *, asked_of_all: bool) -> str:
    """What part of the answers the figures of these statements cover; empty where they stand for everybody.

    Empty too where none of them is released: then what stands in their place says why. `asked_of_all` says whether
    every role group here was asked all of them.

    How many are left out is not told where it is fewer than five people: beside coverage it would say who of them
    answered.
    """
    stand = behind(figures, statements)
    if stand is None:
        return ""
    fewest, most = stand.fewest[0], stand.most[0]
    if fewest < figures.answers:
        covered = ngettext(
            "Covers %(covered)s of %(n)s answer.",
            "Covers %(covered)s of %(n)s answers.",
            figures.answers,
            covered=between(fewest, most),
        )
        return f"{covered} {_not_covered(why_cell(k), asked_of_all=asked_of_all)}"
    if not figures.partial:
        return ""
    people = people_words(figures.heads_left_out)
    return gettext("Leaves out %(people)s in groups of which %(fewer)s.", people=people, fewer=fewer_than(k))


def _not_covered(why: str, *, asked_of_all: bool) -> str:
    if asked_of_all:
        return gettext("Where %(fewer)s, nothing is shown.", fewer=why)
    return gettext("The rest were not asked, or stand where nothing is shown: %(why)s.", why=why)


def over_headcount(figures: Figures, *, role_groups: Mapping[str, str]) -> str:
    """That more people answered somewhere than the headcount says, and in which role groups; empty where nowhere."""
    named = sorted({role_groups[key.partition(":")[0]] for key in figures.named})
    if not named:
        return ""
    return gettext(
        "More people answered than the headcount says among %(role_groups)s: those figures count the answers instead "
        "and have no range. Check the headcount.",
        role_groups=listed([inside(one) for one in named]),
    )
