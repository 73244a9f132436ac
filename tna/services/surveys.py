"""One person's answers to the open round: starting, saving, sending, and reading one's own back.

The rows are found by the respondent key, which the caller makes from the person and the installation's secret;
no function here takes a person where the key would do.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tna.domain.answers import (
    AnswerFault,
    Answers,
    Profile,
    apply_conditions,
    check,
    keep_asked,
    merge,
    pack,
    profile,
    unpack,
)
from tna.domain.people import Answering
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext, mark
from tna.models.base import LARGEST_ID
from tna.models.people import Membership
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services.rounds import definition_of
from tna.services.upserts import insert_or_change, insert_unless_there

CHOSEN_ELSEWHERE = mark(
    "You chose another answer in a different tab or on another device. Select the one you want to keep"
)
ONE_STAYS = mark("Leave at least one answer. To take back all of them, withdraw them")

# SQLite takes so many values in one statement, and no fewer.
_ASKED_AT_ONCE = 10_000

# Made once, since everybody who answers waits for them; of the tables where only columns are asked for, since what
# classes bring along takes as long again as everything else in saving.
_ROUNDS, _RESPONSES = cast(Table, Round.__table__), cast(Table, Response.__table__)
_IS_OWN = _RESPONSES.c.round_id == bindparam("round_id"), _RESPONSES.c.respondent_key == bindparam("key")
_OWN_ANSWERS = select(_RESPONSES.c.answers, _RESPONSES.c.is_submitted, _RESPONSES.c.role_group).where(*_IS_OWN)
_LOCKED = select(Response).where(*_IS_OWN).with_for_update().execution_options(populate_existing=True)
_IS_BESIDE = (_RESPONSES.c.round_id == _ROUNDS.c.id) & (_RESPONSES.c.respondent_key == bindparam("key"))
_ROUND_WITH_OWN = (
    select(Round, _RESPONSES.c.answers, _RESPONSES.c.is_submitted, _RESPONSES.c.role_group)
    .outerjoin(_RESPONSES, _IS_BESIDE)
    .where(Round.id == bindparam("round_id"))
)
IS_OPEN = _ROUNDS.c.opened_at.is_not(None) & _ROUNDS.c.closed_at.is_(None) & _ROUNDS.c.cancelled_at.is_(None)
# A share lock on the round makes closing wait for answers under way, so that none is lost between.
_TO_SAVE = (
    select(IS_OPEN, _RESPONSES.c.key, _RESPONSES.c.answers, _RESPONSES.c.is_submitted)
    .select_from(_ROUNDS.outerjoin(_RESPONSES, _IS_BESIDE))
    .where(_ROUNDS.c.id == bindparam("round_id"))
    .with_for_update(read=True, of=_ROUNDS)
)
_SAVE = (
    update(_RESPONSES)
    .where(_RESPONSES.c.key == bindparam("row"), _RESPONSES.c.answers == bindparam("kept"))
    .where(_RESPONSES.c.is_submitted == bindparam("is_sent"))
    .values(answers=bindparam("packed"))
    .returning(_RESPONSES.c.key)
)
_OPEN_NOW = select(IS_OPEN).where(_ROUNDS.c.id == bindparam("round_id")).with_for_update(read=True)


class RoundIsClosed(Exception):
    """The round took answers until it closed or was called off; what was saved and not sent was deleted then."""


class NotStarted(Exception):
    """The person has not said yes to what happens with their answers, so there is nothing to save them into."""


class AlreadySent(Exception):
    """The person has sent their answers to this round before."""


class AnswersSealed(Exception):
    """The answers were sent before a link set a new password, so they are closed to the account for good."""


class AnswersRefused(Exception):
    """Some answers are missing or impossible; `faults` says which and what to do."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.item}: {fault.problem}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What one person has answered so far: every item's code, and whether it was sent."""

    answers: dict[str, int]
    is_sent: bool
    role_group: str | None  # the one the answers were sent with


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything one person answers, as a form would send it, and the day on which it came."""

    person_id: int
    key: bytes
    raw: Mapping[str, str]
    day: date


def own_answers(session: Session, *, round_: Round, key: bytes) -> OwnAnswers | None:
    """The person's own answers in a round, or None before they have started."""
    found = session.execute(_OWN_ANSWERS, {"round_id": round_.id, "key": key}).one_or_none()
    return None if found is None else _own(round_, *found)


def round_with_own_answers(session: Session, *, round_id: int, key: bytes) -> tuple[Round, OwnAnswers | None] | None:
    """A round and the person's own answers in it, both in one question; None if there is no such round."""
    if not 0 < round_id <= LARGEST_ID:
        return None
    found = session.execute(_ROUND_WITH_OWN, {"round_id": round_id, "key": key}).one_or_none()
    if found is None:
        return None
    round_, answers, is_sent, role_group = found
    return round_, None if answers is None else _own(round_, answers, is_sent, role_group)


def _own(round_: Round, answers: bytes, is_sent: bool, role_group: str | None) -> OwnAnswers:
    return OwnAnswers(unpack(definition_of(round_), answers), is_sent, role_group)


def start(session: Session, *, round_: Round, key: bytes) -> None:
    """Begin answering, with everything blank; starting twice, or in two tabs, is starting once."""
    require_open(session, round_)
    blank = {
        "key": secrets.token_bytes(16),
        "round_id": round_.id,
        "respondent_key": key,
        "is_submitted": False,
        "answers": pack(definition_of(round_), {}),
    }
    insert_unless_there(session, Response, unique=["respondent_key", "round_id"], row=blank)


def save_answers(
    session: Session,
    *,
    round_: Round,
    key: bytes,
    role_group: str,
    items: tuple[str, ...],
    raw: Mapping[str, str],
    seen: Answers | None = None,
    corrects: bool = False,
) -> None:
    """Keep what a form sent for these items; a missing one becomes blank, all others stay as they are.

    `seen`: the answers that the form was shown with. With it, an item that the form did not change stays as it is kept
    now, so that a page left open undoes nothing that was saved elsewhere in the meantime; without it, the form's
    word counts. `corrects`: the person means to change what they have sent; it stays sent, and the change counts at
    once. Raises RoundIsClosed, NotStarted, AlreadySent or AnswersRefused; then nothing is changed.
    """
    definition = definition_of(round_)
    checked = check(definition, role_group, {item: raw[item] for item in items if item in raw})
    is_kept = False
    while not is_kept:  # again from the start where another tab has saved between reading and writing
        row, packed, is_sent = _to_save(session, round_, key)
        if is_sent and not corrects:
            raise AlreadySent
        if checked.faults:
            raise AnswersRefused(checked.faults)
        kept = unpack(definition, packed)
        merged = merge(items, seen=kept if seen is None else seen, kept=kept, sent=checked.answers)
        if merged.clashes:
            raise AnswersRefused(tuple(AnswerFault(item, gettext(CHOSEN_ELSEWHERE)) for item in merged.clashes))
        new = _packed(definition, role_group, kept | merged.answers, corrects=is_sent, items=items)
        found = session.scalar(_SAVE, {"row": row, "kept": packed, "is_sent": is_sent, "packed": new})
        is_kept = found is not None


def _packed(
    definition: SurveyDefinition, role_group: str, answers: Answers, *, corrects: bool, items: tuple[str, ...]
) -> bytes:
    """Answers as they are kept: as they are, or as if sent anew. Raises AnswersRefused at the first of the items."""
    if not corrects:
        return pack(definition, answers)
    try:
        return _packed_to_send(definition, role_group, answers)
    except AnswersRefused as refused:
        raise AnswersRefused((AnswerFault(items[0], gettext(ONE_STAYS)),)) from refused


def _to_save(session: Session, round_: Round, key: bytes) -> tuple[bytes, bytes, bool]:
    """The row of somebody's answers, what is kept in it now and whether it was sent; else RoundIsClosed, NotStarted."""
    is_open, row, packed, is_sent = session.execute(_TO_SAVE, {"round_id": round_.id, "key": key}).one()
    if not is_open:
        session.refresh(round_)  # it was open when the caller looked
        raise RoundIsClosed
    if row is None:
        raise NotStarted
    return row, packed, is_sent


def send_answers(session: Session, *, round_: Round, key: bytes, job: Answering, today: date) -> None:
    """Send the answers: agency and role group are copied onto them and follow the person no longer.

    Who took part is noted without a time, and the day's count goes up, apart from who it was; not again for somebody
    who had sent before and withdrawn. Sending twice is sending once. Raises RoundIsClosed, or AnswersRefused where
    there is no answer at all.
    """
    require_open(session, round_)
    row = locked_answers(session, round_=round_, key=key)
    if row is not None and row.is_submitted:
        return
    packed = packed_to_send(round_, job.role_group, row)
    assert row is not None  # there were answers to pack
    send_row(session, round_=round_, row=row, packed=packed, job=job, today=today)


def locked_answers(session: Session, *, round_: Round, key: bytes) -> Response | None:
    """The row of somebody's answers as it is now, for nobody else to change until this transaction ends."""
    return session.scalars(_LOCKED, {"round_id": round_.id, "key": key}).one_or_none()


def packed_to_send(round_: Round, role_group: str, row: Response | None) -> bytes:
    """What is in a row as it is sent for good. Raises AnswersRefused where that is nothing."""
    definition = definition_of(round_)
    return _packed_to_send(definition, role_group, {} if row is None else unpack(definition, row.answers))


def send_row(session: Session, *, round_: Round, row: Response, packed: bytes, job: Answering, today: date) -> None:
    """Send these answers in a locked row that is not sent yet, and count its person, once, as taking part."""
    row.answers = packed
    row.is_submitted, row.agency_id, row.role_group = True, job.agency_id, job.role_group
    session.flush()
    if _takes_part(session, round_, job):
        _count_day(session, round_, today, 1)


def _takes_part(session: Session, round_: Round, job: Answering) -> bool:
    """Note that somebody takes part as what they answer now; whether it is for the first time."""
    row = _participation(round_, job.person_id, job.agency_id, job.role_group)
    if insert_unless_there(session, Participation, unique=["round_id", "person_id"], row=row):
        return True
    known = Participation.round_id == round_.id, Participation.person_id == job.person_id
    session.execute(update(Participation).where(*known).values(agency_id=job.agency_id, role_group=job.role_group))
    return False


def withdraw_answers(session: Session, *, round_: Round, key: bytes) -> None:
    """Delete everything a person has put into an open round, sent or not; twice is once. Raises RoundIsClosed.

    That they took part stays noted, and coverage as it is: nobody sees it fall by one, nobody is reminded again, and
    not even the database tells who has withdrawn (decision 16). The release counts answers, so theirs are in no figure.
    """
    require_open(session, round_)
    session.execute(delete(Response).where(Response.round_id == round_.id, Response.respondent_key == key))


def send_collected(session: Session, *, round_: Round, collected: Sequence[Collected]) -> None:
    """Send the whole answers of many people at once, checked and counted as if each had come by a form.

    Agency and role group are those in which each of them answers now. Raises RoundIsClosed, AlreadySent where one
    of them has begun to answer, or AnswersRefused; then nothing is sent.
    """
    require_open(session, round_)
    definition = definition_of(round_)
    standing = dict(_answering(session, [one.person_id for one in collected]))
    responses, participations = [], []
    for one in collected:
        agency_id, role_group = standing[one.person_id]
        checked = check(definition, role_group, one.raw)
        if checked.faults:
            raise AnswersRefused(checked.faults)
        responses.append(
            {
                "key": secrets.token_bytes(16),
                "round_id": round_.id,
                "respondent_key": one.key,
                "is_submitted": True,
                "agency_id": agency_id,
                "role_group": role_group,
                "answers": _packed_to_send(definition, role_group, checked.answers),
            }
        )
        participations.append(_participation(round_, one.person_id, agency_id, role_group))
    if not collected:
        return
    try:
        with session.begin_nested():
            session.execute(insert(Response), responses)
            session.execute(insert(Participation), participations)
    except IntegrityError as fault:
        raise AlreadySent from fault
    for day, number in sorted(Counter(one.day for one in collected).items()):
        _count_day(session, round_, day, number)


def _answering(session: Session, people: list[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    """The agency and role group in which each of these people answers now."""
    wanted = select(Membership.person_id, Membership.agency_id, Membership.role_group).where(Membership.is_answering)
    for start in range(0, len(people), _ASKED_AT_ONCE):
        some = wanted.where(Membership.person_id.in_(people[start : start + _ASKED_AT_ONCE]))
        for person_id, agency_id, role_group in session.execute(some):
            yield person_id, (agency_id, role_group)


def delete_unsent(session: Session, *, key: bytes) -> None:
    """Delete what a person saved and has not sent, in whatever round."""
    session.execute(delete(Response).where(Response.respondent_key == key, Response.is_submitted.is_(False)))


def delete_answers_to(session: Session, *, round_: Round) -> None:
    """Delete everything anybody put in a round that is called off, and that they took part; the round is locked."""
    for table in (Response, Participation, DailyParticipation):
        session.execute(delete(table).where(table.round_id == round_.id).execution_options(synchronize_session=False))


def is_sealed(round_: Round, sealed_through: int | None) -> bool:
    """Whether answers sent in a round are closed to an account with this mark (Person.sealed_through)."""
    return sealed_through is not None and round_.id <= sealed_through


def own_profile(session: Session, *, round_: Round, key: bytes, sealed_through: int | None) -> Profile | None:
    """The person's own profile from the answers they sent, or None before they have sent any.

    Raises AnswersSealed where they were sent before a link set a new password.
    """
    own = own_answers(session, round_=round_, key=key)
    if own is None or not own.is_sent or own.role_group is None:
        return None
    if is_sealed(round_, sealed_through):
        raise AnswersSealed
    return profile(definition_of(round_), own.role_group, own.answers)


def last_sent_round(session: Session, *, key: bytes, sealed_through: int | None) -> Round | None:
    """The newest round to which the person has sent answers that are still open to their account."""
    wanted = (
        select(Round)
        .join(Response, Response.round_id == Round.id)
        .where(Response.respondent_key == key, Response.is_submitted, Round.id > (sealed_through or 0))
        .order_by(Round.opens_on.desc(), Round.id.desc())
    )
    return session.scalars(wanted).first()


def require_open(session: Session, round_: Round) -> None:
    """Hold the round open until this transaction ends. Raises RoundIsClosed."""
    # A share lock on the round makes closing wait for answers under way, so that none is lost between.
    if not session.scalar(_OPEN_NOW, {"round_id": round_.id}):
        session.refresh(round_)  # it was open when the caller looked
        raise RoundIsClosed


def _packed_to_send(definition: SurveyDefinition, role_group: str, answers: Answers) -> bytes:
    """Answers as they are sent for good: only what is asked, only where conditions are met. Raises AnswersRefused."""
    kept = apply_conditions(definition, keep_asked(definition, role_group, answers))
    if not any(kept.values()):
        raise AnswersRefused((AnswerFault("survey", gettext("Answer at least one statement before you send")),))
    return pack(definition, kept)


def _participation(round_: Round, person_id: int, agency_id: str, role_group: str) -> dict[str, Any]:
    return {"round_id": round_.id, "person_id": person_id, "agency_id": agency_id, "role_group": role_group}


def _count_day(session: Session, round_: Round, day: date, number: int) -> None:
    insert_or_change(
        session,
        DailyParticipation,
        key={"round_id": round_.id, "day": day},
        new={"submitted": number},
        change={"submitted": DailyParticipation.submitted + number},
    )
