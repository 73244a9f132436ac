"""What a survey says of itself: who is asked what, on which page, in which order and up to which level."""

import pytest

from tna.domain.surveys import (
    Choice,
    Condition,
    Domain,
    Job,
    Level,
    Question,
    Reference,
    RoleGroup,
    Sector,
    Statement,
    SurveyDefinition,
)

NOTICING = Domain("D1", "Noticing", (Statement("s01", "D1", "notice"), Statement("s02", "D1", "record my worry")))
TALKING = Domain("D2", "Talking", (Statement("s03", "D2", "listen"),))
TRAINED = Question("trained", "Trained?", "", (Choice("yes", "Yes"), Choice("no", "No")), frozenset("AB"))
WHEN = Question(
    "when",
    "When?",
    "",
    (Choice("now", "Now"), Choice("then", "Then")),
    frozenset("B"),
    Condition("trained", ("yes",)),
)
SURVEY = SurveyDefinition(
    id="tiny",
    version=1,
    title="Tiny",
    notice="Not a validated instrument",
    minutes=1,
    stem="I can…",
    stems={"A": "We can…"},
    not_my_role="Not part of my role",
    scale=tuple(Level(value, str(value)) for value in range(1, 6)),
    domains=(NOTICING, TALKING),
    questions=(TRAINED, WHEN),
    asked={"B": frozenset({"s01", "s03"}), "A": frozenset({"s02"})},
    targets={"B": {"s01": 3, "s03": 4}, "A": {"s02": 2}},
    wordings={"A": {"s02": "record our worry"}},
)


def test_items_are_the_statements_and_then_the_questions() -> None:
    assert SURVEY.items == ("s01", "s02", "s03", "trained", "when")


def test_role_groups_come_in_order() -> None:
    assert SURVEY.role_groups == ("A", "B")


def test_a_role_group_sees_only_pages_with_something_to_answer() -> None:
    [page] = SURVEY.parts_for("A")
    assert (page.number, page.total, page.domain) == (1, 1, NOTICING)
    assert [(part.number, part.total, part.domain.id) for part in SURVEY.parts_for("B")] == [
        (1, 2, "D1"),
        (2, 2, "D2"),
    ]


def test_a_page_holds_only_the_statements_asked_in_the_role_groups_words() -> None:
    [page] = SURVEY.parts_for("A")
    assert page.statements == (Statement("s02", "D1", "record our worry"),)
    assert [part.statements for part in SURVEY.parts_for("B")] == [
        NOTICING.statements[:1],
        TALKING.statements,
    ]


def test_a_role_group_the_survey_does_not_know_is_asked_nothing() -> None:
    assert SURVEY.parts_for("Z") == ()
    assert SURVEY.questions_for("Z") == ()
    assert SURVEY.target("Z", "s01") is None
    assert not SURVEY.is_asked("Z", "s01")


def test_a_target_is_only_there_for_what_is_asked() -> None:
    assert [SURVEY.target("B", statement.id) for statement in SURVEY.statements] == [3, None, 4]
    assert [SURVEY.is_asked("B", statement.id) for statement in SURVEY.statements] == [True, False, True]


def test_a_role_group_has_its_own_stem_or_the_common_one() -> None:
    assert (SURVEY.stem_for("A"), SURVEY.stem_for("B")) == ("We can…", "I can…")


def test_questions_are_put_to_those_they_are_meant_for() -> None:
    assert (SURVEY.questions_for("A"), SURVEY.questions_for("B")) == ((TRAINED,), (TRAINED, WHEN))


def test_a_choices_code_is_its_place() -> None:
    assert [TRAINED.code_of(choice) for choice in ("yes", "no", "maybe")] == [1, 2, None]


def test_things_are_found_by_id_or_not_at_all() -> None:
    assert SURVEY.statement("s03").text == "listen"
    assert SURVEY.domain("D2") is TALKING
    assert SURVEY.question("when") is WHEN
    for look in (SURVEY.statement, SURVEY.domain, SURVEY.question):
        with pytest.raises(KeyError):
            look("nothing")


def test_reference_data_is_found_by_id_and_jobs_by_sector() -> None:
    nurse, therapist = (
        Job("nurse", "Nurse", ("health",), "D"),
        Job("therapist", "Therapist", ("voluntary", "health"), "G"),
    )
    specialist, health = RoleGroup("G", "Specialists", "Asked by others"), Sector("health", "Health")
    reference = Reference((specialist,), (health, Sector("voluntary", "Voluntary")), (nurse, therapist))
    assert (reference.role_group("G"), reference.sector("health"), reference.job("nurse")) == (
        specialist,
        health,
        nurse,
    )
    assert reference.jobs_in("health") == (nurse, therapist)
    assert reference.jobs_in("voluntary") == (therapist,)
    assert therapist.sector == "voluntary"
    for look in (reference.role_group, reference.sector, reference.job):
        with pytest.raises(KeyError):
            look("nothing")
