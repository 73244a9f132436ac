"""Whether courses can be taken in some order: what they ask for exists, and none asks for itself in the end."""

from collections.abc import Iterator
from functools import reduce

from tna.language import gettext, mark
from tna.services.course_rows import Known, Row
from tna.services.survey_checks import Entries, texts
from tna.services.survey_faults import Fault, Steps
from tna.services.survey_yaml import quoted


def order_faults(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a course's prerequisites, of what else is accepted for them, and of the course it renews."""
    yield from _prerequisite_faults(row, known)
    if "other_evidence" in row.data and "prerequisites" not in row.data:
        problem = gettext("There is no prerequisite that this could stand for")
        yield row.fault(("other_evidence",), problem, gettext("Add “prerequisites” or take this away"))
    yield from _renewal_faults(row, known)


def _prerequisite_faults(row: Row, known: Known) -> Iterator[Fault]:
    named = _prerequisites(row.data)
    yield from row.unknown(mark("There is no course %(name)s"), named, known.courses)
    for steps, one in named:
        way = _way_back(one, str(row.data.get("id")), known)
        if way:
            problem = gettext(
                "This goes in a circle: %(course)s asks for %(way)s", course=way[0], way=reduce(_asks_for, way[1:])
            )
            yield row.fault(steps, problem, gettext("Take one of these prerequisites away"))


def _asks_for(way: str, course: str) -> str:
    return gettext("%(way)s, which asks for %(course)s", way=way, course=course)


def _prerequisites(course: Entries) -> list[tuple[Steps, str]]:
    """Every course that a course asks for, with its steps."""
    lists = course.get("prerequisites")
    named = enumerate(lists if isinstance(lists, list) else [])
    return [each for place, any_of in named for each in texts(any_of, "prerequisites", place)]


def _way_back(start: str, own_id: str, known: Known) -> tuple[str, ...]:
    """From a course, and after that the one that asked for it, back to it: empty if no way leads there."""
    ways: list[tuple[str, ...]] = [(own_id, start)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == own_id:
            return way
        for _, following in _prerequisites(known.courses.get(way[-1], {})):
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()


def _renewal_faults(row: Row, known: Known) -> Iterator[Fault]:
    others = {one: entries for one, entries in known.courses.items() if one != row.data.get("id")}
    renewers = [one for one, entries in others.items() if entries.get("renews") == row.data.get("id")]
    for one in renewers:
        if row.data.get("renew_months", 0) is None:
            problem = gettext("%(course)s renews this course, so its completion has to lapse", course=quoted(one))
            yield row.fault(("renew_months",), problem, gettext("Write after how many months"))
        if "renews" in row.data:
            problem = gettext("%(course)s renews this course, so it cannot renew another itself", course=quoted(one))
            yield row.fault(("renews",), problem, gettext("Take one of the two away"))
    renewed = row.data.get("renews")
    if isinstance(renewed, str):
        yield from row.unknown(mark("There is no other course %(name)s"), [(("renews",), renewed)], others)
        yield from _renewed_faults(row, renewed, others.get(renewed, {}))


def _renewed_faults(row: Row, renewed: str, entries: Entries) -> Iterator[Fault]:
    """Faults of the course that this one renews."""
    if entries.get("renew_months", 0) is None:
        problem = gettext("A completion of %(course)s never lapses, so nothing can renew it", course=quoted(renewed))
        yield row.fault(("renews",), problem, gettext("Give that course “renew_months”, or take this away"))
    if "renews" in entries:
        problem = gettext("%(course)s renews another course itself", course=quoted(renewed))
        yield row.fault(("renews",), problem, gettext("Name the course that people take first"))
