"""Bringing in headcounts from an agency's own file."""

from flask import Blueprint

from tna.domain.people import Action
from tna.web import import_checks, import_pages
from tna.web.access import allowed
from tna.web.import_kinds import HEADCOUNTS, Page
from tna.web.uploads import takes_files

blueprint = Blueprint("headcount_imports", __name__, url_prefix="/agencies/imports")


@blueprint.get("")
@allowed(Action.KEEP_AGENCIES)
def index() -> Page:
    """The lists that came."""
    return import_pages.history_page(HEADCOUNTS)


@blueprint.route("/new", methods=["GET", "POST"])
@takes_files
@allowed(Action.KEEP_AGENCIES, locks_late=True)
def new() -> Page:
    """Upload a file."""
    return import_pages.upload_page(HEADCOUNTS)


@blueprint.get("/<int:import_id>")
@allowed(Action.KEEP_AGENCIES)
def show(import_id: int) -> Page:
    """How far a list has come, and what it did."""
    return import_pages.show_page(HEADCOUNTS, import_id)


@blueprint.route("/<int:import_id>/columns", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES)
def columns(import_id: int) -> Page:
    """Say which column holds what."""
    return import_pages.columns_page(HEADCOUNTS, import_id)


@blueprint.route("/<int:import_id>/check", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, locks_late=True)
def check(import_id: int) -> Page:
    """See what is wrong or what it would do; then do it."""
    return import_checks.check_page(HEADCOUNTS, import_id)


@blueprint.get("/<int:import_id>/faults.csv")
@allowed(Action.KEEP_AGENCIES)
def faults(import_id: int) -> Page:
    """Everything that is wrong, as a file."""
    return import_checks.faults_file(HEADCOUNTS, import_id)


@blueprint.post("/<int:import_id>/undo")
@allowed(Action.KEEP_AGENCIES)
def undo(import_id: int) -> Page:
    """Take back what a list did."""
    return import_pages.undo(HEADCOUNTS, import_id)


@blueprint.post("/<int:import_id>/drop")
@allowed(Action.KEEP_AGENCIES)
def drop(import_id: int) -> Page:
    """Forget a list on its way."""
    return import_pages.drop(HEADCOUNTS, import_id)
