"""What does not fit together in the form of a course, where a form can say it better than the check of a file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tna.domain.courses import Mode
from tna.language import gettext

if TYPE_CHECKING:
    from tna.web.course_forms import CourseForm

MOST_STATEMENTS = 8
MOST_OF_A_LIST = 4

Check = tuple[bool, Any, str]
"""Whether it is wrong, at which field, and what to do."""


def misfits(form: "CourseForm") -> list[tuple[Any, str]]:
    """Each field at which something does not fit, with what to do."""
    checks = (*_audience(form), *_dates(form), *_learning(form), *_order(form), *_joint(form))
    return [(field, message) for is_wrong, field, message in checks if is_wrong]


def _audience(form: "CourseForm") -> Iterator[Check]:
    yield not form.is_for.data, form.is_for, gettext("Select who the course is for")
    both = set(form.is_for.data or ()).intersection(form.on_nomination.data or ())
    yield bool(both), form.on_nomination, gettext("Select each role group once: with a nomination or without")
    nobody = not (form.needs_nomination.data or form.on_nomination.data)
    message = gettext("Nobody needs a nomination: select who does, or empty this box")
    yield nobody and bool(form.nomination_note.data), form.nomination_note, message


def _dates(form: "CourseForm") -> Iterator[Check]:
    is_e_learning = form.mode.data == Mode.E_LEARNING.value
    yield is_e_learning and form.dates.data == "yes", form.dates, gettext("E-learning has no dates: select No")


def _learning(form: "CourseForm") -> Iterator[Check]:
    chosen = {one for field in form.statement_fields for one in field.data or ()}
    first = form.statement_fields[0]
    yield not chosen, first, gettext("Select at least one statement to ask before and after")
    message = gettext("Select at most eight statements: more take too long before and after a course")
    yield len(chosen) > MOST_STATEMENTS, first, message


def _order(form: "CourseForm") -> Iterator[Check]:
    for field in form.first_fields:
        yield len(set(field.data or ())) > MOST_OF_A_LIST, field, gettext("Select at most four courses")
    nothing = not any(field.data for field in form.first_fields)
    message = gettext("Nothing comes first, so nothing can stand for it: select what comes first, or empty this box")
    yield nothing and bool(form.other_evidence.data), form.other_evidence, message


def _joint(form: "CourseForm") -> Iterator[Check]:
    if form.joint.data != "yes" or form.dates.data not in {"yes", "no"}:
        return
    if form.dates.data == "no":
        yield True, form.joint, gettext("A course without dates brings nobody together: select No")
        return
    first, second = form.balance_1.data, form.balance_2.data
    boxes = [form.agencies_at_least, *form.sector_fields]
    is_empty = not (first or second or any(field.data or field.errors for field in boxes))
    yield is_empty, form.joint, gettext("Say below who has to be there, or select No")
    yield bool(first) != bool(second), form.balance_2, gettext("Select both sectors, or neither")
    yield bool(first) and first == second, form.balance_2, gettext("Select two different sectors")
