"""What an admission and a joint rule say, in plain sentences."""

from collections.abc import Iterable, Mapping, Sequence

from tna.domain.courses.admissions import Reason, Why
from tna.domain.courses.catalogue import Catalogue, Course
from tna.domain.courses.seats import RuleState
from tna.domain.reports.words import begun, counted, inside, listed


def reason_words(
    reason: Reason, course: Course, role_group: str, catalogue: Catalogue, role_groups: Mapping[str, str]
) -> str:
    """A reason against booking, said to the person. `role_groups` holds the title of every role group by its id."""
    match reason.why:
        case Why.NOT_FOR_ROLE_GROUP:
            theirs = _role_groups(sorted(course.role_groups), role_groups)
            return f"This course is for {theirs}. You are in {_role_groups([role_group], role_groups)}."
        case Why.NEEDS_NOMINATION:
            return "A training lead or the partnership manager has to nominate you for this course."
        case Why.FIRST_TAKE:
            first = f"First take {_either([course_name(catalogue.course(one)) for one in reason.any_of])}."
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
    if state.is_met:
        return "The joint rule is met."
    lacking = [f"{each.missing} more from {inside(sectors[each.sector])}" for each in state.sectors if each.missing]
    if state.agencies_missing:
        lacking.append(f"people from {counted(state.agencies_missing, 'more agency', 'more agencies')}")
    return f"{begun('; '.join(lacking))}."


def _role_groups(ids: Iterable[str], titles: Mapping[str, str]) -> str:
    named = [f"{one} “{titles[one]}”" for one in ids]
    return f"role group {named[0]}" if len(named) == 1 else f"role groups {listed(named)}"


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
