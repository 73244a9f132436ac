"""Answers begun by a link that others have seen: they lie under a key of their own until they are sent or adopted.

Such a sign-in never meets the person's own row before it sends, so what its pages show is the same whatever the person
has done. Every function here that looks at the own row holds the lock on its person first, as coming in does.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tna.domain.people import Answering
from tna.models.people import Person
from tna.models.surveys import Response, Round
from tna.services import surveys
from tna.services.free_texts.own import carry_text
from tna.services.upserts import insert_unless_there


@dataclass(frozen=True, slots=True)
class Begun:
    """What one sign-in by such a link may have begun: in which round, and the key it lies under."""

    round_id: int
    key: bytes


def lock_person(session: Session, *, person_id: int) -> Person:
    """A person, read anew, for nobody else to come in as or to send for by a link of a list in the meantime.

    The lock leaves room for rows that only name the person: whoever sends under their own key does not wait for it.
    """
    locked = select(Person).where(Person.id == person_id).with_for_update(of=Person, key_share=True)
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def send_by_link(
    session: Session, *, round_: Round, link_key: bytes, own_key: bytes, job: Answering, today: date
) -> None:
    """Send what was answered under the key of a link as the person's own, unless they have sent before.

    Then what came by the link is deleted and nothing else happens: whoever sends cannot tell the one from the other.
    What the person had begun and not sent gives way. Raises RoundIsClosed, NotStarted where nothing lies under the
    link's key (any more), or AnswersRefused; none of them depends on the person's own row.
    """
    lock_person(session, person_id=job.person_id)
    surveys.require_open(session, round_)
    begun = surveys.locked_answers(session, round_=round_, key=link_key)
    if begun is None:
        raise surveys.NotStarted
    packed = surveys.packed_to_send(round_, job.role_group, begun)
    own = _own_row(session, round_, own_key)
    if not own.is_submitted:
        surveys.send_row(session, round_=round_, row=own, packed=packed, job=job, today=today)
        carry_text(session, from_row=begun.key, to_row=own.key)
    session.delete(begun)
    session.flush()


def _own_row(session: Session, round_: Round, key: bytes) -> Response:
    """The person's own row, locked; a blank one where there is none, so that two who send at once meet there."""
    own = None
    while own is None:  # again where it was withdrawn between the two statements
        surveys.start(session, round_=round_, key=key)
        own = surveys.locked_answers(session, round_=round_, key=key)
    return own


def adopt_begun(session: Session, *, person_id: int, key: bytes, begun: Sequence[Begun]) -> None:
    """Make what links began in open rounds the person's own, now that they have come by their own address.

    `begun`: newest first; the newest is adopted where they have nothing of their own in its round, and the others are
    deleted. Those of rounds that take no answers any more are deleted too.
    """
    if not begun:
        return
    lock_person(session, person_id=person_id)
    for round_id in _still_open(session, begun):
        keys = [one.key for one in begun if one.round_id == round_id]
        in_round = Response.round_id == round_id, Response.respondent_key.in_(keys)
        rows = session.execute(select(Response.respondent_key, Response.key, Response.answers).where(*in_round))
        found: dict[bytes, tuple[bytes, bytes]] = {link_key: (row, answers) for link_key, row, answers in rows}
        newest = next((found[each] for each in keys if each in found), None)
        if newest is not None:
            begun_row, answers = newest
            row: dict[str, Any] = {
                "key": secrets.token_bytes(16),
                "round_id": round_id,
                "respondent_key": key,
                "is_submitted": False,
                "answers": answers,
            }
            if insert_unless_there(session, Response, unique=["respondent_key", "round_id"], row=row):
                carry_text(session, from_row=begun_row, to_row=row["key"])
    forget_begun(session, begun=begun)


def _still_open(session: Session, begun: Sequence[Begun]) -> list[int]:
    """Those of the rounds that take answers, held open: what is not sent when a round closes is not kept."""
    wanted = select(Round.id).where(Round.id.in_({one.round_id for one in begun}), surveys.IS_OPEN)
    return list(session.scalars(wanted.order_by(Round.id).with_for_update(read=True, of=Round)))


def forget_begun(session: Session, *, begun: Sequence[Begun]) -> None:
    """Delete what links began and nobody sent."""
    if begun:
        of_links = Response.respondent_key.in_([one.key for one in begun]), Response.is_submitted.is_(False)
        session.execute(delete(Response).where(*of_links).execution_options(synchronize_session=False))
