"""Released figures for programs of analysts: paged JSON by a token, described by /api/v1/openapi.json."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tna.extensions import db
from tna.language import gettext
from tna.services import released_figures
from tna.services.released_figures import Filters, NoSuchFilter, NotTogether
from tna.services.reports import Released
from tna.web.access import public
from tna.web.api_access import by_token
from tna.web.api_document import document
from tna.web.api_queries import Asked, asked, nothing_asked
from tna.web.problems import refuse

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/")
@public
def index() -> Response:
    """Where to begin."""
    return _json({"description": url_for(".openapi"), "releases": url_for(".releases")})


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """What there is to ask, as OpenAPI 3.1."""
    return _json(document())


@blueprint.get("/releases")
@by_token
def releases() -> Response:
    """Every release, the newest round first."""
    wanted = asked()
    items, total = released_figures.releases_page(db.session(), first=wanted.first, most=wanted.limit)
    return _page(wanted, items, total)


@blueprint.get("/releases/<int:release_id>")
@by_token
def release(release_id: int) -> Response:
    """One release."""
    nothing_asked()
    return _json(asdict(released_figures.item(db.session(), _released(release_id))))


@blueprint.get("/releases/<int:release_id>/groups")
@by_token
def groups(release_id: int) -> Response:
    """The release groups of a selection."""
    wanted, released = asked(filters=True), _released(release_id)
    return _part(wanted, released_figures.groups(released, _checked(released, wanted.filters)))


@blueprint.get("/releases/<int:release_id>/statements")
@by_token
def statements(release_id: int) -> Response:
    """Every statement asked of anybody in a selection."""
    wanted, released = asked(filters=True), _released(release_id)
    return _part(wanted, released_figures.statements(db.session(), released, _checked(released, wanted.filters)))


@blueprint.get("/releases/<int:release_id>/domains")
@by_token
def domains(release_id: int) -> Response:
    """Every domain of which anything was asked of anybody in a selection."""
    wanted, released = asked(filters=True), _released(release_id)
    return _part(wanted, released_figures.domains(db.session(), released, _checked(released, wanted.filters)))


@blueprint.get("/releases/<int:release_id>/questions")
@by_token
def questions(release_id: int) -> Response:
    """Every optional question put to anybody in a selection."""
    wanted, released = asked(filters=True), _released(release_id)
    return _part(wanted, released_figures.questions(db.session(), released, _checked(released, wanted.filters)))


@blueprint.get("/releases/<int:release_id>/themes")
@by_token
def themes(release_id: int) -> Response:
    """Every theme of what people in a selection wrote in their own words."""
    wanted, released = asked(filters=True), _released(release_id)
    return _part(wanted, released_figures.themes(db.session(), released, _checked(released, wanted.filters)))


def _released(release_id: int) -> Released:
    found = released_figures.find_release(db.session(), release_id=release_id)
    if found is None:
        raise refuse(HTTPStatus.NOT_FOUND, gettext("There is no release of this id."))
    return found


def _checked(released: Released, filters: Filters) -> Filters:
    try:
        released_figures.check(db.session(), released, filters)
    except NoSuchFilter as missing:
        detail = gettext("The release has no “%(name)s” of this id.", name=missing.name)
        raise refuse(HTTPStatus.NOT_FOUND, detail) from None
    except NotTogether as both:
        detail = gettext("“group” and “%(name)s” do not go together: a group is told of as a whole.", name=both.name)
        raise refuse(HTTPStatus.BAD_REQUEST, detail) from None
    return filters


def _part(wanted: Asked, items: Sequence[Any]) -> Response:
    return _page(wanted, items[wanted.first : wanted.first + wanted.limit], len(items))


def _page(wanted: Asked, items: Sequence[Any], total: int) -> Response:
    """One page of a list; one beyond the end is empty, and no fault: a list may have grown shorter meanwhile."""
    pages = -(-total // wanted.limit)
    values: dict[str, Any] = {**(request.view_args or {}), **request.args, "page": wanted.page + 1}
    following = url_for(request.endpoint or "", **values) if wanted.page < pages else None
    said = {"page": wanted.page, "limit": wanted.limit, "pages": pages, "total": total, "next": following}
    return _json({"items": [asdict(one) for one in items], **said})


def _json(said: Any) -> Response:
    return Response(json.dumps(said, ensure_ascii=False, default=str), content_type="application/json")
