"""A what-if in words and tables: the largest moves first, and every table marked as a what-if."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.domain import published
from tests.domain.test_reports_statement_changes import IDS, SURVEY, TITLES
from tna.domain.disclosure import Figures
from tna.domain.reports.what_if import WhatIfReport, not_asked, what_if_report
from tna.domain.reports.what_if_sides import Sides, people_each
from tna.domain.targets import TargetData, with_levels
from tna.domain.what_if import WhatIf


def scored(domains: Mapping[str, float]) -> Figures:
    """Figures of a role group: in each of these domains such a share below, of a hundred people."""
    figures = published.figures(domains)
    statements = {
        key: replace(one, below=share, people=share * 100)
        for key, one in figures.statements.items()
        for share in [domains[next(d.id for d in published.DOMAINS if key in {s.id for s in d.statements})]]
    }
    return replace(figures, statements=statements)


def report(
    changes: TargetData, then: Mapping[str, Figures], tried: Mapping[str, Figures], everyone: Figures | None = None
) -> WhatIfReport:
    first = next(iter(then.values()))
    sides = Sides(
        definition=SURVEY,
        changed=with_levels(SURVEY, changes),
        everyone=(everyone or first, WhatIf(next(iter(tried.values()), first))),
        released=then,
        tried={key: WhatIf(one) for key, one in tried.items()},
    )
    return what_if_report(sides, titles=TITLES)


def test_a_move_says_the_levels_the_people_and_the_shares_before_and_after() -> None:
    made = report({"B": {"D1": 4}}, {"B": scored({"D1": 0.25})}, {"B": scored({"D1": 0.5})})
    [move] = made.moves
    assert move.change == "Children's workforce, noticing signs: level 4 instead of 3."
    assert move.words == (
        "About 50 people would need training for each statement, on average, instead of about 25 people: 50 % of 41 "
        "who answered would be below, instead of 25 %."
    )
    assert move.size == pytest.approx(25)
    assert made.finding == (
        "What if these levels were needed? For each statement, on average, about 50 people would need training, "
        "instead of about 25 people."
    )


def test_the_largest_move_either_way_comes_first() -> None:
    then = {"B": scored({"D1": 0.5, "D2": 0.5}), "D": scored({"D1": 0.5})}
    tried = {"B": scored({"D1": 0.6, "D2": 0.1}), "D": scored({"D1": 0.8})}
    made = report({"B": {"D1": 4, "D2": 2}, "D": {"D1": 4}}, then, tried)
    assert [move.change.partition(":")[0] for move in made.moves] == [
        "Children's workforce, talking with children",
        "Targeted help, noticing signs",
        "Children's workforce, noticing signs",
    ]
    assert [row[0] for row in made.role_groups.rows] == ["Targeted help", "Children's workforce"]


def test_nobody_is_said_in_words() -> None:
    [move] = report({"B": {"D1": 1}}, {"B": scored({"D1": 0.25})}, {"B": scored({"D1": 0.0})}).moves
    assert move.words.startswith("Nobody would need training for each statement, on average, instead of about 25")


def test_without_headcounts_shares_alone_are_said() -> None:
    def unknown(share: float) -> Figures:
        figures = scored({"D1": share})
        return replace(figures, statements={key: replace(s, people=None) for key, s in figures.statements.items()})

    made = report({"B": {"D1": 4}}, {"B": unknown(0.25)}, {"B": unknown(0.5)})
    assert made.moves[0].words == "50 % of 41 who answered would be below, instead of 25 %."
    assert "headcounts are missing" in made.finding
    assert made.role_groups.rows[0][1:3] == ("not known", "not known")


def test_where_nothing_is_released_nothing_is_said_of_another_level() -> None:
    empty = scored({})
    for then in ({"B": empty}, {"D": empty}):
        made = report({"B": {"D1": 4}}, then, then)
        assert made.moves[0].words == "No figure of it is released, so nothing can be said of another level."
        assert made.statements.rows[0][5:] == ("not released",) * 4 + ("",)
    assert made.role_groups.rows == (("Targeted help", "not known", "not known", "not released", "not released"),)


def test_single_statements_are_said_to_differ_and_stand_in_the_file() -> None:
    made = report({"B": {IDS[0]: 5}}, {"B": scored({"D1": 0.25})}, {"B": scored({"D1": 0.5})})
    assert made.moves[0].change == "Children's workforce, noticing signs: other levels for single statements."
    [row] = made.statements.rows
    assert row[:5] == ("What if, not a figure of the release", "Children's workforce", "do 1-1", "3", "5")
    assert row[5:] == ("25", "50", "25", "50", "40")


def test_every_table_says_that_it_is_a_what_if() -> None:
    made = report({"B": {"D1": 4}}, {"B": scored({"D1": 0.25})}, {"B": scored({"D1": 0.5})})
    assert all(table.caption.startswith("What if: ") for table in (made.role_groups, made.needs, made.statements))


def test_the_largest_needs_stand_beside_their_places_as_released() -> None:
    then, now = scored({"D1": 0.5, "D2": 0.25}), scored({"D1": 0.5, "D2": 0.75})
    rows = report({"B": {"D2": 4}}, {"B": then}, {"B": now}).needs.rows
    assert rows[0] == ("1", "do 2-1", "75", "3", "25")
    assert rows[2] == ("3", "do 1-1", "50", "1", "50")


def test_without_a_change_it_says_so() -> None:
    made = report({}, {"B": scored({"D1": 0.25})}, {})
    assert made.finding == "No level is changed yet, so everything is as it was released."
    assert made.moves == ()


def test_a_level_that_moves_nobody_says_as_now() -> None:
    same = scored({"D1": 0.25})
    assert report({"B": {"D1": 4}}, {"B": same}, {"B": same}).finding.endswith("would need training, as now.")


def test_people_are_averaged_over_statements_and_unknown_where_one_is() -> None:
    figures = scored({"D1": 0.25, "D2": 0.75})
    assert people_each(figures) == pytest.approx(50)
    assert people_each(figures, {"s1-1", "s1-2"}) == pytest.approx(25)
    assert people_each(scored({})) is None
    one = replace(figures.statements["s1-1"], people=None)
    assert people_each(replace(figures, statements={**figures.statements, "s1-1": one})) is None


def test_what_a_role_group_was_not_asked_is_named_and_nothing_is_guessed() -> None:
    fewer = replace(SURVEY, asked={"B": frozenset(IDS[1:]), "D": frozenset(IDS)})
    [found] = not_asked(fewer, titles=TITLES)
    assert (found.role_group, found.statements) == ("B", ("do 1-1",))
    assert found.words == (
        "It was not asked 1 of the 6 statements. Nobody gave a level for it, so how many would be below is not known "
        "at all: it may be nobody, or everybody."
    )
