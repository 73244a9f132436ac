"""The two sides of a what-if: a release as it is, and as it would be under other targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.surveys import SurveyDefinition
from tna.domain.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Sides:
    """A release as it is and under other targets: the survey with each, and the figures of everyone and by role group.

    `tried` holds the role groups whose targets differ; those of the others are as they were released.
    """

    definition: SurveyDefinition
    changed: SurveyDefinition
    everyone: tuple[Figures, WhatIf]
    released: Mapping[str, Figures]
    tried: Mapping[str, WhatIf]

    def pair(self, role_group: str) -> tuple[Figures, Figures] | None:
        """The figures of a role group as released, and what they would be; None where nobody of it is in the round."""
        released = self.released.get(role_group)
        if released is None:
            return None
        tried = self.tried.get(role_group)
        return released, released if tried is None else tried.figures


def people_each(figures: Figures, statements: Collection[str] | None = None) -> float | None:
    """People to train for each statement released, on average: Σ people / statements, of all or of those named.

    Nobody is counted over several statements, which would need a sum over a person's answers. None where nothing is
    released or a headcount is missing.
    """
    found = [one for key, one in figures.statements.items() if statements is None or key in statements]
    people = [one.people for one in found if one.people is not None]
    return sum(people) / len(people) if people and len(people) == len(found) else None
