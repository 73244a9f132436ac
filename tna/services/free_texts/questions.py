"""The open question of a round, whom to ring where a child may be at risk, and who reads what people write."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tna.domain.answering import minutes_of
from tna.domain.free_text import MOST_SCREENERS, Decision
from tna.domain.notice_text import paragraphs
from tna.domain.people import Duty
from tna.language import gettext, mark, ngettext
from tna.models.base import LARGEST_ID
from tna.models.free_texts import OpenQuestion, RoundScreener, TextToScreen
from tna.models.people import HeldDuty, Person
from tna.models.surveys import Round
from tna.services import audit
from tna.services.rounds import definition_of
from tna.services.rounds.standing import RoundRefused, lock_planned

LONGEST_QUESTION = 300
LONGEST_CONTACT = 1_000
_STAYS = mark("The open question of a round stays as it was when the round opened.")


def question_of(session: Session, *, round_id: int) -> OpenQuestion | None:
    """The open question of a round; None where it asks none."""
    return session.get(OpenQuestion, round_id)


def minutes_of_round(session: Session, round_: Round) -> int:
    """About how many minutes answering a round takes, its open question included."""
    is_asked = question_of(session, round_id=round_.id) is not None
    return minutes_of(definition_of(round_), asks_openly=is_asked)


def ask(session: Session, *, round_: Round, question: str, contact: str, actor_id: int | None, now: datetime) -> None:
    """Put an open question into a planned round, with whom to ring where a child is at risk. Raises RoundRefused."""
    lock_planned(session, round_, refusal=gettext(_STAYS))
    cleaned, to_ring = " ".join(question.split()), "\n\n".join(paragraphs(contact))
    if not cleaned:
        raise RoundRefused("question", gettext("Enter the question."))
    if len(cleaned) > LONGEST_QUESTION:
        raise RoundRefused("question", gettext("The question must have %(n)s characters or fewer.", n=LONGEST_QUESTION))
    if not to_ring:
        raise RoundRefused("contact", gettext("Enter what to do and whom to ring where a child may be at risk."))
    if len(to_ring) > LONGEST_CONTACT:
        raise RoundRefused("contact", gettext("What to do must have %(n)s characters or fewer.", n=LONGEST_CONTACT))
    row = question_of(session, round_id=round_.id) or OpenQuestion(round_id=round_.id)
    row.question, row.contact = cleaned, to_ring
    session.add(row)
    _note(session, now, actor_id, "wrote the open question of a round", round_)


def ask_nothing(session: Session, *, round_: Round, actor_id: int | None, now: datetime) -> None:
    """Take the open question out of a planned round; twice is once. Raises RoundRefused."""
    lock_planned(session, round_, refusal=gettext(_STAYS))
    row = question_of(session, round_id=round_.id)
    if row is None:
        return
    session.delete(row)
    _note(session, now, actor_id, "took the open question out of a round", round_)


def name_screeners(
    session: Session, *, round_: Round, people: Collection[int], actor_id: int | None, now: datetime
) -> None:
    """Name those who read the texts of a round, at most two, of all who hold the duty. Raises RoundRefused."""
    session.refresh(round_, with_for_update={"of": Round})
    wanted = frozenset(people)
    if len(wanted) > MOST_SCREENERS:
        most = ngettext("Select at most %(n)s person.", "Select at most %(n)s people.", MOST_SCREENERS)
        raise RoundRefused("people", most)
    if not wanted <= {person.id for person in may_be_named(session)}:
        raise RoundRefused("people", gettext("Select people from the list."))
    session.execute(delete(RoundScreener).where(RoundScreener.round_id == round_.id))
    session.add_all(RoundScreener(round_id=round_.id, person_id=person_id) for person_id in sorted(wanted))
    _note(session, now, actor_id, "named the screeners of a round", round_, " ".join(map(str, sorted(wanted))))


def may_be_named(session: Session) -> list[Person]:
    """Everybody who holds the duty of a screener, by name."""
    holding = select(HeldDuty.person_id).where(HeldDuty.duty == Duty.SCREENER)
    wanted = select(Person).where(Person.id.in_(holding), Person.left_on.is_(None))
    return list(session.scalars(wanted.order_by(Person.name, Person.id)))


def screeners_of(session: Session, *, round_id: int) -> list[Person]:
    """Who is named to read the texts of a round, by name, and still may."""
    named = set(session.scalars(select(RoundScreener.person_id).where(RoundScreener.round_id == round_id)))
    return [person for person in may_be_named(session) if person.id in named]


def screens(session: Session, *, person_id: int, round_id: int) -> bool:
    """Whether somebody is named to read the texts of this round."""
    if not 0 < round_id <= LARGEST_ID:
        return False
    named = RoundScreener.round_id == round_id, RoundScreener.person_id == person_id
    return session.scalar(select(RoundScreener.round_id).where(*named)) is not None


def screened_by(session: Session, *, person_id: int) -> list[tuple[Round, int]]:
    """The rounds somebody is named for, the newest first, each with how many texts wait to be read."""
    unread = (
        select(TextToScreen.round_id, func.count().label("texts"))
        .where(TextToScreen.decision == Decision.UNREAD)
        .group_by(TextToScreen.round_id)
        .subquery()
    )
    wanted = (
        select(Round, func.coalesce(unread.c.texts, 0))
        .join(RoundScreener, RoundScreener.round_id == Round.id)
        .outerjoin(unread, unread.c.round_id == Round.id)
        .where(RoundScreener.person_id == person_id)
        .order_by(Round.opens_on.desc(), Round.id.desc())
    )
    return [(round_, texts) for round_, texts in session.execute(wanted)]


def _note(session: Session, now: datetime, actor_id: int | None, action: str, round_: Round, detail: str = "") -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=f"round {round_.id}", detail=detail)
    session.flush()
