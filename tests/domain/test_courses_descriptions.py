"""A course in plain words."""

from dataclasses import replace

import pytest

from tests.domain.catalogues import EVERYBODY, course
from tna.domain.courses import (
    LEVELS,
    MODES,
    SHORT_LEVELS,
    CourseLevel,
    JointRule,
    Mode,
    audience_words,
    first_words,
    joint_words,
    keeping_words,
    length_words,
)

ROLE_GROUPS = {"A": "Universal awareness", "D": "Targeted, health and early help", "F": "Joint interviewers (ABE)"}
SECTORS = {"social-care": "Children's social care", "police": "Police", "health": "Health"}


@pytest.mark.parametrize(
    ("is_for", "on_nomination", "needs_nomination", "words"),
    [
        (EVERYBODY, "", False, "Everybody"),
        ("DA", "", False, "Universal awareness; Targeted, health and early help"),
        ("A", "F", False, "Universal awareness; with a nomination: Joint interviewers (ABE)"),
        ("F", "", True, "Joint interviewers (ABE). Everybody needs a nomination"),
    ],
)
def test_an_audience_is_named_by_its_role_groups(
    is_for: str, on_nomination: str, needs_nomination: bool, words: str
) -> None:
    made = course("one", is_for=is_for, on_nomination=on_nomination, needs_nomination=needs_nomination)
    assert audience_words(made, ROLE_GROUPS) == words


@pytest.mark.parametrize(
    ("hours", "days", "words"),
    [
        (0.75, 1, "45 minutes"),
        (1, 0, "1 hour"),
        (2.5, 1, "2.5 hours"),
        (30, 5, "30 hours over 5 days"),
    ],
)
def test_a_length_is_said_in_hours_and_days(hours: float, days: int, words: str) -> None:
    assert length_words(replace(course("one", hours=hours), days=days)) == words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (None, "A completion keeps for good."),
        (12, "A completion keeps for 1 year, then it is time to renew it."),
        (36, "A completion keeps for 3 years, then it is time to renew it."),
        (18, "A completion keeps for 18 months, then it is time to renew it."),
    ],
)
def test_a_course_says_how_long_it_keeps(months: int | None, words: str) -> None:
    assert keeping_words(course("one", renew_months=months)) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (JointRule(), ""),
        (JointRule(agencies_at_least=3), "People from at least three agencies take part."),
        (
            JointRule(("police", "social-care"), 1, {"police": 4, "social-care": 4}),
            "Police and children's social care come in numbers that differ by no more than 1 person. "
            "At least four from police and four from children's social care take part.",
        ),
        (JointRule(("police", "health")), "Police and health come in equal numbers."),
    ],
)
def test_a_joint_rule_says_who_has_to_be_together(rule: JointRule, words: str) -> None:
    assert joint_words(rule, SECTORS) == words


@pytest.mark.parametrize(
    ("lists", "words"),
    [
        ((), "Nothing comes before it"),
        ((["one", "two"],), "First: one or two"),
        ((["one", "two", "three"], ["four"], ["five"]), "First: one or two or three, and four, and five"),
    ],
)
def test_what_comes_first_is_said_by_ids(lists: tuple[list[str], ...], words: str) -> None:
    assert first_words(course("six", *lists)) == words


def test_every_level_and_mode_has_words() -> None:
    assert set(LEVELS) == set(SHORT_LEVELS) == set(CourseLevel)
    assert set(MODES) == set(Mode)
