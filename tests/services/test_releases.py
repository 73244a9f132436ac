"""Releasing a round: once, from the counts alone, frozen; and proving it afterwards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.crowds import add_answering_crowd, add_crowd, send_answers
from tests.databases import Database
from tests.factories import NOW, TODAY
from tna.domain.answers import unpack
from tna.models import needs as tables
from tna.models.people import Agency
from tna.models.surveys import Participation, Response, Round
from tna.services import agencies, figures, owed, releases
from tna.services.figures import PARTNERSHIP

K = 10


@dataclass(frozen=True)
class Scene:
    """A round that was answered: two agencies of one sector that are groups, and one too small to be."""

    session: Session
    round: Round
    large: Agency
    other: Agency
    small: Agency

    def release(self) -> tables.Release:
        factories.close(self.session, self.round)
        made = make_release(self.session, self.round)
        assert made is not None
        return made


def make_release(session: Session, round_: Round) -> tables.Release | None:
    return releases.make_release(session, round_id=round_.id, threshold=K, secret_id="of-tests", now=NOW)


@pytest.fixture
def scene(session: Session) -> Scene:
    large, other = factories.add_agency(session, name="Large"), factories.add_agency(session, name="Other")
    small = factories.add_agency(session, name="Small", sector="police", heads={"B": 6, "D": 40})
    round_ = factories.add_open_round(session)
    add_answering_crowd(session, round_, large, 31, seed=1)
    add_answering_crowd(session, round_, other, 14, seed=2)
    add_answering_crowd(session, round_, large, 12, role_group="B", seed=3)
    add_answering_crowd(session, round_, small, 4, role_group="B", seed=4)
    return Scene(session, round_, large, other, small)


def payloads(session: Session) -> dict[tuple[int, str], str]:
    rows = session.execute(
        select(tables.ReleaseFigures.release_id, tables.ReleaseFigures.state, tables.ReleaseFigures.payload)
    )
    return {(release, state): payload for release, state, payload in rows}


def problems(session: Session) -> list[str]:
    session.flush()
    session.expire_all()
    return [f"{one.group}: {one.problem}" for one in releases.verify_releases(session)]


# Once -------------------------------------------------------------------------------------------------------


def test_releasing_twice_releases_once(scene: Scene) -> None:
    scene.release()
    before = payloads(scene.session)
    assert make_release(scene.session, scene.round) is None
    assert scene.session.scalar(select(func.count()).select_from(tables.Release)) == 1
    assert payloads(scene.session) == before


def test_a_round_that_is_open_or_unknown_is_not_released(scene: Scene) -> None:
    assert make_release(scene.session, scene.round) is None
    assert releases.make_release(scene.session, round_id=999, threshold=K, secret_id="of-tests", now=NOW) is None
    assert not payloads(scene.session)


def test_drafts_are_deleted_and_in_no_count(scene: Scene) -> None:
    drafting = factories.add_person(scene.session, scene.large, password=None)
    key = factories.answer(scene.session, scene.round, drafting, send=False)
    release = scene.release()
    assert release.answers == 31 + 14 + 12 + 4
    kept = select(func.count()).select_from(Response)
    assert scene.session.scalar(kept.where(Response.respondent_key == key)) == 0
    assert scene.session.scalar(kept) == release.answers


def test_a_round_that_nobody_answered_is_released_empty(session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session)
    factories.close(session, round_)
    release = make_release(session, round_)
    assert release is not None
    assert (release.answers, release.groups) == (0, [])
    page = figures.read(session, release_id=release.id, state=PARTNERSHIP)
    assert page is not None
    assert page.everyone.statements == {}
    assert problems(session) == []


def test_the_pictures_are_owed_with_the_release(scene: Scene) -> None:
    release = scene.release()
    assert owed.is_open(scene.session, kind=releases.DRAW_RELEASE, key=str(release.id))


# What is released -------------------------------------------------------------------------------------------


def test_figures_equal_a_recount_by_hand(scene: Scene) -> None:
    release = scene.release()
    by_group = answers_by_group(scene)
    page = figures.read(scene.session, release_id=release.id, state=PARTNERSHIP)
    assert page is not None
    seen = 0
    for role_group, shown in page.role_groups.items():
        own = [answers for (_, group), answers in by_group.items() if group == role_group]
        assert shown.covered == sum(len(answers) for answers in own)
        for statement in shown.asked:
            counted = counted_by_hand(own, statement)
            assert (statement in shown.statements) == (counted is not None)
            if counted is not None:
                row = shown.statements[statement]
                assert row.counts == tuple(counted[level] for level in range(1, 6)), statement
                assert (row.not_my_role, row.blank) == (counted[6], counted[0])
                seen += 1
    assert seen > 20


def answers_by_group(scene: Scene) -> dict[tuple[str, str], list[dict[str, int]]]:
    """The stored answers of each agency's role group; the small agency's four stand in no group."""
    definition = factories.definition_of(scene.round)
    rows = scene.session.execute(select(Response.agency_id, Response.role_group, Response.answers))
    by_group: dict[tuple[str, str], list[dict[str, int]]] = {}
    for agency, role_group, packed in rows:
        if agency != scene.small.id:
            by_group.setdefault((str(agency), str(role_group)), []).append(unpack(definition, packed))
    return by_group


def counted_by_hand(groups: list[list[dict[str, int]]], statement: str) -> Counter[int] | None:
    """The answers to a statement in the groups where at least ten gave a level, not all the same one."""
    total: Counter[int] = Counter()
    for answers in groups:
        counted = Counter(given[statement] for given in answers)
        levels = [counted[level] for level in range(1, 6)]
        if sum(levels) >= K and max(levels) < sum(levels):
            total += counted
    return total or None


def test_an_agency_sees_its_own_groups_only(scene: Scene) -> None:
    release = scene.release()
    page = figures.read(scene.session, release_id=release.id, state=figures.agency_state(scene.other.id))
    assert page is not None
    assert page.everyone.covered == 14
    assert set(page.everyone.groups) == {f"D:own:{scene.other.id}"}


def test_answers_of_a_rest_under_the_threshold_are_in_no_group_and_in_no_figure(scene: Scene) -> None:
    release = scene.release()
    cells = {(cell.agency_id, cell.role_group): cell for cell in release.cells}
    assert cells[scene.small.id, "B"].group_key is None
    assert cells[scene.small.id, "B"].answers == 4
    unassigned = select(func.count()).select_from(Response).where(Response.release_group_id.is_(None))
    assert scene.session.scalar(unassigned) == 4
    page = figures.read(scene.session, release_id=release.id, state=figures.agency_state(scene.small.id))
    assert page is not None
    assert page.everyone.statements == {}


def test_every_answer_of_a_group_carries_it(scene: Scene) -> None:
    release = scene.release()
    rows = scene.session.execute(
        select(Response.agency_id, Response.role_group, Response.release_group_id, func.count())
        .where(Response.release_group_id.is_not(None))
        .group_by(Response.agency_id, Response.role_group, Response.release_group_id)
    )
    keys = {group.id: group.key for group in release.groups}
    assert {(agency, role_group, keys[group], number) for agency, role_group, group, number in rows} == {
        (scene.large.id, "D", f"D:own:{scene.large.id}", 31),
        (scene.other.id, "D", f"D:own:{scene.other.id}", 14),
        (scene.large.id, "B", f"B:own:{scene.large.id}", 12),
    }


def test_a_statement_to_which_all_gave_the_same_level_is_withheld_with_all_its_counts(session: Session) -> None:
    agency = factories.add_agency(session)
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 12, level=4)
    factories.close(session, round_)
    release = make_release(session, round_)
    assert release is not None
    (group,) = release.groups
    assert group.answers == 12
    assert not any(group.released)
    assert not any(group.counts)


# Frozen -----------------------------------------------------------------------------------------------------


def test_no_released_figure_moves_while_another_round_is_open(scene: Scene) -> None:
    session = scene.session
    scene.release()
    before = payloads(session)
    later = factories.add_open_round(session)
    people = add_crowd(session, scene.large, 25)
    send_answers(session, later, people, seed=9)
    agencies.set_headcounts(session, agency_id=scene.large.id, heads={"D": 900}, as_at=TODAY, actor_id=None, now=NOW)
    agencies.change_agency(
        session,
        agency=scene.large,
        name="Another name",
        sector="police",
        reference=factories.load_reference(),
        actor_id=None,
        now=NOW,
    )
    assert payloads(session) == before
    assert problems(session) == []


def test_the_next_release_leaves_the_last_as_it_was(scene: Scene) -> None:
    session = scene.session
    scene.release()
    before = payloads(session)
    later = factories.add_open_round(session, opens_on=TODAY + timedelta(days=1))
    add_answering_crowd(session, later, scene.other, 13, seed=7)
    factories.close(session, later)
    assert make_release(session, later) is not None
    after = payloads(session)
    assert before.items() < after.items()
    assert problems(session) == []


# Proving it -------------------------------------------------------------------------------------------------


def tamper_with_a_count(session: Session) -> None:
    group = session.scalars(select(tables.ReleaseGroup).order_by(tables.ReleaseGroup.id)).first()
    assert group is not None
    # One answer fewer at a level that somebody gave.
    place = next(at for at, number in enumerate(group.counts) if number)
    counts = bytearray(group.counts)
    counts[place] -= 1
    group.counts = bytes(counts)


def tamper_with_the_length_of_counts(session: Session) -> None:
    session.execute(update(tables.ReleaseGroup).values(counts=b"", released=b""))


def tamper_with_the_digest(session: Session) -> None:
    session.execute(update(tables.Release).values(digest="0" * 64))


def tamper_with_a_figure(session: Session) -> None:
    session.execute(
        update(tables.ReleaseFigures)
        .where(tables.ReleaseFigures.state == PARTNERSHIP)
        .values(payload=tables.ReleaseFigures.payload + " ")
    )


def tamper_with_a_cell(session: Session) -> None:
    session.execute(update(tables.ReleaseCell).values(answers=tables.ReleaseCell.answers + 1))


CHANGED = "all: the release was changed after it was frozen"


@pytest.mark.parametrize(
    "tamper",
    [
        tamper_with_a_count,
        tamper_with_the_length_of_counts,
        tamper_with_the_digest,
        tamper_with_a_figure,
        tamper_with_a_cell,
    ],
)
def test_verify_finds_whatever_was_changed_of_a_release(scene: Scene, tamper: Callable[[Session], None]) -> None:
    scene.release()
    assert problems(scene.session) == []
    tamper(scene.session)
    assert CHANGED in problems(scene.session)


def test_verify_finds_a_lowered_count_by_the_recount_too(scene: Scene) -> None:
    scene.release()
    tamper_with_a_count(scene.session)
    assert [one for one in problems(scene.session) if one.endswith("more answers are stored than were released")]


def erase_one(session: Session) -> None:
    key = session.scalars(select(Response.key).where(Response.release_group_id.is_not(None))).first()
    session.execute(delete(Response).where(Response.key == key))


def test_verify_finds_an_erasure_that_was_not_recorded(scene: Scene) -> None:
    scene.release()
    erase_one(scene.session)
    assert problems(scene.session) == ["all: 1 answers are missing, but 0 are noted as erased"]


def test_an_erasure_that_was_recorded_agrees(scene: Scene) -> None:
    release = scene.release()
    erase_one(scene.session)
    release.erased += 1
    assert problems(scene.session) == []


def test_verify_finds_an_answer_that_was_changed(scene: Scene) -> None:
    scene.release()
    row = scene.session.scalars(select(Response).where(Response.release_group_id.is_not(None))).first()
    assert row is not None
    row.answers = bytes(1 + (code + 1) % 5 for code in row.answers[:24]) + row.answers[24:]
    assert [one for one in problems(scene.session) if one.endswith("more answers are stored than were released")]


def test_verify_finds_an_answer_moved_out_of_its_group(scene: Scene) -> None:
    scene.release()
    row = scene.session.scalars(select(Response).where(Response.release_group_id.is_not(None))).first()
    assert row is not None
    row.release_group_id = None
    assert problems(scene.session) == ["answers in no group: 5 are stored, but 4 were left out of the release"]


def test_verify_finds_an_answer_added_later(scene: Scene) -> None:
    release = scene.release()
    scene.session.add(
        Response(
            key=b"k" * 16,
            round_id=scene.round.id,
            respondent_key=b"r" * 32,
            is_submitted=True,
            agency_id=scene.large.id,
            role_group="D",
            answers=bytes(28),
            release_group_id=release.groups[0].id,
        )
    )
    found = problems(scene.session)
    assert "all: -1 answers are missing, but 0 are noted as erased" in found


# Row order --------------------------------------------------------------------------------------------------


def test_row_order_says_nothing_about_when_somebody_answered(fresh_database: Database) -> None:
    """Every person sends in a transaction of their own, as in life; after the release no order of it is left."""
    engine = fresh_database.engine
    sessions = sessionmaker(bind=engine)
    with sessions() as session:
        agency = factories.add_agency(session)
        round_ = factories.add_open_round(session)
        people = add_crowd(session, agency, 15)
        session.commit()
        for seed, person in enumerate(people):
            send_answers(session, round_, [person], seed=seed)
            session.commit()
        factories.close(session, round_)
        session.commit()
        assert make_release(session, round_) is not None
        session.commit()
        for _ in releases.rewrite_rows(session, round_id=round_.id):
            session.commit()
    if fresh_database.kind == "sqlite":
        assert_no_row_numbers(engine)
    else:
        assert_rows_lie_in_key_order(engine)


def assert_no_row_numbers(engine: Engine) -> None:
    with engine.connect() as connection:
        for table in (Response.__tablename__, Participation.__tablename__):
            sql = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
            assert "WITHOUT ROWID" in str(sql)


def assert_rows_lie_in_key_order(engine: Engine) -> None:
    with engine.connect() as connection:
        for table, key in ((Response.__tablename__, "key"), (Participation.__tablename__, "round_id, person_id")):
            as_they_lie = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY ctid")).all()
            in_order = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}")).all()
            assert len(as_they_lie) == 15
            assert as_they_lie == in_order
            ages = connection.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {table}"))
            assert ages == 1, f"the transactions that wrote {table} tell the order"
