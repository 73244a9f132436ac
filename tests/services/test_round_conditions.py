"""What keeps a round from opening: all of it named at once, each until it is met."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.models.surveys import Round
from tna.services import agencies, rounds
from tna.services.rounds import RoundNotReady


def missing(session: Session, round_: Round, *, has_base_url: bool = True) -> list[str]:
    found = rounds.missing_to_open(session, round_=round_, today=TODAY, has_base_url=has_base_url)
    return [one.id for one in found]


def open_(session: Session, round_: Round) -> None:
    rounds.open_round(session, round_=round_, today=TODAY, has_base_url=True, actor_id=None, now=NOW)


def test_everything_that_is_missing_is_named_at_once(session: Session) -> None:
    round_ = factories.add_round(session, opens_on=TODAY - timedelta(days=60))
    expected = ["targets", "notice", "audience", "headcounts", "base-url", "closing-day"]
    assert missing(session, round_, has_base_url=False) == expected


def test_opening_refuses_with_the_same_list_and_opens_nothing(session: Session) -> None:
    factories.add_person(session)
    round_ = factories.add_round(session)
    with pytest.raises(RoundNotReady) as refused:
        open_(session, round_)
    expected = rounds.missing_to_open(session, round_=round_, today=TODAY, has_base_url=True)
    assert refused.value.missing == expected
    assert [one.id for one in expected] == ["targets", "notice", "agreement"]
    assert round_.opened_at is None


def test_a_round_with_everything_opens(session: Session) -> None:
    factories.add_person(session)
    round_ = factories.add_round(session)
    factories.make_ready(session, round_)
    assert missing(session, round_) == []
    open_(session, round_)
    assert rounds.running_round(session) is round_


def test_each_agency_with_people_needs_both_papers_and_one_without_none(session: Session) -> None:
    harbour, river = factories.add_agency(session, name="Harbour"), factories.add_agency(session, name="River")
    factories.add_agency(session, name="Empty")
    for agency in (river, harbour):
        factories.add_person(session, agency)
    factories.add_agreement(session, river.id, "sharing")
    round_ = factories.add_round(session)
    told = rounds.missing_to_open(session, round_=round_, today=TODAY, has_base_url=True)
    assert [(one.what, one.subject) for one in told if one.id == "agreement"] == [
        ("Harbour lacks the data sharing agreement and the data protection impact assessment.", "harbour"),
        ("River lacks the data protection impact assessment.", "river"),
    ]


def test_people_who_have_left_are_no_audience_and_need_no_papers(session: Session) -> None:
    factories.add_person_without_agency(session)
    round_ = factories.add_round(session)
    found = missing(session, round_)
    assert "audience" in found
    assert "agreement" not in found


def test_who_answers_in_a_role_group_that_is_asked_nothing_is_no_audience(session: Session) -> None:
    person = factories.add_person(session, role_group="D")
    factories.add_membership(session, person, factories.add_agency(session), role_group="B")
    round_ = factories.add_round(session, survey=factories.add_survey_of_two(session))
    assert "audience" in missing(session, round_)
    factories.add_person(session, role_group="B")
    assert "audience" not in missing(session, round_)


def test_another_open_round_is_in_the_way_and_leads_there(session: Session) -> None:
    factories.add_agency(session)
    running = factories.add_open_round(session, title="Spring")
    round_ = factories.add_round(session)
    factories.make_ready(session, round_)
    [found] = rounds.missing_to_open(session, round_=round_, today=TODAY, has_base_url=True)
    assert (found.id, found.subject) == ("another-round", str(running.id))
    assert "“Spring” is still open" in found.what


def test_headcounts_that_are_taken_away_are_missing_again(session: Session) -> None:
    person = factories.add_person(session)
    round_ = factories.add_round(session)
    factories.make_ready(session, round_)
    none = {group.id: None for group in factories.load_reference().role_groups}
    agency_id = person.memberships[0].agency_id
    agencies.set_headcounts(session, agency_id=agency_id, heads=none, as_at=TODAY, actor_id=None, now=NOW)
    assert missing(session, round_) == ["headcounts"]
