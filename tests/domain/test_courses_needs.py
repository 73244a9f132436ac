"""Which courses close which need, and what to read or watch meanwhile."""

from dataclasses import replace

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import Catalogue, Course, CourseLevel, Resource, ResourceKind, courses_closing, resources_for


def teaching(course_id: str, *domains: str, level: CourseLevel = CourseLevel.ONE, **more: str) -> Course:
    statements = tuple(f"s-{domain}" for domain in domains)
    return replace(course(course_id, **more), domains=domains, statements=statements, level=level)


def resource(resource_id: str, *domains: str, is_for: str = "") -> Resource:
    return Resource(resource_id, resource_id, ResourceKind.GUIDE, "Somebody", None, domains, frozenset(is_for))


def closing(
    offered: Catalogue, *wanted: str, role_group: str = "D", retired: frozenset[str] = frozenset()
) -> list[str]:
    return [one.id for one in courses_closing(offered, wanted, role_group, retired=retired)]


def test_the_course_that_covers_most_of_the_need_comes_first() -> None:
    offered = catalogue(teaching("one", "D1"), teaching("two", "D1", "D2"), teaching("none", "D3"))
    assert closing(offered, "D1", "D2") == ["two", "one"]


def test_statements_are_needs_as_well_as_domains() -> None:
    offered = catalogue(teaching("one", "D1"), teaching("two", "D1", "D2"))
    assert closing(offered, "s-D2") == ["two"]
    assert closing(offered, "s-D1", "s-D2", "D2") == ["two", "one"]


def test_of_equal_help_what_needs_no_nomination_comes_first_then_the_lower_level_then_the_order_of_the_catalogue() -> (
    None
):
    offered = catalogue(
        teaching("nominated", "D1", is_for="F", on_nomination="D"),
        teaching("deep", "D1", level=CourseLevel.SPECIALIST),
        teaching("later", "D1", level=CourseLevel.TWO),
        teaching("latest", "D1", level=CourseLevel.TWO),
        teaching("start", "D1"),
    )
    assert closing(offered, "D1") == ["start", "later", "latest", "deep", "nominated"]


def test_courses_of_other_role_groups_and_retired_ones_are_no_help() -> None:
    offered = catalogue(teaching("others", "D1", is_for="AB"), teaching("gone", "D1"), teaching("here", "D1"))
    assert closing(offered, "D1", retired=frozenset({"gone"})) == ["here"]


def test_no_need_is_closed_by_nothing() -> None:
    assert closing(catalogue(teaching("one", "D1"))) == []
    assert closing(catalogue(teaching("one", "D1")), "no such domain") == []


def test_resources_made_for_a_role_group_come_before_those_for_everybody() -> None:
    offered = Catalogue(
        (),
        (
            resource("everybody's", "D1"),
            resource("broader", "D1", "D2"),
            resource("ours", "D1", is_for="CD"),
            resource("theirs", "D1", is_for="A"),
            resource("elsewhere", "D3"),
        ),
    )
    assert [one.id for one in resources_for(offered, ["D1", "D2"], "D")] == ["ours", "broader", "everybody's"]
    assert [one.id for one in resources_for(offered, ["D1", "D2"], "D", most=1)] == ["ours"]
