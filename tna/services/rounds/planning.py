"""Planning rounds: on which survey, under what name, from when to when, and what people read before they start."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.notice_text import paragraphs
from tna.language import gettext, mark, number
from tna.models.surveys import Round, SurveyVersion
from tna.services import audit
from tna.services.rounds.standing import RoundRefused, lock_planned
from tna.services.survey_files import ShippedSurvey, parse_survey
from tna.services.upserts import insert_unless_there, unless_taken

LONGEST_NOTICE = 5_000
_TITLE_TAKEN = mark("A round with this name is here already. Enter another name.")
_NOTICE_TOO_LONG = mark("The privacy notice must have %(most)s characters or fewer.")
_NOT_PLANNED = mark("Only a planned round can be changed.")


def create_round(
    session: Session,
    *,
    title: str,
    survey: SurveyVersion | ShippedSurvey,
    opens_on: date,
    closes_on: date,
    actor_id: int | None,
    now: datetime,
) -> Round:
    """Plan a round on a survey, whose text is frozen with it. Raises RoundRefused or SurveyFaults."""
    cleaned = _checked(session, title=title, opens_on=opens_on, closes_on=closes_on, besides=None)
    round_ = Round(
        title=cleaned,
        survey_version=survey if isinstance(survey, SurveyVersion) else _frozen_version(session, survey),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    with unless_taken(session, RoundRefused("title", gettext(_TITLE_TAKEN))):
        session.add(round_)
    audit.note(session, at=now, actor_id=actor_id, action="created a round", subject=f"round {round_.id}")
    return round_


def change_round(
    session: Session,
    *,
    round_: Round,
    title: str,
    opens_on: date,
    closes_on: date,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Give a planned round another name or other days. Raises RoundRefused."""
    lock_planned(session, round_, refusal=gettext(_NOT_PLANNED))
    cleaned = _checked(session, title=title, opens_on=opens_on, closes_on=closes_on, besides=round_.id)
    with unless_taken(session, RoundRefused("title", gettext(_TITLE_TAKEN))):
        round_.title, round_.opens_on, round_.closes_on = cleaned, opens_on, closes_on
    audit.note(session, at=now, actor_id=actor_id, action="changed a round", subject=f"round {round_.id}")
    session.flush()


def write_privacy_notice(session: Session, *, round_: Round, text: str, actor_id: int | None, now: datetime) -> None:
    """Keep what people read before they start, beside what the product promises by itself. Raises RoundRefused."""
    lock_planned(
        session, round_, refusal=gettext("The privacy notice of a round stays as it was when the round opened.")
    )
    cleaned = "\n\n".join(paragraphs(text))
    if not cleaned:
        raise RoundRefused("text", gettext("Enter the privacy notice."))
    if len(cleaned) > LONGEST_NOTICE:
        raise RoundRefused("text", gettext(_NOTICE_TOO_LONG, most=number(LONGEST_NOTICE)))
    round_.privacy_notice = cleaned
    audit.note(
        session, at=now, actor_id=actor_id, action="wrote the privacy notice of a round", subject=f"round {round_.id}"
    )
    session.flush()


def _checked(session: Session, *, title: str, opens_on: date, closes_on: date, besides: int | None) -> str:
    """A round's name as it is kept, once name and days can stand; `besides`: the round that may have the name."""
    cleaned = " ".join(title.split())
    if not cleaned or len(cleaned) > 200 or not cleaned.isprintable():
        raise RoundRefused("title", gettext("Enter a name for the round, in at most 200 characters."))
    # Compared here: SQLite's own lower() knows A to Z only.
    others = session.execute(select(Round.id, Round.title))
    if any(other != besides and name.casefold() == cleaned.casefold() for other, name in others):
        raise RoundRefused("title", gettext(_TITLE_TAKEN))
    if closes_on < opens_on:
        raise RoundRefused("closes_on", gettext("The round must close on or after the day it opens."))
    return cleaned


def _frozen_version(session: Session, survey: ShippedSurvey) -> SurveyVersion:
    text = survey.path.read_text(encoding="utf-8")
    definition = parse_survey(text, survey.path.name)
    # Whoever plans the first round on a survey makes its version; two may do so at once.
    row = {"survey_id": definition.id, "version": definition.version, "title": definition.title, "definition": text}
    insert_unless_there(session, SurveyVersion, unique=["survey_id", "version"], row=row)
    kept = select(SurveyVersion).where(
        SurveyVersion.survey_id == definition.id, SurveyVersion.version == definition.version
    )
    known = session.scalars(kept).one()
    if known.definition != text:
        raise RoundRefused(
            "survey",
            gettext(
                "Version %(version)s of this survey was used before with other words. Give the changed survey a new "
                "version number.",
                version=definition.version,
            ),
        )
    return known
