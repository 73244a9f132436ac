"""What comes before a course, the shortest way there, and who may take a course only because it is on the way."""

from heapq import heappop, heappush

from tna.domain.courses.catalogue import Catalogue, Course

AnyOf = tuple[str, ...]
"""Ids of courses of which one is enough."""


def missing_prerequisites(course: Course, done: frozenset[str]) -> tuple[AnyOf, ...]:
    """The lists of which nothing is done, in the order of the course. A completion that has lapsed still counts."""
    return tuple(any_of for any_of in course.prerequisites if done.isdisjoint(any_of))


def open_to(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """For each course the role groups that may take it: its own, and those that cannot get further without it.

    A role group gets a course that is not its own if one of its courses asks for it and every course that would
    do instead is not its own either. What such a course asks for in turn is open to it in the same way.
    """
    own = {course.id: course.role_groups for course in catalogue.courses}
    reached = dict(own)
    waiting = list(catalogue.courses)
    while waiting:
        course = waiting.pop()
        for any_of in course.prerequisites:
            stuck = reached[course.id].difference(*(own[one] for one in any_of))
            for one in any_of:
                if stuck - reached[one]:
                    reached[one] |= stuck
                    waiting.append(catalogue.course(one))
    return reached


def route(catalogue: Catalogue, course: Course, done: frozenset[str], role_group: str) -> tuple[str, ...]:
    """The courses to take first, in an order in which each may be taken; empty if nothing is missing.

    As few courses as possible, of equally many those with the fewest hours, then those that stand first in the
    catalogue. Courses open to the role group go before others. Exact: sets of courses are tried from the smallest
    on, and each missing list multiplies them by its length, so lists are meant to be few and short.
    """
    open_courses = {one for one, groups in open_to(catalogue).items() if role_group in groups}
    places = {one.id: place for place, one in enumerate(catalogue.courses)}
    hours = {one.id: one.hours for one in catalogue.courses}
    tried: set[frozenset[str]] = set()
    waiting: list[tuple[int, float, list[int], frozenset[str]]] = [(0, 0.0, [], frozenset())]
    while True:
        *_, chosen = heappop(waiting)
        missing = [any_of for each in (course.id, *chosen) for any_of in _missing(catalogue, each, done | chosen)]
        if not missing:
            return _in_order(catalogue, chosen, done)
        shortest = min(missing, key=len)
        for one in [one for one in shortest if one in open_courses] or shortest:
            more = chosen | {one}
            if more not in tried:
                tried.add(more)
                cost = sum(hours[each] for each in more)
                heappush(waiting, (len(more), cost, sorted(places[each] for each in more), more))


def _missing(catalogue: Catalogue, course_id: str, done: frozenset[str]) -> tuple[AnyOf, ...]:
    return missing_prerequisites(catalogue.course(course_id), done)


def _in_order(catalogue: Catalogue, chosen: frozenset[str], done: frozenset[str]) -> tuple[str, ...]:
    """The chosen courses, each after what it asks for, otherwise as in the catalogue."""
    order: list[str] = []
    left = [course for course in catalogue.courses if course.id in chosen]
    while left:
        ready = next(course for course in left if not missing_prerequisites(course, done.union(order)))
        order.append(ready.id)
        left.remove(ready)
    return tuple(order)
