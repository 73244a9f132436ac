"""Blocks of pairs: adding them."""

from tna.domain.evaluations.blocks import BlockCounts, DomainCounts, add_blocks


def table(*pairs: tuple[int, int]) -> list[list[int]]:
    """Counts of (before, after)."""
    return [[pairs.count((before, after)) for after in range(1, 6)] for before in range(1, 6)]


ONE = BlockCounts(
    2,
    (DomainCounts("D1", {"s01": table((1, 2), (3, 3))}, {0: 1, 1: 1}),),
    {"s01": (1, 1, 0, 0, 0)},
)
OTHER = BlockCounts(
    3,
    (
        DomainCounts("D1", {"s01": table((1, 2))}, {1: 1}),
        DomainCounts("D2", {"s05": table((4, 2), (5, 5))}, {-2: 1, 0: 1}),
    ),
    {"s01": (0, 0, 0, 0, 2), "s05": (0, 2, 0, 0, 0)},
)


def test_blocks_add_table_by_table_and_change_by_change() -> None:
    both = add_blocks([ONE, OTHER])
    assert both.pairs == 5
    assert [(domain.domain, domain.n, dict(domain.changes)) for domain in both.domains] == [
        ("D1", 3, {0: 1, 1: 2}),
        ("D2", 2, {-2: 1, 0: 1}),
    ]
    assert both.domains[0].statements["s01"] == table((1, 2), (3, 3), (1, 2))
    assert both.looking_back == {"s01": (1, 1, 0, 0, 2), "s05": (0, 2, 0, 0, 0)}


def test_one_block_is_itself_and_none_is_empty() -> None:
    assert add_blocks([ONE]) == ONE
    assert add_blocks([]) == BlockCounts(0, (), {})
