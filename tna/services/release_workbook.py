"""What stands in the spreadsheet of a released round: the figures of its pages, rounded as they are there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.disclosure import Figures
from tna.domain.reports.periods import day_in_england
from tna.domain.reports.released_items import (
    RELEASED,
    DomainItem,
    QuestionItem,
    StatementItem,
    ThemeItem,
    domain_items,
    question_items,
    statement_items,
    theme_items,
)
from tna.domain.reports.words import number, rounded, whole_percent
from tna.domain.reports.workbook import NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, Cell, Sheet, Workbook
from tna.language import day, gettext, ngettext
from tna.services.figures import PageFigures
from tna.services.free_texts.releasing import released_themes
from tna.services.reports import Released, agency_titles, partnership_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose figures a row is of: all together, one role group or one agency."""

    name: str
    figures: Figures
    role_group: str = ""


def workbook_of(session: Session, released: Released, *, partnership: str) -> Workbook:
    """The spreadsheet of a released round, in the language spoken now."""
    page = partnership_figures(session, released)
    everyone = [_Whose(gettext("Everybody"), page.everyone)]
    titles, names = role_group_titles(), agency_titles(session)
    role_groups = [_Whose(f"{key}: {titles.get(key, key)}", one, key) for key, one in page.role_groups.items()]
    agencies = sorted(
        (_Whose(names.get(key, key), one) for key, one in page.agencies.items()), key=lambda one: one.name
    )
    by_statement = gettext("Confidence and people to train by statement")
    by_domain = gettext("Share below the level needed by domain")
    sheets = (
        _statements(released, gettext("%(what)s, everybody", what=by_statement), everyone),
        _statements(released, gettext("%(what)s, by role group", what=by_statement), role_groups),
        _statements(released, gettext("%(what)s, by agency", what=by_statement), agencies),
        _domains(released, gettext("%(what)s, by role group", what=by_domain), [*everyone, *role_groups]),
        _domains(released, gettext("%(what)s, by agency", what=by_domain), [*everyone, *agencies]),
        _questions(released, gettext("Answers to the optional questions"), everyone, page),
        _themes(theme_items(released_themes(session, release_id=released.release.id))),
    )
    return Workbook(
        title=gettext("Training needs: %(round)s", round=released.round.title),
        partnership=partnership,
        cover=tuple(_cover(released, page, partnership)),
        notes=tuple(_notes(released.k)),
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
    )


def _cover(released: Released, page: PageFigures, partnership: str) -> Iterator[str]:
    round_ = released.round
    assert round_.opened_at is not None
    assert round_.closed_at is not None  # only a closed round is released
    yield partnership
    yield gettext(
        "Answered from %(first)s to %(last)s.",
        first=day(day_in_england(round_.opened_at)),
        last=day(day_in_england(round_.closed_at)),
    )
    yield ngettext("%(n)s answer is in these tables.", "%(n)s answers are in these tables.", page.everyone.covered)
    yield gettext("People said themselves how confident they are: this is confidence, not competence.")
    yield ngettext(
        "Every figure is of a group of at least %(people)s person; a count says how many of them that is, and can be "
        "small. What a smaller group would stand behind is marked [c].",
        "Every figure is of a group of at least %(people)s people; a count says how many of them that is, and can be "
        "small. What a smaller group would stand behind is marked [c].",
        released.k,
        people=number(released.k),
    )
    yield gettext("These figures were released once, when the round had closed, and do not change.")


def _notes(k: int) -> Iterator[str]:
    yield ngettext(
        "[c] means withheld: fewer than %(people)s person gave a level, or all gave the same.",
        "[c] means withheld: fewer than %(people)s people gave a level, or all gave the same.",
        k,
        people=number(k),
    )
    yield gettext(
        "[z] means that there is no such figure: no range where everybody answered, no level needed where the "
        "role groups need different ones."
    )
    yield gettext("[x] means not available: a headcount is missing.")
    yield gettext(
        "Shares and means stand for the headcounts where these are known; ranges hold the true figure in 95 "
        "of 100 cases."
    )
    yield gettext(
        "People to train are estimated from the headcounts, without those for whom it is no part of the job, "
        "and rounded."
    )
    yield gettext(
        "An agency’s row holds its own groups only: where few answered, its people stand with others and are "
        "in no row of its own."
    )
    yield gettext(
        "The share of a domain is the mean over its statements that are released, each counted by the people asked."
    )


# Sheets -----------------------------------------------------------------------------------------------------


def _statements(released: Released, title: str, shown: Sequence[_Whose]) -> Sheet:
    levels = tuple(
        f"{level.value} {level.label}" for level in sorted(released.definition.scale, key=lambda one: one.value)
    )
    columns = (
        gettext("Who"),
        gettext("Id"),
        gettext("Statement"),
        gettext("People who gave a level"),
        *levels,
        gettext("Not part of my role"),
        gettext("Left blank"),
        gettext("Level needed"),
        gettext("Mean level"),
        gettext("Below the level needed (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        gettext("People to train"),
        gettext("Range from (people)"),
        gettext("Range to (people)"),
        gettext("Answers covered"),
        gettext("Headcount"),
    )
    rows = tuple(
        (one.name, item.statement, item.text, *_statement_cells(item))
        for one in shown
        for item in statement_items(one.figures, released.definition, one.role_group)
    )
    return Sheet(title, columns, rows, names=3, decimals=frozenset({3 + 9}))


def _statement_cells(item: StatementItem) -> tuple[Cell, ...]:
    if item.status != RELEASED:
        return (WITHHELD,) * 18
    counts = (
        item.n,
        item.level_1,
        item.level_2,
        item.level_3,
        item.level_4,
        item.level_5,
        item.not_my_role,
        item.blank,
    )
    return (
        *(_known(count) for count in counts),
        NOT_APPLICABLE if item.target is None else item.target,
        NOT_APPLICABLE if item.mean is None else round(item.mean, 1),
        *_shares(item.below, item.below_low, item.below_high),
        *_people(item),
        _known(item.covered),
        _known(item.heads),
    )


def _people(item: StatementItem) -> tuple[Cell, ...]:
    if item.people is None:
        return (NOT_AVAILABLE,) * 3
    ends = (item.people_low, item.people_high)
    return (rounded(item.people), *(NOT_APPLICABLE if end is None else rounded(end) for end in ends))


def _domains(released: Released, title: str, shown: Sequence[_Whose]) -> Sheet:
    columns = (
        gettext("Who"),
        gettext("Id"),
        gettext("Domain"),
        gettext("Below the level needed (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        gettext("Statements in it"),
        gettext("Statements asked"),
        gettext("Fewest people who gave a level"),
        gettext("Most people who gave a level"),
    )
    rows = tuple(
        (one.name, item.domain, item.title, *_domain_cells(item))
        for one in shown
        for item in domain_items(one.figures, released.definition)
    )
    return Sheet(title, columns, rows, names=3)


def _domain_cells(item: DomainItem) -> tuple[Cell, ...]:
    if item.status != RELEASED:
        return (WITHHELD,) * 7
    counts = (item.statements, item.asked, item.n_low, item.n_high)
    return (*_shares(item.below, item.below_low, item.below_high), *(_known(count) for count in counts))


def _questions(released: Released, title: str, shown: Iterable[_Whose], page: PageFigures) -> Sheet:
    columns = (
        gettext("Who"),
        gettext("Id"),
        gettext("Question"),
        gettext("Answer"),
        gettext("People"),
        gettext("Share (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        gettext("People who answered"),
    )
    asked = frozenset(page.role_groups)
    rows = tuple(
        (one.name, item.question, item.text, *cells)
        for one in shown
        for item in question_items(one.figures, released.definition, asked)
        for cells in _choices(item)
    )
    return Sheet(title, columns, rows, names=4)


def _choices(item: QuestionItem) -> Iterator[tuple[Cell, ...]]:
    for choice in item.choices:
        if choice.count is None or item.n is None:
            yield choice.label, *(WITHHELD,) * 5
        else:
            shares = _shares(choice.share, choice.share_low, choice.share_high)
            yield choice.label, choice.count, *shares, item.n


def _themes(items: Iterable[ThemeItem]) -> Sheet:
    columns = (gettext("Theme"), gettext("Wrote about it"), gettext("Of those who wrote"), gettext("Share (%)"))
    return Sheet(
        gettext("What people wrote about in their own words"),
        columns,
        tuple((item.theme, *_theme_cells(item)) for item in items),
        names=1,
    )


def _theme_cells(item: ThemeItem) -> tuple[Cell, ...]:
    if item.about is None or item.texts is None:
        return (WITHHELD,) * 3
    return item.about, item.texts, whole_percent(item.about / item.texts)


def _known(count: int | None) -> Cell:
    return NOT_AVAILABLE if count is None else count


def _shares(*shares: float | None) -> tuple[Cell, ...]:
    return tuple(NOT_APPLICABLE if share is None else whole_percent(share) for share in shares)
