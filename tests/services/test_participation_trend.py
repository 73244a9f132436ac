"""How answers came in: drawn from daily counts, never more exact than coverage."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_answering_crowd, add_crowd
from tests.factories import NOW, SECRET, TODAY, definition_of, statements_asked
from tna.domain.notices import NoticeKind
from tna.domain.people import respondent_key
from tna.domain.reports import coverage_table
from tna.models.notices import Notice
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import notices
from tna.services.coverage import agencies_to_nudge, coverage_report, participation_trend, trend_is_to_come
from tna.services.notices import NewNotice
from tna.services.surveys import Collected, send_collected

LATER = TODAY + timedelta(days=9)


@pytest.fixture
def agencies(session: Session) -> list[Agency]:
    return [factories.add_agency(session, name=name, heads={"D": 300}) for name in ("North", "South")]


@pytest.fixture
def round_(session: Session, agencies: list[Agency]) -> Round:
    return factories.add_open_round(session)


def answer_on(session: Session, round_: Round, agency: Agency, days: Mapping[int, int]) -> None:
    """So many new people of an agency send their answers so many days after the round opened."""
    asked = statements_asked(definition_of(round_), "D")
    people = add_crowd(session, agency, sum(days.values()))
    sent_on = [TODAY + timedelta(days=day) for day, number in days.items() for _ in range(number)]
    raw = {one: str(Random(one).randint(1, 5)) for one in asked}
    collected = [
        Collected(person, respondent_key(SECRET, person), raw, day) for person, day in zip(people, sent_on, strict=True)
    ]
    send_collected(session, round_=round_, collected=collected)


def test_there_is_no_curve_for_few(session: Session, round_: Round, agencies: list[Agency]) -> None:
    answer_on(session, round_, agencies[0], {0: 150, 1: 49})
    report = coverage_report(session, round_=round_)
    assert participation_trend(session, report=report, today=LATER) is None
    assert trend_is_to_come(report)


def test_the_curve_ends_where_coverage_stands_and_says_where_it_leads(
    session: Session, round_: Round, agencies: list[Agency]
) -> None:
    answer_on(session, round_, agencies[0], dict.fromkeys(range(9), 25))
    answer_on(session, round_, agencies[1], {9: 15})
    report = coverage_report(session, round_=round_)
    trend = participation_trend(session, report=report, today=LATER)
    assert trend is not None
    assert not trend_is_to_come(report)
    assert [point.place for point in trend.points] == list(range(10))
    assert trend.points[-1].share == pytest.approx(240 / 600)
    assert trend.forecast is not None
    assert trend.finding.startswith(
        "240 of 600 people have answered: 40 %. If answers keep coming as in the last seven"
    )
    assert trend.last_place == (round_.closes_on - TODAY).days


def test_the_curve_of_a_closed_round_forecasts_nothing(session: Session, round_: Round, agencies: list[Agency]) -> None:
    answer_on(session, round_, agencies[0], {-1: 220})  # the day before: the tests' clock closes on the day it opens
    factories.close(session, round_)
    assert round_.closed_at == NOW
    report = coverage_report(session, round_=round_)
    assert participation_trend(session, report=report, today=LATER) is None, "no day was over when it closed"


def test_an_agency_that_lags_is_named_and_a_round_nobody_answered_names_none(
    session: Session, round_: Round, agencies: list[Agency]
) -> None:
    assert agencies_to_nudge(coverage_report(session, round_=round_)) == ()
    answer_on(session, round_, agencies[0], {0: 200})
    answer_on(session, round_, agencies[1], {0: 20})
    assert agencies_to_nudge(coverage_report(session, round_=round_)) == ("South",)


def test_small_groups_of_several_agencies_are_no_agency_to_have_a_word_with(session: Session) -> None:
    for name in ("East", "West"):
        factories.add_agency(session, name=name, heads={"D": 100, "B": 4})
    round_ = factories.add_open_round(session)
    for name in ("east", "west"):
        add_answering_crowd(session, round_, session.get_one(Agency, name), 80)
    add_answering_crowd(session, round_, session.get_one(Agency, "east"), 2, role_group="B")
    report = coverage_report(session, round_=round_)
    assert (report.agencies.bars[0].title, report.agencies.bars[0].words) == (
        "Small groups of several agencies",
        "2 of 8",
    )
    assert agencies_to_nudge(report) == ()


def test_the_table_says_how_many_were_invited_once_anybody_was(
    session: Session, round_: Round, agencies: list[Agency]
) -> None:
    people = add_crowd(session, agencies[0], 12)
    before = coverage_table(coverage_report(session, round_=round_).agencies)
    assert "Invited from here" not in before.headers
    invitations = [
        NewNotice(NoticeKind.INVITATION, f"invitation:{round_.id}:{one}", NOW, person_id=one, round_id=round_.id)
        for one in people
    ]
    notices.write(session, invitations)
    waiting = coverage_table(coverage_report(session, round_=round_).agencies)
    assert "Invited from here" not in waiting.headers, "none has gone out"
    session.execute(update(Notice).values(attempts=1))
    after = coverage_table(coverage_report(session, round_=round_).agencies)
    assert {row[0]: row[-1] for row in after.rows} == {"North": "12", "South": ""}
