"""What the database itself refuses, on either kind, whatever the code above it does."""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.domain.groups import GroupKind
from tna.domain.people import Duty
from tna.models import Base
from tna.models.needs import Release, ReleaseGroup
from tna.models.notices import Owed
from tna.models.people import Agency, Headcount, HeldDuty, Membership, Person, SetUpLink, SignIn
from tna.models.surveys import DailyParticipation, Participation, Response, Round, SurveyVersion


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def person(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, email="robin@example.org", password=None)


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    return factories.add_open_round(session, title="Spring")


def refuses(session: Session, row: Base | sa.Executable, named: str) -> None:
    """The database must refuse the row or statement, for the reason of this name where it tells one."""
    with pytest.raises(IntegrityError) as caught:
        write(session, row)
    told = str(caught.value.orig)
    if session.get_bind().dialect.name == "postgresql" or "CHECK" in told:
        assert named in told


def write(session: Session, row: Base | sa.Executable) -> None:
    with session.begin_nested():
        if isinstance(row, Base):
            session.add(row)
        else:
            session.execute(row)


accepts = write


def response(round_: Round, number: int = 1, **values: Any) -> Response:
    key = bytes([number]) * 16
    return Response(key=key, round_id=round_.id, respondent_key=key * 2, answers=b"\0", **values)


# People -----------------------------------------------------------------------------------------------------


def test_an_address_is_in_lower_case_and_belongs_to_one_person(session: Session, person: Person) -> None:
    refuses(session, Person(email="Robin@example.org", name="R"), "ck_people_email_is_lower_case")
    refuses(session, Person(email="robin@example.org", name="R"), "uq_people_email")


def test_an_agency_has_an_id_in_lower_case_and_a_name_of_its_own(session: Session, agency: Agency) -> None:
    refuses(session, Agency(id="Upper", name="Upper", sector="health"), "ck_agencies_id_is_lower_case")
    refuses(session, Agency(id="other", name="Harbour Trust", sector="health"), "uq_agencies_name")
    again = sa.insert(Agency).values(id="harbour-trust", name="Other", sector="health")
    refuses(session, again, "pk_agencies")


def test_a_person_answers_as_one_job_at_a_time(session: Session, person: Person, agency: Agency) -> None:
    second = {"person_id": person.id, "agency_id": agency.id, "job": "midwife", "role_group": "D"}
    refuses(session, Membership(**second, is_answering=True), "uq_memberships_answering")
    accepts(session, Membership(**second, is_answering=False))
    accepts(session, Membership(**second, is_answering=False))


def test_a_job_that_has_ended_answers_nothing(session: Session, person: Person, agency: Agency) -> None:
    ended = Membership(
        person_id=factories.add_person(session, agency, password=None).id,
        agency_id=agency.id,
        job="midwife",
        role_group="D",
        is_answering=True,
        ended_on=TODAY,
    )
    refuses(session, ended, "ck_memberships_an_ended_membership_answers_nothing")


@pytest.mark.parametrize("lost", [{"person_id": 10**6}, {"agency_id": "nowhere"}])
def test_a_job_is_of_a_person_in_an_agency_that_are_there(
    session: Session, person: Person, agency: Agency, lost: dict[str, Any]
) -> None:
    values = {"person_id": person.id, "agency_id": agency.id, "job": "midwife", "role_group": "D"} | lost
    refuses(session, Membership(**values), "fk_memberships")


def test_a_duty_is_held_once(session: Session, person: Person, agency: Agency) -> None:
    accepts(session, HeldDuty(person_id=person.id, duty=Duty.ANALYST))
    refuses(session, HeldDuty(person_id=person.id, duty=Duty.ANALYST), "uq_held_duties_of_the_partnership")
    lead = {"person_id": person.id, "duty": Duty.TRAINING_LEAD, "agency_id": agency.id}
    accepts(session, HeldDuty(**lead))
    refuses(session, HeldDuty(**lead), "uq_held_duties_person_id")


def test_training_is_led_of_an_agency_and_every_other_duty_is_of_the_partnership(
    session: Session, person: Person, agency: Agency
) -> None:
    named = "ck_held_duties_only_leads_have_an_agency"
    refuses(session, HeldDuty(person_id=person.id, duty=Duty.TRAINING_LEAD), named)
    refuses(session, HeldDuty(person_id=person.id, duty=Duty.MANAGER, agency_id=agency.id), named)


def test_a_duty_nobody_knows_is_not_stored(session: Session, person: Person) -> None:
    king = sa.text("INSERT INTO held_duties (person_id, duty) VALUES (:person_id, 'king')")
    refuses(session, king.bindparams(person_id=person.id), "ck_held_duties_duty")


def test_heads_are_counted_once_for_each_role_group_and_never_below_nought(session: Session, agency: Agency) -> None:
    values = {"agency_id": agency.id, "as_at": TODAY}
    refuses(session, Headcount(role_group="A", heads=5, **values), "pk_headcounts")
    refuses(session, Headcount(role_group="Z", heads=-1, **values), "ck_headcounts_heads_are_not_negative")
    accepts(session, Headcount(role_group="Z", heads=0, **values))


def test_a_token_stands_for_one_person_who_is_there(session: Session, person: Person) -> None:
    for table in (SignIn, SetUpLink):
        accepts(session, table(token_hash=b"a" * 32, person_id=person.id, expires_at=NOW))
        named = f"pk_{table.__tablename__}"
        again = sa.insert(table).values(token_hash=b"a" * 32, person_id=person.id, expires_at=NOW)
        refuses(session, again, named)
        refuses(session, table(token_hash=b"b" * 32, person_id=10**6, expires_at=NOW), f"fk_{table.__tablename__}")


# Rounds and answers -----------------------------------------------------------------------------------------


def test_a_round_has_a_name_of_its_own_and_ends_no_earlier_than_it_begins(session: Session, round_: Round) -> None:
    values = {"survey_version_id": round_.survey_version_id, "opens_on": date(2026, 3, 1)}
    refuses(session, Round(title="Spring", closes_on=date(2026, 3, 1), **values), "uq_rounds_title")
    refuses(session, Round(title="Two", closes_on=date(2026, 2, 28), **values), "ck_rounds_closes_after_it_opens")
    accepts(session, Round(title="Two", closes_on=date(2026, 3, 1), **values))


def test_a_round_that_never_opened_is_not_closed(session: Session, round_: Round) -> None:
    closed = Round(
        title="Two", survey_version_id=round_.survey_version_id, opens_on=TODAY, closes_on=TODAY, closed_at=NOW
    )
    refuses(session, closed, "ck_rounds_only_an_open_round_closes")


def test_a_version_of_a_survey_is_kept_once(session: Session, round_: Round) -> None:
    known = round_.survey_version
    again = SurveyVersion(survey_id=known.survey_id, version=known.version, title="T", definition="other words")
    refuses(session, again, "uq_survey_versions_survey_id")


def test_a_person_has_one_response_in_a_round(session: Session, round_: Round) -> None:
    accepts(session, response(round_))
    same_person = Response(key=b"k" * 16, round_id=round_.id, respondent_key=b"\1" * 32, answers=b"\0")
    refuses(session, same_person, "uq_responses_")


@pytest.mark.parametrize(
    "values",
    [
        {"is_submitted": True},
        {"is_submitted": True, "role_group": "D"},
        {"is_submitted": True, "agency_id": "harbour-trust"},
        {"is_submitted": False, "agency_id": "harbour-trust", "role_group": "D"},
        {"is_submitted": False, "role_group": "D"},
        {"is_submitted": False, "agency_id": "harbour-trust"},
    ],
)
def test_agency_and_role_group_come_onto_answers_when_they_are_sent(
    session: Session, round_: Round, values: dict[str, Any]
) -> None:
    refuses(session, response(round_, **values), "ck_responses_agency_and_role_group_come_at_submission")


def test_answers_that_were_not_sent_stand_in_no_release(session: Session, round_: Round) -> None:
    group = add_release_group(session, round_)
    draft = response(round_, is_submitted=False, release_group_id=group.id)
    refuses(session, draft, "ck_responses_only_submitted_answers_are_released")
    sent = {"is_submitted": True, "agency_id": "harbour-trust", "role_group": "D", "release_group_id": group.id}
    accepts(session, response(round_, **sent))


def test_taking_part_is_a_yes_and_no_more_than_one(session: Session, round_: Round, person: Person) -> None:
    row = {"round_id": round_.id, "person_id": person.id, "agency_id": "harbour-trust", "role_group": "D"}
    accepts(session, Participation(**row))
    refuses(session, sa.insert(Participation).values(**row), "pk_participations")
    day = {"round_id": round_.id, "day": TODAY, "submitted": 1}
    accepts(session, DailyParticipation(**day))
    refuses(session, sa.insert(DailyParticipation).values(**day), "pk_daily_participation")


# Releases and what is owed ----------------------------------------------------------------------------------


def add_release_group(session: Session, round_: Round) -> ReleaseGroup:
    release = Release(round_id=round_.id, threshold=10, secret_id="of-tests", made_at=NOW, answers=10, digest="d")
    session.add(release)
    session.flush()
    group = ReleaseGroup(
        release_id=release.id,
        key="D:own:harbour-trust",
        role_group="D",
        kind=GroupKind.OWN,
        agencies="harbour-trust",
        answers=10,
        counts=b"",
        released=b"",
    )
    session.add(group)
    session.flush()
    return group


def test_a_round_is_released_once(session: Session, round_: Round) -> None:
    add_release_group(session, round_)
    values = {"round_id": round_.id, "threshold": 5, "secret_id": "s", "made_at": NOW, "digest": "d"}
    refuses(session, Release(answers=1, **values), "uq_releases_round_id")


@pytest.mark.parametrize("counts", [{"answers": -1}, {"answers": 1, "erased": -1}])
def test_a_release_counts_from_nought(session: Session, round_: Round, counts: dict[str, int]) -> None:
    release = Release(round_id=round_.id, threshold=10, secret_id="s", made_at=NOW, digest="d", **counts)
    refuses(session, release, "ck_releases_counts_are_not_negative")


def test_a_group_has_a_key_of_its_own_within_its_release(session: Session, round_: Round) -> None:
    group = add_release_group(session, round_)
    again = ReleaseGroup(
        release_id=group.release_id,
        key=group.key,
        role_group="D",
        kind=GroupKind.OTHER,
        agencies="",
        answers=10,
        counts=b"",
        released=b"",
    )
    refuses(session, again, "uq_release_groups_release_id")


def test_the_same_work_is_owed_once(session: Session) -> None:
    accepts(session, Owed(kind="draw", key="1", due_at=NOW))
    refuses(session, Owed(kind="draw", key="1", due_at=NOW), "uq_owed_kind")
    refuses(session, Owed(kind="draw", key="2", due_at=NOW, attempts=-1), "ck_owed_attempts_are_not_negative")


def test_a_moment_without_a_zone_is_not_stored_and_others_come_back_in_utc(session: Session) -> None:
    with pytest.raises(StatementError, match="a time without a zone cannot be stored"):
        write(session, Owed(kind="draw", key="1", due_at=datetime(2026, 1, 1)))
    summer = datetime.fromisoformat("2026-07-01T12:00:00+01:00")
    accepts(session, Owed(kind="draw", key="1", due_at=summer))
    session.expire_all()
    stored = session.scalars(sa.select(Owed)).one().due_at
    assert (stored, stored.isoformat()) == (summer, "2026-07-01T11:00:00+00:00")


# Every table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name_by_which_a_migration_can_change_it(table: sa.Table) -> None:
    assert all(constraint.name for constraint in table.constraints)
    for constraint in table.constraints:
        # PostgreSQL cuts longer names, and then a migration looks for one that is not there.
        assert len(str(constraint.name)) <= 63


@pytest.mark.parametrize("table", ["responses", "participations"])
def test_rows_about_answers_hold_neither_a_day_nor_a_moment(table: str) -> None:
    columns = Base.metadata.tables[table].columns
    assert not [c.name for c in columns if isinstance(c.type, sa.Date | sa.DateTime | sa.TypeDecorator)]


@pytest.mark.parametrize("table", ["responses", "participations", "sign_ins"])
def test_rows_about_answers_have_no_number_of_arrival_on_sqlite(session: Session, table: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
            session.execute(sa.text(f"SELECT rowid FROM {table}"))
