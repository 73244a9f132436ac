"""What the pages about reaching the whole partnership share with those about one agency: words, plan and pause."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain import reminders, wordings
from tna.domain.notices import NoticeKind
from tna.domain.reminders import Plan
from tna.domain.wordings import Words
from tna.extensions import db
from tna.language import gettext, mark, ngettext
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import invitations, reminder_plans
from tna.services import wordings as kept
from tna.services.invitations import Reached
from tna.services.personal_links import address_of
from tna.services.reminder_plans import PlanRefused, Plans
from tna.web.access import now, person, settings, today
from tna.web.form_fields import error_list
from tna.web.invitation_forms import PlanForm, WordsForm, plan_form

Page = str | Response

_TITLES = {
    NoticeKind.INVITATION: mark("Words of the invitation"),
    NoticeKind.REMINDER: mark("Words of the reminder"),
}
_USUAL_AGAIN = {
    NoticeKind.INVITATION: mark("From now on the invitation has the usual words."),
    NoticeKind.REMINDER: mark("From now on the reminder has the usual words."),
}
_SAMPLE_LINK = "their-own-link"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a page speaks of in a round: the people of one agency, or of all that have nothing of their own."""

    round: Round
    agency: Agency | None = None

    @property
    def agency_id(self) -> str | None:
        return None if self.agency is None else self.agency.id

    def url(self, page: str, **values: Any) -> str:
        """The address of one of the pages or buttons that both kinds have."""
        if self.agency is None:
            return url_for(f"invitations.{page}", round_id=self.round.id, **values)
        return url_for(f"agency_invitations.{page}", agency_id=self.agency.id, **values)

    @property
    def is_over(self) -> bool:
        """Whether the round is closed or cancelled, so that nothing is left to change."""
        return self.round.closed_at is not None or self.round.cancelled_at is not None


def details(scope: Scope) -> dict[str, object]:
    """What the overview of either kind says of words and reminders."""
    session = db.session()
    plans = reminder_plans.plans_of(session, round_id=scope.round.id)
    plan = plans.followed_by(scope.agency_id)
    return {
        "scope": scope,
        "round": scope.round,
        "plan": plan,
        "paused_by_round": plans.everybody.is_paused,
        "has_own_plan": scope.agency_id in plans.by_agency,
        "sentences": _preview(scope, plan, plans),
        "own_words": {kind.value: _own_words(scope, kind) for kind in wordings.KINDS},
        "starts": reminders.first_hour(plan),
    }


def words_page(scope: Scope, kind: NoticeKind) -> Page:
    """The words of an invitation or a reminder, to change or to look at as they would arrive."""
    session = db.session()
    form = WordsForm(kept.words_of(session, round_id=scope.round.id, agency_id=scope.agency_id, kind=kind))
    if form.validate_on_submit() and not form.is_only_shown:
        kept.save_words(
            session,
            round_=scope.round,
            agency_id=scope.agency_id,
            kind=kind,
            words=form.words,
            actor_id=person().id,
            now=now(),
        )
        return done(scope, gettext("The words are saved. They hold for every message that goes out from now on."))
    return render_template(
        "invitations/words.html",
        scope=scope,
        form=form,
        kind=kind,
        title=gettext(_TITLES[kind]),
        fields=wordings.FIELDS,
        ending=gettext(wordings.ENDING),
        letter=None if form.errors else _sample(scope, form),
        is_own=_own_words(scope, kind),
        errors=error_list(form),
    )


def usual_words(scope: Scope, kind: NoticeKind) -> Response:
    """Go back to the words of everybody else."""
    kept.drop_words(
        db.session(), round_=scope.round, agency_id=scope.agency_id, kind=kind, actor_id=person().id, now=now()
    )
    return done(scope, gettext(_USUAL_AGAIN[kind]))


def plan_page(scope: Scope) -> Page:
    """The days and hours of reminders, to change or to look at in words."""
    plans = reminder_plans.plans_of(db.session(), round_id=scope.round.id)
    plan = plans.followed_by(scope.agency_id)
    suggested = reminders.suggested_days(opens_on=scope.round.opens_on, closes_on=scope.round.closes_on, today=today())
    form, sentences = plan_form(plan, plan.days or suggested), None
    if form.validate_on_submit():
        try:
            if not form.is_only_shown:
                _save_plan(scope, form)
                return done(scope, gettext("The plan is saved."))
            sentences = _checked_preview(scope, form, plans)
        except PlanRefused as refused:
            form.name_faults(refused.faults)
    return render_template(
        "invitations/plan.html",
        scope=scope,
        form=form,
        is_suggestion=not plan.days and not form.is_submitted() and bool(suggested),
        sentences=sentences,
        errors=error_list(form),
    )


def pause(scope: Scope) -> Response:
    """Send nothing more for now."""
    reminder_plans.pause(db.session(), round_=scope.round, agency_id=scope.agency_id, actor_id=person().id, now=now())
    if scope.agency is None:
        return done(scope, gettext("Paused. Nothing more goes to the partnership until you resume."))
    said = gettext("Paused. Nothing more goes to %(agency)s until you resume.", agency=scope.agency.name)
    return done(scope, said)


def resume(scope: Scope) -> Response:
    """Go on sending."""
    reminder_plans.resume(db.session(), round_=scope.round, agency_id=scope.agency_id, actor_id=person().id, now=now())
    going = _going_out_again(scope)
    if not going:
        return done(scope, gettext("Resumed. Reminders of days that passed are not made up."))
    said = ngettext(
        "Resumed. %(n)s invitation goes out by itself. Reminders of days that passed are not made up.",
        "Resumed. %(n)s invitations go out by themselves. Reminders of days that passed are not made up.",
        going,
    )
    return done(scope, said)


def _going_out_again(scope: Scope) -> int:
    """How many invitations the end of a pause lets go."""
    session = db.session()
    if not invitations.has_begun(session, round_id=scope.round.id):
        return 0
    reached = invitations.reached_by_agency(session, round_=scope.round, agency_id=scope.agency_id)
    plans = reminder_plans.plans_of(session, round_id=scope.round.id)
    return sum(one.to_invite for one in reached.values()) - invitations.held_back(reached, plans)


def moment_of(reached: Reached) -> str | None:
    """When invitations that are written and wait go out, in words; None where none waits."""
    return None if reached.goes_at is None else reminders.leaving_words(reached.waiting, reached.goes_at, now=now())


def _save_plan(scope: Scope, form: PlanForm) -> None:
    plan = form.plan
    reminder_plans.save_plan(
        db.session(),
        round_=scope.round,
        agency_id=scope.agency_id,
        days=form.days,
        takes_weekends=form.weekends.data,
        quiet_from=plan.quiet_from,
        quiet_until=plan.quiet_until,
        today=today(),
        actor_id=person().id,
        now=now(),
    )


def _checked_preview(scope: Scope, form: PlanForm, plans: Plans) -> list[str]:
    standing = plans.followed_by(scope.agency_id)
    reminder_plans.check_days(
        scope.round, days=form.days, takes_weekends=form.weekends.data, standing=standing, today=today()
    )
    return _preview(scope, form.plan, plans)


def _preview(scope: Scope, plan: Plan, plans: Plans) -> list[str]:
    return reminders.preview(
        plan,
        whom=None if scope.agency is None else scope.agency.name,
        today=today(),
        closes_on=scope.round.closes_on,
        others_differ=bool(plans.by_agency),
    )


def _own_words(scope: Scope, kind: NoticeKind) -> bool:
    found = kept.own_words(db.session(), round_id=scope.round.id, agency_id=scope.agency_id, kind=kind)
    return found is not None


def _sample(scope: Scope, form: WordsForm) -> Words:
    """The message as it would arrive at whoever looks at it, with a link that leads nowhere."""
    link = address_of(settings().base_url, _SAMPLE_LINK)
    values = kept.values_of(
        db.session(), round_=scope.round, name=person().name, link=link, partnership=settings().partnership_name
    )
    return wordings.letter(form.words, values)


def done(scope: Scope, message: str) -> Response:
    """Keep what was done, say so, and go back to the overview."""
    db.session.commit()
    flash(message)
    return redirect(scope.url("show"))
