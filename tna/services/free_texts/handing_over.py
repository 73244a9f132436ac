"""Handing the texts of a released round to its screeners: with a release group, and without a way to the answers."""

import secrets
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tna.domain.free_text import USUAL_THEMES, Decision
from tna.domain.people import text_mark
from tna.language import gettext
from tna.models.free_texts import OpenQuestion, TextToScreen, Theme, WrittenText
from tna.models.needs import Release
from tna.models.surveys import Response


def hand_over(session: Session, *, round_id: int, secret: str) -> None:
    """Cut the texts of a released round off from the answers they hung on; twice is once, and before is never.

    Each gets the release group of whoever wrote it, a new random key, and the mark by which its writer can have it
    deleted. The rows are written in the order of the new keys, so that none is left of the old.
    """
    if session.scalar(select(Release.id).where(Release.round_id == round_id)) is None:
        return
    wanted = (
        select(WrittenText.text, Response.release_group_id, Response.respondent_key)
        .join(Response, Response.key == WrittenText.response_key)
        .where(Response.round_id == round_id, Response.is_submitted)
        .order_by(Response.key)
    )
    rows: list[dict[str, Any]] = [
        {
            "key": secrets.token_bytes(16),
            "round_id": round_id,
            "group_id": group_id,
            "mark": text_mark(secret, round_id, respondent),
            "text": text,
            "decision": Decision.UNREAD,
            "may_be_quoted": False,
        }
        for text, group_id, respondent in session.execute(wanted)
    ]
    if not rows:
        return
    session.execute(insert(TextToScreen), sorted(rows, key=lambda row: row["key"]))
    of_round = select(Response.key).where(Response.round_id == round_id)
    written = delete(WrittenText).where(WrittenText.response_key.in_(of_round))
    session.execute(written.execution_options(synchronize_session=False))
    if session.get(OpenQuestion, round_id) is not None and not _themes(session, round_id):
        session.add_all(Theme(round_id=round_id, title=gettext(title)) for title in USUAL_THEMES)
    session.flush()


def _themes(session: Session, round_id: int) -> list[int]:
    return list(session.scalars(select(Theme.id).where(Theme.round_id == round_id).order_by(Theme.id)))
