"""The form of a learning resource."""

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import RadioField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from tna.domain.courses import Resource, ResourceKind
from tna.domain.surveys import Domain, Reference
from tna.language import lazy_gettext, mark
from tna.services.course_changes import one_line
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField
from tna.web.people_forms import Offered

KINDS = {
    ResourceKind.GUIDE: (mark("Guide"), mark("Guides")),
    ResourceKind.FILM: (mark("Film"), mark("Films")),
    ResourceKind.TEMPLATE: (mark("Template"), mark("Templates")),
    ResourceKind.PATHWAY: (mark("Pathway"), mark("Pathways")),
}


class ResourceForm(TextForm):
    """What is said of a resource."""

    title = StringField(
        lazy_gettext("Title"),
        widget=GovTextInput(),
        filters=[cleaned, one_line],
        validators=[DataRequired(lazy_gettext("Enter a title"))],
    )
    kind = RadioField(
        lazy_gettext("What is it?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=[SelectChoice(kind.value, lazy_gettext(one)) for kind, (one, _) in KINDS.items()],
        validators=[Offered(lazy_gettext("Select what it is"))],
    )
    publisher = StringField(
        lazy_gettext("Publisher"),
        widget=GovTextInput(),
        filters=[cleaned, one_line],
        validators=[DataRequired(lazy_gettext("Enter who publishes it"))],
    )
    url = StringField(
        lazy_gettext("Address"),
        description=lazy_gettext("Optional. Whole, from https:// on."),
        widget=GovTextInput(),
        filters=[cleaned, one_line],
    )
    minutes = WholeNumberField(
        lazy_gettext("How many minutes does it take?"),
        description=lazy_gettext("Leave it empty if you do not know."),
        least=1,
        most=600,
        fault=lazy_gettext("Enter a whole number of minutes from 1 to 600, or leave it empty"),
        may_be_empty=True,
    )
    domains = SelectMultipleField(
        lazy_gettext("What is it about?"),
        widget=GovCheckboxesInput(),
        validate_choice=False,
        validators=[DataRequired(lazy_gettext("Select what it is about"))],
    )
    is_for = SelectMultipleField(
        lazy_gettext("Who does it suit best?"),
        description=lazy_gettext("Leave all empty if it suits everybody."),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save the resource"), widget=GovSubmitInput())

    def __init__(self, reference: Reference, domains: Sequence[Domain], resource: Resource | None = None) -> None:
        super().__init__(data=_data_of(resource) if resource else None)
        self.domains.choices = [SelectChoice(domain.id, domain.title) for domain in domains]
        self.is_for.choices = [SelectChoice(group.id, group.title) for group in reference.role_groups]

    @property
    def entries(self) -> dict[str, Any]:
        """What was entered, as a file of the catalogue holds it; only after validation."""
        required = {
            "title": self.title.data,
            "kind": self.kind.data,
            "publisher": self.publisher.data,
            "minutes": self.minutes.data,
            "domains": list(dict.fromkeys(self.domains.data or ())),
        }
        optional = {"for": list(dict.fromkeys(self.is_for.data or ())), "url": self.url.data}
        return required | {name: value for name, value in optional.items() if value}


def _data_of(resource: Resource) -> dict[str, Any]:
    return {
        "title": resource.title,
        "kind": resource.kind.value,
        "publisher": resource.publisher,
        "url": resource.url,
        "minutes": resource.minutes,
        "domains": list(resource.domains),
        "is_for": sorted(resource.is_for),
    }
