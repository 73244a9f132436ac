"""The release rule and publish(): what is released, what a selection takes, and what is refused."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.populations import (
    IS_STATEMENT,
    STATEMENTS,
    Person,
    Population,
    cells_of,
    histogram,
    people_of,
    populations,
    release_of,
)
from tna.domain.coverage import coverage_of
from tna.domain.disclosure import (
    Release,
    Selection,
    UnsafeRelease,
    publish,
    release_group,
    released_items,
    told_groups,
)
from tna.domain.groups import GroupKind, ReleaseGroup

MIXED = (2, 3, 4, 3, 2, 4, 5, 3, 1, 3)


def answers(known: tuple[int, ...], acted: tuple[int, ...] = (), trained: tuple[int, ...] = ()) -> list[list[int]]:
    """Codes of as many people as gave `known`; who is missing from the others left them blank."""
    pad = len(known)
    return [list(codes) for codes in zip(known, (*acted, *[0] * pad)[:pad], (*trained, *[0] * pad)[:pad], strict=True)]


def population(*people: list[Person], k: int = 10, silent: int = 4) -> Population:
    return Population(tuple(person for part in people for person in part), silent, k)


def one_agency(known: tuple[int, ...], **others: tuple[int, ...]) -> Release:
    return release_of(population(people_of("north", "A", answers(known, **others))))


# The release rule -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "statement", "question"),
    [
        ([5, 2, 3, 3, 1, 1, 0], True, True),
        ([5, 2, 3, 3, 1, 0, 0], False, False),  # nine gave a level
        ([0, 10, 0, 0, 0, 0, 0], False, False),  # all the same one
        ([0, 9, 1, 0, 0, 0, 0], True, True),
        ([0, 5, 4, 0, 0, 0, 3], False, True),  # "not my role" is no level, the sixth choice is a choice
        ([0, 10, 0, 0, 0, 0, 2], False, True),
        ([30, 0, 0, 0, 0, 0, 0], False, False),
    ],
)
def test_an_item_is_released_where_k_people_gave_it_and_not_all_the_same(
    counts: list[int], statement: bool, question: bool
) -> None:
    both = np.array([counts, counts])
    assert released_items(both, np.array([True, False]), 10).tolist() == [statement, question]


@given(populations)
def test_what_is_not_released_is_not_in_the_release(population: Population) -> None:
    for one in release_of(population).groups:
        assert not one.counts[~one.released].any()
        assert (one.counts[one.released].sum(axis=1) == one.group.answers).all()


def test_fewer_than_k_and_all_the_same_cannot_be_told_apart() -> None:
    few = publish(one_agency(MIXED, acted=(3, 4, 3)))
    same = publish(one_agency(MIXED, acted=(3,) * 10))
    assert few == same
    assert "acted" in few.asked
    assert "acted" not in few.statements


def test_a_statement_that_only_one_job_answers_is_not_released_for_the_group_nor_in_a_union() -> None:
    doctors, others = (4, 2, 5), (6,) * 9
    shown = publish(
        release_of(
            population(
                people_of("north", "A", answers((*MIXED, 3, 2), acted=doctors + others)),
                people_of("south", "A", answers(MIXED, acted=MIXED)),
            )
        )
    )
    assert shown.statements["known"].n == 22
    assert (shown.statements["acted"].n, shown.statements["acted"].covered) == (10, 10)
    assert shown.statements["acted"].not_my_role == 0


def test_a_union_adds_the_heads_of_the_groups_in_which_the_statement_is_released_only() -> None:
    shown = publish(
        release_of(
            population(
                people_of("north", "A", answers((*MIXED, 3, 2), acted=(4, 4))),
                people_of("south", "A", answers(MIXED, acted=MIXED)),
            )
        )
    )
    assert (shown.heads, shown.covered) == (16 + 14, 22)
    assert (shown.statements["acted"].heads, shown.statements["acted"].covered) == (14, 10)


def test_optional_questions_are_released_by_the_same_rule() -> None:
    assert publish(one_agency(MIXED, trained=(1,) * 9)).questions == {}
    assert publish(one_agency(MIXED, trained=(1,) * 10)).questions == {}
    shown = publish(one_agency(MIXED, trained=(1,) * 7 + (2,) * 3)).questions["trained"]
    assert (shown.n, shown.counts, shown.blank) == (10, (7, 3), 0)


def test_a_domain_is_shown_where_half_of_its_statements_are_released() -> None:
    assert publish(one_agency(MIXED)).domains["D1"].statements == 1
    assert publish(one_agency((3,) * 10)).domains == {}


# Selections -------------------------------------------------------------------------------------------------


def north_and_others() -> Release:
    """Role group A: north on its own, two small ones of police together; role group B: other agencies."""
    return release_of(
        population(
            people_of("north", "A", answers((*MIXED, 2))),
            people_of("east", "A", answers(MIXED[:6]), sector="police"),
            people_of("west", "A", answers(MIXED[2:8]), sector="police"),
            people_of("north", "B", answers(MIXED[:5])),
            people_of("west", "B", answers(MIXED[:7]), sector="police"),
            people_of("west", "C", answers(MIXED[:3]), sector="police"),
        )
    )


def only(**filters: str) -> Selection:
    return Selection(**{name: frozenset([value]) for name, value in filters.items()})


@pytest.mark.parametrize(
    ("selection", "groups"),
    [
        (Selection(), ("A:own:north", "A:sector:police", "B:other")),
        (only(agencies="north"), ("A:own:north",)),
        (only(agencies="west"), ()),
        (only(sectors="health"), ("A:own:north",)),
        (only(sectors="police"), ("A:sector:police",)),
        (only(role_groups="A"), ("A:own:north", "A:sector:police")),
        (only(role_groups="B"), ("B:other",)),
        (only(role_groups="A", agencies="north"), ("A:own:north",)),
        (only(agencies="north", sectors="police"), ()),
        (only(groups="A:sector:police"), ("A:sector:police",)),
        (only(groups="B:other", role_groups="A"), ()),
        (only(groups="no such group"), ()),
        (Selection(agencies=frozenset(["east", "west"])), ()),
        (Selection(role_groups=frozenset()), ()),
    ],
)
def test_a_selection_takes_whole_groups_only(selection: Selection, groups: tuple[str, ...]) -> None:
    shown = publish(north_and_others(), selection)
    assert shown.groups == groups
    assert bool(shown.statements) == bool(groups)


def test_a_group_by_itself_covers_all_its_answers_and_says_nothing_of_those_outside() -> None:
    for key in ("A:own:north", "A:sector:police", "B:other"):
        shown = publish(north_and_others(), only(groups=key))
        assert (shown.answers, shown.partial, shown.heads_left_out) == (shown.covered, False, 0)


def test_groups_are_told_of_as_publish_does_and_others_are_not_named() -> None:
    release = north_and_others()
    told = {one.key: one for one in told_groups(release)}
    for key, one in told.items():
        shown = publish(release, only(groups=key))
        assert (one.answers, one.heads) == (shown.covered, shown.heads)
    assert {key: one.agency for key, one in told.items()} == {
        "A:own:north": "north", "A:sector:police": None, "B:other": None,
    }  # fmt: skip
    assert [one.key for one in told_groups(release, only(role_groups="B"))] == ["B:other"]


def test_what_an_agencys_row_does_not_cover_is_said_as_coverage_tells_it() -> None:
    shown = publish(north_and_others(), only(agencies="north"))
    assert (shown.covered, shown.answers, shown.partial) == (11, 16, True)
    assert (shown.heads, shown.heads_left_out) == (15, 9)


def test_answers_of_single_cells_are_not_told_by_selecting_role_groups() -> None:
    for role_group in "ABC":
        shown = publish(north_and_others(), only(agencies="west", role_groups=role_group))
        assert (shown.covered, shown.answers, shown.partial) == (0, 0, True)


def test_totals_say_how_many_heads_stand_in_no_group() -> None:
    shown = publish(north_and_others())
    assert (shown.covered, shown.answers, shown.heads, shown.heads_left_out) == (35, 38, 55, 7)


def test_no_total_is_named_that_would_leave_fewer_than_five_people_as_the_difference() -> None:
    release = north_and_others()
    few = tuple(replace(cell, heads=cell.answers + 1) if cell.group is None else cell for cell in release.cells)
    shown = publish(replace(release, cells=few))
    assert (shown.answers, shown.partial) == (shown.covered, True)


def test_an_agency_that_leaves_out_a_few_has_as_many_answers_in_its_figures_as_in_coverage() -> None:
    """Four leaders beside a large group: both pages count the large group alone, so nothing is left between them."""
    release = release_of(
        population(
            people_of("north", "A", answers(MIXED)),
            people_of("north", "B", answers((3, 4))),
            people_of("south", "B", answers(MIXED)),
            silent=2,
        )
    )
    shown, coverage = publish(release, only(agencies="north")), coverage_of(release.cells)
    assert (shown.covered, shown.answers, shown.heads_left_out) == (10, 10, 4)
    assert (coverage.by_agency[0].agencies, coverage.by_agency[0].words) == (("north",), "10 of 12")


def test_people_whom_coverage_leaves_out_do_not_make_a_difference_of_fewer_than_five_larger() -> None:
    """Seven heads stand in no group: three in no coverage, four in a block with three who have figures."""
    people = population(
        people_of("west", "A", answers(MIXED)),
        people_of("south", "D", answers(MIXED[:6])),
        people_of("east", "D", answers(MIXED[:5])),
        people_of("west", "D", answers(MIXED[:1])),
        people_of("west", "C", answers(MIXED[:2])),
        people_of("east", "C", answers(MIXED[:1])),
    )
    heads = {("west", "D"): 3, ("west", "C"): 4, ("east", "C"): 3}
    cells = [replace(one, heads=heads.get((one.agency, one.role_group), one.heads)) for one in cells_of(people)]
    release = release_of(people, cells)
    told, shown = coverage_of(cells).total, publish(release)
    assert told is not None
    assert (told.left_out, shown.heads_left_out) == (3, 7)
    assert (shown.covered, shown.answers) == (22, 22)


def test_asked_holds_the_statements_of_the_role_groups_selected() -> None:
    release = replace(
        north_and_others(), asked={"A": frozenset(["known"]), "B": frozenset(["acted"]), "C": frozenset()}
    )
    assert publish(release).asked == {"known", "acted"}
    assert publish(release, only(role_groups="A")).asked == {"known"}
    assert publish(release, only(agencies="east")).asked == {"known"}
    assert publish(release, only(role_groups="unknown")).asked == frozenset()


def test_more_answers_than_heads_are_computed_with_as_many_heads_and_named() -> None:
    release = release_of(population(people_of("north", "A", answers(MIXED)), silent=-2))
    shown = publish(release)
    assert (shown.heads, shown.named) == (10, ("A:own:north",))
    assert shown.statements["known"].below_interval is None


def test_a_group_without_a_headcount_has_figures_without_people() -> None:
    release = release_of(population(people_of("north", "A", answers(MIXED))))
    group = replace(release.groups[0].group, heads=None)
    shown = publish(replace(release, groups=(replace(release.groups[0], group=group),)))
    assert (shown.heads, shown.named) == (None, ())
    assert shown.statements["known"].people is None


# Against a recount ------------------------------------------------------------------------------------------


@given(populations)
def test_figures_of_a_union_equal_a_recount_over_its_members(population: Population) -> None:
    release = release_of(population)
    for selection in (Selection(), only(role_groups="A"), only(sectors="police"), only(agencies="agency-1")):
        shown = publish(release, selection)
        for item, statement in enumerate(STATEMENTS):
            members = [
                person
                for one in release.groups
                if one.group.key in shown.groups and one.released[item]
                for person in population.people
                if person.role_group == one.group.role_group and person.agency in one.group.agencies
            ]
            if statement not in shown.statements:
                assert members == []
                continue
            figures = shown.statements[statement]
            blank, *levels, not_my_role = histogram(members)[item].tolist()
            assert (figures.blank, list(figures.counts), figures.not_my_role) == (blank, levels, not_my_role)
            assert (figures.n, figures.covered) == (sum(levels), len(members))


@given(populations, st.randoms())
def test_the_order_of_the_responses_does_not_matter(population: Population, random: Random) -> None:
    people = list(population.people)
    random.shuffle(people)
    assert publish(release_of(replace(population, people=tuple(people)))) == publish(release_of(population))


def test_the_cells_of_a_release_are_those_of_the_round() -> None:
    people = population(people_of("north", "A", answers(MIXED)))
    assert [(cell.agency, cell.answers) for cell in release_of(people).cells] == [
        (cell.agency, cell.answers) for cell in cells_of(people)
    ]


# Failing closed ---------------------------------------------------------------------------------------------


def test_a_release_of_fewer_than_k_people_is_refused() -> None:
    nine = release_of(population(people_of("north", "A", answers(MIXED[:9])), k=9))
    with pytest.raises(UnsafeRelease, match="at least k"):
        replace(nine, k=10)


def test_a_release_under_the_floor_is_refused() -> None:
    with pytest.raises(UnsafeRelease, match="floor"):
        replace(one_agency(MIXED), k=4)


def test_a_release_that_holds_what_is_not_released_is_refused() -> None:
    release = one_agency(MIXED, acted=(1, 2, 3))
    counts = histogram(people_of("north", "A", answers(MIXED, acted=(1, 2, 3))))
    with pytest.raises(UnsafeRelease, match="not released"):
        replace(release, groups=(replace(release.groups[0], counts=counts),))
    marked = replace(release.groups[0], counts=counts, released=np.array([True, True, True]))
    with pytest.raises(UnsafeRelease, match="fewer than k people gave"):
        replace(release, groups=(marked,))


def test_a_release_whose_groups_overlap_is_refused() -> None:
    release = one_agency(MIXED)
    with pytest.raises(UnsafeRelease, match="two release groups"):
        replace(release, groups=release.groups * 2)


def test_a_release_that_does_not_fit_its_survey_is_refused() -> None:
    release = one_agency(MIXED)
    with pytest.raises(UnsafeRelease, match="do not fit"):
        replace(release, questions={})


def test_a_release_whose_counts_are_not_its_answers_is_refused() -> None:
    group = ReleaseGroup("A:own:north", "A", GroupKind.OWN, "health", ("north",), answers=11, heads=20)
    counts = histogram(people_of("north", "A", answers(MIXED)))
    with pytest.raises(UnsafeRelease, match="add up"):
        replace(one_agency(MIXED), groups=(release_group(group, counts, IS_STATEMENT, 10),))
