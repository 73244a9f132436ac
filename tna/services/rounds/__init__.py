"""Survey rounds: planned, opened, closed or called off, and what can be known before and while they run."""

from tna.services.rounds.audience import are_asked
from tna.services.rounds.conditions import Missing, RoundNotReady, missing_to_open
from tna.services.rounds.definitions import definition_of, own_definition, title_of
from tna.services.rounds.opening import (
    RELEASE_ROUND,
    close_as_asked,
    close_round,
    closes_early,
    move_closing_day,
    open_round,
)
from tna.services.rounds.participation import cells_of, expected_cells, frozen_headcounts, participation_cells
from tna.services.rounds.planning import (
    change_round,
    create_round,
    write_privacy_notice,
)
from tna.services.rounds.standing import (
    RoundRefused,
    RoundState,
    RoundSummary,
    all_rounds,
    find_round,
    is_called_off_lately,
    is_named,
    refuse_name,
    running_round,
    state_of,
)
from tna.services.rounds.targets import TargetsMoved, lay_over_targets, ratify_targets, set_targets, targets_shown

__all__ = [
    "RELEASE_ROUND",
    "Missing",
    "RoundNotReady",
    "RoundRefused",
    "RoundState",
    "RoundSummary",
    "TargetsMoved",
    "all_rounds",
    "are_asked",
    "cells_of",
    "change_round",
    "close_as_asked",
    "close_round",
    "closes_early",
    "create_round",
    "definition_of",
    "expected_cells",
    "find_round",
    "frozen_headcounts",
    "is_called_off_lately",
    "is_named",
    "lay_over_targets",
    "missing_to_open",
    "move_closing_day",
    "open_round",
    "own_definition",
    "participation_cells",
    "ratify_targets",
    "refuse_name",
    "running_round",
    "set_targets",
    "state_of",
    "targets_shown",
    "title_of",
    "write_privacy_notice",
]
