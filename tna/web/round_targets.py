"""The targets of a round: read, changed role group by role group, and ratified."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.surveys import SurveyDefinition
from tna.domain.targets import DomainTarget, RoleGroupTargets, targets_by_domain
from tna.extensions import db
from tna.language import gettext
from tna.models.surveys import Round
from tna.services import rounds
from tna.services.reports import role_group_titles
from tna.services.rounds import RoundRefused, RoundState, TargetsMoved
from tna.services.target_proposals import proposals_for
from tna.web.access import allowed, now, person, today
from tna.web.form_fields import add_error, error_list
from tna.web.round_pages import round_or_404
from tna.web.target_forms import RatifyForm, TargetForm, target_form

blueprint = Blueprint("round_targets", __name__, url_prefix="/surveys/rounds/<int:round_id>/targets")

Page = str | Response | tuple[str, int]
MOVED = 409


@blueprint.route("", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def show(round_id: int) -> Page:
    """Every target of a round, and keeping who agreed them."""
    round_ = round_or_404(round_id)
    form = RatifyForm(data={"shown": rounds.targets_shown(round_)})
    problems: list[dict[str, str]] = []
    status = 200
    if form.validate_on_submit():
        try:
            _ratify(round_, form)
            db.session.commit()
            flash(gettext("The targets are ratified."))
            return redirect(url_for("rounds.show", round_id=round_id))
        except TargetsMoved as refused:
            problems, status = (
                [{"text": gettext("%(refusal)s Read them again as they are now.", refusal=refused)}],
                MOVED,
            )
            form.shown.data = rounds.targets_shown(round_)
        except RoundRefused as refused:
            add_error(form[refused.field if refused.field in form else "by"], str(refused))
    page = render_template(
        "rounds/targets.html",
        round=round_,
        definition=rounds.definition_of(round_),
        rows=targets_by_domain(rounds.definition_of(round_)),
        changes=_changes(round_),
        titles=role_group_titles(),
        is_planned=_is_planned(round_),
        proposals=proposals_for(db.session(), round_=round_) if _is_planned(round_) else [],
        shown=rounds.targets_shown(round_),
        form=form,
        errors=[*problems, *error_list(form)],
    )
    return page, status


def _ratify(round_: Round, form: RatifyForm) -> None:
    assert form.on.data is not None  # the form was valid
    rounds.ratify_targets(
        db.session(),
        round_=round_,
        on=form.on.data,
        by=form.by.data or "",
        shown=form.shown.data or "",
        today=today(),
        actor_id=person().id,
        now=now(),
    )


@blueprint.route("/<role_group>", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def change(round_id: int, role_group: str) -> Page:
    """What one role group needs, domain by domain, and the statements that differ."""
    round_ = round_or_404(round_id)
    definition = rounds.definition_of(round_)
    row = _row_or_404(definition, role_group)
    here = redirect(url_for("round_targets.show", round_id=round_id))
    if not _is_planned(round_):
        return here
    form = target_form(definition.scale, row, rounds.targets_shown(round_, role_group))
    problems: list[dict[str, str]] = []
    status = 200
    if form.validate_on_submit():
        try:
            is_changed = _set(round_, row, form)
            db.session.commit()
            flash(gettext("The targets are saved.") if is_changed else gettext("The targets are as they were."))
            return here
        except TargetsMoved as refused:
            problems, status = _moved(refused, round_), MOVED
            form.shown.data = rounds.targets_shown(round_, role_group)
        except RoundRefused as refused:  # the round was opened or called off at this moment
            flash(str(refused), "important")
            return here
    title = role_group_titles()[role_group]
    errors = [*problems, *error_list(form)]
    page = render_template("rounds/target_change.html", round=round_, row=row, title=title, form=form, errors=errors)
    return page, status


def _set(round_: Round, row: RoleGroupTargets, form: TargetForm) -> bool:
    return rounds.set_targets(
        db.session(),
        round_=round_,
        role_group=row.role_group,
        levels=form.levels(row),
        shown=form.shown.data or "",
        actor_id=person().id,
        now=now(),
    )


def _moved(refused: TargetsMoved, round_: Round) -> list[dict[str, str]]:
    further = gettext("See the targets as they are now. Then come back, and save again if yours still fit.")
    return [
        {"text": gettext("%(refusal)s What you chose is still here.", refusal=refused)},
        {"text": further, "href": url_for("round_targets.show", round_id=round_.id)},
    ]


def _row_or_404(definition: SurveyDefinition, role_group: str) -> RoleGroupTargets:
    return next((row for row in targets_by_domain(definition) if row.role_group == role_group), None) or abort(404)


def _changes(round_: Round) -> list[str]:
    """Where the round's targets differ from those of the survey's own file, a line for each statement or domain."""
    own = targets_by_domain(rounds.own_definition(round_.survey_version))
    titles, lines = role_group_titles(), []
    for now_, then in zip(targets_by_domain(rounds.definition_of(round_)), own, strict=True):
        for level, before in zip(now_.domains, then.domains, strict=True):
            if (level.level, level.own) != (before.level, before.own):
                lines.append(_changed(titles[now_.role_group], before, level))
    return lines


def _changed(title: str, before: DomainTarget, now_: DomainTarget) -> str:
    """How what a role group needs in one domain differs: its level, the levels of its own statements, or both."""
    values = {"title": title, "part": now_.domain.title, "before": before.level, "now": now_.level}
    if before.own == now_.own:
        return gettext("%(title)s, %(part)s: %(before)s to %(now)s", **values)
    if before.level == now_.level:
        return gettext("%(title)s, %(part)s and some statements: %(now)s stays", **values)
    return gettext("%(title)s, %(part)s and some statements: %(before)s to %(now)s", **values)


def _is_planned(round_: Round) -> bool:
    return rounds.state_of(db.session(), round_) is RoundState.PLANNED
