"""A shift in plain sentences, whatever happened."""

import pytest

from tests.domain import shifts
from tests.domain.shifts import counts, course, survey
from tna.domain.evaluations.readings import Reading
from tna.domain.reports.shift_figures import ShiftFigures, shift_rows
from tna.domain.reports.shift_words import (
    PROGRESS_HEADINGS,
    REACHED,
    course_sentence,
    doing,
    domain_sentence,
    level_apart,
    level_cell,
    level_words,
    p_words,
    progress_heading,
    progress_words,
    readings_words,
    warned_once,
)

NOT_FAILURE = "A fall is not automatically failure: people who learn more may judge themselves more strictly."
FEW = "Fewer than fifteen people are too few to tell this from chance."
INCONCLUSIVE = "That is inconclusive: with fewer than 50 people, a real change is easily missed."


def figures(people: object) -> ShiftFigures:
    domain, *_ = shift_rows(course(), counts({"D2": people}), survey())  # type: ignore[dict-item]
    assert domain.figures is not None
    return domain.figures


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (shifts.RISE, "41 of 57 people were more confident talking with children; 3 were less."),
        (shifts.FALL, f"41 of 57 people were less confident talking with children; 3 were more. {NOT_FAILURE}"),
        (
            shifts.UNCLEAR,
            "12 of 52 people were less confident talking with children; 10 were more. "
            "That is no clear change: it could well be chance.",
        ),
        (
            shifts.INCONCLUSIVE,
            f"8 of 22 people were more confident talking with children; 5 were less. {INCONCLUSIVE}",
        ),
        (shifts.TOO_FEW, f"8 of 12 people were more confident talking with children; 1 was less. {FEW}"),
        (
            shifts.TIE,
            "as many people were more confident talking with children as were less: 12 each way, of 24 people. "
            f"{INCONCLUSIVE}",
        ),
        (
            shifts.NOBODY_MOVED,
            f"none of 20 people rated their confidence talking with children any differently. {INCONCLUSIVE}",
        ),
        (
            shifts.ALL_AT_THE_TOP,
            f"none of 20 people rated their confidence talking with children any differently. {INCONCLUSIVE}",
        ),
        (
            [(2, 3)] * 12,
            f"12 of 12 people were more confident talking with children; nobody was less. {FEW}",
        ),
    ],
)
def test_a_course_is_told_in_one_sentence_and_what_to_make_of_it(people: object, sentence: str) -> None:
    assert course_sentence("CSA-03", "Talking with children", figures(people)) == f"After CSA-03, {sentence}"


def test_that_a_fall_is_no_failure_is_said_once_however_many_domains_fell() -> None:
    rise, fall = (domain_sentence("Noticing signs", figures(one)) for one in (shifts.RISE, shifts.FALL))
    bare = fall.removesuffix(f" {NOT_FAILURE}")
    assert warned_once([fall, rise, fall]) == (fall, rise, bare)
    assert warned_once([rise, fall, fall]) == (rise, fall, bare)
    assert warned_once([rise]) == (rise,)


def test_a_few_who_moved_far_outweigh_more_who_moved_a_little_and_the_sentence_says_so() -> None:
    said = course_sentence("CSA-03", "Noticing signs", figures([(1, 5)] * 40 + [(3, 2)] * 42))
    assert said.endswith("42 of 82 people were less confident noticing signs; 40 were more. "
                         "By how far each of them moved, that is a rise.")  # fmt: skip
    said = course_sentence("CSA-03", "Noticing signs", figures([(5, 1)] * 40 + [(2, 3)] * 42))
    assert said.endswith(f"By how far each of them moved, that is a fall. {NOT_FAILURE}")


def test_a_domain_that_names_no_doing_is_something_to_be_confident_in() -> None:
    assert doing("Talking with children") == "talking with children"
    assert doing("Best evidence") == "in best evidence"
    assert doing("ABE interviews") == "in ABE interviews"


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ([], ""),
        ([Reading.RISE], "The one domain shows a rise."),
        ([Reading.RISE, Reading.RISE], "Both domains show a rise."),
        ([Reading.TOO_FEW] * 3, "All three domains have too few people to test."),
        ([Reading.INCONCLUSIVE, *[Reading.RISE] * 2], "Of three domains, two show a rise and one is inconclusive."),
        ([Reading.FALL, Reading.UNCLEAR], "Of two domains, one shows a fall and one shows no clear change."),
    ],
)  # fmt: skip
def test_several_readings_are_counted(readings: list[Reading], words: str) -> None:
    assert readings_words(readings, withheld=False) == words


def test_where_other_domains_are_not_shown_only_those_with_figures_are_counted() -> None:
    assert readings_words([Reading.RISE] * 2, withheld=True) == "Both domains with figures show a rise."
    assert readings_words([Reading.FALL], withheld=True) == "The one domain with figures shows a fall."
    mixed = readings_words([Reading.RISE, Reading.FALL], withheld=True)
    assert mixed == "Of two domains with figures, one shows a rise and one shows a fall."


def test_how_far_the_next_release_is_is_said_in_words_and_never_as_a_number() -> None:
    assert progress_words("fewer than half", has_released=False) == (
        "Nothing is released yet: fewer than half of the forms needed are in."
    )
    assert progress_words("nearly there", has_released=True) == (
        "Towards the next release, nearly all the forms needed are in."
    )
    assert progress_words(None, has_released=True) == progress_words("unheard of", has_released=True) == ""
    assert progress_words(None, has_released=False).startswith("Nothing is released yet. How far it is")
    assert {progress_heading(word) for word in (None, "unheard of", *REACHED)} == set(PROGRESS_HEADINGS)
    assert progress_heading("nearly there") == PROGRESS_HEADINGS[0] == "Nearly all the forms needed are in"
    assert not any(sign.isdigit() for words in REACHED.values() for sign in words)


def test_levels_and_p_values_are_printed_without_a_negative_nought() -> None:
    assert [level_words(value) for value in (0.75, -0.25, 0.0, -0.01)] == ["+0.8", "−0.2", "0.0", "0.0"]
    assert [level_cell(value) for value in (0.75, -0.25, -0.001)] == ["0.75", "-0.25", "0.00"]
    assert [level_apart(value) for value in (0.75, -0.25, -0.001)] == ["0.75", "−0.25", "0.00"]
    assert [p_words(p) for p in (None, 0.0004, 0.04996)] == ["", "<0.001", "0.050"]
