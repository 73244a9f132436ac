"""What an admission and a joint rule say, in plain sentences."""

from collections.abc import Mapping, Sequence
from functools import reduce

from tna.domain.courses.admissions import Admission, Reason, Why
from tna.domain.courses.catalogue import Catalogue, Course
from tna.domain.courses.seats import RuleState
from tna.domain.reports.words import begun, inside, listed
from tna.language import gettext, ngettext


def reason_words(
    reason: Reason,
    course: Course,
    role_group: str,
    catalogue: Catalogue,
    role_groups: Mapping[str, str],
    name: str = "",
) -> str:
    """A reason against booking, said to the person, or of them where a name is given.

    `role_groups` holds the title of every role group by its id.
    """
    match reason.why:
        case Why.NOT_FOR_ROLE_GROUP:
            return f"{_audience(course, role_groups)} {_own_group(role_group, role_groups, name)}"
        case Why.NEEDS_NOMINATION if name:
            return gettext(
                "A training lead or the partnership manager has to nominate %(name)s for this course.", name=name
            )
        case Why.NEEDS_NOMINATION:
            return gettext("A training lead or the partnership manager has to nominate you for this course.")
        case Why.FIRST_TAKE:
            first = _first_take(either([course_name(catalogue.course(one)) for one in reason.any_of]), name)
            if not course.other_evidence:
                return first
            instead = gettext(
                "A training lead or the partnership manager may accept instead: %(evidence)s",
                evidence=course.other_evidence,
            )
            return f"{first} {instead}"


def route_words(route: Sequence[str], catalogue: Catalogue) -> str:
    """The courses on the way as one sentence, in their order; nothing if there are none."""
    if not route:
        return ""
    names = [course_name(catalogue.course(one)) for one in route]
    return gettext("The shortest way there: %(courses)s.", courses=reduce(_then, names))


def course_name(course: Course) -> str:
    """A course inside a sentence: its id, by which people book it, and its title."""
    return _named(course.id, course.title)


def rule_words(state: RuleState, sectors: Mapping[str, str]) -> str:
    """What a joint rule still lacks, as a sentence. `sectors` holds the title of every sector by its id."""
    return gettext("The joint rule is met.") if state.is_met else f"{begun(lacking_words(state, sectors))}."


def lacking_words(state: RuleState, sectors: Mapping[str, str]) -> str:
    """What a joint rule still lacks, inside a sentence; nothing if it is met."""
    lacking = [_more_from(sectors[each.sector], each.missing) for each in state.sectors if each.missing]
    if state.agencies_missing:
        lacking.append(
            ngettext("people from %(n)s more agency", "people from %(n)s more agencies", state.agencies_missing)
        )
    return "; ".join(lacking)


def admission_words(
    admission: Admission, catalogue: Catalogue, role_groups: Mapping[str, str], name: str = ""
) -> tuple[str, ...]:
    """Every reason against a booking and then the route, a sentence or two each; nothing if somebody may book.

    Said to the person, or of them where a name is given. `role_groups` holds titles by id.
    """
    course = catalogue.course(admission.course)
    told = [reason_words(one, course, admission.role_group, catalogue, role_groups, name) for one in admission.reasons]
    way = route_words(admission.route, catalogue)
    return (*told, way) if way else tuple(told)


def either(names: Sequence[str]) -> str:
    """What there is to choose from, inside a sentence: "a", "a or b", "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(one)s or %(other)s", one=", ".join(names[:-1]), other=names[-1])


def _audience(course: Course, titles: Mapping[str, str]) -> str:
    groups = [_named(one, titles[one]) for one in sorted(course.role_groups)]
    return ngettext(
        "This course is for role group %(groups)s.",
        "This course is for role groups %(groups)s.",
        len(groups),
        groups=listed(groups),
    )


def _own_group(role_group: str, titles: Mapping[str, str], name: str) -> str:
    group = _named(role_group, titles[role_group])
    if name:
        return gettext("%(name)s is in role group %(group)s.", name=name, group=group)
    return gettext("You are in role group %(group)s.", group=group)


def _first_take(courses: str, name: str) -> str:
    if name:
        return gettext("%(name)s first has to take %(courses)s.", name=name, courses=courses)
    return gettext("First take %(courses)s.", courses=courses)


def _more_from(sector: str, people: int) -> str:
    return ngettext("%(n)s more from %(sector)s", "%(n)s more from %(sector)s", people, sector=inside(sector))


def _then(courses: str, course: str) -> str:
    return gettext("%(courses)s, then %(course)s", courses=courses, course=course)


def _named(one: str, title: str) -> str:
    return gettext("%(id)s “%(title)s”", id=one, title=title)
