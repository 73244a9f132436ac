"""The form of a course: its fields in groups, and the entries that a file of the catalogue would hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from tna.domain.courses import LEVELS, MODES, Catalogue, Course
from tna.domain.surveys import Domain, Reference
from tna.language import gettext, lazy_gettext
from tna.services.course_changes import one_line
from tna.web.course_entries import data_of, entries_of
from tna.web.course_form_checks import misfits
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, add_error, cleaned
from tna.web.number_fields import DecimalNumberField, WholeNumberField
from tna.web.people_forms import Offered

_YES_NO = [SelectChoice("yes", lazy_gettext("Yes")), SelectChoice("no", lazy_gettext("No"))]


def _checkboxes(label: str, description: str = "", choices: Sequence[SelectChoice] = ()) -> SelectMultipleField:
    """Checkboxes of which each knows itself; what was never offered is for the check of the whole to name."""
    return SelectMultipleField(
        label, description=description, widget=GovCheckboxesInput(), validate_choice=False, choices=list(choices)
    )


def _text(label: str, description: str = "", required: str = "") -> StringField:
    validators = [DataRequired(required)] if required else []
    return StringField(
        label, description=description, widget=GovTextInput(), filters=[cleaned, one_line], validators=validators
    )


def _long_text(label: str, description: str, required: str = "") -> TextAreaField:
    validators = [DataRequired(required)] if required else []
    return TextAreaField(
        label, description=description, widget=GovTextArea(), filters=[cleaned, one_line], validators=validators
    )


class CourseForm(TextForm):
    """Everything that is said of a course but its id, which never changes; made by `course_form`."""

    title = _text(lazy_gettext("Title"), required=lazy_gettext("Enter a title"))
    description = _long_text(
        lazy_gettext("What is it about?"),
        lazy_gettext("A sentence or two, at most 600 characters. People decide by it whether to come."),
        required=lazy_gettext("Say in a sentence or two what the course is about"),
    )
    is_for = _checkboxes(
        lazy_gettext("Who is it for?"), lazy_gettext("Anybody in these role groups may ask for a place.")
    )
    on_nomination = _checkboxes(
        lazy_gettext("Who else, with a nomination?"), lazy_gettext("A training lead or manager nominates them.")
    )
    needs_nomination = BooleanField(
        lazy_gettext("Everybody needs a nomination for this course"), widget=GovCheckboxInput()
    )
    nomination_note = _long_text(
        lazy_gettext("What to look at before nominating"), lazy_gettext("Optional. Whoever nominates reads it.")
    )
    level = RadioField(
        lazy_gettext("How far does it go?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=[SelectChoice(level.value, lazy_gettext(title)) for level, title in LEVELS.items()],
        validators=[Offered(lazy_gettext("Select how far the course goes"))],
    )
    mode = RadioField(
        lazy_gettext("How is it taken?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=[SelectChoice(mode.value, lazy_gettext(title)) for mode, title in MODES.items()],
        validators=[Offered(lazy_gettext("Select how the course is taken"))],
    )
    hours = DecimalNumberField(
        lazy_gettext("How many hours does it take in all?"),
        description=lazy_gettext("For example, 1.5 or 6."),
        least=0.25,
        most=200,
        fault=lazy_gettext("Enter the hours as a number from 0.25 to 200, like 1.5"),
    )
    dates = RadioField(
        lazy_gettext("Does it run on dates?"),
        description=lazy_gettext("Choose No where people take it by themselves and then say that they have."),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=_YES_NO,
        validators=[Offered(lazy_gettext("Select whether the course runs on dates"))],
    )
    days = WholeNumberField(
        lazy_gettext("On how many days does a date run?"),
        description=lazy_gettext("A morning is 1."),
        least=1,
        most=30,
        fault=lazy_gettext("Enter a whole number of days from 1 to 30"),
    )
    capacity = WholeNumberField(
        lazy_gettext("How many places has a date, as a rule?"),
        least=1,
        most=1000,
        fault=lazy_gettext("Enter a whole number of places from 1 to 1,000"),
    )
    first_1 = _checkboxes(
        lazy_gettext("What comes first? Any one of these"),
        lazy_gettext("Leave all empty if people can start with this course."),
    )
    first_2 = _checkboxes(lazy_gettext("And any one of these"))
    first_3 = _checkboxes(lazy_gettext("And any one of these, too"))
    other_evidence = _long_text(
        lazy_gettext("What else may stand for what comes first?"),
        lazy_gettext(
            "Optional. A training lead or manager looks at it and accepts it, such as another provider’s certificate."
        ),
    )
    renew = RadioField(
        lazy_gettext("How long does a completion keep?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=[
            SelectChoice("months", lazy_gettext("For some months")),
            SelectChoice("ever", lazy_gettext("For good")),
        ],
        validators=[Offered(lazy_gettext("Select how long a completion keeps"))],
    )
    renew_months = WholeNumberField(
        lazy_gettext("Months"),
        description=lazy_gettext("For example, 36 for three years."),
        least=1,
        most=120,
        fault=lazy_gettext("Enter a whole number of months from 1 to 120"),
    )
    renews = SelectField(
        lazy_gettext("Does it renew another course?"),
        description=lazy_gettext("Whoever completed that one keeps it for longer by taking this one."),
        widget=GovSelect(),
        validate_choice=False,
    )
    joint = RadioField(
        lazy_gettext("Do agencies have to be there together?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=_YES_NO,
        validators=[Offered(lazy_gettext("Select whether agencies have to be there together"))],
    )
    agencies_at_least = WholeNumberField(
        lazy_gettext("The fewest agencies"),
        description=lazy_gettext("Leave it empty if any number will do."),
        least=2,
        most=1000,
        fault=lazy_gettext("Enter a whole number of agencies from 2 to 1,000, or leave it empty"),
        may_be_empty=True,
    )
    balance_1 = SelectField(lazy_gettext("One sector"), widget=GovSelect(), validate_choice=False)
    balance_2 = SelectField(lazy_gettext("The other sector"), widget=GovSelect(), validate_choice=False)
    within = WholeNumberField(
        lazy_gettext("By how many people may they differ?"),
        least=0,
        most=1000,
        fault=lazy_gettext("Enter by how many people they may differ: 0 if they have to be equal"),
        may_be_empty=True,
    )
    url = _text(lazy_gettext("Address of a page about it"), lazy_gettext("Optional. Whole, from https:// on."))
    submit = SubmitField(lazy_gettext("Save the course"), widget=GovSubmitInput())

    domains: tuple[Domain, ...] = ()
    sectors: Mapping[str, str] = {}

    @property
    def entries(self) -> dict[str, Any]:
        """What was entered, as a file of the catalogue holds it; what could not be read is None."""
        return entries_of(self)

    @property
    def first_fields(self) -> list[SelectMultipleField]:
        """What comes first: one course of every list in which any is chosen."""
        return [self.first_1, self.first_2, self.first_3]

    @property
    def statement_fields(self) -> list[SelectMultipleField]:
        """The checkboxes of statements, one field a domain."""
        return [self[f"statements_{domain.id}"] for domain in self.domains]

    @property
    def sector_fields(self) -> list[WholeNumberField]:
        """The fewest people, one field a sector."""
        return [self[f"each_{sector}"] for sector in self.sectors]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be read, and fits together in what a field of a form can say better than a file's check."""
        self._forget_what_does_not_count()
        is_valid = super().validate(extra_validators)
        return self._fits_together() and bool(is_valid)

    def _forget_what_does_not_count(self) -> None:
        """What stands under a choice that was not made; without scripts it is on the page all the same."""
        hidden = [] if self.dates.data == "yes" else [self.days, self.capacity]
        hidden += [] if self.renew.data == "months" else [self.renew_months]
        if self.joint.data != "yes" or self.dates.data != "yes":
            hidden += [self.agencies_at_least, self.within, *self.sector_fields]
        for field in hidden:
            field.process_errors, field.data = [], None

    def _fits_together(self) -> bool:
        for field, message in misfits(self):
            add_error(field, message)
        return not any(field.errors for field in self)


class RetireForm(TextForm):
    """From which day a course takes no new bookings."""

    from_day = DayField(
        lazy_gettext("From which day is it no longer offered?"),
        what=lazy_gettext("The day"),
        description=lazy_gettext("Until then people can still ask for places. For example, 31 3 2027."),
    )


def course_form(
    reference: Reference,
    domains: Sequence[Domain],
    catalogue: Catalogue,
    retired: frozenset[str],
    course: Course | None = None,
    course_id: str = "",
) -> CourseForm:
    """The form of a course, filled with what it says; without a course that of a new one, with the id proposed."""
    fields: dict[str, Any] = {
        f"statements_{domain.id}": _checkboxes(
            domain.title, choices=[SelectChoice(one.id, one.text) for one in domain.statements]
        )
        for domain in domains
    }
    fields |= {f"each_{sector.id}": _sector_field(sector.title) for sector in reference.sectors}
    fields |= {"domains": tuple(domains), "sectors": {sector.id: sector.title for sector in reference.sectors}}
    if course is None:
        hint = gettext("People book by it, and it stays. For example, CSA-18.")
        fields["id"] = _text(gettext("Id"), hint, required=gettext("Enter an id"))
    made = type("CourseForm", (CourseForm,), fields)
    form: CourseForm = made(data=data_of(course, domains) if course else {"id": course_id, "joint": "no"})
    _offer(form, reference, catalogue, retired, course)
    return form


def _offer(
    form: CourseForm, reference: Reference, catalogue: Catalogue, retired: frozenset[str], course: Course | None
) -> None:
    """Fill the lists to choose from."""
    groups = [SelectChoice(group.id, group.title) for group in reference.role_groups]
    form.is_for.choices, form.on_nomination.choices = groups, groups
    sectors = [
        SelectChoice("", gettext("No balance")),
        *(SelectChoice(one, title) for one, title in form.sectors.items()),
    ]
    form.balance_1.choices, form.balance_2.choices = sectors, sectors
    named = {one for any_of in course.prerequisites for one in any_of} if course else set()
    others = [one for one in catalogue.courses if course is None or one.id != course.id]
    before = [
        SelectChoice(one.id, gettext("%(course)s (retired)", course=_name(one)) if one.id in retired else _name(one))
        for one in others
        if one.id not in retired or one.id in named
    ]
    for field in form.first_fields:
        field.choices = before
    renewable = [one for one in others if one.renew_months is not None and one.renews is None]
    form.renews.choices = [
        SelectChoice("", gettext("No")),
        *(SelectChoice(one.id, _name(one)) for one in renewable),
    ]


def _name(course: Course) -> str:
    return f"{course.id} {course.title}"


def _sector_field(title: str) -> WholeNumberField:
    fault = gettext("%(sector)s: enter a whole number from 1 to 1,000, or leave it empty", sector=title)
    return WholeNumberField(title, least=1, most=1000, fault=fault, may_be_empty=True)
