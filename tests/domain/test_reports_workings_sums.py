"""Every sum that a working states holds, and ends in the figure that is shown, on random releases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pytest

from tests.domain.arithmetic import sums_of, wrong_sums
from tests.domain.populations import DOMAINS, Population, cells_of, random_population, release_of
from tests.domain.published import SCALE, survey
from tna.domain.coverage import Coverage, coverage_of
from tna.domain.disclosure import Figures, Release, Selection, publish
from tna.domain.like_with_like import like_with_like
from tna.domain.needs import ranking
from tna.domain.reports.abe_cover import InterviewerCount, abe_cover
from tna.domain.reports.coverage import agency_coverage_bars
from tna.domain.reports.heatmap_builders import agency_heatmap, role_group_heatmap
from tna.domain.reports.heatmap_tables import heatmap_table
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.joined_agencies import AgencyCount
from tna.domain.reports.likert import likert_bars
from tna.domain.reports.periods import last_year
from tna.domain.reports.question_bars import question_bars
from tna.domain.reports.reach import reach_bars
from tna.domain.reports.response_mix import response_mix
from tna.domain.reports.response_panel import response_panel
from tna.domain.reports.round_dumbbell import TwoRounds, domain_dumbbell
from tna.domain.reports.statement_changes import RoundSide, statements_compared
from tna.domain.reports.statement_heatmap import statement_heatmap
from tna.domain.reports.statement_likert import statement_likert
from tna.domain.reports.what_if import what_if_report
from tna.domain.reports.what_if_sides import Sides
from tna.domain.reports.words import percent, percent_range, short_percent, whole_percent
from tna.domain.reports.workings.coverage import (
    coverage_workings,
    missing_workings,
    moved_workings,
    response_working,
)
from tna.domain.reports.workings.domains import domain_workings, heatmap_workings, statement_heatmap_workings
from tna.domain.reports.workings.levels import (
    estimate_workings,
    likert_workings,
    ranking_workings,
    role_group_likert_workings,
)
from tna.domain.reports.workings.questions import question_workings
from tna.domain.reports.workings.reach import abe_workings, reach_workings
from tna.domain.reports.workings.rounds import domain_change_workings, mix_workings, statement_change_workings
from tna.domain.reports.workings.steps import Working
from tna.domain.reports.workings.together import statement_workings
from tna.domain.surveys import Choice, Domain, Question, Statement, SurveyDefinition
from tna.domain.targets import with_levels
from tna.domain.what_if import what_if

DOMAIN = Domain("D1", "Noticing signs", tuple(Statement(one, "D1", f"have {one}") for one in DOMAINS["D1"]))
TEXTS = {one.id: one.text for one in DOMAIN.statements}
TITLES = {one: f"Role group {one}" for one in "ABC"}
TRAINED = Question("trained", "Trained?", "", (Choice("training", "Yes"), Choice("no", "No")), frozenset(TITLES))
SEEDS = range(12)


@dataclass(frozen=True)
class Round:
    """One random round: its release and all that is published of it."""

    population: Population
    release: Release

    @cached_property
    def everyone(self) -> Figures:
        return publish(self.release)

    @cached_property
    def role_groups(self) -> Mapping[str, Figures]:
        return {one: publish(self.release, Selection(role_groups=frozenset({one}))) for one in self.release.asked}

    @cached_property
    def agencies(self) -> Mapping[str, Figures]:
        found = sorted({cell.agency for cell in self.release.cells})
        return {one: publish(self.release, Selection(agencies=frozenset({one}))) for one in found}

    @cached_property
    def names(self) -> dict[str, str]:
        return {one: one.title() for one in self.agencies}

    @property
    def k(self) -> int:
        return self.release.k

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self.release.cells)

    @cached_property
    def survey(self) -> SurveyDefinition:
        return survey(asked=self.release.asked, targets=self.release.targets, domains=(DOMAIN,), questions=(TRAINED,))

    @cached_property
    def side(self) -> RoundSide:
        return RoundSide(f"Round of {self.k}", self.survey, self.everyone)


def a_round(seed: int) -> Round:
    """Three role groups in four agencies; every third round lacks a headcount, the others have ones of any size."""
    rng = np.random.default_rng(seed)
    population = random_population(rng, 4, 3, [5, 7, 10][seed % 3])
    cells = [replace(cell, heads=(cell.heads or 0) * int(rng.integers(1, 6))) for cell in cells_of(population)]
    if seed % 3 == 2:
        cells[0] = replace(cells[0], heads=None)
    return Round(population, release_of(population, cells))


@pytest.fixture(params=SEEDS)
def one(request: pytest.FixtureRequest) -> Round:
    return a_round(request.param)


def said(workings: tuple[Working, ...], title: str) -> str:
    """All steps to one row in one text."""
    [found] = [working for working in workings if working.title == title]
    return " ".join(found.steps)


def test_statements_are_worked_out_to_the_figures_shown(one: Round) -> None:
    for statement in TEXTS:
        workings = statement_workings(
            one.role_groups, statement, titles=TITLES, everyone=one.everyone, why=why_cell(one.k)
        )
        assert wrong_sums(workings) == []
        for key, figures in one.role_groups.items():
            found, text = figures.statements.get(statement), said(workings, TITLES[key])
            if found is None:
                assert text == f"Not shown: {why_cell(one.k)}."
                continue
            assert percent(found.below or 0.0) in text
            assert f"{found.gap:.2f}" in text
            assert found.people is None or f"{found.people:.1f}" in text
            ends = found.below_interval
            assert ends is None or percent_range(ends.low, ends.high) in text


def test_several_role_groups_together_are_worked_out_from_each(one: Round) -> None:
    workings = ranking_workings(one.everyone, one.role_groups, TEXTS)
    assert wrong_sums(workings) == []
    assert sums_of(workings)
    for need, working in zip(ranking(one.everyone.statements.values()), workings, strict=True):
        assert working.title == f"“{TEXTS[need.statement]}”"
        text = " ".join(working.steps)
        assert f"= {percent(need.below)}" in text
        assert need.people is None or f"= {need.people:,.1f}" in text


def test_every_place_of_a_heatmap_is_worked_out_or_says_why_not(one: Round) -> None:
    for build, figures, titles in (
        (role_group_heatmap, one.role_groups, TITLES),
        (agency_heatmap, one.agencies, one.names),
    ):
        heatmap = build(figures, titles=titles, domains=(DOMAIN,), k=one.k, everyone=one.everyone)
        workings = heatmap_workings(heatmap, figures, (DOMAIN,), everyone=one.everyone)
        assert wrong_sums(workings) == []
        for row, cells in zip(heatmap.all_rows, heatmap_table(heatmap).rows, strict=True):
            [cell] = row.cells
            text = said(workings, row.title)
            if cell.share is None:
                assert f"Not shown: {cells[2]}." in text
            else:
                assert any(f"{sign} {percent(cell.share)}" in text for sign in ("=", "share below is"))


def test_the_statements_of_a_domain_are_worked_out_or_say_why_not(one: Round) -> None:
    heatmap = statement_heatmap(one.role_groups, DOMAIN, titles=TITLES, k=one.k, everyone=one.everyone)
    workings = statement_heatmap_workings(heatmap, one.role_groups, everyone=one.everyone)
    assert wrong_sums(workings) == []
    for row in heatmap.all_rows:
        for cell in row.cells:
            assert (cell.words if cell.share is None else percent(cell.share)) in said(workings, row.title)
    domains = domain_workings(one.role_groups, DOMAIN, titles=TITLES, everyone=one.everyone, why=why_cell(one.k))
    assert wrong_sums(domains) == []


def test_bars_of_levels_are_worked_out_to_the_shares_shown(one: Round) -> None:
    bars = likert_bars(one.everyone, statements=DOMAIN.statements, scale=SCALE, k=one.k, stem="I can")
    workings = likert_workings(bars, one.everyone, one.role_groups)
    assert wrong_sums(workings) == []
    for row in bars.rows:
        for share in row.shares:
            assert percent(share) in said(workings, f"“{row.text}”")
    known = statement_likert(one.role_groups, DOMAIN.statements[0], titles=TITLES, scale=SCALE, k=one.k)
    by_role_group = role_group_likert_workings(known, one.role_groups, "known")
    assert wrong_sums(by_role_group) == []
    for row in known.rows:
        assert all(percent(share) in said(by_role_group, row.text) for share in row.shares)
        assert row.is_released or said(by_role_group, row.text) == f"Not shown: {known.withheld_words}."
    shown = list(one.everyone.statements.values())
    assert wrong_sums(estimate_workings([("All", found) for found in shown])) == []


def test_questions_are_worked_out_to_the_shares_shown(one: Round) -> None:
    bars = question_bars(TRAINED, one.role_groups, titles=TITLES, k=one.k, everyone=one.everyone)
    workings = question_workings(bars)
    assert wrong_sums(workings) == []
    for row in bars.all_rows:
        text = said(workings, row.title)
        assert all(f" {percent(share)}" in text for share in row.shares) if row.is_released else "Not shown" in text


def test_coverage_and_those_missing_are_worked_out_to_the_numbers_shown(one: Round) -> None:
    bars = agency_coverage_bars(one.coverage, titles=one.names, target=0.5)
    rows = coverage_workings(bars)
    assert wrong_sums(rows) == []
    for bar in bars.bars:
        assert (bar.words if bar.share is None else f"= {percent(bar.share)}") in said(rows, bar.title)
    total = one.coverage.total
    assert wrong_sums([response_working(total)]) == []
    panel = response_panel(one.coverage, one.everyone, domains=(DOMAIN,), agencies=one.names, role_groups=TITLES)
    assert wrong_sums((*missing_workings(panel, total), *moved_workings(panel))) == []
    for row in panel.rows:
        text = said(moved_workings(panel), row.title)
        assert all(percent(share) in text for share in row.moved)
        assert row.leaves_at is None or f"differ by {whole_percent(row.leaves_at)} points" in text


@pytest.mark.parametrize("seed", SEEDS)
def test_two_rounds_are_worked_out_from_both_and_agree_with_the_change_that_is_told(seed: int) -> None:
    then, now = a_round(seed), a_round(seed + 100)
    both = like_with_like(then.role_groups, now.role_groups, (DOMAIN,))
    before, after = replace(then.side, figures=both.then), replace(now.side, figures=both.now)
    compared = statements_compared(before, after, role_group=None, titles=TITLES, over=both.over)
    parts = both.parts(then.role_groups, now.role_groups)
    workings = statement_change_workings(compared.rows, before, after, parts)
    assert wrong_sums(workings) == []
    for row, working in zip(compared.rows, workings, strict=True):
        assert row.words.removesuffix(".").lower() in working.steps[-1].lower() or "headcount" in working.steps[-1]
    pictured = domain_dumbbell(both.then, both.now, (DOMAIN,), TwoRounds("then", "now"), changed=frozenset())
    assert wrong_sums(domain_change_workings(pictured, before, after, (DOMAIN,))) == []
    mix = response_mix(then.role_groups, now.role_groups, earlier="then", later="now", titles=TITLES)
    mixed = mix_workings(then.role_groups, now.role_groups, earlier="then", later="now", titles=TITLES)
    assert wrong_sums(mixed) == []
    assert bool(mixed) is (mix.table is not None)
    for place, title in enumerate(["then", "now"], start=1):
        if mix.table is not None and "Not shown" not in said(mixed, title):
            assert all(row[place] == short_percent(0.0) or row[place] in said(mixed, title) for row in mix.table.rows)


def test_a_what_if_is_worked_out_on_both_sides(one: Round) -> None:
    changes = {"A": {"D1": 5}}
    changed = with_levels(one.survey, changes)
    tried = what_if(one.release, changed.targets, Selection(role_groups=frozenset({"A"})))
    sides = Sides(
        one.survey, changed, (one.everyone, what_if(one.release, changed.targets)), one.role_groups, {"A": tried}
    )
    report = what_if_report(sides, titles=TITLES)
    worked = report.workings
    assert wrong_sums((*worked.moves, *worked.role_groups, *worked.needs, *worked.statements)) == []
    for working in worked.role_groups:
        row = next(row for row in report.role_groups.rows if working.title == f"What if: {row[0]}")
        assert f"= {row[3]} %" in working.steps[0]
        assert f"= {row[4]} %" in working.steps[1]
    assert all(working.title.startswith("What if: ") for working in (*worked.moves, *worked.statements))


@pytest.mark.parametrize("seed", SEEDS)
def test_reach_and_cover_are_worked_out_from_headcounts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    heads = [int(one) for one in rng.integers(5, 3000, size=4)]
    counts = [
        AgencyCount(f"a{n}", one, tuple(int(c) for c in rng.integers(0, one + 1, size=4)))
        for n, one in enumerate(heads)
    ]
    titles = {f"a{n}": f"Agency {n}" for n in range(4)}
    bars = reach_bars(counts, course=None, period=last_year(date(2026, 11, 25)), titles=titles)
    workings = reach_workings(bars)
    assert wrong_sums(workings) == []
    assert all(f"= {percent(share)}." in said(workings, bar.title) for bar in bars.bars for share in bar.shares)
    interviewers = [
        InterviewerCount(f"a{n}", "police", one, *map(int, rng.integers(0, one // 2 + 1, size=3)))
        for n, one in enumerate(heads)
    ]
    cover = abe_cover(interviewers, sectors={"police": "Police"}, titles=titles)
    held = abe_workings(cover)
    assert wrong_sums(held) == []
    [sector] = cover.sectors
    assert all(f"= {bar.holding:,}." in said(held, f"Police: {bar.title}") for bar in sector.bars)
