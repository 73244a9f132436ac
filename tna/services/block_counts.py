"""The counts of a block as the text that is stored, and back again without loss; and their hash."""

import hashlib
import json
from typing import Any

from tna.domain.evaluations.blocks import BlockCounts, DomainCounts
from tna.models.evaluations import Block


def to_json(counts: BlockCounts) -> str:
    """Counts as JSON; domains, statements and changes keep their order."""
    domains = [
        {
            "domain": each.domain,
            "statements": each.statements,
            "changes": {str(change): people for change, people in each.changes.items()},
        }
        for each in counts.domains
    ]
    found = {"pairs": counts.pairs, "domains": domains, "looking_back": counts.looking_back}
    return json.dumps(found, separators=(",", ":"), default=dict)


def from_json(text: str) -> BlockCounts:
    """The counts that to_json() wrote."""
    found = json.loads(text)
    return BlockCounts(
        found["pairs"],
        tuple(_domain(each) for each in found["domains"]),
        {statement: tuple(levels) for statement, levels in found["looking_back"].items()},
    )


def _domain(found: dict[str, Any]) -> DomainCounts:
    changes = {int(change): people for change, people in found["changes"].items()}
    return DomainCounts(found["domain"], found["statements"], changes)


def digest_of(block: Block) -> str:
    """The hash of everything about a block that is frozen: a change to any of it shows."""
    frozen = [
        block.course_id,
        block.number,
        block.released_in.isoformat(),
        block.threshold,
        block.secret_id,
        block.pairs,
        block.counts,
    ]
    return hashlib.sha256(json.dumps(frozen).encode()).hexdigest()
