"""The answers of two accounts of one human being, once the accounts are merged: who keeps which, and what is sealed.

The keys come from the caller; none is derived here. What an account had sent counts on under the key of the one that
stays, and is sealed from it: whoever signs in there could not read it before. What was released stays as it is.
"""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from tna.models.courses import OfferedCourse
from tna.models.evaluations import CourseForms
from tna.models.needs import Release
from tna.models.surveys import Participation, Response, Round


def merge_answers(session: Session, *, stays_id: int, goes_id: int, key_stays: bytes, key_goes: bytes) -> int | None:
    """Give the answers of the account that goes to the one that stays; the newest round of which some were given.

    In rounds not released yet: unsent answers of the one that goes are deleted, since nobody else may read them. Sent
    ones replace unsent ones; where both have sent, those of the one that stays count. Then that the other took part
    stays noted: it was counted on a day nobody knows, and a number that went down would say that both have answered.
    """
    under_way = _rounds_under_way(session)
    theirs = _sent_by_round(session, key_goes, under_way)
    own = _sent_by_round(session, key_stays, under_way)
    moved = [round_id for round_id, is_sent in sorted(theirs.items()) if is_sent and not own.get(round_id, False)]
    for round_id in theirs.keys() - set(moved):
        session.execute(delete(Response).where(Response.respondent_key == key_goes, Response.round_id == round_id))
    for round_id in moved:
        session.execute(delete(Response).where(Response.respondent_key == key_stays, Response.round_id == round_id))
        one = Response.respondent_key == key_goes, Response.round_id == round_id
        session.execute(update(Response).where(*one).values(respondent_key=key_stays))
        _move_participation(session, round_id, stays_id, goes_id)
    _merge_forms(session, key_stays, key_goes)
    return max(moved, default=None)


def _rounds_under_way(session: Session) -> list[int]:
    """Rounds that were opened and not released, locked: whoever sends, and the release, wait until this is done."""
    is_released = exists().where(Release.round_id == Round.id)
    wanted = select(Round.id).where(Round.opened_at.is_not(None), ~is_released).order_by(Round.id)
    locked = list(session.scalars(wanted.with_for_update(of=Round)))
    released = set(session.scalars(select(Release.round_id).where(Release.round_id.in_(locked))))
    return [round_id for round_id in locked if round_id not in released]


def _sent_by_round(session: Session, key: bytes, rounds: list[int]) -> dict[int, bool]:
    """Whether somebody's answers were sent, by round; nothing where they have none. The answers are not looked at."""
    wanted = select(Response.round_id, Response.is_submitted)
    wanted = wanted.where(Response.respondent_key == key, Response.round_id.in_(rounds)).with_for_update()
    return {round_id: is_sent for round_id, is_sent in session.execute(wanted)}


def _move_participation(session: Session, round_id: int, stays_id: int, goes_id: int) -> None:
    in_round = Participation.round_id == round_id
    is_there = session.scalar(select(Participation.person_id).where(in_round, Participation.person_id == stays_id))
    if is_there is None:
        session.execute(
            update(Participation).where(in_round, Participation.person_id == goes_id).values(person_id=stays_id)
        )


def _merge_forms(session: Session, key_stays: bytes, key_goes: bytes) -> None:
    """Forms of the same course and occasion: those of the account that stays count; the others go to it, sealed."""
    theirs = CourseForms.respondent_key == key_goes, CourseForms.block_id.is_(None)
    courses = sorted(set(session.scalars(select(CourseForms.course_id).where(*theirs))))
    # As whoever sends a form does: a release of one of these courses that is under way ends first.
    locked = select(OfferedCourse.id).where(OfferedCourse.id.in_(courses)).order_by(OfferedCourse.id)
    session.execute(locked.with_for_update(read=True))
    own = select(CourseForms.course_id, CourseForms.occasion).where(CourseForms.respondent_key == key_stays)
    taken = {(course_id, occasion) for course_id, occasion in session.execute(own)}
    rows = select(CourseForms.key, CourseForms.course_id, CourseForms.occasion).where(*theirs)
    for row, course_id, occasion in session.execute(rows).all():
        if (course_id, occasion) in taken:
            session.execute(delete(CourseForms).where(CourseForms.key == row))
        else:
            values = {"respondent_key": key_stays, "is_sealed": True}
            session.execute(update(CourseForms).where(CourseForms.key == row).values(**values))
