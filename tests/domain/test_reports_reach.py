"""What reach says: who completed of whom, who is furthest behind, and what is counted how."""

from dataclasses import replace
from datetime import date

from tests.domain.catalogues import course
from tna.domain.reports.joined_agencies import AgencyCount
from tna.domain.reports.periods import last_year
from tna.domain.reports.reach import Measure, ReachBars, measures_of, reach_bars, reach_file, reach_table

PERIOD = last_year(date(2026, 11, 25))
TITLES = {"primary": "Primary schools", "police": "Northgate Police", "tiny": "Tiny", "small": "Small"}
E_LEARNING = replace(course("X-1"), has_dates=False)


def bars(*counts: AgencyCount, others: int = 0) -> ReachBars:
    return reach_bars(counts, course=None, period=PERIOD, titles=TITLES, others=others)


def count(agency: str, heads: int | None, *counts: int) -> AgencyCount:
    return AgencyCount(agency, heads, counts or (0, 0, 0, 0))


def test_the_finding_counts_who_completed_of_everybody_and_names_the_furthest_behind() -> None:
    made = bars(count("primary", 8000, 3000, 900, 850, 800), count("police", 1000, 500, 450, 410, 404))
    assert made.finding == (
        "Of 9,000 people, 1,204 completed a course in the last year: 13 %. Furthest behind: Primary schools, at 10 %."
    )
    assert [bar.title for bar in made.bars] == ["Primary schools", "Northgate Police"]
    assert made.everybody is not None
    assert made.everybody.counts == (3500, 1350, 1260, 1204)


def test_of_one_course_the_finding_says_whom_it_is_for() -> None:
    made = reach_bars([count("police", 640, 300, 250, 220, 212)], course=course("X-1"), period=PERIOD, titles=TITLES)
    assert made.finding == ("Of 640 people whom X-1 “Course X-1” is for, 212 completed it in the last year: 33 %.")
    assert made.title == "Who has been reached by X-1 “Course X-1”, by agency"


def test_a_course_without_dates_is_assigned_and_completed_only() -> None:
    assert measures_of(E_LEARNING) == (Measure.ASSIGNED, Measure.COMPLETED)
    made = reach_bars([count("police", 10, 3, 2)], course=E_LEARNING, period=PERIOD, titles=TITLES)
    assert made.measures == (Measure.ASSIGNED, Measure.COMPLETED)
    assert made.notes[1] == "This course has no dates to book."


def test_the_notes_say_why_more_may_have_completed_than_attended() -> None:
    said = "Completed also counts what leads recorded"
    one = reach_bars([count("police", 90, 60, 48, 46, 68)], course=course("X-1"), period=PERIOD, titles=TITLES)
    assert one.notes[1] == f"{said} without a booking: it may be more than attended."
    assert bars(count("police", 90, 60, 48, 46, 68)).notes[1] == (
        f"{said}, and e-learning that people said they had done, without a booking: it may be more than attended."
    )


def test_where_nobody_completed_anything_nobody_is_behind() -> None:
    assert bars(count("primary", 100), count("police", 50)).finding == (
        "Of 150 people, none completed a course in the last year."
    )


def test_joined_agencies_come_last_and_are_never_said_to_be_behind() -> None:
    made = bars(count("tiny", 3), count("small", 4), count("primary", 100, 9, 9, 9, 9), count("police", 50, 9, 9, 9, 9))
    assert [bar.title for bar in made.bars] == ["Primary schools", "Northgate Police", "Other agencies"]
    assert made.finding.endswith("Furthest behind: Primary schools, at 9 %.")


def test_without_headcounts_the_finding_says_so_and_the_notes_name_who_has_none() -> None:
    made = bars(count("primary", None, 1, 1, 1, 1))
    assert made.finding == "There is nobody to count yet: no headcounts are known."
    assert (made.bars, made.everybody) == ((), None)
    assert "Not counted, because there is no headcount: Primary schools." in made.notes


def test_the_notes_say_who_is_left_out_who_is_outside_and_where_a_headcount_is_wrong() -> None:
    made = bars(count("tiny", 3), count("primary", 10, 12, 0, 0, 0), others=2)
    assert made.notes[2:] == (
        "Not counted: a few people in other role groups who completed it.",
        "The total leaves out a few people in agencies too small to tell of.",
        "Somewhere more people are counted than the headcount knows: check the headcounts.",
    )


def test_a_note_gives_a_number_of_people_from_five_on() -> None:
    made = bars(count("primary", 100), others=5)
    assert "Not counted: 5 people in other role groups who completed it." in made.notes


def test_the_table_has_every_count_with_its_share_and_all_agencies_last() -> None:
    table = reach_table(bars(count("primary", 1000, 500, 40, 30, 2), count("police", 50, 10, 10, 10, 10)))
    assert table.headers == ("Agency", "Headcount", "Assigned", "Booked", "Attended", "Completed")
    assert table.rows == (
        ("Primary schools", "1,000", "500 (50 %)", "40 (4 %)", "30 (3 %)", "2 (<1 %)"),
        ("Northgate Police", "50", "10 (20 %)", "10 (20 %)", "10 (20 %)", "10 (20 %)"),
        ("All agencies", "1,050", "510 (49 %)", "50 (5 %)", "40 (4 %)", "12 (1 %)"),
    )
    assert reach_table(bars()).rows == ()


def test_in_the_file_each_number_stands_by_itself() -> None:
    table = reach_file(bars(count("primary", 1000, 500, 40, 30, 20)))
    assert table.headers[:4] == ("Agency", "Headcount", "Assigned", "Assigned (% of headcount)")
    assert table.rows == (
        ("Primary schools", "1000", "500", "50", "40", "4", "30", "3", "20", "2"),
        ("All agencies", "1000", "500", "50", "40", "4", "30", "3", "20", "2"),
    )
