"""One person's answers: what a form may send, how they are packed, and the profile only that person sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_surveys import SURVEY as TINY
from tna.domain.answers import (
    BLANK,
    NOT_MY_ROLE,
    Answers,
    apply_conditions,
    check,
    is_met,
    keep_asked,
    merge,
    pack,
    profile,
    unpack,
)
from tna.domain.surveys import (
    Choice,
    Condition,
    Domain,
    Level,
    Question,
    Statement,
    SurveyDefinition,
)


def statements(domain: str, *ids: str) -> tuple[Statement, ...]:
    return tuple(Statement(each, domain, f"do {each}") for each in ids)


CHOICES = (Choice("yes", "Yes"), Choice("no", "No"), Choice("maybe", "Perhaps"))
ASKED = frozenset({"s01", "s02", "s03", "s04", "s05"})
SURVEY = SurveyDefinition(
    id="small",
    version=1,
    title="Small",
    notice="Not a validated instrument",
    minutes=1,
    stem="I can…",
    stems={},
    not_my_role="Not part of my role",
    scale=tuple(Level(value, str(value)) for value in range(1, 6)),
    domains=(
        Domain("D1", "Noticing signs", statements("D1", "s01", "s02", "s03")),
        Domain("D2", "Talking with children", statements("D2", "s04", "s05")),
        Domain("D3", "Best evidence", statements("D3", "s06")),
    ),
    questions=(
        Question("first", "First?", "", CHOICES, frozenset("AF")),
        Question("second", "Second?", "", CHOICES, frozenset("AF"), Condition("first", ("yes", "maybe"))),
        Question("third", "Third?", "", CHOICES, frozenset("F"), Condition("second", ("no",))),
    ),
    asked={"A": ASKED, "F": ASKED | {"s06"}},
    targets={"A": dict.fromkeys(sorted(ASKED), 3), "F": {**dict.fromkeys(sorted(ASKED), 4), "s06": 5}},
)

STATEMENT_IDS = [statement.id for statement in SURVEY.statements]
CODES_OF = dict.fromkeys(STATEMENT_IDS, st.integers(BLANK, NOT_MY_ROLE)) | {
    question.id: st.integers(BLANK, len(question.choices)) for question in SURVEY.questions
}
any_answers = st.fixed_dictionaries({}, optional=CODES_OF)
any_role_group = st.sampled_from(SURVEY.role_groups)


# Packing ----------------------------------------------------------------------------------------------------


def test_answers_are_packed_one_byte_an_item_in_survey_order() -> None:
    packed = pack(SURVEY, {"s02": 5, "s01": NOT_MY_ROLE, "second": 3})
    assert packed == bytes([6, 5, 0, 0, 0, 0, 0, 3, 0])


@given(any_answers)
def test_packing_and_unpacking_gives_the_answers_and_blanks_for_the_rest(answers: dict[str, int]) -> None:
    unpacked = unpack(SURVEY, pack(SURVEY, answers))
    assert unpacked == {item: answers.get(item, BLANK) for item in SURVEY.items}
    assert pack(SURVEY, unpacked) == pack(SURVEY, answers)


@given(st.binary(min_size=9, max_size=9))
def test_bytes_are_a_response_or_refused_and_never_changed(packed: bytes) -> None:
    highest = [NOT_MY_ROLE] * 6 + [3] * 3
    if any(code > most for code, most in zip(packed, highest, strict=True)):
        with pytest.raises(ValueError, match="cannot have code"):
            unpack(SURVEY, packed)
    else:
        assert pack(SURVEY, unpack(SURVEY, packed)) == packed


@pytest.mark.parametrize("packed", [b"", bytes(8), bytes(10)])
def test_a_response_to_another_survey_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="small has 9 items"):
        unpack(SURVEY, packed)


@pytest.mark.parametrize("answers", [{"s99": 1}, {"s01": 7}, {"s01": -1}, {"first": 4}])
def test_an_impossible_answer_is_not_packed(answers: Answers) -> None:
    with pytest.raises(ValueError, match=r"not an item|cannot have code"):
        pack(SURVEY, answers)


# Checking ---------------------------------------------------------------------------------------------------


def test_a_form_sends_levels_as_digits_and_choices_by_id() -> None:
    checked = check(SURVEY, "A", {"s01": "4", "s02": "6", "s03": "", "first": "maybe"})
    assert checked.answers == {"s01": 4, "s02": NOT_MY_ROLE, "first": 3}
    assert checked.faults == ()


def test_nobody_has_to_answer_anything() -> None:
    assert check(SURVEY, "A", {}).faults == ()


@pytest.mark.parametrize("value", ["0", "7", "-1", "5.0", " 5", "five", "٣", "1" * 5000, "NaN", "\x00", "\ud800"])
def test_an_impossible_level_is_a_fault_that_says_what_to_do(value: str) -> None:
    checked = check(SURVEY, "A", {"s01": value, "s02": "2"})
    assert checked.answers == {"s02": 2}
    [fault] = checked.faults
    assert fault.item == "s01"
    assert fault.problem == "Select how confident you are, select “Not part of my role”, or leave it blank"


@pytest.mark.parametrize("value", ["1", "YES", "nothing"])
def test_a_choice_that_is_not_offered_is_a_fault_that_names_the_question(value: str) -> None:
    [fault] = check(SURVEY, "A", {"first": value}).faults
    assert fault.problem == "Select one of the answers to “First?”, or leave it blank"


@pytest.mark.parametrize("item", ["s06", "third", "s99", "csrf_token", ""])
def test_what_is_not_asked_of_the_role_group_is_a_fault(item: str) -> None:
    checked = check(SURVEY, "A", {item: "1"})
    assert checked.answers == {}
    assert [fault.item for fault in checked.faults] == [item]


@given(any_role_group, any_answers)
def test_what_a_form_shows_comes_back_as_it_was(role_group: str, answers: dict[str, int]) -> None:
    given_ = {item: code for item, code in keep_asked(SURVEY, role_group, answers).items() if code}
    sent = {item: _as_sent(item, code) for item, code in given_.items()}
    checked = check(SURVEY, role_group, sent)
    assert (checked.answers, checked.faults) == (given_, ())


def _as_sent(item: str, code: int) -> str:
    return str(code) if item in STATEMENT_IDS else CHOICES[code - 1].id


@given(any_role_group, st.dictionaries(st.sampled_from(SURVEY.items) | st.text(), st.text()))
def test_whatever_a_form_sends_each_item_is_taken_blank_or_a_fault(role_group: str, raw: dict[str, str]) -> None:
    checked = check(SURVEY, role_group, raw)
    faulty = {fault.item for fault in checked.faults}
    assert not faulty & set(checked.answers)
    assert all(not raw[item] for item in set(raw) - faulty - set(checked.answers))
    assert len(pack(SURVEY, checked.answers)) == len(SURVEY.items)


@given(any_role_group, any_answers)
def test_somebody_who_changes_role_keeps_only_what_is_asked_of_the_new_one(
    role_group: str, answers: dict[str, int]
) -> None:
    kept = keep_asked(SURVEY, role_group, answers)
    questions = {question.id for question in SURVEY.questions_for(role_group)}
    assert set(kept) == set(answers) & (SURVEY.asked[role_group] | questions)


# Conditions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"first": 1, "second": 2, "third": 1}, {"first": 1, "second": 2, "third": 1}),
        ({"first": 3, "second": 1}, {"first": 3, "second": 1}),
        ({"first": 2, "second": 1}, {"first": 2}),
        ({"second": 1}, {}),
        ({"first": 2, "second": 2, "third": 1}, {"first": 2}),  # the answer that third hangs on was dropped
        ({"first": BLANK, "second": 2, "s01": 4}, {"first": BLANK, "s01": 4}),
    ],
)
def test_an_answer_goes_when_its_condition_is_not_met(answers: Answers, kept: Answers) -> None:
    assert apply_conditions(SURVEY, answers) == kept


@given(any_answers)
def test_applying_conditions_twice_changes_nothing_more(answers: dict[str, int]) -> None:
    once = apply_conditions(SURVEY, answers)
    assert apply_conditions(SURVEY, once) == once
    assert all(is_met(SURVEY, SURVEY.question(item), once) for item in once if item not in STATEMENT_IDS)


# Two tabs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "kept", "sent", "outcome"),
    [
        (2, 2, 2, 2),  # nobody changed anything
        (2, 2, 4, 4),  # changed here
        (2, 2, BLANK, BLANK),  # taken back here
        (2, 5, 2, 5),  # changed elsewhere
        (2, BLANK, 2, BLANK),  # taken back elsewhere
        (BLANK, 5, BLANK, 5),  # answered elsewhere, and this page was stale
        (BLANK, 3, 3, 3),  # answered alike in both
        (2, 5, 4, None),  # changed in both, differently
        (BLANK, 3, 4, None),
        (2, 5, BLANK, None),
        (2, BLANK, 4, None),
    ],
)
def test_a_form_changes_what_it_changed_and_nothing_else(seen: int, kept: int, sent: int, outcome: int | None) -> None:
    merged = merge(("s01",), seen={"s01": seen}, kept={"s01": kept}, sent={"s01": sent} if sent else {})
    assert merged.answers == ({} if outcome is None else {"s01": outcome})
    assert merged.clashes == (("s01",) if outcome is None else ())


@given(any_answers, any_answers)
def test_a_form_of_a_page_that_is_not_stale_is_taken_as_it_is(kept: dict[str, int], sent: dict[str, int]) -> None:
    merged = merge(SURVEY.items, seen=kept, kept=kept, sent=sent)
    assert merged.answers == {item: sent.get(item, BLANK) for item in SURVEY.items}
    assert merged.clashes == ()


@given(any_answers, any_answers, any_answers)
def test_merging_a_form_twice_changes_nothing_more(
    seen: dict[str, int], kept: dict[str, int], sent: dict[str, int]
) -> None:
    once = merge(SURVEY.items, seen=seen, kept=kept, sent=sent)
    assert set(once.answers) | set(once.clashes) == set(SURVEY.items)
    twice = merge(SURVEY.items, seen=seen, kept=kept | once.answers, sent=sent)
    assert twice == once


# Own profile ------------------------------------------------------------------------------------------------


def test_a_profile_opens_with_a_strength() -> None:
    mine = profile(SURVEY, "A", {"s01": 2, "s02": 2, "s03": 2, "s04": 4, "s05": 5})
    assert mine.first_line == "You are most confident in talking with children."
    assert (mine.strength and mine.strength.id) == "D2"


@pytest.mark.parametrize(("level", "is_strength"), [(1, False), (2, False), (3, True), (5, True)])
def test_a_strength_is_at_least_the_middle_of_the_scale(level: int, is_strength: bool) -> None:
    mine = profile(SURVEY, "A", {"s01": level, "s04": 1})
    assert (mine.strength is not None) == is_strength
    assert ("most confident" in mine.first_line) == is_strength
    assert mine.is_rated


def test_between_equal_means_the_strength_is_where_less_is_needed() -> None:
    mine = profile(SURVEY, "F", {"s01": 3, "s02": 3, "s03": 3, "s04": 3, "s05": 3, "s06": 3})
    assert (mine.strength and mine.strength.id) == "D1"
    assert mine.gaps[0].domain.id == "D3"


def test_being_ahead_in_one_thing_does_not_hide_being_behind_in_another() -> None:
    [noticing, _] = profile(SURVEY, "A", {"s01": 5, "s02": 5, "s03": 1}).domains
    assert noticing.mean == pytest.approx(11 / 3)
    assert noticing.target == 3
    assert noticing.below == pytest.approx(1 / 3)
    assert noticing.gap == pytest.approx(2 / 3)
    assert noticing.words == "Below the level this role needs on 1 of 3"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"s01": 3, "s02": 4, "s03": 5}, "At the level this role needs"),
        ({"s01": 1, "s02": 2, "s03": 5}, "Below the level this role needs on 2 of 3"),
        ({"s01": 1, "s02": 2, "s03": 1}, "Below the level this role needs on 3 of 3"),
        ({"s01": 3, "s02": 4}, "At the level this role needs on the 2 you answered"),
        ({"s01": 2, "s02": 4, "s03": 6}, "Below the level this role needs on 1 of the 2 you answered"),
        ({"s01": 2}, "Below the level this role needs on the one you answered"),
        ({"s01": 3}, "At the level this role needs on the one you answered"),
        ({"s01": 6, "s02": 6, "s03": 6}, "You said this is not part of your role"),
        ({"s01": 6}, "Not answered"),
        ({}, "Not answered"),
    ],
)
def test_a_profile_says_in_words_of_how_many_statements_it_speaks(answers: Answers, words: str) -> None:
    assert profile(SURVEY, "A", answers).domains[0].words == words


def test_a_domain_of_one_statement_is_not_counted_out() -> None:
    assert profile(SURVEY, "F", {"s06": 2}).domains[2].words == "Below the level this role needs"


def test_a_profile_shows_only_what_the_role_group_is_asked() -> None:
    assert [row.domain.id for row in profile(SURVEY, "A", {"s06": 1}).domains] == ["D1", "D2"]
    assert [row.domain.id for row in profile(SURVEY, "F", {"s06": 1}).domains] == ["D1", "D2", "D3"]


def test_a_profile_without_answers_names_no_strength_and_no_gap() -> None:
    mine = profile(SURVEY, "A", {"s01": NOT_MY_ROLE, "s04": BLANK})
    assert (mine.strength, mine.gaps) == (None, ())
    assert mine.first_line == "You have not given a level for any statement yet."
    assert [(row.mean, row.below, row.gap, row.target) for row in mine.domains] == [(None, None, None, 3.0)] * 2


def test_the_target_of_a_domain_is_over_the_statements_the_mean_is_over() -> None:
    row = profile(TINY, "B", {"s03": 2}).domains[1]
    assert (row.mean, row.target, row.gap) == (2, 4, 2)


@given(any_role_group, any_answers)
def test_a_profile_is_about_levels_alone(role_group: str, answers: dict[str, int]) -> None:
    mine = profile(SURVEY, role_group, answers)
    for row in mine.domains:
        assert 0 <= row.answered + row.not_my_role <= row.asked
        assert (row.mean is None) == (row.below is None) == (row.gap is None) == (row.answered == 0)
        assert (row.gap or 0) >= max(0.0, row.target - (row.mean or row.target)) - 1e-9
        assert bool(row.gap) == bool(row.below)
    gaps = [row.gap or 0 for row in mine.gaps]
    assert gaps == sorted(gaps, reverse=True)
    assert all(gaps)
    levels = {item: code for item, code in answers.items() if code != NOT_MY_ROLE}
    assert [row.mean for row in profile(SURVEY, role_group, levels).domains] == [row.mean for row in mine.domains]
