"""What is left when courses retire."""

from datetime import date

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import route, still_offered, without_a_way

MARCH, MAY = date(2027, 3, 1), date(2027, 5, 1)
OFFERED = catalogue(course("one"), course("other"), course("both", ["one", "other"]), course("only", ["both"]))


def stuck(**retired: date) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.id, any_of) for found, any_of in without_a_way(OFFERED, retired)]


def test_one_of_two_ways_may_retire_and_the_last_one_may_not() -> None:
    assert stuck() == []
    assert stuck(one=MARCH) == []
    assert stuck(one=MARCH, other=MAY) == [("both", ("one", "other"))]


def test_a_course_that_retires_no_later_needs_no_way_any_more() -> None:
    assert stuck(both=MARCH, only=MARCH) == []
    assert stuck(both=MAY, only=MARCH) == []
    assert stuck(both=MARCH, only=MAY) == [("only", ("both",))]


def test_a_retired_course_is_gone_from_the_prerequisites_of_others() -> None:
    left = still_offered(OFFERED, {"one"})
    assert [one.id for one in left.courses] == ["other", "both", "only"]
    assert left.course("both").prerequisites == (("other",),)
    assert route(left, left.course("only"), frozenset(), "A") == ("other", "both")


def test_where_a_retired_course_is_the_only_way_it_stays_with_what_comes_before_it() -> None:
    left = still_offered(OFFERED, {"one", "both"})
    assert [one.id for one in left.courses] == ["other", "both", "only"]
    assert still_offered(OFFERED, set()) == OFFERED
