"""Forms about one's own account."""

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovRadioInput, GovSubmitInput
from wtforms import PasswordField, RadioField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import InputRequired

from tna.domain.surveys import Reference
from tna.language import lazy_gettext
from tna.models.people import Membership
from tna.web.form_fields import TextForm


class AnswerAsForm(TextForm):
    """Which of one's current jobs answers surveys."""

    membership = RadioField(
        lazy_gettext("Which job do you answer surveys as?"),
        coerce=int,
        widget=GovRadioInput(),
        validators=[InputRequired(lazy_gettext("Select the job you answer as"))],
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def offer(self, memberships: Sequence[Membership], reference: Reference) -> None:
        """Fill in the jobs to choose from."""
        self.membership.choices = [
            SelectChoice(m.id, f"{reference.job(m.job).title}, {m.agency.name}") for m in memberships
        ]


def _new_password() -> PasswordField:
    return PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least 10 characters. Three words work well. You can paste from a password manager."
        ),
        widget=GovPasswordInput(),
        validators=[InputRequired(lazy_gettext("Enter a new password"))],
    )


class ChangePasswordForm(TextForm):
    """The password there is, and the one there shall be."""

    current_password = PasswordField(
        lazy_gettext("Current password"),
        widget=GovPasswordInput(),
        validators=[InputRequired(lazy_gettext("Enter your current password"))],
    )
    new_password = _new_password()
    submit = SubmitField(lazy_gettext("Change password"), widget=GovSubmitInput())


class FirstPasswordForm(TextForm):
    """For somebody who has none yet: the mailbox their link was sent to has shown who they are."""

    new_password = _new_password()
    submit = SubmitField(lazy_gettext("Set a password"), widget=GovSubmitInput())


PasswordForm = ChangePasswordForm | FirstPasswordForm
