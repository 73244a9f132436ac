"""Which course and which resource a profile leads to, and in which order."""

from dataclasses import replace

from tests.domain.catalogues import course
from tna.domain.answers import Profile, ProfileDomain
from tna.domain.courses import Catalogue, Course, Resource, ResourceKind
from tna.domain.plans import Suggestion, next_steps, suggestions
from tna.domain.surveys import Domain

TITLES = {"D1": "Noticing signs", "D2": "Talking with children", "D3": "Best evidence (ABE)"}


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
    own: Profile, *courses: Course, done: str = "", held: str = "", offered: str | None = None
) -> tuple[Suggestion, ...]:
    return suggestions(
        own,
        role_group="D",
        catalogue=Catalogue(courses),
        offered=frozenset(one.id for one in courses) if offered is None else frozenset(offered.split()),
        done=frozenset(done.split()),
        held=frozenset(held.split()),
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
