"""Reaching the people of one agency, for those who lead its training: words, reminders, a pause, a mail-merge list."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.notices import NoticeKind
from tna.domain.people import Action, may, may_everywhere
from tna.domain.wordings import KINDS
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Agency
from tna.services import invitations, mail_merge, reminder_plans, rounds
from tna.services.letters import takes_answers
from tna.services.rounds import RoundRefused
from tna.web import invitation_pages as pages
from tna.web.access import allowed, now, person, settings, standing, today
from tna.web.agencies import agency_or_404
from tna.web.csv_files import csv_file
from tna.web.invitation_pages import Page, Scope

blueprint = Blueprint("agency_invitations", __name__, url_prefix="/agencies/<agency_id>/reach")

_KIND = f"<any({', '.join(KINDS)}):kind>"


@blueprint.get("")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def show(agency_id: str) -> Page:
    """Who of an agency is invited, what they read, and when they are reminded."""
    agency = agency_or_404(agency_id)
    scope = _scope(agency)
    if scope is None:
        return render_template("invitations/nothing.html", agency=agency, may_plan=may(standing(), Action.RUN_ROUNDS))
    session = db.session()
    found = invitations.reached_by_agency(session, round_=scope.round, agency_id=agency_id)
    reached = found.get(agency_id, invitations.NOBODY)
    return render_template(
        "invitations/agency.html",
        **pages.details(scope),
        state=rounds.state_of(session, scope.round),
        reached=reached,
        leaving=pages.moment_of(reached),
        can_invite=takes_answers(scope.round, today()),
        has_begun=invitations.has_begun(session, round_id=scope.round.id),
        may_invite=may_everywhere(standing(), Action.REACH_PEOPLE),
        keeps_people=may(standing(), Action.KEEP_PEOPLE),
    )


@blueprint.route(f"/words/{_KIND}", methods=["GET", "POST"])
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def words(agency_id: str, kind: str) -> Page:
    """What the invitation or the reminder says to the people of an agency."""
    return pages.words_page(_open_scope(agency_id), NoticeKind(kind))


@blueprint.post(f"/words/{_KIND}/usual")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def usual_words(agency_id: str, kind: str) -> Response:
    """Go back to the words of the round."""
    return pages.usual_words(_open_scope(agency_id), NoticeKind(kind))


@blueprint.route("/reminders", methods=["GET", "POST"])
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def plan(agency_id: str) -> Page:
    """When the people of an agency are reminded."""
    return pages.plan_page(_open_scope(agency_id))


@blueprint.post("/reminders/follow-round")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def follow_round(agency_id: str) -> Response:
    """Drop the agency's own plan."""
    agency, scope = agency_or_404(agency_id), _open_scope(agency_id)
    reminder_plans.follow_round(db.session(), round_=scope.round, agency_id=agency_id, actor_id=person().id, now=now())
    return pages.done(scope, gettext("%(agency)s follows the plan of the round again.", agency=agency.name))


@blueprint.post("/pause")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def pause(agency_id: str) -> Response:
    """Send nothing more to the people of an agency for now."""
    return pages.pause(_open_scope(agency_id))


@blueprint.post("/resume")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def resume(agency_id: str) -> Response:
    """Go on sending."""
    return pages.resume(_open_scope(agency_id))


@blueprint.route("/mail-merge", methods=["GET"])
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def mail_merge_list(agency_id: str) -> Page:
    """What a list of personal links is for, and what the links can and cannot do."""
    return _mail_merge_page(_open_scope(agency_id))


@blueprint.post("/mail-merge")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def make_mail_merge_list(agency_id: str) -> Page:
    """Make the list: fresh links, in a file that is kept nowhere."""
    scope = _open_scope(agency_id)
    try:
        table = mail_merge.make_list(
            db.session(),
            round_=scope.round,
            agency=agency_or_404(agency_id),
            base_url=settings().base_url,
            actor_id=person().id,
            today=today(),
            now=now(),
        )
    except RoundRefused as refused:
        return _mail_merge_page(scope, refused=str(refused))
    db.session.commit()
    return csv_file(table, f"links-{agency_id}")


def _mail_merge_page(scope: Scope, refused: str | None = None) -> str:
    return render_template(
        "invitations/mail_merge.html",
        scope=scope,
        can_make=takes_answers(scope.round, today()),
        signs_in=mail_merge.SIGNS_IN,
        errors=[{"text": refused}] if refused else [],
    )


def _scope(agency: Agency) -> Scope | None:
    round_ = invitations.round_in_hand(db.session(), today=today())
    return None if round_ is None else Scope(round_, agency)


def _open_scope(agency_id: str) -> Scope:
    """The agency in the round in hand; without one the overview says so."""
    return _scope(agency_or_404(agency_id)) or abort(redirect(url_for(".show", agency_id=agency_id)))
