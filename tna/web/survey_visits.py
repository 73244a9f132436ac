"""Where one person stands in one round, worked out from what is kept, so that every address is guarded alike."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.answering import Progress, Task, TaskState, minutes_left, minutes_of, progress, tasks
from tna.domain.people import Answering
from tna.domain.surveys import Part, Question, SurveyDefinition
from tna.extensions import db
from tna.language import gettext
from tna.models.free_texts import OpenQuestion
from tna.models.surveys import Round
from tna.services.free_texts.own import own_text
from tna.services.free_texts.questions import question_of
from tna.services.rounds import definition_of
from tna.services.surveys import OwnAnswers, is_sealed, own_answers, round_with_own_answers
from tna.web.access import has_sent_by_link, only_round_id, own_job, own_key, person
from tna.web.round_pages import round_or_404

CLOSED_TO_ANSWERS = 409
CHECKING, CORRECTING = "yes", "sent"
"""Values of `change` in an address: one came from checking one's answers, or changes what one has sent."""


class Stage(StrEnum):
    """How far a person is in an open round; the home page has a template for each."""

    NOT_ASKED = "not_asked"
    NEW = "start"
    UNDER_WAY = "carry_on"
    SENT = "sent"


@dataclass(frozen=True)
class Visit:
    """One person in one round, answering as they do now."""

    round: Round
    job: Answering
    read_own: Callable[[], OwnAnswers | None]

    @cached_property
    def own(self) -> OwnAnswers | None:
        """What the person has put so far, asked for when a page needs it: saving reads it under a lock of its own."""
        return self.read_own()

    @property
    def definition(self) -> SurveyDefinition:
        """The survey of the round."""
        return definition_of(self.round)

    @property
    def role_group(self) -> str:
        """The role group whose statements the person is asked; of sent answers, the one they were sent with."""
        if is_correcting() and self.own is not None and self.own.role_group is not None:
            return self.own.role_group
        return self.job.role_group

    @property
    def answers(self) -> dict[str, int]:
        """Every item's code so far; nothing before the start."""
        return {} if self.own is None else self.own.answers

    @cached_property
    def open_question(self) -> OpenQuestion | None:
        """The round's open question, if it asks one."""
        return question_of(db.session(), round_id=self.round.id)

    @property
    def own_words(self) -> str:
        """What the person has written in answer to it, while the round is not released."""
        return own_text(db.session(), round_=self.round, key=own_key())

    @property
    def progress(self) -> Progress:
        """How far the answers reach through the parts."""
        return progress(self.definition, self.role_group, self.answers)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every part with how much of it is answered."""
        return tasks(self.definition, self.role_group, self.answers)

    @property
    def minutes(self) -> int:
        """About how long the whole survey takes."""
        return minutes_of(self.definition, asks_openly=self.open_question is not None)

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes, the open question included until something is written."""
        is_to_write = self.open_question is not None and not self.own_words
        return minutes_left(self.definition, self.tasks, is_to_write=is_to_write)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pages of this person's survey; none where their role group is asked nothing."""
        return self.definition.parts_for(self.role_group)

    @property
    def stage(self) -> Stage:
        """How far the person is; by a link that others have seen, how far that sign-in is."""
        if has_sent_by_link() or (self.own is not None and self.own.is_sent):
            return Stage.SENT
        if not self.parts:
            return Stage.NOT_ASKED
        return Stage.NEW if self.own is None else Stage.UNDER_WAY

    @property
    def is_sealed(self) -> bool:
        """Whether what was sent is closed to the account, since a link has set its password after that.

        Never by a link that others have seen: the mark would tell them that the person had taken part before.
        """
        if self.stage is not Stage.SENT or only_round_id() is not None:
            return False
        return is_sealed(self.round, person().sealed_through)

    @property
    def is_open(self) -> bool:
        """Whether the round takes answers."""
        return self.round.closed_at is None and self.round.cancelled_at is None

    @property
    def may_change(self) -> bool:
        """Whether the person may still change what they have sent."""
        return self.may_withdraw and not self.is_sealed

    @property
    def may_withdraw(self) -> bool:
        """Whether the person may still take back what they have sent; sealed or not, since nothing of it is shown."""
        return self.stage is Stage.SENT and self.is_open and only_round_id() is None

    @property
    def next_url(self) -> str:
        """Where to carry on: where the person stopped, or checking once they have every part behind them."""
        ahead = self.progress
        if len(ahead.done) == len(ahead.parts):
            return url_for("surveys.check", round_id=self.round.id)
        return url_for("survey_parts.part", round_id=self.round.id, number=ahead.next_part)

    @property
    def next_part(self) -> int | None:
        """The part to offer where all of them stand: where the person stopped, else one without any answer, else None.

        One in which something was left blank on purpose is not offered again.
        """
        ahead = self.progress
        if len(ahead.done) < len(ahead.parts):
            return ahead.next_part
        return next((task.part.number for task in self.tasks if task.state is TaskState.NOT_STARTED), None)

    def part(self, number: int) -> Part:
        """A part of this person's survey; 404 if their role group has no such part."""
        found = [part for part in self.parts if part.number == number]
        return found[0] if found else abort(404)

    def questions(self, part: Part) -> tuple[Question, ...]:
        """The optional questions of a part: all of them stand on the last."""
        return self.definition.questions_for(self.role_group) if part.number == part.total else ()


def visit_of(round_id: int) -> Visit:
    """The signed-in person's visit to a round; 404 for a round that has not been opened or asks them nothing."""
    job = own_job()
    round_, own = round_with_own_answers(db.session(), round_id=round_id, key=own_key()) or abort(404)
    return _asked(Visit(round_, job, lambda: own))


def visit_to_save(round_id: int) -> Visit:
    """As visit_of(), for answers that come in: what is kept is read later, under the lock of saving."""
    return _asked(visit_in(round_or_404(round_id), own_job()))


def visit_in(round_: Round, job: Answering) -> Visit:
    """Somebody's visit to a round that is known already."""
    return Visit(round_, job, lambda: own_answers(db.session(), round_=round_, key=own_key()))


def _asked(visit: Visit) -> Visit:
    if visit.round.opened_at is None or (not visit.parts and visit.stage is Stage.NOT_ASKED):
        abort(404)
    return visit


def is_correcting() -> bool:
    """Whether the address asked for is one at which somebody changes what they have sent."""
    return request.args.get("change") == CORRECTING


def elsewhere(visit: Visit, *, needs_start: bool = True) -> Response | tuple[str, int] | None:
    """What somebody gets instead who has sent, comes too late, or has not read who sees what; None to go on.

    A round that was called off says so at every address it had.
    """
    if visit.round.cancelled_at is not None:
        code = CLOSED_TO_ANSWERS if request.method == "POST" else 200
        return render_template("surveys/called_off.html"), code
    if is_correcting() and visit.may_change:
        return None
    if visit.stage is Stage.SENT:
        return redirect(url_for("profiles.sent", round_id=visit.round.id))
    if not visit.is_open:
        code = CLOSED_TO_ANSWERS if request.method == "POST" else 200
        return render_template("surveys/closed.html", round=visit.round), code
    if needs_start and visit.own is None:
        return redirect(url_for("surveys.before_you_start", round_id=visit.round.id))
    return None


def not_saved(visit: Visit) -> Response | tuple[str, int] | None:
    """As elsewhere(), for answers that come in: somebody who has sent before is told that these changed nothing."""
    if visit.stage is Stage.SENT:
        flash(gettext("You had sent your answers before, so what you put just now was not saved."), "important")
    return elsewhere(visit)
