"""Proving later that no block was changed: released counts against a recount of the stored forms."""

from collections.abc import Iterator

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
    if block.digest != digest_of(block):
        yield "the block was changed after it was frozen"
    forms = session.scalars(select(CourseForms).where(CourseForms.block_id == block.id).order_by(CourseForms.key)).all()
    missing = block.pairs - len(forms)
    if missing != block.erased:
        yield f"{missing} pairs are missing, but {block.erased} are noted as erased"
    lists = {tuple(row.statements.split()) for row in forms}
    released = from_json(block.counts)
    domains = {each.domain: tuple(each.statements) for each in released.domains}
    told = {statement for ids in domains.values() for statement in ids} | set(released.looking_back)
    if len(lists) > 1 or not all(told <= set(statements) for statements in lists):
        yield "its forms do not have the statements that were released"
    elif lists and _has_more(count_pairs(pairs_of(forms), lists.pop(), domains), released):
        yield "more answers are stored than were released"


def _has_more(counted: BlockCounts, released: BlockCounts) -> bool:
    """Whether any cell counted again is larger than it was released."""
    of_domains = zip(counted.domains, released.domains, strict=True)
    return (
        any(
            now > then
            for one, other in of_domains
            for statement, table in one.statements.items()
            for row, released_row in zip(table, other.statements[statement], strict=True)
            for now, then in zip(row, released_row, strict=True)
        )
        or any(
            now > then
            for statement, levels in released.looking_back.items()
            for now, then in zip(counted.looking_back[statement], levels, strict=True)
        )
        or any(
            people > other.changes.get(change, 0)
            for one, other in zip(counted.domains, released.domains, strict=True)
            for change, people in one.changes.items()
        )
    )
