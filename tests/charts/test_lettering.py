"""Words in pictures: verbatim where possible, always drawable, broken where a line is full."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.charts.lettering import ELLIPSIS, MOST_CHARACTERS, cleaned, width_of, wrapped


@pytest.mark.parametrize("text", ["$x$", "{{7*7}}", "%s", "<script>", "Zoë O’Neill", "שלום", "👩‍⚕️", "a\\b"])
def test_text_stays_as_it_was_typed(text: str) -> None:
    assert cleaned(text) == text
    assert wrapped(text, 500, 14) == (text,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "a b"),
        ("a\r\n\tb", "a b"),
        ("a\u2028b", "a b"),
        ("  a  b ", "a b"),
        ("a\ud83db", "a�b"),
        ("a\ufffeb", "a�b"),
        ("a\ufdd0b", "a�b"),
        ("a\U0001ffffb", "a�b"),
    ],
)
def test_what_no_picture_may_hold_is_replaced(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_a_whole_page_pasted_into_a_name_is_cut() -> None:
    lines = wrapped("word " * 5000, 100, 14, most=1000)
    assert len(" ".join(lines)) <= MOST_CHARACTERS
    assert lines[-1].endswith(ELLIPSIS)


@given(st.text(st.characters()), st.floats(30, 400), st.integers(1, 6))
def test_no_line_is_wider_than_asked_nor_are_there_more_of_them(text: str, width: float, most: int) -> None:
    lines = wrapped(text, width, 14, most=most)
    assert len(lines) <= most
    assert all(width_of(line, 14) <= width + 1e-9 for line in lines)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_nothing_is_lost_where_there_is_room(text: str) -> None:
    lines = wrapped(text, 60, 14, most=1000)
    assert "".join(lines).replace(" ", "") == cleaned(text).replace(" ", "")


def test_lines_break_between_words() -> None:
    assert wrapped("use the pathway to decide", 100, 14) == ("use the", "pathway to", "decide")


def test_a_word_wider_than_a_line_breaks_inside() -> None:
    assert len(wrapped("Llanfairpwllgwyngyllgogerychwyrndrobwll", 100, 14)) > 2


def test_the_percent_sign_stays_with_its_number() -> None:
    narrow = width_of("only 62", 14) + 1
    assert wrapped("only 62 %", narrow, 14) == ("only", "62 %")


def test_a_cut_is_marked() -> None:
    lines = wrapped("one two three four five six", 50, 14, most=2)
    assert lines[-1].endswith(ELLIPSIS)
    assert len(lines) == 2


def test_bold_is_wider() -> None:
    assert width_of("62 %", 14, bold=True) > width_of("62 %", 14)
    assert width_of("👩", 14) > 0
