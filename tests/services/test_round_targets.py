"""The targets of a round: changed while it is planned, ratified, frozen; and everything scores by them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, SECRET, TODAY
from tests.services.races import second_of_two
from tna.domain.asked_changes import changed_statements
from tna.domain.people import respondent_key
from tna.models.audit import AuditEvent
from tna.models.surveys import Round
from tna.services import figures, releases, reports, rounds, surveys
from tna.services.rounds import RoundRefused, TargetsMoved
from tna.services.survey_files import SurveyFaults, parse_survey

OWN_B = {"D1": 4, "D2": 3, "D3": 3, "D4": 3, "D5": 2, "D6": 3, "D7": 3}


def set_(session: Session, round_: Round, role_group: str = "B", **levels: int) -> bool:
    return set_levels(session, round_, role_group, OWN_B | levels)


def set_levels(session: Session, round_: Round, role_group: str, levels: dict[str, int], shown: str = "") -> bool:
    return rounds.set_targets(
        session,
        round_=round_,
        role_group=role_group,
        levels=levels,
        shown=shown or rounds.targets_shown(round_, role_group),
        actor_id=None,
        now=NOW,
    )


def ratify(session: Session, round_: Round, **changes: Any) -> None:
    shown = rounds.targets_shown(round_)
    values = {"on": TODAY, "by": "The subgroup", "today": TODAY, "shown": shown} | changes
    rounds.ratify_targets(session, round_=round_, actor_id=None, now=NOW, **values)


def test_a_round_starts_from_the_targets_of_its_survey(session: Session) -> None:
    round_ = factories.add_round(session)
    assert round_.targets is None
    assert rounds.definition_of(round_) is rounds.own_definition(round_.survey_version)
    assert not set_(session, round_)
    assert round_.targets is None


def test_a_changed_target_is_the_rounds_own_and_leaves_the_survey_as_it_is(session: Session) -> None:
    round_, other = factories.add_round(session), factories.add_round(session)
    assert set_(session, round_, D1=2, s05=5)
    assert rounds.definition_of(round_).target("B", "s01") == 2
    assert rounds.definition_of(round_).target("B", "s05") == 5
    assert rounds.definition_of(round_).target("B", "s06") == 3
    assert rounds.definition_of(round_).target("C", "s01") == 4
    assert rounds.definition_of(other).target("B", "s01") == 4
    assert [one.detail for one in session.scalars(select(AuditEvent)) if "targets" in one.action] == ["B"]


def test_a_page_does_not_parse_the_survey_anew(session: Session) -> None:
    round_ = factories.add_round(session)
    set_(session, round_, D1=2)
    session.flush()
    session.expire(round_)
    assert rounds.definition_of(round_) is rounds.definition_of(round_)


def test_targets_set_back_are_the_surveys_own_again(session: Session) -> None:
    round_ = factories.add_round(session)
    set_(session, round_, D1=2)
    assert set_(session, round_)
    assert round_.targets is None


def test_the_text_is_that_of_a_survey_file(session: Session) -> None:
    round_ = factories.add_round(session)
    set_(session, round_, D1=2)
    assert round_.targets is not None
    text, marker = round_.survey_version.definition, "\ntargets:\n"
    before, _, after = text.partition(marker)
    whole = f"{before}\ntargets: {round_.targets}\n\nquestions:{after.partition('questions:')[2]}"
    assert parse_survey(whole, "again") == rounds.definition_of(round_)


def test_targets_are_checked_as_those_of_a_file_are(session: Session) -> None:
    round_ = factories.add_round(session)
    with pytest.raises(RoundRefused, match="from 1 to 5"):
        set_(session, round_, D1=6)
    with pytest.raises(SurveyFaults, match="is asked nothing of “s18”"):
        set_(session, round_, s18=3)
    with pytest.raises(SurveyFaults, match="has targets but is asked nothing"):
        set_(session, round_, role_group="Z")
    with pytest.raises(SurveyFaults, match="has no target there"):
        set_levels(session, round_, "B", {"D1": 3})
    assert round_.targets is None


def test_ratifying_keeps_when_and_by_whom(session: Session) -> None:
    round_ = factories.add_round(session)
    ratify(session, round_, on=TODAY - timedelta(days=3), by="  The   subgroup ")
    assert (round_.targets_ratified_on, round_.targets_ratified_by) == (TODAY - timedelta(days=3), "The subgroup")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"by": "  "}, "by"), ({"by": "n" * 201}, "by"), ({"on": TODAY + timedelta(days=1)}, "on")],
)
def test_nobody_and_a_day_to_come_ratify_nothing(session: Session, changes: dict[str, Any], field: str) -> None:
    round_ = factories.add_round(session)
    with pytest.raises(RoundRefused) as refused:
        ratify(session, round_, **changes)
    assert refused.value.field == field
    assert round_.targets_ratified_on is None


def test_a_change_takes_ratification_back_and_saving_the_same_does_not(session: Session) -> None:
    round_ = factories.add_round(session)
    ratify(session, round_)
    set_(session, round_)
    assert round_.targets_ratified_on == TODAY
    set_(session, round_, D1=2)
    assert (round_.targets_ratified_on, round_.targets_ratified_by) == (None, None)


def test_targets_that_moved_since_they_were_shown_are_neither_ratified_nor_overwritten(session: Session) -> None:
    round_ = factories.add_round(session)
    whole, of_b, of_c = (rounds.targets_shown(round_, group) for group in (None, "B", "C"))
    set_(session, round_, D1=2)
    with pytest.raises(TargetsMoved, match="nothing is saved"):
        ratify(session, round_, shown=whole)
    with pytest.raises(TargetsMoved):
        set_levels(session, round_, "B", OWN_B | {"D1": 5}, shown=of_b)
    assert (round_.targets_ratified_on, rounds.definition_of(round_).target("B", "s01")) == (None, 2)
    assert rounds.targets_shown(round_, "C") == of_c, "what another role group needs was not changed"


def test_of_a_change_and_a_ratification_at_once_the_second_is_refused(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        round_id, shown = factories.add_round(session).id, rounds.targets_shown(session.scalars(select(Round)).one())
        session.commit()
    with pytest.raises(TargetsMoved):
        second_of_two(
            fresh_database,
            lambda session: set_(session, session.get_one(Round, round_id), D1=2),
            lambda session: ratify(session, session.get_one(Round, round_id), shown=shown),
        )


def test_once_a_round_has_opened_its_targets_are_frozen(session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session)
    with pytest.raises(RoundRefused, match="frozen"):
        set_(session, round_, D1=2)
    with pytest.raises(RoundRefused, match="frozen"):
        ratify(session, round_, by="Somebody else")
    factories.close(session, round_)
    with pytest.raises(RoundRefused, match="frozen"):
        set_(session, round_, D1=2)
    assert round_.targets_ratified_by == "The subgroup"


def test_a_round_with_another_target_scores_by_it(session: Session) -> None:
    agency = factories.add_agency(session)
    shares, gaps = [], []
    for level in (None, 3):
        round_ = factories.add_round(session)
        if level is not None:
            set_(session, round_, D1=level, s02=5)
        factories.make_ready(session, round_)
        rounds.open_round(session, round_=round_, today=TODAY, has_base_url=True, actor_id=None, now=NOW)
        cautious = factories.add_respondents(session, round_, agency, 6, role_group="B", level=3)
        factories.add_respondents(session, round_, agency, 6, role_group="B", level=4)
        key = respondent_key(SECRET, cautious[0].id)
        own = surveys.own_profile(session, round_=round_, key=key, sealed_through=None)
        assert own is not None
        gaps.append(next(row.gap for row in own.domains if row.domain.id == "D1"))
        factories.close(session, round_)
        release = releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=NOW)
        assert release is not None
        page = figures.read(session, release_id=release.id, state=figures.PARTNERSHIP)
        assert page is not None
        shares.append([page.role_groups["B"].statements[one].below for one in ("s01", "s02", "s05")])
    assert shares == [[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]
    assert gaps[0] == 1
    assert gaps[1] == pytest.approx(0.5)  # of four statements one is two levels short
    newer, older = reports.released_rounds(session)
    changed = changed_statements(newer.definition, older.definition)
    assert changed == {"s01", "s02", "s03", "s04"}
