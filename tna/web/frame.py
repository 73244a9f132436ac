"""What stands around every page: the partnership's name, who is signed in, where they may go."""

from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from tna.domain.people import Action, Duty, Standing, may
from tna.web.access import settings, standing

# At most five entries each; the first that a person may see of each line is shown.
_NAVIGATION: tuple[tuple[str, str, Action], ...] = (
    ("Needs", "needs.overview", Action.SEE_NEEDS),
    ("Needs", "needs.own_agencies", Action.SEE_AGENCY_NEEDS),
    ("Coverage", "reports.coverage", Action.SEE_COVERAGE),
    ("Rounds", "rounds.index", Action.RUN_ROUNDS),
    ("People", "people.index", Action.KEEP_PEOPLE),
    ("People", "people.index", Action.KEEP_ACCOUNTS),
)
# Agencies are kept from the page of people, and reach is read from that of coverage.
_STANDS_UNDER = {"agencies": "people", "reach": "reports"}


def navigation(standing: Standing) -> list[dict[str, Any]]:
    """Where this standing may go, home first; nothing for those who only answer surveys."""
    entries: dict[str, str] = {}
    for text, endpoint, action in _NAVIGATION:
        if may(standing, action):
            entries.setdefault(text, endpoint)
    if not entries:
        return []
    listed = {"Home": "home.show", **entries}
    return [
        {"text": text, "href": url_for(endpoint), "current": _is_current(endpoint)} for text, endpoint in listed.items()
    ]


def _is_current(endpoint: str) -> bool:
    asked = (request.endpoint or "").partition(".")[0]
    return _STANDS_UNDER.get(asked, asked) == endpoint.partition(".")[0]


def _context() -> dict[str, Any]:
    around: dict[str, Any] = {"partnership_name": settings().partnership_name}
    # A page of error may be made before anybody asked who it is; it must not start asking then.
    if "_login_user" in g and current_user.is_authenticated:
        around["account"] = {"name": current_user.name, "href": url_for("account.show")}
        around["navigation"] = navigation(standing())
    return around


def install(app: Flask) -> None:
    """Give every template of an application its frame."""
    app.context_processor(_context)
    app.jinja_env.globals["Duty"] = Duty
