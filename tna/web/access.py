"""Who is asking, and whether they may: the one place where pages meet the permission table.

Every endpoint declares itself `public`, `signed_in` or `allowed`; one that declares nothing is never served.
What somebody may not see answers like what is not there: 404.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tna.domain.people import Action, Standing, may, respondent_key
from tna.extensions import db, login_manager
from tna.models.engines import begin_writing
from tna.models.people import Membership, Person
from tna.services import sign_ins
from tna.services.people import answering_as, standing_of
from tna.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

ENGLAND = ZoneInfo("Europe/London")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How an endpoint is guarded; `agency_argument` names the argument of the URL that holds an agency's id."""

    is_public: bool = False
    actions: tuple[Action, ...] = ()  # any one of them is enough; none of them named: signing in is
    agency_argument: str | None = None


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """Whoever is signed in, for Flask-Login; its id is the token of the sign-in, not of the person."""

    def __init__(self, token: str, person: Person) -> None:
        self.token = token
        self.person = person
        self.standing = standing_of(person)

    def get_id(self) -> str:
        return self.token


def public(view: Callable[P, R]) -> Callable[P, R]:
    """A page for anybody."""
    view.access_rule = Rule(is_public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """A page about the signed-in person alone."""
    return _guarded(view, Rule())


def allowed(*actions: Action, agency: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page for those who may do any of these, to the agency in the URL if `agency` names its argument."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return _guarded(view, Rule(actions=actions, agency_argument=agency))

    return decorate


def _guarded(view: Callable[P, R], rule: Rule) -> Callable[P, R]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            return _to_sign_in()  # type: ignore[return-value]
        agency = str(kwargs[rule.agency_argument]) if rule.agency_argument else None
        if rule.actions and not any(may(standing(), action, agency) for action in rule.actions):
            abort(404)
        return view(*args, **kwargs)

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule an endpoint declared, if any."""
    return getattr(view, "access_rule", None)


def settings() -> Settings:
    """The settings of the installation that answers this request."""
    found: Settings = current_app.extensions["settings"]
    return found


def person() -> Person:
    """The signed-in person; only in guarded pages."""
    found: Person = current_user.person
    return found


def standing() -> Standing:
    """The signed-in person's standing; nothing at all for anybody else."""
    return current_user.standing if current_user.is_authenticated else Standing()


def own_key() -> bytes:
    """The signed-in person's respondent key."""
    return key_of(person())


def key_of(anybody: Person) -> bytes:
    """The respondent key of somebody who has just proved who they are."""
    return respondent_key(settings().respondent_secret, anybody.id)


def own_membership() -> Membership:
    """As what the signed-in person answers; 404 without one, since an account alone sees nothing."""
    return answering_as(person()) or abort(404)


def now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in England, where the partnership is, at the moment of this request."""
    return now().astimezone(ENGLAND).date()


def remember_sign_in(token: str) -> None:
    """Put a fresh sign-in into the cookie; whatever the browser carried before is dropped."""
    session.clear()
    found = sign_ins.person_of(db.session(), token=token, now=now())
    if found is None:
        abort(404)
    login_user(SignedInPerson(token, found))


def forget_sign_in() -> None:
    """End the sign-in of this browser."""
    if current_user.is_authenticated:
        sign_ins.end_sign_in(db.session(), token=current_user.token, now=now())
    logout_user()
    session.clear()


def safe_next(target: str | None) -> str:
    """Where to go after signing in: a path of our own, or home; never another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable():
        return url_for("home.show")
    parts = urlsplit(target)
    return url_for("home.show") if parts.netloc or parts.scheme or "\\" in target else target


def _to_sign_in() -> Response:
    wanted = request.full_path.rstrip("?") if request.method in _SAFE_METHODS else None
    return redirect(url_for("sign_ins.sign_in", next=wanted))


def install(app: Flask) -> None:
    """Guard every request of an application."""

    @login_manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedInPerson | None:
        found = sign_ins.person_of(db.session(), token=token, now=now())
        return None if found is None else SignedInPerson(token, found)

    @app.before_request
    def begin() -> None:
        if request.endpoint is None or request.endpoint == "static":
            return
        if rule_of(app.view_functions[request.endpoint]) is None:
            abort(404)
        if request.method not in _SAFE_METHODS:
            begin_writing(db.session())
