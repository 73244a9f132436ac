"""Lists beyond their pages: two at once, what is forgotten at night, and what a list is kept as."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.domain.lists import Elsewhere, ListKind, columns_of, guessed, plain, proposed_job
from tna.jobs.lists import EACH_NIGHT
from tna.models.imports import ListImport
from tna.models.people import Agency, Person
from tna.services.lists import bringing_in, taking_back, uploads
from tna.services.lists.acts import Act
from tna.services.lists.checks import check_list
from tna.services.lists.refusals import CheckIsOld, ListRefused
from tna.services.lists.stored import choices_as_text, choices_from, packed_table, unpacked_table
from tna.services.lists.uploads import State
from tna.services.survey_files import load_reference
from tna.services.tables import read_list

ROWS = [("Name", "Email", "Job"), ("Ann Lee", "ann@example.org", "Health visitor")]


def act_of(actor_id: int) -> Act:
    return Act(actor_id, NOW, TODAY, load_reference())


def bring_in(session: Session, import_id: int, digest: str = "") -> State:
    """Bring a list in as it stands, or as a check with this digest had it."""
    import_ = session.get(ListImport, import_id)
    assert import_ is not None
    choices = uploads.choices_of(import_)
    agreed = replace(choices, expected=digest or digest_of(session, import_id))
    return bringing_in.bring_in(session, import_id=import_id, choices=agreed, act=act_of(import_.actor_id))


def test_of_two_lists_with_the_same_people_the_second_is_told(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        actor = factories.add_person(session, agency, password=None)
        lists = [factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency) for _ in range(2)]
        ids = [one.id for one in lists]
        digest = digest_of(session, ids[0])
        session.commit()
    with pytest.raises(CheckIsOld):
        second_of_two(fresh_database, lambda s: bring_in(s, ids[0], digest), lambda s: bring_in(s, ids[1], digest))
    with Session(fresh_database.engine) as session:
        assert session.scalar(select(func.count()).where(Person.email == "ann@example.org")) == 1


def test_a_list_with_somebody_who_is_added_at_this_very_moment_is_looked_at_again(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        actor = factories.add_person(session, agency, password=None)
        import_id = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency).id
        agency_id = agency.id
        digest = digest_of(session, import_id)
        session.commit()
    with pytest.raises(CheckIsOld):
        second_of_two(
            fresh_database,
            lambda s: factories.add_person(s, s.get_one(Agency, agency_id), email="ann@example.org", password=None),
            lambda s: bring_in(s, import_id, digest),
        )


def digest_of(session: Session, import_id: int) -> str:
    import_ = session.get_one(ListImport, import_id)
    choices, actor_id = uploads.choices_of(import_), import_.actor_id
    return check_list(
        session, import_=import_, choices=choices, reference=load_reference(), today=TODAY, actor_id=actor_id
    ).digest


def test_the_same_list_sent_twice_at_once_comes_in_once(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        actor = factories.add_person(session, agency, password=None)
        import_id = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency).id
        session.commit()
    states: list[State] = []
    second_of_two(fresh_database, lambda s: bring_in(s, import_id), lambda s: states.append(_again(s, import_id)))
    assert states == [State.BROUGHT_IN]


def _again(session: Session, import_id: int) -> State:
    actor = session.scalars(select(Person.id).order_by(Person.id)).first()
    assert actor is not None
    return bringing_in.bring_in(
        session, import_id=import_id, choices=uploads.Choices(expected="as checked"), act=act_of(actor)
    )


def test_columns_named_while_a_list_is_brought_in_are_refused(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        actor = factories.add_person(session, agency, password=None)
        import_id = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency).id
        session.commit()
    with pytest.raises(ListRefused) as caught:
        second_of_two(fresh_database, lambda s: bring_in(s, import_id), lambda s: name_columns(s, import_id))
    assert caught.value.field == "list"


def test_a_list_that_waits_for_the_worker_keeps_its_columns(session: Session) -> None:
    agency = factories.add_agency(session)
    actor = factories.add_person(session, agency, password=None)
    import_ = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency)
    import_.total = bringing_in.AT_ONCE + 1
    assert bring_in(session, import_.id) is State.UNDER_WAY
    with pytest.raises(ListRefused):
        name_columns(session, import_.id)
    assert uploads.state_of(import_) is State.UNDER_WAY


def name_columns(session: Session, import_id: int) -> None:
    import_ = session.get_one(ListImport, import_id)
    uploads.name_columns(session, import_=import_, choices=uploads.choices_of(import_))


def test_lists_and_what_undoes_them_are_forgotten_after_thirty_days(session: Session) -> None:
    agency = factories.add_agency(session)
    actor = factories.add_person(session, agency, password=None)
    waiting = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency)
    done = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency)
    bring_in(session, done.id)
    for days, state in ((29, State.UPLOADED), (31, State.DROPPED)):
        for chore in EACH_NIGHT:
            chore(session, NOW + timedelta(days=days))
        session.expire_all()
        assert uploads.state_of(waiting) is state
    assert (waiting.content, waiting.mapping) == (None, None)
    assert uploads.state_of(done) is State.BROUGHT_IN
    assert taking_back.why_not(session, import_=done) == taking_back.TOO_LONG_AGO


def test_taking_back_twice_is_taking_back_once(session: Session) -> None:
    agency = factories.add_agency(session)
    actor = factories.add_person(session, agency, password=None)
    import_ = factories.add_list(session, ListKind.PEOPLE, ROWS, actor=actor, agency=agency)
    bring_in(session, import_.id)
    for _ in range(2):
        list(taking_back.take_back_steps(session, import_id=import_.id, now=datetime.now(UTC)))
        assert session.scalar(select(func.count()).select_from(Person)) == 1
    assert uploads.state_of(import_) is State.TAKEN_BACK


def test_a_table_and_choices_are_kept_as_they_are() -> None:
    table = read_list("Näme;Email\nAnn;a@example.org;more\n".encode(), file_name="a.csv")
    assert unpacked_table(packed_table(table)) == table
    choices = uploads.Choices({"name": 1}, {"a": "b"}, TODAY, Elsewhere.MOVES, True, True, "x")
    assert choices_from(choices_as_text(choices)) == choices


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("Email address", "Forename", "Surname", "Post"), {"email": 0, "first_name": 1, "last_name": 2, "job": 3}),
        (("STAFF NAME", "Work e-mail:", "Job_Title", "x"), {"name": 0, "email": 1, "job": 2}),
        (("Name", "First name", "Last name"), {"first_name": 1, "last_name": 2}),
        (("Organisation", "Role group", "Email", "Email"), {"agency": 0, "role_group": 1, "email": 2}),
        (("a", "b"), {}),
    ],
)
def test_columns_are_guessed_from_the_usual_headers(headers: tuple[str, ...], expected: dict[str, int]) -> None:
    assert guessed(columns_of(ListKind.PEOPLE, names_agency=True), headers) == expected


def test_what_was_chosen_last_time_comes_before_the_usual_headers() -> None:
    columns = columns_of(ListKind.PEOPLE, names_agency=False)
    found = guessed(columns, ("Email", "Mail 2"), {"email": plain("Mail 2")})
    assert found == {"email": 1}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Social worker", "social-worker"),
        ("senior social worker!", "senior"),
        ("Social worker, team 2", "social-worker"),
        ("Senior social worker, team 2", None),
        ("worker", None),
        ("", None),
    ],
)
def test_a_job_is_proposed_by_its_title_before_any_that_shares_words_with_it(words: str, expected: str | None) -> None:
    titles = {"Social worker": "social-worker", "Senior social worker": "senior", "Nurse": "nurse"}
    assert proposed_job(words, titles) == expected
