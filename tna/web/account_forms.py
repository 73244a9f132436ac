"""Forms about one's own account."""

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovRadioInput, GovSubmitInput
from wtforms import PasswordField, RadioField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older version
from wtforms.validators import InputRequired

from tna.domain.surveys import Reference
from tna.models.people import Membership
from tna.web.form_fields import TextForm


class AnswerAsForm(TextForm):
    """Which of one's current jobs answers surveys."""

    membership = RadioField(
        "Which job do you answer surveys as?",
        coerce=int,
        widget=GovRadioInput(),
        validators=[InputRequired("Select the job you answer as")],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    def offer(self, memberships: Sequence[Membership], reference: Reference) -> None:
        """Fill in the jobs to choose from."""
        self.membership.choices = [
            SelectChoice(m.id, f"{reference.job(m.job).title}, {m.agency.name}") for m in memberships
        ]


def _new_password() -> PasswordField:
    return PasswordField(
        "New password",
        description="At least 10 characters. Three words work well. You can paste from a password manager.",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter a new password")],
    )


class ChangePasswordForm(TextForm):
    """The password there is, and the one there shall be."""

    current_password = PasswordField(
        "Current password", widget=GovPasswordInput(), validators=[InputRequired("Enter your current password")]
    )
    new_password = _new_password()
    submit = SubmitField("Change password", widget=GovSubmitInput())


class FirstPasswordForm(TextForm):
    """For somebody who has none yet: the mailbox their link was sent to has shown who they are."""

    new_password = _new_password()
    submit = SubmitField("Set a password", widget=GovSubmitInput())


PasswordForm = ChangePasswordForm | FirstPasswordForm
