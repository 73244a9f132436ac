"""Survey rounds: planning, opening and closing them, and what can be known before and while they run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from tna.domain.groups import Cell, Grouping, form_groups
from tna.domain.surveys import SurveyDefinition
from tna.models.needs import Release
from tna.models.people import Agency, Membership
from tna.models.surveys import Participation, Round, RoundHeadcount, SurveyVersion
from tna.services import audit, owed
from tna.services.agencies import headcounts
from tna.services.survey_files import ShippedSurvey, parse_survey
from tna.services.upserts import unless_taken

RELEASE_ROUND = "release a round"
LARGEST_ID = 2**31 - 1
# Made once, since every page of a survey asks for it.
_BY_ID = select(Round).where(Round.id == bindparam("round_id"))
_TITLE_TAKEN = "A round with this name is here already. Enter another name."


class RoundState(StrEnum):
    """Where a round stands; derived from its moments, never stored."""

    PLANNED = "draft"
    OPEN = "open"
    CLOSED = "closing"  # closed to answers; its release is being made
    RELEASED = "released"


class RoundRefused(Exception):
    """What was asked of a round cannot be; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round and where it stands."""

    round: Round
    state: RoundState


def definition_of(round_: Round) -> SurveyDefinition:
    """The survey of a round, parsed from the text frozen with it."""
    version = round_.survey_version
    return parse_survey(version.definition, f"{version.survey_id} version {version.version}")


def state_of(session: Session, round_: Round) -> RoundState:
    """Where a round stands."""
    if round_.opened_at is None:
        return RoundState.PLANNED
    if round_.closed_at is None:
        return RoundState.OPEN
    is_released = session.scalar(select(Release.id).where(Release.round_id == round_.id)) is not None
    return RoundState.RELEASED if is_released else RoundState.CLOSED


def all_rounds(session: Session) -> list[RoundSummary]:
    """Every round, the newest first."""
    rounds = session.scalars(select(Round).order_by(Round.opens_on.desc(), Round.id.desc()))
    return [RoundSummary(r, state_of(session, r)) for r in rounds]


def find_round(session: Session, *, round_id: int) -> Round | None:
    """The round with this id."""
    return session.scalars(_BY_ID, {"round_id": round_id}).one_or_none() if 0 < round_id <= LARGEST_ID else None


def running_round(session: Session) -> Round | None:
    """The round that is open now; at most one is."""
    wanted = select(Round).where(Round.opened_at.is_not(None), Round.closed_at.is_(None))
    return session.scalars(wanted.order_by(Round.id.desc())).first()


def create_round(
    session: Session,
    *,
    title: str,
    survey: ShippedSurvey | SurveyVersion,
    opens_on: date,
    closes_on: date,
    actor_id: int | None,
    now: datetime,
) -> Round:
    """Plan a round on a published survey, or on a shipped one whose text is frozen with it.

    Raises RoundRefused or SurveyFaults.
    """
    cleaned = " ".join(title.split())
    if not cleaned or len(cleaned) > 200 or not cleaned.isprintable():
        raise RoundRefused("title", "Enter a name for the round, in at most 200 characters.")
    # Compared here: SQLite's own lower() knows A to Z only.
    if any(other.casefold() == cleaned.casefold() for other in session.scalars(select(Round.title))):
        raise RoundRefused("title", _TITLE_TAKEN)
    if closes_on < opens_on:
        raise RoundRefused("closes_on", "The round must close on or after the day it opens.")
    round_ = Round(
        title=cleaned,
        survey_version=survey if isinstance(survey, SurveyVersion) else _frozen_version(session, survey),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    with unless_taken(session, RoundRefused("title", _TITLE_TAKEN)):
        session.add(round_)
    audit.note(session, at=now, actor_id=actor_id, action="created a round", subject=f"round {round_.id}")
    return round_


def _frozen_version(session: Session, survey: ShippedSurvey) -> SurveyVersion:
    text = survey.path.read_text(encoding="utf-8")
    definition = parse_survey(text, survey.path.name)
    known = session.scalars(
        select(SurveyVersion).where(
            SurveyVersion.survey_id == definition.id, SurveyVersion.version == definition.version
        )
    ).one_or_none()
    if known is None:
        return SurveyVersion(
            survey_id=definition.id, version=definition.version, title=definition.title, definition=text
        )
    if known.definition != text:
        raise RoundRefused(
            "survey",
            f"Version {definition.version} of this survey was used before with other words. "
            "Give the changed survey a new version number.",
        )
    return known


def open_round(session: Session, *, round_: Round, today: date, actor_id: int | None, now: datetime) -> None:
    """Open a planned round to answers. Raises RoundRefused."""
    # All rounds are locked, so that two that are opened at once do not both find none running.
    session.scalars(select(Round.id).order_by(Round.id).with_for_update()).all()
    session.refresh(round_)
    if round_.opened_at is not None:
        raise RoundRefused("round", "This round was opened before.")
    running = running_round(session)
    if running is not None:
        raise RoundRefused("round", f"“{running.title}” is still open. Close it first: one round runs at a time.")
    if round_.closes_on < today:
        raise RoundRefused("round", "The day this round closes has passed. Create a round with later days.")
    if not headcounts(session):
        raise RoundRefused("round", "No agency has a headcount yet. Enter headcounts first.")
    round_.opened_at = now
    _freeze_headcounts(session, round_)
    audit.note(session, at=now, actor_id=actor_id, action="opened a round", subject=f"round {round_.id}")
    session.flush()


def close_round(session: Session, *, round_: Round, actor_id: int | None, now: datetime) -> None:
    """Close an open round for good and owe its release. Closing twice is closing once."""
    session.refresh(round_, with_for_update={"of": Round})
    if round_.opened_at is None:
        raise RoundRefused("round", "This round has not been opened.")
    if round_.closed_at is not None:
        return
    round_.closed_at = now
    owed.promise(session, kind=RELEASE_ROUND, key=str(round_.id), due_at=now)
    audit.note(session, at=now, actor_id=actor_id, action="closed a round", subject=f"round {round_.id}")
    session.flush()


def _freeze_headcounts(session: Session, round_: Round) -> None:
    """Keep the headcounts of today with the round, and where somebody works but nobody entered one, that too.

    So a row of coverage is there whether or not somebody has answered, and none of them moves while answers come in.
    """
    heads = headcounts(session)
    working = select(Membership.agency_id, Membership.role_group).where(Membership.is_answering).distinct()
    staffed = {(agency_id, role_group) for agency_id, role_group in session.execute(working)}
    for agency_id, role_group in sorted(heads.keys() | staffed):
        frozen = heads.get((agency_id, role_group))
        session.add(RoundHeadcount(round_id=round_.id, agency_id=agency_id, role_group=role_group, heads=frozen))
    session.flush()


def frozen_headcounts(session: Session, *, round_id: int) -> dict[tuple[str, str], int | None]:
    """Heads by (agency, role group) as they were when the round opened."""
    wanted = select(RoundHeadcount.agency_id, RoundHeadcount.role_group, RoundHeadcount.heads)
    rows = session.execute(wanted.where(RoundHeadcount.round_id == round_id))
    return {(agency, role_group): heads for agency, role_group, heads in rows}


def participation_cells(session: Session, *, round_: Round) -> list[Cell]:
    """How many people of each agency and role group have sent their answers, against headcount when it opened."""
    counted = (
        select(Participation.agency_id, Participation.role_group, func.count())
        .where(Participation.round_id == round_.id)
        .group_by(Participation.agency_id, Participation.role_group)
    )
    answers = {(agency, group): number for agency, group, number in session.execute(counted)}
    return cells_of(session, answers, frozen_headcounts(session, round_id=round_.id))


def preview_groups(session: Session, *, expected_rate: float, threshold: int) -> Grouping:
    """The release groups that would form if this share (0..1) of every headcount answered; binds nothing."""
    heads = headcounts(session)
    expected = {cell: round(number * expected_rate) for cell, number in heads.items()}
    return form_groups(cells_of(session, expected, heads), threshold)


def cells_of(
    session: Session, answers: Mapping[tuple[str, str], int], heads: Mapping[tuple[str, str], int | None]
) -> list[Cell]:
    """Answers and heads by (agency, role group) as cells, in order."""
    sectors = {agency_id: sector for agency_id, sector in session.execute(select(Agency.id, Agency.sector))}
    return [
        Cell(agency, sectors[agency], role_group, answers.get((agency, role_group), 0), heads.get((agency, role_group)))
        for agency, role_group in sorted(answers.keys() | heads.keys())
    ]
