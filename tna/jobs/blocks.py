"""Releasing blocks of course forms, and the words that say how far each course is."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tna.jobs.queue import Chore, Job, Task
from tna.services import block_progress, blocks, owed
from tna.services.course_forms import RELEASE_BLOCK
from tna.services.pictures import DRAW_SHIFT

_ENGLAND = ZoneInfo("Europe/London")


def release_block(session: Session, task: Task) -> Iterator[None]:
    """Release what can be released of one course, all in one transaction, so that nothing is ever half done."""
    made = blocks.release_blocks(
        session,
        course_id=task.key,
        threshold=task.settings.threshold,
        secret_id=task.settings.secret_id,
        today=task.now.astimezone(_ENGLAND).date(),
    )
    if made:
        owed.promise(session, kind=blocks.REWRITE_FORMS, key=blocks.ALL_COURSES, due_at=task.now)
        owed.promise(session, kind=DRAW_SHIFT, key=task.key, due_at=task.now)
    yield from ()


def rewrite_forms(session: Session, _task: Task) -> Iterator[None]:
    """Leave no order of arrival in the rows of course forms."""
    blocks.rewrite_forms(session)
    yield from ()


def note_progress(session: Session, task: Task) -> Iterator[None]:
    """Write down how far every course is in one month."""
    block_progress.note_progress(session, month=date.fromisoformat(task.key), threshold=task.settings.threshold)
    yield from ()


def forget_releases(session: Session, _now: datetime) -> None:
    """Forget when the pairs of each course were last looked at, or released: that is when somebody sent a form."""
    blocks.wait_for_forms(session)
    for kind in (RELEASE_BLOCK, blocks.REWRITE_FORMS, DRAW_SHIFT):
        owed.forget_done(session, kind=kind)


JOBS: dict[str, Job] = {
    RELEASE_BLOCK: release_block,
    blocks.REWRITE_FORMS: rewrite_forms,
    block_progress.NOTE_PROGRESS: note_progress,
}
EACH_NIGHT: tuple[Chore, ...] = (block_progress.owe_progress, forget_releases)
