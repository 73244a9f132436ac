"""Forms for the words of invitations and reminders, and for the days on which people are reminded."""

from datetime import date
from typing import Any

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tna.domain.reminders import MOST_DAYS, Plan, PlanFault
from tna.domain.wordings import Words, WordsFault, faults_of
from tna.language import gettext, lazy_gettext
from tna.web.course_date_forms import MaybeDayField
from tna.web.form_fields import TextForm, add_error, cleaned
from tna.web.people_forms import Offered

# The quiet hours always hold the night: reminders go out between one of these hours and one of those.
_MORNING, _EVENING = range(5, 13), range(13, 23)


def _lines(typed: str | None) -> str:
    """What was typed, with the line ends that browsers send as one sign."""
    return cleaned(typed).replace("\r\n", "\n").replace("\r", "\n")


class ShownFirstForm(TextForm):
    """A form with a second button, by which one sees what it would do before it is saved."""

    @property
    def is_only_shown(self) -> bool:
        """Whether the second button was pressed."""
        return "show" in request.form


class WordsForm(ShownFirstForm):
    """A subject and a body with fields in them."""

    subject = StringField(lazy_gettext("Subject"), widget=GovTextInput(), filters=[cleaned])
    body = TextAreaField(lazy_gettext("Message"), widget=GovTextArea(), filters=[_lines])
    submit = SubmitField(lazy_gettext("Save these words"), widget=GovSubmitInput())

    def __init__(self, words: Words) -> None:
        super().__init__(data={"subject": words.subject, "body": words.body})

    @property
    def words(self) -> Words:
        """What was entered."""
        return Words((self.subject.data or "").strip(), (self.body.data or "").strip())

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether they can be sent as they are; every fault is named beside its box."""
        is_valid = bool(super().validate(extra_validators))
        faults = faults_of(self.words)
        self.name_faults(faults)
        return is_valid and not faults

    def name_faults(self, faults: tuple[WordsFault, ...]) -> None:
        """Put each fault beside its box."""
        for fault in faults:
            add_error(self[fault.field], fault.message)


class PlanForm(ShownFirstForm):
    """The days on which people are reminded, and between which hours; made by `plan_form`."""

    weekends = BooleanField(lazy_gettext("Saturdays and Sundays are fine too"), widget=GovCheckboxInput())
    starts = SelectField(
        lazy_gettext("Send from"),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select an hour of the morning"))],
    )
    ends = SelectField(
        lazy_gettext("Send until"),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select an hour of the evening"))],
    )
    submit = SubmitField(lazy_gettext("Save the plan"), widget=GovSubmitInput())

    @property
    def days(self) -> list[date | None]:
        """What was entered in each box, in order."""
        return [self[f"day_{number}"].data for number in range(1, MOST_DAYS + 1)]

    @property
    def plan(self) -> Plan:
        """The plan as entered; only after validation."""
        days = tuple(sorted({day for day in self.days if day is not None}))
        return Plan(days, quiet_from=int(self.ends.data), quiet_until=int(self.starts.data))

    def name_faults(self, faults: tuple[PlanFault, ...]) -> None:
        """Put each fault beside its box."""
        for fault in faults:
            add_error(self[f"day_{fault.number}"], fault.message)


def plan_form(plan: Plan, days: tuple[date, ...]) -> PlanForm:
    """The form of a plan, its boxes filled with these days."""
    names = {f"day_{n}": gettext("Reminder %(number)s", number=n) for n in range(1, MOST_DAYS + 1)}
    boxes = {box: MaybeDayField(name, what=name) for box, name in names.items()}
    known = {f"day_{number}": day for number, day in enumerate(days, start=1)}
    hours = {"starts": str(plan.quiet_until), "ends": str(plan.quiet_from)}
    form: PlanForm = type("PlanForm", (PlanForm,), boxes)(data=known | hours | {"weekends": plan.takes_weekends})
    form.starts.choices = [_hour(hour) for hour in _MORNING]
    form.ends.choices = [_hour(hour) for hour in _EVENING]
    return form


def _hour(hour: int) -> SelectChoice:
    return SelectChoice(str(hour), f"{hour}:00")
