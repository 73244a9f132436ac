"""Every survey, reference and catalogue file in the house parses, and the schemas say the same as the code."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.house.tree import ROOT, files, name
from tna.domain.courses import CourseLevel, Mode, ResourceKind
from tna.domain.surveys import LEVELS, MOST_CHOICES_IN_A_QUESTION, MOST_STATEMENTS_IN_A_DOMAIN
from tna.services.course_files import load_catalogue, read_catalogue
from tna.services.reference_files import read_reference
from tna.services.survey_files import load_reference, load_survey

SURVEYS = ROOT / "surveys"
FEATURES = ROOT / "tests" / "surveys" / "features"
REFERENCE = SURVEYS / "reference"
CATALOGUE = SURVEYS / "catalogue"
SCHEMAS = ["survey", "reference", "catalogue"]
TINY_CATALOGUES = ROOT / "tests" / "catalogue" / "features"


def yaml_files(folder: Path) -> list[Path]:
    return [path for path in files() if path.suffix == ".yaml" and folder in path.parents]


def schema(of: str) -> Any:
    return json.loads((SURVEYS / f"{of}.schema.json").read_text(encoding="utf-8"))


SURVEY_FILES = [
    path for path in yaml_files(SURVEYS) if REFERENCE not in path.parents and CATALOGUE not in path.parents
] + yaml_files(FEATURES)


@pytest.mark.parametrize("path", SURVEY_FILES, ids=name)
def test_a_survey_file_has_no_fault(path: Path) -> None:
    survey = load_survey(path)
    assert survey.role_groups
    assert "not a validated instrument" in survey.notice


@pytest.mark.parametrize("path", [path for path in SURVEY_FILES if SURVEYS in path.parents], ids=name)
def test_a_shipped_survey_stands_in_a_folder_of_its_own_id(path: Path) -> None:
    assert (path.name, path.parent.name) == ("survey.yaml", load_survey(path).id)


def test_every_shipped_folder_and_every_tiny_survey_was_found() -> None:
    assert len(SURVEY_FILES) >= 7


def test_the_reference_files_have_no_fault() -> None:
    assert read_reference(*yaml_files(REFERENCE)) == load_reference()


def test_the_catalogue_files_have_no_fault() -> None:
    assert read_catalogue(*yaml_files(CATALOGUE)) == load_catalogue()


@pytest.mark.parametrize("path", yaml_files(TINY_CATALOGUES), ids=name)
def test_a_tiny_catalogue_has_no_fault(path: Path) -> None:
    assert read_catalogue(path).courses


@pytest.mark.parametrize("of", SCHEMAS)
def test_a_schema_is_json_schema_2020_12(of: str) -> None:
    Draft202012Validator.check_schema(schema(of))
    assert schema(of)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("of", SCHEMAS)
def test_a_schema_says_in_words_what_belongs_in_every_place(of: str) -> None:
    assert [place for place, part in _parts(schema(of)) if "$ref" not in part and not part.get("description")] == []


def _parts(part: dict[str, Any], place: str = "") -> list[tuple[str, dict[str, Any]]]:
    inner = {f"{place}/{key}": value for key, value in part.get("properties", {}).items()}
    inner |= {f"{place}/$defs/{key}": value for key, value in part.get("$defs", {}).items()}
    inner |= {
        f"{place}/{key}": part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)
    }
    return [(place, part), *(found for key, value in inner.items() for found in _parts(value, key))]


def test_the_schema_keeps_the_limits_of_the_code() -> None:
    survey = schema("survey")["properties"]
    domain = survey["domains"]["items"]["properties"]
    question = survey["questions"]["items"]["properties"]
    level = schema("survey")["$defs"]["level"]
    assert domain["statements"]["maxItems"] == MOST_STATEMENTS_IN_A_DOMAIN
    assert question["choices"]["maxItems"] == MOST_CHOICES_IN_A_QUESTION
    assert (level["minimum"], level["maximum"]) == (min(LEVELS), max(LEVELS))


def test_the_schema_of_the_catalogue_names_what_the_code_knows() -> None:
    course, resource = (schema("catalogue")["$defs"][part]["properties"] for part in ("course", "resource"))
    assert course["mode"]["enum"] == [mode.value for mode in Mode]
    assert [str(level) for level in course["level"]["enum"]] == [level.value for level in CourseLevel]
    assert resource["kind"]["enum"] == [kind.value for kind in ResourceKind]
