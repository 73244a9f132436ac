"""Proving later that no block was changed: released counts against a recount of the stored forms."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.evaluations.blocks import BlockCounts, count_pairs
from tna.models.courses import OfferedCourse
from tna.models.evaluations import Block, CourseForms
from tna.services.block_counts import digest_of, from_json
from tna.services.blocks import pairs_of
from tna.services.releases import Difference


def verify_blocks(session: Session) -> list[Difference]:
    """Every way in which a block differs from a recount of its pairs less what was erased since."""
    wanted = select(Block, OfferedCourse.title).join(OfferedCourse, OfferedCourse.id == Block.course_id)
    rows = session.execute(wanted.order_by(Block.course_id, Block.number, Block.id))
    return [
        Difference(title, f"block {block.number}", problem)
        for block, title in rows
        for problem in _problems(session, block)
    ]


def _problems(session: Session, block: Block) -> Iterator[str]:
    forms = session.scalars(select(CourseForms).where(CourseForms.block_id == block.id).order_by(CourseForms.key)).all()
    missing = block.pairs - len(forms)
    if missing != block.erased:
        yield f"{missing} pairs are missing, but {block.erased} are noted as erased"
    if block.digest != digest_of(block):
        yield "the block was changed after it was frozen"
    elif not _can_come_from(from_json(block.counts), forms):
        yield "more answers are stored than were released"


def _can_come_from(released: BlockCounts, forms: Sequence[CourseForms]) -> bool:
    """Whether these forms, counted again, give no cell more than was released of them and of others erased since."""
    lists = {tuple(row.statements.split()) for row in forms}
    domains = {each.domain: tuple(each.statements) for each in released.domains}
    told = {statement for ids in domains.values() for statement in ids} | set(released.looking_back)
    if len(lists) > 1 or not all(told <= set(statements) for statements in lists):
        return False
    counted = _cells(count_pairs(pairs_of(forms), next(iter(lists), tuple(told)), domains), told=released)
    then = _cells(released, told=released)
    return all(people <= then.get(cell, 0) for cell, people in counted.items())


def _cells(counts: BlockCounts, *, told: BlockCounts) -> dict[tuple[object, ...], int]:
    """Every count by what it is a count of; of looking back, only for the statements of which it is told."""
    found: dict[tuple[object, ...], int] = {}
    for domain in counts.domains:
        found |= {(domain.domain, "change", change): people for change, people in domain.changes.items()}
        for statement, table in domain.statements.items():
            found |= {
                (statement, before, after): people
                for before, row in enumerate(table)
                for after, people in enumerate(row)
            }
    for statement in told.looking_back:
        found |= {(statement, level): people for level, people in enumerate(counts.looking_back[statement])}
    return found
