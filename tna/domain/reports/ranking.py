"""The ranking of needs in words: how many of whom need training in what, and where another ranking would differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.coverage import FEWEST_HEADS
from tna.domain.disclosure import Figures
from tna.domain.needs import Disagreement, Need
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.ranking_words import NeedSentence, disagreement, moves, no_need, notes, sentence
from tna.domain.reports.tables import Table, in_one_cell, people_ends, share_ends
from tna.domain.reports.words import rounded, whole_percent
from tna.language import gettext


@dataclass(frozen=True, slots=True)
class NeedSentences:
    """The ranking of needs by people to train: its sentences, the one on the other ranking, and the table.

    `notes` say how to read the numbers together, `moves` where the other ranking differs much, need by need. `ranked`
    are the ids of the statements in the table, row by row; those that cannot be ranked come last.
    """

    title: str
    finding: str
    needs: tuple[NeedSentence, ...]
    disagreement: str
    table: Table
    ranked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


def need_sentences(
    ranking: Sequence[Need],
    disagreements: Sequence[Disagreement],
    *,
    texts: Mapping[str, str],
    role_groups: Mapping[str, int],
    not_counted: Mapping[str, int] | None = None,
    not_ranked: Mapping[str, str] | None = None,
) -> NeedSentences:
    """Every need with anybody below, in the order given.

    `texts` are the statements' words by id; `role_groups` says in how many role groups each is released, `not_counted`
    of how many people who are asked it nothing can be shown, and `not_ranked` why others have no place.
    """
    left_out, reasons = not_counted or {}, not_ranked or {}
    needs = tuple(
        sentence(place, need, texts[need.statement], role_groups.get(need.statement, 0), left_out)
        for place, need in enumerate(ranking, start=1)
        if need.below > 0
    )
    # The ranking falls back to shares where a headcount is missing, and the title must say so.
    by_people = all(need.people is not None for need in ranking)
    title = gettext("Needs, by people to train") if by_people else gettext("Needs, by share below the level needed")
    return NeedSentences(
        title=title,
        finding=needs[0].sentence if needs else no_need(ranking),
        needs=needs,
        disagreement=disagreement(ranking, disagreements),
        table=_table(title, ranking, texts, left_out, reasons),
        ranked=(*(need.statement for need in ranking), *reasons),
        notes=notes(needs, ranking),
        moves=moves(disagreements, texts),
    )


def role_groups_by_statement(by_role_group: Mapping[str, Figures]) -> dict[str, int]:
    """In how many role groups each statement is released; statements released in none are absent."""
    found: dict[str, int] = {}
    for figures in by_role_group.values():
        for statement in figures.statements:
            found[statement] = found.get(statement, 0) + 1
    return found


def heads_not_counted(everyone: Figures, by_role_group: Mapping[str, Figures]) -> dict[str, int]:
    """How many people are asked each statement and stand in no figure of it; absent where nobody, or not known."""
    found: dict[str, int] = {}
    for statement, shown in everyone.statements.items():
        asked = [one for one in by_role_group.values() if statement in one.asked]
        heads = [one.heads + one.heads_left_out for one in asked if one.heads is not None]
        if shown.heads is not None and len(heads) == len(asked) and sum(heads) > shown.heads:
            found[statement] = sum(heads) - shown.heads
    return found


def why_not_ranked(figures: Figures, statements: Iterable[str], k: int) -> dict[str, str]:
    """Why statements that were asked have no place in the ranking, in the order given."""
    reasons = {}
    for statement in statements:
        shown = figures.statements.get(statement)
        if statement in figures.asked and shown is None:
            reasons[statement] = gettext("not shown: %(why)s", why=why_cell(k))
        elif shown is not None and shown.below is None:
            reasons[statement] = gettext("no level is needed")
    return reasons


def _table(
    title: str,
    ranking: Sequence[Need],
    texts: Mapping[str, str],
    not_counted: Mapping[str, int],
    not_ranked: Mapping[str, str],
) -> Table:
    headers = (
        gettext("Place"),
        gettext("Statement"),
        gettext("People to train"),
        gettext("Range (people)"),
        gettext("Counted for"),
        gettext("Asked, cannot be shown"),
        gettext("Below the level needed (%)"),
        gettext("Range (%)"),
        gettext("Mean gap (levels)"),
        gettext("People who answered"),
    )
    rows: list[tuple[str, ...]] = [
        (
            str(place),
            texts[need.statement],
            gettext("not known") if need.people is None else language.number(rounded(need.people)),
            in_one_cell(people_ends(need.people, need.people_interval)),
            "" if need.heads is None else language.number(need.heads),
            _left_out(need, not_counted.get(need.statement, 0)),
            str(whole_percent(need.below)),
            in_one_cell(share_ends(need.below, need.below_interval)),
            f"{need.gap:.2f}",
            language.number(need.n),
        )
        for place, need in enumerate(ranking, start=1)
    ]
    rows += [("", texts[statement], why, *[""] * (len(headers) - 3)) for statement, why in not_ranked.items()]
    return Table(title, headers, tuple(rows), frozenset({0, *range(2, len(headers))}))


def _left_out(need: Need, not_counted: int) -> str:
    if need.heads is None or 0 < not_counted < FEWEST_HEADS:
        return ""
    return language.number(not_counted)
