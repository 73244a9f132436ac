"""Which courses and resources would help with a need: what covers it, for the role group that has it."""

from collections.abc import Collection

from tna.domain.courses.admissions import needs_nomination
from tna.domain.courses.catalogue import Catalogue, Course, CourseLevel, Resource

_DEPTH = {level: place for place, level in enumerate(CourseLevel)}


def courses_closing(
    catalogue: Catalogue, wanted: Collection[str], role_group: str, *, retired: Collection[str] = ()
) -> tuple[Course, ...]:
    """The courses for a role group that cover any of the wanted domains or statements, the most helpful first.

    `wanted` holds ids of domains, of statements, or of both. Courses that cover more of it come first; of equally
    many those that need no nomination, then those that begin at a lower level, then as the catalogue has them.
    Courses for other role groups are left out, and so are the retired ones, by id.
    """
    covered = {course.id: _covered(wanted, (*course.domains, *course.statements)) for course in catalogue.courses}
    suitable = [
        course
        for course in catalogue.courses
        if covered[course.id] and role_group in course.role_groups and course.id not in retired
    ]
    return tuple(
        sorted(suitable, key=lambda one: (-covered[one.id], needs_nomination(one, role_group), _DEPTH[one.level]))
    )


def resources_for(
    catalogue: Catalogue, domains: Collection[str], role_group: str, *, most: int = 3
) -> tuple[Resource, ...]:
    """At most so many resources on any of these domains that suit a role group.

    Those made for it come before those that suit everybody, then those on more of the domains, then as the catalogue
    has them.
    """
    suitable = [
        resource
        for resource in catalogue.resources
        if _covered(domains, resource.domains) and (not resource.is_for or role_group in resource.is_for)
    ]
    return tuple(sorted(suitable, key=lambda one: (not one.is_for, -_covered(domains, one.domains)))[:most])


def _covered(wanted: Collection[str], offered: Collection[str]) -> int:
    return len(set(wanted).intersection(offered))
