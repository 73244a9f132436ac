"""How far each course is from its next release, in words, worked out once a month.

More often, or in numbers, somebody who knows who has finished a course could see who sent the forms.
"""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.evaluations.blocks import Reached, reached
from tna.models.courses import CompletedCourse, Evidence, OfferedCourse
from tna.models.evaluations import Block, BlockProgress
from tna.services import owed
from tna.services.blocks import count_forms, open_pairs
from tna.services.courses import course_of

NOTE_PROGRESS = "note how far blocks are"
_ORDER = list(Reached)


def owe_progress(session: Session, now: datetime) -> None:
    """Owe the words of this month, unless they are there."""
    month = now.date().replace(day=1)
    if session.scalar(select(BlockProgress.course_id).where(BlockProgress.month >= month).limit(1)) is None:
        owed.promise(session, kind=NOTE_PROGRESS, key=month.isoformat(), due_at=now)


def note_progress(session: Session, *, month: date, threshold: int) -> None:
    """Write down for every course that asks anything how far it is; a course keeps its word for the whole month."""
    noted = {row.course_id: row for row in session.scalars(select(BlockProgress))}
    for course in session.scalars(select(OfferedCourse).order_by(OfferedCourse.id)):
        row = noted.get(course.id)
        if course_of(course).has_forms and (row is None or row.month < month):
            word = _furthest(session, course.id, threshold)
            session.merge(BlockProgress(course_id=course.id, month=month, reached=word))
    session.flush()


def progress_of(session: Session) -> dict[str, Reached]:
    """How far each course was at the start of the month, by course id; one without a word has only just begun."""
    rows = session.execute(select(BlockProgress.course_id, BlockProgress.reached).order_by(BlockProgress.course_id))
    return {course_id: Reached(word) for course_id, word in rows}


def _furthest(session: Session, course_id: str, threshold: int) -> Reached:
    """The word of the open block that is furthest; where the list of statements was changed, there is more than one."""
    pairs, comers = open_pairs(session, course_id=course_id).items(), _comers(session, course_id)
    words = [reached(count_forms(session, statements, forms), threshold, comers=comers) for statements, forms in pairs]
    return max(words, key=_ORDER.index, default=Reached.FEWER_THAN_HALF)


def _comers(session: Session, course_id: str) -> int:
    """How many have completed the course by a register, less those whose pairs have been released."""
    completed = select(func.count()).where(
        CompletedCourse.course_id == course_id, CompletedCourse.evidence == Evidence.REGISTER
    )
    released = select(func.coalesce(func.sum(Block.pairs), 0)).where(Block.course_id == course_id)
    return (session.scalar(completed) or 0) - (session.scalar(released) or 0)
