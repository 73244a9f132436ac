"""The form that makes a token for one's programs."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import RadioField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import InputRequired

from tna.language import lazy_gettext, ngettext
from tna.services.api_tokens import DAYS
from tna.web.form_fields import TextForm, cleaned


class TokenForm(TextForm):
    """What the token is for, and how long it works."""

    name = StringField(
        lazy_gettext("Name of the token"),
        description=lazy_gettext("What will use it, such as “Quarterly report in R”. Only you see it."),
        filters=[cleaned],
        widget=GovTextInput(),
        validators=[InputRequired(lazy_gettext("Enter a name for the token, such as the program that will use it."))],
    )
    days = RadioField(
        lazy_gettext("How long it works"),
        coerce=int,
        widget=GovRadioInput(),
        default=DAYS[1],
        validators=[InputRequired(lazy_gettext("Select how long the token works."))],
    )
    submit = SubmitField(lazy_gettext("Make a token"), widget=GovSubmitInput())

    def offer(self) -> None:
        """Fill in how long a token may work, in the language of the page."""
        self.days.choices = [SelectChoice(days, ngettext("%(n)s day", "%(n)s days", days)) for days in DAYS]
