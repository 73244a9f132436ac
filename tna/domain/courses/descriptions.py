"""A course in plain words: who it is for, how it is taken, how long it takes and keeps, who has to be together."""

from collections.abc import Mapping

from tna.domain.courses.catalogue import Course, CourseLevel, JointRule, Mode
from tna.domain.reports.words import begun, counted, inside, listed, number

LEVELS = {
    CourseLevel.ONE: "Level 1: a start",
    CourseLevel.TWO: "Level 2: for everyday work with children and families",
    CourseLevel.THREE: "Level 3: going further",
    CourseLevel.SPECIALIST: "Specialist",
}

MODES = {
    Mode.E_LEARNING: "E-learning, in your own time",
    Mode.ROOM: "In a room together",
    Mode.VIRTUAL: "Online together, live",
    Mode.ROOM_OR_VIRTUAL: "In a room or online, live",
}


def audience_words(course: Course, role_groups: Mapping[str, str]) -> str:
    """For whom a course is: "Designated leads; with a nomination: Specialists". Titles have commas of their own.

    `role_groups` holds the title of every role group by its id, in order.
    """
    words = _groups(course.is_for, role_groups)
    if course.on_nomination:
        words = f"{words}; with a nomination: {_groups(course.on_nomination, role_groups)}"
    return f"{words}. Everybody needs a nomination" if course.needs_nomination else words


def length_words(course: Course) -> str:
    """How long a course takes: "2 hours", "30 hours over 5 days", "45 minutes"."""
    if course.hours < 1:
        return f"{round(course.hours * 60)} minutes"
    hours = "1 hour" if course.hours == 1 else f"{course.hours:g} hours"
    return hours if course.days < 2 else f"{hours} over {course.days} days"


def keeping_words(course: Course) -> str:
    """How long a completion counts as current."""
    if course.renew_months is None:
        return "A completion keeps for good."
    return f"A completion keeps for {_months(course.renew_months)}, then it is time to renew it."


def joint_words(rule: JointRule, sectors: Mapping[str, str]) -> str:
    """Who has to be together on a date, as sentences. `sectors` holds the title of every sector by its id."""
    return " ".join(f"{begun(part)}." for part in _joint_parts(rule, {one: inside(sectors[one]) for one in sectors}))


def _joint_parts(rule: JointRule, sectors: Mapping[str, str]) -> list[str]:
    parts = []
    if rule.balance:
        first, second = (sectors[one] for one in rule.balance)
        apart = counted(rule.within, "person", "people")
        numbers = f"numbers that differ by no more than {apart}" if rule.within else "equal numbers"
        parts.append(f"{first} and {second} come in {numbers}")
    if rule.each:
        fewest = [f"{number(people)} from {sectors[sector]}" for sector, people in rule.each.items()]
        parts.append(f"at least {listed(fewest)} take part")
    if rule.agencies_at_least:
        parts.append(f"people from at least {number(rule.agencies_at_least)} agencies take part")
    return parts


def _groups(ids: frozenset[str], titles: Mapping[str, str]) -> str:
    if ids.issuperset(titles):
        return "Everybody"
    return "; ".join(title for one, title in titles.items() if one in ids)


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    if rest:
        return counted(months, "month", "months")
    return counted(years, "year", "years")
