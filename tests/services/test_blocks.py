"""Releasing pairs of course forms in blocks: once, all or nothing, frozen; and proving it afterwards."""

import json
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tna.domain.evaluations.blocks import BlockCounts, DomainCounts, UnsafeBlock
from tna.models.courses import OfferedCourse
from tna.models.evaluations import Block, CourseForms
from tna.services import blocks
from tna.services.block_checks import verify_blocks
from tna.services.block_counts import from_json, to_json

COURSE = "CSA-03"  # s01 s02 s04 of D1, s05 s06 of D2, s12 s13 s16 of D4
K = 10
TODAY = date(2027, 3, 12)


@pytest.fixture
def catalogue(session: Session) -> None:
    factories.add_catalogue(session)


def add_pairs(session: Session, number: int, *, course_id: str = COURSE, statements: str = "", first: int = 0) -> None:
    """So many complete pairs that differ, from one seed on."""
    length = len(statements.split()) or len(factories.courses.catalogue_of(session).course(course_id).statements)
    for seed in range(first, first + number):
        before, after, then = (bytes(1 + (seed * step + place) % 5 for place in range(length)) for step in (1, 2, 3))
        factories.add_pair(session, course_id, before, after, then, statements=statements)


def release(session: Session, *, course_id: str = COURSE, today: date = TODAY, threshold: int = K) -> Sequence[Block]:
    return blocks.release_blocks(session, course_id=course_id, threshold=threshold, secret_id="of-tests", today=today)


def released(session: Session) -> BlockCounts:
    """Everything released of the course; nothing at all before its first block."""
    return blocks.all_released(session, course_id=COURSE).get(COURSE, BlockCounts(0, (), {}))


def problems(session: Session) -> list[str]:
    session.flush()
    session.expire_all()
    return [f"{one.title}, {one.group}: {one.problem}" for one in verify_blocks(session)]


def in_blocks(session: Session) -> list[int | None]:
    session.expire_all()
    return list(session.scalars(select(CourseForms.block_id).order_by(CourseForms.block_id)))


# Releasing --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("catalogue")
def test_nothing_leaves_before_k_pairs_and_everything_so_far_with_them(session: Session) -> None:
    add_pairs(session, K - 1)
    assert release(session) == []
    assert released(session) == BlockCounts(0, (), {})
    add_pairs(session, 1, first=K - 1)
    (block,) = release(session)
    assert (block.number, block.pairs, block.threshold, block.secret_id, block.erased) == (1, K, K, "of-tests", 0)
    assert block.released_in == date(2027, 1, 1)
    assert in_blocks(session) == [block.id] * K
    counts = released(session)
    assert [(domain.domain, tuple(domain.statements), domain.n) for domain in counts.domains] == [
        ("D1", ("s01", "s02", "s04"), K),
        ("D2", ("s05", "s06"), K),
        ("D4", ("s12", "s13", "s16"), K),
    ]
    assert {statement: sum(levels) for statement, levels in counts.looking_back.items()} == dict.fromkeys(
        ("s01", "s02", "s04", "s05", "s06", "s12", "s13", "s16"), K
    )


@pytest.mark.usefixtures("catalogue")
def test_releasing_twice_releases_once(session: Session) -> None:
    add_pairs(session, K)
    assert len(release(session)) == 1
    before = released(session)
    assert release(session) == []
    assert released(session) == before


@pytest.mark.usefixtures("catalogue")
def test_blocks_are_numbered_and_add_up_course_by_course(session: Session) -> None:
    add_pairs(session, K)
    release(session)
    add_pairs(session, K + 3, first=K)
    release(session, today=date(2027, 12, 31))
    add_pairs(session, K, course_id="CSA-04")
    release(session, course_id="CSA-04")
    found = session.execute(select(Block.course_id, Block.number, Block.released_in).order_by(Block.id)).all()
    assert [tuple(row) for row in found] == [
        (COURSE, 1, date(2027, 1, 1)),
        (COURSE, 2, date(2027, 7, 1)),
        ("CSA-04", 1, date(2027, 1, 1)),
    ]
    counts = blocks.all_released(session)
    assert {course: each.pairs for course, each in counts.items()} == {COURSE: 2 * K + 3, "CSA-04": K}
    assert counts[COURSE] == released(session)


@pytest.mark.usefixtures("catalogue")
def test_a_form_alone_and_a_declined_one_are_no_pair(session: Session) -> None:
    add_pairs(session, K)
    for row, change in zip(
        session.scalars(select(CourseForms)).all(),
        ({"before": None}, {"before": None, "before_declined": True}, {"after": None, "looking_back": None}),
        strict=False,
    ):
        session.execute(update(CourseForms).where(CourseForms.key == row.key).values(**change))
    assert release(session) == []
    add_pairs(session, 3, first=K)
    (block,) = release(session)
    assert block.pairs == K
    assert in_blocks(session).count(None) == 3


@pytest.mark.usefixtures("catalogue")
def test_pairs_that_were_asked_other_statements_are_a_block_of_their_own(session: Session) -> None:
    add_pairs(session, 6)
    add_pairs(session, 6, statements="s05 s06")
    assert release(session) == []
    add_pairs(session, 4, statements="s05 s06", first=6)
    (block,) = release(session)
    assert [domain.domain for domain in from_json(block.counts).domains] == ["D2"]
    assert in_blocks(session).count(block.id) == K


@pytest.mark.usefixtures("catalogue")
def test_a_course_where_everybody_put_the_same_waits_and_says_nothing(session: Session) -> None:
    for _ in range(4 * K):
        factories.add_pair(session, "CSA-06", b"\x05\x05\x05", b"\x05\x05\x05", b"\x05\x05\x05")
    assert release(session, course_id="CSA-06") == []
    assert blocks.all_released(session) == {}


@pytest.mark.usefixtures("catalogue")
def test_a_statement_that_no_survey_has_is_in_no_figure_and_in_nobodys_way(session: Session) -> None:
    add_pairs(session, K, statements="s05 s06 gone")
    (block,) = release(session)
    assert [tuple(domain.statements) for domain in from_json(block.counts).domains] == [("s05", "s06")]
    assert problems(session) == []


def test_two_workers_release_the_same_pairs_once(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        add_pairs(session, K + 2)
        session.commit()
    made = at_once(fresh_database, lambda each: len(release(each)), times=3)
    assert sorted(made) == [0, 0, 1]
    with Session(fresh_database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Block)) == 1
        assert problems(session) == []


@pytest.mark.usefixtures("catalogue")
def test_on_postgresql_forms_lie_in_the_order_of_their_keys_afterwards(session: Session) -> None:
    add_pairs(session, K)
    release(session)
    blocks.rewrite_forms(session)
    if session.get_bind().dialect.name != "postgresql":
        return  # SQLite keeps no other order: tests/house/test_answers_are_private.py
    stored = session.scalars(text("SELECT key FROM course_forms ORDER BY ctid")).all()
    assert stored == sorted(stored)


# Storing ----------------------------------------------------------------------------------------------------

_counts = st.integers(0, 30)
_tables = st.lists(st.lists(_counts, min_size=5, max_size=5), min_size=5, max_size=5)
_ids = st.sampled_from(["s01", "s02", "s10", "s24"])
_domains = st.builds(
    DomainCounts,
    st.sampled_from(["D1", "D2", "D7"]),
    st.dictionaries(_ids, _tables, max_size=3),
    st.dictionaries(st.integers(-24, 24), _counts, max_size=9),
)
_blocks = st.builds(
    BlockCounts, _counts, st.lists(_domains, max_size=3).map(tuple), st.dictionaries(_ids, st.tuples(*[_counts] * 5))
)


@given(_blocks)
def test_counts_come_back_from_their_text_as_they_were_in_their_order(counts: BlockCounts) -> None:
    again = from_json(to_json(counts))
    assert again == counts
    assert [list(domain.statements) for domain in again.domains] == [list(each.statements) for each in counts.domains]
    assert to_json(again) == to_json(counts)


@pytest.mark.usefixtures("catalogue")
def test_a_stored_block_that_breaks_its_rule_is_shown_to_nobody(session: Session) -> None:
    add_pairs(session, K)
    (block,) = release(session)
    block.threshold = K + 1
    session.flush()
    with pytest.raises(UnsafeBlock):
        released(session)
    with pytest.raises(UnsafeBlock):
        blocks.all_released(session)


# Proving it later -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("catalogue")
def test_blocks_agree_with_a_recount_also_after_something_was_erased(session: Session) -> None:
    add_pairs(session, K + 1)
    (block,) = release(session)
    add_pairs(session, 3, first=K + 1)
    assert problems(session) == []
    gone = session.scalars(select(CourseForms.key).where(CourseForms.block_id == block.id)).first()
    session.execute(delete(CourseForms).where(CourseForms.key == gone))
    name = "CSA: identify and respond, block 1"
    assert problems(session) == [f"{name}: 1 pairs are missing, but 0 are noted as erased"]
    session.execute(update(Block).values(erased=1))
    assert problems(session) == []


@pytest.mark.usefixtures("catalogue")
def test_erasing_everybody_leaves_the_block_as_it_was_released(session: Session) -> None:
    add_pairs(session, K)
    release(session)
    before = released(session)
    session.execute(delete(CourseForms))
    session.execute(update(Block).values(erased=K))
    assert problems(session) == []
    assert released(session) == before


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"threshold": 5}, "the block was changed after it was frozen"),
        ({"released_in": date(2026, 7, 1)}, "the block was changed after it was frozen"),
        ({"counts": "{}"}, "the block was changed after it was frozen"),
        ({"pairs": 11}, "1 pairs are missing, but 0 are noted as erased"),
    ],
)
def test_a_block_that_was_changed_is_found(session: Session, change: dict[str, object], problem: str) -> None:
    add_pairs(session, K)
    release(session)
    session.execute(update(Block).values(**change))
    assert f"CSA: identify and respond, block 1: {problem}" in problems(session)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("column", ["before", "after", "looking_back"])
def test_an_answer_that_was_changed_after_the_release_is_found(session: Session, column: str) -> None:
    add_pairs(session, K)
    release(session)
    row = session.scalars(select(CourseForms).order_by(CourseForms.key)).first()
    assert row is not None
    packed = getattr(row, column)
    setattr(row, column, bytes([packed[0] % 5 + 1]) + packed[1:])
    assert problems(session) == ["CSA: identify and respond, block 1: more answers are stored than were released"]


@pytest.mark.usefixtures("catalogue")
def test_a_row_whose_statements_were_changed_is_found(session: Session) -> None:
    add_pairs(session, K)
    release(session)
    session.execute(update(CourseForms).values(statements="s01 s02 s04 s05 s06 s12 s13 s14"))
    assert problems(session) == ["CSA: identify and respond, block 1: more answers are stored than were released"]


@pytest.mark.usefixtures("catalogue")
def test_the_words_of_a_course_may_change_without_touching_its_blocks(session: Session) -> None:
    add_pairs(session, K)
    release(session)
    row = session.get_one(OfferedCourse, COURSE)
    row.title, row.entries = "Another", json.dumps(json.loads(row.entries) | {"title": "Another"})
    assert problems(session) == []
