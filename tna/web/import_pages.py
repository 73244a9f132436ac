"""The pages by which a list comes in, the same for people and for headcounts: each route names its kind."""

from dataclasses import replace

from flask import flash, make_response, redirect, render_template, request

from tna.domain.lists import Choices, ListKind, columns_of
from tna.domain.people import Action, may
from tna.domain.reports import Table
from tna.extensions import db
from tna.language import gettext
from tna.models.engines import begin_writing
from tna.models.imports import ListImport
from tna.services.agencies import all_agencies
from tna.services.invitations import round_in_hand
from tna.services.lists import taking_back, uploads
from tna.services.lists.checks import JobWords, job_words
from tna.services.lists.refusals import ListRefused
from tna.services.lists.undo_notes import notes_from
from tna.services.lists.uploads import State
from tna.services.people import find
from tna.services.reference_files import load_reference, shipped_reference
from tna.services.tables import ListTable, TableRefused, read_list
from tna.web.access import now, person, standing, today
from tna.web.form_fields import add_error, error_list
from tna.web.import_forms import ColumnsForm, JobsForm, UploadForm, columns_form, jobs_form
from tna.web.import_kinds import Lists, Page, not_ready
from tna.web.waking import commit_and_wake

_FIRST_ROWS = 5
_LOOK_AGAIN_SECONDS = 4


def history_page(lists: Lists) -> Page:
    """The lists that came, the newest first."""
    number = max(request.args.get("page", 1, type=int), 1)
    found, pages = uploads.history(db.session(), kind=lists.kind, number=min(number, 10**6))
    return render_template("imports/index.html", lists=lists, found=found, number=number, pages=pages, State=State)


def upload_page(lists: Lists) -> Page:
    """Take a file and read it."""
    form = UploadForm(agency=request.args.get("agency", ""))
    form.offer(all_agencies(db.session()))
    if form.validate_on_submit():
        try:
            kept = _keep(lists, form)
            return redirect(lists.url("columns", import_id=kept.id))
        except TableRefused as refused:
            add_error(form.file, str(refused))
        except ListRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("imports/new.html", lists=lists, form=form, errors=error_list(form))


def _keep(lists: Lists, form: UploadForm) -> ListImport:
    file = form.file.data
    # Read before the write lock is taken: a large workbook takes seconds.
    table = read_list(file.read(), file_name=file.filename, sheet=form.sheet.data or "")
    begin_writing(db.session())
    kept = uploads.keep_upload(
        db.session(),
        kind=lists.kind,
        agency_id=form.agency_id,
        table=table,
        file_name=file.filename,
        actor_id=person().id,
        now=now(),
    )
    db.session.commit()
    return kept


def columns_page(lists: Lists, import_id: int) -> Page:
    """Say which column holds what, beside the first rows."""
    import_ = lists.list_or_404(import_id)
    if uploads.state_of(import_) is not State.UPLOADED:
        return _no_longer(lists, import_)
    table, choices = uploads.table_of(import_), uploads.choices_of(import_)
    wanted = columns_of(lists.kind, names_agency=import_.agency_id is None)
    form = columns_form(wanted, table.titles, choices, asks_day=lists.kind is ListKind.HEADCOUNTS)
    if form.validate_on_submit():
        try:
            _name_columns(lists, import_, form, choices)
            return redirect(lists.url(_after_columns(lists, import_), import_id=import_id))
        except ListRefused as refused:
            if refused.field not in form:
                return _no_longer(lists, import_)
            add_error(form[refused.field], str(refused))
    return render_template(
        "imports/columns.html",
        lists=lists,
        import_=import_,
        table=table,
        first=_first_rows(table),
        form=form,
        errors=error_list(form),
    )


def _no_longer(lists: Lists, import_: ListImport) -> Page:
    """The page of a list that is over or under way; whoever sent something about its columns or jobs is told."""
    if request.method == "POST":
        flash(gettext(uploads.NO_LONGER), "important")
    return redirect(lists.url("show", import_id=import_.id))


def _first_rows(table: ListTable) -> Table:
    rows = tuple(row.cells for row in table.rows[:_FIRST_ROWS])
    return Table(gettext("The first rows of the file"), table.titles, rows, frozenset())


def _name_columns(lists: Lists, import_: ListImport, form: ColumnsForm, choices: Choices) -> None:
    columns = form.columns
    if lists.kind is ListKind.HEADCOUNTS and "as_at" not in columns and form.chosen_day is None:
        raise ListRefused("day", gettext("Enter the day, or select the column that says it"))
    uploads.name_columns(
        db.session(), import_=import_, choices=replace(choices, columns=columns, as_at=form.chosen_day)
    )
    db.session.commit()


def _after_columns(lists: Lists, import_: ListImport) -> str:
    """Jobs are matched where the list has words for them that are none of ours."""
    if lists.kind is ListKind.HEADCOUNTS:
        return "check"
    return "jobs" if _job_words(import_).unmatched else "check"


def _job_words(import_: ListImport) -> JobWords:
    """The list's own words for jobs: which of them are ours does not depend on the language of whoever asks."""
    return job_words(db.session(), import_=import_, reference=shipped_reference())


def jobs_page(lists: Lists, import_id: int) -> Page:
    """Match the list's own words for jobs to ours."""
    import_ = lists.list_or_404(import_id)
    if uploads.state_of(import_) is not State.UPLOADED:
        return _no_longer(lists, import_)
    if (elsewhere := not_ready(lists, import_)) is not None:
        return elsewhere
    found = _job_words(import_)
    choices = uploads.choices_of(import_)
    form = jobs_form(found, choices.jobs, load_reference())
    if form.validate_on_submit():
        try:
            _name_jobs(import_, form, choices)
        except ListRefused:  # every job of the form is offered, so it is over or under way
            return _no_longer(lists, import_)
        return redirect(lists.url("check", import_id=import_id))
    return render_template(
        "imports/jobs.html", lists=lists, import_=import_, found=found, form=form, errors=error_list(form)
    )


def _name_jobs(import_: ListImport, form: JobsForm, choices: Choices) -> None:
    asked = {plain_word: job for plain_word, job in choices.jobs.items() if plain_word not in form.asked}
    uploads.name_columns(db.session(), import_=import_, choices=replace(choices, jobs=asked | form.jobs))
    db.session.commit()


def show_page(lists: Lists, import_id: int) -> Page:
    """How far a list has come; what it did, and taking that back."""
    import_ = lists.list_or_404(import_id)
    state = uploads.state_of(import_)
    if state is State.UPLOADED:
        return redirect(lists.url("check", import_id=import_id))
    is_going = taking_back.is_under_way(db.session(), import_=import_)
    by, agency = find(db.session(), person_id=import_.actor_id), import_.agency_id
    in_hand = round_in_hand(db.session(), today=today())
    page = render_template(
        "imports/show.html",
        lists=lists,
        import_=import_,
        state=state,
        State=State,
        is_going=is_going,
        by=gettext("somebody") if by is None else by.name,
        agency=next((a.name for a in all_agencies(db.session()) if a.id == agency), None),
        reaches=in_hand is not None and may(standing(), Action.REACH_PEOPLE, agency),
        notes=notes_from(import_.undo) if import_.undo else None,
        why_not=taking_back.why_not(db.session(), import_=import_) if state is State.BROUGHT_IN else None,
    )
    answer = make_response(page)
    if state is State.UNDER_WAY or is_going:
        answer.headers["Refresh"] = str(_LOOK_AGAIN_SECONDS)
    return answer


def undo(lists: Lists, import_id: int) -> Page:
    """Take back what a list did."""
    import_ = lists.list_or_404(import_id)
    try:
        taking_back.take_back(db.session(), import_id=import_.id, actor_id=person().id, now=now())
        commit_and_wake()
    except ListRefused as refused:
        flash(str(refused), "important")
    return redirect(lists.url("show", import_id=import_id))


def drop(lists: Lists, import_id: int) -> Page:
    """Forget a list that nobody wants to bring in."""
    import_ = lists.list_or_404(import_id)
    uploads.drop(db.session(), import_=import_)
    db.session.commit()
    if uploads.state_of(import_) is State.DROPPED:
        flash(gettext("The list is forgotten. Nothing of it was brought in."))
    return redirect(lists.url("index"))
