"""Forms for signing in and setting a password."""

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, ValidationError

from tna.language import lazy_gettext
from tna.services.person_checks import PersonRefused, checked_address
from tna.web.form_fields import TextForm, cleaned


class SignInForm(TextForm):
    """E-mail address and password."""

    email = StringField(
        lazy_gettext("E-mail address"),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[
            InputRequired(lazy_gettext("Enter your e-mail address")),
            Length(max=254, message=lazy_gettext("Enter a shorter e-mail address")),
        ],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        widget=GovPasswordInput(),
        validators=[InputRequired(lazy_gettext("Enter your password"))],
    )
    submit = SubmitField(lazy_gettext("Sign in"), widget=GovSubmitInput())


class LinkForm(TextForm):
    """The address to which a link for signing in is sent."""

    address = EmailField(
        lazy_gettext("Your e-mail address"),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter your e-mail address"))],
    )
    submit = SubmitField(lazy_gettext("Send me a sign-in link"), widget=GovSubmitInput())

    def validate_address(self, field: EmailField) -> None:
        """Only whether it can be an address at all; whether it is known here shows nowhere."""
        try:
            checked_address(field.data or "")
        except PersonRefused as refused:
            raise ValidationError(str(refused)) from refused


class SetPasswordForm(TextForm):
    """One field, which can be shown while typing: nobody has to type a password twice."""

    new_password = PasswordField(
        lazy_gettext("Choose a password"),
        description=lazy_gettext(
            "At least 10 characters. Three words work well. You can paste from a password manager."
        ),
        widget=GovPasswordInput(),
        validators=[InputRequired(lazy_gettext("Enter a password"))],
    )
    submit = SubmitField(lazy_gettext("Save and sign in"), widget=GovSubmitInput())
