"""Templates rendered by the real application, without anybody signed in and without a database to ask."""

import atexit
import shutil
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, render_template, render_template_string

from tna.app import create_app
from tna.settings import Settings


@cache
def application() -> Flask:
    """The application on a database that has no tables: a template that asks it anything fails."""
    folder = Path(tempfile.mkdtemp(prefix="tna-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = Settings(
        secret_key="a-key-for-tests-of-markup-alone-0123456789",
        respondent_secret="another-one-for-the-same-tests-0123456789",
        database_url=f"sqlite:///{folder / 'empty.sqlite'}",
        instance=folder,
        partnership_name="Wye Valley Safeguarding Children Partnership",
    )
    return create_app(settings)


def render(template: str, **context: Any) -> str:
    """A template as a visitor would get it."""
    with application().test_request_context("/survey/2"):
        return render_template(template, **context)


def render_macro(macro: str, file: str, call: str, **context: Any) -> str:
    """What one macro gives: render_macro("round_tag", "macros/states.html", "round_tag('open')")."""
    return render_source(f'{{% from "{file}" import {macro} %}}{{{{ {call} }}}}', **context)


def render_source(source: str, **context: Any) -> str:
    """What a piece of template gives."""
    with application().test_request_context("/"):
        return render_template_string(source, **context)


def read(html: str) -> Element:
    """A whole page as a tree; raises html5lib's ParseError at the first fault of its markup."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def read_part(html: str) -> Element:
    """Markup that is no whole page, in the body of a tree."""
    tree: Element = html5lib.parse(html, namespaceHTMLElements=False)
    body = tree.find("body")
    assert body is not None
    return body


def words(element: Element) -> str:
    """The text of an element as it reads, spaces made one."""
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Element, name: str) -> list[Element]:
    """Every element that has this class."""
    return [element for element in tree.iter() if name in element.get("class", "").split()]


def repeated_ids(tree: Element) -> list[str]:
    """Ids that stand more than once on a page."""
    counts = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    return [str(name) for name, count in counts.items() if count > 1]


def inline_code(tree: Element) -> list[str]:
    """What the content security policy would block: style attributes, handlers, scripts and styles without a nonce."""
    return [
        f"{element.tag} {name}"
        for element in tree.iter()
        for name in element.attrib
        if name == "style" or name.startswith("on")
    ] + [str(element.tag) for element in tree.iter() if element.tag in {"script", "style"} and not element.get("nonce")]
