"""What somebody writes in their own words, while the round is open: kept beside their answers, for nobody but them.

A text hangs on its writer's row of answers, so it is withdrawn, deleted unsent, merged and called off with it, by
whatever does that to the answers; only where answers are copied has somebody to carry it along.
"""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tna.domain.free_text import LONGEST_TEXT, Decision, fingerprint, tidied
from tna.language import gettext, ngettext
from tna.models.free_texts import TextToScreen, WrittenText
from tna.models.surveys import Response, Round
from tna.services.surveys import AlreadySent, NotStarted, locked_answers, require_open


class TextRefused(Exception):
    """A text cannot be kept; the message says what to do."""


class WrittenElsewhere(TextRefused):
    """Something else was written in the meantime, and is kept."""


def own_text(session: Session, *, round_: Round, key: bytes) -> str:
    """What the person has written in a round that is not released; empty for nothing."""
    wanted = select(WrittenText.text).join(Response, Response.key == WrittenText.response_key)
    found = session.scalar(wanted.where(Response.round_id == round_.id, Response.respondent_key == key))
    return found or ""


def write_text(
    session: Session, *, round_: Round, key: bytes, typed: str, seen: str | None = None, corrects: bool = False
) -> str:
    """Keep what somebody wrote, as it is returned; nothing but spaces deletes it.

    `seen`: the fingerprint of the text that the form was shown with; without it, the form's word counts. `corrects`:
    the person means to change what they have sent. Raises RoundIsClosed, NotStarted, AlreadySent or TextRefused; then
    nothing is changed.
    """
    require_open(session, round_)
    row = locked_answers(session, round_=round_, key=key)
    if row is None:
        raise NotStarted
    if row.is_submitted and not corrects:
        raise AlreadySent
    text = checked(typed)
    kept = session.get(WrittenText, row.key, populate_existing=True)
    before = "" if kept is None else kept.text
    if seen is not None and fingerprint(before) not in {seen, fingerprint(text)}:
        elsewhere = gettext(
            "You wrote something else in a different tab or on another device. What is saved stands below: "
            "put together what you want to keep, and save it"
        )
        raise WrittenElsewhere(elsewhere)
    if kept is None and text:
        session.add(WrittenText(response_key=row.key, text=text))
    elif kept is not None and text:
        kept.text = text
    elif kept is not None:
        session.delete(kept)
    session.flush()
    return text


def write_collected(session: Session, *, round_: Round, texts: Mapping[bytes, str]) -> None:
    """Keep what many people wrote at once, by respondent key, beside answers they have sent. Raises RoundIsClosed."""
    require_open(session, round_)
    sent = select(Response.respondent_key, Response.key).where(Response.round_id == round_.id, Response.is_submitted)
    rows = {key: row for key, row in session.execute(sent)}
    written = [{"response_key": rows[key], "text": checked(typed)} for key, typed in texts.items()]
    if written:
        session.execute(insert(WrittenText), written)


def checked(typed: str) -> str:
    """A text as it is kept. Raises TextRefused where it is too long."""
    text = tidied(typed)
    if len(text) > LONGEST_TEXT:
        over = len(text) - LONGEST_TEXT
        raise TextRefused(
            ngettext(
                "What you write must have %(most)s characters or fewer: shorten it by %(n)s character",
                "What you write must have %(most)s characters or fewer: shorten it by %(n)s characters",
                over,
                most=f"{LONGEST_TEXT:,}",
            )
        )
    return text


def carry_text(session: Session, *, from_row: bytes, to_row: bytes) -> None:
    """Let a text go with answers that are copied from one row to another, in place of what was written beside that."""
    session.execute(delete(WrittenText).where(WrittenText.response_key == to_row))
    moved = update(WrittenText).where(WrittenText.response_key == from_row).values(response_key=to_row)
    session.execute(moved.execution_options(synchronize_session=False))


def delete_left_over(session: Session, *, round_: Round, mark: bytes) -> None:
    """Delete what the holder of this mark wrote in a closed round, unless it was escalated; twice is once.

    Nothing says whether there was anything.
    """
    own = TextToScreen.round_id == round_.id, TextToScreen.mark == mark
    unless = TextToScreen.decision != Decision.ESCALATED
    session.execute(delete(TextToScreen).where(*own, unless).execution_options(synchronize_session=False))
