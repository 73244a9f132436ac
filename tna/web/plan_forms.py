"""Forms for plans: whom a list shows, and what to assign to whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Form, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from tna.domain.courses import Course
from tna.language import gettext, lazy_gettext, mark
from tna.services.plans.assigning import AssigningRefused, Reach, checked_due_on, checked_reason
from tna.services.plans.narrowing import Show
from tna.services.plans.people import Wanted
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned

SHOWN = {
    Show.ASSIGNED: mark("Assigned, not done yet"),
    Show.BOOKED: mark("Booked, or waiting for a place"),
    Show.CURRENT: mark("Completed and current"),
    Show.DUE: mark("Due for renewal"),
    Show.LAPSED: mark("Lapsed"),
    Show.NOTHING: mark("None of these"),
    Show.WISHES: mark("Has asked for a course"),
}
_DIGITS_OF_AN_ID = 9


class PlanSearchForm(Form):
    """Whom to list; part of an address, so it changes nothing."""

    q = StringField(lazy_gettext("Name or e-mail address"), widget=GovTextInput(), filters=[cleaned])
    role_group = SelectField(lazy_gettext("Role group"), widget=GovSelect(), validate_choice=False, default="")
    course = SelectField(lazy_gettext("Course"), widget=GovSelect(), validate_choice=False, default="")
    state = SelectField(lazy_gettext("Where they stand"), widget=GovSelect(), validate_choice=False, default="")

    def offer(self, courses: Sequence[Course], role_groups: dict[str, str]) -> None:
        """Fill the lists to select from."""
        self.role_group.choices = [SelectChoice("", gettext("All role groups")), *_choices(role_groups)]
        self.course.choices = [SelectChoice("", gettext("Any course")), *_choices(_titles(courses))]
        shown = {str(one): gettext(text) for one, text in SHOWN.items()}
        self.state.choices = [SelectChoice("", gettext("Everybody")), *_choices(shown)]

    @property
    def wanted(self) -> Wanted:
        """What is asked for; what no list offers counts as not asked."""
        return Wanted(
            search=self.q.data or "",
            role_group=_chosen(self.role_group),
            course=_chosen(self.course),
            show=Show(shown) if (shown := _chosen(self.state)) else None,
        )


class DueField(DayField):
    """A day that may be left out."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Three empty boxes are no day, and no fault."""
        if any(valuelist):
            super().process_formdata(valuelist)


class AssignForm(TextForm):
    """Which course, to whom, by when and why. The people selected are beside it in the address or form."""

    course = SelectField(lazy_gettext("Course"), widget=GovSelect(), validate_choice=False)
    role_group = SelectField(
        lazy_gettext("Who"),
        description=lazy_gettext("Everybody here who works in this role group."),
        widget=GovSelect(),
        validate_choice=False,
    )
    due_on = DueField(
        lazy_gettext("By when (optional)"),
        what=lazy_gettext("The day"),
        description=lazy_gettext("For example, 27 3 2027."),
    )
    reason = TextAreaField(
        lazy_gettext("Why"),
        description=lazy_gettext(
            "They read this beside the course, with your agency’s name. Name nobody. At most 300 characters."
        ),
        widget=GovTextArea(),
        filters=[cleaned],
    )
    submit = SubmitField(lazy_gettext("See whom it reaches"), widget=GovSubmitInput())

    def __init__(self, courses: Sequence[Course], role_groups: dict[str, str], today: date, **data: Any) -> None:
        super().__init__(data=data)
        self._today = today
        self.course.choices = [SelectChoice("", gettext("Select a course")), *_choices(_titles(courses))]
        self.role_group.choices = [SelectChoice("", gettext("Select a role group")), *_choices(role_groups)]

    @property
    def reach(self) -> Reach:
        """Whom it is for: the people selected, or without any a whole role group."""
        if people := selected_people():
            return Reach(people=frozenset(people))
        return Reach(role_group=_chosen(self.role_group))

    def validate_course(self, field: SelectField) -> None:
        """One of those offered."""
        if _chosen(field) is None:
            raise ValidationError(gettext("Select a course from the list"))

    def validate_role_group(self, field: SelectField) -> None:
        """One of those there are, unless people are selected."""
        if _chosen(field) is None and not selected_people():
            raise ValidationError(gettext("Select a role group from the list"))

    def validate_due_on(self, field: DueField) -> None:
        """As the service checks it, so that it is told together with other faults."""
        try:
            checked_due_on(field.data, self._today)
        except AssigningRefused as refused:
            raise ValidationError(str(refused)) from refused

    def validate_reason(self, field: TextAreaField) -> None:
        """As the service checks it."""
        try:
            checked_reason(field.data or "")
        except AssigningRefused as refused:
            raise ValidationError(str(refused)) from refused


def selected_people() -> list[int]:
    """The ids of people that an address or a form names, each once; what is no id is passed over."""
    typed = request.values.getlist("person")
    ids = (int(one) for one in typed if one.isascii() and one.isdigit() and len(one) <= _DIGITS_OF_AN_ID)
    return list(dict.fromkeys(ids))


def _titles(courses: Sequence[Course]) -> dict[str, str]:
    return {course.id: f"{course.id} {course.title}" for course in courses}


def _choices(titles: dict[str, str]) -> list[Any]:
    return [SelectChoice(key, title) for key, title in titles.items()]


def _chosen(field: SelectField) -> str | None:
    """What a field holds if its list offers it."""
    choices: Any = field.choices  # the stubs are of an older version
    offered = {choice.value for choice in choices} - {""}
    return field.data if field.data in offered else None
