"""What ABE cover says: who holds a current training of each sector, what lapses, and which dates can run."""

from datetime import date

import pytest

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import JointRule, Seat, state_of_rule
from tna.domain.reports.abe_cover import (
    AbeCover,
    InterviewerCount,
    JointDate,
    abe_cover,
    abe_cover_table,
    interview_course,
    joint_date_words,
)

SECTORS = {"police": "Police", "social-care": "Children's social care"}
TITLES = {"north": "North Police", "south": "South Police", "council": "Council", "homes": "Homes"}
RULE = JointRule(balance=("police", "social-care"), within=1, each={"police": 4, "social-care": 4})
TODAY = date(2026, 11, 25)
INTERVIEWS = course("X-14", is_for="F", joint=RULE, renew_months=12)


def cover(*counts: InterviewerCount, others: int = 0) -> AbeCover:
    return abe_cover(counts, sectors=SECTORS, titles=TITLES, others=others)


def police(
    heads: int | None, current: int = 0, due: int = 0, lapsed: int = 0, agency: str = "north"
) -> InterviewerCount:
    return InterviewerCount(agency, "police", heads, current, due, lapsed)


def social_care(
    heads: int | None, current: int = 0, due: int = 0, lapsed: int = 0, agency: str = "council"
) -> InterviewerCount:
    return InterviewerCount(agency, "social-care", heads, current, due, lapsed)


def test_the_finding_counts_both_sectors_and_what_lapses_soon() -> None:
    made = cover(police(58, 25, 6, 4), social_care(61, 19, 3, 8))
    assert made.finding == (
        "31 of 58 joint interviewers in police and 22 of 61 in children's social care hold a current ABE training; "
        "9 of these lapse within 90 days."
    )


@pytest.mark.parametrize(
    ("due", "said"), [(0, "none of these lapses within 90 days."), (1, "1 of these lapses within 90 days.")]
)
def test_what_lapses_soon_is_said_of_none_and_of_one(due: int, said: str) -> None:
    assert cover(police(58, 25, due), social_care(61, 19)).finding.endswith(said)


def test_where_nobody_is_trained_the_finding_says_none() -> None:
    assert cover(police(58), social_care(61)).finding == (
        "None of 58 joint interviewers in police and none of 61 in children's social care hold a current ABE training."
    )


def test_a_sector_without_a_headcount_is_named_and_the_other_one_is_counted() -> None:
    made = cover(police(58, 25), social_care(None, 3))
    assert made.finding.startswith("25 of 58 joint interviewers in police hold a current ABE training")
    assert made.notes == (
        "Not counted, because there is no headcount of joint interviewers: Council.",
        "No headcount of joint interviewers is known in children's social care.",
    )


def test_without_any_headcount_there_is_nobody_to_count() -> None:
    made = cover(police(None), social_care(None))
    assert made.finding == "There is nobody to count yet: no headcounts of joint interviewers are known."
    assert made.notes == ()


def test_the_not_trained_are_what_is_left_of_the_headcount() -> None:
    [bar] = cover(police(58, 25, 6, 4)).sectors[0].bars
    assert bar.counts == (25, 6, 4, 23)
    assert (bar.holding, bar.trained) == (31, 35)


def test_more_trained_than_heads_leave_nobody_untrained_and_a_note() -> None:
    made = cover(police(10, 9, 3, 1))
    assert made.sectors[0].bars[0].counts == (9, 3, 1, 0)
    assert "Somewhere more people are trained than the headcount knows: check the headcounts." in made.notes


def test_the_agency_that_holds_least_comes_first_in_its_sector() -> None:
    made = cover(police(10, 9), police(20, 5, agency="south"), social_care(30, 3))
    assert [bar.title for bar in made.sectors[0].bars] == ["South Police", "North Police"]


def test_agencies_too_small_to_tell_of_are_joined_within_their_sector_or_left_out() -> None:
    made = cover(police(4, 4), police(3, 0, agency="south"), social_care(30, 3), social_care(2, 2, agency="homes"))
    assert [[bar.title for bar in sector.bars] for sector in made.sectors] == [["Other agencies"], ["Council"]]
    assert made.sectors[0].bars[0].counts == (4, 0, 0, 3)
    assert made.notes == ("A few people in agencies too small to tell of are not counted.",)


def test_those_who_hold_it_in_another_role_group_are_said_besides() -> None:
    made = cover(police(58, 25), social_care(61), others=7)
    assert made.notes == ("Besides these, 7 people in other role groups hold a current training.",)


def test_the_table_has_every_agency_and_a_sum_where_a_sector_has_several() -> None:
    table = abe_cover_table(cover(police(10, 9, 1), police(20, 5, 0, 2, agency="south"), social_care(30, 3, 2, 1)))
    assert table.headers[4:] == (
        "Current with over 90 days left",
        "Current but due within 90 days",
        "Lapsed",
        "Not trained",
    )
    assert table.rows == (
        ("Police", "South Police", "20", "7", "5", "0", "2", "13"),
        ("Police", "North Police", "10", "10", "9", "1", "0", "0"),
        ("Police", "Police together", "30", "17", "14", "1", "2", "13"),
        ("Children's social care", "Council", "30", "6", "3", "2", "1", "24"),
    )


def test_the_course_of_joint_interviewers_is_found_by_its_balance_and_by_being_renewed() -> None:
    found = interview_course(
        catalogue(
            course("X-1", joint=JointRule(agencies_at_least=3)),
            course("X-2", joint=RULE),
            course("X-3", renew_months=12),
            course("X-4", renews="X-3"),
            INTERVIEWS,
            course("X-15", renews="X-14"),
        )
    )
    assert found is INTERVIEWS
    assert interview_course(catalogue(course("X-2", joint=RULE))) is None


def joint_date(first_day: date, decides_on: date, **taken: int) -> JointDate:
    seats = [Seat("an-agency", sector, "F") for sector, n in taken.items() for _ in range(n)]
    rule = state_of_rule(
        RULE, [Seat(s.agency, s.sector.replace("_", "-"), s.role_group) for s in seats], frozenset("F")
    )
    return JointDate(INTERVIEWS, first_day, decides_on, places=10, taken=len(seats), rule=rule)


def test_each_date_to_come_says_who_is_on_it_and_what_its_rule_lacks_by_when() -> None:
    dates = [
        joint_date(date(2026, 12, 1), date(2026, 11, 17), police=4, social_care=1),
        joint_date(date(2027, 1, 20), date(2027, 1, 6), police=4, social_care=2),
        joint_date(date(2027, 3, 3), date(2027, 2, 17), police=4, social_care=4),
    ]
    words = [joint_date_words(each, sectors=SECTORS, today=TODAY) for each in dates]
    assert [one.rule for one in words] == [
        "3 more from children's social care. It was to be decided by 17 November 2026 whether this date runs.",
        "2 more from children's social care by 6 January 2027, or this date will not run.",
        "The joint rule is met.",
    ]
    assert [one.is_met for one in words] == [False, False, True]
    assert words[1].taken == "6 of 10 places are taken: 4 from police and 2 from children's social care."
    assert (words[1].first_day, words[1].course) == (date(2027, 1, 20), "X-14 “Course X-14”")
