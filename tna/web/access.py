"""Who is asking, and whether they may: the one place where pages meet the permission table.

Every endpoint declares itself `public`, `signed_in` or `allowed`; one that declares nothing is never served.
What somebody may not see answers like what is not there: 404.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tna.domain.people import Action, Answering, Standing, may, respondent_key, round_link_key, text_mark
from tna.extensions import db, login_manager
from tna.models.engines import begin_reading, begin_writing
from tna.models.people import Person
from tna.services import people, sign_ins
from tna.services.course_dates import runs
from tna.services.free_texts.questions import screens
from tna.services.personal_links import hash_of
from tna.services.round_link_answers import Begun
from tna.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

ENGLAND = ZoneInfo("Europe/London")
_SENT_BY_LINK = "sent"
CHOSEN_LANGUAGE = "language"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How an endpoint is guarded; the arguments name those of the URL that hold an agency's, date's or round's id."""

    is_public: bool = False
    actions: tuple[Action, ...] = ()  # any one of them is enough; none of them named: signing in is
    agency_argument: str | None = None
    date_argument: str | None = None
    screened_argument: str | None = None
    locks_late: bool = False  # it calls begin_writing() itself, once it has read what it needs
    by_token: bool = False  # for programs: a token says who asks, and no cookie does (tna.web.api_access)
    by_round_link: bool = False  # open also to a sign-in that reaches one round only, for that round


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """Whoever is signed in, for Flask-Login; its id is the token of the sign-in, not of the person."""

    def __init__(self, token: str, found: sign_ins.SignedIn) -> None:
        self.token = token
        self.person_id = found.person_id
        self.name = found.name
        self.standing = found.standing
        self.answering = found.answering
        self.only_round_id = found.only_round_id

    @cached_property
    def person(self) -> Person:
        """Everything kept of the person; most pages need no more than the above."""
        found = people.find(db.session(), person_id=self.person_id)
        assert found is not None  # nobody who has signed in is ever deleted
        return found

    def get_id(self) -> str:
        return self.token


def public(view: Callable[P, R]) -> Callable[P, R]:
    """A page for anybody."""
    view.access_rule = Rule(is_public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """A page about the signed-in person alone."""
    return _guarded(view, Rule())


def allowed(
    *actions: Action,
    agency: str | None = None,
    date: str | None = None,
    screened: str | None = None,
    locks_late: bool = False,
    by_round_link: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page for those who may do any of these, to the agency, course date or round whose argument in the URL is named.

    `screened` names that of a round whose texts the page shows: it is for those who are named to read them.
    `by_round_link` opens it to somebody who came by a link that others have seen: they reach the survey of one round,
    so such a page shows nothing but that, and names the round in its URL as `round_id`.
    """
    rule = Rule(
        actions=actions,
        agency_argument=agency,
        date_argument=date,
        screened_argument=screened,
        locks_late=locks_late,
        by_round_link=by_round_link,
    )

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return _guarded(view, rule)

    return decorate


def _guarded(view: Callable[P, R], rule: Rule) -> Callable[P, R]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            return _to_sign_in()  # type: ignore[return-value]
        if not _is_within_reach(rule, kwargs) or (rule.actions and not _is_allowed(rule, kwargs)):
            abort(404)
        return view(*args, **kwargs)

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def _is_within_reach(rule: Rule, arguments: Mapping[str, Any]) -> bool:
    """Whether this sign-in reaches the page at all: one that is for a single round reaches next to nothing."""
    only = only_round_id()
    return only is None or (rule.by_round_link and arguments.get("round_id", only) == only)


def _is_allowed(rule: Rule, arguments: Mapping[str, Any]) -> bool:
    agency = str(arguments[rule.agency_argument]) if rule.agency_argument else None
    runs_date = True
    if rule.date_argument:
        runs_date = runs(db.session(), person_id=current_user.person_id, date_id=int(arguments[rule.date_argument]))
    is_screener = True
    if rule.screened_argument:
        round_id = int(arguments[rule.screened_argument])
        is_screener = screens(db.session(), person_id=current_user.person_id, round_id=round_id)
    return any(
        may(standing(), action, agency, runs_date=runs_date, screens_round=is_screener) for action in rule.actions
    )


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


def own_account_id() -> int | None:
    """The signed-in person's id where this sign-in is surely theirs: none by a link that others have seen."""
    is_theirs = current_user.is_authenticated and current_user.only_round_id is None
    return current_user.person_id if is_theirs else None


def only_round_id() -> int | None:
    """The one round that this sign-in reaches, where a link opened it that others have seen; None for every other."""
    found: int | None = current_user.only_round_id
    return found


def own_key() -> bytes:
    """The key of what is answered in this sign-in: the person's, or its own where others have seen its link."""
    if only_round_id() is None:
        return key_once_sent()
    return round_link_key(settings().respondent_secret, hash_of(current_user.token))


def key_once_sent() -> bytes:
    """The signed-in person's respondent key, under which what they send counts whichever way they came."""
    return _key_of(current_user.person_id)


def own_text_mark(round_id: int) -> bytes:
    """The mark by which the signed-in person's own text of a closed round is found."""
    return text_mark(settings().respondent_secret, round_id, key_once_sent())


def key_of(anybody: Person) -> bytes:
    """The key of somebody who has proved who they are, is merged, or whose earlier answers are being closed."""
    return _key_of(anybody.id)


def begun_by_links(anybody: Person) -> list[Begun]:
    """What sign-ins by links that others have seen may have begun for somebody, newest first."""
    found = sign_ins.sign_ins_by_round_link(db.session(), person_id=anybody.id)
    secret = settings().respondent_secret
    return [Begun(round_id, round_link_key(secret, token_hash)) for token_hash, round_id in found]


def _key_of(person_id: int) -> bytes:
    return respondent_key(settings().respondent_secret, person_id)


def own_job() -> Answering:
    """As what the signed-in person answers; 404 without a job, since an account alone sees nothing."""
    found: Answering | None = current_user.answering
    return found or abort(404)


def now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in England, where the partnership is, at the moment of this request."""
    return now().astimezone(ENGLAND).date()


def remember_sign_in(token: str) -> None:
    """Put a fresh sign-in into the cookie; whatever the browser carried before is dropped."""
    _begin_cookie_anew()
    found = sign_ins.who_is(db.session(), token=token, now=now())
    if found is None:
        abort(404)
    signed_in_as = SignedInPerson(token, found)
    login_user(signed_in_as)
    if found.only_round_id is None and (theirs := signed_in_as.person.language) is not None:
        session[CHOSEN_LANGUAGE] = theirs


def _begin_cookie_anew() -> None:
    """Drop what the cookie carried, but for the language that was chosen in this browser."""
    chosen = session.get(CHOSEN_LANGUAGE)
    session.clear()
    if chosen is not None:
        session[CHOSEN_LANGUAGE] = chosen


def note_sent_by_link() -> None:
    """Remember in the cookie that this sign-in, which came by a link others have seen, has sent its answers.

    Nothing else says so: what it sent is the person's from then on, and out of its reach.
    """
    session[_SENT_BY_LINK] = True


def has_sent_by_link() -> bool:
    """Whether this sign-in came by a link that others have seen and has sent its answers."""
    return only_round_id() is not None and _SENT_BY_LINK in session


def forget_sign_in() -> None:
    """End the sign-in of this browser."""
    if current_user.is_authenticated:
        sign_ins.end_sign_in(db.session(), token=current_user.token, now=now())
    logout_user()
    _begin_cookie_anew()


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
        found = sign_ins.who_is(db.session(), token=token, now=now())
        return None if found is None else SignedInPerson(token, found)

    @app.before_request
    def begin() -> None:
        if request.method == "HEAD":  # a GET whose body is not sent: no page may take it for a form sent empty
            request.method = "GET"
        if request.endpoint is None or request.endpoint == "static":
            return
        rule = rule_of(app.view_functions[request.endpoint])
        if rule is None:
            abort(404)
        begin_reading(db.session())
        # Who asks is found out before the write lock is taken, so that nobody else's change waits for that.
        if request.method not in _SAFE_METHODS and not (current_user.is_authenticated and rule.locks_late):
            begin_writing(db.session())
