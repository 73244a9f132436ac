"""Between the form of a course and the entries of a file of the catalogue, both ways; and faults onto their fields."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tna.domain.courses import Course
from tna.domain.surveys import Domain
from tna.services.survey_faults import Fault
from tna.web.form_fields import add_error

if TYPE_CHECKING:
    from flask_wtf import FlaskForm

    from tna.web.course_forms import CourseForm

# Where the name of an entry is not that of its field.
_FIELDS = {
    "for": "is_for",
    "joint.balance": "balance_2",
    "joint.within": "within",
    "joint.agencies_at_least": "agencies_at_least",
}


def data_of(course: Course, domains: Iterable[Domain]) -> dict[str, Any]:
    """What the fields hold of a course."""
    joint = course.joint
    first, second = joint.balance if joint and joint.balance else ("", "")
    data: dict[str, Any] = {
        "title": course.title,
        "description": course.description,
        "is_for": sorted(course.is_for),
        "on_nomination": sorted(course.on_nomination),
        "needs_nomination": course.needs_nomination,
        "nomination_note": course.nomination_note,
        "level": course.level.value,
        "mode": course.mode.value,
        "hours": course.hours,
        "dates": "yes" if course.has_dates else "no",
        "days": course.days or None,
        "capacity": course.capacity,
        "other_evidence": course.other_evidence,
        "renew": "ever" if course.renew_months is None else "months",
        "renew_months": course.renew_months,
        "renews": course.renews or "",
        "joint": "yes" if joint else "no",
        "agencies_at_least": (joint.agencies_at_least or None) if joint else None,
        "balance_1": first,
        "balance_2": second,
        "within": joint.within if joint and joint.balance else None,
        "url": course.url,
    }
    data |= {
        f"statements_{domain.id}": [one.id for one in domain.statements if one.id in course.statements]
        for domain in domains
    }
    data |= {f"first_{place}": list(any_of) for place, any_of in enumerate(course.prerequisites, start=1)}
    data |= {f"each_{sector}": people for sector, people in joint.each.items()} if joint else {}
    return data


def entries_of(form: "CourseForm") -> dict[str, Any]:
    """What was entered, as a file holds it. The domains are those of the statements."""
    by_domain = {domain.id: _known_first(form[f"statements_{domain.id}"]) for domain in form.domains}
    has_dates = form.dates.data == "yes"
    level = str(form.level.data)
    entries: dict[str, Any] = {
        "title": form.title.data,
        "description": form.description.data,
        "for": _known_first(form.is_for),
        "level": int(level) if level.isdigit() else level,
        "mode": form.mode.data,
        "hours": form.hours.data,
        "capacity": form.capacity.data if has_dates else None,
        "domains": [domain for domain, chosen in by_domain.items() if chosen],
        "statements": [one for chosen in by_domain.values() for one in chosen],
        "renew_months": form.renew_months.data if form.renew.data == "months" else None,
    }
    optional: dict[str, Any] = {
        "on_nomination": _known_first(form.on_nomination),
        "needs_nomination": bool(form.needs_nomination.data),
        "nomination_note": form.nomination_note.data,
        "days": form.days.data if has_dates else None,
        "prerequisites": [chosen for _, chosen in _lists(form)],
        "other_evidence": form.other_evidence.data,
        "renews": form.renews.data,
        "joint": _joint(form) if form.joint.data == "yes" else {},
        "url": form.url.data,
    }
    dates = {} if has_dates else {"dates": False}
    new_id = {"id": form["id"].data} if "id" in form else {}
    return entries | new_id | dates | {name: value for name, value in optional.items() if value}


def put_faults(form: "FlaskForm", faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Put each fault onto the field it speaks of; returns those that speak of none, as the error summary takes them."""
    unplaced = []
    for fault in faults:
        message = f"{fault.problem}. {fault.remedy}."
        name = _field_of(form, fault.place)
        if name in form:
            add_error(form[name], message)
        else:
            unplaced.append({"text": message})
    return unplaced


def put_further_faults(form: "CourseForm", faults: Iterable[Fault]) -> None:
    """Put faults onto a form that is at fault already, each onto a field of which nothing is said yet.

    What follows from a field that could not be read is no fault of its own: without an answer about dates, nothing
    is said of days, places and joint rule.
    """
    wrong = {field.name for field in form if field.errors}
    unclear = ("days", "capacity", "joint") if "dates" in wrong else ()
    further = [one for one in faults if not one.place.startswith(unclear)]
    put_faults(form, [one for one in further if (name := _field_of(form, one.place)) in form and name not in wrong])


def _field_of(form: "FlaskForm", place: str) -> str:
    """The name of the field that a place of the entries came from, such as "joint.each.police"."""
    without_numbers = re.sub(r"\[\d+\]", "", place)
    if without_numbers.startswith("joint.each."):
        return f"each_{without_numbers.removeprefix('joint.each.')}"
    if without_numbers == "prerequisites":
        numbers = re.findall(r"\[(\d+)\]", place)
        filled = [name for name, _ in _lists(form)] or ["first_1"]
        return filled[int(numbers[0])] if numbers else filled[0]
    if without_numbers in {"statements", "domains"} and "domains" not in form:
        return next((field.name for field in form if field.name.startswith("statements_")), without_numbers)
    if without_numbers == "renew_months" and form["renew"].data != "months":
        return "renew"  # the box of months is out of sight
    return _FIELDS.get(without_numbers, without_numbers)


def _lists(form: Any) -> list[tuple[str, list[str]]]:
    """The lists of what comes first in which something was chosen, each with the name of its field."""
    return [(field.name, _known_first(field)) for field in form.first_fields if field.data]


def _known_first(field: Any) -> list[str]:
    """What was chosen, each once, in the order offered; what was never offered comes last, for the check to name."""
    chosen = dict.fromkeys(field.data or ())
    offered = [choice.value for choice in field.choices if choice.value in chosen]
    return [*offered, *(one for one in chosen if one not in offered)]


def _joint(form: "CourseForm") -> dict[str, Any]:
    balance = [one for one in (form.balance_1.data, form.balance_2.data) if one]
    each = {sector: form[f"each_{sector}"].data for sector in form.sectors}
    joint: dict[str, Any] = {
        "balance": balance,
        "each": {sector: people for sector, people in each.items() if people},
        "agencies_at_least": form.agencies_at_least.data,
    }
    kept = {name: value for name, value in joint.items() if value}
    return kept | ({"within": form.within.data or 0} if balance else {})
