"""Nothing is left out of translation: not in a template, not in a module, not on any page that anybody can open.

The pages are opened in a language that nobody speaks (tests/pseudo.py): whatever English letters stand on one came
neither from a translation nor from what the partnership wrote itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from flask import Flask
from jinja2 import Environment
from lxml.html import HtmlElement, document_fromstring
from sqlalchemy import Connection, String, select
from sqlalchemy.orm import Session

from tests.house import untranslated
from tests.house.partnership import EVERYBODY, ROWS, Partnership, build
from tests.house.test_access_matrix import requests_of
from tests.house.tree import name
from tests.pseudo import CODE, write_catalogue
from tna.domain.notice_text import with_phone_numbers
from tna.models import Base
from tna.paths import templates_folder

PACKAGE = Path(untranslated.__file__).parents[2] / "tna"
TEMPLATES = tuple(sorted(templates_folder().rglob("*.html")))
# The command line and the settings speak to whoever runs the product, models to databases, headers to browsers; an
# analyst's own files and the recount are commands too, and the demonstration's partnership is data. What the
# fields of the API mean is said in its description, to those who write programs.
SPEAKS_TO_NO_READER = re.compile(
    r"(cli|models|services/demonstration)/|domain/reports/released_items|"
    r"(settings|app|charts/(lettering|pdf_fonts|style|written_\w+)|web/(headers|health|api_document)|"
    r"services/(analyses|releases|analyst_files|csv_files|block_checks|languages))\.py"
)
MODULES = tuple(
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not SPEAKS_TO_NO_READER.match(path.relative_to(PACKAGE).as_posix())
)
# Kinds of owed work, keys, names of files and what the audit trail says.
NOT_SAID = re.compile(
    r"(draw|release|rewrite|write|note how|return a|bring in|take back) .*|link (account|address)|Role group \S+|"
    r"all courses|api (token|address|refused.*)|text in round .*|round link:.*|"
    r"(attachment; filename|text/csv; charset|application/yaml; charset)=.*|.*, evidence accepted|home addresses|"
    r"person \S+ into it|"
    r"(headcount|by) return \S+| \(called off\S+\)|no account has this password|the form|role group|"
    r"form of round \S+, person \S+|# A survey of training needs\.[\s\S]*|"
    r"looking back is told of fewer .*|\S+ is not counted over the same people.*"
)
NO_TEXT = {"script", "style"}
READ_ALOUD = ("alt", "aria-label", "aria-description", "placeholder", "title")
# What is no word of any language: addresses, the fields of a wording, the code of a poster.
ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|\S+\.(?:example|invalid)\S*|\{\w+\}|\b\w{4}-\w{4}-\w{4}\b")
ENGLISH_LETTERS = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def environment(databases: Any) -> Environment:
    app: Flask = databases.ready("sqlite").app
    return app.jinja_env


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_word_of_a_template_asks_for_its_translation(environment: Environment, path: Path) -> None:
    assert list(untranslated.in_template(path.read_text(encoding="utf-8"), environment)) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_sentence_of_a_module_asks_for_its_translation(path: Path) -> None:
    found = untranslated.in_code(path.read_text(encoding="utf-8"))
    assert [words for words in found if not NOT_SAID.fullmatch(words.partition(": ")[2])] == []


def test_the_search_finds_what_is_left_out(environment: Environment) -> None:
    template = """<p title="A title">Some words {{ x }} and more.</p>{% trans %}Said.{% endtrans %}
        {{ "Open it" if x else gettext("Close it") }}<input type="submit" value="Go on"><a class="govuk-link">7</a>"""
    assert sorted(untranslated.in_template(template, environment)) == [
        "A title", "Go on", "Open it", "Some words ▯ and more.",
    ]  # fmt: skip
    code = '"""A module of words."""\nlog.info("said to builders")\nx = f"{n} people came"\ny = gettext("Two words")\n'
    assert list(untranslated.in_code(code)) == ["3: ▯ people came"]


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that has the language nobody speaks."""
    folder = tmp_path_factory.mktemp("strange")
    write_catalogue(folder / "languages")
    return folder


@pytest.fixture
def made(
    app: Flask, session: Session, connection: Connection, strange: Path, monkeypatch: pytest.MonkeyPatch
) -> Partnership:
    """A partnership that speaks it."""
    made = build(app, session, connection)
    spoken = replace(app.extensions["settings"], languages=(CODE,), instance=strange)
    monkeypatch.setitem(app.extensions, "settings", spoken)
    return made


def test_nothing_that_anybody_is_shown_keeps_an_english_letter(made: Partnership) -> None:
    own_words = words_of_the_partnership(made)
    told = (one for who in EVERYBODY for one in everything_told(made, made.client(who)))
    assert list(left_english(told, own_words)) == []


def everything_told(made: Partnership, client: Any) -> Iterator[tuple[str, HtmlElement]]:
    """Every page that somebody can open, and then what comes back for each form on them."""
    pages = list(pages_of(made, client))
    yield from pages
    for url, page in pages:
        yield from answers_to_forms(client, url, page)


def answers_to_forms(client: Any, url: str, page: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """What comes back for each form of a page: once with nothing in it, once with nonsense."""
    for form in page.iter("form"):
        fields = [field for field in form.iter("input", "textarea") if field.get("name")]
        typed = [field.get("name") for field in fields if field.get("type", "text") in {"text", "email"}]
        if (form.get("method") or "get").lower() != "post" or not typed:
            continue
        hidden = {field.get("name"): field.get("value", "") for field in fields if field.get("type") == "hidden"}
        for words in ("", "ŵŵŵ"):
            answer = client.post(form.get("action") or url, data=hidden | dict.fromkeys(typed, words))
            assert answer.status_code < 500, form.get("action") or url
            if is_page(answer):
                yield url, document_fromstring(answer.get_data(as_text=True))


def left_english(pages: Iterable[tuple[str, HtmlElement]], own_words: re.Pattern[str]) -> Iterator[str]:
    """What stayed English on these pages, each with an address where it stands."""
    told: set[str] = set()
    for url, page in pages:
        for words in english_on(page, own_words):
            if words not in told:
                told.add(words)
                yield f"{url}: {words}"


def pages_of(made: Partnership, client: Any) -> Iterator[tuple[str, HtmlElement]]:
    """Every page that can be opened in a browser, by address."""
    for request, rule in requests_of(made.app):
        if request.startswith("GET "):
            with made.app.test_request_context():
                url = made.app.url_for(rule.endpoint, **made.arguments(rule))
            answer = client.get(url)
            if is_page(answer):
                yield url, document_fromstring(answer.get_data(as_text=True))


def is_page(answer: Any) -> bool:
    return answer.mimetype == "text/html" and answer.status_code != 302


def english_on(page: HtmlElement, own_words: re.Pattern[str]) -> Iterator[str]:
    """The English on a page, less what the partnership wrote itself, addresses, and days as the language has them."""
    for text in texts_of(page):
        rest = own_words.sub(" ", ADDRESSES.sub(" ", text))
        if ENGLISH_LETTERS.search(rest):
            yield " ".join(text.split())


def texts_of(element: HtmlElement) -> Iterator[str]:
    """Everything shown or read aloud in an element, but for what says itself that it is in another language."""
    if not isinstance(element.tag, str) or element.tag in NO_TEXT or (element.tag != "html" and element.get("lang")):
        return
    yield from (element.get(attribute, "") for attribute in READ_ALOUD)
    if element.tag == "input" and element.get("type") in {"submit", "button"}:
        yield element.get("value", "")
    yield element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""


def words_of_the_partnership(made: Partnership) -> re.Pattern[str]:
    """What people wrote and is data: names, titles, and whatever else the database holds that reads as words."""
    session, name_of_all = made.session, made.app.extensions["settings"].partnership_name
    found = {name_of_all, *days_of_the_language(), *strings_in(list(ROWS.values()))}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String):
                for value in session.scalars(select(column).distinct()):
                    written = set(strings_in(parsed(value)))
                    # A phone number among words is a link of its own on pages.
                    found |= written | {words.strip() for one in written for words, _ in with_phone_numbers(one)}
    ours = {text for text in found if len(text) > 1 and re.search(r"[A-Z0-9.]", text)}
    return re.compile("|".join(re.escape(text) for text in sorted(ours, key=len, reverse=True)))


def days_of_the_language() -> set[str]:
    """The names of its months and days, and its own, which may have English letters."""
    locale = Locale(CODE)
    kinds = (locale.months, locale.days)
    named = {text for kind in kinds for widths in kind.values() for names in widths.values() for text in names.values()}
    return {*named, locale.display_name or ""}


def parsed(value: str | None) -> Any:
    try:
        return json.loads(value or "")
    except ValueError:
        return value


def strings_in(value: Any) -> Iterator[str]:
    """Every string inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings_in(each))
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from (text for each in value for text in strings_in(each))
    elif hasattr(value, "__dataclass_fields__"):
        yield from (text for field in value.__dataclass_fields__ for text in strings_in(getattr(value, field)))
