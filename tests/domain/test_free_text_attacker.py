"""The attacker on themes and quotations: every number that follows is of k people or more, but with naive versions.

The attacker holds the themes of every union of release groups, which is more than any page shows, knows who stands in
which group, and asks how many people wrote something, and about a theme, in any set of groups.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from tests.domain.attacker import smallest_isolated
from tna.domain.free_text import KeptText, Themes, form_themes, publish_themes

K = 10
THEME = 1
ROUNDS = 40


@cache
def rounds() -> tuple[tuple[KeptText, ...], ...]:
    """Texts of random rounds: six release groups, in which from none to two dozen people wrote something."""
    rng = np.random.default_rng(20)
    made = []
    for _ in range(ROUNDS):
        numbers = rng.integers(0, 25, size=6)
        shares = rng.choice([0.0, 0.2, 0.5, 1.0], size=6, p=[0.1, 0.4, 0.4, 0.1])
        made.append(
            tuple(
                KeptText(
                    f"{group} {place}",
                    str(group),
                    frozenset({THEME} if rng.random() < share else ()),
                    rng.random() < 0.5,
                )
                for group, (number, share) in enumerate(zip(numbers, shares, strict=True))
                for place in range(number)
            )
        )
    return tuple(made)


def writers(texts: tuple[KeptText, ...]) -> dict[object, int]:
    return {str(group): sum(one.group == str(group) for one in texts) for group in range(6)}


def unions() -> list[frozenset[str]]:
    groups = [str(group) for group in range(6)]
    return [frozenset(chosen) for size in range(1, 7) for chosen in combinations(groups, size)]


# What the attacker learns: sets of groups, each with the number of its people who wrote something.
Facts = Callable[[tuple[KeptText, ...]], list[frozenset[object]]]


def ours(texts: tuple[KeptText, ...]) -> list[frozenset[object]]:
    """Every union of groups, of which the theme says how many people of its released groups wrote something."""
    formed = form_themes(texts, {THEME: "Time"}, K)
    released = {one.key for one in formed.groups}
    return [frozenset(union & released) for union in unions() if publish_themes(formed, union)]


def threshold_by_filter(texts: tuple[KeptText, ...]) -> list[frozenset[object]]:
    """A theme is shown wherever the filter's texts reach k, whatever groups they are of."""
    numbers = writers(texts)
    return [frozenset(union) for union in unions() if sum(numbers[group] for group in union) >= K]


def threshold_by_answers(texts: tuple[KeptText, ...]) -> list[frozenset[object]]:
    """A theme is shown of every release group, since each has k answers, however few of them wrote something."""
    numbers = writers(texts)
    return [frozenset({group}) for group in numbers if numbers[group]]


def smallest(texts: tuple[KeptText, ...], facts: Facts) -> int | None:
    numbers: Mapping[object, int] = writers(texts)
    return smallest_isolated(facts(texts), numbers)


def test_no_union_of_groups_isolates_fewer_than_k_writers() -> None:
    found = [smallest(texts, ours) for texts in rounds()]
    assert any(found), "rounds in which nothing follows would prove nothing"
    assert all(one is None or one >= K for one in found)


@pytest.mark.parametrize("naive", [threshold_by_filter, threshold_by_answers])
def test_the_attacker_isolates_single_writers_where_the_rule_is_a_naive_one(naive: Facts) -> None:
    found = [one for texts in rounds() if (one := smallest(texts, naive)) is not None]
    assert sum(one < K for one in found) > ROUNDS / 2
    assert min(found) <= 2


def test_colleagues_who_take_off_their_own_texts_are_left_with_k_less_themselves() -> None:
    texts = tuple(KeptText(str(n), "0", frozenset({THEME} if n < 4 else ()), may_be_quoted=False) for n in range(K))
    pooled = 3
    apart: dict[object, int] = {"others": K - pooled, **dict.fromkeys(range(pooled), 1)}
    everybody = frozenset(apart)
    assert publish_themes(form_themes(texts, {THEME: "Time"}, K))[0].texts == K
    known = [everybody, *(frozenset({one}) for one in range(pooled))]
    assert smallest_isolated(known, apart, of=["others"]) == K - pooled


def quoted_naively(texts: tuple[KeptText, ...]) -> list[str]:
    """Whatever a screener let through, in the order in which it lies there: of every group one after the other."""
    return [one.text for one in texts if one.may_be_quoted]


def test_no_quotation_comes_from_a_group_in_which_fewer_than_k_wrote() -> None:
    naive_falls = 0
    for texts in rounds():
        numbers = writers(texts)
        group_of = {one.text: one.group for one in texts}
        assert all(numbers[group_of[text]] >= K for text in form_themes(texts, {THEME: "Time"}, K).quotations)
        naive_falls += any(numbers[group_of[text]] < K for text in quoted_naively(texts))
    assert naive_falls > ROUNDS / 2


def test_quotations_of_one_group_do_not_stand_together() -> None:
    """In the order in which texts lie there, two neighbours are nearly always of one group; ours are so by chance."""
    together, by_chance, naive = 0, 0.0, 0
    for texts in rounds():
        group_of = {one.text: one.group for one in texts}
        formed = form_themes(texts, {THEME: "Time"}, K)
        together += neighbours(formed.quotations, group_of)
        by_chance += expected(formed, group_of)
        naive += neighbours(tuple(quoted_naively(texts)), group_of)
    assert together == pytest.approx(by_chance, rel=0.2)
    assert naive > 3 * by_chance


def neighbours(quotations: tuple[str, ...], group_of: Mapping[str, str | None]) -> int:
    pairs = pairwise(quotations)
    return sum(group_of[one] == group_of[other] for one, other in pairs)


def expected(formed: Themes, group_of: Mapping[str, str | None]) -> float:
    """How many neighbours of one group a random order has: pairs of one group, over n / 2."""
    n = len(formed.quotations)
    if n < 2:
        return 0.0
    groups = [group_of[text] for text in formed.quotations]
    return sum(m * (m - 1) for m in (groups.count(group) for group in set(groups))) / n
