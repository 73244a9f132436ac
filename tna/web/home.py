"""The first page after signing in: one next step, worked out afresh each time."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.people import Action, Answering, may
from tna.domain.plans import asked_words, renewal_words
from tna.extensions import db
from tna.models.courses import CourseDate
from tna.services.course_date_lists import todays_registers
from tna.services.own_forms import forms_due
from tna.services.people import people_to_ask
from tna.services.plans.learning import own_learning
from tna.services.rounds import is_called_off_lately, running_round
from tna.services.surveys import last_sent_round
from tna.web.access import allowed, only_round_id, own_key, person, standing, today
from tna.web.round_links import only_way
from tna.web.survey_visits import visit_in
from tna.web.week import things_to_do

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@allowed(by_round_link=True)
def show() -> str | Response:
    """Start, carry on, see one's profile, or learn that nothing is open, or whom to ask."""
    if (only := only_round_id()) is not None:
        return only_way(only)
    job, registers = current_user.answering, _registers()
    this_week = {"things": things_to_do(), "sees_calendar": may(standing(), Action.ASSIGN_COURSES)}
    if job is None:
        ask = people_to_ask(db.session(), agency_id=None, asking=person().id)
        return render_template("people/no_agency.html", ask=ask, registers=registers, **this_week)
    round_ = running_round(db.session())
    earlier = last_sent_round(db.session(), key=own_key(), sealed_through=person().sealed_through)
    if round_ is None:
        return render_template(
            "home/nothing_open.html",
            earlier=earlier,
            registers=registers,
            **this_week,
            called_off=is_called_off_lately(db.session(), today=today()),
            **_ahead(job),
        )
    visit = visit_in(round_, job)
    is_overdue = round_.closes_on < today()
    return render_template(
        f"home/{visit.stage}.html",
        visit=visit,
        earlier=earlier,
        is_overdue=is_overdue,
        registers=registers,
        **this_week,
        **_ahead(job),
    )


def _registers() -> list[CourseDate]:
    """The registers a trainer keeps today; for everybody else none, unasked."""
    if not may(standing(), Action.KEEP_REGISTER, runs_date=True):
        return []
    return todays_registers(db.session(), person_id=person().id, today=today())


def _ahead(job: Answering) -> dict[str, Any]:
    """What comes next in somebody's own learning, below the survey's next step."""
    learning = own_learning(db.session(), job=job, today=today())
    due = forms_due(db.session(), person_id=job.person_id, key=own_key(), today=today())
    return {
        "learning": learning,
        "due": due,
        "today": today(),
        "asked_words": asked_words,
        "renewal_words": renewal_words,
    }
