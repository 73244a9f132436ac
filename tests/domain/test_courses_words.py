"""What people read when they may not book yet, and what a manager reads of a joint rule."""

import pytest

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import (
    JointRule,
    Reason,
    Seat,
    Why,
    either,
    reason_words,
    route_words,
    rule_words,
    state_of_rule,
)

ROLE_GROUPS = {"A": "Universal awareness", "C": "Designated leads", "F": "Joint interviewers (ABE)"}
SECTORS = {"social-care": "Children's social care", "police": "Police"}
OFFERED = catalogue(
    course("one"),
    course("two"),
    course("three", ["one"], ["one", "two"], is_for="CF"),
    course("four", ["three"], is_for="C", other_evidence="A certificate of another course."),
)


def said(course_id: str, why: Why, *any_of: str) -> str:
    return reason_words(Reason(why, any_of), OFFERED.course(course_id), "A", OFFERED, ROLE_GROUPS)


def test_a_course_for_others_says_for_whom_it_is_and_who_you_are() -> None:
    assert said("three", Why.NOT_FOR_ROLE_GROUP) == (
        "This course is for role groups C “Designated leads” and F “Joint interviewers (ABE)”. "
        "You are in role group A “Universal awareness”."
    )
    assert said("four", Why.NOT_FOR_ROLE_GROUP).startswith("This course is for role group C “Designated leads”.")


def test_what_comes_first_is_named_with_its_title() -> None:
    assert said("three", Why.FIRST_TAKE, "one") == "First take one “Course one”."
    assert said("three", Why.FIRST_TAKE, "one", "two") == "First take one “Course one” or two “Course two”."


def test_other_evidence_is_offered_beside_what_comes_first() -> None:
    assert said("four", Why.FIRST_TAKE, "three") == (
        "First take three “Course three”. "
        "A training lead or the partnership manager may accept instead: A certificate of another course."
    )


def test_a_nomination_says_who_gives_it() -> None:
    assert said("three", Why.NEEDS_NOMINATION) == (
        "A training lead or the partnership manager has to nominate you for this course."
    )


def test_the_way_is_one_sentence_or_nothing() -> None:
    assert route_words(["one", "three"], OFFERED) == (
        "The shortest way there: one “Course one”, then three “Course three”."
    )
    assert route_words([], OFFERED) == ""


@pytest.mark.parametrize(
    ("police", "social_care", "sentence"),
    [
        (2, 2, "The joint rule is met."),
        (2, 0, "2 more from children's social care."),
        (1, 0, "1 more from police; 2 more from children's social care; people from 1 more agency."),
        (0, 0, "2 more from police; 2 more from children's social care; people from 2 more agencies."),
    ],
)
def test_a_joint_rule_says_what_it_lacks(police: int, social_care: int, sentence: str) -> None:
    rule = JointRule(each={"police": 2, "social-care": 2}, agencies_at_least=2)
    taken = [Seat("north", "police", "F")] * police + [Seat("south", "social-care", "F")] * social_care
    if police == 2:
        taken[0] = Seat("east", "police", "F")
    assert rule_words(state_of_rule(rule, taken, frozenset("F")), SECTORS) == sentence


@pytest.mark.parametrize(("names", "said_as"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_a_choice_is_said_as_in_a_sentence(names: list[str], said_as: str) -> None:
    assert either(names) == said_as
