"""What a demonstration is made of, and what is there of it so far."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import numpy as np

from tna.services.demonstration.plan import Account
from tna.services.survey_files import ShippedSurvey


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What a demonstration is made of: how many people, from which seed, and the day on which it is built.

    `password` is that of the five accounts, `secret` the installation's respondent secret.
    """

    people: int
    seed: int
    now: datetime
    password: str
    secret: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of an agency."""

    person_id: int
    role_group: str
    account: Account | None
    personal: float  # how far above or below their like they answer, in every round


@dataclass(slots=True)
class Built:
    """What is there so far: each planned agency's id and members, and the survey that is asked."""

    plan: Demonstration
    survey: ShippedSurvey
    rng: np.random.Generator
    agency_ids: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[Member]] = field(default_factory=dict)
    manager_id: int | None = None

    def id_of(self, email: str) -> int:
        """The person behind one of the accounts."""
        everybody = (member for members in self.members.values() for member in members)
        return next(one.person_id for one in everybody if one.account is not None and one.account.email == email)


def moment(day: date, hour: int) -> datetime:
    """A time of a day."""
    return datetime.combine(day, time(hour), UTC)
