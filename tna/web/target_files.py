"""A round's targets as a file: downloaded, and taken over from one that somebody has changed."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.reports import Table
from tna.extensions import db
from tna.language import gettext, ngettext
from tna.models.engines import begin_writing
from tna.models.surveys import Round
from tna.services import rounds, target_files
from tna.services.rounds import RoundRefused, RoundState
from tna.services.tables import RowFault, TableRefused
from tna.services.target_files import TargetFaults
from tna.web.access import allowed, now, person
from tna.web.csv_files import csv_file
from tna.web.form_fields import add_error, error_list
from tna.web.round_pages import round_or_404, say_whether_filled_in
from tna.web.target_forms import TargetFileForm
from tna.web.uploads import takes_files

blueprint = Blueprint("target_files", __name__, url_prefix="/surveys/rounds/<int:round_id>/targets")

MOST_SHOWN = 200
"""Faults of a file that a page shows; whoever has more mends these first."""


@blueprint.get("/targets.csv")
@allowed(Action.RUN_ROUNDS)
def download(round_id: int) -> Response:
    """The targets of a round as they are."""
    round_ = round_or_404(round_id)
    return csv_file(target_files.target_table(rounds.definition_of(round_)), f"targets-{round_id}")


@blueprint.route("/upload", methods=["GET", "POST"])
@takes_files
@allowed(Action.RUN_ROUNDS, locks_late=True)
def upload(round_id: int) -> str | Response:
    """Take targets over from a file, or name every row of it that is wrong."""
    round_ = round_or_404(round_id)
    if rounds.state_of(db.session(), round_) is not RoundState.PLANNED:
        return redirect(url_for("round_targets.show", round_id=round_id))
    form = TargetFileForm(data={"shown": rounds.targets_shown(round_)})
    faults: tuple[RowFault, ...] = ()
    if form.validate_on_submit():
        try:
            say_whether_filled_in(_take_over(round_, form))
            return redirect(url_for("round_targets.show", round_id=round_id))
        except TargetFaults as found:
            faults = found.faults
            n = len(faults)
            add_error(form.file, ngettext("%(n)s thing is wrong in the file", "%(n)s things are wrong in the file", n))
        except (TableRefused, RoundRefused) as refused:
            add_error(form.file, str(refused))
            form.shown.data = rounds.targets_shown(round_)
    return render_template(
        "rounds/target_upload.html",
        round=round_,
        form=form,
        faults=_fault_table(faults[:MOST_SHOWN]) if faults else None,
        more=len(faults) - MOST_SHOWN,
        errors=error_list(form),
    )


def _take_over(round_: Round, form: TargetFileForm) -> bool:
    """Read and commit; whether any level changed."""
    sent = form.file.data
    # Read before the write lock is taken: a large workbook takes seconds.
    levels = target_files.read_targets(sent.read(), file_name=sent.filename, definition=rounds.definition_of(round_))
    begin_writing(db.session())
    is_changed = rounds.lay_over_targets(
        db.session(),
        round_=round_,
        changes=levels,
        shown=form.shown.data or "",
        detail="file",
        actor_id=person().id,
        now=now(),
    )
    db.session.commit()
    return is_changed


def _fault_table(faults: tuple[RowFault, ...]) -> Table:
    headers = (gettext("Row"), gettext("Column"), gettext("What we read"), gettext("What we expected"))
    rows = tuple((str(fault.row), fault.column, fault.read, fault.expected) for fault in faults)
    return Table(gettext("What is wrong in the file"), headers, rows, frozenset({0}))
