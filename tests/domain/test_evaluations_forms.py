"""The forms before and after a course: when they are open, what they may send, and how it is packed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.evaluations.forms import (
    FormKind,
    Wording,
    before_is_open,
    check_form,
    fields_of,
    pack_form,
    unpack_form,
)
from tna.domain.surveys import Level, Statement

STATEMENTS = ("s01", "s02", "s05")
FIRST_DAY = date(2027, 3, 12)


@pytest.mark.parametrize(
    ("days", "was_there", "is_open"),
    [(-30, False, True), (0, False, True), (0, True, False), (-1, True, False), (1, False, False)],
)
def test_the_before_form_is_open_until_somebody_has_come_or_the_first_day_is_over(
    days: int, was_there: bool, is_open: bool
) -> None:
    today = FIRST_DAY + timedelta(days=days)
    assert before_is_open(FIRST_DAY, was_there=was_there, today=today) is is_open


def test_only_the_after_form_looks_back() -> None:
    assert fields_of(FormKind.BEFORE, STATEMENTS) == STATEMENTS
    assert fields_of(FormKind.AFTER, ("s01",)) == ("s01", "then-s01")


def test_anything_may_be_left_blank_and_what_was_not_asked_is_ignored() -> None:
    checked = check_form(FormKind.BEFORE, STATEMENTS, {"s02": "6", "s05": "", "s24": "5", "then-s01": "1", "x": "9"})
    assert (checked.answers, checked.faults) == ({"s02": 6}, ())


def test_looking_back_alone_is_an_answer() -> None:
    assert check_form(FormKind.AFTER, STATEMENTS, {"then-s05": "2"}).answers == {"then-s05": 2}


@pytest.mark.parametrize("raw", [{}, {"s01": ""}, {"s24": "4"}, {"then-s01": "4"}])
def test_a_form_without_any_answer_is_refused_at_its_first_statement(raw: dict[str, str]) -> None:
    (fault,) = check_form(FormKind.BEFORE, STATEMENTS, raw).faults
    assert (fault.item, fault.problem) == ("s01", "Answer at least one statement before you send")


@pytest.mark.parametrize("value", ["0", "7", "-1", "3.0", "three", "٣", "1" * 5000])
def test_an_impossible_answer_is_told_and_hides_no_other(value: str) -> None:
    checked = check_form(FormKind.AFTER, STATEMENTS, {"s01": value, "then-s02": value, "s05": "3"})
    assert [fault.item for fault in checked.faults] == ["s01", "then-s02"]
    assert checked.answers == {"s05": 3}


@given(st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_what_is_packed_comes_back(codes: list[int]) -> None:
    answers = dict(zip(STATEMENTS, codes, strict=True))
    assert unpack_form(STATEMENTS, pack_form(STATEMENTS, answers)) == answers
    looking_back = {f"then-{statement}": code for statement, code in answers.items()}
    assert pack_form(STATEMENTS, looking_back, prefix="then-") == bytes(codes)


@pytest.mark.parametrize("packed", [b"", b"\x01\x02", b"\x01\x02\x07"])
def test_other_bytes_are_no_answers(packed: bytes) -> None:
    with pytest.raises(ValueError, match="no answers to 3 statements"):
        unpack_form(STATEMENTS, packed)


def test_statements_come_by_domain_in_the_order_of_the_form() -> None:
    statements = (Statement("s05", "D2", "talk"), Statement("s01", "D1", "see"), Statement("s06", "D2", "listen"))
    wording = Wording("I can…", (Level(1, "Not at all"),), "Not part of my role", statements)
    assert wording.domains == {"D2": ("s05", "s06"), "D1": ("s01",)}
    assert [wording.words_of(code) for code in (0, 1, 6)] == ["Left blank", "1 Not at all", "Not part of my role"]
