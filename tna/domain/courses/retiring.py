"""What is left of a catalogue when courses retire: nobody may be left before a course without a way into it."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import date

from tna.domain.courses.catalogue import Catalogue, Course
from tna.domain.courses.prerequisites import AnyOf


def without_a_way(catalogue: Catalogue, retired: Mapping[str, date]) -> tuple[tuple[Course, AnyOf], ...]:
    """The courses that will be offered when none of those that come first is any more, each with that list.

    `retired` holds the day from which a course is no longer offered; other courses stay for good.
    """
    return tuple(
        (course, any_of)
        for course in catalogue.courses
        for any_of in course.prerequisites
        if not any(_outlasts(one, course.id, retired) for one in any_of)
    )


def still_offered(catalogue: Catalogue, retired: Set[str]) -> Catalogue:
    """The catalogue without the retired courses, which are gone from the lists of prerequisites as well.

    To ask for somebody, leave out of `retired` what they have completed. A retired course stays where it alone
    could come before a course that does not retire.
    """
    offered = {course.id for course in catalogue.courses} - retired
    kept: set[str] = set()
    waiting = [course for course in catalogue.courses if course.id in offered]
    while waiting:
        course = waiting.pop()
        kept.add(course.id)
        for any_of in course.prerequisites:
            if offered.isdisjoint(any_of):
                waiting += [catalogue.course(one) for one in any_of if one not in kept]
    return replace(catalogue, courses=tuple(_reduced(one, kept) for one in catalogue.courses if one.id in kept))


def _outlasts(one: str, course_id: str, retired: Mapping[str, date]) -> bool:
    end = retired.get(one)
    return end is None or end >= retired.get(course_id, date.max)


def _reduced(course: Course, kept: Set[str]) -> Course:
    lists = tuple(tuple(one for one in any_of if one in kept) for any_of in course.prerequisites)
    return course if lists == course.prerequisites else replace(course, prerequisites=lists)
