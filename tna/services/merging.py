"""Two accounts of one human being become one: what that would do, and doing it in one transaction.

The account that stays keeps its name, address, password and sign-ins, so whoever could sign in to it still can, and
nobody else. The other ends; its row stays for the audit log, and its address still leads to the one that stays.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from tna.domain.people import Duty
from tna.domain.reminders import start_of_day_of
from tna.language import gettext
from tna.models.courses import Booking, CompletedCourse
from tna.models.notices import Notice
from tna.models.people import HeldDuty, Membership, Person, PersonalLink, SetUpLink
from tna.models.plans import Assignment, SharedSuggestion
from tna.services import audit, outbox
from tna.services.merged_answers import merge_answers
from tna.services.merged_records import merge_records
from tna.services.people import current_memberships
from tna.services.sign_ins import end_all_sign_ins


class MergeRefused(Exception):
    """These two accounts cannot be merged; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do. Nothing in it says whether either account has answered anything.

    `jobs` and `duties` join those of the account that stays; `jobs_twice` are in both already and stand once. The
    numbers are of what the account that goes has.
    """

    stays: Person
    goes: Person
    jobs: tuple[Membership, ...]
    jobs_twice: tuple[Membership, ...]
    duties: tuple[HeldDuty, ...]
    bookings: int
    completions: int
    assignments: int
    wishes: int


def holds_administration(*accounts: Person) -> bool:
    """Whether one of them is an administrator's: a merge would hand that duty on."""
    return any(held.duty is Duty.ADMINISTRATOR for one in accounts for held in one.duties)


def preview_merge(session: Session, *, stays: Person, goes: Person, actor_id: int) -> MergePreview:
    """What merging `goes` into `stays` would do. Raises MergeRefused."""
    _check(stays, goes, actor_id)
    own = {(m.agency_id, m.job) for m in current_memberships(stays)}
    jobs = current_memberships(goes)
    held = {(d.duty, d.agency_id) for d in stays.duties}
    return MergePreview(
        stays=stays,
        goes=goes,
        jobs=tuple(m for m in jobs if (m.agency_id, m.job) not in own),
        jobs_twice=tuple(m for m in jobs if (m.agency_id, m.job) in own),
        duties=tuple(d for d in goes.duties if (d.duty, d.agency_id) not in held),
        bookings=_count(session, Booking.person_id == goes.id, Booking.cancelled_at.is_(None)),
        completions=_count(session, CompletedCourse.person_id == goes.id),
        assignments=_count(session, Assignment.person_id == goes.id, Assignment.withdrawn_at.is_(None)),
        wishes=_count(session, SharedSuggestion.person_id == goes.id),
    )


def merge(
    session: Session,
    *,
    stays: Person,
    goes: Person,
    key_stays: bytes,
    key_goes: bytes,
    today: date,
    actor_id: int,
    now: datetime,
) -> None:
    """Let everything of `goes` be of `stays`, and end the account. Raises MergeRefused; then nothing is changed.

    The keys are the respondent keys of the two.
    """
    # The two are locked in the order of their ids, as whoever books locks people before dates.
    both = select(Person).where(Person.id.in_([stays.id, goes.id])).order_by(Person.id)
    session.scalars(both.with_for_update(of=Person).execution_options(populate_existing=True)).all()
    _check(stays, goes, actor_id)
    _end_account(session, stays, goes, today, now)
    _join_jobs(session, stays, goes, today)
    _join_duties(session, stays, goes)
    session.flush()
    merge_records(session, stays_id=stays.id, goes_id=goes.id, today=today, now=now)
    newest = merge_answers(session, stays_id=stays.id, goes_id=goes.id, key_stays=key_stays, key_goes=key_goes)
    if newest is not None:
        # Whoever holds this account could not read what the other had sent, and still cannot.
        stays.sealed_through = max(newest, stays.sealed_through or 0)
    detail = f"person {goes.id} into it"
    audit.note(
        session, at=now, actor_id=actor_id, action="merged accounts", subject=f"person {stays.id}", detail=detail
    )
    session.flush()


def _check(stays: Person, goes: Person, actor_id: int) -> None:
    if stays.id == goes.id:
        raise MergeRefused(gettext("Choose two different accounts."))
    if stays.merged_into_id is not None or goes.merged_into_id is not None:
        raise MergeRefused(gettext("One of these accounts was merged before."))
    if actor_id in (stays.id, goes.id):
        raise MergeRefused(gettext("You cannot merge your own account. Ask somebody else who keeps people."))
    if stays.left_on is not None and goes.left_on is None:
        raise MergeRefused(
            gettext(
                "%(gone)s has left and %(here)s is here. Keep the account that is still in use.",
                gone=stays.name,
                here=goes.name,
            )
        )


def _end_account(session: Session, stays: Person, goes: Person, today: date, now: datetime) -> None:
    """The account signs in nowhere any more, by whatever means, and nothing is written to it."""
    goes.password_hash = None
    goes.left_on = goes.left_on or today
    goes.merged_into_id = stays.id
    session.execute(update(Person).where(Person.merged_into_id == goes.id).values(merged_into_id=stays.id))
    end_all_sign_ins(session, person_id=goes.id, now=now)
    for link in (SetUpLink, PersonalLink):
        unused = update(link).where(link.person_id == goes.id, link.used_at.is_(None))
        session.execute(unused.values(used_at=start_of_day_of(now)))
    outbox.settle_waiting(session, Notice.person_id == goes.id, now=now)


def _join_jobs(session: Session, stays: Person, goes: Person, today: date) -> None:
    """Jobs move as they are; one that both have ends with the account that goes, and the other's role group counts."""
    own = {(m.agency_id, m.job) for m in current_memberships(stays)}
    answering = next((m for m in goes.memberships if m.is_answering), None)
    doubles = [m for m in current_memberships(goes) if (m.agency_id, m.job) in own]
    moved = [m.id for m in goes.memberships if m not in doubles]
    for membership in doubles:
        membership.ended_on = today
    for membership in goes.memberships:
        membership.is_answering = False
    session.flush()  # nothing of the one that goes answers, before it belongs to somebody who answers already
    session.execute(update(Membership).where(Membership.id.in_(moved)).values(person_id=stays.id))
    session.expire(stays, ["memberships"])
    session.expire(goes, ["memberships"])
    current = current_memberships(stays)
    if current and not any(m.is_answering for m in current):
        next((m for m in current if m is answering), current[0]).is_answering = True


def _join_duties(session: Session, stays: Person, goes: Person) -> None:
    held = {(d.duty, d.agency_id) for d in stays.duties}
    joined = [(d.duty, d.agency_id) for d in goes.duties if (d.duty, d.agency_id) not in held]
    goes.duties.clear()
    if stays.left_on is None:
        stays.duties.extend(HeldDuty(duty=duty, agency_id=agency_id) for duty, agency_id in joined)
    session.flush()


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0
