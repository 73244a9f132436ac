"""Rounds: planned, opened, closed; what can be known before and while they run."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.domain.groups import Cell, form_groups
from tna.models.notices import Owed
from tna.models.surveys import Round, SurveyVersion
from tna.services import agencies, releases, rounds, survey_versions
from tna.services.previews import preview
from tna.services.rounds import RELEASE_ROUND, RoundRefused, RoundState
from tna.services.survey_files import ShippedSurvey, parse_survey


def plan(session: Session, title: str = "Spring", **changes: Any) -> Round:
    values = {
        "survey": factories.shipped_survey(),
        "opens_on": date(2026, 3, 1),
        "closes_on": date(2026, 3, 31),
    } | changes
    return rounds.create_round(session, title=title, actor_id=None, now=NOW, **values)


def open_(session: Session, round_: Round, today: date = date(2026, 3, 1)) -> None:
    if round_.targets_ratified_on is None:
        factories.make_ready(session, round_)
    rounds.open_round(session, round_=round_, today=today, has_base_url=True, actor_id=None, now=NOW)


def refused(field: str, words: str) -> Any:
    """Expect a refusal that names this field."""
    return pytest.raises(RoundRefused, match=words, check=lambda fault: fault.field == field)


def test_a_round_keeps_the_survey_word_for_word(session: Session) -> None:
    round_ = plan(session)
    text = factories.shipped_survey().path.read_text(encoding="utf-8")
    assert round_.survey_version.definition == text
    assert rounds.definition_of(round_) == parse_survey(text, "again")


def test_rounds_on_the_same_words_share_one_version(session: Session) -> None:
    assert plan(session, "One").survey_version is plan(session, "Two").survey_version
    assert session.scalar(select(func.count()).select_from(SurveyVersion)) == 1


def test_a_survey_changed_without_a_new_version_is_refused(session: Session, tmp_path: Path) -> None:
    plan(session, "One")
    shipped = factories.shipped_survey()
    changed = tmp_path / "survey.yaml"
    changed.write_text(shipped.path.read_text(encoding="utf-8") + "\n# another word\n", encoding="utf-8")
    with refused("survey", "Give the changed survey a new version number"):
        plan(session, "Two", survey=ShippedSurvey(shipped.id, shipped.title, changed))


@pytest.mark.parametrize("title", ["", "  ", "n" * 201, "Spring\x00", "Spring\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_a_name_that_cannot_be_read_is_refused(session: Session, title: str) -> None:
    with refused("title", "in at most 200 characters"):
        plan(session, title)


@pytest.mark.parametrize("title", ["été 2026", "ÉTÉ  2026 "])
def test_a_name_is_taken_in_whatever_case_it_stands(session: Session, title: str) -> None:
    plan(session, "Été 2026")
    with refused("title", "is here already"):
        plan(session, title)


def test_a_round_may_last_one_day_and_no_less(session: Session) -> None:
    plan(session, closes_on=date(2026, 3, 1))
    with refused("closes_on", "on or after the day it opens"):
        plan(session, "Two", closes_on=date(2026, 2, 28))


def test_a_round_goes_from_planned_to_open_to_closed_to_released(session: Session) -> None:
    factories.add_agency(session)
    round_ = plan(session)
    assert rounds.state_of(session, round_) is RoundState.PLANNED
    assert rounds.running_round(session) is None
    open_(session, round_)
    assert rounds.state_of(session, round_) is RoundState.OPEN
    assert rounds.running_round(session) is round_
    factories.close(session, round_)
    assert rounds.state_of(session, round_) is RoundState.CLOSED
    assert rounds.running_round(session) is None
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    assert [one.state for one in rounds.all_rounds(session)] == [RoundState.RELEASED]


def test_a_round_is_opened_once_and_not_again_after_it_closed(session: Session) -> None:
    factories.add_agency(session)
    round_ = plan(session)
    open_(session, round_)
    with refused("round", "was opened before"):
        open_(session, round_)
    factories.close(session, round_)
    with refused("round", "was opened before"):
        open_(session, round_)


def test_a_second_round_waits_until_the_first_is_closed(session: Session) -> None:
    factories.add_agency(session)
    first, second = plan(session, "First"), plan(session, "Second")
    open_(session, first)
    with refused("round", "“First” is still open"):
        open_(session, second)
    factories.close(session, first)
    open_(session, second)
    assert rounds.running_round(session) is second


def test_a_round_is_opened_up_to_its_last_day(session: Session) -> None:
    factories.add_agency(session)
    round_ = plan(session)
    with refused("round", "has passed"):
        open_(session, round_, today=date(2026, 4, 1))
    open_(session, round_, today=date(2026, 3, 31))


def test_without_headcounts_no_round_is_opened(session: Session) -> None:
    factories.add_agency(session, heads={})
    with refused("round", "Enter headcounts first"):
        open_(session, plan(session))


def test_closing_owes_one_release_however_often_it_is_asked(session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session)
    for later in (0, 5):
        rounds.close_round(session, round_=round_, actor_id=None, now=NOW + timedelta(minutes=later))
    assert round_.closed_at == NOW
    assert [(row.kind, row.key) for row in session.scalars(select(Owed))] == [(RELEASE_ROUND, str(round_.id))]


def test_a_round_that_never_opened_is_not_closed(session: Session) -> None:
    with refused("round", "has not been opened"):
        factories.close(session, plan(session))


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30])
def test_a_number_that_no_round_can_have_finds_none(session: Session, number: int) -> None:
    assert rounds.find_round(session, round_id=number) is None


def test_cells_hold_answers_beside_heads_also_where_one_is_missing(session: Session) -> None:
    counted = factories.add_agency(session, name="Counted", heads={"C": 4, "D": 9})
    uncounted = factories.add_agency(session, name="Uncounted", sector="police", heads={})
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, counted, 3)
    factories.add_respondents(session, round_, uncounted, 2)
    assert rounds.participation_cells(session, round_=round_) == [
        Cell("counted", "health", "C", 0, 4),
        Cell("counted", "health", "D", 3, 9),
        Cell("uncounted", "police", "D", 2, None),
    ]


def test_headcounts_stay_as_they_were_when_the_round_opened(session: Session) -> None:
    agency = factories.add_agency(session, name="Steady", heads={"C": 1, "D": 9})
    factories.add_person(session, agency, role_group="E")
    round_ = factories.add_open_round(session)
    before = rounds.participation_cells(session, round_=round_)
    # Whoever enters headcounts could otherwise set one person apart and read off whether they have answered.
    agencies.set_headcounts(
        session, agency_id=agency.id, heads={"C": None, "D": 90, "E": 40}, as_at=TODAY, actor_id=None, now=NOW
    )
    assert rounds.participation_cells(session, round_=round_) == before
    assert before == [
        Cell("steady", "health", "C", 0, 1),
        Cell("steady", "health", "D", 0, 9),
        Cell("steady", "health", "E", 0, None),
    ]


def test_the_forecast_forms_groups_as_the_release_does_when_so_many_answer(session: Session) -> None:
    factories.add_agency(session, name="A", heads={"D": 40, "F": 12})
    factories.add_agency(session, name="B", heads={"D": 12, "F": 12})
    round_ = factories.add_round(session)
    grouping = form_groups(rounds.expected_cells(session, round_=round_, expected_rate=0.25), 10)
    assert [(group.key, group.answers, group.heads) for group in grouping.groups] == [("D:own:a", 10, 40)]
    assert [(cell.agency, cell.role_group, cell.answers) for cell in grouping.rest] == [
        ("b", "D", 3),
        ("a", "F", 3),
        ("b", "F", 3),
    ]
    forecast = preview(session, round_=round_, rate=0.25, threshold=10)
    assert (forecast.answers, forecast.heads, forecast.left_out) == (19, 76, 36)
    assert forecast.in_no_group == (
        "Targeted, health and early help: 3 of 12 people would answer, in B.",
        "Joint interviewers (ABE): 6 of 24 people would answer, in A and B.",
    )


def test_whom_the_survey_asks_nothing_is_in_no_forecast_and_no_coverage(session: Session) -> None:
    agency = factories.add_agency(session, name="Asked", heads={"A": 40, "D": 60})
    for role_group in ("B", "E"):
        factories.add_person(session, agency, role_group=role_group)
    round_ = factories.add_round(session, survey=factories.add_survey_of_two(session))
    assert rounds.expected_cells(session, round_=round_, expected_rate=0.5) == [Cell("asked", "health", "A", 20, 40)]
    forecast = preview(session, round_=round_, rate=0.5, threshold=10)
    assert (forecast.answers, forecast.heads) == (20, 40)
    factories.open_round(session, round_)
    assert rounds.participation_cells(session, round_=round_) == [
        Cell("asked", "health", "A", 0, 40),
        Cell("asked", "health", "B", 0, None),
    ]


def test_a_forecast_changes_nothing(session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_round(session)
    session.flush()
    preview(session, round_=round_, rate=0.5, threshold=10)
    assert not session.new
    assert not session.dirty


def test_rounds_are_listed_the_newest_first(session: Session) -> None:
    plan(session, "Old", opens_on=TODAY - timedelta(days=700), closes_on=TODAY)
    plan(session, "New", opens_on=TODAY, closes_on=TODAY)
    assert [one.round.title for one in rounds.all_rounds(session)] == ["New", "Old"]


def test_of_two_rounds_opened_at_once_one_opens(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_agency(session)
        planned = [plan(session, title) for title in ("First", "Second")]
        for round_ in planned:
            factories.make_ready(session, round_)
        first, second = (round_.id for round_ in planned)
        session.commit()

    def opening(round_id: int) -> Any:
        return lambda session: open_(session, session.get_one(Round, round_id))

    with refused("round", "“First” is still open"):
        second_of_two(fresh_database, opening(first), opening(second))


def test_two_who_plan_the_first_rounds_on_a_survey_at_once_share_its_version(fresh_database: Database) -> None:
    second_of_two(fresh_database, lambda session: plan(session, "One"), lambda session: plan(session, "Two"))
    with Session(fresh_database.engine) as session:
        assert session.scalars(select(Round.title).order_by(Round.id)).all() == ["One", "Two"]
        assert session.scalar(select(func.count()).select_from(SurveyVersion)) == 1


# Changing what was planned ----------------------------------------------------------------------------------


def change(session: Session, round_: Round, **changes: Any) -> None:
    values = {name: getattr(round_, name) for name in ("title", "opens_on", "closes_on")} | changes
    rounds.change_round(session, round_=round_, actor_id=None, now=NOW, **values)


def test_a_planned_round_takes_another_name_and_other_days(session: Session) -> None:
    round_ = plan(session)
    change(session, round_, title=" Summer  term ", opens_on=date(2026, 6, 1), closes_on=date(2026, 6, 30))
    assert (round_.title, round_.opens_on, round_.closes_on) == ("Summer term", date(2026, 6, 1), date(2026, 6, 30))
    change(session, round_, title="SUMMER term")
    assert round_.title == "SUMMER term"


def test_a_change_that_cannot_be_changes_nothing(session: Session) -> None:
    plan(session, "Autumn")
    round_ = plan(session)
    with refused("title", "here already"):
        change(session, round_, title="autumn")
    with refused("title", "Enter a name"):
        change(session, round_, title=" ")
    with refused("closes_on", "on or after"):
        change(session, round_, closes_on=date(2026, 2, 1))
    assert (round_.title, round_.closes_on) == ("Spring", date(2026, 3, 31))


def test_an_open_round_keeps_its_name_and_takes_another_last_day_that_is_not_past(session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session)
    with refused("round", "Only a planned round"):
        change(session, round_, title="Other")
    for day in (TODAY + timedelta(days=60), TODAY):
        rounds.move_closing_day(session, round_=round_, closes_on=day, today=TODAY, actor_id=None, now=NOW)
        assert round_.closes_on == day
    with refused("closes_on", "today or later"):
        yesterday = TODAY - timedelta(days=1)
        rounds.move_closing_day(session, round_=round_, closes_on=yesterday, today=TODAY, actor_id=None, now=NOW)
    factories.close(session, round_)
    with refused("round", "Only an open round"):
        rounds.move_closing_day(session, round_=round_, closes_on=TODAY, today=TODAY, actor_id=None, now=NOW)


def test_a_privacy_notice_is_kept_in_paragraphs_and_stays_once_the_round_is_open(session: Session) -> None:
    def write(text: str) -> None:
        rounds.write_privacy_notice(session, round_=round_, text=text, actor_id=None, now=NOW)

    factories.add_agency(session)
    round_ = plan(session)
    with refused("text", "Enter the privacy notice"):
        write(" \n ")
    with refused("text", "5,000 characters or fewer"):
        write("n" * 5001)
    write("One\r\n\r\n\r\nTwo\nlines")
    assert round_.privacy_notice == "One\n\nTwo lines"
    running = factories.add_open_round(session)
    with refused("round", "as it was when the round opened"):
        rounds.write_privacy_notice(session, round_=running, text="Else", actor_id=None, now=NOW)


def test_a_round_is_planned_on_a_version_of_a_survey_wherever_it_comes_from(session: Session) -> None:
    shipped = factories.shipped_survey()
    [choice] = survey_versions.choices(session)
    assert choice.source == shipped
    frozen = plan(session).survey_version
    [choice] = survey_versions.choices(session)
    assert choice.source is frozen
    text = frozen.definition.replace("\nversion: 1\n", "\nversion: 2\n")
    newer = SurveyVersion(survey_id=frozen.survey_id, version=2, title="Newer", definition=text)
    session.add(newer)
    session.flush()
    newest, _ = survey_versions.choices(session)
    assert (newest.title, newest.source) == ("Newer", newer)
    assert rounds.definition_of(plan(session, "On it", survey=newest.source)).version == 2
