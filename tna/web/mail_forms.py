"""The form for the headers of a message that has arrived."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SubmitField, TextAreaField
from wtforms.validators import InputRequired

from tna.language import lazy_gettext
from tna.web.form_fields import TextForm, cleaned


class HeadersForm(TextForm):
    """Headers, pasted whole."""

    headers = TextAreaField(
        lazy_gettext("The headers of the test message"),
        description=lazy_gettext("All of them, from the first line to the last. Nothing of this is kept."),
        widget=GovTextArea(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Paste the headers of the test message"))],
    )
    submit = SubmitField(lazy_gettext("Read the headers"), widget=GovSubmitInput())
