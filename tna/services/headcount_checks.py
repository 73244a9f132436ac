"""Whether an agency's headcounts can be right, against its people and its answers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports.words import listed
from tna.language import gettext, ngettext, number
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services.agencies import all_agencies, headcounts, members
from tna.services.coverage import coverage_report
from tna.services.reports import role_group_titles
from tna.services.rounds import running_round


@dataclass(frozen=True, slots=True)
class HeadcountToCheck:
    """Agencies and titles of role groups, told of together, in which more people have answered than `heads`."""

    agencies: tuple[Agency, ...]
    role_groups: tuple[str, ...]
    heads: int


def headcounts_to_check(session: Session, *, round_: Round, agency: Agency | None = None) -> list[HeadcountToCheck]:
    """Where an open round has more answers than the headcount, in one agency or in all.

    As coverage tells it, without the number of answers: whoever may enter headcounts could read it off them.
    """
    chosen = None if agency is None else frozenset({agency.id})
    coverage = coverage_report(session, round_=round_, agency_ids=chosen).coverage
    agencies = {one.id: one for one in all_agencies(session)}
    titles = role_group_titles()
    return [
        HeadcountToCheck(tuple(agencies[a] for a in row.agencies), tuple(titles[r] for r in row.role_groups), row.heads)
        for row in coverage.rows
        if row.over_heads
    ]


def headcount_warnings(session: Session, *, agency: Agency) -> tuple[str, ...]:
    """What is odd about an agency's headcounts, one sentence each; nothing here is refused."""
    return (*_fewer_than_people(session, agency), *_fewer_than_answers(session, agency))


def _fewer_than_people(session: Session, agency: Agency) -> list[str]:
    heads = headcounts(session, agency_id=agency.id)
    titles = role_group_titles()
    warnings = []
    for role_group, people in sorted(members(session, agency_id=agency.id).items()):
        said = heads.get((agency.id, role_group))
        if said is None or said < people:
            warnings.append(_fewer_than(people, said, titles[role_group]))
    return warnings


def _fewer_than(people: int, said: int | None, role_group: str) -> str:
    if said is None:
        return ngettext(
            "%(role_group)s: there is no headcount, but %(n)s person has an account.",
            "%(role_group)s: there is no headcount, but %(n)s people have an account.",
            people,
            role_group=role_group,
        )
    return ngettext(
        "%(role_group)s: the headcount is %(heads)s, but %(n)s person has an account.",
        "%(role_group)s: the headcount is %(heads)s, but %(n)s people have an account.",
        people,
        role_group=role_group,
        heads=number(said),
    )


def _fewer_than_answers(session: Session, agency: Agency) -> list[str]:
    running = running_round(session)
    if running is None:
        return []
    return [
        gettext(
            "%(role_groups)s: the headcount was %(heads)s when “%(round)s” opened, but more people have answered it.",
            role_groups=listed(one.role_groups),
            heads=number(one.heads),
            round=running.title,
        )
        for one in headcounts_to_check(session, round_=running, agency=agency)
    ]
