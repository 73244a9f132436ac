"""What somebody has completed, as the table they keep for their professional record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tna.domain.courses import Course, Renewal
from tna.domain.plans.words import renewal_words
from tna.domain.reports.tables import Table
from tna.language import gettext


@dataclass(frozen=True, slots=True)
class Completed:
    """One completion, how it is known, and how the course stands today because of all of them."""

    id: int
    course: Course
    completed_on: date
    evidence: str
    renewal: Renewal | None
    is_by_register: bool = False


def record_table(completed: Iterable[Completed]) -> Table:
    """One row a completion, in the order given."""
    headers = (
        *(gettext("Completed on"), gettext("Course"), gettext("Title"), gettext("Hours")),
        *(gettext("How it is known"), gettext("Stands today")),
    )
    rows = tuple(
        (
            one.completed_on.isoformat(),
            one.course.id,
            one.course.title,
            f"{one.course.hours:g}",
            one.evidence,
            "" if one.renewal is None else renewal_words(one.renewal),
        )
        for one in completed
    )
    return Table(gettext("Everything you have completed"), headers, rows, frozenset({3}))
