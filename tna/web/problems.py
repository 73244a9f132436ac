"""What went wrong, for programs: problem details as JSON (RFC 9457), with a title and what to do in plain words."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from tna.language import gettext, mark

FOR_PROGRAMS = "/api/v1/"
MEDIA_TYPE = "application/problem+json"

# By status: what happened, and what to do next.
_WORDS: Mapping[int, tuple[str, str]] = {
    400: (mark("The request is not right"), mark("Check the address and its parameters against the description.")),
    401: (
        mark("No token that works"),
        mark("Send a token as “Authorization: Bearer …”. One that is wrong, revoked or out of date opens nothing."),
    ),
    404: (mark("It is not there"), mark("Nothing is at this address. Begin at /api/v1/releases.")),
    405: (mark("Only reading"), mark("Figures are read by GET; nothing here takes anything else.")),
    413: (mark("Too much at once"), mark("Send no body: everything that is asked stands in the address.")),
    429: (mark("Too many requests"), mark("Wait a quarter of an hour, and then ask more slowly.")),
    500: (mark("Something went wrong here"), mark("It is written down. Try again later.")),
    503: (mark("Busy"), mark("Try again in a moment.")),
}


def is_for_programs() -> bool:
    """Whether whoever asks is a program, which reads no page."""
    return request.path.startswith(FOR_PROGRAMS)


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """The answer that says what is wrong; `detail` where there is more to say than of every such fault."""
    title, usual = _WORDS.get(status, _WORDS[400 if status < 500 else 500])
    said = {"type": "about:blank", "title": gettext(title), "status": status, "detail": detail or gettext(usual)}
    answer = Response(json.dumps(said, ensure_ascii=False), status, headers, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def refuse(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> HTTPException:
    """The exception that answers a request so."""
    return default_exceptions[status](response=problem(status, detail, headers))


def of_error(error: HTTPException) -> Response:
    """The answer to a fault that was found before any of our code was asked, such as an address that is not there."""
    return problem(error.code or 500, headers=allowed(error))


def allowed(error: HTTPException) -> Mapping[str, str]:
    """The header of a 405 that says how the address may be asked (RFC 9110); empty for other faults."""
    methods = error.get_response().headers.get("Allow")
    return {"Allow": methods} if methods else {}
