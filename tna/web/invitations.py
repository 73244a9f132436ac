"""Reaching the people of a round: inviting everybody, what they read, when they are reminded, and a pause."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.notices import NoticeKind
from tna.domain.people import Action, agencies_within, may_everywhere
from tna.domain.wordings import KINDS
from tna.extensions import db
from tna.language import gettext, ngettext
from tna.services import invitations, rounds
from tna.services.agencies import all_agencies
from tna.services.letters import takes_answers
from tna.services.reminder_plans import plans_of
from tna.services.rounds import RoundRefused
from tna.web import invitation_pages as pages
from tna.web.access import allowed, now, person, settings, standing, today
from tna.web.invitation_pages import Page, Scope
from tna.web.round_pages import round_or_404
from tna.web.waking import commit_and_wake

blueprint = Blueprint("invitations", __name__, url_prefix="/surveys")

_KIND = f"<any({', '.join(KINDS)}):kind>"


@blueprint.get("/reach")
@allowed(Action.REACH_PEOPLE)
def index() -> Page:
    """Leads on to the round that is open or comes next; whoever leads agencies chooses one of them."""
    round_ = invitations.round_in_hand(db.session(), today=today())
    if may_everywhere(standing(), Action.REACH_PEOPLE):
        if round_ is None:
            return render_template("invitations/nothing.html", agency=None, may_plan=True)
        return redirect(url_for(".show", round_id=round_.id))
    everyone = {agency.id: agency for agency in all_agencies(db.session())}
    within = agencies_within(standing(), Action.REACH_PEOPLE, frozenset(everyone))
    mine = [agency for key, agency in everyone.items() if key in within]
    if len(mine) == 1:
        return redirect(url_for("agency_invitations.show", agency_id=mine[0].id))
    return render_template("invitations/choose.html", agencies=mine)


@blueprint.get("/rounds/<int:round_id>/reach")
@allowed(Action.REACH_PEOPLE)
def show(round_id: int) -> Page:
    """Who is invited, by agency; what they read, and when they are reminded."""
    return _page(_scope(round_id))


@blueprint.post("/rounds/<int:round_id>/reach/invitations")
@allowed(Action.REACH_PEOPLE)
def invite(round_id: int) -> Page:
    """Invite everybody who is not invited yet; pressing it again invites those who have come since."""
    scope = _open_scope(round_id)
    try:
        written = invitations.invite_everybody(
            db.session(), round_=scope.round, actor_id=person().id, today=today(), now=now()
        )
    except RoundRefused as refused:
        return _page(scope, refused=str(refused))
    commit_and_wake()
    flash(_invited(written))
    return redirect(scope.url("show"))


@blueprint.route(f"/rounds/<int:round_id>/reach/words/{_KIND}", methods=["GET", "POST"])
@allowed(Action.REACH_PEOPLE)
def words(round_id: int, kind: str) -> Page:
    """What the invitation or the reminder says where an agency has no words of its own."""
    return pages.words_page(_open_scope(round_id), NoticeKind(kind))


@blueprint.post(f"/rounds/<int:round_id>/reach/words/{_KIND}/usual")
@allowed(Action.REACH_PEOPLE)
def usual_words(round_id: int, kind: str) -> Response:
    """Go back to the words the product comes with."""
    return pages.usual_words(_open_scope(round_id), NoticeKind(kind))


@blueprint.route("/rounds/<int:round_id>/reach/reminders", methods=["GET", "POST"])
@allowed(Action.REACH_PEOPLE)
def plan(round_id: int) -> Page:
    """When people are reminded where an agency has no plan of its own."""
    return pages.plan_page(_open_scope(round_id))


@blueprint.post("/rounds/<int:round_id>/reach/pause")
@allowed(Action.REACH_PEOPLE)
def pause(round_id: int) -> Response:
    """Send nothing more to anybody for now."""
    return pages.pause(_open_scope(round_id))


@blueprint.post("/rounds/<int:round_id>/reach/resume")
@allowed(Action.REACH_PEOPLE)
def resume(round_id: int) -> Response:
    """Go on sending."""
    return pages.resume(_open_scope(round_id))


def _scope(round_id: int) -> Scope:
    """The round, for whoever reaches people in the whole partnership; for anybody else it is not there."""
    if not may_everywhere(standing(), Action.REACH_PEOPLE):
        abort(404)
    return Scope(round_or_404(round_id))


def _open_scope(round_id: int) -> Scope:
    """The same while there is something to change; the overview says why there is not."""
    scope = _scope(round_id)
    return abort(redirect(scope.url("show"))) if scope.is_over else scope


def _page(scope: Scope, refused: str | None = None) -> str:
    session, round_ = db.session(), scope.round
    reached = invitations.reached_by_agency(session, round_=round_)
    total, plans = sum(reached.values(), invitations.NOBODY), plans_of(session, round_id=round_.id)
    return render_template(
        "invitations/show.html",
        **pages.details(scope),
        state=rounds.state_of(session, round_),
        reached=reached,
        total=total,
        leaving=pages.moment_of(total),
        held=invitations.held_back(reached, plans),
        agencies=[agency for agency in all_agencies(session) if agency.id in reached],
        plans=plans,
        can_invite=takes_answers(round_, today()),
        has_begun=invitations.has_begun(session, round_id=round_.id),
        settings=settings(),
        errors=[{"text": refused}] if refused else [],
    )


def _invited(written: int) -> str:
    if not written:
        return gettext("Nobody was left to invite.")
    return ngettext("%(n)s invitation is written.", "%(n)s invitations are written.", written)
