"""Who may book a course: every reason against it, and none that a nomination or other evidence has answered."""

import pytest

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import Admission, Reason, Why, admission

OFFERED = catalogue(
    course("basics", is_for="ABC"),
    course("day", ["basics"], is_for="BC", on_nomination="E"),
    course("joint", ["day"], is_for="F", on_nomination="E", needs_nomination=True, renew_months=12),
    course("refresher", ["joint"], is_for="F", renews="joint"),
    course("plan", ["day"], is_for="B", other_evidence="A certificate."),
)

NOT_FOR = Reason(Why.NOT_FOR_ROLE_GROUP)
NOMINATE = Reason(Why.NEEDS_NOMINATION)


def first(*any_of: str) -> Reason:
    return Reason(Why.FIRST_TAKE, any_of)


def asked(
    course_id: str, role_group: str, done: str = "", *, nominated: bool = False, evidence: bool = False
) -> Admission:
    return admission(
        OFFERED.course(course_id),
        role_group,
        done=frozenset(done.split()),
        is_nominated=nominated,
        catalogue=OFFERED,
        evidence_is_accepted=evidence,
    )


@pytest.mark.parametrize(
    ("course_id", "role_group", "done", "nominated", "reasons"),
    [
        ("basics", "A", "", False, ()),
        ("basics", "J", "", False, (NOT_FOR,)),
        ("basics", "J", "", True, (NOT_FOR,)),  # a nomination opens a course to nobody it does not name
        ("basics", "F", "", False, ()),  # F cannot get to “joint” without it
        ("day", "A", "basics", False, (NOT_FOR,)),
        ("day", "B", "", False, (first("basics"),)),
        ("day", "B", "basics", False, ()),
        ("day", "E", "basics", False, (NOMINATE,)),
        ("day", "E", "", False, (NOMINATE, first("basics"))),
        ("day", "E", "basics", True, ()),
        ("joint", "F", "day", False, (NOMINATE,)),
        ("joint", "F", "day", True, ()),
        ("joint", "E", "day", True, ()),
        ("joint", "E", "", True, (first("day"),)),
        ("joint", "F", "day joint", True, ()),  # to take it again
        ("refresher", "F", "day", False, (first("joint"),)),
        ("refresher", "E", "day", False, (NOT_FOR,)),
        ("refresher", "E", "day joint", False, ()),  # somebody nominated then has to keep it up as well
        ("refresher", "I", "day joint", False, ()),
    ],
)
def test_a_course_is_booked_by_those_it_is_for_in_the_order_it_asks_for(
    course_id: str, role_group: str, done: str, nominated: bool, reasons: tuple[Reason, ...]
) -> None:
    answer = asked(course_id, role_group, done, nominated=nominated)
    assert answer.reasons == reasons
    assert answer.may_book is (not reasons)


def test_accepted_evidence_stands_for_the_prerequisites_where_the_course_says_so() -> None:
    assert not asked("plan", "B").may_book
    assert asked("plan", "B", evidence=True).may_book
    assert asked("day", "B", evidence=True).reasons == (first("basics"),)


def test_the_way_comes_with_the_answer_and_is_empty_for_those_it_would_lead_nowhere() -> None:
    assert asked("joint", "F").route == ("basics", "day")
    assert asked("joint", "F", "day").route == ()
    assert asked("joint", "A").route == ()
    assert asked("plan", "B", evidence=True).route == ()
