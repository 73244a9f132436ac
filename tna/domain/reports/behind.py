"""Who stands behind one figure: the answers and heads of the groups in which it is released, and of whom it is a share.

A statement that is withheld in some groups stands for the others alone, so what a selection covers as a whole is not
what each of its figures covers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import isclose

from tna.domain.disclosure import Figures
from tna.domain.reports.words import number
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Behind:
    """The answers and the heads behind a figure: of the statement in it that has the fewest, and that has the most.

    Both are the same for one statement. Heads are None where a headcount is missing.
    """

    fewest: tuple[int, int | None]
    most: tuple[int, int | None]

    @property
    def parts(self) -> tuple[tuple[int, int | None], ...]:
        """The two of them, or the one where they are the same."""
        return (self.fewest,) if self.fewest == self.most else (self.fewest, self.most)


def behind(figures: Figures, statements: Collection[str]) -> Behind | None:
    """Who stands behind a figure over these statements; None where none of them is released.

    Statements without a target count only where none has one.
    """
    released = [figures.statements[one] for one in sorted(statements) if one in figures.statements]
    counted = [one for one in released if one.below is not None] or released
    if not counted:
        return None
    covered = sorted((one.covered, one.heads) for one in counted if one.heads is not None)
    if len(covered) < len(counted):
        answers = [one.covered for one in counted]
        return Behind((min(answers), None), (max(answers), None))
    return Behind(covered[0], covered[-1])


def is_estimate(share: float | None, unweighted: float | None) -> bool:
    """Whether a share stands for headcounts and is another than that of those who answered.

    Of one group alone, and of several without headcounts, both are the same.
    """
    return share is not None and unweighted is not None and not isclose(share, unweighted, abs_tol=1e-9)


def of_whom(share: str, answers: str, *, estimated: bool, role_groups: int = 0) -> str:
    """A share with what it is a share of: "62 % of 41 who answered", "62 % of people (estimated from 41 answers)".

    `share` and `answers` are in words ready to print. `role_groups`, where given, says in how many of them.
    """
    values = {"share": share, "answers": answers, "groups": number(role_groups)}
    if not role_groups:
        if estimated:
            return gettext("%(share)s of people (estimated from %(answers)s answers)", **values)
        return gettext("%(share)s of %(answers)s who answered", **values)
    if estimated:
        return ngettext(
            "%(share)s of people in %(groups)s role group (estimated from %(answers)s answers)",
            "%(share)s of people in %(groups)s role groups (estimated from %(answers)s answers)",
            role_groups,
            **values,
        )
    return ngettext(
        "%(share)s of %(answers)s who answered in %(groups)s role group",
        "%(share)s of %(answers)s who answered in %(groups)s role groups",
        role_groups,
        **values,
    )


def of_those(share: str, *, estimated: bool) -> str:
    """The same for several figures at once, whose answers differ: "62 % of those who answered"."""
    if estimated:
        return gettext("%(share)s of people (estimated)", share=share)
    return gettext("%(share)s of those who answered", share=share)
