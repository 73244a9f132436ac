"""What is wrong in a list or what it would do, on its page, and doing it."""

from dataclasses import replace

from flask import redirect, render_template

from tna.domain.lists import Choices, ListKind
from tna.domain.reports import Table
from tna.extensions import db
from tna.language import gettext, number
from tna.models.engines import begin_writing
from tna.models.imports import ListImport
from tna.services.agencies import all_agencies
from tna.services.lists import bringing_in, taking_back, uploads
from tna.services.lists.acts import Act
from tna.services.lists.checks import ListCheck, check_list
from tna.services.lists.people_rows import namesakes
from tna.services.lists.refusals import CheckIsOld, ListRefused
from tna.services.reference_files import load_reference, shipped_reference
from tna.services.tables import RowFault
from tna.web.access import now, person, today
from tna.web.csv_files import csv_file
from tna.web.form_fields import add_error, error_list
from tna.web.import_forms import BringInForm
from tna.web.import_kinds import Lists, Page, not_ready
from tna.web.waking import commit_and_wake

MOST_SHOWN = 200
"""Rows of a table that stand on the page."""


def check_page(lists: Lists, import_id: int) -> Page:
    """Everything that is wrong, or everything the list would do; and doing it."""
    import_ = lists.list_or_404(import_id)
    if (elsewhere := not_ready(lists, import_)) is not None:
        return elsewhere
    form = BringInForm()
    choices = _decided(uploads.choices_of(import_), form)
    found = _check(import_, choices)
    if form.validate_on_submit() and not found.faults:
        if found.digest != choices.expected:
            return _check_page(lists, import_, form, found, has_changed=True)
        for field, message in found.open_questions:
            add_error(form[field], message)
        if not found.open_questions:
            return _bring_in(lists, import_, form, found)
    return _check_page(lists, import_, form, found)


def _check(import_: ListImport, choices: Choices) -> ListCheck:
    """The check of a list as it would be brought in by whoever looks at it."""
    return check_list(
        db.session(),
        import_=import_,
        choices=choices,
        reference=shipped_reference(),
        today=today(),
        actor_id=person().id,
    )


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
    act = Act(person().id, now(), today(), shipped_reference())
    try:
        bringing_in.bring_in(db.session(), import_id=import_.id, choices=found.choices, act=act)
        commit_and_wake()
        return redirect(lists.url("show", import_id=import_.id))
    except CheckIsOld:
        db.session.rollback()
        if (elsewhere := not_ready(lists, import_)) is not None:
            return elsewhere
        return _check_page(lists, import_, form, _check(import_, found.choices), has_changed=True)
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
        fault=gettext(import_.fault) if import_.fault else None,
        form=form,
        agencies=agencies,
        faults=_fault_table(found.faults[:MOST_SHOWN]),
        namesakes=namesakes(found.rows.entries) if found.rows else [],
        heads=_heads_table(found, agencies),
        newcomers=_newcomers_table(found, None if import_.agency_id else agencies),
        can_be_undone=import_.kind != ListKind.PEOPLE.value or not taking_back.is_round_open(db.session(), now=now()),
        has_changed=has_changed,
        errors=errors or error_list(form),
    )


def faults_file(lists: Lists, import_id: int) -> Page:
    """Every fault of a list as a file."""
    import_ = lists.list_or_404(import_id)
    if (elsewhere := not_ready(lists, import_)) is not None:
        return elsewhere
    choices = uploads.choices_of(import_)
    found = _check(import_, choices)
    return csv_file(_fault_table(found.faults), "faults")


def _fault_table(faults: list[RowFault]) -> Table:
    rows = tuple((f"{fault.row}", fault.column, fault.read, fault.expected) for fault in faults)
    headers = (gettext("Row"), gettext("Column"), gettext("What we read"), gettext("What we expected"))
    return Table(gettext("What is wrong"), headers, rows, frozenset())


def _newcomers_table(found: ListCheck, agencies: dict[str, str] | None) -> Table | None:
    """The first of those who are new here; with their agency where the list is of several."""
    if found.people is None or not found.people.new:
        return None
    reference = load_reference()
    rows = tuple(
        (
            entry.name,
            entry.email,
            reference.job(entry.job).title,
            reference.role_group(entry.role_group).title,
            *([agencies[entry.agency_id]] if agencies else []),
        )
        for entry in found.people.new[:MOST_SHOWN]
    )
    headers = (
        gettext("Name"),
        gettext("Address"),
        gettext("Job"),
        gettext("Role group"),
        *([gettext("Agency")] if agencies else []),
    )
    return Table(gettext("People who are new here"), headers, rows, frozenset())


def _heads_table(found: ListCheck, agencies: dict[str, str]) -> Table | None:
    if found.headcounts is None:
        return None
    titles = {group.id: group.title for group in load_reference().role_groups}
    rows = tuple(
        (
            agencies[e.agency_id],
            titles[e.role_group],
            gettext("not known") if e.was is None else number(e.was),
            number(e.heads),
            f"{e.as_at:%d/%m/%Y}",
        )
        for e in found.headcounts.entries[:MOST_SHOWN]
    )
    headers = (
        gettext("Agency"),
        gettext("Role group"),
        gettext("Until now"),
        gettext("From this list"),
        gettext("As at"),
    )
    return Table(gettext("Headcounts of this list"), headers, rows, frozenset({2, 3}))
