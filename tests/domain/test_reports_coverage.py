"""Coverage bars: what they show, and who is said to be furthest behind."""

import pytest

from tna.domain.coverage import coverage_of
from tna.domain.groups import Cell
from tna.domain.reports import CoverageBars, agency_coverage_bars, coverage_table, role_group_coverage_bars

TITLES = {"primary": "Primary schools", "police": "Northgate Police", "camhs": "Mental health", "tiny": "Tiny"}
ROLES = {"A": "Designated leads", "B": "Foster carers"}


def cell(agency: str, answers: int, heads: int | None, role_group: str = "A") -> Cell:
    return Cell(agency, "health", role_group, answers, heads)


def bars(*cells: Cell, target: float = 0.5) -> CoverageBars:
    return agency_coverage_bars(coverage_of(cells), titles=TITLES, target=target)


def test_the_finding_counts_everybody_and_names_the_furthest_behind() -> None:
    made = bars(cell("primary", 112, 1000), cell("police", 300, 460))
    assert made.finding == "412 of 1,460 people have answered: 28 %. Furthest behind: Primary schools, at 11 %."
    assert [bar.title for bar in made.bars] == ["Primary schools", "Northgate Police"]


def test_agencies_that_print_the_same_percentage_are_furthest_behind_together() -> None:
    made = bars(cell("primary", 20, 100), cell("police", 201, 1000), cell("camhs", 60, 100))
    assert made.finding.endswith("Furthest behind: Primary schools and Northgate Police, at 20 %.")


def test_many_furthest_behind_are_counted() -> None:
    cells = [cell(f"a{n}", 20, 100) for n in range(4)] + [cell("camhs", 60, 100)]
    titles = {**TITLES, **{f"a{n}": f"A{n}" for n in range(4)}}
    made = agency_coverage_bars(coverage_of(cells), titles=titles, target=0.5)
    assert made.finding.endswith("Furthest behind are four alike, at 20 %.")


def test_nobody_is_behind_where_all_are_equal_or_have_reached_the_target() -> None:
    assert bars(cell("primary", 20, 100), cell("police", 20, 100)).finding.endswith("No agency is behind another.")
    assert bars(cell("primary", 60, 100), cell("police", 70, 100)).finding.endswith(
        "Every agency with a share shown has reached 50 %."
    )


def test_one_agency_alone_is_behind_nobody() -> None:
    assert bars(cell("primary", 20, 100)).finding == "20 of 100 people have answered: 20 %."


def test_what_may_only_be_told_in_words_has_no_share_and_a_total_with_it_says_about() -> None:
    made = bars(cell("primary", 50, 50), cell("police", 1, 9), cell("camhs", 30, 100))
    by_title = {bar.title: bar for bar in made.bars}
    assert by_title["Primary schools"].words == "all or nearly all"
    assert (by_title["Primary schools"].length, by_title["Primary schools"].share) == (1.0, None)
    assert by_title["Northgate Police"].words == "none or few"
    assert by_title["Northgate Police"].length == 0.0
    assert made.finding == "About 80 of 159 people have answered: 50 %."


def test_beside_bars_in_words_the_furthest_behind_is_that_of_those_that_can_be_shown() -> None:
    made = bars(cell("primary", 13, 100), cell("police", 1, 9), cell("camhs", 30, 100))
    assert made.bars[0].title == "Northgate Police"
    assert made.finding.endswith("Of those that can be shown, furthest behind: Primary schools, at 13 %.")


def test_where_everybody_answered_the_finding_gives_no_number() -> None:
    assert bars(cell("primary", 50, 50)).finding == "Of 50 people, all or nearly all have answered."


def test_without_anybody_to_count_the_finding_says_so() -> None:
    made = bars()
    assert made.finding == "There is nobody to count yet: no headcounts are known."
    assert made.bars == ()


def test_agencies_too_small_to_tell_of_stand_together_at_the_end() -> None:
    titles = {**TITLES, "small": "Small"}
    coverage = coverage_of([cell("tiny", 1, 3), cell("small", 1, 4), cell("primary", 20, 100)])
    made = agency_coverage_bars(coverage, titles=titles, target=0.5)
    assert {bar.title for bar in made.bars} == {"Other agencies", "Primary schools"}


def test_role_groups_have_bars_of_their_own() -> None:
    coverage = coverage_of([cell("primary", 20, 100), cell("primary", 40, 100, "B"), cell("primary", 1, 6, "C")])
    made = role_group_coverage_bars(coverage, titles={**ROLES, "C": "Specialists"}, target=0.5)
    assert made.title == "Who has answered, by role group"
    assert [bar.title for bar in made.bars] == ["Specialists", "Designated leads", "Foster carers"]
    assert made.finding.endswith("Of those that can be shown, furthest behind: Designated leads, at 20 %.")


def test_a_bar_that_stands_for_a_part_of_its_role_group_says_so() -> None:
    cells = [cell("primary", 20, 77), cell("police", 5, 20, "B"), cell("camhs", 2, 4, "B"), cell("camhs", 1, 3)]
    cells += [cell("tiny", 1, 4, role_group) for role_group in "AB"]
    made = role_group_coverage_bars(coverage_of(cells), titles=ROLES, target=0.5)
    assert {bar.title: bar.words for bar in made.bars} == {
        "Designated leads, in part": "20 of 77",
        "Foster carers, in part": "5 of 20",
        "Other role groups": "5 of 15",
    }
    assert made.notes == (
        "In part: Designated leads (77 of 84 people) and Foster carers (20 of 28 people). The others stand under "
        "“Other role groups” or nowhere, so that nobody learns whether a few people answered.",
    )
    assert coverage_table(made).rows[0][0] == "Foster carers, in part"


def test_a_bar_that_leaves_out_fewer_than_five_of_its_role_group_does_not_count_them() -> None:
    cells = [cell("primary", 20, 77), cell("camhs", 1, 3), cell("camhs", 2, 4, "B")]
    made = role_group_coverage_bars(coverage_of(cells), titles=ROLES, target=0.5)
    assert made.notes[0] == (
        "All but a few people: Designated leads. Those few stand under “Other role groups” or nowhere."
    )
    assert made.bars[0].title == "Designated leads"


def test_a_few_people_of_several_agencies_have_a_bar_that_is_called_so() -> None:
    cells = [cell(agency, 30, 100) for agency in ("primary", "police")]
    cells += [cell("primary", 1, 4, "B"), cell("police", 1, 3, "B")]
    made = agency_coverage_bars(coverage_of(cells), titles=TITLES, target=0.5)
    assert {bar.title: bar.is_joined for bar in made.bars} == {
        "Primary schools": False,
        "Northgate Police": False,
        "Small groups of several agencies": True,
    }
    assert made.notes == (
        "Where the small role groups of an agency are under five people together, its row leaves them out. They stand "
        "under “Small groups of several agencies” or, where still too few, nowhere.",
    )


def test_the_notes_name_headcounts_that_are_missing_or_wrong_and_people_left_out() -> None:
    made = bars(cell("primary", 120, 100), cell("police", 5, None), cell("camhs", 20, 100), cell("tiny", 1, 3))
    assert len(made.notes) == 3
    assert made.notes[0] == "The total leaves out a few people in groups too small to tell of."


def test_the_table_has_words_share_and_headcount() -> None:
    table = coverage_table(bars(cell("primary", 112, 1000), cell("police", 50, 50)))
    assert table.rows == (
        ("Primary schools", "112 of 1,000", "11", "1,000"),
        ("Northgate Police", "all or nearly all", "", "50"),
    )


# Invited ----------------------------------------------------------------------------------------------------


def asked(cells: list[Cell], invited: dict[tuple[str, str], int]) -> list[CoverageBars]:
    coverage = coverage_of(cells)
    return [
        agency_coverage_bars(coverage, titles=TITLES, target=0.5, invited=invited),
        role_group_coverage_bars(coverage, titles=ROLES, target=0.5, invited=invited),
    ]


def numbers(made: CoverageBars) -> dict[str, int | None]:
    return {bar.title: bar.invited for bar in made.bars}


def test_the_one_of_twelve_who_was_invited_is_not_told_of() -> None:
    for made in asked([cell("primary", 1, 12)], {("primary", "A"): 1}):
        assert set(numbers(made).values()) == {None}
        assert "Invited from here" not in coverage_table(made).headers
        assert made.notes == (
            "How many were invited is left out where it is small, or where nearly so many have answered.",
        )


@pytest.mark.parametrize(
    ("answers", "invited", "told"), [(3, 9, False), (3, 10, True), (8, 12, False), (7, 12, True), (0, 0, False)]
)
def test_few_invited_and_few_who_are_left_are_not_told(answers: int, invited: int, told: bool) -> None:
    for made in asked([cell("primary", answers, 40)], {("primary", "A"): invited, ("police", "A"): 30}):
        assert list(numbers(made).values()) == [invited if told else None]
        assert bool(made.notes) is (not told and invited > 0)


def test_a_small_number_cannot_be_had_by_subtraction() -> None:
    cells = [cell("primary", 20, 100), cell("primary", 1, 12, "B"), cell("police", 20, 100)]
    agencies, roles = asked(cells, {("primary", "A"): 50, ("primary", "B"): 1, ("police", "A"): 60})
    assert numbers(agencies) == {"Primary schools": None, "Northgate Police": 60}
    assert numbers(roles) == {"Designated leads": 110, "Foster carers": None}
    assert [row[-1] for row in coverage_table(agencies).rows] == ["", "60"]


def test_all_or_nearly_all_counts_as_everybody_beside_those_invited() -> None:
    for made in asked([cell("primary", 29, 30), cell("police", 3, 30)], {("primary", "A"): 30, ("police", "A"): 30}):
        assert numbers(made).get("Primary schools") is None
