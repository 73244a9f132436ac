"""Releasing pairs of course forms, a block at a time: what is counted, frozen, and read back by every page."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from tna.domain.evaluations.blocks import (
    BlockCounts,
    Pair,
    add_blocks,
    checked_block,
    comparable,
    count_pairs,
    release_of,
)
from tna.models.courses import OfferedCourse
from tna.models.evaluations import Block, CourseForms
from tna.services.block_counts import digest_of, from_json, to_json
from tna.services.form_wording import wording_of

REWRITE_FORMS = "rewrite course forms in key order"
ALL_COURSES = "all courses"

# The first month of each half of the year: a block says no more of when it was released.
_HALVES = (1, 7)


def release_blocks(session: Session, *, course_id: str, threshold: int, secret_id: str, today: date) -> list[Block]:
    """Release what can be released of a course in this transaction; empty where its pairs have to wait.

    A course whose list of statements was changed has an open block for each list, since their pairs cannot be
    counted together.
    """
    wait_for_forms(session, course_id=course_id)
    made = []
    for statements, forms in open_pairs(session, course_id=course_id).items():
        released = release_of(count_forms(session, statements, forms), threshold)
        if released is not None:
            block = Block(
                course_id=course_id,
                number=_next_number(session, course_id),
                released_in=_half_year(today),
                threshold=threshold,
                secret_id=secret_id,
                pairs=released.pairs,
                counts=to_json(released),
            )
            block.digest = digest_of(block)
            session.add(block)
            session.flush()
            _put_in(session, block, forms)
            made.append(block)
    return made


def open_pairs(session: Session, *, course_id: str) -> dict[tuple[str, ...], list[CourseForms]]:
    """The pairs of a course that are in no block yet, by the statements they were asked, each list in key order."""
    wanted = (
        select(CourseForms)
        .where(CourseForms.course_id == course_id, CourseForms.block_id.is_(None))
        .where(CourseForms.before.is_not(None), CourseForms.after.is_not(None))
        .order_by(CourseForms.statements, CourseForms.key)
    )
    found: dict[tuple[str, ...], list[CourseForms]] = defaultdict(list)
    for row in session.scalars(wanted):
        found[tuple(row.statements.split())].append(row)
    return dict(found)


def count_forms(session: Session, statements: tuple[str, ...], forms: Iterable[CourseForms]) -> BlockCounts:
    """Everything that could be told of these pairs, by the domains of the survey; for the release alone."""
    return count_pairs(pairs_of(forms), statements, wording_of(session, statements).domains)


def pairs_of(forms: Iterable[CourseForms]) -> list[Pair]:
    """The answers of forms that make a pair, without whose they are."""
    return [Pair(row.before or b"", row.after or b"", row.looking_back or b"") for row in forms]


def wait_for_forms(session: Session, *, course_id: str | None = None) -> None:
    """Let whoever sends a form of this course, or of any, finish first, and others wait until this transaction ends."""
    wanted = select(OfferedCourse.id).order_by(OfferedCourse.id).with_for_update()
    session.execute(wanted if course_id is None else wanted.where(OfferedCourse.id == course_id))


def _next_number(session: Session, course_id: str) -> int:
    return (session.scalar(select(func.max(Block.number)).where(Block.course_id == course_id)) or 0) + 1


def _half_year(today: date) -> date:
    return today.replace(month=_HALVES[today.month >= _HALVES[1]], day=1)


def _put_in(session: Session, block: Block, forms: list[CourseForms]) -> None:
    """Write the block on its pairs: on all of them in one statement, so that their rows get one age."""
    session.execute(
        update(CourseForms)
        .where(CourseForms.key.in_([row.key for row in forms]))
        .values(block_id=block.id)
        .execution_options(synchronize_session=False)
    )


def rewrite_forms(session: Session) -> None:
    """Leave no order of arrival in the table of forms. SQLite keeps it in the order of its keys anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("CLUSTER course_forms USING pk_course_forms"))


# What every page reads --------------------------------------------------------------------------------------


def all_released(session: Session, *, course_id: str | None = None) -> dict[str, BlockCounts]:
    """What has been released of every course that has a block, or of this one: its blocks added up, by course id.

    A domain whose statements were changed counts from the change on. Raises UnsafeBlock for a stored block that
    breaks the rule it was released by.
    """
    wanted = select(Block).order_by(Block.course_id, Block.number, Block.id)
    if course_id is not None:
        wanted = wanted.where(Block.course_id == course_id)
    blocks: dict[str, list[Block]] = defaultdict(list)
    for block in session.scalars(wanted):
        blocks[block.course_id].append(block)
    return {course: _added(each) for course, each in blocks.items()}


def _added(blocks: Iterable[Block]) -> BlockCounts:
    return add_blocks(comparable([checked_block(from_json(one.counts), one.threshold) for one in blocks]))
