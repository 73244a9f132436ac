"""The sentences that open a page of figures."""

from dataclasses import replace

import pytest

from tests.domain.published import DOMAINS, K, figures
from tna.domain.coverage import Coverage, coverage_of
from tna.domain.groups import Cell
from tna.domain.reports import (
    CoverageBars,
    EarlierRound,
    Heatmap,
    RoundChange,
    Stat,
    agency_coverage_bars,
    alone_stat,
    answered_stat,
    change_stat,
    covered_words,
    over_headcount,
    role_group_heatmap,
    round_change,
    withheld_stat,
)
from tna.domain.reports.clearest_changes import ClearestChanges
from tna.domain.reports.overview import covers_words

TITLES = {"D": "Health visitors and others", "F": "Joint interviewers (ABE)"}


def taken_part(*cells: tuple[str, int, int | None]) -> tuple[Coverage, CoverageBars]:
    coverage = coverage_of([Cell(agency, "health", "D", answers, heads) for agency, answers, heads in cells])
    titles = {agency: f"Agency {agency.upper()}" for agency, _, _ in cells}
    return coverage, agency_coverage_bars(coverage, titles=titles, target=0.5)


def change(now: dict[str, float], then: dict[str, float]) -> RoundChange:
    earlier = EarlierRound(title="Spring", figures={"D": figures(then, n=400)})
    heatmap = role_group_heatmap({"D": figures(now, n=400)}, titles=TITLES, domains=DOMAINS, k=K, earlier=earlier)
    return round_change(heatmap)


SAID = "Three of 22 statements clearly changed, all role groups together."
STATEMENTS = ClearestChanges(SAID, ())


def heatmap(**shares: float) -> Heatmap:
    return role_group_heatmap({"D": figures(shares)}, titles=TITLES, domains=DOMAINS, k=K)


# Who answered -----------------------------------------------------------------------------------------------


def test_who_answered_is_said_with_headcount_and_who_is_furthest_behind() -> None:
    assert answered_stat(*taken_part(("a", 30, 100), ("b", 10, 100))) == Stat(
        "20 %", "of 200 people answered: 40. Furthest behind: Agency B, at 10 %."
    )


def test_a_total_that_does_not_see_behind_words_may_be_out_by_a_few() -> None:
    said = answered_stat(*taken_part(("a", 30, 100), ("b", 8, 8))).words
    assert said.startswith("of 108 people answered: 38, give or take a few.")


def test_what_may_be_told_in_words_only_is_told_in_words() -> None:
    assert answered_stat(*taken_part(("a", 12, 12))) == Stat("All or nearly all", "of 12 people answered.")


@pytest.mark.parametrize("cells", [(), (("a", 12, None),)])
def test_without_headcounts_nobody_knows_how_many_answered(cells: tuple[tuple[str, int, int | None], ...]) -> None:
    assert answered_stat(*taken_part(*cells)).figure == "Not known"


# The largest needs ------------------------------------------------------------------------------------------


# What changed -----------------------------------------------------------------------------------------------


def test_clear_changes_are_counted_each_way() -> None:
    now, then = {"D1": 0.3, "D2": 0.7, "D3": 0.8}, {"D1": 0.5, "D2": 0.5, "D3": 0.5}
    assert change_stat(change(now, then), STATEMENTS) == Stat(
        "3",
        "of 3 figures of role groups and domains clearly changed since Spring: one shows fewer people below the level "
        "their role needs and two show more. " + SAID,
    )


def test_no_clear_change_and_nothing_to_compare_are_said_apart() -> None:
    assert change_stat(change({"D1": 0.5}, {"D1": 0.5}), STATEMENTS) == Stat(
        "None", "of 1 figure of role groups and domains clearly changed since Spring. " + SAID
    )
    assert change_stat(change({"D1": 0.5}, {}), STATEMENTS) == Stat("No figure", "can be compared with Spring. " + SAID)


def test_one_round_alone_says_whether_there_is_another() -> None:
    assert alone_stat(has_earlier=False).figure == "The first round"
    assert "Choose an earlier one" in alone_stat(has_earlier=True).words


# What is withheld -------------------------------------------------------------------------------------------


def test_figures_that_cover_every_answer_say_so() -> None:
    shown = heatmap(D1=0.5, D2=0.5, D3=0.5)
    assert withheld_stat(figures({"D1": 0.5}), shown, K) == Stat("All", "of 41 answers stand in these figures.")


def test_withheld_figures_answers_and_heads_are_counted_with_k_in_words() -> None:
    part = replace(figures({"D1": 0.5}, answers=44), heads_left_out=17)
    assert withheld_stat(part, heatmap(D1=0.5), 12) == Stat(
        "41",
        "of 44 answers stand in these figures. Where fewer than twelve people answered, nothing is shown. The "
        "totals leave out 17 people who work in such groups, answered or not. 2 of 3 figures below are withheld.",
    )


@pytest.mark.parametrize(("answers", "opening"), [(0, "of the answers stands in"), (14, "of 14 answers stand in")])
def test_where_nothing_may_be_shown_none_of_the_answers_stand_in_figures(answers: int, opening: str) -> None:
    part = replace(figures({}, answers=answers, partial=True), heads_left_out=959)
    assert withheld_stat(part, heatmap(), K) == Stat(
        "None",
        f"{opening} these figures. Where fewer than ten people answered, nothing is shown. All 3 figures below are "
        "withheld.",
    )


# An agency's own page ---------------------------------------------------------------------------------------


def test_an_agency_reads_how_many_of_its_answers_its_figures_cover_and_where_the_rest_is() -> None:
    assert covered_words(figures({"D1": 0.5}, answers=58), K) == (
        "These figures cover 41 of 58 answers; the rest stand with other agencies or, where too few, in no figure, "
        "because fewer than ten people answered in their role group here."
    )


def test_people_who_are_left_out_without_an_answer_are_told_too() -> None:
    part = replace(figures({"D1": 0.5}), heads_left_out=12)
    assert covered_words(part, K).startswith("These figures leave out 12 people who work")


def test_fewer_than_five_left_out_are_a_few_people_wherever_a_page_speaks_of_them() -> None:
    part = replace(figures({"D1": 0.5}, n=41, partial=True), heads_left_out=4)
    said = (
        covered_words(part, K),
        covers_words(part, K, ["s1-1"], asked_of_all=True),
        withheld_stat(part, heatmap(D1=0.5), K).words,
    )
    assert all("out a few people" in words for words in said)


def test_an_agency_that_is_covered_throughout_needs_no_words() -> None:
    assert covered_words(figures({"D1": 0.5}), K) == ""


def test_an_agency_without_a_group_of_its_own_reads_why() -> None:
    assert covered_words(figures({}, answers=7), 5).startswith(
        "Nothing can be shown of this agency alone: in each role group here, fewer than five people answered."
    )


def test_role_groups_in_which_more_answered_than_are_employed_are_named() -> None:
    named = figures({"D1": 0.5}, named=("F:own:police", "D:own:police", "D:other"))
    assert over_headcount(named, role_groups=TITLES).startswith(
        "More people answered than the headcount says among health visitors and others and joint interviewers (ABE):"
    )
    assert over_headcount(figures({"D1": 0.5}), role_groups=TITLES) == ""


# What a page covers -----------------------------------------------------------------------------------------


def test_a_page_that_is_not_whole_says_how_many_answers_it_covers() -> None:
    shown = figures({"D1": 0.5}, n=41, answers=58, partial=True)
    assert covers_words(shown, K, ["s1-1"], asked_of_all=True) == (
        "Covers 41 of 58 answers. Where fewer than ten people answered, or all gave the same answer, nothing is shown."
    )


def test_a_statement_covers_the_answers_of_the_groups_that_release_it() -> None:
    shown = figures({"D1": 0.5}, n=130, answers=159, partial=True)
    fewer = {**shown.statements, "s1-2": replace(shown.statements["s1-2"], covered=77)}
    shown = replace(shown, statements=fewer)
    one = covers_words(shown, K, ["s1-2"], asked_of_all=False)
    assert one == (
        "Covers 77 of 159 answers. The rest were not asked, or stand where nothing is shown: fewer than ten people "
        "answered, or all gave the same answer."
    )
    assert covers_words(shown, K, ["s1-1", "s1-2"], asked_of_all=True).startswith("Covers 77 to 130 of 159 answers.")


def test_a_statement_without_a_figure_covers_nothing_and_its_page_says_why_in_the_figures_place() -> None:
    shown = figures({"D1": 0.5}, n=130, answers=159, partial=True)
    assert covers_words(shown, K, ["s2-1"], asked_of_all=True) == ""


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (3, "Leaves out a few people in groups of which fewer than ten people answered."),
        (12, "Leaves out 12 people in groups of which fewer than ten people answered."),
    ],
)
def test_fewer_than_five_people_left_out_are_not_counted(left_out: int, words: str) -> None:
    shown = replace(figures({"D1": 0.5}, n=41, partial=True), heads_left_out=left_out)
    assert covers_words(shown, K, ["s1-1"], asked_of_all=True) == words


def test_a_page_that_is_whole_or_shows_nothing_needs_no_such_words() -> None:
    assert covers_words(figures({"D1": 0.5}), K, ["s1-1"], asked_of_all=True) == ""
    assert covers_words(figures({}, groups=(), partial=True), K, ["s1-1"], asked_of_all=True) == ""
