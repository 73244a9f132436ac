"""What a list has changed, written down so that it can be taken back."""

import hashlib
import json
from dataclasses import dataclass, field, fields


def mark_of(*, name: str, email: str, job: str, role_group: str) -> str:
    """What a list wrote of somebody, as a short text that changes with it: who they are is not kept a second time."""
    return hashlib.sha256(json.dumps([name, email, job, role_group]).encode()).hexdigest()[:16]


@dataclass(slots=True)
class UndoNotes:
    """What one list has changed.

    `people`: those it added, each with the id of the job it gave them and the mark of what it wrote. `jobs`: ids of the
    memberships it gave to people who were here, with the role group it wrote. `returned`: ids of those who had left,
    with the day. `ended`: ids of the memberships it ended, with whether they were the one that answers. `leads`: who
    lost the training of which agency by that. `heads`: agency, role group, the heads and the day that were there before
    (None: none were) and those that were written.
    `stayed`: how many it could not take back, once it has been tried.
    """

    people: list[tuple[int, int, str]] = field(default_factory=list)
    jobs: list[tuple[int, str]] = field(default_factory=list)
    returned: list[tuple[int, str]] = field(default_factory=list)
    ended: list[tuple[int, bool]] = field(default_factory=list)
    leads: list[tuple[int, str]] = field(default_factory=list)
    heads: list[tuple[str, str, int | None, str | None, int, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    stayed: int = 0

    def as_text(self) -> str:
        """For the row of the list."""
        return json.dumps({one.name: getattr(self, one.name) for one in fields(self)})


def notes_from(text: str) -> UndoNotes:
    """What the row of a list holds."""
    data = json.loads(text)
    return UndoNotes(
        people=[(one, job, mark) for one, job, mark in data["people"]],
        jobs=[(one, group) for one, group in data["jobs"]],
        returned=[(one, day) for one, day in data["returned"]],
        ended=[(one, answered) for one, answered in data["ended"]],
        leads=[(one, agency) for one, agency in data["leads"]],
        heads=[(a, g, was, was_at, now, now_at) for a, g, was, was_at, now, now_at in data["heads"]],
        counts=data["counts"],
        stayed=data["stayed"],
    )
