"""Bringing in and taking back lists that are too long to wait for, and forgetting those nobody brought in."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tna.jobs.queue import Chore, Job, Task
from tna.services.lists import bringing_in, taking_back
from tna.services.lists.uploads import forget_uploads
from tna.services.reference_files import shipped_reference

_ENGLAND = ZoneInfo("Europe/London")


def bring_in_list(session: Session, task: Task) -> Iterator[None]:
    """Bring in one list, all in one transaction at its end."""
    yield from bringing_in.bring_in_steps(
        session,
        import_id=int(task.key),
        reference=shipped_reference(),
        now=task.now,
        today=task.now.astimezone(_ENGLAND).date(),
    )


def take_back_list(session: Session, task: Task) -> Iterator[None]:
    """Take back one list, step by step."""
    yield from taking_back.take_back_steps(session, import_id=int(task.key), now=task.now)


JOBS: dict[str, Job] = {bringing_in.BRING_IN_LIST: bring_in_list, taking_back.TAKE_BACK_LIST: take_back_list}
EACH_NIGHT: tuple[Chore, ...] = (forget_uploads,)
