"""Closing, releasing and drawing by the worker's own hands, and keeping pictures in step with what they show."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.crowds import add_answering_crowd
from tests.domain import shifts
from tests.factories import NOW
from tests.pseudo import CODE, STRANGE, pseudo, write_catalogue
from tna.jobs.queue import do_chores, work_off_owed
from tna.jobs.releases import RELEASING, work_in
from tna.language import ENGLISH
from tna.models.needs import Picture, Release
from tna.models.notices import Owed
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import owed, pictures, releases
from tna.services.coverage import coverage_report
from tna.services.languages import languages_of
from tna.services.rounds import RoundState, state_of
from tna.settings import Settings

WORK = work_in((ENGLISH,))
SETTINGS = Settings.for_tests(database_url="sqlite:///", instance=Path())


@dataclass(frozen=True)
class Scene:
    """An agency whose round was answered and closed."""

    sessions: sessionmaker[Session]
    session: Session
    agency: Agency
    round: Round

    def work_off(self) -> int:
        self.session.commit()
        done = work_off_owed(SETTINGS, self.sessions, WORK.jobs)
        self.session.expire_all()
        return done

    def open_kinds(self) -> list[str]:
        return list(self.session.scalars(select(Owed.kind).where(Owed.done_at.is_(None)).order_by(Owed.id)))

    def digests(self) -> set[str]:
        return set(self.session.scalars(select(Picture.digest).where(~Picture.digest.startswith(pictures.EXPORTED))))


@pytest.fixture
def scene(session: Session, session_factory: sessionmaker[Session]) -> Scene:
    agency = factories.add_agency(session, name="North", heads={"D": 100})
    round_ = factories.add_open_round(session)
    add_answering_crowd(session, round_, agency, 25)
    factories.close(session, round_)
    session.commit()
    return Scene(session_factory, session, agency, round_)


def now() -> datetime:
    return datetime.now(UTC)


def test_a_closed_round_is_released_and_drawn_until_nothing_is_owed(scene: Scene) -> None:
    assert scene.work_off() == 4  # the release, the rows in key order, the pictures, the files
    assert state_of(scene.session, scene.round) is RoundState.RELEASED
    assert scene.open_kinds() == []
    (release,) = scene.session.scalars(select(Release))
    assert release.threshold == SETTINGS.threshold
    assert release.secret_id == SETTINGS.secret_id
    assert pictures.missing_pictures(scene.session, release_id=release.id) == []
    assert scene.work_off() == 0


def test_every_picture_is_what_it_says_and_an_agency_s_own_belong_to_it(scene: Scene) -> None:
    scene.work_off()
    drawn = scene.session.scalars(select(Picture).where(Picture.digest.in_(scene.digests()))).all()
    begins = {"image/svg+xml": b"<svg", "image/png": b"\x89PNG", "application/pdf": b"%PDF"}
    assert {picture.media_type for picture in drawn} == begins.keys()
    assert all(picture.content.startswith(begins[picture.media_type]) for picture in drawn)
    assert {picture.agency_id for picture in drawn} == {None, scene.agency.id}


def test_releasing_alone_leaves_the_drawing_owed(scene: Scene) -> None:
    assert work_off_owed(SETTINGS, scene.sessions, RELEASING) == 1
    assert scene.open_kinds() == [releases.REWRITE_ROWS, releases.DRAW_RELEASE, releases.WRITE_FILES]
    assert scene.digests() == set()


def test_drawing_goes_on_where_it_was_broken_off(scene: Scene) -> None:
    scene.work_off()
    every = scene.digests()
    lost = sorted(every)[:3]
    scene.session.execute(delete(Picture).where(Picture.digest.in_(lost)))
    (release,) = scene.session.scalars(select(Release))
    assert {one.digest for one in pictures.missing_pictures(scene.session, release_id=release.id)} == set(lost)
    pictures.keep_in_step(scene.session, now())
    assert scene.open_kinds() == [releases.DRAW_RELEASE]
    scene.work_off()
    assert scene.digests() == every


def test_the_coverage_of_the_open_round_is_drawn_again_when_answers_have_come_in(scene: Scene) -> None:
    session = scene.session
    scene.work_off()
    later = factories.add_open_round(session)
    pictures.owe_coverage(session, now())
    scene.work_off()
    first = pictures.drawn(session, coverage_report(session, round_=later).agencies)
    assert set(first) == set(pictures.PLACES)
    pictures.owe_coverage(session, now())
    assert scene.open_kinds() == []
    add_answering_crowd(session, later, scene.agency, 6, seed=5)
    assert pictures.drawn(session, coverage_report(session, round_=later).agencies) == {}
    pictures.owe_coverage(session, now())
    assert scene.open_kinds() == [pictures.DRAW_COVERAGE]
    scene.work_off()
    assert set(pictures.drawn(session, coverage_report(session, round_=later).agencies)) == set(pictures.PLACES)


def test_no_coverage_is_owed_while_no_round_is_open(scene: Scene) -> None:
    scene.work_off()
    pictures.owe_coverage(scene.session, now())
    assert scene.open_kinds() == []


def test_pictures_that_nothing_shows_any_longer_are_forgotten_and_no_others(scene: Scene) -> None:
    session = scene.session
    scene.work_off()
    later = factories.add_open_round(session)
    pictures.owe_coverage(session, now())
    scene.work_off()
    before = scene.digests()
    add_answering_crowd(session, later, scene.agency, 6, seed=5)
    pictures.owe_coverage(session, now())
    scene.work_off()
    assert before < scene.digests()
    pictures.keep_in_step(session, now())
    after = scene.digests()
    assert len(after) == len(before)
    assert pictures.missing_coverage(session, round_id=later.id, now=NOW) == []
    assert scene.open_kinds() == []


def test_a_closed_round_keeps_its_coverage_while_its_release_is_being_made(scene: Scene) -> None:
    wanted = pictures.missing_coverage(scene.session, round_id=scene.round.id, now=NOW)
    for one in wanted:
        pictures.keep(scene.session, one, b"<svg/>")
    pictures.keep_in_step(scene.session, now())
    assert scene.digests() == {one.digest for one in wanted}


def test_reach_is_drawn_anew_each_minute_where_it_has_changed(scene: Scene) -> None:
    session = scene.session
    factories.add_catalogue(session)
    scene.work_off()
    for _ in range(2):
        for chore in WORK.each_minute:
            chore(session, now())
        assert scene.open_kinds() == [pictures.DRAW_REACH]
        assert scene.work_off() == 1
        assert pictures.missing_reach(session, now=now()) == []
        for chore in WORK.each_minute:
            chore(session, now())
        assert scene.open_kinds() == []
        person = factories.add_person(session, scene.agency, password=None)
        factories.add_completion(session, person, "CSA-02", completed_on=factories.TODAY)


def test_what_is_owed_after_a_block_is_drawn_and_is_safe_to_draw_twice(scene: Scene) -> None:
    scene.work_off()
    factories.add_catalogue(scene.session)
    factories.add_block(scene.session, "CSA-04", shifts.counts({"D2": shifts.RISE}))
    before = scene.digests()
    for _ in range(2):
        owed.promise(scene.session, kind=pictures.DRAW_SHIFT, key="CSA-04", due_at=now())
        assert scene.work_off() == 1
        assert len(scene.digests() - before) == 3 * len(pictures.PLACES)
    assert pictures.missing_shift(scene.session, course_id="CSA-04") == []


def test_a_release_has_each_picture_in_each_language_with_the_words_of_each(scene: Scene, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "languages")
    settings = replace(SETTINGS, instance=tmp_path, languages=("en", CODE))
    work_off_owed(settings, scene.sessions, WORK.jobs)
    scene.session.expire_all()
    on_pages = select(Picture).where(Picture.digest.in_(scene.digests()))
    on_pages = on_pages.where(Picture.media_type == pictures.MEDIA_TYPES["svg"])
    drawn = [picture.content.decode() for picture in scene.session.scalars(on_pages)]
    for said in ("Who has answered, by agency", "How confident people are: widest mean gap first", "have answered"):
        english = [content for content in drawn if said in content]
        assert english
        assert len([content for content in drawn if pseudo(said) in content]) == len(english)
    languages = languages_of(settings)
    (release,) = scene.session.scalars(select(Release))
    assert pictures.missing_pictures(scene.session, release_id=release.id, languages=languages) == []
    assert len(scene.digests()) == 2 * len(_in_english(scene, release))


def _in_english(scene: Scene, release: Release) -> list[pictures.Wanted]:
    scene.session.execute(delete(Picture))
    return pictures.missing_pictures(scene.session, release_id=release.id)


def test_the_chores_of_an_installation_look_after_the_pictures_of_all_its_languages(scene: Scene) -> None:
    factories.add_catalogue(scene.session)
    scene.work_off()
    for wanted in pictures.missing_reach(scene.session, now=now()):
        pictures.keep(scene.session, wanted, b"<svg/>")
    for languages, is_owed in (((ENGLISH,), False), ((ENGLISH, STRANGE), True)):
        scene.session.commit()
        do_chores(scene.sessions, work_in(languages).each_minute)
        scene.session.expire_all()
        assert (pictures.DRAW_REACH in scene.open_kinds()) is is_owed
        do_chores(scene.sessions, work_in(languages).each_night)
        scene.session.expire_all()
        assert (releases.DRAW_RELEASE in scene.open_kinds()) is is_owed
