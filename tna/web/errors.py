"""Pages for what went wrong: each says what happened and what to do next."""

from collections.abc import Mapping

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError, ServiceUnavailable
from werkzeug.wrappers import Response

from tna.extensions import db
from tna.language import gettext
from tna.web.problems import allowed, is_for_programs, of_error, problem

log = structlog.get_logger()

_WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
RETRY_AFTER_SECONDS = 5


def install(app: Flask) -> None:
    """Answer every error of an application with a page of ours."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response | tuple[str, int] | tuple[str, int, Mapping[str, str]]:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # The Host header is not ours: templates make addresses from it, so this page has none.
        return gettext("This address is not served here."), 400
    if is_for_programs():
        return of_error(error)
    if code not in _WITH_A_PAGE:
        code = 400 if code < 500 else 500
    return render_template(f"errors/{code}.html", csrf_failed=isinstance(error, CSRFError)), code, allowed(error)


def _database_busy(error: OperationalError) -> Response | tuple[str, int, dict[str, str]]:
    db.session.rollback()
    log.warning("the database did not answer", fault=str(error.orig))
    later = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if is_for_programs():
        return problem(ServiceUnavailable.code, headers=later)
    return render_template("errors/503.html", kept=_typed()), ServiceUnavailable.code, later


def _typed() -> list[tuple[str, str]]:
    """What was typed into the form, to stand on the page and be sent again; nothing of a form with a password."""
    if any("password" in name for name in request.form):
        return []
    return list(request.form.items(multi=True))


def _unexpected(error: Exception) -> Response | tuple[str, int]:
    db.session.rollback()
    # Not the path: by some of them whoever reads the log could come in as somebody.
    log.exception("unexpected fault", endpoint=request.endpoint, method=request.method, exc_info=error)
    if is_for_programs():
        return problem(InternalServerError.code)
    return render_template("errors/500.html"), InternalServerError.code
