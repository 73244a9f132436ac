"""What comes before a course: the way there is possible, as short as any, and open to whoever is sent on it."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import Catalogue, Course, missing_prerequisites, open_to, route

NOTHING: frozenset[str] = frozenset()

LADDER = catalogue(
    course("first", hours=2),
    course("other", hours=1),
    course("second", ["first", "other"]),
    course("third", ["second"]),
    course("fourth", ["third"], ["other"]),
)


# What is missing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        ("", (("third",), ("other",))),
        ("third", (("other",),)),
        ("other", (("third",),)),
        ("third other", ()),
        ("second fourth", (("third",), ("other",))),
    ],
)
def test_a_list_is_missing_until_one_of_its_courses_is_done(done: str, missing: tuple[tuple[str, ...], ...]) -> None:
    assert missing_prerequisites(LADDER.course("fourth"), frozenset(done.split())) == missing


# The way ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "done", "way"),
    [
        ("first", "", ()),
        ("second", "", ("other",)),  # as few as the other way, and fewer hours
        ("second", "first", ()),
        ("third", "", ("other", "second")),
        ("third", "second", ()),  # whoever has done a course needs nothing that came before it
        ("fourth", "", ("other", "second", "third")),  # the course that serves two lists
        ("fourth", "first", ("other", "second", "third")),
        ("fourth", "third other", ()),
    ],
)
def test_the_way_is_the_shortest_and_in_order(target: str, done: str, way: tuple[str, ...]) -> None:
    assert route(LADDER, LADDER.course(target), frozenset(done.split()), "A") == way


def test_of_equal_ways_the_one_that_stands_first_in_the_catalogue_is_taken() -> None:
    equal = catalogue(course("b"), course("a"), course("c", ["a", "b"]))
    assert route(equal, equal.course("c"), NOTHING, "A") == ("b",)


def test_a_longer_list_of_courses_is_no_shorter_way_because_its_first_step_is() -> None:
    tempting = catalogue(
        course("start"),
        course("step", ["start"]),
        course("near", ["step"]),
        course("far"),
        course("end", ["near", "far"]),
    )
    assert route(tempting, tempting.course("end"), NOTHING, "A") == ("far",)


def test_the_way_leads_through_courses_for_the_person_even_if_another_is_shorter() -> None:
    theirs = catalogue(
        course("basics"),
        course("theirs", ["basics"]),
        course("others", is_for="B"),
        course("end", ["theirs", "others"]),
    )
    assert route(theirs, theirs.course("end"), NOTHING, "A") == ("basics", "theirs")
    assert route(theirs, theirs.course("end"), NOTHING, "B") == ("others",)


# Courses on the way to another ------------------------------------------------------------------------------


def test_a_course_is_open_to_those_who_get_no_further_without_it() -> None:
    narrow = catalogue(
        course("basics", is_for="A"), course("middle", ["basics"], is_for="B"), course("end", ["middle"], is_for="CD")
    )
    assert open_to(narrow) == {"basics": set("ABCD"), "middle": set("BCD"), "end": set("CD")}


def test_a_course_is_not_open_to_those_who_have_another_that_will_do() -> None:
    wide = catalogue(course("short", is_for="A"), course("any"), course("end", ["short", "any"], is_for="C"))
    assert open_to(wide)["short"] == {"A"}


def test_those_who_come_by_nomination_may_take_what_comes_before_without_one() -> None:
    nominated = catalogue(course("basics", is_for="A"), course("end", ["basics"], is_for="A", on_nomination="E"))
    assert open_to(nominated)["basics"] == {"A", "E"}


# Any catalogue ----------------------------------------------------------------------------------------------


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Up to seven courses, each asking only for courses that stand before it; some for two role groups only."""
    courses: list[Course] = []
    for number in range(draw(st.integers(1, 7))):
        earlier = [each.id for each in courses]
        any_of = st.lists(st.sampled_from(earlier), min_size=1, max_size=3, unique=True) if earlier else st.nothing()
        lists = draw(st.lists(any_of, max_size=3)) if earlier else []
        is_for = draw(st.sampled_from(["A", "B", "AB"]))
        courses.append(course(f"c{number}", *lists, is_for=is_for, hours=draw(st.integers(1, 3))))
    return catalogue(*draw(st.permutations(courses)))


def closed(offered: Catalogue, target: Course, taken: frozenset[str], done: frozenset[str]) -> bool:
    """Whether everything that the target and the courses taken ask for is done or taken."""
    return all(
        not missing_prerequisites(each, taken | done) for each in [target, *(offered.course(one) for one in taken)]
    )


@given(catalogues(), st.data())
def test_no_smaller_set_of_courses_would_do(offered: Catalogue, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(offered.courses))
    done = data.draw(st.frozensets(st.sampled_from([each.id for each in offered.courses])))
    role_group = data.draw(st.sampled_from(sorted(open_to(offered)[target.id])))
    way = route(offered, target, done, role_group)
    assert closed(offered, target, frozenset(way), done)
    theirs = [one for one, groups in open_to(offered).items() if role_group in groups]
    for size in range(len(way)):
        for smaller in combinations(theirs, size):
            assert not closed(offered, target, frozenset(smaller), done)


@given(catalogues(), st.data())
def test_each_course_on_the_way_may_be_taken_when_its_turn_comes(offered: Catalogue, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(offered.courses))
    role_group = data.draw(st.sampled_from(sorted(open_to(offered)[target.id])))
    done = NOTHING
    for one in (*route(offered, target, NOTHING, role_group), target.id):
        assert not missing_prerequisites(offered.course(one), done)
        assert role_group in open_to(offered)[one]
        done |= {one}
