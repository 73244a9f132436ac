"""Agencies and how many people each has in every role group."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tna import language
from tna.domain.surveys import Reference
from tna.language import gettext, mark
from tna.models.people import Agency, Headcount, Membership
from tna.services import audit
from tna.services.upserts import insert_or_change, unless_taken

MOST_HEADS = 1_000_000
# Pages of their own stand at these words, where the page of an agency of this id would be.
_RESERVED_IDS = frozenset({"new", "agreements", "headcount-returns"})
_NAME_TAKEN = mark("An agency with this name is here already.")


class AgencyRefused(Exception):
    """What was entered about an agency cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class AgencySummary:
    """One agency in a list: its people by its own headcounts, None without any, and those with an account."""

    agency: Agency
    heads: int | None
    people: int


def all_agencies(session: Session) -> list[Agency]:
    """Every agency, by name."""
    return list(session.scalars(select(Agency).order_by(Agency.name, Agency.id)))


def find_agency(session: Session, *, agency_id: str) -> Agency | None:
    """The agency with this id."""
    # PostgreSQL refuses to be asked for what cannot stand in a text at all.
    return session.get(Agency, agency_id) if agency_id.isprintable() else None


def agency_summaries(session: Session) -> list[AgencySummary]:
    """Every agency with its size, by name."""
    all_heads = select(Headcount.agency_id, func.sum(Headcount.heads)).group_by(Headcount.agency_id)
    heads = {agency_id: number for agency_id, number in session.execute(all_heads)}
    answering = select(Membership.agency_id, func.count()).where(Membership.is_answering)
    people = {agency_id: n for agency_id, n in session.execute(answering.group_by(Membership.agency_id))}
    return [AgencySummary(a, heads.get(a.id), people.get(a.id, 0)) for a in all_agencies(session)]


def add_agency(
    session: Session, *, name: str, sector: str, reference: Reference, actor_id: int | None, now: datetime
) -> Agency:
    """Add an agency; its id is made from its name and stays. Raises AgencyRefused."""
    agency_id = _free_id(session, name)
    checked = _checked(session, name=name, sector=sector, reference=reference, besides=None)
    agency = Agency(id=agency_id, name=checked[0], sector=checked[1])
    with unless_taken(session, AgencyRefused("name", gettext(_NAME_TAKEN))):
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
    checked = _checked(session, name=name, sector=sector, reference=reference, besides=agency.id)
    with unless_taken(session, AgencyRefused("name", gettext(_NAME_TAKEN))):
        agency.name, agency.sector = checked
    audit.note(session, at=now, actor_id=actor_id, action="changed an agency", subject=agency.id)
    session.flush()


def _checked(session: Session, *, name: str, sector: str, reference: Reference, besides: str | None) -> tuple[str, str]:
    """An agency's name and sector as they are kept; `besides`: the id of the agency that may have the name."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > 200 or not cleaned.isprintable():
        raise AgencyRefused("name", gettext("Enter the agency's name, in at most 200 characters."))
    # Compared here: SQLite's own lower() knows A to Z only.
    if any(a.id != besides and a.name.casefold() == cleaned.casefold() for a in all_agencies(session)):
        raise AgencyRefused("name", gettext(_NAME_TAKEN))
    if sector not in {entry.id for entry in reference.sectors}:
        raise AgencyRefused("sector", gettext("Select a sector from the list."))
    return cleaned, sector


def _free_id(session: Session, name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "agency"
    taken = {*_RESERVED_IDS, *session.scalars(select(Agency.id).where(Agency.id.startswith(stem, autoescape=True)))}
    return next(one for one in chain([stem], (f"{stem}-{n}" for n in count(2))) if one not in taken)


def headcounts(session: Session, *, agency_id: str | None = None) -> dict[tuple[str, str], int]:
    """Heads by (agency, role group), of one agency or of all."""
    wanted = select(Headcount.agency_id, Headcount.role_group, Headcount.heads)
    if agency_id is not None:
        wanted = wanted.where(Headcount.agency_id == agency_id)
    return {(agency, role_group): heads for agency, role_group, heads in session.execute(wanted)}


def headcounts_as_at(session: Session, *, agency_id: str) -> date | None:
    """The day of which an agency's headcounts speak, the newest if they were not entered together."""
    return session.scalar(select(func.max(Headcount.as_at)).where(Headcount.agency_id == agency_id))


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
    heads: Mapping[str, int | None],
    as_at: date,
    actor_id: int | None,
    now: datetime,
    detail: str = "",
) -> None:
    """Write an agency's heads by role group, as at a day; None where they are not known.

    `detail` goes to the audit log: how they came, where nobody with an account entered them. Raises AgencyRefused
    naming the role group.
    """
    for role_group, number in heads.items():
        if number is None:
            one = (Headcount.agency_id == agency_id, Headcount.role_group == role_group)
            session.execute(delete(Headcount).where(*one))
            continue
        if not 0 <= number <= MOST_HEADS:
            raise AgencyRefused(
                role_group, gettext("Enter a whole number between 0 and %(most)s.", most=language.number(MOST_HEADS))
            )
        insert_or_change(
            session,
            Headcount,
            key={"agency_id": agency_id, "role_group": role_group},
            new={"heads": number, "as_at": as_at},
            change={"heads": number, "as_at": as_at},
        )
    audit.note(session, at=now, actor_id=actor_id, action="set headcounts", subject=agency_id, detail=detail)
    session.flush()
