"""Levels proposed for the next round: kept with the release they were tried on, and filled into a planned round."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.reports.target_changes import target_lines
from tna.domain.targets import TargetData, differing, left_over, targets_by_domain
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.needs import Release, TargetProposal
from tna.models.surveys import Round
from tna.services import audit
from tna.services.reports import Released, role_group_titles
from tna.services.rounds import RoundRefused, definition_of, lay_over_targets

LONGEST = 200
"""Characters of a proposal's name and of who proposes it."""


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal, the levels that it holds, and the round whose figures they were tried on."""

    proposal: TargetProposal
    round: Round
    changes: TargetData


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal as a planned round shows it: what it would change there, in lines, and how much does not fit."""

    proposal: TargetProposal
    round_title: str
    lines: tuple[str, ...]
    left_out: int


def propose(
    session: Session,
    *,
    released: Released,
    changes: Mapping[str, Mapping[str, int]],
    name: str,
    by: str,
    today: date,
    actor_id: int | None,
    now: datetime,
) -> TargetProposal:
    """Keep other levels as a proposal by a body or a name. Raises RoundRefused with the field that is at fault."""
    kept = differing(released.definition, changes)
    if not kept:
        raise RoundRefused("name", gettext("Change a level first: these are those of the release."))
    called = _line("name", name, gettext("Enter what to call the proposal, in at most 200 characters."))
    _refuse_same_name(session, called)
    proposal = TargetProposal(
        release_id=released.release.id,
        name=called,
        proposed_by=_line("by", by, gettext("Enter who proposes it, in at most 200 characters.")),
        proposed_on=today,
        changes=json.dumps(kept, separators=(",", ":")),
    )
    session.add(proposal)
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="proposed targets for the next round",
        subject=f"target proposal {proposal.id}",
        detail=f"tried on the release of round {released.round.id}",
    )
    return proposal


def _line(field: str, typed: str, refusal: str) -> str:
    line = " ".join(typed.split())
    if not line or len(line) > LONGEST or not line.isprintable():
        raise RoundRefused(field, refusal)
    return line


def _refuse_same_name(session: Session, name: str) -> None:
    """Those who take one over choose by its name."""
    names = session.scalars(select(TargetProposal.name).order_by(TargetProposal.id))
    same = next((one for one in names if one.casefold() == name.casefold()), None)
    if same is not None:
        raise RoundRefused(
            "name", gettext("There is a proposal called “%(name)s” already. Choose another name.", name=same)
        )


def changes_of(proposal: TargetProposal) -> TargetData:
    """The levels that a proposal holds."""
    changes: TargetData = json.loads(proposal.changes)
    return changes


def find_proposal(session: Session, *, proposal_id: int) -> TargetProposal | None:
    """The proposal with this id."""
    return session.get(TargetProposal, proposal_id) if 0 < proposal_id <= LARGEST_ID else None


def kept_proposals(session: Session) -> list[KeptProposal]:
    """Every proposal there is, the newest first."""
    wanted = (
        select(TargetProposal, Round)
        .join(Release, Release.id == TargetProposal.release_id)
        .join(Round, Round.id == Release.round_id)
        .order_by(TargetProposal.proposed_on.desc(), TargetProposal.id.desc())
    )
    return [KeptProposal(proposal, round_, changes_of(proposal)) for proposal, round_ in session.execute(wanted)]


def proposals_for(session: Session, *, round_: Round) -> list[ProposalShown]:
    """Every proposal there is, the newest first, beside the levels of a planned round."""
    definition, titles = definition_of(round_), role_group_titles()
    rows = targets_by_domain(definition)
    return [
        ProposalShown(
            one.proposal,
            one.round.title,
            target_lines(definition, one.changes, titles=titles),
            len(left_over(rows, one.changes)),
        )
        for one in kept_proposals(session)
    ]


def use_proposal(
    session: Session, *, round_: Round, proposal: TargetProposal, shown: str, actor_id: int | None, now: datetime
) -> bool:
    """Fill a planned round's targets with those of a proposal, to be ratified as any; whether any level changed.

    Raises TargetsMoved and RoundRefused.
    """
    return lay_over_targets(
        session,
        round_=round_,
        changes=changes_of(proposal),
        shown=shown,
        detail=f"proposal:{proposal.id}",
        actor_id=actor_id,
        now=now,
    )


def remove_proposal(session: Session, *, proposal: TargetProposal, actor_id: int | None, now: datetime) -> None:
    """Take a proposal away; rounds that were filled from it keep their targets."""
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="removed proposed targets",
        subject=f"target proposal {proposal.id}",
        detail=proposal.name,
    )
    session.delete(proposal)
    session.flush()
