"""Whether an agency's headcounts can be right, against its people and its answers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports.words import counted, listed
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
        if said is None:
            here = counted(people, "person has", "people have")
            warnings.append(f"{titles[role_group]}: there is no headcount, but {here} an account.")
        elif said < people:
            here = counted(people, "person has", "people have")
            warnings.append(f"{titles[role_group]}: the headcount is {said:,}, but {here} an account.")
    return warnings


def _fewer_than_answers(session: Session, agency: Agency) -> list[str]:
    running = running_round(session)
    if running is None:
        return []
    return [
        f"{listed(one.role_groups)}: the headcount was {one.heads:,} when “{running.title}” opened, "
        "but more people have answered it."
        for one in headcounts_to_check(session, round_=running, agency=agency)
    ]
