"""Forms for offering, changing and calling off a date of a course."""

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.courses import DECISION_DAYS, Course
from tna.language import gettext, lazy_gettext
from tna.models.courses import CourseDate
from tna.models.people import Person
from tna.services.course_date_checks import (
    MOST_DAYS,
    MOST_DECISION_DAYS,
    MOST_PLACES,
    DatePlan,
    DateRefused,
    PlannedDay,
    checked_days,
    checked_whereabouts,
)
from tna.web.clock_fields import ClockField
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, add_error, cleaned
from tna.web.number_fields import WholeNumberField

_STARTS, _ENDS = time(9, 30), time(16, 30)


class MaybeDayField(DayField):
    """A day whose three boxes may all stay empty."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if any(valuelist):
            super().process_formdata(valuelist)


class DateForm(TextForm):
    """What a date says of itself; made by `date_form`, with boxes for as many days as it is asked for."""

    venue = StringField(
        lazy_gettext("Venue"),
        description=lazy_gettext("The place and how to find it. Leave it empty for a date that is online only."),
        widget=GovTextInput(),
        filters=[cleaned],
    )
    link = StringField(
        lazy_gettext("Link to the online meeting"),
        description=lazy_gettext("Shown to those who have a place. For example, https://meet.example.org/abe."),
        widget=GovTextInput(),
        filters=[cleaned],
    )
    places = WholeNumberField(
        lazy_gettext("Places"),
        least=1,
        most=MOST_PLACES,
        fault=lazy_gettext("Enter how many places there are, a whole number from 1 to 500"),
    )
    decision_days = WholeNumberField(
        lazy_gettext("How many days before is it decided whether the date runs?"),
        description=lazy_gettext(
            "Matters for courses with a joint rule. Two weeks leave time to ask people, and to tell them."
        ),
        least=0,
        most=MOST_DECISION_DAYS,
        fault=lazy_gettext("Enter how many days before the first day it is decided, from 0 to 90"),
    )
    trainers = SelectMultipleField(
        lazy_gettext("Who runs it?"),
        description=lazy_gettext("They keep the register, and see the names on it."),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save the date"), widget=GovSubmitInput())
    rows: tuple[int, ...] = ()

    def offer(self, people: Sequence[Person]) -> None:
        """Fill the list of trainers."""
        self.trainers.choices = [SelectChoice(str(person.id), person.name) for person in people]

    def validate_trainers(self, field: SelectMultipleField) -> None:
        """Those of the list."""
        choices: Any = field.choices  # the stubs are of an older version
        if not set(field.data or ()) <= {choice.value for choice in choices}:
            raise ValidationError(gettext("Select trainers from the list"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be read, and says when and where: both as the service checks them, told with other faults."""
        is_valid = bool(super().validate(extra_validators))
        is_said = self._passes(lambda: checked_whereabouts(self.venue.data or "", self.link.data or ""))
        boxes = [self[f"{name}_{number}"] for number in self.rows for name in ("day", "starts", "ends")]
        if any(box.errors for box in boxes):
            return False
        return self._passes(lambda: checked_days(self.days)) and is_said and is_valid

    def _passes(self, check: Callable[[], object]) -> bool:
        try:
            check()
        except DateRefused as refused:
            add_error(self.field_of(refused.field), str(refused))
            return False
        return True

    @property
    def wants_more_days(self) -> bool:
        """Whether the button for boxes of one more day was pressed."""
        return self.is_submitted() and "another_day" in request.form

    @property
    def days(self) -> list[PlannedDay]:
        """Every day that was filled in; only after validation."""
        return [
            PlannedDay(self[f"day_{n}"].data, self[f"starts_{n}"].data, self[f"ends_{n}"].data)
            for n in self.rows
            if self[f"day_{n}"].data is not None
        ]

    @property
    def plan(self) -> DatePlan:
        """What was entered; only after validation."""
        assert self.places.data is not None
        assert self.decision_days.data is not None
        return DatePlan(
            days=self.days,
            places=self.places.data,
            venue=self.venue.data or "",
            link=self.link.data or "",
            trainers=[int(person_id) for person_id in self.trainers.data or ()],
            decision_days=self.decision_days.data,
        )

    def field_of(self, name: str) -> Any:
        """The field that a refusal of the service speaks of."""
        return self[name] if name in self else self["day_1"]


class CallOffForm(TextForm):
    """Why a date does not take place."""

    reason = TextAreaField(
        lazy_gettext("Why is it called off?"),
        description=lazy_gettext("Everybody who had asked for a place reads this."),
        widget=GovTextArea(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter why it is called off"))],
    )
    submit = SubmitField(lazy_gettext("Call the date off"), widget=GovSubmitInput())


def date_form(course: Course, people: Sequence[Person], course_date: CourseDate | None = None) -> DateForm:
    """The form of a new date of a course, or of one that is there, filled with what is known."""
    known = _known(course, course_date)
    rows = tuple(range(1, _number_of_rows(course, course_date) + 1))
    fields = {name: field for number in rows for name, field in _day_fields(number).items()}
    made = type("DateForm", (DateForm,), {**fields, "rows": rows})
    form: DateForm = made(data=known)
    form.offer(people)
    return form


def _known(course: Course, course_date: CourseDate | None) -> dict[str, Any]:
    if course_date is None:
        return {"places": course.capacity, "decision_days": DECISION_DAYS}
    known: dict[str, Any] = {
        "places": course_date.places,
        "venue": course_date.venue,
        "link": course_date.link,
        "trainers": [str(each.person_id) for each in course_date.trainers],
        "decision_days": (course_date.first_day - course_date.decides_on).days,
    }
    for number, each in enumerate(course_date.days, start=1):
        known |= {f"day_{number}": each.day, f"starts_{number}": each.starts, f"ends_{number}": each.ends}
    return known


def _number_of_rows(course: Course, course_date: CourseDate | None) -> int:
    """As many days as the course usually takes, or the date has, or the page that was sent had boxes for."""
    had = len(course_date.days) if course_date else max(1, course.days)
    sent = sum(1 for number in range(1, MOST_DAYS + 1) if f"day_{number}-day" in request.form)
    more = 1 if sent and "another_day" in request.form else 0
    return min(MOST_DAYS, max(had, sent) + more)


def _day_fields(number: int) -> dict[str, Any]:
    def wants_time(form: DateForm, field: ClockField) -> None:
        is_empty = field.data is None and not field.process_errors  # what cannot be read is named already
        if is_empty and form[f"day_{number}"].data is not None:
            raise ValidationError(field.fault)

    day = gettext("Day %(number)s", number=number)
    return {
        f"day_{number}": MaybeDayField(day, what=day),
        f"starts_{number}": ClockField(
            gettext("Day %(number)s starts at", number=number),
            fault=gettext("Enter when day %(number)s starts, like 9:30", number=number),
            default=_STARTS,
            validators=[wants_time],
        ),
        f"ends_{number}": ClockField(
            gettext("Day %(number)s ends at", number=number),
            fault=gettext("Enter when day %(number)s ends, like 16:30", number=number),
            default=_ENDS,
            validators=[wants_time],
        ),
    }
