"""Forms for the targets of a round: the levels of one role group, and who agreed them."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import HiddenField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.domain.surveys import Level
from tna.domain.targets import RoleGroupTargets
from tna.language import gettext, lazy_gettext
from tna.web.date_fields import DayField
from tna.web.form_fields import SpokenForm, TextForm, cleaned

_AS_DOMAIN = ""


class RatifyForm(TextForm):
    """Who agreed the targets, and when."""

    on = DayField(
        lazy_gettext("When were they agreed?"),
        what=lazy_gettext("The day"),
        description=lazy_gettext("For example, the day of the meeting."),
    )
    by = StringField(
        lazy_gettext("By whom?"),
        description=lazy_gettext("A body or a name, such as “Child Sexual Abuse Subgroup”."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter who agreed the targets"))],
    )
    shown = HiddenField()
    submit = SubmitField(lazy_gettext("Ratify the targets"), widget=GovSubmitInput())


class TargetForm(TextForm):
    """The levels of one role group: a select for each domain and each of its statements; made by `target_form`."""

    shown = HiddenField()
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def levels(self, row: RoleGroupTargets) -> dict[str, int]:
        """What was chosen, by domain and by statement, as a survey file writes it; only after validation."""
        chosen = {one.domain.id: int(self[domain_field(one.domain.id)].data) for one in row.domains}
        for one in row.domains:
            for statement in one.statements:
                own = self[statement_field(statement.id)].data
                if own != _AS_DOMAIN and int(own) != chosen[one.domain.id]:
                    chosen[statement.id] = int(own)
        return chosen


def domain_field(domain_id: str) -> str:
    """The name of the field with a domain's level."""
    return f"domain-{domain_id}"


def statement_field(statement_id: str) -> str:
    """The name of the field with a statement's own level."""
    return f"statement-{statement_id}"


def target_form(scale: Sequence[Level], row: RoleGroupTargets, shown: str) -> TargetForm:
    """The form for one role group, filled with the levels of now; `shown` says which these are."""
    levels = [SelectChoice(str(level.value), f"{level.value} {level.label}") for level in scale]
    fields: dict[str, SelectField] = {}
    data = {"shown": shown}
    for one in row.domains:
        fields[domain_field(one.domain.id)] = _select(gettext("Level needed"), levels)
        data[domain_field(one.domain.id)] = str(one.level)
        for statement in one.statements:
            as_domain = SelectChoice(_AS_DOMAIN, gettext("As above"))
            fields[statement_field(statement.id)] = _select(statement.text, [as_domain, *levels])
            data[statement_field(statement.id)] = str(one.own.get(statement.id, _AS_DOMAIN))
    made: TargetForm = type("TargetForm", (TargetForm,), dict(fields))(data=data)
    return made


def _select(label: str, choices: list[SelectChoice]) -> SelectField:
    return SelectField(label, widget=GovSelect(), choices=choices)


class ProposalForm(TextForm):
    """What to call other levels, and who proposes them."""

    name = StringField(
        lazy_gettext("What shall it be called?"),
        description=lazy_gettext("For example, “Level 4 in talking with children”."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter what to call the proposal"))],
    )
    by = StringField(
        lazy_gettext("Who proposes it?"),
        description=lazy_gettext("A body or a name, as those who ratify it know it."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter who proposes it"))],
    )
    submit = SubmitField(lazy_gettext("Keep it as a proposal"), widget=GovSubmitInput())


class TargetFileForm(SpokenForm):
    """A file of targets."""

    file = FileField(
        lazy_gettext("The file"),
        description=lazy_gettext(
            "A CSV file or an Excel workbook (.xlsx) with the columns role_group, statement and target."
        ),
        widget=GovFileInput(),
    )
    shown = HiddenField()
    submit = SubmitField(lazy_gettext("Take over these targets"), widget=GovSubmitInput())

    def validate_file(self, field: FileField) -> None:
        """A browser sends an empty part where no file was selected."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(gettext("Select a file"))
