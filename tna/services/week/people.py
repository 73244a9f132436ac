"""What people, their addresses and their agencies' papers ask of the manager and the leads this week."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.headcounts import is_out_of_date
from tna.domain.reports import this_week
from tna.domain.reports.this_week import ToDo
from tna.models.notices import Bounce
from tna.models.people import Agency, Headcount, Joiner, Membership, Person
from tna.models.plans import SharedSuggestion
from tna.services.agreements import missing_agreements


def agencies_to_ask(session: Session, *, today: date) -> Iterator[ToDo]:
    """Papers that are missing and headcounts that are old, of all agencies."""
    lacking = [one.agency.name for one in missing_agreements(session)]
    if lacking:
        yield this_week.papers_missing(lacking)
    old = [name for name, as_at in _newest_headcounts(session) if is_out_of_date(as_at, today)]
    if old:
        yield this_week.headcounts_old(old)


def people_to_answer(session: Session, *, agencies: Mapping[str, str]) -> Iterator[ToDo]:
    """Newcomers who wait, addresses that bounce and wishes, of these agencies (title by id)."""
    waiting = _counted(
        session, select(Joiner.agency_id, func.count()).where(Joiner.is_let_in.is_(None)).group_by(Joiner.agency_id)
    )
    wishing = _counted(
        session,
        select(SharedSuggestion.agency_id, func.count(SharedSuggestion.person_id.distinct())).group_by(
            SharedSuggestion.agency_id
        ),
    )
    for agency_id, title in agencies.items():
        if agency_id in waiting:
            yield this_week.joiners(waiting[agency_id], title, agency_id)
        if agency_id in wishing:
            yield this_week.wishes(wishing[agency_id], title, agency_id)
    bouncing = _bouncing(session, agencies)
    if bouncing:
        yield this_week.bounces(bouncing)


def _counted(session: Session, wanted: object) -> dict[str, int]:
    return {agency_id: number for agency_id, number in session.execute(wanted)}  # type: ignore[call-overload]


def _newest_headcounts(session: Session) -> list[tuple[str, date | None]]:
    """Of each agency with people the day of its newest headcount, None without any, by name."""
    newest = (
        select(Headcount.agency_id, func.max(Headcount.as_at).label("as_at")).group_by(Headcount.agency_id).subquery()
    )
    staffed = select(Membership.agency_id).where(Membership.ended_on.is_(None))
    wanted = (
        select(Agency.name, newest.c.as_at)
        .outerjoin(newest, newest.c.agency_id == Agency.id)
        .where(Agency.id.in_(staffed))
        .order_by(Agency.name, Agency.id)
    )
    return [(name, as_at) for name, as_at in session.execute(wanted)]


def _bouncing(session: Session, agencies: Collection[str]) -> int:
    here = select(Membership.person_id).where(Membership.agency_id.in_(agencies), Membership.ended_on.is_(None))
    wanted = select(func.count()).select_from(Bounce).join(Person, Person.email == Bounce.email)
    return session.scalar(wanted.where(Person.id.in_(here), Person.left_on.is_(None))) or 0
