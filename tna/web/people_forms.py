"""Forms for people, where they work and what they may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSelect, GovSubmitInput, GovTextInput
from markupsafe import Markup
from wtforms import EmailField, Form, SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.people import Duty
from tna.domain.surveys import Reference
from tna.language import gettext, lazy_gettext, mark
from tna.models.people import Agency, Membership, Person
from tna.services.person_checks import PersonRefused, checked_name, checked_own_address
from tna.web.form_fields import TextForm, cleaned

DUTIES = {
    Duty.MANAGER: (
        mark("Partnership manager"),
        mark("Runs rounds, keeps agencies and people, and reads what is released"),
    ),
    Duty.TRAINER: (mark("Trainer"), mark("Keeps the register of the course dates they run; sees the names on it")),
    Duty.SUBGROUP: (
        mark("Subgroup member"),
        mark("Reads what is released and how many have been reached; sees no names"),
    ),
    Duty.ANALYST: (mark("Analyst"), mark("Reads what is released and takes it further; sees no names")),
    Duty.SCREENER: (
        mark("Screener"),
        mark("Reads first what people wrote in their own words, in the rounds they are named for; sees no names"),
    ),
    Duty.ADMINISTRATOR: (mark("Administrator"), mark("Gives duties and set-up links; sees no answers")),
}
"""The duties of the whole partnership: the title of each, and what it lets do; marked for translation."""


class GroupedSelect:
    """A select with its options in groups, which GOV.UK's own macro cannot draw."""

    def __call__(self, field: SelectField, **_params: Any) -> Markup:
        return Markup(render_template("people/grouped_select.html", field=field))  # noqa: S704 - our own template


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice of the list, told together with every other fault of the form and not only by the service after them."""

    message: str
    may_be_empty: bool = False

    def __call__(self, _form: Form, field: SelectField) -> None:
        """Raise ValidationError unless the field holds one of its choices."""
        if not field.data and self.may_be_empty:
            return
        choices: Any = field.choices  # the stubs are of an older version
        if not field.data or field.data not in {choice.value for choice in choices}:
            raise ValidationError(self.message)


class _PersonFields(TextForm):
    name = StringField(
        lazy_gettext("Full name"),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter the person’s full name"))],
    )
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("They sign in with it."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter an e-mail address"))],
    )

    def validate_name(self, field: StringField) -> None:
        """As the service checks it, so that it is told together with other faults."""
        _checked(checked_name, field)

    standing_email = ""

    def validate_email(self, field: EmailField) -> None:
        """As the service checks it; only the service can tell whether somebody has the address."""
        if (field.data or "").strip().lower() != self.standing_email:
            _checked(checked_own_address, field)


class _MembershipFields(TextForm):
    agency = SelectField(
        lazy_gettext("Agency"),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select an agency from the list."))],
    )
    job = SelectField(
        lazy_gettext("Job"),
        description=lazy_gettext("Behind each job stands its usual role group."),
        widget=GroupedSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select a job from the list."))],
    )
    role_group = SelectField(
        lazy_gettext("Role group"),
        description=lazy_gettext(
            "Decides what the survey asks. Change it only where this person’s work is not the usual one."
        ),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select a role group from the list."), may_be_empty=True)],
    )

    def offer(self, agencies: Sequence[Agency], reference: Reference) -> None:
        """Fill the lists to select from."""
        self.agency.choices = [
            SelectChoice("", gettext("Select an agency")),
            *(SelectChoice(a.id, a.name) for a in agencies),
        ]
        self.job.choices = [SelectChoice("", gettext("Select a job")), *job_choices(reference)]
        self.role_group.choices = [SelectChoice("", gettext("The usual one for the job")), *_role_groups(reference)]


class PersonForm(_PersonFields):
    """Who somebody is."""

    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, person: Person) -> None:
        super().__init__(data={"name": person.name, "email": person.email})
        self.standing_email = person.email


class MembershipForm(_MembershipFields):
    """A job that somebody takes up."""

    submit = SubmitField(lazy_gettext("Add the job"), widget=GovSubmitInput())


class MoveForm(_MembershipFields):
    """The job that somebody takes up in another agency; most people do the same work there."""

    submit = SubmitField(lazy_gettext("Move them"), widget=GovSubmitInput())

    def __init__(self, membership: Membership) -> None:
        super().__init__(data={"job": membership.job})


class NewPersonForm(_PersonFields, _MembershipFields):
    """Somebody new, with their first job."""

    submit = SubmitField(lazy_gettext("Add the person"), widget=GovSubmitInput())


class RoleGroupForm(TextForm):
    """The role group that counts for one membership."""

    role_group = SelectField(lazy_gettext("Role group"), widget=GovSelect(), validate_choice=False)
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, reference: Reference, role_group: str) -> None:
        super().__init__(data={"role_group": role_group})
        self.role_group.choices = _role_groups(reference)


class DutiesForm(TextForm):
    """What somebody may do, and whose training they lead."""

    duties = SelectMultipleField(
        lazy_gettext("What may they do?"),
        description=lazy_gettext("Everybody answers surveys and reads their own profile; these come on top."),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    leads = SelectMultipleField(
        lazy_gettext("Which agencies’ training do they lead?"),
        description=lazy_gettext(
            "Leads see how many have been reached and what is released of these agencies, never answers."
        ),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save duties"), widget=GovSubmitInput())

    def __init__(self, person: Person, agencies: Sequence[Agency]) -> None:
        held = {duty.duty.value for duty in person.duties if duty.agency_id is None}
        leads = [duty.agency_id for duty in person.duties if duty.agency_id is not None]
        super().__init__(data={"duties": sorted(held), "leads": leads})
        self.duties.choices = [SelectChoice(duty.value, gettext(title)) for duty, (title, _) in DUTIES.items()]
        self.leads.choices = [SelectChoice(agency.id, agency.name) for agency in agencies]

    def validate_duties(self, field: SelectMultipleField) -> None:
        """Duties of the whole partnership only: leading training is for an agency, answering is everybody's."""
        if not set(field.data or ()) <= {duty.value for duty in DUTIES}:
            raise ValidationError(gettext("Select duties from the list"))

    @property
    def chosen(self) -> frozenset[Duty]:
        """The duties selected; only after validation."""
        return frozenset(Duty(value) for value in self.duties.data or ())


class SearchForm(Form):
    """Whom to list; part of an address, so it changes nothing."""

    q = StringField(lazy_gettext("Name or e-mail address"), widget=GovTextInput(), filters=[cleaned])
    agency = SelectField(lazy_gettext("Agency"), widget=GovSelect(), validate_choice=False, default="")

    def offer(self, agencies: Sequence[Agency]) -> None:
        """Fill the list to select from."""
        self.agency.choices = [
            SelectChoice("", gettext("All agencies")),
            *(SelectChoice(a.id, a.name) for a in agencies),
        ]


def _checked(check: Callable[[str], str], field: StringField) -> None:
    try:
        check(field.data or "")
    except PersonRefused as refused:
        raise ValidationError(str(refused)) from refused


def job_choices(reference: Reference, *, first: str | None = None) -> list[Any]:
    """Every job under each sector it is found in, with its usual role group; the jobs of the sector `first` before."""
    return [
        SelectChoice(job.id, f"{job.title} – {reference.role_group(job.role_group).title}", optgroup=sector.title)
        for sector in sorted(reference.sectors, key=lambda sector: sector.id != first)
        for job in reference.jobs_in(sector.id)
    ]


def _role_groups(reference: Reference) -> list[Any]:
    return [SelectChoice(group.id, group.title) for group in reference.role_groups]
