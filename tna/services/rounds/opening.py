"""Opening and closing rounds."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.language import gettext
from tna.models.people import Membership, Person
from tna.models.surveys import Round, RoundHeadcount
from tna.services import audit, owed
from tna.services.notices import take_back_untried
from tna.services.rounds.audience import are_asked, asked_headcounts
from tna.services.rounds.conditions import RoundNotReady, missing_to_open
from tna.services.rounds.standing import RoundRefused, RoundState, is_named, refuse_name, state_of

RELEASE_ROUND = "release a round"


def open_round(
    session: Session, *, round_: Round, today: date, has_base_url: bool, actor_id: int | None, now: datetime
) -> None:
    """Open a planned round to answers. Raises RoundNotReady with all that is missing, and RoundRefused.

    `has_base_url`: whether the installation knows the address that links in messages need.
    """
    # All rounds are locked, so that two that are opened at once do not both find none running.
    session.scalars(select(Round.id).order_by(Round.id).with_for_update()).all()
    session.refresh(round_)
    if round_.cancelled_at is not None:
        raise RoundRefused("round", gettext("This round was called off."))
    if round_.opened_at is not None:
        raise RoundRefused("round", gettext("This round was opened before."))
    if missing := missing_to_open(session, round_=round_, today=today, has_base_url=has_base_url):
        raise RoundNotReady(missing)
    round_.opened_at = now
    _freeze_headcounts(session, round_)
    audit.note(session, at=now, actor_id=actor_id, action="opened a round", subject=f"round {round_.id}")
    session.flush()


def closes_early(round_: Round, today: date) -> bool:
    """Whether closing an open round now ends it before the day that people were told."""
    return today < round_.closes_on


def close_as_asked(
    session: Session, *, round_: Round, typed: str | None, today: date, actor_id: int | None, now: datetime
) -> None:
    """Close a round by hand: before the day that people were told, its name must be typed. Raises RoundRefused."""
    session.refresh(round_, with_for_update={"of": Round})  # the day may be moved at this moment
    is_open = state_of(session, round_) is RoundState.OPEN
    if is_open and closes_early(round_, today) and not is_named(round_, typed):
        raise refuse_name()
    close_round(session, round_=round_, actor_id=actor_id, now=now)


def close_round(session: Session, *, round_: Round, actor_id: int | None, now: datetime) -> None:
    """Close an open round for good and owe its release. Closing twice is closing once.

    Messages that have not gone out are forgotten, so that those which are left say how many people were invited.
    """
    session.refresh(round_, with_for_update={"of": Round})
    if round_.cancelled_at is not None:
        raise RoundRefused("round", gettext("This round was called off."))
    if round_.opened_at is None:
        raise RoundRefused("round", gettext("This round has not been opened."))
    if round_.closed_at is not None:
        return
    round_.closed_at = now
    take_back_untried(session, round_id=round_.id)
    owed.promise(session, kind=RELEASE_ROUND, key=str(round_.id), due_at=now)
    audit.note(session, at=now, actor_id=actor_id, action="closed a round", subject=f"round {round_.id}")
    session.flush()


def move_closing_day(
    session: Session, *, round_: Round, closes_on: date, today: date, actor_id: int | None, now: datetime
) -> None:
    """Give people more time, or less, in a round that is open; the last day is never in the past. Raises RoundRefused.

    Nothing closes by itself on that day: it is what people are told.
    """
    session.refresh(round_, with_for_update={"of": Round})
    if round_.opened_at is None or round_.closed_at is not None or round_.cancelled_at is not None:
        raise RoundRefused("round", gettext("Only an open round can be given another last day."))
    if closes_on < today:
        raise RoundRefused("closes_on", gettext("The last day to answer must be today or later."))
    was, round_.closes_on = round_.closes_on, closes_on
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="moved the last day of a round",
        subject=f"round {round_.id}",
        detail=f"{was} to {closes_on}",
    )
    session.flush()


def _freeze_headcounts(session: Session, round_: Round) -> None:
    """Keep the headcounts of today with the round, and where somebody is asked but nobody entered one, that too.

    So a row of coverage is there whether or not somebody has answered, and none of them moves while answers come in.
    """
    heads = asked_headcounts(session, round_=round_)
    working = select(Membership.agency_id, Membership.role_group).join(Person, Person.id == Membership.person_id)
    staffed = {(agency, group) for agency, group in session.execute(working.where(*are_asked(round_)).distinct())}
    for agency_id, role_group in sorted(heads.keys() | staffed):
        frozen = heads.get((agency_id, role_group))
        session.add(RoundHeadcount(round_id=round_.id, agency_id=agency_id, role_group=role_group, heads=frozen))
    session.flush()
