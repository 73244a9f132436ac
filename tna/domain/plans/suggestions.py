"""What suits one's own gaps: a course to ask for and something for today, domain by domain. For its owner alone."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

from tna.domain.answers import Profile, ProfileDomain
from tna.domain.courses import Catalogue, Course, Resource, course_name, route
from tna.domain.plans.words import Taken
from tna.domain.reports.words import inside, listed
from tna.language import gettext

MOST_RESOURCES = 3
"""More than three things to read at once, and people read none."""

_NOTHING: Mapping[str, Taken] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A course to ask for now, because of these domains. `why` says so to the person, and what it comes before.

    `leads_to`: for the domains that it does not help with by itself, the id of the course to which it is the way.
    `taken`: why there is nothing to ask for any more, None where there is.
    """

    course: Course
    domains: tuple[str, ...]
    why: str
    leads_to: Mapping[str, str]
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What helps with one domain below the level needed: something for today, and a course; either may be missing.

    Each course is named once: `named_under` is the title of the domain above that names it, empty where this one does.
    `leads_to` is the course it leads to, empty where there is none or it stands above.
    """

    domain: str
    title: str
    resource: Resource | None
    suggestion: Suggestion | None
    named_under: str = ""
    leads_to: str = ""

    @property
    def is_way(self) -> bool:
        """Whether the course only comes before the one that helps."""
        return self.suggestion is not None and self.domain in self.suggestion.leads_to


def suggestions(
    profile: Profile,
    *,
    role_group: str,
    catalogue: Catalogue,
    offered: Set[str],
    done: frozenset[str],
    held: Set[str],
    under_way: Mapping[str, Taken] = _NOTHING,
) -> tuple[Suggestion, ...]:
    """Courses for the domains in which a profile lies below the level needed, the largest gap first, each course once.

    Only courses for the role group the person answers in now, `offered` and not among those they `held` without a
    lapse. For each domain the course that covers most of the person's gaps; of equal ones that with the fewest other
    domains, then the shortest way there, then what is under way, then the fewest hours, then as in the catalogue.
    Where a course has to come first, that one is suggested. `done` is every course ever completed.

    What is `under_way`, because it is booked or asked for already, is chosen like any other: its suggestion says so
    instead of sending anybody to ask for it.
    """
    gaps = profile.gaps
    chosen: dict[str, tuple[Course, list[ProfileDomain]]] = {}
    for row in gaps:
        course = _best(
            row,
            gaps,
            role_group=role_group,
            catalogue=catalogue,
            usable=(offered - held) | under_way.keys(),
            done=done,
            under_way=under_way.keys(),
        )
        if course is not None:
            chosen.setdefault(course.id, (course, []))[1].append(row)
    firsts = _first_steps(
        chosen.values(),
        role_group=role_group,
        catalogue=catalogue,
        offered=offered | under_way.keys(),
        done=done,
        booked={one for one, why in under_way.items() if why.is_booked},
    )
    return tuple(replace(one, taken=under_way.get(one.course.id)) for one in firsts)


def next_steps(
    profile: Profile, suggested: Sequence[Suggestion], *, role_group: str, catalogue: Catalogue
) -> tuple[NextStep, ...]:
    """What helps with each domain below the level needed, the largest gap first; a resource stands in one of them."""
    used: set[str] = set()
    titles = {row.domain.id: row.domain.title for row in profile.gaps}
    named = {one.course.id for one in suggested}
    steps = []
    for row in profile.gaps:
        fitting = [one for one in catalogue.resources if _suits(one, row.domain.id, role_group) and one.id not in used]
        # Of equal ones, that which says how long it takes: people look for something that fits into today.
        resource = min(fitting, key=lambda one: (one.minutes is None, len(one.domains)), default=None)
        used |= {resource.id} if resource else set()
        suggestion = next((one for one in suggested if row.domain.id in one.domains), None)
        first = row.domain.id if suggestion is None else next(one for one in titles if one in suggestion.domains)
        leads_to = "" if suggestion is None else suggestion.leads_to.get(row.domain.id, "")
        steps.append(
            NextStep(
                row.domain.id,
                row.domain.title,
                resource,
                suggestion,
                named_under="" if first == row.domain.id else titles[first],
                leads_to="" if leads_to in named else leads_to,
            )
        )
        named |= {leads_to}
    return tuple(steps)


def _suits(resource: Resource, domain: str, role_group: str) -> bool:
    return domain in resource.domains and (not resource.is_for or role_group in resource.is_for)


def _best(
    row: ProfileDomain,
    gaps: Sequence[ProfileDomain],
    *,
    role_group: str,
    catalogue: Catalogue,
    usable: Set[str],
    done: frozenset[str],
    under_way: Set[str],
) -> Course | None:
    weights = {each.domain.id: each.gap or 0.0 for each in gaps}

    def place(course: Course) -> tuple[float, int, int, bool, float]:
        covered = [weights[domain] for domain in course.domains if domain in weights]
        way = len(route(catalogue, course, done, role_group))
        return (-sum(covered), len(course.domains) - len(covered), way, course.id not in under_way, course.hours)

    fitting = [
        course
        for course in catalogue.courses
        if row.domain.id in course.domains and role_group in course.role_groups and course.id in usable
    ]
    return min(fitting, key=place, default=None)


def _first_steps(
    chosen: Iterable[tuple[Course, list[ProfileDomain]]],
    *,
    role_group: str,
    catalogue: Catalogue,
    offered: Set[str],
    done: frozenset[str],
    booked: Set[str],
) -> tuple[Suggestion, ...]:
    """The courses to take first, each once, with everything they lead to. Whoever has booked a course is on its way."""
    rows: dict[str, list[ProfileDomain]] = {}
    leads_to: dict[str, dict[str, str]] = {}
    for course, because in chosen:
        before = () if course.id in booked else route(catalogue, course, done, role_group)
        way = [one for one in before if one in offered]
        first = way[0] if way else course.id
        rows.setdefault(first, []).extend(because)
        leads_to.setdefault(first, {}).update({row.domain.id: course.id for row in because} if way else {})
    return tuple(_suggestion(one, because, leads_to[one], catalogue) for one, because in rows.items())


def _suggestion(
    course: str, rows: Sequence[ProfileDomain], leads_to: Mapping[str, str], catalogue: Catalogue
) -> Suggestion:
    titles = listed([inside(row.domain.title) for row in rows])
    why = gettext("In %(domains)s you put yourself below the level your role needs.", domains=titles)
    if leads_to:
        names = [course_name(catalogue.course(one)) for one in dict.fromkeys(leads_to.values())]
        why += " " + gettext("This course comes before %(courses)s.", courses=listed(names))
    return Suggestion(catalogue.course(course), tuple(row.domain.id for row in rows), why, leads_to)
