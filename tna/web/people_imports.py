"""Bringing in people from an agency's own file."""

from flask import Blueprint

from tna.domain.people import Action
from tna.web import import_checks, import_pages
from tna.web.access import allowed
from tna.web.import_kinds import PEOPLE, Page
from tna.web.uploads import takes_files

blueprint = Blueprint("people_imports", __name__, url_prefix="/people/imports")


@blueprint.get("")
@allowed(Action.KEEP_PEOPLE)
def index() -> Page:
    """The lists that came."""
    return import_pages.history_page(PEOPLE)


@blueprint.route("/new", methods=["GET", "POST"])
@takes_files
@allowed(Action.KEEP_PEOPLE, locks_late=True)
def new() -> Page:
    """Upload a file."""
    return import_pages.upload_page(PEOPLE)


@blueprint.get("/<int:import_id>")
@allowed(Action.KEEP_PEOPLE)
def show(import_id: int) -> Page:
    """How far a list has come, and what it did."""
    return import_pages.show_page(PEOPLE, import_id)


@blueprint.route("/<int:import_id>/columns", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def columns(import_id: int) -> Page:
    """Say which column holds what."""
    return import_pages.columns_page(PEOPLE, import_id)


@blueprint.route("/<int:import_id>/jobs", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def jobs(import_id: int) -> Page:
    """Match the list's words for jobs to ours."""
    return import_pages.jobs_page(PEOPLE, import_id)


@blueprint.route("/<int:import_id>/check", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE, locks_late=True)
def check(import_id: int) -> Page:
    """See what is wrong or what it would do; then do it."""
    return import_checks.check_page(PEOPLE, import_id)


@blueprint.get("/<int:import_id>/faults.csv")
@allowed(Action.KEEP_PEOPLE)
def faults(import_id: int) -> Page:
    """Everything that is wrong, as a file."""
    return import_checks.faults_file(PEOPLE, import_id)


@blueprint.post("/<int:import_id>/undo")
@allowed(Action.KEEP_PEOPLE)
def undo(import_id: int) -> Page:
    """Take back what a list did."""
    return import_pages.undo(PEOPLE, import_id)


@blueprint.post("/<int:import_id>/drop")
@allowed(Action.KEEP_PEOPLE)
def drop(import_id: int) -> Page:
    """Forget a list on its way."""
    return import_pages.drop(PEOPLE, import_id)
