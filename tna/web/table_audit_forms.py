"""The form for a table that is meant to be published elsewhere."""

from flask import request
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput, GovTextArea
from werkzeug.datastructures import FileStorage
from wtforms import Field, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from tna.language import gettext, lazy_gettext
from tna.settings import LOWEST_THRESHOLD
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField

_HIGHEST_THRESHOLD = 1000


class TableForm(TextForm):
    """The table, pasted or as a file, and the threshold it is held to."""

    table = TextAreaField(
        lazy_gettext("Paste the table"),
        description=lazy_gettext(
            "From a spreadsheet, with its row and column headings. Write a withheld count with its true value in "
            "square brackets, like [3]."
        ),
        widget=GovTextArea(),
        filters=[cleaned],
    )
    file = FileField(
        lazy_gettext("Or choose its file"),
        description=lazy_gettext("An Excel workbook (.xlsx) or a CSV file. Of a workbook the first sheet is read."),
        widget=GovFileInput(),
    )
    threshold = WholeNumberField(
        lazy_gettext("Threshold: the fewest people a count may speak of"),
        description=lazy_gettext("Ours is filled in. It may be higher, and never under five."),
        least=LOWEST_THRESHOLD,
        most=_HIGHEST_THRESHOLD,
        fault=lazy_gettext("Enter a whole number from 5 to 1,000"),
    )
    submit = SubmitField(lazy_gettext("Check the table"), widget=GovSubmitInput())

    @property
    def uploaded(self) -> FileStorage | None:
        """The file that was chosen, if any; a browser sends an empty part where none was."""
        file = request.files.get(self.file.name)
        return file if file is not None and file.filename else None

    @property
    def source(self) -> Field:
        """The field that the table came by."""
        return self.file if self.uploaded else self.table

    def validate_table(self, field: TextAreaField) -> None:
        """The table comes one way, and only one."""
        has_text = bool((field.data or "").strip())
        if has_text and self.uploaded:
            raise ValidationError(gettext("Paste the table or choose its file, not both"))
        if not has_text and not self.uploaded:
            raise ValidationError(gettext("Paste the table, or choose its file"))
