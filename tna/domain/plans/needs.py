"""The largest released needs of an agency's role groups, with the courses that would close them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna.domain.courses import Course
from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.reports.words import between, inside, percent
from tna.domain.surveys import Domain
from tna.language import gettext

MOST_NEEDS = 3
MOST_COURSES = 3


@dataclass(frozen=True, slots=True)
class RoleGroupNeed:
    """What a role group of an agency needs in one domain, from released figures alone, and courses that cover it."""

    role_group: str
    domain: str
    sentence: str
    courses: tuple[Course, ...]


def largest_needs(
    role_groups: Mapping[str, Figures],
    *,
    domains: Sequence[Domain],
    titles: Mapping[str, str],
    courses: Sequence[Course],
) -> tuple[RoleGroupNeed, ...]:
    """Every released need with anybody below, the most people first; `role_groups` and `titles` by role group id.

    People are the share below times the heads the figure stands for, or those who answered where no headcount is
    known; then the larger share comes first.
    """
    found = [
        (role_group, domain, figures, figures.domains[domain.id])
        for role_group, figures in role_groups.items()
        for domain in domains
        if domain.id in figures.domains and figures.domains[domain.id].below > 0
    ]
    found.sort(key=lambda one: (-_people(one[2], one[3]), -one[3].below, one[0], one[1].id))
    return tuple(
        RoleGroupNeed(
            role_group,
            domain.id,
            _sentence(shown, inside(domain.title), titles[role_group]),
            _closing(courses, domain.id, role_group),
        )
        for role_group, domain, _, shown in found
    )


def _people(figures: Figures, shown: DomainFigures) -> float:
    return shown.below * (shown.n_high if figures.heads is None else figures.heads)


def _sentence(shown: DomainFigures, domain: str, role_group: str) -> str:
    found = {
        "domain": domain,
        "share": percent(shown.below),
        "people": between(shown.n_low, shown.n_high),
        "role_group": role_group,
    }
    if shown.statements == 1:
        return gettext(
            "In %(domain)s, %(share)s of %(people)s people in the role group “%(role_group)s” who answered are below "
            "the level this role needs.",
            **found,
        )
    return gettext(
        "In %(domain)s, on average over its statements, %(share)s of %(people)s people in the role group "
        "“%(role_group)s” who answered are below the level this role needs.",
        **found,
    )


def _closing(courses: Sequence[Course], domain: str, role_group: str) -> tuple[Course, ...]:
    """Courses for the role group that cover the domain: those with the fewest other domains, then in their order."""
    fitting = [one for one in courses if domain in one.domains and role_group in one.role_groups]
    return tuple(sorted(fitting, key=lambda one: len(one.domains))[:MOST_COURSES])
