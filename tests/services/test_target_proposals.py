"""Levels proposed for the next round: kept beside their release, filled into a planned round, ratified as any."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.partnerships import scene
from tna.models.audit import AuditEvent
from tna.models.needs import TargetProposal
from tna.models.surveys import Round
from tna.services import reports, rounds, target_proposals
from tna.services.rounds import RoundRefused, TargetsMoved

CHANGES = {"D": {"D1": 5, "s05": 5}, "B": {"D2": 4}}


@pytest.fixture
def released(session: Session) -> Round:
    return scene(session).released("Spring")


def use(session: Session, round_: Round, proposal: TargetProposal, shown: str = "") -> bool:
    return target_proposals.use_proposal(
        session,
        round_=round_,
        proposal=proposal,
        shown=shown or rounds.targets_shown(round_),
        actor_id=None,
        now=NOW,
    )


def actions(session: Session) -> list[str]:
    return [event.action for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


def test_a_proposal_keeps_what_differs_and_nothing_else(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, {**CHANGES, "C": {"D1": 4}})
    assert target_proposals.changes_of(proposal) == CHANGES
    assert (proposal.proposed_by, proposal.proposed_on) == ("The subgroup", TODAY)
    assert actions(session)[-1] == "proposed targets for the next round"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"changes": {}}, "name"), ({"name": " "}, "name"), ({"by": ""}, "by"), ({"by": "x" * 201}, "by")],
)
def test_a_proposal_without_levels_a_name_or_a_proposer_is_refused(
    session: Session, released: Round, changes: dict[str, Any], field: str
) -> None:
    [found] = reports.released_rounds(session)
    assert found.round is released
    values = {"changes": CHANGES, "name": "Higher", "by": "The subgroup"} | changes
    with pytest.raises(RoundRefused) as refused:
        target_proposals.propose(session, released=found, today=TODAY, actor_id=None, now=NOW, **values)
    assert refused.value.field == field


def test_using_a_proposal_fills_a_planned_round_and_leaves_the_rest(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, CHANGES)
    planned = factories.add_round(session, title="Autumn")
    before = rounds.definition_of(planned)
    factories.ratify_targets(session, planned)
    assert use(session, planned, proposal)
    after = rounds.definition_of(planned)
    assert (after.target("D", "s01"), after.target("D", "s05"), after.target("B", "s05")) == (5, 5, 4)
    assert after.targets["C"] == before.targets["C"]
    assert planned.targets_ratified_on is None
    assert rounds.definition_of(released).targets == before.targets
    assert actions(session)[-1] == "changed the targets of a round"
    assert not use(session, planned, proposal)


def test_a_round_shows_what_a_proposal_would_change_there(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, CHANGES)
    planned = factories.add_round(session, title="Autumn")
    [shown] = target_proposals.proposals_for(session, round_=planned)
    assert shown.round_title == "Spring"
    assert shown.lines[0] == "Children's workforce, Talking with children: 3 to 4"
    assert shown.lines[1] == "Targeted, health and early help, Noticing signs: 4 to 5"
    assert shown.lines[2].startswith("Targeted, health and early help, “")
    use(session, planned, proposal)
    [shown] = target_proposals.proposals_for(session, round_=planned)
    assert (shown.lines, shown.left_out) == ((), 0)


def test_levels_that_another_survey_does_not_ask_are_counted_and_left_out(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, {"D": {"D1": 5}, "J": {"D4": 5}})
    planned = factories.add_round(session, survey=factories.add_survey_of_two(session))
    before = rounds.definition_of(planned).targets
    [shown] = target_proposals.proposals_for(session, round_=planned)
    assert (shown.lines, shown.left_out) == ((), 2)
    assert not use(session, planned, proposal)
    assert rounds.definition_of(planned).targets == before


def test_targets_that_moved_since_they_were_shown_are_not_overwritten(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, CHANGES)
    planned = factories.add_round(session, title="Autumn")
    with pytest.raises(TargetsMoved):
        use(session, planned, proposal, shown="else")


def test_an_open_round_takes_no_proposal(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, CHANGES)
    running = factories.add_open_round(session, title="Autumn")
    with pytest.raises(RoundRefused, match="frozen"):
        use(session, running, proposal)


def test_a_removed_proposal_is_gone_and_its_targets_stay(session: Session, released: Round) -> None:
    proposal = factories.add_proposal(session, released, CHANGES)
    planned = factories.add_round(session, title="Autumn")
    use(session, planned, proposal)
    number = proposal.id
    target_proposals.remove_proposal(session, proposal=proposal, actor_id=None, now=NOW)
    assert target_proposals.find_proposal(session, proposal_id=number) is None
    assert rounds.definition_of(planned).target("D", "s01") == 5
    assert actions(session)[-1] == "removed proposed targets"
