"""The words of a round's invitations and reminders: an agency's own, else the round's, else the usual ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from tna.domain import wordings
from tna.domain.notices import NoticeKind
from tna.domain.wordings import Words, WordsFault, usual_words
from tna.language import day
from tna.models.notices import Wording
from tna.models.surveys import Round
from tna.services import audit
from tna.services.free_texts.questions import minutes_of_round

EVERYBODY = "everybody"
"""Stands for all agencies together where the log names one."""


class WordsRefused(Exception):
    """Words cannot be sent as they are; `faults` names everything that is wrong with them."""

    def __init__(self, faults: Sequence[WordsFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def words_of(session: Session, *, round_id: int, agency_id: str | None, kind: NoticeKind) -> Words:
    """What goes out to the people of an agency, or for None to those of agencies without words of their own."""
    own = own_words(session, round_id=round_id, agency_id=agency_id, kind=kind)
    if own is None and agency_id is not None:
        own = own_words(session, round_id=round_id, agency_id=None, kind=kind)
    return usual_words(kind) if own is None else own


def own_words(session: Session, *, round_id: int, agency_id: str | None, kind: NoticeKind) -> Words | None:
    """The words that were written for this agency, or for None for the round; None where nobody wrote any."""
    wanted = select(Wording.subject, Wording.body).where(*_is_this(round_id, agency_id, kind))
    found = session.execute(wanted).one_or_none()
    return None if found is None else Words(*found)


def save_words(
    session: Session,
    *,
    round_: Round,
    agency_id: str | None,
    kind: NoticeKind,
    words: Words,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Write the words of an agency, or for None of the round; they hold for what goes out from now on.

    Raises WordsRefused.
    """
    faults = wordings.faults_of(words)
    if faults:
        raise WordsRefused(faults)
    _lock(session, round_)
    session.execute(delete(Wording).where(*_is_this(round_.id, agency_id, kind)))
    session.add(
        Wording(round_id=round_.id, agency_id=agency_id, kind=kind.value, subject=words.subject, body=words.body)
    )
    _note(session, round_, agency_id, f"wrote own words: {kind}", actor_id, now)
    session.flush()


def drop_words(
    session: Session, *, round_: Round, agency_id: str | None, kind: NoticeKind, actor_id: int | None, now: datetime
) -> None:
    """Go back to the words of the round, or for None to the usual ones; without own words nothing happens."""
    gone = session.scalars(delete(Wording).where(*_is_this(round_.id, agency_id, kind)).returning(Wording.id)).all()
    if gone:
        _note(session, round_, agency_id, f"dropped own words: {kind}", actor_id, now)
    session.flush()


def values_of(session: Session, *, round_: Round, name: str, link: str, partnership: str) -> dict[str, str]:
    """What stands in the place of each field, in a message of this round to somebody."""
    return {
        "name": name,
        "partnership": partnership,
        "link": link,
        "closes_on": day(round_.closes_on),
        "minutes": str(minutes_of_round(session, round_)),
    }


def _is_this(round_id: int, agency_id: str | None, kind: NoticeKind) -> tuple[ColumnElement[bool], ...]:
    return (
        Wording.round_id == round_id,
        Wording.agency_id.is_not_distinct_from(agency_id),
        Wording.kind == kind.value,
    )


def _lock(session: Session, round_: Round) -> None:
    """Two who save at once take turns, so that the second replaces the first."""
    session.refresh(round_, with_for_update={"of": Round})


def _note(
    session: Session, round_: Round, agency_id: str | None, action: str, actor_id: int | None, now: datetime
) -> None:
    subject = f"round {round_.id}, {agency_id or EVERYBODY}"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=subject)
