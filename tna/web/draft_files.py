"""The form that takes a survey file: uploaded, or pasted as text."""

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from tna.language import gettext, lazy_gettext, mark
from tna.services.survey_faults import Fault, SurveyFaults, printable
from tna.services.survey_yaml import MOST_BYTES, read_bytes
from tna.web.draft_pages import DraftForm

_LONGEST_NAME = 80
EMPTY = mark("Choose a file, or paste the text of one")


class ImportForm(DraftForm):
    """A survey file. What it holds stays in the box for text, so that a fault can be mended right there."""

    text = TextAreaField(
        lazy_gettext("Or paste its text"),
        description=lazy_gettext("At most 100,000 bytes. If you choose a file, this box is passed over."),
        widget=GovTextArea(),
    )
    survey_text = ""
    file_name: str
    told: list[Fault]

    def __init__(self) -> None:
        super().__init__()
        self.file_name = gettext("the text")
        self.told = []

    def validate(self, extra_validators: object = None) -> bool:
        """Whether there is text that can be read as such; faults of the file are told by `fault_list`."""
        upload = request.files.get("file")
        is_file = upload is not None and bool(upload.filename)
        if upload is not None and is_file:
            self.file_name = printable((upload.filename or "")[:_LONGEST_NAME])
            content = upload.stream.read(MOST_BYTES + 1)
            self.text.data = (
                content[:MOST_BYTES].decode("utf-8-sig", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
            )
        else:
            content = (self.text.data or "").replace("\r\n", "\n").encode("utf-8", "surrogatepass")
        is_valid = super().validate(extra_validators)
        if not content.strip():
            self.text.errors = [*self.text.errors, gettext(EMPTY)]
            return False
        try:
            read_bytes(content, self.file_name)
        except SurveyFaults as faults:
            self.told = list(faults.faults)
            return False
        self.survey_text = content.decode("utf-8-sig")
        return bool(is_valid)

    def fault_list(self) -> list[dict[str, str]]:
        """Every fault of the file for the error summary, with its line and place."""
        return [{"text": _told(fault), "href": "#text"} for fault in self.told]


def _told(fault: Fault) -> str:
    told = f"{fault.place}: {fault.problem}. {fault.remedy}."
    return told if fault.line is None else gettext("Line %(line)s, %(fault)s", line=fault.line, fault=told)
