"""The form for one paper of an agency."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import InputRequired, ValidationError

from tna.language import gettext, lazy_gettext
from tna.models.people import Agreement
from tna.services.agreements import AgreementRefused, checked_link
from tna.web.access import today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned


class AgreementForm(TextForm):
    """When a paper was signed, by whom, and where it is kept."""

    signed_on = DayField(
        lazy_gettext("When was it signed?"),
        what=lazy_gettext("The day it was signed"),
        description=lazy_gettext("For example, 31 3 2027."),
    )
    signed_by = StringField(
        lazy_gettext("Who signed it for the agency?"),
        description=lazy_gettext("Their name and post, such as “Ruth Vale, information governance manager”."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter who signed it"))],
    )
    link = StringField(
        lazy_gettext("Where is it kept? (optional)"),
        description=lazy_gettext(
            "A link that begins with https://. It is shown to those who keep agencies, and nothing is fetched."
        ),
        widget=GovTextInput(),
        filters=[cleaned],
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, standing: Agreement | None) -> None:
        known = {}
        if standing is not None:
            known = {"signed_on": standing.signed_on, "signed_by": standing.signed_by, "link": standing.link}
        super().__init__(data=known)

    def validate_signed_on(self, field: DayField) -> None:
        """Nobody can have signed on a day to come."""
        if field.data is not None and field.data > today():
            raise ValidationError(gettext("The day it was signed must be today or in the past"))

    def validate_link(self, field: StringField) -> None:
        """As the service checks it, so that it is told together with other faults."""
        try:
            checked_link(field.data or "")
        except AgreementRefused as refused:
            raise ValidationError(str(refused)) from refused
