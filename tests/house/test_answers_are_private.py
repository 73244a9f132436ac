"""Which modules may read answers, and that nothing else in the database leads from an answer to a person."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Session

from tests.house.tree import ROOT, name, python_files
from tna.models.evaluations import CourseForms
from tna.models.free_texts import TextToScreen, WrittenText
from tna.models.surveys import DailyParticipation, Participation, Response

# The owner's own pages, the release, and the demonstration through the same use cases. Nobody else, ever. Merging two
# accounts of one human being gives rows another key and looks at no answer. So does adopting what a link has begun.
MAY_READ_ANSWERS = {
    # The row on which what somebody writes hangs, and its release group; never the answers.
    "tna/services/free_texts/own.py",
    "tna/services/free_texts/handing_over.py",
    "tna/models/surveys.py",
    "tna/services/merged_answers.py",
    "tna/services/round_link_answers.py",
    "tna/services/sealing.py",  # whether anything was sent, never what
    "tna/services/surveys.py",
    "tna/services/releases.py",
}
# The same of the forms before and after courses: the owner's own pages, the blocks and the proof of them.
MAY_READ_FORMS = {
    "tna/services/block_checks.py",
    "tna/services/blocks.py",
    "tna/services/course_forms.py",
    "tna/services/form_records.py",
    "tna/services/merged_answers.py",
    "tna/services/own_forms.py",
}
# What people write in their own words: their own page, handing it to the screeners, and those. No page of figures.
MAY_READ_TEXTS = {
    "tna/services/free_texts/handing_over.py",
    "tna/services/free_texts/own.py",
    "tna/services/free_texts/questions.py",  # how many wait, never what
    "tna/services/free_texts/releasing.py",
    "tna/services/free_texts/screening.py",
    "tna/web/screening.py",
}
# Who may turn a person into the key on their answers.
MAY_MAKE_KEYS = {
    "tna/domain/people.py",
    "tna/web/access.py",
    "tna/services/demonstration",
}


def names_used(path: Path) -> set[str]:
    """Every name a module imports or looks up as an attribute."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return imported | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def imports_response(path: Path) -> bool:
    """Whether a module takes the table of answers from the models; other things called Response do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tna.models")
        and any(alias.name in {"Response", "surveys"} for alias in node.names)
        for node in ast.walk(tree)
    )


def test_only_these_modules_touch_the_table_of_answers() -> None:
    found = {name(path) for path in python_files("tna") if imports_response(path)}
    assert found - {"tna/models/__init__.py"} <= MAY_READ_ANSWERS


def imports_forms(path: Path) -> bool:
    """Whether a module takes the table of course forms from the models, by itself or with all of its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tna.models")
        and any(alias.name in {"CourseForms", "evaluations"} for alias in node.names)
        for node in ast.walk(tree)
    )


def test_only_these_modules_touch_the_table_of_course_forms() -> None:
    found = {name(path) for path in python_files("tna") if imports_forms(path)}
    assert found - {"tna/models/__init__.py"} == MAY_READ_FORMS


def imports_texts(path: Path) -> bool:
    """Whether a module takes one of the tables of texts from the models, by itself or with all of its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tna.models")
        and any(alias.name in {"WrittenText", "TextToScreen", "free_texts"} for alias in node.names)
        for node in ast.walk(tree)
    )


def test_only_these_modules_touch_what_people_write() -> None:
    found = {name(path) for path in python_files("tna") if imports_texts(path)}
    assert found - {"tna/models/__init__.py"} == MAY_READ_TEXTS


def test_no_screener_s_module_looks_at_answers_people_or_whose_a_text_is() -> None:
    for module in ("screening.py", "releasing.py", "themes.py"):
        used = names_used(ROOT / "tna" / "services" / "free_texts" / module)
        assert not used & {"Response", "WrittenText", "mark", "text_mark", "respondent_key", "agencies"}, module


def test_no_text_of_sql_names_the_table_of_answers() -> None:
    for path in python_files("tna"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        named = [
            text
            for text in texts
            if re.search("from (responses|course_forms|written_texts|texts_to_screen)", text.lower())
        ]
        assert not named, name(path)


def test_only_these_modules_turn_people_into_keys() -> None:
    found = {name(path) for path in python_files("tna") if {"respondent_key", "round_link_key"} & names_used(path)}
    allowed = found & (MAY_READ_ANSWERS | MAY_READ_FORMS)
    assert {path for path in found - allowed if not path.startswith(tuple(MAY_MAKE_KEYS))} == set()


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (Response.__table__, "key"),
        (CourseForms.__table__, "key"),
        (WrittenText.__table__, "response_key"),
        (TextToScreen.__table__, "key"),
    ],
    ids=str,
)
def test_an_answer_holds_no_name_no_date_and_no_number_that_counts_up(table: Table, key: str) -> None:
    columns = {column.name: column.type.__class__.__name__ for column in table.columns}
    assert "person_id" not in columns
    assert not {"Date", "DateTime", "Moment"} & set(columns.values())
    assert [column.name for column in table.primary_key] == [key]
    assert columns[key] == "LargeBinary"


def test_a_text_in_the_hands_of_screeners_holds_no_way_to_the_answers_the_agency_or_the_job() -> None:
    columns = {column.name for column in TextToScreen.__table__.columns}
    assert not columns & {"respondent_key", "response_key", "agency_id", "role_group", "job"}
    assert {key.target_fullname for key in TextToScreen.__table__.foreign_keys} == {
        "escalations.id",
        "release_groups.id",
        "rounds.id",
    }


def test_participation_holds_no_time_and_the_count_by_day_holds_no_person() -> None:
    assert not {"Date", "DateTime", "Moment"} & {c.type.__class__.__name__ for c in Participation.__table__.columns}
    assert {c.name for c in DailyParticipation.__table__.columns} == {"round_id", "day", "submitted"}


def test_sqlite_keeps_no_order_of_arrival(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        assert Response.__table__.primary_key  # on PostgreSQL the release rewrites the rows: test_releases
        return
    for table in ("responses", "participations", "course_forms", "written_texts", "texts_to_screen", "text_themes"):
        with pytest.raises(Exception, match="no such column: rowid"):
            session.connection().exec_driver_sql(f"SELECT rowid FROM {table}")


def test_the_list_names_files_that_are_there() -> None:
    assert [path for path in MAY_READ_ANSWERS | MAY_READ_FORMS | MAY_READ_TEXTS if not (ROOT / path).is_file()] == []
