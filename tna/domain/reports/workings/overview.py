"""How the sentences that open a page of figures were worked out, with their own numbers filled in."""

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.reports.comparison import Change
from tna.domain.reports.heatmaps import CellState, Heatmap
from tna.domain.reports.workings.steps import Working
from tna.language import gettext


def opening_workings(everyone: Figures, heatmap: Heatmap, answered: Working) -> tuple[Working, ...]:
    """Who answered, what changed, and what is withheld; `answered` is the first, worked out from coverage."""
    found = [answered]
    if heatmap.earlier_round is not None and heatmap.has_figures:
        found.append(Working(gettext("What changed"), (_changed(heatmap, heatmap.earlier_round),)))
    return (*found, Working(gettext("What is not shown"), _withheld(everyone, heatmap)))


def _changed(heatmap: Heatmap, earlier: str) -> str:
    """The places of the picture by what became of them since the earlier round."""
    changes = [cell.earlier.change for cell in heatmap.cells if cell.earlier is not None]
    counted = {change: changes.count(change) for change in Change}
    return gettext(
        "Of role groups and domains, beside %(round)s: %(fewer)s clearly fewer below + %(more)s clearly more + "
        "%(unclear)s without a clear change + %(not_comparable)s not comparable = %(all)s figures. A change is clear "
        "where the two ranges do not overlap.",
        round=earlier,
        fewer=counted[Change.FEWER],
        more=counted[Change.MORE],
        unclear=counted[Change.UNCLEAR],
        not_comparable=counted[Change.NOT_COMPARABLE],
        all=len(changes),
    )


def _withheld(everyone: Figures, heatmap: Heatmap) -> tuple[str, ...]:
    """The places of the picture that somebody was asked about; and the answers, in the numbers that the page names."""
    states = [cell.state for cell in heatmap.cells]
    shown, withheld = states.count(CellState.SHOWN), states.count(CellState.WITHHELD)
    counted = gettext(
        "Of role groups and domains: %(shown)s shown + %(withheld)s withheld = %(all)s figures.",
        shown=shown,
        withheld=withheld,
        all=shown + withheld,
    )
    if not everyone.statements or everyone.covered >= everyone.answers:
        return (counted,)
    answers = gettext(
        "Answers: %(all)s taken part − %(left)s in groups of too few = %(covered)s in these figures.",
        all=language.number(everyone.answers),
        left=language.number(everyone.answers - everyone.covered),
        covered=language.number(everyone.covered),
    )
    return (counted, answers)
