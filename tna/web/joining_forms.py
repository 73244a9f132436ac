"""What somebody enters who comes by a poster."""

from collections.abc import Callable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import EmailField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.addresses import SHARED_MAILBOX, is_shared_mailbox
from tna.domain.surveys import Reference
from tna.language import gettext, lazy_gettext
from tna.services.person_checks import PersonRefused, checked_address, checked_name
from tna.web.form_fields import TextForm, cleaned
from tna.web.people_forms import GroupedSelect, Offered


class JoinForm(TextForm):
    """Who somebody is and what they work as; checked by what they typed alone, never by who is known here."""

    name = StringField(
        lazy_gettext("Your full name"),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter your full name"))],
    )
    email = EmailField(
        lazy_gettext("Your e-mail address"),
        description=lazy_gettext(
            "Your own at work, which only you read. We send you a link there. "
            "If you have none at work, give your own from home."
        ),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter your e-mail address"))],
    )
    job = SelectField(
        lazy_gettext("Your job"),
        description=lazy_gettext("Choose the one that comes nearest. It decides what the survey asks you."),
        widget=GroupedSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select your job from the list."))],
    )
    submit = SubmitField(lazy_gettext("Send me my link"), widget=GovSubmitInput())

    def __init__(self, reference: Reference, sector: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        jobs = sorted(reference.jobs_in(sector), key=lambda job: (job.role_group, job.title))
        offered = [SelectChoice(job.id, job.title, optgroup=reference.role_group(job.role_group).title) for job in jobs]
        self.job.choices = [SelectChoice("", gettext("Select your job")), *offered]

    def validate_name(self, field: StringField) -> None:
        """As the service checks it."""
        _check(checked_name, field.data)

    def validate_email(self, field: EmailField) -> None:
        """Not a mailbox that several people read: each person has an account of their own."""
        _check(checked_address, field.data)
        if is_shared_mailbox(field.data or ""):
            raise ValidationError(gettext(SHARED_MAILBOX))


def _check(check: Callable[[str], str], typed: str | None) -> None:
    try:
        check(typed or "")
    except PersonRefused as refused:
        raise ValidationError(str(refused)) from refused
