"""The two kinds of list that come in, people and headcounts: and their addresses."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from tna.domain.lists import ListKind, missing_columns
from tna.extensions import db
from tna.models.imports import ListImport
from tna.services.lists import uploads
from tna.services.lists.uploads import State

Page = str | Response


@dataclass(frozen=True, slots=True)
class Lists:
    """The pages of one kind of list: their blueprint, and the page they lead back to."""

    kind: ListKind
    blueprint: str
    back: str

    def url(self, page: str, **values: Any) -> str:
        """The address of one of these pages."""
        return url_for(f"{self.blueprint}.{page}", **values)

    def list_or_404(self, import_id: int) -> ListImport:
        """A list of this kind."""
        return uploads.find_import(db.session(), kind=self.kind, import_id=import_id) or abort(404)


PEOPLE = Lists(ListKind.PEOPLE, "people_imports", "people.index")
HEADCOUNTS = Lists(ListKind.HEADCOUNTS, "headcount_imports", "agencies.index")


def not_ready(lists: Lists, import_: ListImport) -> Page | None:
    """Where to go instead of the check: to the result of a list that is over, to columns nobody has named."""
    if uploads.state_of(import_) is not State.UPLOADED:
        return redirect(lists.url("show", import_id=import_.id))
    choices = uploads.choices_of(import_)
    names_agency = import_.agency_id is None
    lacks_day = lists.kind is ListKind.HEADCOUNTS and choices.as_at is None and "as_at" not in choices.columns
    if lacks_day or missing_columns(lists.kind, choices.columns, names_agency=names_agency):
        return redirect(lists.url("columns", import_id=import_.id))
    return None
