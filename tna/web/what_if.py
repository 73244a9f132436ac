"""What if other levels were needed? A release scored again, in the address and nowhere else; and proposing it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.domain.reports.what_if import not_asked
from tna.domain.surveys import LEVELS, SurveyDefinition
from tna.domain.targets import TargetData, differing, left_over, targets_by_domain, with_levels
from tna.extensions import db
from tna.language import gettext
from tna.services import what_if
from tna.services.reports import role_group_titles
from tna.services.rounds import RoundRefused
from tna.services.target_proposals import KeptProposal, find_proposal, kept_proposals, remove_proposal
from tna.services.target_proposals import propose as keep_proposal
from tna.web.access import allowed, now, person, standing, today
from tna.web.csv_files import csv_file
from tna.web.figures import Chosen, chosen_rounds
from tna.web.form_fields import add_error, error_list
from tna.web.need_pages import nothing_released
from tna.web.target_forms import ProposalForm

blueprint = Blueprint("what_if", __name__, url_prefix="/needs/what-if")

Page = str | Response
EVERYTHING = "all"
"""The name in a query of one level for every role group and domain at once."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A released round and the levels that the address tries on it."""

    chosen: Chosen
    changes: TargetData

    @property
    def query(self) -> dict[str, Any]:
        """The query that leads to this state again: the levels that differ, and nothing else."""
        return _query(self.chosen.released.round.id, self.changes)


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal that is kept, the address of its levels, and whether they are those tried."""

    kept: KeptProposal
    url: str
    is_tried: bool


def _query(round_id: int, changes: TargetData) -> dict[str, Any]:
    levels = {f"{group}.{entry}": level for group, entries in changes.items() for entry, level in entries.items()}
    return {"round": str(round_id), **levels}


@blueprint.get("")
@allowed(Action.SEE_NEEDS)
def show() -> Page:
    """The levels to try, what they would change, and what no level can say."""
    tried = _tried()
    if tried is None:
        return nothing_released()
    if _is_long_winded(tried):
        return redirect(url_for(".show", **tried.query))
    return _page(tried, ProposalForm(formdata=None))


@blueprint.get("/what-if.csv")
@allowed(Action.SEE_NEEDS)
def statements_csv() -> Response:
    """Every statement with another level, as a file that says in each row that it is a what-if."""
    tried = _tried() or abort(404)
    report = what_if.report(db.session(), tried.chosen.released, tried.changes)
    return csv_file(report.statements, "what-if-not-released", round_title=tried.chosen.title)


@blueprint.post("/propose")
@allowed(Action.RUN_ROUNDS)
def propose() -> Page:
    """Keep these levels as a proposal for the next round."""
    tried, form = _tried() or abort(404), ProposalForm()
    if form.validate_on_submit():
        try:
            _keep(tried, form)
            db.session.commit()
            flash(gettext("The proposal is kept. It stands below, and with the targets of every planned round."))
            return redirect(url_for(".show", **tried.query))
        except RoundRefused as refused:
            add_error(form[refused.field], str(refused))
    return _page(tried, form)


@blueprint.post("/proposals/<int:proposal_id>/remove")
@allowed(Action.RUN_ROUNDS)
def remove(proposal_id: int) -> Response:
    """Take a proposal away, and stay with the levels of the address."""
    tried, proposal = _tried() or abort(404), find_proposal(db.session(), proposal_id=proposal_id) or abort(404)
    remove_proposal(db.session(), proposal=proposal, actor_id=person().id, now=now())
    db.session.commit()
    flash(gettext("The proposal is removed. Targets that were filled in from it stay."))
    return redirect(url_for(".show", **tried.query))


def _keep(tried: Tried, form: ProposalForm) -> None:
    keep_proposal(
        db.session(),
        released=tried.chosen.released,
        changes=tried.changes,
        name=form.name.data or "",
        by=form.by.data or "",
        today=today(),
        actor_id=person().id,
        now=now(),
    )


def _proposals(tried: Tried) -> list[Kept]:
    every = ((one, _query(one.round.id, one.changes)) for one in kept_proposals(db.session()))
    return [Kept(one, url_for(".show", **query), query == tried.query) for one, query in every]


def _page(tried: Tried, form: ProposalForm) -> str:
    definition, titles = tried.chosen.released.definition, role_group_titles()
    return render_template(
        "needs/what_if.html",
        tried=tried,
        chosen=tried.chosen,
        definition=definition,
        titles=titles,
        before={row.role_group: row for row in targets_by_domain(definition)},
        rows=targets_by_domain(with_levels(definition, tried.changes)),
        report=what_if.report(db.session(), tried.chosen.released, tried.changes),
        not_asked=not_asked(definition, titles=titles),
        proposals=_proposals(tried),
        may_propose=may(standing(), Action.RUN_ROUNDS),
        form=form,
        errors=error_list(form),
        csv_url=url_for(".statements_csv", **tried.query),
    )


def _tried() -> Tried | None:
    """The round and the levels in the query; None while nothing is released, 404 for a level that cannot be."""
    chosen = chosen_rounds()
    return None if chosen is None else Tried(chosen, _changes(chosen.released.definition))


def _changes(definition: SurveyDefinition) -> TargetData:
    """The levels in the query that differ from those of the release.

    One level for everything goes for every domain whose own field was left as it was.
    """
    asked: TargetData = {}
    for name, value in request.args.items():
        role_group, dot, entry = name.partition(".")
        if dot:
            asked.setdefault(role_group, {})[entry] = _level(value)
    if left_over(targets_by_domain(definition), asked):
        abort(404)
    changes = differing(definition, asked)
    everything = request.args.get(EVERYTHING)
    if everything:
        return differing(definition, _with_everything(definition, changes, _level(everything)))
    return changes


def _with_everything(definition: SurveyDefinition, changes: TargetData, level: int) -> TargetData:
    return {
        row.role_group: {one.domain.id: level for one in row.domains}
        | {statement: level for one in row.domains for statement in one.own}
        | changes.get(row.role_group, {})
        for row in targets_by_domain(definition)
    }


def _level(text: str) -> int:
    levels = {str(level): level for level in LEVELS}
    return levels.get(text) or abort(404)


def _is_long_winded(tried: Tried) -> bool:
    """Whether the address says more than it must, as a form sends it: everything, changed or not."""
    said = {name: value for name, value in request.args.items() if "." in name or name == EVERYTHING}
    return said != {name: str(value) for name, value in tried.query.items() if name != "round"}
