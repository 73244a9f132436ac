"""Is this table safe to publish? For analysts and the manager; nothing of the table is kept."""

import csv
import io
import json
from http import HTTPStatus

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.reports.table_audit import audit_report, evidence_table
from tna.domain.table_audit import TableAudit, TwoWayTable, audit_table
from tna.language import gettext, ngettext
from tna.services.pasted_tables import MOST_CELLS, TableFaults, as_list, read_pasted_table
from tna.services.table_audits import audit_document
from tna.services.table_files import MOST_CELLS_OF_A_FILE
from tna.services.tables import RowFault, TableRefused
from tna.web.access import allowed, settings
from tna.web.csv_files import csv_file
from tna.web.form_fields import add_error, error_list
from tna.web.table_audit_forms import TableForm

blueprint = Blueprint("table_audits", __name__, url_prefix="/table-check")

Page = str | tuple[str, int] | Response

_FAULTS_SHOWN = 10


@blueprint.route("", methods=["GET", "POST"])
@allowed(Action.AUDIT_TABLES, locks_late=True)
def check() -> str:
    """Take a table and say whether it gives away what it withholds."""
    form = TableForm(data={"threshold": settings().threshold})
    if (audit := _audit(form)) is not None:
        kept = {"table": _as_text(audit.table), "threshold": audit.threshold}
        return render_template("table_audits/result.html", audit=audit, report=audit_report(audit), kept=kept)
    return _form_page(form)


@blueprint.post("/evidence.json")
@allowed(Action.AUDIT_TABLES, locks_late=True)
def evidence_json() -> Page:
    """The audit of a table as a program reads it."""
    form = TableForm()
    if (audit := _audit(form)) is None:
        return _form_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    document = {"threshold": audit.threshold, **audit_document(audit)}
    answer = make_response(json.dumps(document, ensure_ascii=False, indent=1))
    answer.headers["Content-Type"] = "application/json"
    answer.headers.set("Content-Disposition", "attachment", filename="table-check.json")
    return answer


@blueprint.post("/evidence.csv")
@allowed(Action.AUDIT_TABLES, locks_late=True)
def evidence_csv() -> Page:
    """The audit of a table cell by cell, without the true counts of withheld ones."""
    form = TableForm()
    if (audit := _audit(form)) is None:
        return _form_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return csv_file(evidence_table(audit), "table-check")


def _form_page(form: TableForm) -> str:
    return render_template(
        "table_audits/check.html",
        form=form,
        errors=error_list(form),
        most=MOST_CELLS,
        most_by_command=MOST_CELLS_OF_A_FILE,
    )


def _audit(form: TableForm) -> TableAudit | None:
    """The audit of the table in a form that was sent; None, with what is wrong on the form, where there is none."""
    if not form.validate_on_submit():
        return None
    assert form.threshold.data is not None
    try:
        return audit_table(_table(form), form.threshold.data)
    except TableRefused as refused:
        add_error(form.source, str(refused))
    except TableFaults as faults:
        _add_faults(form, faults.faults)
    return None


def _table(form: TableForm) -> TwoWayTable:
    file = form.uploaded
    if file is not None:
        return read_pasted_table(file.read(), file_name=file.filename or "")
    return read_pasted_table((form.table.data or "").encode())


def _add_faults(form: TableForm, faults: tuple[RowFault, ...]) -> None:
    for fault in faults[:_FAULTS_SHOWN]:
        add_error(form.source, _sentence(fault))
    more = len(faults) - _FAULTS_SHOWN
    if more > 0:
        add_error(form.source, ngettext("And %(n)s thing more", "And %(n)s things more", more))


def _sentence(fault: RowFault) -> str:
    column = str(fault.unnamed) if fault.unnamed else gettext("“%(name)s”", name=fault.column)
    values = {"row": fault.row, "column": column, "expected": fault.expected}
    if not fault.read:
        return gettext("Row %(row)s, column %(column)s: nothing there; expected %(expected)s", **values)
    return gettext("Row %(row)s, column %(column)s: found “%(read)s”, expected %(expected)s", read=fault.read, **values)


def _as_text(table: TwoWayTable) -> str:
    """A table as the form takes it, so that its evidence can be asked for without keeping it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(as_list(table))
    return out.getvalue()
