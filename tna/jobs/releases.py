"""Releasing closed rounds and drawing their pictures."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import wraps

from sqlalchemy.orm import Session

from tna.jobs import blocks, lists
from tna.jobs.notices import COMPOSERS
from tna.jobs.queue import Chore, Job, Task, Work
from tna.language import Language
from tna.services import (
    api_tokens,
    invitations,
    joining,
    outbox,
    personal_links,
    pictures,
    release_files,
    releases,
    reminders,
    sign_ins,
)
from tna.services.course_forms import RELEASE_BLOCK
from tna.services.free_texts.handing_over import hand_over
from tna.services.languages import languages_of
from tna.services.rounds import RELEASE_ROUND


def release_round(session: Session, task: Task) -> Iterator[None]:
    """Release one closed round, all in one transaction, so that a worker that dies leaves nothing half done."""
    releases.make_release(
        session,
        round_id=int(task.key),
        threshold=task.settings.threshold,
        secret_id=task.settings.secret_id,
        now=task.now,
    )
    hand_over(session, round_id=int(task.key), secret=task.settings.respondent_secret)
    yield from ()


def rewrite_rows(session: Session, task: Task) -> Iterator[None]:
    """Leave no order of arrival in the rows of one released round."""
    yield from releases.rewrite_rows(session, round_id=int(task.key))


def draw_release(session: Session, task: Task) -> Iterator[None]:
    """Draw every declared picture of a release that is not there yet."""
    languages = languages_of(task.settings)
    missing = pictures.missing_pictures(session, release_id=int(task.key), languages=languages)
    yield
    yield from _draw(session, missing)


def write_files(session: Session, task: Task) -> Iterator[None]:
    """Make the files of a release that are not there yet: its spreadsheet, its tidy table, its pictures in one."""
    yield from release_files.write(
        session,
        release_id=int(task.key),
        partnership=task.settings.partnership_name,
        languages=languages_of(task.settings),
    )


def draw_coverage(session: Session, task: Task) -> Iterator[None]:
    """Draw the coverage of a round as it stands now."""
    languages = languages_of(task.settings)
    missing = pictures.missing_coverage(session, round_id=int(task.key), now=task.now, languages=languages)
    yield
    yield from _draw(session, missing)


def draw_reach(session: Session, task: Task) -> Iterator[None]:
    """Draw reach and ABE cover as they stand now."""
    missing = pictures.missing_reach(session, now=task.now, languages=languages_of(task.settings))
    yield
    yield from _draw(session, missing)


def draw_shift(session: Session, task: Task) -> Iterator[None]:
    """Draw what is not there yet of one course before and after, and of all courses together."""
    missing = pictures.missing_shift(session, course_id=task.key, languages=languages_of(task.settings))
    yield
    yield from _draw(session, missing)


def _draw(session: Session, missing: list[pictures.Wanted]) -> Iterator[None]:
    for wanted in missing:
        # Drawn before the session is touched, so that nobody waits for a lock while a chart is made.
        content = pictures.draw(wanted)
        pictures.keep(session, wanted, content)
        yield


_ChoreOfPictures = Callable[[Session, datetime, Sequence[Language]], None]

# Apart, for whoever cannot wait for the worker to draw as well.
RELEASING: dict[str, Job] = {RELEASE_ROUND: release_round, RELEASE_BLOCK: blocks.release_block}
_JOBS: dict[str, Job] = {
    **RELEASING,
    releases.REWRITE_ROWS: rewrite_rows,
    releases.DRAW_RELEASE: draw_release,
    releases.WRITE_FILES: write_files,
    pictures.DRAW_COVERAGE: draw_coverage,
    pictures.DRAW_REACH: draw_reach,
    pictures.DRAW_SHIFT: draw_shift,
    **blocks.JOBS,
    **lists.JOBS,
}


def work_in(languages: Sequence[Language]) -> Work:
    """What the worker knows how to do, in an installation of these languages."""
    return Work(
        jobs=_JOBS,
        composers=COMPOSERS,
        each_minute=(
            _in_languages(pictures.owe_coverage, languages),
            _in_languages(pictures.owe_reach, languages),
            invitations.invite_newcomers,
            reminders.write_due_reminders,
        ),
        each_night=(
            _in_languages(pictures.keep_in_step, languages),
            *blocks.EACH_NIGHT,
            *lists.EACH_NIGHT,
            outbox.forget_settled,
            joining.forget_joiners,
            personal_links.forget_links,
            sign_ins.forget_sign_ins,
            release_files.owe_files,
            api_tokens.forget_tokens,
        ),
    )


def _in_languages(chore: _ChoreOfPictures, languages: Sequence[Language]) -> Chore:
    """A chore of pictures, which has to know the languages that they are drawn in."""

    @wraps(chore)
    def done(session: Session, now: datetime) -> None:
        chore(session, now, languages)

    return done
