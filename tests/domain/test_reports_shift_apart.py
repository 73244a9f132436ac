"""What stands apart from a shift: looking back, no room to improve, and all courses side by side."""

import pytest

from tests.domain import shifts
from tests.domain.shifts import ALL_AT_THE_TOP, FALL, RISE, TOO_FEW, UNCLEAR, counts, course, survey
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.reports.shift import change_bars_table
from tna.domain.reports.shift_courses import CoursesReport, courses_report
from tna.domain.reports.shift_figures import shift_rows
from tna.domain.reports.shift_looking_back import LookingBackSeries, looking_back_series, looking_back_table
from tna.domain.reports.shift_room import RoomReport, room_report


def series(people: object, **looking_back: tuple[int, ...]) -> LookingBackSeries:
    found = counts({"D2": people}, looking_back=looking_back)  # type: ignore[dict-item]
    return looking_back_series("CSA-03", shift_rows(course(), found, survey()), found, survey())


def room(people: object) -> RoomReport:
    found: BlockCounts = counts({"D2": people})  # type: ignore[dict-item]
    return room_report("CSA-03", shift_rows(course(), found, survey()), found)


def together(*people: object) -> CoursesReport:
    made = [course(f"CSA-{place:02}", title=f"Course {place}") for place in range(1, len(people) + 1)]
    return courses_report(
        [(one, shift_rows(one, counts({"D2": each}), survey())) for one, each in zip(made, people, strict=True)]  # type: ignore[dict-item]
    )


# Looking back -----------------------------------------------------------------------------------------------


def test_half_a_level_lower_is_marked_and_explained() -> None:
    found = series([(2, 3)] * 10 + [(3, 4)] * 10, s05=(0, 20, 0, 0, 0), s06=(0, 10, 10, 0, 0))
    assert [row.flag for row in found.rows] == ["people rated themselves higher before they knew more", ""]
    assert found.finding.startswith("On one of two statements, the two lie half a level apart or more, on “start")
    assert "(2.5 before, 2.0 looking back)" in found.finding
    assert looking_back_table(found).rows[0][2:] == (
        *("20", "2.50", "20", "2.00", "-0.50"),
        "people rated themselves higher before they knew more",
    )


def test_half_a_level_higher_is_marked_the_other_way() -> None:
    found = series([(2, 3)] * 20, s05=(0, 0, 20, 0, 0))
    assert [row.flag for row in found.rows] == ["people rated themselves lower before than they do looking back"]
    assert found.finding.startswith("The two lie half a level apart or more, on “start a gentle")


def test_of_several_that_are_marked_the_widest_is_named() -> None:
    found = series([(2, 3)] * 20, s05=(0, 0, 20, 0, 0), s06=(0, 0, 0, 20, 0))
    assert found.finding.startswith("On two of two statements the two lie half a level apart or more, most on “respond")


def test_less_than_half_a_level_is_about_the_same() -> None:
    found = series([(2, 3)] * 20, s05=(0, 20, 0, 0, 0))
    assert found.finding == (
        "Looking back, people put about what they had put before: no difference of half a level on one statement."
    )


def test_nine_who_looked_back_are_not_shown() -> None:
    found = series([(2, 3)] * 20, s05=(0, 9, 0, 0, 0))
    assert not found.has_figures
    assert found.finding == "Nothing can be shown yet: fewer than ten people looked back on any one statement."


def test_looking_back_is_not_shown_where_before_is_not() -> None:
    assert series([(2, 3)] * 9, s05=(0, 20, 0, 0, 0)).rows == ()


# Room to improve --------------------------------------------------------------------------------------------


def test_the_share_at_the_top_and_the_shift_of_the_others_stand_in_the_table() -> None:
    found = room([(5, 5)] * 10 + [(3, 4)] * 10)
    assert found.finding.startswith("On every statement 25 % or more had no room to improve")
    assert "Before the course, at most 50 % were at 5 already: on “" in found.finding
    assert found.table.rows[0][2:] == ("20", "50", "10", "1.00", "1.00", "1.00")


def test_where_fewer_than_ten_were_below_the_top_their_shift_is_not_shown() -> None:
    assert room(ALL_AT_THE_TOP).table.rows[0][2:] == ("20", "100", "0", "fewer than ten people", "", "")
    assert room([(5, 5)] * 20 + [(3, 4)] * 9).table.rows[0][4:6] == ("9", "fewer than ten people")


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (RISE, "Nobody was at the highest level, 5, on any statement before"),
        ([(5, 5)] + [(3, 4)] * 19, "Most people had room to improve on every statement."),
        ([(3, 4)] * 9, "No figure can be shown yet."),
    ],
)
def test_the_room_is_told_in_a_sentence(people: object, words: str) -> None:
    assert room(people).finding.startswith(words)


# All courses ------------------------------------------------------------------------------------------------


def test_courses_are_grouped_by_reading_and_ordered_by_how_many_more_were_more_confident() -> None:
    report = together(TOO_FEW, FALL, UNCLEAR, [(2, 3)] * 60, RISE, shifts.INCONCLUSIVE)
    assert [(group.heading, [line.course_id for line in group.lines]) for group in report.groups] == [
        ("Confidence rose", ["CSA-04", "CSA-05"]),
        ("Confidence fell", ["CSA-02"]),
        ("No clear change", ["CSA-03"]),
        ("Too early to say", ["CSA-01", "CSA-06"]),
    ]
    assert [row.id for row in report.bars.rows] == ["CSA-04", "CSA-05", "CSA-02", "CSA-03", "CSA-01", "CSA-06"]
    assert report.bars.finding == (
        "Confidence rose after two of six courses with figures and fell after CSA-02; two cannot be told from chance "
        "and one has too few people to test."
    )
    rose = report.groups[0].lines[1]
    assert rose.sentence == "After CSA-05, 41 of 57 people were more confident talking with children; 3 were less."
    assert rose.others == ""


def test_a_course_that_was_not_tested_is_not_said_to_be_chance() -> None:
    assert together(RISE, TOO_FEW, TOO_FEW).bars.finding == (
        "Confidence rose after one of three courses with figures; two have too few people to test."
    )


def test_one_course_speaks_for_itself_and_none_says_so() -> None:
    assert together(RISE).bars.finding.startswith("After CSA-01, 41 of 57 people")
    nothing = together([(3, 4)] * 9)
    assert nothing.bars.finding.startswith("No course has figures to show yet")
    assert (nothing.groups, nothing.bars.rows) == ((), ())


def test_a_course_of_several_domains_says_what_all_of_them_show() -> None:
    taught = course(domains=("D2", "D1"))
    rows = shift_rows(taught, counts({"D2": RISE, "D1": UNCLEAR}), survey())
    [group] = courses_report([(taught, rows)]).groups
    assert group.lines[0].others == "Of two domains, one shows a rise and one shows no clear change."


def test_the_table_names_course_and_domain() -> None:
    table = change_bars_table(together(RISE).bars)
    assert table.headers[:2] == ("Course", "Domain")
    assert table.rows == (("CSA-01 Course 1", "Talking with children", "57", "41", "13", "3", "rise"),)
    assert table.numeric == {2, 3, 4, 5}
