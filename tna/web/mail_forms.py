"""The form for the headers of a message that has arrived."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SubmitField, TextAreaField
from wtforms.validators import InputRequired

from tna.web.form_fields import TextForm, cleaned


class HeadersForm(TextForm):
    """Headers, pasted whole."""

    headers = TextAreaField(
        "The headers of the test message",
        description="All of them, from the first line to the last. Nothing of this is kept.",
        widget=GovTextArea(),
        filters=[cleaned],
        validators=[InputRequired("Paste the headers of the test message")],
    )
    submit = SubmitField("Read the headers", widget=GovSubmitInput())
