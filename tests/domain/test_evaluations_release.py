"""What is released of course forms: never under k, always all over the same people, each pair once."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.evaluations.blocks import (
    BlockCounts,
    DomainCounts,
    Pair,
    Reached,
    UnsafeBlock,
    add_blocks,
    checked_block,
    comparable,
    count_pairs,
    reached,
    release_of,
)

K = 5
STATEMENTS = ("s01", "s02", "s05")
DOMAINS = {"D1": ("s01", "s02"), "D2": ("s05",)}

codes = st.sampled_from([0, 1, 2, 3, 3, 4, 4, 5, 6])
packed = st.lists(codes, min_size=3, max_size=3).map(bytes)
pairs = st.builds(Pair, packed, packed, packed)


def pair(before: Sequence[int], after: Sequence[int], looking_back: Sequence[int] = (0, 0, 0)) -> Pair:
    return Pair(bytes(before), bytes(after), bytes(looking_back))


def counted(forms: Sequence[Pair]) -> BlockCounts:
    return count_pairs(forms, STATEMENTS, DOMAINS)


def rise(number: int, *, also: Sequence[Pair] = ()) -> list[Pair]:
    """So many complete pairs, of which one differs so that no statement has a single cell."""
    return [pair((2, 2, 2), (3, 4, 5))] * (number - 1) + [pair((1, 5, 3), (1, 4, 2)), *also]


def complete(forms: Sequence[Pair], places: Sequence[int]) -> list[Pair]:
    """The pairs with a level, twice, for every one of these places: said once more, in other words."""
    return [form for form in forms if all({form.before[p], form.after[p]} <= {1, 2, 3, 4, 5} for p in places)]


def releases(forms: Sequence[Pair], k: int = K) -> list[tuple[list[Pair], BlockCounts]]:
    """What comes of pairs that arrive one after another: each block's pairs, and what was released of them."""
    made, waiting = [], []
    for form in forms:
        waiting.append(form)
        released = release_of(counted(waiting), k)
        if released is not None:
            made.append((waiting, released))
            waiting = []
    return made


@given(st.lists(pairs, max_size=80))
def test_released_counts_are_those_of_a_recount_person_by_person(forms: list[Pair]) -> None:
    for block, released in releases(forms):
        assert released.pairs == len(block)
        for domain in released.domains:
            places = [STATEMENTS.index(statement) for statement in domain.statements]
            people = complete(block, places)
            assert domain.n == len(people)
            sums = (sum(form.after[p] - form.before[p] for p in places) for form in people)
            assert domain.changes == dict(Counter(sums))
            for statement, place in zip(domain.statements, places, strict=True):
                table = Counter((form.before[place], form.after[place]) for form in people)
                cells = {(b + 1, a + 1): domain.statements[statement][b][a] for b in range(5) for a in range(5)}
                assert {cell: people for cell, people in cells.items() if people} == dict(table)
        for statement, levels in released.looking_back.items():
            given_ = [form.looking_back[STATEMENTS.index(statement)] for form in block]
            assert levels == tuple(given_.count(level) for level in range(1, 6))


@given(st.lists(pairs, max_size=80), st.integers(5, 8))
def test_nothing_is_released_of_fewer_than_k_people_or_of_people_all_alike(forms: list[Pair], k: int) -> None:
    for _, released in releases(forms, k):
        assert released.domains
        for domain in released.domains:
            assert domain.n >= k
            for table in domain.statements.values():
                assert sum(map(sum, table)) == domain.n
                assert max(map(max, table)) < domain.n
        for levels in released.looking_back.values():
            assert sum(levels) >= k
            assert max(levels) < sum(levels)
        assert checked_block(released, k) is released


@given(st.lists(pairs, min_size=30, max_size=90))
def test_whoever_subtracts_one_release_from_the_next_is_left_with_at_least_k(forms: list[Pair]) -> None:
    blocks = [released for _, released in releases(forms)]
    totals = [add_blocks(blocks[:number]) for number in range(len(blocks) + 1)]
    for earlier in range(len(totals)):
        for later in range(earlier + 1, len(totals)):
            before = {domain.domain: domain for domain in totals[earlier].domains}
            for domain in totals[later].domains:
                left = domain.n - (before[domain.domain].n if domain.domain in before else 0)
                assert left == 0 or left >= K
            for statement, levels in totals[later].looking_back.items():
                left = sum(levels) - sum(totals[earlier].looking_back.get(statement, ()))
                assert left == 0 or left >= K


def test_a_naive_release_of_every_pair_as_it_comes_gives_single_people_away() -> None:
    one, more = counted(rise(K)), counted(rise(K, also=[pair((1, 1, 1), (2, 2, 2))]))
    assert more.domains[0].n - one.domains[0].n == 1


def test_a_block_waits_until_every_domain_has_enough() -> None:
    short = [pair((2, 2, 0), (3, 4, 5))] * 3
    assert release_of(counted(rise(K - 1)), K) is None
    assert release_of(counted(rise(K - 1, also=short)), K) is None
    released = release_of(counted(rise(K, also=short)), K)
    assert released is not None
    assert [(domain.domain, domain.n) for domain in released.domains] == [("D1", K + 3), ("D2", K)]


def test_at_three_times_k_pairs_a_domain_that_is_still_short_is_left_out() -> None:
    without = [pair((2, 2, 6), (3, 4, 6))] * (3 * K - 4)
    assert release_of(counted(rise(3, also=without)), K) is None
    released = release_of(counted(rise(4, also=without)), K)
    assert released is not None
    assert [domain.domain for domain in released.domains] == ["D1"]
    assert released.pairs == 3 * K


def test_a_block_waits_for_ever_where_there_is_nothing_to_tell() -> None:
    assert release_of(counted([]), K) is None
    assert release_of(counted([pair((0, 0, 0), (0, 0, 0))] * 40), K) is None


@pytest.mark.parametrize("level", [1, 5])
def test_a_block_waits_while_everybody_stands_in_one_cell_of_a_statement(level: int) -> None:
    alike = [pair((level, level, level), (level, level, level))] * 40
    assert release_of(counted(alike), K) is None
    other = pair((2, 3, 2), (3, 4, 4))
    assert release_of(counted([*alike, other]), K) is not None


def test_a_course_with_one_statement_is_released_like_any_other() -> None:
    forms = [Pair(b"\x02", b"\x04", b"\x01")] * 4 + [Pair(b"\x03", b"\x03", b"\x03")]
    released = release_of(count_pairs(forms, ("s01",), {"D1": ("s01",)}), K)
    assert released is not None
    assert released.domains[0].changes == {0: 1, 2: 4}
    assert released.looking_back == {"s01": (4, 0, 1, 0, 0)}


def test_looking_back_is_told_of_k_people_who_are_not_all_alike_and_of_no_fewer() -> None:
    forms = rise(K)
    said = [(1, 3, 2), (1, 3, 0), (2, 3, 2), (1, 3, 3), (1, 3, 6)]
    forms = [pair(form.before, form.after, then) for form, then in zip(forms, said, strict=True)]
    released = release_of(counted(forms), K)
    assert released is not None
    assert released.looking_back == {"s01": (4, 1, 0, 0, 0)}


def test_no_threshold_under_the_floor_releases_anything() -> None:
    with pytest.raises(ValueError, match="under the floor of 5"):
        release_of(counted(rise(20)), 4)


@pytest.mark.parametrize(
    ("number", "also", "word"),
    [
        (2, 0, Reached.FEWER_THAN_HALF),
        (5, 0, Reached.MORE_THAN_HALF),
        (7, 0, Reached.MORE_THAN_HALF),
        (8, 0, Reached.NEARLY_THERE),
        (30, 0, Reached.NEARLY_THERE),
        (1, 13, Reached.FEWER_THAN_HALF),
        (1, 14, Reached.MORE_THAN_HALF),
        (1, 23, Reached.NEARLY_THERE),
    ],
)
def test_how_far_a_block_is_comes_in_three_words(number: int, also: int, word: Reached) -> None:
    without = [pair((2, 2, 6), (3, 4, 6))] * also
    assert reached(counted(rise(number, also=without)), 10, comers=20) is word
    assert reached(counted(rise(number, also=without)), 10, comers=19) is Reached.FEWER_THAN_HALF


def test_a_course_without_pairs_has_fewer_than_half() -> None:
    assert reached(counted([]), K, comers=100) is Reached.FEWER_THAN_HALF
    assert reached(count_pairs([], ("s01",), {}), K, comers=100) is Reached.FEWER_THAN_HALF


def test_stored_counts_that_break_the_rule_are_refused() -> None:
    good = release_of(counted(rise(K + 1)), K)
    assert good is not None
    (first, second) = good.domains
    wrong = [
        BlockCounts(2, good.domains, {}),
        BlockCounts(6, (DomainCounts("D1", first.statements, {1: 5}), second), {}),
        BlockCounts(6, good.domains, {"s01": (3, 1, 0, 0, 0)}),
        BlockCounts(6, good.domains, {"s01": (6, 0, 0, 0, 0)}),
    ]
    for counts in wrong:
        with pytest.raises(UnsafeBlock):
            checked_block(counts, K)
    with pytest.raises(UnsafeBlock):
        checked_block(good, K + 2)


def test_a_domain_counts_from_the_block_on_in_which_its_statements_changed() -> None:
    old = count_pairs(rise(K), STATEMENTS, {"D1": ("s01",), "D2": ("s05",)})
    both = add_blocks(comparable([old, counted(rise(K + 2))]))
    assert [(each.domain, tuple(each.statements), each.n) for each in both.domains] == [
        ("D2", ("s05",), 2 * K + 2),
        ("D1", ("s01", "s02"), K + 2),
    ]
    assert both.pairs == 2 * K + 2
