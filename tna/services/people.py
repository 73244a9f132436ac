"""People, where they work and what they may do."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from tna.domain.people import Action, Duty, Standing, may
from tna.domain.surveys import Reference
from tna.language import gettext, mark
from tna.models.base import LARGEST_ID
from tna.models.people import Agency, HeldDuty, Membership, Person
from tna.services import api_tokens, audit
from tna.services.confirming import unconfirm
from tna.services.departures import give_back
from tna.services.notices import forget_bounce
from tna.services.person_checks import PersonRefused, checked_job, checked_name, checked_own_address
from tna.services.sign_ins import end_all_sign_ins
from tna.services.upserts import unless_taken

PAGE_LENGTH = 50
# Longer searches match no name or address, and SQLite refuses patterns of some thousand characters.
_LONGEST_SEARCH = 254
EMAIL_TAKEN = mark("Somebody with this e-mail address is here already.")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of people, `total` in all; pages are numbered from 1."""

    people: list[Person]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_LENGTH))


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whom people may ask, as a page names them."""

    name: str
    email: str


def standing_of(person: Person) -> Standing:
    """What a person holds, as the permission table asks for it; nothing at all once they have left."""
    if person.left_on is not None:
        return Standing()
    return Standing(
        duties=frozenset(held.duty for held in person.duties) | {Duty.PRACTITIONER},
        works_in=frozenset(m.agency_id for m in person.memberships if m.ended_on is None),
        leads=frozenset(held.agency_id for held in person.duties if held.agency_id is not None),
    )


def people_to_ask(session: Session, *, agency_id: str | None, asking: int) -> tuple[Contact, ...]:
    """Whom a person may ask about training: the agency's training leads, else the partnership manager.

    By name; never the one who asks, and nobody who has left.
    """
    leads = _holders(session, Duty.TRAINING_LEAD, agency_id=agency_id, besides=asking) if agency_id else ()
    return leads or _holders(session, Duty.MANAGER, agency_id=None, besides=asking)


def _holders(session: Session, duty: Duty, *, agency_id: str | None, besides: int) -> tuple[Contact, ...]:
    wanted = (
        select(Person.name, Person.email)
        .join(HeldDuty, HeldDuty.person_id == Person.id)
        .where(HeldDuty.duty == duty, HeldDuty.agency_id.is_not_distinct_from(agency_id))
        .where(Person.left_on.is_(None), Person.id != besides)
        .order_by(Person.name, Person.id)
    )
    return tuple(Contact(name, email) for name, email in session.execute(wanted))


def find(session: Session, *, person_id: int) -> Person | None:
    """The person with this id."""
    return session.get(Person, person_id) if 0 < person_id <= LARGEST_ID else None


def current_memberships(person: Person) -> list[Membership]:
    """The jobs a person has now, in the order in which they took them up."""
    return [m for m in person.memberships if m.ended_on is None]


def find_by_email(session: Session, *, email: str) -> Person | None:
    """The person with this address, however it is capitalised; an account that was merged is still found by its own."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def after_merging(session: Session, found: Person) -> Person:
    """The account that took over this one where they were merged, else itself."""
    return found if found.merged_into_id is None else session.get_one(Person, found.merged_into_id)


def matching(search: str) -> ColumnElement[bool]:
    """The condition that a person's name or address holds what was searched; an empty search finds everybody."""
    # No name or address holds what cannot be printed, and PostgreSQL refuses to be asked for some of it.
    searched = "".join(sign for sign in search if sign.isprintable()).strip()[:_LONGEST_SEARCH]
    if not searched:
        return true()
    lowered = searched.lower()
    return or_(
        func.lower(Person.name).contains(lowered, autoescape=True),
        # SQLite lowers A to Z only, so a name with other capitals is found as it is written.
        Person.name.contains(searched, autoescape=True),
        Person.email.contains(lowered, autoescape=True),
    )


def page_of_people(session: Session, *, search: str = "", agency_id: str | None = None, number: int = 1) -> Page:
    """People by name, those who have left included, that match the search and work in the agency."""
    wanted = select(Person).where(matching(search), Person.merged_into_id.is_(None))
    if agency_id is not None:
        wanted = wanted.where(
            Person.memberships.any((Membership.agency_id == agency_id) & Membership.ended_on.is_(None))
        )
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    last = max(1, -(-total // PAGE_LENGTH))
    number = min(max(number, 1), last)
    rows = session.scalars(
        wanted.order_by(Person.name, Person.id).limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH)
    )
    return Page(people=list(rows), number=number, total=total)


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    agency_id: str,
    job: str,
    role_group: str | None,
    reference: Reference,
    actor_id: int | None,
    now: datetime,
    is_vouched_for: bool = False,
) -> Person:
    """Add a person with a first membership; without a role group the job's own counts. Raises PersonRefused.

    `is_vouched_for`: whether somebody of the agency has said yes to this very address, so that it may be one from home
    where the agency takes none.
    """
    agency = session.get(Agency, agency_id)
    address = checked_own_address(email, [agency] if agency and not is_vouched_for else ())
    person = Person(email=_free_address(session, address), name=checked_name(name))
    with unless_taken(session, PersonRefused("email", gettext(EMAIL_TAKEN))):
        session.add(person)
    add_membership(session, person=person, agency_id=agency_id, job=job, role_group=role_group, reference=reference)
    audit.note(session, at=now, actor_id=actor_id, action="added a person", subject=f"person {person.id}")
    return person


def add_membership(
    session: Session,
    *,
    person: Person,
    agency_id: str,
    job: str,
    role_group: str | None,
    reference: Reference,
) -> Membership:
    """Let a person work in an agency; the first current membership is the one they answer as."""
    if session.get(Agency, agency_id) is None:
        raise PersonRefused("agency", gettext("Select an agency from the list."))
    group = checked_job(job, role_group, reference)
    current = [m for m in person.memberships if m.ended_on is None]
    if any(m.agency_id == agency_id and m.job == job for m in current):
        raise PersonRefused("agency", gettext("This person already has this job in this agency."))
    membership = Membership(
        agency_id=agency_id, job=job, role_group=group, is_answering=not any(m.is_answering for m in current)
    )
    person.memberships.append(membership)
    session.flush()
    return membership


def join_agency(
    session: Session,
    *,
    person: Person,
    agency_id: str,
    job: str,
    role_group: str | None,
    reference: Reference,
    actor_id: int,
    now: datetime,
) -> Membership:
    """A person takes up a job in an agency; somebody who had left is back by it, without duties.

    Raises PersonRefused.
    """
    if person.merged_into_id is not None:
        raise PersonRefused("agency", gettext("This account was merged into another. Add the job there."))
    membership = add_membership(
        session, person=person, agency_id=agency_id, job=job, role_group=role_group, reference=reference
    )
    person.left_on = None
    subject = f"person {person.id}"
    audit.note(session, at=now, actor_id=actor_id, action="added a membership", subject=subject, detail=agency_id)
    session.flush()
    return membership


def change_person(
    session: Session, *, person: Person, name: str, email: str, actor_id: int | None, now: datetime
) -> bool:
    """Correct a person's name or address; True where the address is another one now. Raises PersonRefused.

    Links go to that address from now on, perhaps to somebody else. So it has to be confirmed anew, sign-ins and unused
    links end, and what the person sent before is sealed from the account; the caller deletes what they had not sent.
    """
    new_name = checked_name(name)
    is_same = email.strip().lower() == person.email
    agencies = [m.agency for m in current_memberships(person)]
    new_email = person.email if is_same else _free_address(session, checked_own_address(email, agencies))
    if not is_same:
        forget_bounce(session, email=person.email)
    with unless_taken(session, PersonRefused("email", gettext(EMAIL_TAKEN))):
        person.name, person.email = new_name, new_email
    if not is_same:
        unconfirm(session, person=person, now=now)
    audit.note(session, at=now, actor_id=actor_id, action="changed a person", subject=f"person {person.id}")
    session.flush()
    return not is_same


def change_role_group(
    session: Session,
    *,
    membership: Membership,
    role_group: str,
    reference: Reference,
    actor_id: int,
    now: datetime,
) -> None:
    """Set the role group that counts for a membership; answers already sent keep the one they were sent with."""
    if role_group not in {entry.id for entry in reference.role_groups}:
        raise PersonRefused("role_group", gettext("Select a role group from the list."))
    membership.role_group = role_group
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="changed a role group",
        subject=f"person {membership.person_id}",
        detail=role_group,
    )


def end_membership(session: Session, *, membership: Membership, today: date, actor_id: int, now: datetime) -> None:
    """A person stops working for an agency: their sign-ins end, and another membership, if any, answers.

    What they had asked for as one of the agency's people is given back, unless they still work there in another job.
    """
    person = membership.person
    membership.is_answering = False
    membership.ended_on = today
    session.flush()  # the old membership must stop answering before another may start
    others = [m for m in person.memberships if m.ended_on is None]
    if all(other.agency_id != membership.agency_id for other in others):
        for held in [d for d in person.duties if d.agency_id == membership.agency_id]:
            person.duties.remove(held)
        give_back(session, person_id=person.id, agency_id=membership.agency_id, today=today, actor_id=actor_id, now=now)
    if others and not any(m.is_answering for m in others):
        others[0].is_answering = True
    end_all_sign_ins(session, person_id=person.id, now=now)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="ended a membership",
        subject=f"person {person.id}",
        detail=membership.agency_id,
    )
    session.flush()


def leave(session: Session, *, person: Person, today: date, actor_id: int | None, now: datetime) -> None:
    """A person leaves the partnership: memberships, duties, sign-ins and places to come all end at once.

    Leaving twice is leaving once. Raises PersonRefused for the last administrator.
    """
    if person.left_on is not None:
        return
    _keep_one_administrator(session, person=person, duties=frozenset())
    for membership in person.memberships:
        if membership.ended_on is None:
            membership.is_answering = False
            membership.ended_on = today
    person.duties.clear()
    person.left_on = today
    give_back(session, person_id=person.id, agency_id=None, today=today, actor_id=actor_id, now=now)
    end_all_sign_ins(session, person_id=person.id, now=now)
    audit.note(session, at=now, actor_id=actor_id, action="left", subject=f"person {person.id}")
    session.flush()


def answer_as(session: Session, *, person: Person, membership_id: int) -> None:
    """Choose which of a person's current memberships answers. Raises PersonRefused."""
    chosen = next((m for m in person.memberships if m.id == membership_id and m.ended_on is None), None)
    if chosen is None:
        raise PersonRefused("membership", gettext("Select one of your current jobs."))
    session.execute(update(Membership).where(Membership.person_id == person.id).values(is_answering=False))
    session.flush()
    chosen.is_answering = True
    session.flush()


def choose_language(session: Session, *, person_id: int, code: str) -> None:
    """Keep the language somebody chose for pages and mail; nobody else's business, so nothing is noted of it."""
    session.execute(update(Person).where(Person.id == person_id).values(language=code))


def set_duties(
    session: Session,
    *,
    person: Person,
    duties: frozenset[Duty],
    leads: frozenset[str],
    actor_id: int | None,
    now: datetime,
) -> None:
    """Give a person exactly these duties and the training of exactly these agencies to lead.

    Raises PersonRefused where the last administrator would lose the duty, or an agency is not known.
    """
    if person.left_on is not None:
        raise PersonRefused("duties", gettext("This person has left and cannot hold a duty."))
    unknown = leads - set(session.scalars(select(Agency.id)))
    if unknown:
        raise PersonRefused("leads", gettext("Select agencies from the list."))
    _keep_one_administrator(session, person=person, duties=duties)
    wanted: set[tuple[Duty, str | None]] = {(duty, None) for duty in duties - {Duty.PRACTITIONER, Duty.TRAINING_LEAD}}
    wanted |= {(Duty.TRAINING_LEAD, agency) for agency in leads}
    held = {(d.duty, d.agency_id): d for d in person.duties}
    for key in held.keys() - wanted:
        person.duties.remove(held[key])
    for duty, agency in sorted(wanted - held.keys(), key=str):
        person.duties.append(HeldDuty(duty=duty, agency_id=agency))
    if not may(Standing(duties), Action.USE_API):
        api_tokens.revoke_all(session, person_id=person.id, now=now)
    listed = ", ".join(sorted(f"{duty.value} {agency or ''}".strip() for duty, agency in wanted))
    audit.note(session, at=now, actor_id=actor_id, action="set duties", subject=f"person {person.id}", detail=listed)
    session.flush()


def _keep_one_administrator(session: Session, *, person: Person, duties: frozenset[Duty]) -> None:
    if Duty.ADMINISTRATOR in duties or not any(d.duty is Duty.ADMINISTRATOR for d in person.duties):
        return
    # Locked, so that two administrators who take the duty from each other at once do not both succeed.
    holding = select(HeldDuty.person_id).where(HeldDuty.duty == Duty.ADMINISTRATOR).order_by(HeldDuty.id)
    if not set(session.scalars(holding.with_for_update())) - {person.id}:
        raise PersonRefused("duties", gettext("Give somebody else the administrator's duty first: there must be one."))


def _free_address(session: Session, address: str) -> str:
    if find_by_email(session, email=address) is not None:
        raise PersonRefused("email", gettext(EMAIL_TAKEN))
    return address
