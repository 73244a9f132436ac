"""The short list of themes by which the screeners of a round sort what people wrote."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tna.domain.free_text import LONGEST_THEME, MOST_THEMES
from tna.language import gettext
from tna.models.free_texts import ReleasedThemes, TextTheme, Theme
from tna.models.needs import Release
from tna.models.surveys import Round
from tna.services import audit


class ThemeRefused(Exception):
    """What was asked of the list of themes cannot be; the message says what to do."""


def themes_of(session: Session, *, round_id: int) -> list[Theme]:
    """The themes of a round, in the order in which they were thought of."""
    return list(session.scalars(select(Theme).where(Theme.round_id == round_id).order_by(Theme.id)))


def texts_by_theme(session: Session, *, round_id: int) -> dict[int, int]:
    """How many texts each theme of a round has been given to, for its screeners."""
    counted = (
        select(TextTheme.theme_id, func.count())
        .join(Theme, Theme.id == TextTheme.theme_id)
        .where(Theme.round_id == round_id)
        .group_by(TextTheme.theme_id)
    )
    return {theme_id: texts for theme_id, texts in session.execute(counted)}


def add_theme(session: Session, *, round_: Round, title: str, actor_id: int, now: datetime) -> None:
    """Put a theme at the end of the list. Raises ThemeRefused."""
    there = _locked(session, round_)
    if len(there) >= MOST_THEMES:
        raise ThemeRefused(gettext("A round has at most %(n)s themes. Remove one first.", n=MOST_THEMES))
    session.add(Theme(round_id=round_.id, title=_checked(there, title)))
    _note(session, round_, "added a theme", actor_id, now)


def rename_theme(session: Session, *, round_: Round, theme_id: int, title: str, actor_id: int, now: datetime) -> None:
    """Call a theme something else; the texts keep it. Raises ThemeRefused."""
    there = _locked(session, round_)
    theme = _one_of(there, theme_id)
    theme.title = _checked([one for one in there if one is not theme], title)
    _note(session, round_, "renamed a theme", actor_id, now)


def remove_theme(session: Session, *, round_: Round, theme_id: int, actor_id: int, now: datetime) -> None:
    """Take a theme off the list, and off the texts that have it. Raises ThemeRefused."""
    theme = _one_of(_locked(session, round_), theme_id)
    session.execute(delete(TextTheme).where(TextTheme.theme_id == theme.id))
    session.delete(theme)
    _note(session, round_, "removed a theme", actor_id, now)


def _locked(session: Session, round_: Round) -> list[Theme]:
    """The list, for nobody else to change until this transaction ends. Raises ThemeRefused once it is released."""
    session.refresh(round_, with_for_update={"of": Round})
    released = select(ReleasedThemes.release_id).join(Release, Release.id == ReleasedThemes.release_id)
    if session.scalar(released.where(Release.round_id == round_.id)) is not None:
        raise ThemeRefused(gettext("The themes of this round are released and stay as they are."))
    return themes_of(session, round_id=round_.id)


def _one_of(there: list[Theme], theme_id: int) -> Theme:
    found = next((one for one in there if one.id == theme_id), None)
    if found is None:
        raise ThemeRefused(gettext("This theme is not on the list any more."))
    return found


def _checked(others: list[Theme], title: str) -> str:
    cleaned = " ".join(title.split())
    if not cleaned or len(cleaned) > LONGEST_THEME or not cleaned.isprintable():
        raise ThemeRefused(gettext("Enter a theme, in at most %(n)s characters.", n=LONGEST_THEME))
    if any(one.title.casefold() == cleaned.casefold() for one in others):
        raise ThemeRefused(gettext("This theme is on the list already."))
    return cleaned


def _note(session: Session, round_: Round, action: str, actor_id: int, now: datetime) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=f"round {round_.id}")
    session.flush()
