"""Survey and reference files: what they become, and that every fault is told and nothing loads with one."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tna.domain.surveys import SurveyDefinition
from tna.paths import surveys_folder
from tna.services.reference_files import read_reference
from tna.services.survey_files import SurveyFaults, load_reference, load_survey, parse_survey, shipped_surveys
from tna.services.survey_yaml import MOST_BYTES, read_text

TINY = Path(__file__).parents[1] / "surveys"
FAULTY = sorted((TINY / "faults").glob("*.yaml"))
SMALLEST = (TINY / "features" / "smallest.yaml").read_text(encoding="utf-8")


def faults_of(text: str) -> list[str]:
    with pytest.raises(SurveyFaults) as raised:
        parse_survey(text, "a file")
    return [f"{fault.place}: {fault.problem}" for fault in raised.value.faults]


def feature(name: str) -> SurveyDefinition:
    return load_survey(TINY / "features" / f"{name}.yaml")


# What a file becomes ----------------------------------------------------------------------------------------


def test_a_domain_named_in_asked_and_targets_stands_for_all_its_statements() -> None:
    survey = feature("statement-asked")
    assert survey.asked == {"A": {"s02"}, "B": {"s01", "s03"}}
    assert survey.targets == {"A": {"s02": 2}, "B": {"s01": 3, "s03": 4}}


def test_a_statements_own_target_goes_before_its_domains() -> None:
    assert feature("statement-target").targets["A"] == {"s01": 2, "s02": 5}


def test_a_role_group_reads_its_own_stem_and_words() -> None:
    survey = feature("stem-of-a-role-group")
    assert survey.stem_for("A") == "I am confident that I can…"
    assert survey.stem_for("B") == "I am confident that people in my service can…"
    assert survey.parts_for("B")[1].statements[0].text == "listen to their children"
    assert survey.statement("s03").text == "listen to a child"


def test_a_question_without_asked_of_is_put_to_everybody() -> None:
    survey = feature("questions")
    assert [question.id for question in survey.questions_for("A")] == ["last-training"]
    assert [question.id for question in survey.questions_for("B")] == [
        "last-training",
        "trained",
        "when",
        "where",
    ]


def test_a_dash_or_a_number_in_a_text_stays_as_it_was_written() -> None:
    assert parse_survey(SMALLEST.replace("notice signs", "2026-01-31"), "a file").statement("s01").text == "2026-01-31"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_bytes(SMALLEST.encode("utf-8-sig"))
    assert load_survey(path).id == parse_survey(SMALLEST, "a file").id


# The shipped survey, held against its sources by hand -------------------------------------------------------

TARGETS = {  # domains D1 to D7; None where nothing of the domain is asked
    "A": (3, 2, None, 2, None, None, 2),
    "B": (4, 3, 3, 3, 2, 3, 3),
    "C": (4, 4, 4, 4, 3, 4, 4),
    "D": (4, 4, 4, 4, 3, 3, 4),
    "E": (5, 5, 4, 5, 4, 4, 4),
    "F": (4, 5, 3, 4, 5, 3, 4),
    "G": (5, 4, 4, 4, 3, 5, 4),
    "H": (4, 4, 3, 3, 2, 3, 4),
    "I": (4, 4, 4, 4, 3, 4, 5),
    "J": (3, None, None, 3, None, 3, 3),
}

NOT_ASKED = {
    "A": (3, 5, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22),
    "B": (18, 19),
    "C": (18, 19),
    "D": (18, 19),
    "E": (19,),
    "F": (),
    "G": (19,),
    "H": (18, 19),
    "I": (19,),
    "J": (5, 6, 7, 8, 9, 10, 11, 17, 18, 19),
}


@pytest.fixture(scope="module")
def shipped() -> SurveyDefinition:
    return load_survey(surveys_folder() / "csa-tna-2026" / "survey.yaml")


def test_the_shipped_survey_has_seven_domains_and_24_statements(shipped: SurveyDefinition) -> None:
    assert [domain.id for domain in shipped.domains] == ["D1", "D2", "D3", "D4", "D5", "D6", "D7"]
    assert [len(domain.statements) for domain in shipped.domains] == [4, 4, 3, 5, 3, 3, 2]
    assert [statement.id for statement in shipped.statements] == [f"s{number:02}" for number in range(1, 25)]
    assert shipped.items[24:] == ("last-training", "abe-trained", "abe-when", "would-help")


@pytest.mark.parametrize("role_group", TARGETS)
def test_the_shipped_survey_asks_each_role_group_what_it_should(shipped: SurveyDefinition, role_group: str) -> None:
    numbers = set(range(1, 25)) - set(NOT_ASKED[role_group])
    assert shipped.asked[role_group] == {f"s{number:02}" for number in numbers}


@pytest.mark.parametrize("role_group", TARGETS)
def test_the_shipped_targets_are_those_of_the_table(shipped: SurveyDefinition, role_group: str) -> None:
    for domain, target in zip(shipped.domains, TARGETS[role_group], strict=True):
        found = {shipped.target(role_group, statement.id) for statement in domain.statements}
        assert found - {None} == ({target} - {None})


def test_the_shipped_survey_says_that_it_is_not_validated(shipped: SurveyDefinition) -> None:
    assert "not a validated instrument" in shipped.notice
    assert [(survey.id, survey.title) for survey in shipped_surveys()] == [(shipped.id, shipped.title)]


def test_nobody_but_interviewers_is_asked_to_have_done_an_interview(shipped: SurveyDefinition) -> None:
    assert [group for group in shipped.role_groups if shipped.is_asked(group, "s19")] == ["F"]


def test_nothing_a_strategic_leader_reads_speaks_of_i_or_my(shipped: SurveyDefinition) -> None:
    words = [statement.text for part in shipped.parts_for("J") for statement in part.statements]
    assert not [text for text in words if {"I", "my", "me"} & set(text.split())]


# Faults -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_every_fault_of_a_file_is_told_with_its_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = sorted(line.removeprefix("# ") for line in lines if line.startswith("# "))
    with pytest.raises(SurveyFaults) as raised:
        load_survey(path)
    assert sorted(f"{fault.place}: {fault.problem}" for fault in raised.value.faults) == expected
    for fault in raised.value.faults:
        assert fault.file == str(path)
        assert fault.remedy
        assert 1 <= (fault.line or 0) <= len(lines)


def test_a_fault_names_the_line_it_stands_in() -> None:
    text = SMALLEST.replace("version: 1", "version: one")
    with pytest.raises(SurveyFaults) as raised:
        parse_survey(text, "a file")
    [fault] = raised.value.faults
    assert fault.line == next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("version"))
    assert str(fault) == (
        f"a file:{fault.line}: version: This should be a whole number, but it is text. "
        "What belongs here: a whole number from 1, raised with every change."
    )


def test_faults_of_different_kinds_are_told_together() -> None:
    text = SMALLEST.replace("version: 1", "version: one").replace("value: 2", "value: 1") + "title: Again\n"
    assert [line.split(":")[0] for line in faults_of(text)] == ["version", "scale", "scale", "title"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file: The file is empty"),
        ("# only a remark\n", "the file: The file is empty"),
        ("- a\n- b\n", "the file: The file does not hold named entries"),
        ("just words", "the file: The file does not hold named entries"),
        ("id: \x00", "the file: The text holds a character that YAML does not allow"),
        ("id: \ud800", "the file: The text holds a character that YAML does not allow"),
        ('id: "\\U00110000"', "the file: The text holds a character that YAML does not allow"),
        ("id: '", "the file: This is not YAML: found unexpected end of stream"),
        ("\tid: a", "the file: This is not YAML: found character '\\t' that cannot start any token"),
        ("a: [" + "1, " * 5000 + "]", "the file: There are more than 5,000 values"),
        ("[" * 5000, "the file: Entries stand more than 20 deep"),
        ("a: " + "{a: " * 5000, "the file: Entries stand more than 20 deep"),
    ],
)
def test_a_text_that_is_no_survey_at_all_is_one_fault(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]


def test_a_file_that_is_not_utf8_is_a_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_bytes("id: tiny\ntitle: caf\xe9\n".encode("latin-1"))
    with pytest.raises(SurveyFaults) as raised:
        load_survey(path)
    assert str(raised.value) == f"{path}:2: the file: This is not UTF-8 text. Save the file as UTF-8."


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)  # ten gigabytes of nothing, none of it on the disk
    with pytest.raises(SurveyFaults, match=f"more than {MOST_BYTES:,} bytes"):
        load_survey(path)


def test_aliases_are_refused_before_they_multiply() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert set(faults_of("\n".join(["a0: &a0 [lol]", *rows]))) == {"the file: A YAML anchor or alias (& or *) is used"}


@pytest.mark.parametrize("number", ["9" * 5000, "1" + ":59" * 5000, "1" + ":59" * 5000 + ".5", ".inf", ".nan", "1e999"])
def test_a_number_beyond_reading_is_a_fault(number: str) -> None:
    assert faults_of(SMALLEST.replace("minutes: 1", f"minutes: {number}"))


@pytest.mark.parametrize("number", ["1" + ":1" * 40_000, "1" + ":1" * 40_000 + ".5", "9" * 80_000, "1" * 21])
def test_a_long_number_is_refused_before_it_is_worked_out(number: str) -> None:
    began = process_time()
    told = faults_of(SMALLEST.replace("minutes: 1", f"minutes: {number}"))
    # Working the first of these out takes over two seconds of a processor, reading its text less than a tenth of one.
    assert process_time() - began < 1
    short = number if len(number) <= 40 else f"{number[:40]}…"
    assert f"minutes: “{short}” is too long for a number" in told


def test_a_number_of_twenty_signs_is_read() -> None:
    assert read_text("minutes: 8.000000000000000000", "a file").data == {"minutes": 8.0}
    assert read_text("minutes: 8.0000000000000000000", "a file").faults[0].problem.endswith("is too long for a number")


def test_a_fault_does_not_steer_the_terminal_it_is_printed_on() -> None:
    with pytest.raises(SurveyFaults) as raised:
        parse_survey(SMALLEST + '"\\e[31mred\\a": 1\n', "a file")
    assert all(character.isprintable() or character == "\n" for character in str(raised.value))


@settings(deadline=None)  # a shared machine may be busy
@given(st.text(max_size=200) | st.text(alphabet="abs01: -[]{},&*!#'\"\n?|>%@", max_size=200))
def test_no_text_does_anything_but_be_refused(text: str) -> None:
    assert faults_of(text)


@settings(deadline=None)
@given(data=st.data())
def test_no_change_to_a_survey_does_anything_but_load_or_be_refused(data: st.DataObject) -> None:
    text = (TINY / "features" / "questions.yaml").read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    changed = text[:start] + data.draw(st.text(alphabet="abAD12: -[]{},\n\"'", max_size=8)) + text[end:]
    try:
        survey = parse_survey(changed, "a file")
    except SurveyFaults:
        return
    assert {group: set(targets) for group, targets in survey.targets.items()} == survey.asked


# Reference data ---------------------------------------------------------------------------------------------


def test_the_reference_data_has_ten_role_groups_and_eight_sectors() -> None:
    reference = load_reference()
    assert "".join(role_group.id for role_group in reference.role_groups) == "ABCDEFGHIJ"
    assert [sector.id for sector in reference.sectors] == [
        "social-care",
        "police",
        "health",
        "education",
        "early-help",
        "justice",
        "adult-housing",
        "voluntary",
    ]


def test_every_sector_has_a_job_and_every_role_group_a_job_it_is_usual_for() -> None:
    reference = load_reference()
    assert all(reference.jobs_in(sector.id) for sector in reference.sectors)
    assert {job.role_group for job in reference.jobs} == {group.id for group in reference.role_groups}


def test_a_job_names_its_most_common_sector_first() -> None:
    isva = load_reference().job("isva")
    assert (isva.sector, isva.sectors) == ("voluntary", ("voluntary", "health"))


def test_every_fault_of_reference_files_is_told_with_its_file(tmp_path: Path) -> None:
    jobs, groups = tmp_path / "jobs.yaml", tmp_path / "role-groups.yaml"
    groups.write_text("role_groups:\n  - {id: a, title: Small, description: A letter}\n", encoding="utf-8")
    jobs.write_text(
        "jobs:\n"
        "  - {id: gp, title: GP, sectors: [health], role_group: D}\n"
        "  - {id: gp, title: GP, sectors: [], role_group: a}\n"
        "  - {id: nurse, title: Nurse, sectors: 3, role_group: [a], pay: high}\n",
        encoding="utf-8",
    )
    with pytest.raises(SurveyFaults) as raised:
        read_reference(jobs, groups)
    assert [f"{fault.file}:{fault.line}: {fault.place}: {fault.problem}" for fault in raised.value.faults] == [
        "jobs.yaml:2: jobs[0].sectors[0]: There is no sector “health”",
        "jobs.yaml:2: jobs[0].role_group: There is no role group “D”",
        "jobs.yaml:3: jobs[1].sectors: There is nothing here",
        "jobs.yaml:3: jobs[1].id: “gp” is the id of an earlier entry",
        "jobs.yaml:4: jobs[2].pay: “pay” is not known here",
        "jobs.yaml:4: jobs[2].sectors: This should be a list, but it is a number",
        "jobs.yaml:4: jobs[2].role_group: This should be text, but it is a list",
        "role-groups.yaml:2: role_groups[0].id: “a” is not an id",
    ]
