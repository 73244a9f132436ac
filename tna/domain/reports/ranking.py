"""The ranking of needs in words: how many people to train in what, and where another ranking would differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.needs import FAR_APART, Disagreement, Need
from tna.domain.reports.tables import Table
from tna.domain.reports.words import (
    about,
    begun,
    listed,
    number,
    of_others,
    ordinal,
    percent,
    phrase,
    rounded,
    whole_percent,
)
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class NeedSentence:
    """One need of the ranking, `place` counted from 1: its text, how many people, and the sentence they begin."""

    place: int
    statement: str
    text: str
    people: str
    words: str

    @property
    def sentence(self) -> str:
        """The whole of it: "About 310 people need training to …"."""
        return f"{self.people} {self.words}"


@dataclass(frozen=True, slots=True)
class NeedSentences:
    """The ranking of needs by people to train: its sentences, the one on the other ranking, and the table.

    `ranked` are the ids of the statements in the table, row by row.
    """

    title: str
    finding: str
    needs: tuple[NeedSentence, ...]
    disagreement: str
    table: Table
    ranked: tuple[str, ...] = ()


def need_sentences(
    ranking: Sequence[Need],
    disagreements: Sequence[Disagreement],
    *,
    texts: Mapping[str, str],
    role_groups: Mapping[str, int],
) -> NeedSentences:
    """Every need with anybody below, in the order given.

    `texts` are the statements' words by id; `role_groups` says in how many role groups each is released.
    """
    needs = tuple(
        _sentence(place, need, texts[need.statement], role_groups.get(need.statement, 0))
        for place, need in enumerate(ranking, start=1)
        if need.below > 0
    )
    # The ranking falls back to shares where a headcount is missing, and the title must say so.
    by_people = all(need.people is not None for need in ranking)
    title = gettext("Needs, by people to train") if by_people else gettext("Needs, by share below the level needed")
    return NeedSentences(
        title=title,
        finding=needs[0].sentence if needs else _no_need(ranking),
        needs=needs,
        disagreement=_disagreement(ranking, disagreements, texts),
        table=_table(title, ranking, texts),
        ranked=tuple(need.statement for need in ranking),
    )


def role_groups_by_statement(by_role_group: Mapping[str, Figures]) -> dict[str, int]:
    """In how many role groups each statement is released; statements released in none are absent."""
    found: dict[str, int] = {}
    for figures in by_role_group.values():
        for statement in figures.statements:
            found[statement] = found.get(statement, 0) + 1
    return found


def _sentence(place: int, need: Need, text: str, role_groups: int) -> NeedSentence:
    below = _below(need, role_groups)
    others = of_others(text)
    if need.people is None:
        words = gettext(
            "need training to %(statement)s: %(below)s; how many is not known without headcounts.",
            statement=others,
            below=below,
        )
        return NeedSentence(place, need.statement, phrase(text), gettext("People"), words)
    words = ngettext(
        "needs training to %(statement)s: %(below)s.",
        "need training to %(statement)s: %(below)s.",
        rounded(need.people),
        statement=others,
        below=below,
    )
    return NeedSentence(place, need.statement, phrase(text), begun(about(need.people)), words)


def _below(need: Need, role_groups: int) -> str:
    share = percent(need.below)
    if not role_groups:
        return gettext("%(share)s of those who answered are below the level their role needs", share=share)
    return ngettext(
        "%(share)s of those who answered in %(groups)s role group are below the level their role needs",
        "%(share)s of those who answered in %(groups)s role groups are below the level their role needs",
        role_groups,
        share=share,
        groups=number(role_groups),
    )


def _no_need(ranking: Sequence[Need]) -> str:
    if ranking:
        return gettext("Nobody who answered is below the level their role needs.")
    return gettext("There is no need to rank yet: no figure has been released.")


def _disagreement(ranking: Sequence[Need], disagreements: Sequence[Disagreement], texts: Mapping[str, str]) -> str:
    if not ranking:
        return ""
    if not disagreements:
        return ngettext(
            "Ranked by mean gap instead, no statement would move by more than %(places)s place.",
            "Ranked by mean gap instead, no statement would move by more than %(places)s places.",
            FAR_APART,
            places=number(FAR_APART),
        )
    moves = [
        gettext(
            "“%(statement)s” would be %(by_gap)s instead of %(by_people)s",
            statement=phrase(texts[one.statement]),
            by_gap=ordinal(one.by_gap),
            by_people=ordinal(one.by_people),
        )
        for one in disagreements
    ]
    return gettext("Ranked by mean gap instead, %(moves)s.", moves=listed(moves))


def _table(title: str, ranking: Sequence[Need], texts: Mapping[str, str]) -> Table:
    headers = (
        gettext("Place"),
        gettext("Statement"),
        gettext("People to train"),
        gettext("Below the level needed (%)"),
        gettext("Mean gap (levels)"),
        gettext("People who answered"),
    )
    rows = tuple(
        (
            str(place),
            texts[need.statement],
            gettext("not known") if need.people is None else language.number(rounded(need.people)),
            str(whole_percent(need.below)),
            f"{need.gap:.2f}",
            language.number(need.n),
        )
        for place, need in enumerate(ranking, start=1)
    )
    return Table(title, headers, rows, frozenset({0, 2, 3, 4, 5}))
