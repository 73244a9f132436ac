"""Forms for booking people of one's agencies."""

from collections.abc import Sequence

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import Form, RadioField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from tna.language import lazy_gettext
from tna.models.people import Membership
from tna.web.form_fields import TextForm, cleaned


class FindSomebodyForm(Form):
    """Whom to look for; part of an address, so it changes nothing."""

    q = StringField(lazy_gettext("Name or e-mail address"), widget=GovTextInput(), filters=[cleaned])


class BookSomebodyForm(TextForm):
    """One of the people found, and whether what they learned elsewhere stands for what comes before the course."""

    person = RadioField(
        lazy_gettext("Who is it for?"),
        widget=GovRadioInput(),
        validate_choice=False,
        validators=[InputRequired(lazy_gettext("Select who the place is for"))],
    )
    submit = SubmitField(lazy_gettext("Book this person"), widget=GovSubmitInput())

    def __init__(self, found: Sequence[Membership]) -> None:
        super().__init__()
        self.person.choices = [
            SelectChoice(str(each.id), f"{each.person.name}, {each.agency.name}, {each.person.email}") for each in found
        ]

    @property
    def accepts_evidence(self) -> bool:
        """Whether the box is ticked that accepts evidence from elsewhere; courses that take none do not show it."""
        return "accepts_evidence" in request.form
