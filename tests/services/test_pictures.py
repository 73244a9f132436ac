"""Pictures: which are declared, how they are found, and that nobody finds one that was drawn for others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd
from tests.domain import shifts
from tests.factories import NOW
from tests.pseudo import STRANGE, pseudo
from tna.charts import Format
from tna.domain.reports import CoverageBars, Heatmap
from tna.language import ENGLISH, Language, spoken_in
from tna.models.needs import Picture, Release
from tna.models.notices import Owed
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import coverage, pictures, releases, reports
from tna.services.need_details import confidence_pictures
from tna.services.pictures import PLACES, Wanted
from tna.services.reports import Released


@pytest.fixture
def north(session: Session) -> Agency:
    return factories.add_agency(session, name="North", heads={"B": 40, "D": 60})


@pytest.fixture
def round_(session: Session, north: Agency) -> Round:
    opened = factories.add_open_round(session, title="Spring")
    add_answering_crowd(session, opened, north, 12, role_group="B")
    add_answering_crowd(session, opened, north, 15)
    return opened


@pytest.fixture
def released(session: Session, round_: Round) -> Released:
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    [made] = reports.released_rounds(session)
    return made


def kinds(wanted: list[Wanted]) -> set[tuple[str, str | None]]:
    return {(one.report.title, one.agency_id) for one in wanted}


def details(session: Session, released: Released) -> list[str]:
    """What has a forest plot: domains and statements with a figure of any role group."""
    page = reports.partnership_figures(session, released).role_groups.values()
    survey = released.definition
    domains = [one.title for one in survey.domains if any(one.id in figures.domains for figures in page)]
    return domains + [one.text for one in survey.statements if any(one.id in figures.statements for figures in page)]


def test_every_state_a_page_can_show_is_declared_in_every_shape(session: Session, released: Released) -> None:
    wanted = pictures.missing_pictures(session, release_id=released.release.id)
    only_on_pages = [one.title for one in confidence_pictures(session, released)]
    assert kinds(wanted) == {
        ("Below the level their role needs, by role group and domain", None),
        ("Below the level their role needs, by role group and domain", "north"),
        ("Below the level their role needs, by agency and domain", None),
        ("How confident people are: widest mean gap first", None),
        ("How confident people are: widest mean gap first", "north"),
        ("How confident people are, children's workforce: widest mean gap first", None),
        ("How confident people are, targeted, health and early help: widest mean gap first", None),
        ("Who has answered, by agency", None),
        ("Who has answered, by role group", None),
        ("Who has answered, by role group", "north"),
        *((f"Below the level their role needs: {one}", None) for one in details(session, released)),
        *(
            (f"{one.title}: below the level their role needs, by role group and statement", None)
            for one in released.definition.domains
        ),
        *((title, None) for title in only_on_pages),
    }
    assert {(one.shape, one.form) for one in wanted} == set(PLACES.values())
    assert len(wanted) == len(PLACES) * len(kinds(wanted)) - 2 * len(only_on_pages)
    first_to_take_away = next(place for place, one in enumerate(wanted) if one.form is not Format.SVG)
    assert {one.form for one in wanted[:first_to_take_away]} == {Format.SVG}
    assert Format.SVG not in {one.form for one in wanted[first_to_take_away:]}


def test_a_round_with_an_earlier_one_is_declared_alone_and_beside_it(session: Session, released: Released) -> None:
    later = factories.add_open_round(session, title="Autumn", opens_on=factories.TODAY.replace(year=2090))
    factories.close(session, later)
    release = releases.make_release(session, round_id=later.id, threshold=10, secret_id="of-tests", now=NOW)
    assert release is not None
    wanted = pictures.missing_pictures(session, release_id=release.id)
    for agency_id in (None, "north"):
        reports_of = [one.report for one in wanted if one.agency_id == agency_id]
        assert {one.earlier_round for one in reports_of if isinstance(one, Heatmap)} == {None, "Spring"}


def test_a_page_finds_what_was_drawn_and_nothing_else(session: Session, released: Released) -> None:
    report = reports.partnership_report(session, released).role_groups
    assert pictures.drawn(session, report) == {}
    wide = Wanted(report, "wide", None)
    pictures.keep(session, wide, b"<svg/>")
    assert pictures.drawn(session, report) == {"wide": wide.digest}
    assert pictures.drawn(session, report, agency_id="north") == {}
    assert pictures.drawn(session, replace(report, title="Another")) == {}
    found = pictures.find(session, digest=wide.digest)
    assert found is not None
    assert (found.content, found.media_type, found.agency_id) == (b"<svg/>", "image/svg+xml", None)


@pytest.mark.parametrize("digest", ["", "0" * 64, "\x00", "\ud800"])
def test_a_digest_of_nothing_finds_nothing(session: Session, digest: str) -> None:
    assert pictures.find(session, digest=digest) is None


def test_what_two_workers_drew_is_kept_once(session: Session, released: Released) -> None:
    wanted = Wanted(reports.partnership_report(session, released).role_groups, "wide", None)
    pictures.keep(session, wanted, b"first")
    pictures.keep(session, wanted, b"second")
    [kept] = session.scalars(select(Picture))
    assert kept.content == b"first"


def test_what_is_drawn_is_missing_no_more(session: Session, released: Released) -> None:
    release = session.scalars(select(Release)).one()
    first, *others = pictures.missing_pictures(session, release_id=release.id)
    pictures.keep(session, first, b"<svg/>")
    left = pictures.missing_pictures(session, release_id=release.id)
    assert {one.digest for one in left} == {one.digest for one in others}


def test_the_pictures_of_an_agency_are_drawn_for_its_leads_even_where_they_look_the_same(
    session: Session, round_: Round, north: Agency
) -> None:
    """One agency is the whole partnership here: the numbers are the same, and the right to see them is not."""
    everyone = coverage.coverage_report(session, round_=round_).role_groups
    own = coverage.coverage_by_agency(session, round_=round_)[north.id].role_groups
    assert everyone.bars == own.bars
    assert Wanted(everyone, "wide", None).digest != Wanted(own, "wide", north.id).digest


def test_each_kind_of_report_is_drawn_in_each_shape(session: Session, released: Released) -> None:
    drawn = {}
    for wanted in pictures.missing_pictures(session, release_id=released.release.id):
        if wanted.form is Format.SVG:
            drawn.setdefault((type(wanted.report), wanted.shape), wanted)
    assert len(drawn) == 8
    for wanted in drawn.values():
        assert pictures.draw(wanted).startswith(b"<svg ")


@pytest.mark.parametrize(("form", "begins"), [(Format.PNG, b"\x89PNG"), (Format.PDF, b"%PDF-")])
def test_what_is_taken_away_is_kept_with_its_kind_and_is_the_same_drawn_again(
    session: Session, released: Released, form: Format, begins: bytes
) -> None:
    report = reports.partnership_report(session, released).role_groups
    wanted = Wanted(report, "wide", None, form=form)
    content = pictures.draw(wanted)
    assert content.startswith(begins)
    assert content == pictures.draw(wanted)
    pictures.keep(session, wanted, content)
    assert pictures.drawn(session, report) == {form.value: wanted.digest}
    found = pictures.find(session, digest=wanted.digest)
    assert found is not None
    assert found.media_type == pictures.MEDIA_TYPES[form]


def test_coverage_is_owed_once_there_is_something_new_to_draw(session: Session, round_: Round, north: Agency) -> None:
    def owed() -> list[str]:
        pictures.owe_coverage(session, NOW)
        wanted = select(Owed).where(Owed.kind == pictures.DRAW_COVERAGE, Owed.done_at.is_(None))
        return [one.key for one in session.scalars(wanted)]

    for wanted in pictures.missing_coverage(session, round_id=round_.id, now=NOW):
        pictures.keep(session, wanted, b"<svg/>")
    assert owed() == []
    add_answering_crowd(session, round_, north, 3)
    assert owed() == [str(round_.id)]
    assert owed() == [str(round_.id)]


def test_without_an_open_round_no_coverage_is_owed(session: Session, released: Released) -> None:
    pictures.owe_coverage(session, NOW)
    assert session.scalars(select(Owed).where(Owed.kind == pictures.DRAW_COVERAGE)).all() == []


# Reach ------------------------------------------------------------------------------------------------------


def test_reach_and_cover_are_declared_as_their_pages_first_show_them_in_every_shape(
    session: Session, north: Agency
) -> None:
    factories.add_catalogue(session)
    wanted = pictures.missing_reach(session, now=NOW)
    assert kinds(wanted) == {
        ("Who has been reached by a course, by agency", None),
        ("Who holds a current ABE training, by agency", None),
    }
    assert len(wanted) == 2 * len(PLACES)
    assert all(pictures.draw(one).startswith(b"<svg ") for one in wanted if one.form is Format.SVG)


def test_reach_is_owed_once_there_is_something_new_to_draw(session: Session, north: Agency) -> None:
    def owed() -> list[str]:
        pictures.owe_reach(session, NOW)
        return list(session.scalars(select(Owed.key).where(Owed.kind == pictures.DRAW_REACH, Owed.done_at.is_(None))))

    factories.add_catalogue(session)
    for wanted in pictures.missing_reach(session, now=NOW):
        pictures.keep(session, wanted, b"<svg/>")
    assert owed() == []
    person = factories.add_person(session, north, password=None)
    factories.add_completion(session, person, "CSA-02", completed_on=factories.TODAY - timedelta(days=1))
    assert owed() == [pictures.REACH_KEY]
    assert owed() == [pictures.REACH_KEY]


def test_reach_that_is_shown_is_kept_at_night(session: Session, north: Agency) -> None:
    factories.add_catalogue(session)
    for wanted in pictures.missing_reach(session, now=NOW):
        pictures.keep(session, wanted, b"<svg/>")
    pictures.keep_in_step(session, NOW)
    assert pictures.missing_reach(session, now=NOW) == []


# Before and after courses -----------------------------------------------------------------------------------


@pytest.fixture
def course(session: Session) -> str:
    factories.add_catalogue(session)
    factories.add_block(session, "CSA-04", shifts.counts({"D2": shifts.RISE}, looking_back={"s05": (1, 20, 9, 0, 0)}))
    return "CSA-04"


def open_shift(session: Session) -> list[str]:
    wanted = select(Owed.key).where(Owed.kind == pictures.DRAW_SHIFT, Owed.done_at.is_(None)).order_by(Owed.key)
    return list(session.scalars(wanted))


def test_every_picture_of_a_course_and_that_of_all_courses_is_declared_in_every_shape(
    session: Session, course: str
) -> None:
    wanted = pictures.missing_shift(session, course_id=course)
    assert {one.report.title for one in wanted} == {
        "Confidence before and after CSA-04",
        "How many people changed after CSA-04",
        "Looking back after CSA-04",
        "What changed after each course",
    }
    assert len(wanted) == 4 * len(PLACES)
    for one in wanted:
        assert pictures.draw(one).startswith((b"<svg ", b"\x89PNG", b"%PDF-"))


def test_a_picture_without_figures_is_not_declared(session: Session) -> None:
    factories.add_catalogue(session)
    factories.add_block(session, "CSA-04", shifts.counts({"D2": shifts.NINE}))
    assert pictures.missing_shift(session, course_id="CSA-04") == []
    assert pictures.missing_shift(session, course_id="CSA-05") == []


def test_a_picture_of_shift_says_so_itself_and_no_other_does(session: Session, course: str, released: Released) -> None:
    of_shift = pictures.missing_shift(session, course_id=course)
    others = pictures.missing_pictures(session, release_id=released.release.id)
    for wanted in (*of_shift, *others):
        assert len(wanted.digest) == 64
        pictures.keep(session, wanted, b"<svg/>")
        found = pictures.find(session, digest=wanted.digest)
        assert found is not None
        assert pictures.shows_shift(found) is (wanted in of_shift)


def test_a_night_owes_what_is_not_drawn_and_keeps_what_is(session: Session, course: str) -> None:
    pictures.keep_in_step(session, NOW)
    assert open_shift(session) == [course]
    session.execute(delete(Owed))
    for wanted in pictures.missing_shift(session, course_id=course):
        pictures.keep(session, wanted, b"<svg/>")
    pictures.keep_in_step(session, NOW)
    assert open_shift(session) == []
    assert pictures.missing_shift(session, course_id=course) == []


def test_another_block_makes_new_pictures_and_a_night_forgets_the_old(session: Session, course: str) -> None:
    for wanted in pictures.missing_shift(session, course_id=course):
        pictures.keep(session, wanted, b"<svg/>")
    factories.add_block(session, course, shifts.counts({"D2": shifts.FALL}), number=2)
    pictures.keep_in_step(session, NOW)
    assert open_shift(session) == [course]
    assert session.scalars(select(Picture)).all() == []


def test_where_only_the_picture_of_all_courses_lacks_it_is_owed_with_a_course(session: Session, course: str) -> None:
    for wanted in pictures.missing_shift(session, course_id=course):
        if "after each course" not in wanted.report.title:
            pictures.keep(session, wanted, b"<svg/>")
    pictures.keep_in_step(session, NOW)
    assert open_shift(session) == [course]


# Languages --------------------------------------------------------------------------------------------------

BOTH = (ENGLISH, STRANGE)


def test_each_picture_of_a_release_is_declared_in_each_language_with_its_words(
    session: Session, released: Released
) -> None:
    english = pictures.missing_pictures(session, release_id=released.release.id)
    both = pictures.missing_pictures(session, release_id=released.release.id, languages=BOTH)
    assert len({one.digest for one in both}) == len(both) == 2 * len(english)
    assert {one.digest for one in both if one.language is ENGLISH} == {one.digest for one in english}
    theirs = [one for one in both if one.language is STRANGE]
    assert "Who has answered, by agency" in {one.report.title for one in english}
    assert pseudo("Who has answered, by agency") in {one.report.title for one in theirs}
    for said, wanted in (("have answered", english), (pseudo("have answered"), theirs)):
        bars = next(one for one in wanted if isinstance(one.report, CoverageBars))
        assert said in pictures.draw(bars).decode()


def test_a_page_asks_for_the_picture_in_the_language_it_speaks(session: Session, released: Released) -> None:
    for wanted in pictures.missing_pictures(session, release_id=released.release.id, languages=BOTH):
        pictures.keep(session, wanted, b"<svg/>")
    asked = {}
    for language in BOTH:
        with spoken_in(language):
            [shown] = reports.released_rounds(session)
            asked[language] = pictures.drawn(session, reports.partnership_report(session, shown).role_groups)
    assert all(set(digests) == set(PLACES) for digests in asked.values())
    assert not set(asked[ENGLISH].values()) & set(asked[STRANGE].values())


def test_two_languages_that_say_the_same_of_a_report_have_a_picture_each(session: Session, round_: Round) -> None:
    report = coverage.coverage_report(session, round_=round_).agencies
    assert Wanted(report, "wide", None, ENGLISH).digest == Wanted(report, "wide", None).digest
    assert Wanted(report, "wide", None, STRANGE).digest != Wanted(report, "wide", None).digest


def test_a_night_owes_the_pictures_of_a_language_that_came_and_forgets_those_of_one_that_went(
    session: Session, released: Released, course: str
) -> None:
    def draw(*languages: Language) -> None:
        release_id = released.release.id
        for wanted in (
            *pictures.missing_pictures(session, release_id=release_id, languages=languages),
            *pictures.missing_reach(session, now=NOW, languages=languages),
            *pictures.missing_shift(session, course_id=course, languages=languages),
        ):
            pictures.keep(session, wanted, b"<svg/>")

    def digests() -> set[str]:
        return set(session.scalars(select(Picture.digest)))

    draw(ENGLISH)
    alone = digests()
    session.execute(delete(Owed))
    pictures.keep_in_step(session, NOW, BOTH)
    assert set(session.scalars(select(Owed.kind))) == {releases.DRAW_RELEASE, pictures.DRAW_SHIFT}
    draw(*BOTH)
    together = digests()
    assert len(together) == 2 * len(alone)
    pictures.keep_in_step(session, NOW, BOTH)
    assert digests() == together
    pictures.keep_in_step(session, NOW)
    assert digests() == alone


def test_what_changes_from_minute_to_minute_is_owed_until_every_language_has_it(
    session: Session, round_: Round
) -> None:
    factories.add_catalogue(session)
    for wanted in (
        *pictures.missing_coverage(session, round_id=round_.id, now=NOW),
        *pictures.missing_reach(session, now=NOW),
    ):
        pictures.keep(session, wanted, b"<svg/>")
    session.execute(delete(Owed))
    pictures.owe_coverage(session, NOW)
    pictures.owe_reach(session, NOW)
    assert session.scalars(select(Owed)).all() == []
    pictures.owe_coverage(session, NOW, BOTH)
    pictures.owe_reach(session, NOW, BOTH)
    assert set(session.scalars(select(Owed.kind))) == {pictures.DRAW_COVERAGE, pictures.DRAW_REACH}
