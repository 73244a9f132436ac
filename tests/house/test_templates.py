"""Every template compiles, and none carries a script or style that the security policy would refuse."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.databases import Database
from tests.house.tree import name
from tna.paths import templates_folder

TEMPLATES = tuple(sorted(path for path in templates_folder().rglob("*") if path.is_file()))


@pytest.fixture
def environment(database: Database) -> Environment:
    app: Flask = database.app
    return app.jinja_env


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles_and_finds_what_it_includes(environment: Environment, path: Path) -> None:
    called = path.relative_to(templates_folder()).as_posix()
    environment.get_template(called)
    for node in environment.parse(path.read_text(encoding="utf-8")).find_all(
        (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    ):
        assert isinstance(node.template, nodes.Const)
        environment.get_template(node.template.value)


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.suffix == ".html"], ids=name)
def test_no_template_switches_escaping_off_or_carries_script_or_style_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"autoescape false", source)
    assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=", source), "an event handler"
    assert not re.search(r"<[a-z][^<>]*\sstyle\s*=", source), "a style attribute"
