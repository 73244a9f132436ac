"""Which course and which resource a profile leads to, and in which order."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from tests.domain.catalogues import course
from tna.domain.answers import Profile, ProfileDomain
from tna.domain.courses import Catalogue, Course, Resource, ResourceKind
from tna.domain.plans import Suggestion, Taken, next_steps, suggestions
from tna.domain.surveys import Domain

TITLES = {"D1": "Noticing signs", "D2": "Talking with children", "D3": "Best evidence (ABE)"}


PLACE = Taken("you have a place on 4 January 2027", "you have a place")
ASKED = Taken("you are asked to take it", "you are asked to take it", is_booked=False)


def profile(**gaps: float) -> Profile:
    """A profile with these mean gaps by domain; 0 is at the level needed."""
    rows = [
        ProfileDomain(Domain(one, TITLES[one], ()), 1, 0, 1, 4 - gap, 4, float(gap > 0), gap, "")
        for one, gap in gaps.items()
    ]
    return Profile(tuple(rows), None)


def covering(made: Course, *domains: str) -> Course:
    return replace(made, domains=domains)


def resource(resource_id: str, *domains: str, minutes: int | None = None, is_for: str = "") -> Resource:
    return Resource(resource_id, resource_id, ResourceKind.FILM, "Somebody", minutes, domains, frozenset(is_for))


def suggested(
    own: Profile,
    *courses: Course,
    done: str = "",
    held: str = "",
    offered: str | None = None,
    under_way: Mapping[str, Taken] = MappingProxyType({}),
) -> tuple[Suggestion, ...]:
    return suggestions(
        own,
        role_group="D",
        catalogue=Catalogue(courses),
        offered=frozenset(one.id for one in courses) if offered is None else frozenset(offered.split()),
        done=frozenset(done.split()),
        held=frozenset(held.split()),
        under_way=under_way,
    )


def ids(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.course.id for one in found]


def test_the_largest_gap_comes_first_and_each_course_once() -> None:
    courses = covering(course("a"), "D1"), covering(course("b"), "D2")
    assert ids(suggested(profile(D1=0.5, D2=2.0, D3=0.0), *courses)) == ["b", "a"]


def test_a_course_that_covers_more_of_the_gaps_comes_before_one_that_covers_less() -> None:
    courses = covering(course("a"), "D1"), covering(course("both"), "D1", "D2")
    [found] = suggested(profile(D1=1.0, D2=1.0), *courses)
    assert found.course.id == "both"
    assert found.domains == ("D1", "D2")
    assert found.why == (
        "In noticing signs and talking with children you put yourself below the level your role needs."
    )


def test_of_equal_ones_the_course_without_other_subjects_is_suggested() -> None:
    courses = covering(course("wide"), "D1", "D2", "D3"), covering(course("narrow"), "D1")
    assert ids(suggested(profile(D1=1.0, D2=0.0), *courses)) == ["narrow"]


def test_what_has_to_come_first_is_suggested_first_and_says_what_it_leads_to() -> None:
    first = covering(course("first"), "D3")
    courses = first, covering(course("a", ["first"]), "D1"), covering(course("b", ["first"]), "D2")
    [found] = suggested(profile(D1=2.0, D2=1.0), *courses)
    assert found.course.id == "first"
    assert found.domains == ("D1", "D2")
    assert "This course comes before a “Course a” and b “Course b”." in found.why
    assert ids(suggested(profile(D1=2.0, D2=1.0), *courses, done="first")) == ["a", "b"]


def test_nothing_is_suggested_that_is_held_retired_or_for_other_role_groups() -> None:
    others = covering(course("others", is_for="A"), "D1")
    held, retired = covering(course("held"), "D1"), covering(course("retired"), "D1")
    assert suggested(profile(D1=1.0), others, held, retired, held="held", offered="others held") == ()


def test_somebody_without_a_gap_is_suggested_nothing() -> None:
    assert suggested(profile(D1=0.0), covering(course("a"), "D1")) == ()


def test_each_gap_has_a_resource_of_its_own_and_its_course() -> None:
    own = profile(D1=1.0, D2=2.0)
    a_course = covering(course("a"), "D2")
    both, timed = resource("both", "D1", "D2"), resource("timed", "D2", minutes=7)
    offered = Catalogue((a_course,), (both, timed, resource("theirs", "D1", is_for="A")))
    found = suggested(own, a_course)
    talking, noticing = next_steps(own, found, role_group="D", catalogue=offered)
    assert (talking.domain, talking.resource, talking.suggestion) == ("D2", timed, found[0])
    assert (noticing.domain, noticing.resource, noticing.suggestion) == ("D1", both, None)


def test_a_course_under_way_says_so_and_is_chosen_rather_than_one_as_good() -> None:
    short, booked = covering(course("short"), "D1"), covering(course("booked", hours=9), "D1")
    [found] = suggested(profile(D1=2.0), short, booked, offered="short", under_way={"booked": PLACE})
    assert (found.course.id, found.taken) == ("booked", PLACE)


def test_what_comes_first_is_under_way_too_where_it_is_booked() -> None:
    courses = covering(course("first"), "D3"), covering(course("a", ["first"]), "D1")
    [found] = suggested(profile(D1=2.0), *courses, under_way={"first": PLACE})
    assert (found.course.id, found.taken, found.leads_to) == ("first", PLACE, {"D1": "a"})


def test_somebody_with_a_place_is_sent_nowhere_first_and_somebody_who_is_asked_is() -> None:
    courses = covering(course("first"), "D3"), covering(course("a", ["first"]), "D1")
    [booked] = suggested(profile(D1=2.0), *courses, under_way={"a": PLACE})
    assert (booked.course.id, booked.taken) == ("a", PLACE)
    [asked] = suggested(profile(D1=2.0), *courses, under_way={"a": ASKED})
    assert (asked.course.id, asked.taken) == ("first", None)


def test_each_course_is_named_under_the_first_domain_it_helps_with() -> None:
    own = profile(D1=3.0, D2=2.0, D3=1.0)
    first = covering(course("first"), "D3")
    courses = first, covering(course("a", ["first"]), "D1", "D2")
    found = suggested(own, *courses)
    steps = next_steps(own, found, role_group="D", catalogue=Catalogue(courses))
    assert [(one.named_under, one.is_way, one.leads_to) for one in steps] == [
        ("", True, "a"),
        ("Noticing signs", True, ""),
        ("Noticing signs", False, ""),
    ]
