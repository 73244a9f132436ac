"""The pages on methods quote the code word for word, and every page is in their index."""

import importlib
import inspect
import re

import pytest

from tests.house.tree import ROOT

FOLDER = ROOT / "docs" / "methods"
QUOTED = re.compile(r"^`(tna\.[\w.]+)`:\n\n((?:>.*\n)+)", re.MULTILINE)
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.stem not in {"README", "simulated-coverage"})
QUOTES = [(path.stem, *quote) for path in PAGES for quote in QUOTED.findall(path.read_text(encoding="utf-8"))]


def docstring(dotted: str) -> str:
    """The docstring of a module, or of something in one."""
    module, _, name = dotted.rpartition(".")
    try:
        return inspect.getdoc(importlib.import_module(dotted)) or ""
    except ModuleNotFoundError:
        return inspect.getdoc(getattr(importlib.import_module(module), name)) or ""


@pytest.mark.parametrize(("page", "dotted", "quote"), QUOTES, ids=[f"{page}-{dotted}" for page, dotted, _ in QUOTES])
def test_a_quoted_docstring_is_what_the_code_says(page: str, dotted: str, quote: str) -> None:
    said = " ".join(line.removeprefix(">") for line in quote.splitlines())
    assert said.split() == docstring(dotted).split()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_method_quotes_the_code_and_stands_in_the_index(path: object) -> None:
    stem = getattr(path, "stem", "")
    assert stem in {page for page, _, _ in QUOTES}
    assert f"]({stem}.md)" in (FOLDER / "README.md").read_text(encoding="utf-8")
