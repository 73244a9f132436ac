"""The pages by which a list comes in, the same for people and for headcounts: each route names its kind."""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.lists import Choices, ListKind, columns_of, missing_columns
from tna.domain.reports import Table
from tna.extensions import db
from tna.models.engines import begin_writing
from tna.models.imports import ListImport
from tna.services.agencies import all_agencies
from tna.services.lists import bringing_in, taking_back, uploads
from tna.services.lists.acts import Act
from tna.services.lists.checks import ListCheck, check_list, job_words
from tna.services.lists.refusals import CheckIsOld, ListRefused
from tna.services.lists.undo_notes import notes_from
from tna.services.lists.uploads import State
from tna.services.people import find
from tna.services.survey_files import load_reference
from tna.services.tables import ListTable, RowFault, TableRefused, read_list
from tna.web.access import now, person, today
from tna.web.csv_files import csv_file
from tna.web.form_fields import add_error, error_list
from tna.web.import_forms import BringInForm, ColumnsForm, JobsForm, UploadForm, columns_form, jobs_form
from tna.web.waking import commit_and_wake

Page = str | Response

MOST_FAULTS_SHOWN = 200
_FIRST_ROWS = 5
_LOOK_AGAIN_SECONDS = 4


@dataclass(frozen=True, slots=True)
class Lists:
    """The pages of one kind of list: their blueprint, and the words that differ."""

    kind: ListKind
    blueprint: str
    title: str
    what: str
    back: str

    def url(self, page: str, **values: Any) -> str:
        """The address of one of these pages."""
        return url_for(f"{self.blueprint}.{page}", **values)

    def list_or_404(self, import_id: int) -> ListImport:
        """A list of this kind."""
        return uploads.find_import(db.session(), kind=self.kind, import_id=import_id) or abort(404)


PEOPLE = Lists(ListKind.PEOPLE, "people_imports", "Bring in people", "people", "people.index")
HEADCOUNTS = Lists(ListKind.HEADCOUNTS, "headcount_imports", "Bring in headcounts", "headcounts", "agencies.index")


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
        return redirect(lists.url("show", import_id=import_id))
    table, choices = uploads.table_of(import_), uploads.choices_of(import_)
    wanted = columns_of(lists.kind, names_agency=import_.agency_id is None)
    form = columns_form(wanted, table.columns, choices, asks_day=lists.kind is ListKind.HEADCOUNTS)
    if form.validate_on_submit():
        try:
            _name_columns(lists, import_, form, choices)
            return redirect(lists.url(_after_columns(lists, import_), import_id=import_id))
        except ListRefused as refused:
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


def _first_rows(table: ListTable) -> Table:
    rows = tuple(row.cells for row in table.rows[:_FIRST_ROWS])
    return Table("The first rows of the file", table.columns, rows, frozenset())


def _name_columns(lists: Lists, import_: ListImport, form: ColumnsForm, choices: Choices) -> None:
    columns = form.columns
    if lists.kind is ListKind.HEADCOUNTS and "as_at" not in columns and form.chosen_day is None:
        raise ListRefused("day", "Enter the day, or select the column that says it")
    uploads.name_columns(
        db.session(), import_=import_, choices=replace(choices, columns=columns, as_at=form.chosen_day)
    )
    db.session.commit()


def _after_columns(lists: Lists, import_: ListImport) -> str:
    """Jobs are matched where the list has words for them that are none of ours."""
    if lists.kind is ListKind.HEADCOUNTS:
        return "check"
    return "jobs" if job_words(db.session(), import_=import_, reference=load_reference()).unmatched else "check"


def jobs_page(lists: Lists, import_id: int) -> Page:
    """Match the list's own words for jobs to ours."""
    import_ = lists.list_or_404(import_id)
    if (elsewhere := _not_ready(lists, import_)) is not None:
        return elsewhere
    found = job_words(db.session(), import_=import_, reference=load_reference())
    choices = uploads.choices_of(import_)
    form = jobs_form(found.words, choices.jobs, load_reference())
    if form.validate_on_submit():
        _name_jobs(import_, form, choices)
        return redirect(lists.url("check", import_id=import_id))
    return render_template(
        "imports/jobs.html", lists=lists, import_=import_, found=found, form=form, errors=error_list(form)
    )


def _name_jobs(import_: ListImport, form: JobsForm, choices: Choices) -> None:
    asked = {plain_word: job for plain_word, job in choices.jobs.items() if plain_word not in form.asked}
    uploads.name_columns(db.session(), import_=import_, choices=replace(choices, jobs=asked | form.jobs))
    db.session.commit()


def check_page(lists: Lists, import_id: int) -> Page:
    """Everything that is wrong, or everything the list would do; and doing it."""
    import_ = lists.list_or_404(import_id)
    if (elsewhere := _not_ready(lists, import_)) is not None:
        return elsewhere
    form = BringInForm()
    choices = _decided(uploads.choices_of(import_), form)
    found = check_list(db.session(), import_=import_, choices=choices, reference=load_reference(), today=today())
    if form.validate_on_submit() and not found.faults:
        if found.digest != choices.expected:
            return _check_page(lists, import_, form, found, has_changed=True)
        for field, message in found.open_questions:
            add_error(form[field], message)
        if not found.open_questions:
            return _bring_in(lists, import_, form, found)
    return _check_page(lists, import_, form, found)


def _decided(choices: Choices, form: BringInForm) -> Choices:
    return replace(
        choices,
        elsewhere=form.chosen_elsewhere,
        takes_outside=bool(form.takes_outside.data),
        ends_missing=bool(form.ends_missing.data),
        expected=form.expected.data or "",
    )


def _bring_in(lists: Lists, import_: ListImport, form: BringInForm, found: ListCheck) -> Page:
    begin_writing(db.session())
    act = Act(person().id, now(), today(), load_reference())
    try:
        bringing_in.bring_in(db.session(), import_id=import_.id, choices=found.choices, act=act)
        commit_and_wake()
        return redirect(lists.url("show", import_id=import_.id))
    except CheckIsOld:
        db.session.rollback()
        return redirect(lists.url("check", import_id=import_.id))
    except ListRefused as refused:
        errors = [{"text": str(refused)}]
        return _check_page(lists, import_, form, found, errors=errors)


def _check_page(
    lists: Lists,
    import_: ListImport,
    form: BringInForm,
    found: ListCheck,
    *,
    has_changed: bool = False,
    errors: list[dict[str, str]] | None = None,
) -> str:
    form.expected.data = found.digest
    agencies = {agency.id: agency.name for agency in all_agencies(db.session())}
    return render_template(
        "imports/check.html",
        lists=lists,
        import_=import_,
        found=found,
        form=form,
        agencies=agencies,
        jobs={job.id: job.title for job in load_reference().jobs},
        faults=_fault_table(found.faults[:MOST_FAULTS_SHOWN]),
        heads=_heads_table(found, agencies),
        has_changed=has_changed,
        errors=errors or error_list(form),
    )


def faults_file(lists: Lists, import_id: int) -> Page:
    """Every fault of a list as a file."""
    import_ = lists.list_or_404(import_id)
    if (elsewhere := _not_ready(lists, import_)) is not None:
        return elsewhere
    choices = uploads.choices_of(import_)
    found = check_list(db.session(), import_=import_, choices=choices, reference=load_reference(), today=today())
    return csv_file(_fault_table(found.faults), "faults")


def show_page(lists: Lists, import_id: int) -> Page:
    """How far a list has come; what it did, and taking that back."""
    import_ = lists.list_or_404(import_id)
    state = uploads.state_of(import_)
    if state is State.UPLOADED:
        return redirect(lists.url("check", import_id=import_id))
    is_going = taking_back.is_under_way(db.session(), import_=import_)
    by, agency = find(db.session(), person_id=import_.actor_id), import_.agency_id
    page = render_template(
        "imports/show.html",
        lists=lists,
        import_=import_,
        state=state,
        State=State,
        is_going=is_going,
        by="somebody" if by is None else by.name,
        agency=next((a.name for a in all_agencies(db.session()) if a.id == agency), None),
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
        flash("The list is forgotten. Nothing of it was brought in.")
    return redirect(lists.url("index"))


def _not_ready(lists: Lists, import_: ListImport) -> Page | None:
    """Where to go instead of the check: to the result of a list that is over, to columns nobody has named."""
    if uploads.state_of(import_) is not State.UPLOADED:
        return redirect(lists.url("show", import_id=import_.id))
    choices = uploads.choices_of(import_)
    names_agency = import_.agency_id is None
    lacks_day = lists.kind is ListKind.HEADCOUNTS and choices.as_at is None and "as_at" not in choices.columns
    if lacks_day or missing_columns(lists.kind, choices.columns, names_agency=names_agency):
        return redirect(lists.url("columns", import_id=import_.id))
    return None


def _fault_table(faults: list[RowFault]) -> Table:
    rows = tuple((f"{fault.row}", fault.column, fault.read, fault.expected) for fault in faults)
    return Table("What is wrong", ("Row", "Column", "What we read", "What we expected"), rows, frozenset())


def _heads_table(found: ListCheck, agencies: dict[str, str]) -> Table | None:
    if found.headcounts is None:
        return None
    titles = {group.id: group.title for group in load_reference().role_groups}
    rows = tuple(
        (
            agencies[e.agency_id],
            titles[e.role_group],
            "not known" if e.was is None else f"{e.was:,}",
            f"{e.heads:,}",
            f"{e.as_at:%d/%m/%Y}",
        )
        for e in found.headcounts.entries[:MOST_FAULTS_SHOWN]
    )
    headers = ("Agency", "Role group", "Until now", "From this list", "As at")
    return Table("Headcounts of this list", headers, rows, frozenset({2, 3}))
