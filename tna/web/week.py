"""The year ahead, and where each thing to do leads."""

from flask import Blueprint, render_template, url_for

from tna.domain.people import Action, may
from tna.domain.reports.calendar import Entry, Happening
from tna.domain.reports.this_week import ToDo, Todo
from tna.extensions import db
from tna.language import weekday
from tna.services import week
from tna.web.access import allowed, person, settings, standing, today

blueprint = Blueprint("week", __name__)

_ROUND, _DATE, _AGENCY = "round_id", "date_id", "agency_id"
# Where each kind of thing to do leads: an endpoint, and the argument that its subject is.
_LEADS_TO: dict[Todo, tuple[str, str | None]] = {
    Todo.HAND_ON: ("screening.show", _ROUND),
    Todo.SEE_HANDED_ON: ("open_questions.change", _ROUND),
    Todo.ROUND_LATE: ("rounds.show", _ROUND),
    Todo.INVITE: ("invitations.show", _ROUND),
    Todo.ROUND_CLOSES: ("reports.coverage", None),
    Todo.ROUND_OPENS: ("rounds.show", _ROUND),
    Todo.LET_IN: ("posters.joiners", _AGENCY),
    Todo.NOMINATE: ("course_dates.show", _DATE),
    Todo.DATE_SHORT: ("course_dates.show", _DATE),
    Todo.REGISTER: ("registers.show", _DATE),
    Todo.PAPERS: ("agreements.index", None),
    Todo.HEADCOUNTS: ("headcount_returns.make_all", None),
    Todo.BOUNCES: ("mail.bounces", None),
    Todo.BEHIND: ("reports.coverage", None),
    Todo.WISHES: ("plans.agency", _AGENCY),
    Todo.RENEWALS: ("plans.agency", _AGENCY),
}
_NARROWED = {Todo.WISHES: {"show": "wishes"}, Todo.RENEWALS: {"show": "due"}}
_ABOUT: dict[Happening, tuple[Action, str, str | None]] = {
    Happening.ROUND: (Action.RUN_ROUNDS, "rounds.show", _ROUND),
    Happening.COURSE_DATE: (Action.ASSIGN_COURSES, "course_dates.show", _DATE),
    Happening.HEADCOUNTS: (Action.KEEP_AGENCIES, "agencies.index", None),
}


def things_to_do() -> list[tuple[ToDo, str]] | None:
    """What a lead or the manager has to do, each with the address where it is done; None for everybody else.

    Screeners have something to do while something is to be handed on.
    """
    is_lead, is_screener = (may(standing(), action) for action in (Action.ASSIGN_COURSES, Action.SCREEN_TEXTS))
    if not is_lead and not is_screener:
        return None
    found = week.to_do(
        db.session(),
        standing=standing(),
        today=today(),
        has_base_url=settings().has_base_url,
        person_id=person().id,
    )
    return [(one, _address(one)) for one in found] if is_lead or found else None


def _address(one: ToDo) -> str:
    return _leading(*_LEADS_TO[one.what], one.subject, **_NARROWED.get(one.what, {}))


@blueprint.get("/calendar")
@allowed(Action.ASSIGN_COURSES)
def calendar() -> str:
    """The year ahead, month by month."""
    months = week.calendar_of(db.session(), standing=standing(), today=today())
    return render_template("week/calendar.html", months=months, address_of=_about, weekday=weekday)


def _about(entry: Entry) -> str | None:
    """The page of what an entry is about, for those who may open it."""
    action, endpoint, argument = _ABOUT[entry.what]
    return _leading(endpoint, argument, entry.subject) if may(standing(), action) else None


def _leading(endpoint: str, argument: str | None, subject: str, **query: str) -> str:
    return url_for(endpoint, **({argument: subject} if argument else {}), **query)  # type: ignore[arg-type]
