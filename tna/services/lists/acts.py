"""Who brings a list in, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from tna.domain.surveys import Reference


@dataclass(frozen=True, slots=True)
class Act:
    """Who brings a list in, when, and by which jobs and role groups; `today` is the day in England."""

    actor_id: int
    now: datetime
    today: date
    reference: Reference
