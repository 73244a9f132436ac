"""Agencies and how many people each has in every role group."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.surveys import Reference
from tna.models.people import Agency, Headcount, Membership
from tna.services import audit
from tna.services.upserts import insert_or_change

MOST_HEADS = 1_000_000


class AgencyRefused(Exception):
    """What was entered about an agency cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def all_agencies(session: Session) -> list[Agency]:
    """Every agency, by name."""
    return list(session.scalars(select(Agency).order_by(Agency.name, Agency.id)))


def find_agency(session: Session, *, agency_id: str) -> Agency | None:
    """The agency with this id."""
    return session.get(Agency, agency_id)


def add_agency(
    session: Session, *, name: str, sector: str, reference: Reference, actor_id: int | None, now: datetime
) -> Agency:
    """Add an agency; its id is made from its name and stays. Raises AgencyRefused."""
    agency = Agency(id=_free_id(session, name), name="", sector="")
    _fill(session, agency, name=name, sector=sector, reference=reference)
    session.add(agency)
    audit.note(session, at=now, actor_id=actor_id, action="added an agency", subject=agency.id)
    session.flush()
    return agency


def change_agency(
    session: Session,
    *,
    agency: Agency,
    name: str,
    sector: str,
    reference: Reference,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Rename an agency or move it to another sector; released rounds keep the sector they had. Raises AgencyRefused."""
    _fill(session, agency, name=name, sector=sector, reference=reference)
    audit.note(session, at=now, actor_id=actor_id, action="changed an agency", subject=agency.id)
    session.flush()


def _fill(session: Session, agency: Agency, *, name: str, sector: str, reference: Reference) -> None:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > 200 or not cleaned.isprintable():
        raise AgencyRefused("name", "Enter the agency's name, in at most 200 characters.")
    taken = select(Agency.id).where(func.lower(Agency.name) == cleaned.lower(), Agency.id != agency.id)
    if session.scalar(taken) is not None:
        raise AgencyRefused("name", "An agency with this name is here already.")
    if sector not in {entry.id for entry in reference.sectors}:
        raise AgencyRefused("sector", "Select a sector from the list.")
    agency.name, agency.sector = cleaned, sector


def _free_id(session: Session, name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "agency"
    taken = set(session.scalars(select(Agency.id).where(Agency.id.startswith(stem, autoescape=True))))
    return next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if c not in taken)


def headcounts(session: Session, *, agency_id: str | None = None) -> dict[tuple[str, str], int]:
    """Heads by (agency, role group), of one agency or of all."""
    wanted = select(Headcount.agency_id, Headcount.role_group, Headcount.heads)
    if agency_id is not None:
        wanted = wanted.where(Headcount.agency_id == agency_id)
    return {(agency, role_group): heads for agency, role_group, heads in session.execute(wanted)}


def members(session: Session, *, agency_id: str) -> dict[str, int]:
    """How many people with an account answer for this agency, by role group."""
    counted = (
        select(Membership.role_group, func.count())
        .where(Membership.agency_id == agency_id, Membership.is_answering)
        .group_by(Membership.role_group)
    )
    return {role_group: number for role_group, number in session.execute(counted)}


def set_headcounts(
    session: Session,
    *,
    agency_id: str,
    heads: Mapping[str, int],
    as_at: date,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Write an agency's heads by role group, as at a day. Raises AgencyRefused naming the role group."""
    for role_group, number in heads.items():
        if not 0 <= number <= MOST_HEADS:
            raise AgencyRefused(role_group, f"Enter a whole number between 0 and {MOST_HEADS:,}.")
        insert_or_change(
            session,
            Headcount,
            key={"agency_id": agency_id, "role_group": role_group},
            new={"heads": number, "as_at": as_at},
            change={"heads": number, "as_at": as_at},
        )
    audit.note(session, at=now, actor_id=actor_id, action="set headcounts", subject=agency_id)
    session.flush()
