"""Forms for agencies and their headcounts."""

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextInput
from wtforms import SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.surveys import Reference
from tna.language import gettext, lazy_gettext, number
from tna.services.agencies import MOST_HEADS
from tna.web.access import today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField


class AgencyForm(TextForm):
    """An agency's name and the part of public life it belongs to."""

    name = StringField(
        lazy_gettext("Name"),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter the agency’s name"))],
    )
    sector = SelectField(
        lazy_gettext("Sector"),
        description=lazy_gettext("Small groups are published together with others of their sector."),
        widget=GovSelect(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, reference: Reference, **data: str) -> None:
        super().__init__(data=data)
        choices = [SelectChoice(sector.id, sector.title) for sector in reference.sectors]
        self.sector.choices = [SelectChoice("", gettext("Select a sector")), *choices]


class HeadcountForm(TextForm):
    """How many people an agency has in each role group, and of which day that speaks; made by `headcount_form`."""

    as_at = DayField(
        lazy_gettext("Of which day are these numbers?"),
        what=lazy_gettext("The day"),
        description=lazy_gettext("For example, 31 3 2027."),
    )
    submit = SubmitField(lazy_gettext("Save headcounts"), widget=GovSubmitInput())
    role_groups: tuple[str, ...] = ()

    def validate_as_at(self, field: DayField) -> None:
        """Nobody can have counted on a day to come."""
        if field.data is not None and field.data > today():
            raise ValidationError(gettext("The day must be today or in the past"))

    @property
    def heads(self) -> dict[str, int | None]:
        """What was entered, by role group."""
        return {role_group: self[role_group].data for role_group in self.role_groups}


def headcount_form(reference: Reference, heads: dict[str, int]) -> HeadcountForm:
    """The form with a box for every role group, named by its id, filled with the heads known."""
    fields = {group.id: _heads_field(group.title) for group in reference.role_groups}
    role_groups = tuple(fields)
    made = type("HeadcountForm", (HeadcountForm,), {**fields, "role_groups": role_groups})
    form: HeadcountForm = made(data={**heads, "as_at": today()})
    return form


def _heads_field(title: str) -> WholeNumberField:
    return WholeNumberField(
        title,
        least=0,
        most=MOST_HEADS,
        fault=gettext(
            "%(role_group)s: enter a whole number between 0 and %(most)s, or leave it empty",
            role_group=title,
            most=number(MOST_HEADS),
        ),
        may_be_empty=True,
    )
