"""Forms for bringing in lists: the file, which column holds what, whose job is which, and what is to be decided."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from tna.domain.lists import Choices, Column, Elsewhere, plain, proposed_job
from tna.domain.surveys import Reference
from tna.language import gettext, lazy_gettext, ngettext
from tna.models.people import Agency
from tna.services.lists.checks import JobWords
from tna.services.lists.people_rows import JobWord
from tna.services.reference_files import shipped_reference
from tna.web.access import today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned
from tna.web.people_forms import GroupedSelect, Offered, job_choices

LIST_SAYS = "-"
"""The choice that the list itself says which agency each row is about."""


class UploadForm(FlaskForm):  # type: ignore[misc]
    """The file, and whose people or headcounts it holds."""

    agency = SelectField(
        lazy_gettext("Which agency is it about?"),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select the agency, or that the file says so for each row"))],
    )
    file = FileField(
        lazy_gettext("The file"),
        description=lazy_gettext(
            "An Excel workbook (.xlsx) or a CSV file, of at most 20 MB. Its first row names the columns."
        ),
        widget=GovFileInput(),
    )
    sheet = StringField(
        lazy_gettext("Name of the sheet (if the workbook has several)"),
        description=lazy_gettext("Leave it empty for the first sheet."),
        widget=GovTextInput(),
        filters=[cleaned],
    )
    submit = SubmitField(lazy_gettext("Read the file"), widget=GovSubmitInput())

    def offer(self, agencies: Sequence[Agency]) -> None:
        """Fill the list of agencies."""
        self.agency.choices = [
            SelectChoice("", gettext("Select an agency")),
            SelectChoice(LIST_SAYS, gettext("Several: a column of the file says which")),
            *(SelectChoice(agency.id, agency.name) for agency in agencies),
        ]

    def validate_file(self, field: FileField) -> None:
        """A browser sends an empty part where no file was selected."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(gettext("Select a file"))

    @property
    def agency_id(self) -> str | None:
        """The agency chosen for the whole list; None where the list says so."""
        return None if self.agency.data == LIST_SAYS else str(self.agency.data)


class _MaybeDayField(DayField):
    """A day that may be left empty."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if any(valuelist):
            super().process_formdata(valuelist)


class ColumnsForm(TextForm):
    """Which column of the list holds what; made by `columns_form`."""

    submit = SubmitField(lazy_gettext("Continue"), widget=GovSubmitInput())
    wanted: tuple[Column, ...] = ()

    @property
    def columns(self) -> dict[str, int]:
        """The place of every column that was selected, by its id."""
        return {c.id: int(self[c.id].data) for c in self.wanted if self[c.id].data}

    @property
    def chosen_day(self) -> date | None:
        """The day of a whole list of headcounts."""
        field = self._fields.get("day")
        return None if field is None else field.data


def columns_form(wanted: Sequence[Column], headers: Sequence[str], choices: Choices, *, asks_day: bool) -> ColumnsForm:
    """The form with a select for each column, filled with what was guessed or chosen."""
    places = [SelectChoice(str(place), f"{place + 1}. {header}") for place, header in enumerate(headers)]
    offered = [SelectChoice("", gettext("Not in this file")), *places]
    fields: dict[str, Any] = {column.id: _column_field(column, offered) for column in wanted}
    data: dict[str, Any] = {key: str(place) for key, place in choices.columns.items()}
    if asks_day:
        fields["day"] = _MaybeDayField(
            gettext("Of which day are these numbers?"),
            what=gettext("The day"),
            description=gettext("Leave it empty if a column of the file says so. For example, 31 3 2027."),
            validators=[_not_to_come],
        )
        data["day"] = choices.as_at
    made = type("ColumnsForm", (ColumnsForm,), {**fields, "wanted": tuple(wanted)})
    form: ColumnsForm = made(data=data)
    return form


def _column_field(column: Column, offered: list[Any]) -> SelectField:
    return SelectField(
        gettext(column.title),
        widget=GovSelect(),
        validate_choice=False,
        choices=offered,
        validators=[Offered(gettext("Select a column of the file"), may_be_empty=True)],
    )


def _not_to_come(_form: FlaskForm, field: DayField) -> None:
    if field.data is not None and field.data > today():
        raise ValidationError(gettext("The day must be today or in the past"))


class JobsForm(TextForm):
    """Which of our jobs each of the list's own words is; made by `jobs_form`."""

    submit = SubmitField(lazy_gettext("Continue"), widget=GovSubmitInput())
    words: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the fields, in the order of the words."""
        return [job_field(word) for word in self.words]

    @property
    def asked(self) -> frozenset[str]:
        """The words that stood on the page that was sent, as they are looked up."""
        return frozenset(plain(word) for word in self.words if self[job_field(word)].raw_data)

    @property
    def jobs(self) -> dict[str, str]:
        """Our job by the list's own word, for those that were matched."""
        chosen = {word: self[job_field(word)].data for word in map(plain, self.words) if word in self.asked}
        return {word: str(job) for word, job in chosen.items() if job}


def jobs_form(found: JobWords, chosen: Mapping[str, str], reference: Reference) -> JobsForm:
    """The form with a select for each word, filled with what was matched before, else with what its words propose.

    `reference`: the jobs as the form calls them; a word may also be that of their titles as they are shipped.
    """
    offered = [SelectChoice("", gettext("None of these")), *job_choices(reference, first=found.sector)]
    titles = {job.title: job.id for job in (*shipped_reference().jobs, *reference.jobs)}
    fields = {job_field(one.word): _job_field(one, offered) for one in found.words}
    made = type("JobsForm", (JobsForm,), {**fields, "words": tuple(one.word for one in found.words)})
    data = {
        job_field(one.word): chosen.get(plain(one.word)) or proposed_job(one.word, titles) or "" for one in found.words
    }
    form: JobsForm = made(data=data)
    return form


def job_field(word: str) -> str:
    """The name of a word's field: by the word and not by its place, which another page may change meanwhile."""
    return f"job-{hashlib.sha256(plain(word).encode()).hexdigest()[:16]}"


def _job_field(one: JobWord, offered: list[Any]) -> SelectField:
    return SelectField(
        ngettext("“%(word)s” (%(n)s row)", "“%(word)s” (%(n)s rows)", one.rows, word=one.word),
        widget=GroupedSelect(),
        validate_choice=False,
        choices=offered,
        validators=[Offered(gettext("Select a job from the list"), may_be_empty=True)],
    )


class BringInForm(TextForm):
    """What has to be decided before a list is brought in, and what its check said it would do."""

    elsewhere = RadioField(
        lazy_gettext("Some of them work in another agency. Are they moving, or is this a further job?"),
        widget=GovRadioInput(),
        validate_choice=False,
        choices=[
            SelectChoice(Elsewhere.ADDS.value, lazy_gettext("A further job: they keep the one they have")),
            SelectChoice(
                Elsewhere.MOVES.value,
                lazy_gettext("They have moved: their jobs elsewhere end, their places on courses to come go along"),
            ),
        ],
    )
    takes_outside = BooleanField(lazy_gettext("These addresses are right: bring them in"), widget=GovCheckboxInput())
    ends_missing = BooleanField(
        lazy_gettext("People missing from this list have left: end their jobs"), widget=GovCheckboxInput()
    )
    expected = HiddenField()

    @property
    def chosen_elsewhere(self) -> Elsewhere | None:
        """What was said of those who work elsewhere."""
        return next((one for one in Elsewhere if one.value == self.elsewhere.data), None)
