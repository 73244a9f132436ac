"""What if other levels were needed? A release scored again under other targets, and never to be mistaken for it.

Nothing new is counted: the same released groups, with the same counts, go through `publish` with other targets.

Why it gives nobody away: the target of a role group decides how the levels of a group are added up, and nothing
else. Which groups there are, which statements are released in them and which groups a filter selects was settled at
the release and is not asked again. So every number here is a function of whole groups' released counts, for any
targets whatever, and so are all of them together. Somebody who asked for every what-if of a release, every level of
every role group under every filter, could at the most work out the counts of the released groups: disjoint sets of at
least k people, of whom at least k gave a level to each statement released. They isolate fewer than k people as little
as the release does, and m colleagues who pool their own answers are left with groups of at least k - m, and no less.

What it cannot say: how people would answer what they were not asked. A statement that a role group was not asked has
no released levels, so no target can be tried on it, and `rescored` refuses one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tna.domain.disclosure import EVERYTHING, Figures, Release, Selection, publish
from tna.domain.surveys import LEVELS


class NotAnswered(ValueError):
    """A target for what a role group was not asked, or none for what it was, or one that is no level."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Figures of a selection under other targets.

    A type of its own, so that nothing which keeps, draws or exports the figures of a release takes these for them.
    """

    figures: Figures


def rescored(release: Release, targets: Mapping[str, Mapping[str, int]]) -> Release:
    """The release with other targets: the same groups and counts, for `publish` to score anew.

    `targets` (1..5) are by role group and statement, one for every statement that the role group was asked. Raises
    NotAnswered.
    """
    if set(targets) != set(release.asked):
        raise NotAnswered("the targets are not those of the role groups that were asked")
    for role_group, levels in targets.items():
        if set(levels) != release.asked[role_group]:
            raise NotAnswered(f"the targets of role group {role_group} are not those of what it was asked")
        if not set(levels.values()) <= set(LEVELS):
            raise NotAnswered(f"a target of role group {role_group} is no level")
    return replace(release, targets=targets)


def what_if(release: Release, targets: Mapping[str, Mapping[str, int]], selection: Selection = EVERYTHING) -> WhatIf:
    """What `publish` would give of a selection, had these been the targets. Raises NotAnswered."""
    return WhatIf(publish(rescored(release, targets), selection))
