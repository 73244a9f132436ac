"""Releasing the themes of a round, once and for good; with that the texts themselves are deleted."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tna.domain.free_text import Decision, KeptText, ThemeGroup, Themes, form_themes
from tna.domain.reports.own_words import OwnWords, own_words
from tna.domain.reports.sources import of_answers
from tna.language import gettext
from tna.models.free_texts import Escalation, OpenQuestion, ReleasedThemes, TextTheme, TextToScreen, Theme
from tna.models.needs import Release, ReleaseGroup
from tna.models.surveys import Round
from tna.services import audit, owed
from tna.services.free_texts.screening import progress
from tna.services.free_texts.themes import themes_of
from tna.services.releases import DRAW_RELEASE, WRITE_FILES, Difference


class NotReadYet(Exception):
    """The themes cannot be released yet, or again; the message says why."""


def what_keeps(session: Session, *, round_id: int) -> str:
    """What keeps the themes of a round from being released, in words; empty where nothing does."""
    release_id = _release_id(session, round_id)
    if release_id is None:
        return gettext("The round is not released yet.")
    if session.get(ReleasedThemes, release_id) is not None:
        return gettext("The themes are released already.")
    done = progress(session, round_id=round_id)
    if not done.texts:
        return gettext("Nobody has written anything.")
    if done.unread:
        return gettext("Some texts have not been read yet.")
    waiting = select(Escalation.id).where(Escalation.round_id == round_id, Escalation.handed_on_at.is_(None))
    if session.scalar(waiting.limit(1)) is not None:
        return gettext("Something has not been handed on yet.")
    return ""


def would_release(session: Session, *, round_id: int) -> Themes | None:
    """What a release of the themes would hold now; None before the round is released."""
    release = session.scalars(select(Release).where(Release.round_id == round_id)).one_or_none()
    return None if release is None else _formed(session, release)


def release_themes(session: Session, *, round_: Round, actor_id: int | None, now: datetime) -> None:
    """Freeze the themes of a round with their hash, and delete every text of it. Raises NotReadYet.

    With it their picture is owed, and the files of the round anew, which now hold the themes.
    """
    session.refresh(round_, with_for_update={"of": Round})
    session.execute(select(TextToScreen.key).where(TextToScreen.round_id == round_.id).with_for_update())
    if why := what_keeps(session, round_id=round_.id):
        raise NotReadYet(why)
    release = session.scalars(select(Release).where(Release.round_id == round_.id)).one()
    payload = json.dumps(asdict(_formed(session, release)), sort_keys=True)
    session.add(
        ReleasedThemes(release_id=release.id, made_at=now, payload=payload, digest=_digest(release.id, payload))
    )
    _delete_texts(session, round_.id)
    for kind in (DRAW_RELEASE, WRITE_FILES):
        owed.promise(session, kind=kind, key=str(release.id), due_at=now)
    audit.note(session, at=now, actor_id=actor_id, action="released themes", subject=f"round {round_.id}")
    session.flush()


def released_themes(session: Session, *, release_id: int) -> Themes | None:
    """The themes of a release as they were frozen; None while there are none. Fails where they break their rule."""
    row = session.get(ReleasedThemes, release_id)
    return None if row is None else _read(row.payload)


def themes_digest(session: Session, *, release_id: int) -> str:
    """The hash of the released themes of a release; empty while there are none."""
    row = session.get(ReleasedThemes, release_id)
    return "" if row is None else row.digest


def own_words_report(session: Session, *, release: Release) -> OwnWords | None:
    """What a page of figures says of the open question of a released round; None where it asked none."""
    asked = session.get(OpenQuestion, release.round_id)
    if asked is None:
        return None
    themes = released_themes(session, release_id=release.id)
    if themes is None and not progress(session, round_id=release.round_id).texts:
        themes = form_themes((), {}, release.threshold)  # nobody wrote anything, so there is nothing to wait for
    report = own_words(asked.question, themes)
    if report.bars is None:
        return report
    round_title = session.get_one(Round, release.round_id).title
    return replace(report, bars=of_answers(report.bars, round_title=round_title))


def are_released(session: Session, *, round_id: int) -> bool:
    """Whether the themes of a round are released, so that no text of it is left."""
    release_id = _release_id(session, round_id)
    return release_id is not None and session.get(ReleasedThemes, release_id) is not None


def verify_themes(session: Session) -> list[Difference]:
    """Every round whose themes were changed after they were frozen; their texts are gone, so nothing is recounted."""
    wanted = (
        select(ReleasedThemes, Round.title)
        .join(Release, Release.id == ReleasedThemes.release_id)
        .join(Round, Round.id == Release.round_id)
        .order_by(ReleasedThemes.release_id)
    )
    return [
        Difference(title, "themes", "they were changed after they were frozen")
        for row, title in session.execute(wanted)
        if row.digest != _digest(row.release_id, row.payload)
    ]


def _release_id(session: Session, round_id: int) -> int | None:
    return session.scalar(select(Release.id).where(Release.round_id == round_id))


def _formed(session: Session, release: Release) -> Themes:
    titles = {theme.id: theme.title for theme in themes_of(session, round_id=release.round_id)}
    return form_themes(_kept(session, release.round_id), titles, release.threshold)


def _kept(session: Session, round_id: int) -> list[KeptText]:
    about: dict[bytes, set[int]] = {}
    tagged = select(TextTheme.text_key, TextTheme.theme_id).join(Theme, Theme.id == TextTheme.theme_id)
    for key, theme_id in session.execute(tagged.where(Theme.round_id == round_id)):
        about.setdefault(key, set()).add(theme_id)
    wanted = (
        select(TextToScreen.key, TextToScreen.text, TextToScreen.may_be_quoted, ReleaseGroup.key)
        .outerjoin(ReleaseGroup, ReleaseGroup.id == TextToScreen.group_id)
        .where(TextToScreen.round_id == round_id, TextToScreen.decision == Decision.KEPT)
        .order_by(TextToScreen.key)
    )
    return [
        KeptText(text, group, frozenset(about.get(key, ())), may_be_quoted)
        for key, text, may_be_quoted, group in session.execute(wanted)
    ]


def _delete_texts(session: Session, round_id: int) -> None:
    of_round = select(TextToScreen.key).where(TextToScreen.round_id == round_id)
    session.execute(delete(TextTheme).where(TextTheme.text_key.in_(of_round)).execution_options(**_AT_ONCE))
    for table in (TextToScreen, Theme):
        session.execute(delete(table).where(table.round_id == round_id).execution_options(**_AT_ONCE))
    session.expire_all()


_AT_ONCE = {"synchronize_session": False}


def _digest(release_id: int, payload: str) -> str:
    return hashlib.sha256(f"themes:{release_id}:{payload}".encode()).hexdigest()


def _read(payload: str) -> Themes:
    raw = json.loads(payload)
    return Themes(
        k=raw["k"],
        titles={int(theme): title for theme, title in raw["titles"].items()},
        groups=tuple(
            ThemeGroup(one["key"], one["texts"], {int(theme): about for theme, about in one["counts"].items()})
            for one in raw["groups"]
        ),
        quotations=tuple(raw["quotations"]),
    )
