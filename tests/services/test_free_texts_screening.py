"""Screeners read texts, sort and withhold them, escalate some, and release the themes, once."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, SECRET, TODAY
from tna.domain.free_text import Decision, Reason, publish_themes
from tna.domain.people import Duty, Standing, respondent_key, text_mark
from tna.domain.reports.workbook import WITHHELD
from tna.models.audit import AuditEvent
from tna.models.free_texts import Escalation, ReleasedThemes, TextTheme, TextToScreen, Theme
from tna.models.needs import Release
from tna.models.notices import Owed
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import owed, pictures, released_figures, releases, week
from tna.services.free_texts import own, releasing, screening, themes
from tna.services.free_texts.handing_over import hand_over
from tna.services.release_table import tidy_csv
from tna.services.release_workbook import workbook_of


class Scene:
    """A released round in which twelve people of one agency and one of another wrote something."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.agency = factories.add_agency(session, sector="health")
        self.screener = factories.add_person(session, self.agency, duties=[Duty.SCREENER], password=None)
        self.round = factories.add_open_round(session, title="Spring round")
        factories.ask_openly(session, self.round, screeners=[self.screener])
        self.writers = factories.add_respondents(session, self.round, self.agency, 12)
        for number, person in enumerate(self.writers):
            factories.write(session, self.round, person, f"Text {number:02}")
        other: Agency = factories.add_agency(session, sector="police")
        for person in factories.add_respondents(
            session, self.round, other, 1, role_group="F", job="child-protection-detective"
        ):
            factories.write(session, self.round, person, "Text of the only one")
        factories.close(session, self.round)
        releases.make_release(session, round_id=self.round.id, threshold=10, secret_id="of-tests", now=NOW)
        hand_over(session, round_id=self.round.id, secret=SECRET)

    @property
    def texts(self) -> Sequence[TextToScreen]:
        return self.session.scalars(select(TextToScreen).order_by(TextToScreen.text)).all()

    @property
    def listed(self) -> dict[str, int]:
        return {theme.title: theme.id for theme in themes.themes_of(self.session, round_id=self.round.id)}

    def keep(self, text: TextToScreen, *titles: str, may_be_quoted: bool = False, seen: str = "unread") -> None:
        screening.keep(
            self.session,
            text=text,
            seen=seen,
            themes=[self.listed[title] for title in titles],
            may_be_quoted=may_be_quoted,
            actor_id=self.screener.id,
            now=NOW,
        )

    def withhold(self, text: TextToScreen, *, seen: str = "unread") -> None:
        screening.withhold(self.session, text=text, seen=seen, reason=Reason.NAMES, actor_id=self.screener.id, now=NOW)

    def escalate(self, text: TextToScreen, today: date = TODAY) -> Escalation:
        return screening.escalate(self.session, text=text, today=today, actor_id=self.screener.id, now=NOW)

    def read_all(self, about_time: int = 5) -> None:
        for place, text in enumerate(self.texts):
            self.keep(text, *(["Time"] if place < about_time else []), may_be_quoted=True)

    def release(self) -> None:
        releasing.release_themes(self.session, round_=self.round, actor_id=self.screener.id, now=NOW)

    def released(self) -> Release:
        return self.session.scalars(select(Release)).one()


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def to_do_of(session: Session, person: Person) -> list[str]:
    standing = Standing(duties=frozenset({Duty.MANAGER}), works_in=frozenset({person.memberships[0].agency_id}))
    return [one.words for one in week.to_do(session, standing=standing, today=TODAY, has_base_url=True)]


# Reading ----------------------------------------------------------------------------------------------------


def test_every_text_comes_up_until_it_is_decided_on(scene: Scene) -> None:
    read = set()
    while (text := screening.any_unread(scene.session, round_id=scene.round.id)) is not None:
        assert text.key not in read
        read.add(text.key)
        scene.keep(text)
    assert len(read) == 13
    assert screening.progress(scene.session, round_id=scene.round.id) == screening.ScreeningProgress(kept=13)


def test_texts_come_up_in_no_order(scene: Scene) -> None:
    first = {screening.any_unread(scene.session, round_id=scene.round.id) for _ in range(60)}
    assert len(first) > 3


def test_a_decision_can_be_changed_and_the_last_one_counts(scene: Scene) -> None:
    text = scene.texts[0]
    scene.keep(text, "Time", "Cost", may_be_quoted=True)
    assert screening.themes_on(scene.session, text) == {scene.listed["Time"], scene.listed["Cost"]}
    scene.withhold(text, seen="kept")
    assert (text.decision, text.reason, text.may_be_quoted) == (Decision.WITHHELD, Reason.NAMES, False)
    assert screening.themes_on(scene.session, text) == frozenset()


def test_two_screeners_do_not_overwrite_each_other(scene: Scene) -> None:
    scene.withhold(scene.texts[0])
    with pytest.raises(screening.ScreeningRefused, match="just decided"):
        scene.keep(scene.texts[0], "Time")


def test_a_theme_of_another_round_is_refused(scene: Scene) -> None:
    elsewhere = Theme(round_id=factories.add_round(scene.session).id, title="Elsewhere")
    scene.session.add(elsewhere)
    scene.session.flush()
    with pytest.raises(screening.ScreeningRefused, match="from the list"):
        screening.keep(
            scene.session,
            text=scene.texts[0],
            seen="unread",
            themes=[elsewhere.id],
            may_be_quoted=False,
            actor_id=scene.screener.id,
            now=NOW,
        )


@pytest.mark.parametrize("key", ["", "00", "zz" * 16, "00" * 16, "é" * 32])
def test_a_key_that_is_none_finds_nothing(scene: Scene, key: str) -> None:
    assert screening.find_text(scene.session, round_id=scene.round.id, key=key) is None


def test_the_audit_log_says_that_a_text_was_read_and_not_which(scene: Scene) -> None:
    scene.withhold(scene.texts[0])
    scene.escalate(scene.texts[1])
    wanted = select(AuditEvent).where(AuditEvent.actor_id == scene.screener.id).order_by(AuditEvent.id)
    told = [(event.action, event.subject, event.detail) for event in scene.session.scalars(wanted)]
    subject = f"round {scene.round.id}"
    item = scene.session.scalars(select(Escalation.id)).one()
    assert told == [("withheld a text", subject, "names"), ("escalated a text", subject, f"escalation {item}")]


# Escalating -------------------------------------------------------------------------------------------------


def test_what_is_escalated_is_due_in_two_working_days_and_noted_without_the_text(scene: Scene) -> None:
    friday = date(2027, 3, 5)
    item = scene.escalate(scene.texts[0], today=friday)
    assert (item.escalated_on, item.due_on) == (friday, date(2027, 3, 9))
    assert scene.escalate(scene.texts[0], today=friday + timedelta(days=1)) is item  # a second click
    assert not {"text", "key", "group_id"} & {column.name for column in Escalation.__table__.columns}
    with pytest.raises(screening.ScreeningRefused, match="one to hand on"):
        scene.keep(scene.texts[0], seen="escalated")


def test_the_manager_s_week_names_what_waits_to_be_handed_on_until_it_is(scene: Scene) -> None:
    assert not any("handed on" in words for words in to_do_of(scene.session, scene.screener))
    item = scene.escalate(scene.texts[0], today=TODAY - timedelta(days=30))
    first = to_do_of(scene.session, scene.screener)[0]
    assert first.startswith("1 text of “Spring round” should have been handed on by ")
    for _ in range(2):
        screening.hand_on(scene.session, item=item, actor_id=scene.screener.id, now=NOW)
    assert not any("handed on" in words for words in to_do_of(scene.session, scene.screener))


def test_a_screener_s_week_names_it_too_and_nobody_else_s(scene: Scene) -> None:
    def week_of(person: Person, *duties: Duty) -> list[tuple[str, str]]:
        standing = Standing(duties=frozenset(duties), works_in=frozenset())
        found = week.to_do(scene.session, standing=standing, today=TODAY, has_base_url=True, person_id=person.id)
        return [(one.what.name, one.action) for one in found if "handed on" in one.words]

    other = factories.add_person(scene.session, scene.agency, duties=[Duty.SCREENER], password=None)
    scene.escalate(scene.texts[0], today=TODAY - timedelta(days=30))
    assert week_of(scene.screener, Duty.SCREENER) == [("HAND_ON", "Hand it on")]
    assert week_of(other, Duty.SCREENER) == []
    assert week_of(other, Duty.SUBGROUP) == []
    assert week_of(other, Duty.MANAGER) == [("SEE_HANDED_ON", "See since when")]
    assert week_of(scene.screener, Duty.MANAGER, Duty.SCREENER) == [("HAND_ON", "Hand it on")]


def test_over_easter_and_christmas_it_is_due_on_the_second_working_day(scene: Scene) -> None:
    easter = scene.escalate(scene.texts[0], today=date(2027, 3, 25))
    christmas = scene.escalate(scene.texts[1], today=date(2026, 12, 24))
    assert (easter.due_on, christmas.due_on) == (date(2027, 3, 31), date(2026, 12, 30))


def test_a_release_of_themes_owes_their_picture_and_the_files(scene: Scene) -> None:
    release_id = scene.released().id
    before = {one.digest for one in pictures.of_release(scene.session, release_id=release_id)}
    scene.session.execute(update(Owed).values(done_at=NOW))
    scene.read_all()
    scene.release()
    for kind in (releases.DRAW_RELEASE, releases.WRITE_FILES):
        assert owed.is_open(scene.session, kind=kind, key=str(release_id))
    new = [one for one in pictures.of_release(scene.session, release_id=release_id) if one.digest not in before]
    assert len(new) == len(pictures.PLACES)
    assert {one.report.finding for one in new} == {
        "Most often people wrote about “Time”: 5 of the 12 people who wrote something, 42 %."
    }
    assert pictures.draw(new[0]).startswith(b"<")


def test_themes_stand_in_the_files_and_for_programs_by_whole_groups(scene: Scene) -> None:
    def written() -> list[list[str]]:
        frozen = releases.released_round(released.release, released.definition)
        themes = releasing.released_themes(scene.session, release_id=released.release.id)
        rows = csv.reader(io.StringIO(tidy_csv(frozen, released.definition, title="R", themes=themes).decode()))
        return [row[-7:] for row in rows if "theme" in row]

    found = released_figures.find_release(scene.session, release_id=scene.released().id)
    assert found is not None
    released = found
    every, none = released_figures.Filters(), released_figures.Filters(role_group="A")
    assert released_figures.themes(scene.session, released, every) == ()
    assert written() == []
    scene.read_all()
    scene.release()
    [time] = [one for one in released_figures.themes(scene.session, released, every) if one.status == "released"]
    assert (time.theme, time.about, time.texts) == ("Time", 5, 12)
    assert {one.about for one in released_figures.themes(scene.session, released, none)} == {None}
    rows = written()
    assert rows[:2] == [
        ["theme", "", "Time", "", "about_it", "5", "released"],
        ["theme", "", "Time", "", "other_things", "7", "released"],
    ]
    assert {tuple(row[-2:]) for row in rows[2:]} == {("", "withheld")}
    book = workbook_of(scene.session, released, partnership="P")
    [sheet] = [one for one in book.sheets if one.columns[0] == "Theme"]
    assert sheet.rows[0] == ("Time", 5, 12, 42)
    assert sheet.rows[1] == ("Cost", WITHHELD, WITHHELD, WITHHELD)


def test_what_was_escalated_stays_until_it_is_handed_on_even_where_its_writer_deletes(scene: Scene) -> None:
    item = scene.escalate(scene.texts[0])
    for person in scene.writers:
        key = respondent_key(SECRET, person.id)
        own.delete_left_over(scene.session, round_=scene.round, mark=text_mark(SECRET, scene.round.id, key))
    assert [text.text for text in scene.texts] == ["Text 00", "Text of the only one"]
    assert screening.text_of(scene.session, item) is scene.texts[0]


# Themes -----------------------------------------------------------------------------------------------------


def test_screeners_keep_the_list_of_themes(scene: Scene) -> None:
    who = {"actor_id": scene.screener.id, "now": NOW}
    scene.keep(scene.texts[0], "Time")
    themes.add_theme(scene.session, round_=scene.round, title="  Rooms ", **who)  # type: ignore[arg-type]
    for title in ("rooms", " ", "x" * 61):
        with pytest.raises(themes.ThemeRefused):
            themes.add_theme(scene.session, round_=scene.round, title=title, **who)  # type: ignore[arg-type]
    time = scene.listed["Time"]
    themes.rename_theme(scene.session, round_=scene.round, theme_id=time, title="Hours", **who)  # type: ignore[arg-type]
    assert themes.texts_by_theme(scene.session, round_id=scene.round.id) == {time: 1}
    themes.remove_theme(scene.session, round_=scene.round, theme_id=time, **who)  # type: ignore[arg-type]
    assert list(scene.listed) == ["Cost", "Supervision", "Confidence with families", "ABE interviews", "Rooms"]
    assert screening.themes_on(scene.session, scene.texts[0]) == frozenset()
    with pytest.raises(themes.ThemeRefused, match="not on the list"):
        themes.remove_theme(scene.session, round_=scene.round, theme_id=time, **who)  # type: ignore[arg-type]


# Releasing --------------------------------------------------------------------------------------------------


def test_themes_wait_until_everything_is_read_and_handed_on(scene: Scene) -> None:
    with pytest.raises(releasing.NotReadYet, match="not been read"):
        scene.release()
    item = scene.escalate(scene.texts[0])
    for text in scene.texts[1:]:
        scene.keep(text)
    with pytest.raises(releasing.NotReadYet, match="not been handed on"):
        scene.release()
    screening.hand_on(scene.session, item=item, actor_id=scene.screener.id, now=NOW)
    scene.release()
    with pytest.raises(releasing.NotReadYet, match="already"):
        scene.release()


def test_released_themes_are_counts_of_groups_and_quotations_of_groups_of_k_texts(scene: Scene) -> None:
    scene.read_all()
    assert releasing.released_themes(scene.session, release_id=scene.released().id) is None
    scene.release()
    released = releasing.released_themes(scene.session, release_id=scene.released().id)
    assert released is not None
    assert [(one.title, one.about, one.texts) for one in publish_themes(released)] == [("Time", 5, 12)]
    assert sorted(released.quotations) == [f"Text {number:02}" for number in range(12)]


def test_what_is_withheld_or_escalated_is_neither_counted_nor_quoted(scene: Scene) -> None:
    scene.read_all()
    scene.withhold(scene.texts[0], seen="kept")
    screening.hand_on(scene.session, item=scene.escalate(scene.texts[1]), actor_id=scene.screener.id, now=NOW)
    scene.release()
    released = releasing.released_themes(scene.session, release_id=scene.released().id)
    assert released is not None
    assert [(one.title, one.about, one.texts) for one in publish_themes(released)] == [("Time", 3, 10)]
    assert not {"Text 00", "Text 01", "Text of the only one"} & set(released.quotations)


def test_the_texts_are_deleted_with_the_release_of_their_themes(scene: Scene) -> None:
    scene.read_all()
    scene.release()
    for table in (TextToScreen, TextTheme, Theme):
        assert scene.session.scalar(select(func.count()).select_from(table)) == 0
    with pytest.raises(themes.ThemeRefused, match="stay as they are"):
        themes.add_theme(scene.session, round_=scene.round, title="Late", actor_id=scene.screener.id, now=NOW)


def test_a_change_to_released_themes_is_found(scene: Scene) -> None:
    scene.read_all()
    scene.release()
    assert releasing.verify_themes(scene.session) == []
    scene.session.execute(update(ReleasedThemes).values(payload=ReleasedThemes.payload + " "))
    scene.session.expire_all()
    [found] = releasing.verify_themes(scene.session)
    assert (found.title, found.problem) == ("Spring round", "they were changed after they were frozen")


def test_a_round_in_which_nobody_wrote_has_nothing_to_release(session: Session) -> None:
    factories.add_agency(session)
    made: Round = factories.add_open_round(session)
    factories.ask_openly(session, made)
    factories.close(session, made)
    releases.make_release(session, round_id=made.id, threshold=10, secret_id="of-tests", now=NOW)
    hand_over(session, round_id=made.id, secret=SECRET)
    assert releasing.what_keeps(session, round_id=made.id) == "Nobody has written anything."
    report = releasing.own_words_report(session, release=session.scalars(select(Release)).one())
    assert report is not None
    assert report.finding.startswith("Nothing can be shown of what people wrote")
