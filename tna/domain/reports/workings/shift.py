"""How the figures of a shift were worked out, with the numbers that are shown of it and no others."""

from collections.abc import Sequence

from tna import language
from tna.domain.evaluations.changes import CONFIDENT, TOP
from tna.domain.evaluations.readings import SHOWN_FROM, SIGNIFICANT, TESTED_FROM
from tna.domain.reports.shift import ChangeBars, Dumbbell
from tna.domain.reports.shift_figures import WITHHELD, ShiftFigures, ShiftRow
from tna.domain.reports.shift_looking_back import LookingBackSeries
from tna.domain.reports.shift_words import level_apart, p_words, reading_words
from tna.domain.reports.words import number, percent
from tna.domain.reports.workings.steps import Working, not_shown, quoted
from tna.language import gettext, ngettext


def dumbbell_workings(report: Dumbbell) -> tuple[Working, ...]:
    """Each domain and statement: the means, the shift, and its range."""
    return tuple(
        Working(_title(row), _withheld() if row.figures is None else _shift_steps(row, row.figures, report.rows))
        for row in report.rows
    )


def change_workings(report: ChangeBars) -> tuple[Working, ...]:
    """Each bar: how many moved which way, and how that is read."""
    return tuple(
        Working(
            row.title if row.is_main else quoted(row.title),
            _withheld() if row.figures is None else (*_moved(row.figures), *_reading(row.figures)),
        )
        for row in report.rows
    )


def sureness_workings(rows: Sequence[ShiftRow]) -> tuple[Working, ...]:
    """Each p as it was adjusted: domains are one family, statements another."""
    return tuple(
        Working(_title(row), (*_adjusted(row, row.figures, rows), *_reading(row.figures), *_confident(row.figures)))
        for row in rows
        if row.figures is not None
    )


def looking_back_workings(series: LookingBackSeries) -> tuple[Working, ...]:
    """Each statement: the mean looking back less the mean before."""
    return tuple(
        Working(
            quoted(row.statement),
            (
                gettext(
                    "The mean of %(n)s people looking back less that of %(before)s before: %(then)s − %(mean)s = "
                    "%(apart)s levels.",
                    n=language.number(row.figures.n),
                    before=language.number(row.n_before),
                    then=f"{row.figures.mean:.2f}",
                    mean=f"{row.figures.mean_before:.2f}",
                    apart=level_apart(row.figures.response_shift),
                ),
            ),
        )
        for row in series.rows
    )


def room_steps(at_top: float, n: int, others: int, *, is_shown: bool) -> tuple[str, ...]:
    """How many of `n` were at the highest level before, and what the shift of the `others` is the middle of."""
    share = gettext(
        "At %(top)s before: (%(n)s − %(others)s) ÷ %(n)s = %(share)s.",
        top=TOP,
        n=language.number(n),
        others=language.number(others),
        share=percent(at_top),
    )
    if is_shown:
        return (share, averages_step(others))
    return (share, not_shown(gettext("the others are fewer than %(people)s people", people=number(SHOWN_FROM))))


def averages_step(people: int) -> str:
    """How many averages of two changes the shift is the middle one of."""
    return gettext(
        "The shift is the middle one of the averages of every two changes: %(people)s × %(and_one)s ÷ 2 = %(averages)s "
        "averages.",
        people=language.number(people),
        and_one=language.number(people + 1),
        averages=language.number(people * (people + 1) // 2),
    )


def _title(row: ShiftRow) -> str:
    return row.title if row.is_domain else quoted(row.title)


def _withheld() -> tuple[str, ...]:
    return (not_shown(gettext(WITHHELD)),)


def _shift_steps(row: ShiftRow, figures: ShiftFigures, rows: Sequence[ShiftRow]) -> tuple[str, ...]:
    means = gettext(
        "Mean after less mean before: %(after)s − %(before)s = %(apart)s levels, which is not the shift.",
        after=f"{figures.after:.2f}",
        before=f"{figures.before:.2f}",
        apart=level_apart(figures.after - figures.before),
    )
    found = gettext("The middle one is %(shift)s levels.", shift=level_apart(figures.shift))
    statements = sum(one.domain == row.domain and not one.is_domain for one in rows)
    if row.is_domain and statements > 1:
        found = gettext(
            "The middle one, of the sums over its %(statements)s statements, is divided by %(statements)s: %(shift)s "
            "levels.",
            statements=number(statements),
            shift=level_apart(figures.shift),
        )
    steps = [means, averages_step(figures.n), found]
    if figures.interval is not None:
        steps.append(
            gettext(
                "Its range runs between two averages as far from either end of their order: %(low)s to %(high)s.",
                low=level_apart(figures.interval.low),
                high=level_apart(figures.interval.high),
            )
        )
    return tuple(steps)


def _moved(figures: ShiftFigures) -> list[str]:
    return [
        gettext(
            "More confident, the same and less: %(up)s + %(same)s + %(down)s = %(n)s people.",
            up=language.number(figures.up),
            same=language.number(figures.same),
            down=language.number(figures.down),
            n=language.number(figures.n),
        )
    ]


def _reading(figures: ShiftFigures) -> list[str]:
    values = {"reading": reading_words(figures), "most": SIGNIFICANT, "p": p_words(figures.adjusted_p)}
    if figures.adjusted_p is None:
        return [
            gettext("Fewer than %(people)s people are not tested: %(reading)s.", people=number(TESTED_FROM), **values)
        ]
    if figures.adjusted_p <= SIGNIFICANT and figures.effect:
        return [
            gettext(
                "The adjusted p of %(p)s is at most %(most)s, and the effect is %(effect)s: %(reading)s.",
                effect=level_apart(figures.effect),
                **values,
            )
        ]
    return [
        gettext(
            "The adjusted p of %(p)s is not at most %(most)s, and %(people)s people stand behind it: %(reading)s.",
            people=language.number(figures.n),
            **values,
        )
    ]


def _confident(figures: ShiftFigures) -> list[str]:
    """The shares who were confident before and after, of a statement."""
    if figures.confident_before is None or figures.confident_after is None:
        return []
    before, after = (round(share * figures.n) for share in (figures.confident_before, figures.confident_after))
    return [
        gettext(
            "Confident, at %(level)s or more: before %(before)s ÷ %(n)s = %(share)s, after %(after)s ÷ %(n)s = "
            "%(share_after)s.",
            level=CONFIDENT,
            n=language.number(figures.n),
            before=language.number(before),
            share=percent(figures.confident_before),
            after=language.number(after),
            share_after=percent(figures.confident_after),
        )
    ]


def _adjusted(row: ShiftRow, figures: ShiftFigures, rows: Sequence[ShiftRow]) -> list[str]:
    """p × m ÷ rank, the least of this and all higher ranks: Benjamini and Hochberg."""
    family = sorted(
        one.figures.p
        for one in rows
        if one.is_domain is row.is_domain and one.figures is not None and one.figures.p is not None
    )
    if figures.p is None or figures.adjusted_p is None:
        return []
    ranks = range(family.index(figures.p) + 1, len(family) + 1)
    rank = min(ranks, key=lambda one: family[one - 1] * len(family) / one)
    if len(family) == 1:
        return [gettext("It is the only one tested, so p stays %(p)s.", p=p_words(figures.p))]
    if p_words(family[rank - 1]).startswith("<"):
        return [
            ngettext(
                "Among %(n)s p value that is tested together, %(p)s becomes %(adjusted)s.",
                "Among %(n)s p values that are tested together, %(p)s becomes %(adjusted)s.",
                len(family),
                p=p_words(figures.p),
                adjusted=p_words(figures.adjusted_p),
            )
        ]
    return [
        gettext(
            "p is %(p)s. Adjusted for the %(n)s tested together, by the p of %(own)s in place %(rank)s of them: "
            "%(own)s × %(n)s ÷ %(rank)s = %(adjusted)s.",
            p=p_words(figures.p),
            n=len(family),
            own=p_words(family[rank - 1]),
            rank=rank,
            adjusted=p_words(figures.adjusted_p),
        )
    ]
