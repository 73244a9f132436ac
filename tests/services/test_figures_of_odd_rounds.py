"""Rounds nobody would wish for: every figure is a number or missing, and every report says something.

A statement that nobody was asked, an agency in which nobody answered, answers that are all "not part of my role" or
all fives, a role group without a release, headcounts that are missing, nought or too low.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.populations import Person, Population, cells_of, people_of, release_of
from tests.domain.published import SCALE
from tna.domain.coverage import coverage_of
from tna.domain.disclosure import Figures, Release
from tna.domain.groups import Cell
from tna.domain.needs import disagreements, ranking
from tna.domain.reports import (
    Table,
    agency_heatmap,
    covered_words,
    heatmap_table,
    likert_bars,
    likert_table,
    need_sentences,
    over_headcount,
    question_answers,
    role_group_heatmap,
    role_groups_by_statement,
    withheld_stat,
)
from tna.domain.reports.estimates import Estimates, domain_estimates, statement_estimates
from tna.domain.reports.response_panel import ResponsePanel, response_panel
from tna.domain.surveys import Choice, Domain, Question, Statement
from tna.services.figures import PageFigures, compute, from_json, to_json

K = 5
STATEMENTS = (Statement("known", "D1", "know the signs"), Statement("acted", "D1", "act on them"))
DOMAINS = (Domain("D1", "Knowing and acting", STATEMENTS),)
TRAINED = Question(
    "trained", "When trained?", "", (Choice("a", "This year"), Choice("b", "Longer ago")), frozenset("AB")
)
AGENCIES = {name: name.title() for name in ("north", "south", "west")}
ROLE_GROUPS = {"A": "Universal", "B": "Targeted"}
BLANK, FIVE, NOT_MINE = 0, 5, 6

codes = st.tuples(st.sampled_from([BLANK, 1, 3, 4, FIVE, NOT_MINE]), st.integers(0, 6), st.integers(0, 2))
crowds = st.one_of(
    st.lists(codes, max_size=14),
    st.builds(lambda one, n: [one] * n, codes, st.integers(0, 14)),  # everybody says the same
)
heads = st.one_of(st.none(), st.integers(0, 40))


@st.composite
def rounds(draw: st.DrawFn) -> Release:
    """Three agencies, two role groups, any answers; headcounts right, missing, nought or too low."""
    people: list[Person] = []
    cells: list[Cell] = []
    for agency in AGENCIES:
        for role_group in ROLE_GROUPS:
            answers = draw(crowds)
            sector = "police" if agency == "west" else "health"
            people += people_of(agency, role_group, answers, sector)
            cells.append(Cell(agency, sector, role_group, len(answers), draw(heads)))
    release = release_of(Population(tuple(people), 0, K), cells)
    unasked = draw(st.sets(st.sampled_from([statement.id for statement in STATEMENTS])))
    return replace(release, asked={key: asked - unasked for key, asked in release.asked.items()})


def everything_said(release: Release, page: PageFigures) -> Iterator[str]:
    """Every sentence of every report over a page's figures; each table is built, which checks its own shape."""
    shown = page.everyone
    for heatmap in (
        role_group_heatmap(page.role_groups, titles=ROLE_GROUPS, domains=DOMAINS, k=K, everyone=shown),
        agency_heatmap(page.agencies, titles=AGENCIES, domains=DOMAINS, k=K, everyone=shown),
    ):
        yield heatmap.finding
        yield withheld_stat(shown, heatmap, K).words
        yield from cells_of_table(heatmap_table(heatmap))
    for figures in (shown, *page.role_groups.values(), *page.agencies.values()):
        bars = likert_bars(figures, statements=STATEMENTS, scale=SCALE, k=K, stem="I can")
        yield bars.finding
        yield from cells_of_table(likert_table(bars))
        for question in question_answers(figures, [TRAINED], k=K, role_groups=ROLE_GROUPS):
            yield question.finding
        yield covered_words(figures, K) or "nothing left out"
        yield over_headcount(figures, role_groups=ROLE_GROUPS) or "right"
    ranked = ranking(shown.statements.values())
    needs = need_sentences(
        ranked,
        disagreements(ranked),
        texts={one.id: one.text for one in STATEMENTS},
        role_groups=role_groups_by_statement(page.role_groups),
    )
    yield needs.finding
    yield from (one.sentence for one in needs.needs)
    yield from cells_of_table(needs.table)
    for estimates in estimates_of(page):
        yield estimates.finding
        yield from cells_of_table(estimates.table)
    panel = panel_of(release, shown)
    yield from (panel.finding, *panel.sentences)
    yield from cells_of_table(panel.moved_table)
    yield from cells_of_table(panel.missing_table)


def cells_of_table(table: Table) -> Iterator[str]:
    yield from (row[0] for row in table.rows)
    assert not [cell for row in table.rows for cell in row if "nan" in cell.split() or "inf" in cell.split()]


def estimates_of(page: PageFigures) -> Iterator[Estimates]:
    rows = {"rows": page.role_groups, "titles": ROLE_GROUPS, "everyone": page.everyone, "k": K}
    yield domain_estimates(DOMAINS[0], **rows)
    for statement in STATEMENTS:
        yield statement_estimates(statement.id, statement.text, **rows)


def panel_of(release: Release, shown: Figures) -> ResponsePanel:
    return response_panel(
        coverage_of(release.cells), shown, domains=DOMAINS, agencies=AGENCIES, role_groups=ROLE_GROUPS
    )


@settings(deadline=None)  # a shared machine may be busy
@given(rounds())
def test_every_report_of_every_round_says_something(release: Release) -> None:
    page = compute(release)
    for said in everything_said(release, page):
        assert said.strip()
        assert "nan" not in said.split()


@settings(deadline=None)  # a shared machine may be busy
@given(rounds())
def test_every_figure_is_a_number_within_its_interval_and_survives_being_stored(release: Release) -> None:
    for page in (compute(release), *(compute(release, agency=agency) for agency in AGENCIES)):
        json.dumps(asdict(page), default=sorted, allow_nan=False)
        assert from_json(to_json(page)) == page
        for figures in (page.everyone, *page.role_groups.values(), *page.agencies.values()):
            for one in figures.statements.values():
                for value, interval in (
                    (one.mean, one.mean_interval),
                    (one.gap, one.gap_interval),
                    (one.below, one.below_interval),
                    (one.confident, one.confident_interval),
                    (one.people, one.people_interval),
                ):
                    if value is not None and interval is not None:
                        assert interval.low - 1e-9 <= value <= interval.high + 1e-9
                if one.missing is not None and one.below is not None:
                    bounds = one.missing.bounds
                    assert bounds.low >= 0
                    assert bounds.low - 1e-9 <= one.below <= bounds.high + 1e-9
            for question in figures.questions.values():
                assert sum(question.shares) == pytest.approx(1)


# By name ----------------------------------------------------------------------------------------------------

MIXED = [(2, 3, 1), (3, 4, 1), (4, 5, 2), (5, 1, 1), (2, 2, 2), (3, 3, 1)]


def test_a_statement_that_nobody_was_asked_stands_nowhere() -> None:
    release = release_of(Population(tuple(people_of("north", "A", [(a, BLANK, q) for a, _, q in MIXED])), 9, K))
    release = replace(release, asked={"A": frozenset({"known"})})
    page = compute(release)
    assert page.everyone.statements.keys() == {"known"}
    bars = likert_bars(page.everyone, statements=STATEMENTS, scale=SCALE, k=K, stem="I can")
    assert [row.id for row in bars.rows] == ["known"]
    (about_acted,) = [one for one in estimates_of(page) if one.title.startswith("act on them")]
    assert about_acted.finding.startswith("There is no figure to show")
    assert about_acted.rows == ()


def test_an_agency_in_which_nobody_answered_is_named_as_missing_and_has_no_figure() -> None:
    population = Population(tuple(people_of("north", "A", MIXED)), 9, K)
    release = release_of(population, [*cells_of(population), Cell("south", "health", "A", 0, 30)])
    page = compute(release)
    assert page.agencies["south"].statements == {}
    assert "Nothing can be shown of this agency alone" in covered_words(page.agencies["south"], K)
    assert "South (0 of 30)" in panel_of(release, page.everyone).sentences[0]


@pytest.mark.parametrize("code", [NOT_MINE, FIVE, BLANK])
def test_answers_that_are_all_alike_give_a_sentence_and_no_figure(code: int) -> None:
    release = release_of(Population(tuple(people_of("north", "A", [(code, code, 0)] * 12)), 9, K))
    page = compute(release)
    assert page.everyone.statements == {}
    assert page.everyone.questions == {}
    assert list(everything_said(release, page))
    assert panel_of(release, page.everyone).finding.endswith(
        "No figure has been released, so there is none that could move."
    )


def test_nearly_all_fives_leave_a_range_that_does_not_claim_to_know_the_rest() -> None:
    release = release_of(Population(tuple(people_of("north", "A", [(FIVE, FIVE, 0)] * 11 + [(4, FIVE, 0)])), 9, K))
    shown = compute(release).everyone.statements["known"]
    assert shown.below == 0
    assert shown.below_interval is not None
    assert shown.below_interval.high > 0.1
    assert shown.mean_interval is not None
    assert shown.mean_interval.low < shown.mean


def test_a_role_group_without_a_release_has_a_row_that_says_why() -> None:
    people = people_of("north", "A", MIXED) + people_of("north", "B", MIXED[:2])
    release = release_of(Population(tuple(people), 9, K))
    page = compute(release)
    assert page.role_groups["B"].groups == ()
    row = next(one for one in estimates_of(page)).rows[1]
    assert row.words == "fewer than five people answered, or all gave the same answer"
    assert list(everything_said(release, page))


def test_a_round_that_nobody_answered_has_reports_that_say_so() -> None:
    release = release_of(Population((), 0, K), [Cell("north", "health", "A", 0, 40)])
    page = compute(release)
    assert list(everything_said(release, page))
    assert panel_of(release, page.everyone).finding.startswith("0 of 40 people have answered")
