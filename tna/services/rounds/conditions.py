"""What has to be there before a round may open, so that a manager learns of all that is missing at once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.reports.words import listed
from tna.language import gettext
from tna.models.free_texts import OpenQuestion, RoundScreener
from tna.models.people import Membership, Person
from tna.models.surveys import Round
from tna.services.agencies import headcounts
from tna.services.agreements import missing_agreements
from tna.services.rounds.audience import are_asked
from tna.services.rounds.standing import RoundRefused, running_round


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps a round from opening: what is missing, and what to do about it.

    `id` names the condition, so that a page knows where its remedy is: "targets", "notice", "open-question",
    "screeners", "audience", "headcounts", "agreement", "base-url", "closing-day" or "another-round". `subject` is the
    id of the agency or the round where it is seen to, empty where there is none.
    """

    id: str
    what: str
    remedy: str
    subject: str = ""


class RoundNotReady(RoundRefused):
    """A round cannot open yet; `missing` lists everything it lacks."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__("round", " ".join(f"{one.what} {one.remedy}" for one in missing))
        self.missing = missing


def missing_to_open(session: Session, *, round_: Round, today: date, has_base_url: bool) -> list[Missing]:
    """Everything that keeps a planned round from opening, in the order in which a manager would see to it."""
    return [
        *_papers(round_),
        *_open_question(session, round_),
        *_people(session, round_),
        *_agreements(session),
        *_address(has_base_url),
        *_days(session, round_, today),
    ]


def _papers(round_: Round) -> list[Missing]:
    missing = []
    if round_.targets_ratified_on is None:
        remedy = gettext("Review the targets, and say on which day and by whom they were agreed.")
        missing.append(Missing("targets", gettext("Nobody has ratified the targets."), remedy, str(round_.id)))
    if not round_.privacy_notice.strip():
        remedy = gettext("Write what people read before they start.")
        missing.append(Missing("notice", gettext("There is no privacy notice."), remedy, str(round_.id)))
    return missing


def _open_question(session: Session, round_: Round) -> list[Missing]:
    """What an open question needs where one is asked: whom to ring where a child may be at risk, and who reads."""
    question = session.get(OpenQuestion, round_.id)
    if question is None:
        return []
    missing = []
    if not question.contact.strip():
        what = gettext("The open question does not say whom to ring where a child may be at risk.")
        missing.append(Missing("open-question", what, gettext("Write it beside the question."), str(round_.id)))
    named = select(RoundScreener.person_id).where(RoundScreener.round_id == round_.id)
    if session.scalar(named.limit(1)) is None:
        what = gettext("Nobody is named to read first what people write.")
        missing.append(Missing("screeners", what, gettext("Name one or two screeners."), str(round_.id)))
    return missing


def _people(session: Session, round_: Round) -> list[Missing]:
    missing = []
    somebody = select(Membership.id).join(Person, Person.id == Membership.person_id).where(*are_asked(round_))
    if session.scalar(somebody.limit(1)) is None:
        remedy = gettext("Add people, or bring in a list of them.")
        missing.append(Missing("audience", gettext("There is nobody whom this survey would ask anything."), remedy))
    if not headcounts(session):
        missing.append(
            Missing("headcounts", gettext("No agency has a headcount yet."), gettext("Enter headcounts first."))
        )
    return missing


def _agreements(session: Session) -> list[Missing]:
    """One for each agency, whatever papers it lacks."""
    remedy = gettext("Record when and by whom they were signed.")
    return [
        Missing(
            "agreement",
            gettext("%(agency)s lacks %(papers)s.", agency=one.agency.name, papers=listed(one.papers)),
            remedy,
            one.agency.id,
        )
        for one in missing_agreements(session)
    ]


def _address(has_base_url: bool) -> list[Missing]:
    if has_base_url:
        return []
    remedy = gettext("Ask whoever runs this service to set TNA_BASE_URL to the address people use.")
    return [Missing("base-url", gettext("Links in messages would lead nowhere."), remedy)]


def _days(session: Session, round_: Round, today: date) -> list[Missing]:
    missing = []
    if round_.closes_on < today:
        remedy = gettext("Choose later days.")
        missing.append(Missing("closing-day", gettext("The last day to answer has passed."), remedy, str(round_.id)))
    running = running_round(session)
    if running is not None and running.id != round_.id:
        remedy = gettext("Close it first: one round runs at a time.")
        missing.append(
            Missing(
                "another-round", gettext("“%(title)s” is still open.", title=running.title), remedy, str(running.id)
            )
        )
    return missing
