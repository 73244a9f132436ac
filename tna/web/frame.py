"""What stands around every page: the partnership's name, who is signed in, where they may go."""

from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from tna.domain.people import Action, Duty, Standing, may
from tna.web.access import settings, standing

# At most five entries each, beside home; the first that a person may see of each line is shown.
_NAVIGATION: tuple[tuple[str, str, Action], ...] = (
    ("Needs", "needs.overview", Action.SEE_NEEDS),
    ("Needs", "needs.own_agencies", Action.SEE_AGENCY_NEEDS),
    ("Coverage", "reports.coverage", Action.SEE_COVERAGE),
    ("Courses", "courses.index", Action.KEEP_COURSES),
    ("Courses", "courses.index", Action.ASSIGN_COURSES),
    ("Courses", "courses.index", Action.LEARN),
    ("Rounds", "rounds.index", Action.RUN_ROUNDS),
    ("People", "people.index", Action.KEEP_PEOPLE),
    ("People", "people.index", Action.KEEP_ACCOUNTS),
)
# What everybody may do who works in an agency; alone it is no reason for a menu, since home leads there.
_EVERYBODYS = frozenset({Action.LEARN})
# Agencies are kept from the page of people; resources and changes to courses from that of courses.
_STANDS_UNDER = {"agencies": "people", "course_changes": "courses", "resources": "courses"}


def navigation(standing: Standing) -> list[dict[str, Any]]:
    """Where this standing may go, home first; nothing for those who only answer surveys."""
    granted = [(text, endpoint, action) for text, endpoint, action in _NAVIGATION if may(standing, action)]
    if all(action in _EVERYBODYS for _, _, action in granted):
        return []
    entries: dict[str, str] = {}
    for text, endpoint, _ in granted:
        entries.setdefault(text, endpoint)
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
