"""What people wrote is counted and quoted under the rule of the statements, and under no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.disclosure import UnsafeRelease
from tna.domain.free_text import (
    LONGEST_TEXT,
    KeptText,
    ThemeFigures,
    ThemeGroup,
    Themes,
    fingerprint,
    form_themes,
    publish_themes,
    tidied,
)

K = 10
TITLES = {1: "Time", 2: "Cost"}


def texts(
    group: str | None, number: int, *, about: int = 0, theme: int = 1, may_be_quoted: bool = False
) -> list[KeptText]:
    """So many texts of a group, the first of them about a theme."""
    return [
        KeptText(f"{group}, {place}", group, frozenset({theme} if place < about else ()), may_be_quoted)
        for place in range(number)
    ]


def test_a_theme_is_counted_where_at_least_k_wrote_and_neither_all_nor_none_about_it() -> None:
    formed = form_themes(
        [
            *texts("enough", 10, about=4),
            *texts("one too few", 9, about=4),
            *texts("all", 12, about=12),
            *texts("none", 12),
        ],
        TITLES,
        K,
    )
    assert formed.groups == (ThemeGroup("enough", 10, {1: 4}),)


def test_each_theme_is_decided_by_itself() -> None:
    both = frozenset({1, 2})
    written = [KeptText(str(n), "a", both if n < 3 else frozenset({2}), may_be_quoted=False) for n in range(10)]
    assert form_themes(written, TITLES, K).groups == (ThemeGroup("a", 10, {1: 3}),)


def test_whoever_stands_in_no_group_is_neither_counted_nor_quoted() -> None:
    formed = form_themes(texts(None, 30, about=10, may_be_quoted=True), TITLES, K)
    assert (formed.groups, formed.quotations) == ((), ())


def test_only_what_may_be_quoted_of_groups_of_k_texts_is_quoted() -> None:
    written = [
        *texts("large", 10, about=3),
        *texts("large too", 12, may_be_quoted=True),  # none about the theme: its sentences may be read all the same
        *texts("small", 9, may_be_quoted=True),
    ]
    formed = form_themes(written, TITLES, K)
    assert sorted(formed.quotations) == sorted(one.text for one in texts("large too", 12))


def test_the_order_of_quotations_comes_from_their_own_words_alone() -> None:
    written = [*texts("a", 12, may_be_quoted=True), *texts("b", 12, may_be_quoted=True)]
    formed = form_themes(written, TITLES, K).quotations
    assert formed == form_themes(written[::-1], TITLES, K).quotations
    assert [text[0] for text in formed] not in (["a"] * 12 + ["b"] * 12, ["b"] * 12 + ["a"] * 12)
    assert list(formed) == sorted(formed, key=fingerprint)


def test_themes_add_the_groups_in_which_they_are_released_and_no_other() -> None:
    formed = form_themes(
        [*texts("a", 10, about=4), *texts("b", 20, about=5), *texts("c", 15, about=6, theme=2)], TITLES, K
    )
    assert publish_themes(formed) == (ThemeFigures("Cost", 6, 15), ThemeFigures("Time", 9, 30))
    assert publish_themes(formed, {"a"}) == (ThemeFigures("Time", 4, 10),)
    assert publish_themes(formed, {"no such group"}) == ()


@pytest.mark.parametrize(
    ("k", "groups"),
    [
        (4, ()),
        (K, (ThemeGroup("a", 9, {1: 4}),)),
        (K, (ThemeGroup("a", 10, {1: 10}),)),
        (K, (ThemeGroup("a", 10, {1: 0}),)),
        (K, (ThemeGroup("a", 10, {1: 11}),)),
        (K, (ThemeGroup("a", 10, {3: 4}),)),
        (K, (ThemeGroup("a", 10, {}),)),
        (K, (ThemeGroup("a", 10, {1: 4}), ThemeGroup("a", 10, {1: 4}))),
    ],
)
def test_what_breaks_the_rule_is_not_read_back(k: int, groups: tuple[ThemeGroup, ...]) -> None:
    with pytest.raises(UnsafeRelease):
        Themes(k=k, titles=TITLES, groups=groups, quotations=())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sets(st.sampled_from([1, 2]))), max_size=60))
def test_whatever_people_write_every_released_count_is_of_k_texts_and_not_all_alike(
    written: list[tuple[str, set[int]]],
) -> None:
    kept = [KeptText(str(n), group, frozenset(about), False) for n, (group, about) in enumerate(written)]
    for one in form_themes(kept, TITLES, K).groups:
        assert one.texts >= K
        assert all(0 < about < one.texts for about in one.counts.values())


def test_a_text_is_kept_without_spaces_at_its_ends_and_runs_of_empty_lines() -> None:
    assert tidied("  More time.  \r\n\r\n \n\nAnd supervision. \n") == "More time.\n\nAnd supervision."
    assert tidied(" \n \t ") == ""
    assert len(tidied("x" * LONGEST_TEXT)) == LONGEST_TEXT


def test_no_text_has_no_fingerprint() -> None:
    assert fingerprint("") == ""
    assert fingerprint("a") != fingerprint("b")
