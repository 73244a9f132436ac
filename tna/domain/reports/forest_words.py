"""The sentence of a forest plot, from its numbers: where clearly more than half are below, and where it is most."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.reports.behind import of_whom
from tna.domain.reports.heatmap_words import MOST_TIES_NAMED, why_cell
from tna.domain.reports.words import inside, listed, number, percent, whole_percent
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Told:
    """One share that is shown, as a sentence needs it; `people` is a count in words ready to print.

    `estimated` says that it is another share than that of those who answered.
    """

    title: str
    share: float
    people: str
    is_more: bool
    is_fewer: bool
    estimated: bool = False

    @property
    def of_whom(self) -> str:
        """The share with what it is a share of."""
        return of_whom(percent(self.share), self.people, estimated=self.estimated)


def finding(shown: Sequence[Told], *, withheld: int, k: int) -> str:
    """The one sentence to take away; `shown` are the role groups with figures, the largest share first."""
    if not shown:
        if withheld:
            return gettext("No figure can be shown yet: for every role group, %(why)s.", why=why_cell(k))
        return gettext("There is no figure to show: no role group here was asked this.")
    if whole_percent(shown[0].share) == 0:
        return gettext("Nobody who answered is below the level their role needs, in any role group that is shown.")
    if len(shown) == 1:
        return gettext(
            "The only figure shown is among %(row)s: %(share)s are below the level their role needs.",
            row=inside(shown[0].title),
            share=shown[0].of_whom,
        )
    return _of_several(shown)


def _of_several(shown: Sequence[Told]) -> str:
    more = sum(one.is_more for one in shown)
    values = {"most": _most(shown), "all": number(len(shown))}
    if more == len(shown):
        return gettext(
            "Clearly more than half of people are below the level their role needs in every role group "
            "shown; most of all, %(most)s.",
            **values,
        )
    if more:
        return ngettext(
            "Clearly more than half of people are below the level their role needs in %(groups)s of "
            "%(all)s role groups shown: %(most)s.",
            "Clearly more than half of people are below the level their role needs in %(groups)s of "
            "%(all)s role groups shown; most of all, %(most)s.",
            more,
            groups=number(more),
            **values,
        )
    if all(one.is_fewer for one in shown):
        return gettext(
            "Clearly fewer than half of people are below the level their role needs in every role group "
            "shown; the largest share is %(most)s.",
            **values,
        )
    return gettext(
        "In no role group shown are clearly more than half of people below the level their role needs; "
        "the largest share is %(most)s.",
        **values,
    )


def _most(shown: Sequence[Told]) -> str:
    """The largest share with whose it is; equal percentages are equal here, as they are on the picture."""
    top = [one for one in shown if whole_percent(one.share) == whole_percent(shown[0].share)]
    share = percent(top[0].share)
    if len(top) == 1:
        return gettext("%(share)s among %(row)s", share=top[0].of_whom, row=inside(top[0].title))
    if len(top) <= MOST_TIES_NAMED:
        rows = listed([inside(one.title) for one in top])
        return gettext("%(share)s each among %(rows)s", share=share, rows=rows)
    return ngettext(
        "%(share)s in %(groups)s role group alike",
        "%(share)s in %(groups)s role groups alike",
        len(top),
        share=share,
        groups=number(len(top)),
    )


def notes(withheld: int, of_all: int, k: int, *, has_estimates: bool) -> tuple[str, ...]:
    """What the reader must know beside the finding: what is withheld, and what a model estimate is."""
    told = []
    if withheld:
        told.append(_not_shown(withheld, of_all, why_cell(k)))
    if has_estimates:
        told.append(
            gettext(
                "A model estimate draws a role group’s share towards that of all, the further the fewer answered. It "
                "stands beside the figure and never in its place."
            )
        )
    return tuple(told)


def _not_shown(withheld: int, of_all: int, why: str) -> str:
    if withheld == of_all:
        return ngettext(
            "The one role group is not shown: %(why)s.",
            "None of the %(all)s role groups is shown: %(why)s.",
            of_all,
            all=number(of_all),
            why=why,
        )
    return ngettext(
        "%(n)s of %(all)s role groups is not shown: %(why)s.",
        "%(n)s of %(all)s role groups are not shown: %(why)s.",
        withheld,
        all=language.number(of_all),
        why=why,
    )
