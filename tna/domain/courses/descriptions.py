"""A course in plain words: who it is for, how it is taken, how long it takes and keeps, who has to be together."""

from collections.abc import Iterator, Mapping
from functools import reduce

from tna.domain.courses.catalogue import Course, CourseLevel, JointRule, Mode
from tna.domain.reports.words import begun, inside, listed, number
from tna.language import gettext, mark, ngettext, spoken

LEVELS = {
    CourseLevel.ONE: mark("Level 1: a start"),
    CourseLevel.TWO: mark("Level 2: for everyday work with children and families"),
    CourseLevel.THREE: mark("Level 3: going further"),
    CourseLevel.SPECIALIST: mark("Specialist"),
}

SHORT_LEVELS = {
    CourseLevel.ONE: mark("level 1"),
    CourseLevel.TWO: mark("level 2"),
    CourseLevel.THREE: mark("level 3"),
    CourseLevel.SPECIALIST: mark("specialist"),
}
"""The same where there is little room, as they stand after the id of a course."""

MODES = {
    Mode.E_LEARNING: mark("E-learning, in your own time"),
    Mode.ROOM: mark("In a room together"),
    Mode.VIRTUAL: mark("Online together, live"),
    Mode.ROOM_OR_VIRTUAL: mark("In a room or online, live"),
}


def audience_words(course: Course, role_groups: Mapping[str, str]) -> str:
    """For whom a course is: "Designated leads; with a nomination: Specialists". Titles have commas of their own.

    `role_groups` holds the title of every role group by its id, in order.
    """
    words = _groups(course.is_for, role_groups)
    if course.on_nomination:
        nominated = _groups(course.on_nomination, role_groups)
        words = gettext("%(groups)s; with a nomination: %(nominated)s", groups=words, nominated=nominated)
    if course.needs_nomination:
        return gettext("%(groups)s. Everybody needs a nomination", groups=words)
    return words


def length_words(course: Course) -> str:
    """How long a course takes: "2 hours", "30 hours over 5 days", "45 minutes"."""
    if course.hours < 1:
        return ngettext("%(n)s minute", "%(n)s minutes", round(course.hours * 60))
    hours = hours_words(course.hours)
    if course.days < 2:
        return hours
    return ngettext("%(hours)s over %(n)s day", "%(hours)s over %(n)s days", course.days, hours=hours)


def hours_words(hours: float) -> str:
    """A number of hours: "1 hour", "1.5 hours"."""
    # Half an hour more or less than some hours is some hours, and never exactly one.
    form = 1 if hours == 1 else max(2, round(hours))
    figure = f"{hours:g}".replace(".", str(spoken().locale.number_symbols["latn"]["decimal"]))
    return ngettext("%(hours)s hour", "%(hours)s hours", form, hours=figure)


def first_words(course: Course) -> str:
    """What comes before a course, by ids: "First: ABE-01 or ABE-02, and CSA-03"."""
    if not course.prerequisites:
        return gettext("Nothing comes before it")
    lists = [reduce(_or_other, any_of) for any_of in course.prerequisites]
    return gettext("First: %(courses)s", courses=reduce(_and_other, lists))


def keeping_words(course: Course) -> str:
    """How long a completion counts as current."""
    if course.renew_months is None:
        return gettext("A completion keeps for good.")
    years, rest = divmod(course.renew_months, 12)
    if rest:
        return ngettext(
            "A completion keeps for %(n)s month, then it is time to renew it.",
            "A completion keeps for %(n)s months, then it is time to renew it.",
            course.renew_months,
        )
    return ngettext(
        "A completion keeps for %(n)s year, then it is time to renew it.",
        "A completion keeps for %(n)s years, then it is time to renew it.",
        years,
    )


def joint_words(rule: JointRule, sectors: Mapping[str, str]) -> str:
    """Who has to be together on a date, as sentences. `sectors` holds the title of every sector by its id."""
    return " ".join(begun(part) for part in _joint_parts(rule, {one: inside(sectors[one]) for one in sectors}))


def _joint_parts(rule: JointRule, sectors: Mapping[str, str]) -> Iterator[str]:
    if rule.balance:
        first, second = rule.balance
        yield _balance_words(sectors[first], sectors[second], rule.within)
    if rule.each:
        fewest = [
            gettext("%(people)s from %(sector)s", people=number(people), sector=sectors[sector])
            for sector, people in rule.each.items()
        ]
        yield gettext("At least %(people)s take part.", people=listed(fewest))
    if rule.agencies_at_least:
        yield ngettext(
            "People from at least %(agencies)s agency take part.",
            "People from at least %(agencies)s agencies take part.",
            rule.agencies_at_least,
            agencies=number(rule.agencies_at_least),
        )


def _balance_words(first: str, second: str, within: int) -> str:
    if not within:
        return gettext("%(first)s and %(second)s come in equal numbers.", first=first, second=second)
    return ngettext(
        "%(first)s and %(second)s come in numbers that differ by no more than %(n)s person.",
        "%(first)s and %(second)s come in numbers that differ by no more than %(n)s people.",
        within,
        first=first,
        second=second,
    )


def _groups(ids: frozenset[str], titles: Mapping[str, str]) -> str:
    if ids.issuperset(titles):
        return gettext("Everybody")
    return "; ".join(title for one, title in titles.items() if one in ids)


def _or_other(one: str, other: str) -> str:
    return gettext("%(one)s or %(other)s", one=one, other=other)


def _and_other(one: str, other: str) -> str:
    return gettext("%(one)s, and %(other)s", one=one, other=other)
