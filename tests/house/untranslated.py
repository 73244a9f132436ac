"""Finds words that would stay English in every language: text in templates and code that asks for no translation.

As a script it lists them for the files and folders it is given: `python -m tests.house.untranslated templates/home`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

SAID = frozenset({"gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "mark", "_"})
"""What asks for a translation."""

_READ_ALOUD = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title", "label"})
_NOT_SHOWN = frozenset({"script", "style", "svg"})
_ENTITY = re.compile(r"&[a-zA-Z]+;|&#\w+;")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
# Where an expression stood; no letter, and no sign that HTML gives a meaning to.
_HOLE = "\u25af"


def in_template(source: str, environment: Environment) -> Iterator[str]:
    """The words of a template that are not translated."""
    tree = environment.parse(source)
    said = {id(inner) for call in tree.find_all(nodes.Call) if _is_said(call) for inner in call.find_all(nodes.Node)}
    said |= {id(inner) for compared in tree.find_all(nodes.Compare) for inner in compared.find_all(nodes.Const)}
    yield from _texts("".join(_markup(tree, said)))
    for constant in tree.find_all(nodes.Const):
        if id(constant) not in said and isinstance(constant.value, str) and _reads_as_words(constant.value):
            yield constant.value


def _is_said(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in SAID


def _markup(tree: nodes.Template, said: set[int]) -> Iterator[str]:
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            yield node.data if isinstance(node, nodes.TemplateData) else _HOLE


def _texts(markup: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    for text in reader.found:
        if _LETTERS.search(_ENTITY.sub("", text)):
            yield " ".join(text.split())


class _Reader(HTMLParser):
    """Gathers what a page shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_SHOWN:
            self._hidden += 1
        values = dict(attrs)
        self.found += [value for name, value in attrs if name in _READ_ALOUD and value]
        if tag == "input" and values.get("type") in {"submit", "button"} and values.get("value"):
            self.found.append(values["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


# Code keeps its names, keys and patterns in strings too; words that people read begin with a capital or have a space.
_CLASS_NAMES = re.compile(r"(?:[a-z]+[-_][\w!:-]*|govuk|tna)(?: |$)")
_A_SENTENCE = re.compile(r"[A-Za-z’'”“,.:;()…]+ +[A-Za-z’'“(]+")


def _reads_as_words(text: str) -> bool:
    if _CLASS_NAMES.match(text) or "%H" in text or "/" in text.partition(" ")[0]:
        return False
    return bool(_A_SENTENCE.search(text) or re.fullmatch(r"[A-Z][a-z]{2,}(?: .*)?[…]?", text))


# Calls whose words are for whoever runs or writes the product, never for its readers.
_FOR_BUILDERS = frozenset(
    {
        "debug", "info", "warning", "error", "exception", "bind",
        "UnsafeRelease", "NotAnswered", "CsvFault", "blame", "Difference", "NotSettled",
        "RuntimeError", "ValueError", "TypeError", "KeyError", "LookupError", "AssertionError", "NotImplementedError",
        "compile", "text", "note", "_note", "_column", "__init__", "CheckConstraint", "execute", "literal_column",
    }
)  # fmt: skip


def in_code(source: str) -> Iterator[str]:
    """The words of a module that are not translated, each with its line."""
    tree = ast.parse(source)
    skipped = set(_not_shown(tree))
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = _text_of(node)
        if text is not None and _A_SENTENCE.search(text) and not _CLASS_NAMES.match(text):
            yield f"{getattr(node, 'lineno', 0)}: {text}"


def _text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)
    return None


def _not_shown(tree: ast.Module) -> Iterator[int]:
    """Docstrings, parts of f-strings (read whole), and what stands in calls that translate or speak to no reader."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if part is not node:
                    yield id(part)
        elif isinstance(node, ast.Assert) and node.msg is not None:
            yield from (id(inner) for inner in ast.walk(node.msg))
        elif isinstance(node, ast.ClassDef) and any(_name_of(base).endswith("Enum") for base in node.bases):
            # The values of an enumeration are keys; its words stand elsewhere.
            yield from (id(inner) for inner in ast.walk(node))
        elif isinstance(node, ast.Compare):  # a key is looked for
            yield from (id(inner) for inner in ast.walk(node))
        elif isinstance(node, ast.Dict):
            yield from (id(key) for key in node.keys if key is not None)
        elif isinstance(node, ast.Call) and _name_of(node.func) in _FOR_BUILDERS:
            yield from (id(inner) for inner in ast.walk(node))
        elif isinstance(node, ast.Call) and _name_of(node.func) in SAID:
            yield from (id(inner) for argument in node.args for inner in ast.walk(argument))


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _files(paths: list[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.rglob("*")) if path.is_dir() else [path]


if __name__ == "__main__":
    reads = Environment(extensions=["jinja2.ext.i18n"])
    reads.filters.clear()
    for file in _files(sys.argv[1:]):
        if file.suffix == ".html":
            found = in_template(file.read_text(encoding="utf-8"), reads)
        elif file.suffix == ".py":
            found = in_code(file.read_text(encoding="utf-8"))
        else:
            continue
        for words in found:
            print(f"{file}: {words}")
