"""One share below target in every way it is estimated: by headcount, by answers alone and, for one group, by the model.

For the page of one domain or one statement, with rows by role group or agency.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tna import language
from tna.domain.coverage import ALL_OR_NEARLY, FEWEST_HEADS, of_heads
from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval
from tna.domain.needs import StatementFigures
from tna.domain.reports.behind import Behind, behind
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.level_estimates import levels_table
from tna.domain.reports.tables import Table, in_one_cell, share_ends
from tna.domain.reports.words import percent, percent_range, whole_percent
from tna.domain.reports.workings.domains import domain_workings
from tna.domain.reports.workings.levels import estimate_workings
from tna.domain.reports.workings.steps import Working
from tna.domain.reports.workings.together import statement_workings
from tna.domain.small_groups import ModelEstimate
from tna.domain.surveys import Domain
from tna.language import gettext, ngettext

FEW = 20
"""Groups of fewer answers are those the model helps most: docs/methods/simulated-coverage.md says by how much."""


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One role group or agency, or all together. Shares are 0..1; `words` says why there is none.

    `below` stands for the heads, `unweighted` for the answers. `answered` is how many of how many people stand behind
    it, in words, `rate` that as a share, None without headcounts; `rate_high` the largest such share, where it differs
    from statement to statement of a domain. `model` is there for a single release group only.
    """

    id: str
    title: str
    n: int = 0
    below: float | None = None
    interval: Interval | None = None
    unweighted: float | None = None
    model: ModelEstimate | None = None
    answered: str = ""
    rate: float | None = None
    rate_high: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Estimates:
    """The rows of one domain or statement, and the row of everyone; the sentence, the table and what to know of it.

    `levels` has the mean, the mean gap and the share of the confident in each way; None for a domain, which has none.
    `workings` and `level_workings` say how both tables were worked out.
    """

    title: str
    finding: str
    rows: tuple[EstimateRow, ...]
    everyone: EstimateRow
    notes: tuple[str, ...]
    table: Table
    levels: Table | None = None
    workings: tuple[Working, ...] = ()
    level_workings: tuple[Working, ...] = ()


def domain_estimates(
    domain: Domain, *, rows: Mapping[str, Figures], titles: Mapping[str, str], everyone: Figures, k: int
) -> Estimates:
    """A domain's share below by row; `rows` and `titles` by id, rows in their order."""
    statements = [one.id for one in domain.statements]

    def pick(figures: Figures) -> _Picked:
        found = figures.domains.get(domain.id)
        return found, 0 if found is None else found.n_low, behind(figures, statements)

    worked = domain_workings(rows, domain, titles=titles, everyone=everyone, why=why_cell(k))
    return replace(_estimates(domain.title, pick, rows, titles, everyone, k), workings=worked)


def statement_estimates(
    statement: str, title: str, *, rows: Mapping[str, Figures], titles: Mapping[str, str], everyone: Figures, k: int
) -> Estimates:
    """A statement's share below by row, of those role groups that were asked."""

    def pick(figures: Figures) -> _Picked:
        found = figures.statements.get(statement)
        return found, 0 if found is None else found.n, behind(figures, [statement])

    asked = {key: figures for key, figures in rows.items() if statement in figures.asked}
    made = _estimates(title, pick, asked, titles, everyone, k)
    found = [(titles[key], figures.statements.get(statement)) for key, figures in asked.items()]
    found.append((gettext("All together"), everyone.statements.get(statement)))
    shown = [(who, one) for who, one in found if one is not None]
    return replace(
        made,
        levels=levels_table(title, shown),
        workings=statement_workings(rows, statement, titles=titles, everyone=everyone, why=why_cell(k)),
        level_workings=estimate_workings(shown),
    )


_Picked = tuple[DomainFigures | StatementFigures | None, int, Behind | None]
_Pick = Callable[[Figures], _Picked]


def _estimates(
    title: str, pick: _Pick, rows: Mapping[str, Figures], titles: Mapping[str, str], everyone: Figures, k: int
) -> Estimates:
    few = _leaves_out_a_few(everyone)
    made = tuple(
        _row(key, titles[key], figures, pick, k, unsaid=few and 0 < figures.heads_left_out < FEWEST_HEADS)
        for key, figures in rows.items()
    )
    together = _row("", gettext("All together"), everyone, pick, k, unsaid=few)
    caption = gettext("%(title)s: the share below the level needed, estimated in each way", title=title)
    return Estimates(
        title=caption,
        finding=weighting_words(together),
        rows=made,
        everyone=together,
        notes=(*_notes(made), *_unsaid_words(is_unsaid=few and together.below is not None)),
        table=_table(caption, (*made, together)),
    )


def _leaves_out_a_few(everyone: Figures) -> bool:
    """Whether figures leave out so few of those that coverage tells of that publish() names no number beside those
    covered: the difference would tell who of them answered."""
    return everyone.partial and everyone.covered == everyone.answers


def _unsaid_words(*, is_unsaid: bool) -> tuple[str, ...]:
    if not is_unsaid:
        return ()
    return (
        gettext(
            "How many of the headcount answered is not said where a few people alone are in no figure: beside coverage "
            "it would tell who of them answered."
        ),
    )


def _row(key: str, title: str, figures: Figures, pick: _Pick, k: int, *, unsaid: bool) -> EstimateRow:
    found, n, stand = pick(figures)
    if found is None or found.below is None or stand is None:
        return EstimateRow(key, title, words=why_cell(k))
    rates = [covered / heads for covered, heads in stand.parts if heads]
    return EstimateRow(
        id=key,
        title=title,
        n=n,
        below=found.below,
        interval=found.below_interval,
        unweighted=found.below_unweighted,
        model=found.below_model,
        answered="" if unsaid else _answered_words(stand),
        rate=min(rates, default=None),
        rate_high=max(rates, default=None),
    )


def _answered_words(stand: Behind) -> str:
    """How many of the people that one of the figures stands for answered, in words that say of nobody that all did."""
    said = [_answered(*part) for part in stand.parts]
    if len(said) == 1:
        return said[0]
    # Beside a number the words would be read as one.
    return "" if gettext(ALL_OR_NEARLY) in said else gettext("%(low)s to %(high)s", low=said[0], high=said[1])


def _answered(covered: int, heads: int | None) -> str:
    if not heads:
        return ngettext("%(n)s answer", "%(n)s answers", covered)
    if covered >= heads - 1:
        return gettext(ALL_OR_NEARLY)
    return of_heads(language.number(covered), language.number(heads), about=False)


def weighting_words(row: EstimateRow) -> str:
    """What the share is by headcount, what the answers alone would say, and how many answered."""
    if row.below is None:
        return gettext("There is no figure to show: %(why)s.", why=row.words)
    by_heads = _by_heads(row.below, row.interval, with_heads=row.rate is not None)
    if row.rate is None or row.unweighted is None:
        return by_heads
    if whole_percent(row.unweighted) == whole_percent(row.below):
        alone = gettext("The answers alone say the same.")
    else:
        alone = gettext("The answers alone would say %(share)s.", share=percent(row.unweighted))
    if not row.answered:
        return f"{by_heads} {alone}"
    if row.answered == gettext(ALL_OR_NEARLY):
        return f"{by_heads} {alone} {gettext('All or nearly all of the people this stands for answered.')}"
    behind = gettext(
        "Of the people this stands for, %(answered)s answered: %(rate)s.",
        answered=row.answered,
        rate=_rate(row.rate, row.rate_high),
    )
    return f"{by_heads} {alone} {behind}"


def _rate(low: float, high: float | None) -> str:
    if high is None or whole_percent(low) == whole_percent(high):
        return percent(low)
    return percent_range(low, high)


def _by_heads(below: float, interval: Interval | None, *, with_heads: bool) -> str:
    share = percent(below)
    if not with_heads:
        if interval is None:
            return gettext("Of those who answered, %(share)s are below the level their role needs.", share=share)
        return gettext(
            "Of those who answered, %(share)s are below the level their role needs (range %(range)s).",
            share=share,
            range=percent_range(interval.low, interval.high),
        )
    if interval is None:
        return gettext(
            "With every group counted by its headcount, %(share)s are below the level their role needs.", share=share
        )
    return gettext(
        "With every group counted by its headcount, %(share)s are below the level their role needs (range %(range)s).",
        share=share,
        range=percent_range(interval.low, interval.high),
    )


def _notes(rows: tuple[EstimateRow, ...]) -> tuple[str, ...]:
    shown = [row for row in rows if row.below is not None]
    if not shown:
        return ()
    modelled = [row for row in shown if row.model is not None]
    if not modelled:
        return (
            gettext(
                "There is no model’s estimate here: it is made for one release group by itself, of whom some did not "
                "answer."
            ),
        )
    told = gettext(
        "The model’s estimate draws a group’s figure towards that of all groups, the more so the fewer answered. "
        "For groups of under %(few)s it is usually nearer to what asking everybody would give; the more answered, the "
        "less it gains. It is an estimate of a model and never takes the place of the figure itself.",
        few=FEW,
    )
    if len(modelled) == len(shown):
        return (told,)
    empty = gettext(
        "Where there is none, a row puts several release groups together, or nobody is left in it to estimate for."
    )
    return (f"{told} {empty}",)


def _table(caption: str, rows: tuple[EstimateRow, ...]) -> Table:
    headers = (
        gettext("Who"),
        gettext("Below the level needed (%)"),
        gettext("Range (%)"),
        gettext("By answers alone (%)"),
        gettext("Model’s estimate (%)"),
        gettext("Model’s range (%)"),
        gettext("People who answered"),
        gettext("Answered, of headcount"),
    )
    return Table(caption, headers, tuple(_cells(row) for row in rows), frozenset(range(1, 7)))


def _cells(row: EstimateRow) -> tuple[str, ...]:
    if row.below is None:
        return (row.title, row.words, *[""] * 6)
    return (
        row.title,
        str(whole_percent(row.below)),
        in_one_cell(share_ends(row.below, row.interval)),
        "" if row.unweighted is None else str(whole_percent(row.unweighted)),
        *_model_cells(row.model),
        language.number(row.n),
        row.answered,
    )


def _model_cells(model: ModelEstimate | None) -> tuple[str, str]:
    if model is None:
        return "", ""
    return str(whole_percent(model.value)), in_one_cell(share_ends(model.value, model.interval))
