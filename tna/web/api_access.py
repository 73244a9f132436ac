"""Who asks by a token, and whether it works: the same as `tna.web.access` for programs, which have no cookie."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from flask import request

from tna.domain.people import Action
from tna.extensions import db
from tna.models.engines import begin_reading, begin_writing
from tna.services import api_tokens
from tna.web.access import Rule, now, settings, today
from tna.web.problems import refuse

P = ParamSpec("P")
R = TypeVar("R")

RETRY_AFTER_SECONDS = 15 * 60
_LONGEST_TOKEN = 200


def by_token(view: Callable[P, R]) -> Callable[P, R]:
    """An address for programs, open to a token that works; who is signed in in a browser does not matter."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        _let_in()
        return view(*args, **kwargs)

    guarded.access_rule = Rule(actions=(Action.USE_API,), by_token=True)  # type: ignore[attr-defined]
    return guarded


def _let_in() -> None:
    """Count the request and let it go on, or answer 401 or 429.

    The count is the one thing a GET writes here: alone in a transaction of its own, and never without a token.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
        raise refuse(HTTPStatus.UNAUTHORIZED)
    session, moment = db.session(), now()
    asking = api_tokens.Asking(token, request.remote_addr or "", settings().secret_key, today(), moment)
    token_id = api_tokens.owner_of(session, asking)
    begin_writing(session)
    try:
        api_tokens.count(session, asking, token_id=token_id)
    except api_tokens.TokenRefused:
        raise refuse(HTTPStatus.UNAUTHORIZED) from None
    except api_tokens.TooManyRequests:
        later = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        raise refuse(HTTPStatus.TOO_MANY_REQUESTS, headers=later) from None
    finally:
        session.commit()
    begin_reading(session)
