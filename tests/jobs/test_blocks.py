"""The worker's part in course forms: releasing blocks, the order of rows, and the words of the month."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.factories import NOW, TODAY
from tna.domain.evaluations.forms import FormKind
from tna.jobs import blocks as jobs
from tna.jobs.queue import do_chores, work_off_owed
from tna.jobs.releases import work_in
from tna.language import ENGLISH
from tna.models.evaluations import Block, BlockProgress
from tna.models.notices import Owed
from tna.services import owed
from tna.services.block_checks import verify_blocks
from tna.services.block_progress import progress_of
from tna.services.blocks import REWRITE_FORMS
from tna.services.course_forms import RELEASE_BLOCK
from tna.services.pictures import DRAW_SHIFT
from tna.settings import Settings

COURSE = "CSA-06"
WORK = work_in((ENGLISH,))
SETTINGS = Settings.for_tests(database_url="sqlite:///", instance=Path())
LEVELS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Scene:
    """A catalogue, and people who take one course after another."""

    sessions: sessionmaker[Session]
    session: Session

    def take(self, number: int) -> None:
        """So many people fill in both forms, each by the services."""
        for place in range(number):
            person = factories.add_person(self.session, password=None)
            date = factories.add_date(self.session, COURSE, first_day=TODAY)
            booking = factories.add_booking(self.session, date, person)
            before = dict.fromkeys(("s09", "s10", "s11"), LEVELS[place % 3])
            factories.fill_form(self.session, person, COURSE, FormKind.BEFORE, raw=before)
            factories.add_completion(self.session, person, COURSE, booking=booking)
            after = dict.fromkeys(("s09", "s10", "s11", "then-s09"), LEVELS[2 + place % 2])
            factories.fill_form(self.session, person, COURSE, FormKind.AFTER, raw=after)

    def work_off(self) -> int:
        self.session.commit()
        done = work_off_owed(SETTINGS, self.sessions, WORK.jobs)
        self.session.expire_all()
        return done

    def blocks(self) -> list[Block]:
        return list(self.session.scalars(select(Block).order_by(Block.id)))


@pytest.fixture
def scene(session: Session, session_factory: sessionmaker[Session]) -> Scene:
    factories.add_catalogue(session)
    return Scene(session_factory, session)


def test_the_worker_releases_a_block_once_there_are_enough_pairs(scene: Scene) -> None:
    scene.take(9)
    assert scene.work_off() == 1
    assert scene.blocks() == []
    scene.take(1)
    assert scene.work_off() == 3  # the block, the rows in key order, and the pictures
    (block,) = scene.blocks()
    assert (block.pairs, block.threshold, block.secret_id) == (10, SETTINGS.threshold, SETTINGS.secret_id)
    assert block.released_in <= TODAY
    assert (block.released_in.month, block.released_in.day) in {(1, 1), (7, 1)}
    assert verify_blocks(scene.session) == []
    assert scene.work_off() == 0


def test_doing_the_work_again_changes_nothing(scene: Scene) -> None:
    scene.take(10)
    scene.work_off()
    owed.promise(scene.session, kind=RELEASE_BLOCK, key=COURSE, due_at=NOW)
    assert scene.work_off() == 1
    assert len(scene.blocks()) == 1


def test_a_worker_that_dies_before_its_commit_leaves_the_block_to_the_next(scene: Scene) -> None:
    scene.take(10)
    scene.session.commit()
    with scene.sessions() as dying:
        jobs.blocks.release_blocks(
            dying, course_id=COURSE, threshold=SETTINGS.threshold, secret_id=SETTINGS.secret_id, today=TODAY
        )
        dying.rollback()
    assert scene.blocks() == []
    scene.work_off()
    assert len(scene.blocks()) == 1


def test_every_night_the_words_of_the_month_are_seen_to_and_traces_of_sending_forgotten(scene: Scene) -> None:
    scene.take(6)
    scene.work_off()
    assert scene.session.scalar(select(func.count()).where(Owed.kind == RELEASE_BLOCK)) == 1
    do_chores(scene.sessions, WORK.each_night)
    scene.session.expire_all()
    assert scene.session.scalar(select(func.count()).where(Owed.kind == RELEASE_BLOCK)) == 0
    assert scene.session.scalars(select(BlockProgress)).all() == []
    scene.work_off()
    assert progress_of(scene.session)[COURSE].value == "fewer than half"  # of six people no more is told
    do_chores(scene.sessions, WORK.each_night)
    assert scene.work_off() == 0


def test_a_night_forgets_when_a_block_came_and_all_that_was_done_because_of_it(scene: Scene) -> None:
    kinds = (RELEASE_BLOCK, REWRITE_FORMS, DRAW_SHIFT)
    scene.take(10)
    scene.work_off()
    assert set(scene.session.scalars(select(Owed.kind).where(Owed.kind.in_(kinds)))) == set(kinds)
    do_chores(scene.sessions, WORK.each_night)
    scene.session.expire_all()
    assert scene.session.scalars(select(Owed.kind).where(Owed.kind.in_(kinds), Owed.done_at.is_not(None))).all() == []


def test_work_that_is_still_owed_outlasts_the_night(scene: Scene) -> None:
    scene.take(10)
    scene.session.commit()
    do_chores(scene.sessions, (jobs.forget_releases,))
    scene.work_off()
    assert len(scene.blocks()) == 1
