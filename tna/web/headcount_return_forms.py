"""Forms for asking an agency for its headcounts, and for the return that somebody without an account fills in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.surveys import Reference
from tna.language import gettext, lazy_gettext, number
from tna.models.people import Agency
from tna.services.agencies import MOST_HEADS, AgencyRefused
from tna.services.headcount_returns import checked_day, checked_signature
from tna.web.access import today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField


class MailReturnForm(TextForm):
    """To whom a link goes."""

    email = EmailField(
        lazy_gettext("To which address?"),
        description=lazy_gettext(
            "Whoever knows how many people the agency has, in personnel or training. No account is needed."
        ),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter an e-mail address"))],
    )
    submit = SubmitField(lazy_gettext("Send the link"), widget=GovSubmitInput())


class ReturnLinksForm(TextForm):
    """Which agencies are asked at once."""

    agencies = SelectMultipleField(
        lazy_gettext("For which agencies?"),
        description=lazy_gettext("Those whose headcounts are out of date are selected already."),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Make the links"), widget=GovSubmitInput())

    def __init__(self, agencies: Sequence[Agency], out_of_date: Sequence[str]) -> None:
        super().__init__(data={"agencies": list(out_of_date)})
        self.known = {agency.id: agency for agency in agencies}
        self.agencies.choices = [SelectChoice(agency.id, agency.name) for agency in agencies]

    def validate_agencies(self, field: SelectMultipleField) -> None:
        """At least one, and of those there are."""
        if not field.data or not set(field.data) <= self.known.keys():
            raise ValidationError(gettext("Select at least one agency from the list"))

    @property
    def chosen(self) -> list[Agency]:
        """The agencies selected, by name; only after validation."""
        wanted = set(self.agencies.data or ())
        return [agency for agency_id, agency in self.known.items() if agency_id in wanted]


@dataclass(frozen=True, slots=True)
class _Signature:
    """A name or post as the service checks it, told together with every other fault."""

    name: str

    def __call__(self, _form: object, field: StringField) -> None:
        """Raise ValidationError where the service would refuse it."""
        try:
            checked_signature(self.name, field.data or "")
        except AgencyRefused as refused:
            raise ValidationError(str(refused)) from refused


class ReturnForm(TextForm):
    """How many people an agency has in each role group, of which day, and who signs; made by `return_form`."""

    as_at = DayField(
        lazy_gettext("Of which day are these numbers?"),
        what=lazy_gettext("The day of these numbers"),
        description=lazy_gettext("For example, 31 3 2027."),
    )
    signed_by = StringField(
        lazy_gettext("Your name"), widget=GovTextInput(), filters=[cleaned], validators=[_Signature("signed_by")]
    )
    signed_as = StringField(
        lazy_gettext("Your post"),
        description=lazy_gettext("For example, “personnel manager”."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[_Signature("signed_as")],
    )
    role_groups: tuple[str, ...] = ()
    known: date | None = None

    def validate_as_at(self, field: DayField) -> None:
        """As the service checks it, told together with every other fault."""
        if field.data is not None:
            try:
                checked_day(field.data, known=self.known, today=today())
            except AgencyRefused as refused:
                raise ValidationError(str(refused)) from refused

    def validate(self, extra_validators: object = None) -> bool:
        """One number at least has to be there."""
        is_valid: bool = super().validate(extra_validators)
        fields = [self[role_group] for role_group in self.role_groups]
        if all(field.data is None and not field.errors for field in fields):
            fields[0].errors = [gettext("Enter the number of people in at least one role group")]
            return False
        return is_valid

    @property
    def heads(self) -> dict[str, int | None]:
        """What was entered, by role group."""
        return {role_group: self[role_group].data for role_group in self.role_groups}


def return_form(reference: Reference, last: Mapping[str, int], known: date | None) -> ReturnForm:
    """The form with a box for every role group; what was entered last time (as at `known`) stands beside it."""
    fields = {
        group.id: _heads_field(group.title, group.description, last.get(group.id)) for group in reference.role_groups
    }
    made = type("ReturnForm", (ReturnForm,), {**fields, "role_groups": tuple(fields), "known": known})
    form: ReturnForm = made()
    return form


def _heads_field(title: str, description: str, last: int | None) -> WholeNumberField:
    before = gettext("Not entered last time.") if last is None else gettext("Last time: %(heads)s.", heads=number(last))
    return WholeNumberField(
        title,
        description=f"{description} {before}",
        least=0,
        most=MOST_HEADS,
        fault=gettext(
            "%(role_group)s: enter a whole number between 0 and %(most)s, or leave it empty",
            role_group=title,
            most=number(MOST_HEADS),
        ),
        may_be_empty=True,
    )
