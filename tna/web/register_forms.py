"""What a register sends: one mark a person, and the address of somebody who came without a place."""

from collections.abc import Mapping
from datetime import date

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import EmailField, SubmitField
from wtforms.validators import InputRequired

from tna.language import lazy_gettext
from tna.models.courses import Presence
from tna.web.form_fields import TextForm, cleaned

_PREFIX = "present-"
_LONGEST_NUMBER = 10  # digits of an id, and one more


class WalkInForm(TextForm):
    """Who came without a place, by the address that is their account."""

    email = EmailField(
        lazy_gettext("Their work e-mail address"),
        description=lazy_gettext("The whole address, as it stands in their account."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter their e-mail address"))],
    )
    submit = SubmitField(lazy_gettext("Add to the register"), widget=GovSubmitInput())


def marks_from(sent: Mapping[str, str]) -> dict[int, Presence]:
    """The marks of a register that was sent, by booking; what is no mark is left out."""
    known = {each.value: each for each in Presence}
    return {
        int(number): known[value]
        for name, value in sent.items()
        if name.startswith(_PREFIX)
        and (number := name.removeprefix(_PREFIX)).isdecimal()
        and len(number) < _LONGEST_NUMBER
        and value in known
    }


def day_from(text: str) -> date | None:
    """A day as an address holds it, "2027-03-04"; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
