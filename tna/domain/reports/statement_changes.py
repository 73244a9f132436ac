"""Two rounds beside each other, statement by statement: what moved, and what cannot be compared.

Figures of one role group are published by themselves on the pages of their own round. Those of everyone stand for the
role groups that have a figure in both rounds (`like_with_like`); beyond that nothing is computed across the two but
whether their ranges overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.asked_changes import asked_change, is_reworded, statement_text
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.needs import StatementFigures
from tna.domain.reports.comparison import Change
from tna.domain.reports.tables import Table, in_one_cell, share_ends
from tna.domain.reports.words import inside, listed, number, whole_percent
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext, ngettext, pgettext

_ALIKE = 9  # decimals beyond which two differences are the same one


@dataclass(frozen=True, slots=True)
class RoundSide:
    """One of two rounds: its name, its survey, and its figures, None where none.

    Of one role group those of its round, of everyone its side of `like_with_like`.
    """

    title: str
    definition: SurveyDefinition
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class StatementChange:
    """One statement that stands in both surveys.

    `then` and `now` are its figures, None where it is not released. `earlier_text` are its words then, empty where they
    are the same; `marks` say why its figures stand for different things. `words` is the change as a sentence. `over`
    are the titles of the role groups that everyone stands for, none for one role group by itself.
    """

    id: str
    text: str
    earlier_text: str
    then: StatementFigures | None
    now: StatementFigures | None
    marks: tuple[str, ...]
    change: Change
    words: str
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementsCompared:
    """Every statement of two rounds: those in both, largest clear change first, those that are new, those that went."""

    finding: str
    rows: tuple[StatementChange, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    table: Table


def statements_compared(
    then: RoundSide,
    now: RoundSide,
    *,
    role_group: str | None,
    titles: Mapping[str, str],
    over: Mapping[str, Sequence[str]] | None = None,
) -> StatementsCompared:
    """Two rounds compared, for one role group or, with `over`, for everyone.

    `titles` are those of the role groups by id; `over` are the ids that each statement is compared over.
    """
    before, after = _asked(then.definition, role_group), _asked(now.definition, role_group)
    named = None if over is None else {one: tuple(titles[each] for each in groups) for one, groups in over.items()}
    rows = [_row(one, then, now, role_group, titles, named) for one in after if one in before]
    rows.sort(key=_largest)
    return StatementsCompared(
        finding=_finding(rows, then.title),
        rows=tuple(rows),
        new=tuple(statement_text(now.definition, one, role_group) for one in after if one not in before),
        gone=tuple(statement_text(then.definition, one, role_group) for one in before if one not in after),
        table=_table(rows, then.title, now.title, is_total=over is not None),
    )


def _asked(definition: SurveyDefinition, role_group: str | None) -> tuple[str, ...]:
    groups = definition.role_groups if role_group is None else (role_group,)
    return tuple(s.id for s in definition.statements if any(definition.is_asked(one, s.id) for one in groups))


def _row(
    statement: str,
    then: RoundSide,
    now: RoundSide,
    role_group: str | None,
    titles: Mapping[str, str],
    over: Mapping[str, tuple[str, ...]] | None,
) -> StatementChange:
    earlier_text, text = (
        statement_text(then.definition, statement, role_group),
        statement_text(now.definition, statement, role_group),
    )
    before, after = _figures(then, statement), _figures(now, statement)
    marks = _marks(statement, then.definition, now.definition, role_group, titles)
    change = Change.NOT_COMPARABLE if marks else _change(then, before, now, after)
    return StatementChange(
        id=statement,
        text=text,
        earlier_text=earlier_text if is_reworded(then.definition, now.definition, statement, role_group) else "",
        then=before,
        now=after,
        marks=marks,
        change=change,
        words=_words(change, marks, before, after, is_total=over is not None),
        over=() if over is None else over.get(statement, ()),
    )


def _figures(side: RoundSide, statement: str) -> StatementFigures | None:
    return None if side.figures is None else side.figures.statements.get(statement)


def _marks(
    statement: str,
    then: SurveyDefinition,
    now: SurveyDefinition,
    role_group: str | None,
    titles: Mapping[str, str],
) -> tuple[str, ...]:
    """Why the two figures of a statement stand for different things; nothing where they do not."""
    change = asked_change(then, now, statement, None if role_group is None else [role_group])
    marks = [gettext("the words changed")] if change.words else []
    if change.levels:
        of_each = [
            gettext("%(role_group)s %(then)s to %(now)s", role_group=inside(titles[one]), then=level, now=new)
            for one, level, new in change.levels
        ]
        marks.append(gettext("the level needed changed: %(levels)s", levels=listed(of_each)))
    if change.people:
        marks.append(gettext("it was put to other role groups"))
    return tuple(marks)


def _change(then: RoundSide, before: StatementFigures | None, now: RoundSide, after: StatementFigures | None) -> Change:
    """Clearly more or fewer below where the two ranges do not overlap, as on the pages of a round."""
    if before is None or after is None or before.below is None or after.below is None:
        return Change.NOT_COMPARABLE
    ends_then, ends_now = _ends(before, then), _ends(after, now)
    if ends_then is None or ends_now is None or whole_percent(before.below) == whole_percent(after.below):
        return Change.UNCLEAR
    if ends_now.low > ends_then.high:
        return Change.MORE
    return Change.FEWER if ends_now.high < ends_then.low else Change.UNCLEAR


def _ends(figures: StatementFigures, side: RoundSide) -> Interval | None:
    """The range of the share; the share itself where everybody answered; None where the headcount is wrong."""
    if figures.below_interval is not None:
        return figures.below_interval
    if figures.below is None or side.figures is None or side.figures.named:
        return None
    return Interval(figures.below, figures.below)


def _words(
    change: Change,
    marks: Sequence[str],
    before: StatementFigures | None,
    after: StatementFigures | None,
    *,
    is_total: bool,
) -> str:
    if change is Change.FEWER:
        return gettext("Clearly fewer are below.")
    if change is Change.MORE:
        return gettext("Clearly more are below.")
    if change is Change.UNCLEAR:
        return gettext("No clear change.")
    if marks:
        return gettext("Not comparable: %(why)s.", why="; ".join(marks))
    if is_total:
        return gettext("Cannot be compared: no role group has a figure in both rounds.")
    return _without_figure(before, after)


def _without_figure(before: StatementFigures | None, after: StatementFigures | None) -> str:
    if before is None and after is None:
        return gettext("Not comparable: not released in either round.")
    if before is None:
        return gettext("Not comparable: not released then.")
    if after is None:
        return gettext("Not comparable: not released now.")
    return gettext("Not comparable: no level is needed.")


def _largest(row: StatementChange) -> tuple[bool, bool, float, str]:
    """Clear changes first, the larger the earlier; then what shows none; last what cannot be compared."""
    by = 0.0
    if row.change in {Change.FEWER, Change.MORE} and row.now and row.then:
        by = round(abs((row.now.below or 0.0) - (row.then.below or 0.0)), _ALIKE)
    return (row.change is Change.NOT_COMPARABLE, row.change is Change.UNCLEAR, -by, row.id)


def _finding(rows: Sequence[StatementChange], earlier: str) -> str:
    comparable = [row for row in rows if row.change is not Change.NOT_COMPARABLE]
    if not comparable:
        return gettext("No statement can be compared with %(round)s.", round=earlier)
    fewer = sum(row.change is Change.FEWER for row in comparable)
    more = sum(row.change is Change.MORE for row in comparable)
    if not fewer and not more:
        return ngettext(
            "Since %(round)s, there is no clear change on any of the one statement that can be compared.",
            "Since %(round)s, there is no clear change on any of the %(n)s statements that can be compared.",
            len(comparable),
            round=earlier,
        )
    none = pgettext("number of statements", "none")
    return ngettext(
        "Since %(round)s, clearly fewer people are below the level their role needs on %(fewer)s of the one statement "
        "that can be compared, and clearly more on %(more)s.",
        "Since %(round)s, clearly fewer people are below the level their role needs on %(fewer)s of the %(n)s "
        "statements that can be compared, and clearly more on %(more)s.",
        len(comparable),
        round=earlier,
        fewer=number(fewer) if fewer else none,
        more=_so_many(more) if more else none,
    )


def _so_many(statements: int) -> str:
    return ngettext("%(statements)s statement", "%(statements)s statements", statements, statements=number(statements))


def _table(rows: Sequence[StatementChange], earlier: str, later: str, *, is_total: bool) -> Table:
    headers = (
        gettext("Statement"),
        gettext("Below then (%)"),
        gettext("Range then (%)"),
        gettext("Answered then"),
        gettext("Below now (%)"),
        gettext("Range now (%)"),
        gettext("Answered now"),
        gettext("Change"),
        *((gettext("Role groups compared"),) if is_total else ()),
        gettext("Words then, where they changed"),
    )
    cells = tuple(
        (
            row.text,
            *_cells(row.then),
            *_cells(row.now),
            row.words,
            *(("; ".join(row.over),) if is_total else ()),
            row.earlier_text,
        )
        for row in rows
    )
    caption = gettext(
        "Below the level needed, statement by statement: %(earlier)s (then) and %(later)s (now)",
        earlier=earlier,
        later=later,
    )
    return Table(caption, headers, cells, frozenset(range(1, 7)))


def _cells(figures: StatementFigures | None) -> tuple[str, str, str]:
    if figures is None:
        return gettext("no figure"), "", ""
    if figures.below is None:
        return "", "", language.number(figures.n)
    reach = in_one_cell(share_ends(figures.below, figures.below_interval))
    return str(whole_percent(figures.below)), reach, language.number(figures.n)
