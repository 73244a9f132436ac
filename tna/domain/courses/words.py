"""What an admission and a joint rule say, in plain sentences."""

from collections.abc import Iterable, Mapping, Sequence

from tna.domain.courses.admissions import Admission, Reason, Why
from tna.domain.courses.catalogue import Catalogue, Course
from tna.domain.courses.seats import RuleState
from tna.domain.reports.words import begun, counted, inside, listed


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
            theirs = _role_groups(sorted(course.role_groups), role_groups)
            stands = f"{name} is" if name else "You are"
            return f"This course is for {theirs}. {stands} in {_role_groups([role_group], role_groups)}."
        case Why.NEEDS_NOMINATION:
            return f"A training lead or the partnership manager has to nominate {name or 'you'} for this course."
        case Why.FIRST_TAKE:
            before = f"{name} first has to take" if name else "First take"
            first = f"{before} {_either([course_name(catalogue.course(one)) for one in reason.any_of])}."
            if not course.other_evidence:
                return first
            return f"{first} A training lead or the partnership manager may accept instead: {course.other_evidence}"


def route_words(route: Sequence[str], catalogue: Catalogue) -> str:
    """The courses on the way as one sentence, in their order; nothing if there are none."""
    if not route:
        return ""
    names = [course_name(catalogue.course(one)) for one in route]
    return f"The shortest way there: {', then '.join(names)}."


def course_name(course: Course) -> str:
    """A course inside a sentence: its id, by which people book it, and its title."""
    return f"{course.id} “{course.title}”"


def rule_words(state: RuleState, sectors: Mapping[str, str]) -> str:
    """What a joint rule still lacks, as a sentence. `sectors` holds the title of every sector by its id."""
    return "The joint rule is met." if state.is_met else f"{begun(lacking_words(state, sectors))}."


def lacking_words(state: RuleState, sectors: Mapping[str, str]) -> str:
    """What a joint rule still lacks, inside a sentence; nothing if it is met."""
    lacking = [f"{each.missing} more from {inside(sectors[each.sector])}" for each in state.sectors if each.missing]
    if state.agencies_missing:
        lacking.append(f"people from {counted(state.agencies_missing, 'more agency', 'more agencies')}")
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


def _role_groups(ids: Iterable[str], titles: Mapping[str, str]) -> str:
    named = [f"{one} “{titles[one]}”" for one in ids]
    return f"role group {named[0]}" if len(named) == 1 else f"role groups {listed(named)}"


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
