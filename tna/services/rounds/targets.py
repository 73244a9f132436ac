"""The targets of a round: changed while it is planned, ratified by somebody on a day, and frozen once it opens."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from tna.domain.surveys import LEVELS
from tna.domain.targets import TargetData, laid_over, target_data, targets_by_domain
from tna.language import gettext, mark
from tna.models.surveys import Round
from tna.services import audit
from tna.services.rounds.definitions import definition_of, own_definition
from tna.services.rounds.standing import RoundRefused, lock_planned
from tna.services.survey_files import parse_with_targets

_FROZEN = mark("The targets of a round are frozen once it has opened.")
_MOVED = mark("Somebody has changed these targets since you opened this page, so nothing is saved yet.")
LONGEST_NAME = 200


class TargetsMoved(RoundRefused):
    """The targets are not those any more which a page showed; nothing was done."""

    def __init__(self) -> None:
        super().__init__("targets", gettext(_MOVED))


def targets_shown(round_: Round, role_group: str | None = None) -> str:
    """What a page hands back to say which targets it showed: of a whole round, or of one role group."""
    targets = definition_of(round_).targets
    shown = targets if role_group is None else {role_group: targets.get(role_group, {})}
    told = sorted((group, sorted(levels.items())) for group, levels in shown.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def set_targets(
    session: Session,
    *,
    round_: Round,
    role_group: str,
    levels: Mapping[str, int],
    shown: str,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Set what one role group needs: levels (1..5) by domain and, where they differ, by statement.

    `shown`: the targets of the role group that are changed, as `targets_shown` tells them. Whether anything changed;
    if so, nobody has ratified the targets any more. Raises TargetsMoved, RoundRefused, and SurveyFaults for levels
    that do not fit the survey.
    """
    lock_planned(session, round_, refusal=gettext(_FROZEN))
    if shown != targets_shown(round_, role_group):
        raise TargetsMoved
    if not set(levels.values()) <= set(LEVELS):
        raise RoundRefused("targets", gettext("Select a level from 1 to 5."))
    before = definition_of(round_)
    data = target_data(targets_by_domain(before)) | {role_group: dict(levels)}
    return _replace(session, round_, data, detail=role_group, actor_id=actor_id, now=now)


def lay_over_targets(
    session: Session,
    *,
    round_: Round,
    changes: Mapping[str, Mapping[str, int]],
    shown: str,
    detail: str,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Set levels (1..5) of several role groups at once, by domain or statement; all that is not named stays.

    What fits nothing in the round's survey is left out. `shown`: the targets of the round, as `targets_shown` tells
    them; `detail`: where the levels come from. Whether anything changed; if so, nobody has ratified the targets any
    more. Raises TargetsMoved and RoundRefused.
    """
    lock_planned(session, round_, refusal=gettext(_FROZEN))
    if shown != targets_shown(round_):
        raise TargetsMoved
    data = laid_over(targets_by_domain(definition_of(round_)), changes)
    return _replace(session, round_, data, detail=detail, actor_id=actor_id, now=now)


def _replace(
    session: Session, round_: Round, data: TargetData, *, detail: str, actor_id: int | None, now: datetime
) -> bool:
    """Let these be the targets; whether they differ from those before."""
    before = definition_of(round_)
    _set(round_, data)
    if definition_of(round_).targets == before.targets:
        return False
    round_.targets_ratified_on = round_.targets_ratified_by = None
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="changed the targets of a round",
        subject=f"round {round_.id}",
        detail=detail,
    )
    session.flush()
    return True


def _set(round_: Round, data: TargetData) -> None:
    """Keep the targets as text, or nothing where they are those of the survey's own file. Raises SurveyFaults."""
    version = round_.survey_version
    text = json.dumps(data, separators=(", ", ": "))
    checked = parse_with_targets(version.definition, text, f"{version.survey_id} version {version.version}")
    round_.targets = None if checked.targets == own_definition(version).targets else text


def ratify_targets(
    session: Session, *, round_: Round, on: date, by: str, shown: str, today: date, actor_id: int | None, now: datetime
) -> None:
    """Keep on which day and by whom (a body or a name) the targets were agreed.

    `shown`: the targets that were agreed, as `targets_shown` tells them. Raises TargetsMoved or RoundRefused.
    """
    lock_planned(session, round_, refusal=gettext(_FROZEN))
    if shown != targets_shown(round_):
        raise TargetsMoved
    cleaned = " ".join(by.split())
    if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        raise RoundRefused(
            "by", gettext("Enter who agreed the targets, in at most %(most)s characters.", most=LONGEST_NAME)
        )
    if on > today:
        raise RoundRefused("on", gettext("The day must be today or in the past."))
    round_.targets_ratified_on, round_.targets_ratified_by = on, cleaned
    audit.note(
        session, at=now, actor_id=actor_id, action="ratified the targets of a round", subject=f"round {round_.id}"
    )
    session.flush()
