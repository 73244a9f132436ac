"""Words that libraries bring along, and words that are kept for the next page, are in the language of the page."""

from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from babel import Locale
from flask import Flask
from werkzeug.datastructures import MultiDict

from tna.domain.people import Standing
from tna.language import Language, spoken_in
from tna.web import frame
from tna.web.account_forms import AnswerAsForm
from tna.web.sign_in_forms import SignInForm


class _Loud(NullTranslations):
    """Every sentence in capitals, so that one that was not asked for shows."""

    def gettext(self, message: str) -> str:
        return message.upper()


LOUD = Language("xx", Locale("cy"), _Loud())


@pytest.fixture(autouse=True)
def asked(app: Flask) -> Iterator[None]:
    """A form that comes in."""
    with app.test_request_context("/", method="POST"):
        yield


def test_a_field_with_a_fault_and_the_button_of_a_password_speak_the_language_of_the_page() -> None:
    form = SignInForm(MultiDict({"email": ""}))
    with spoken_in(LOUD):
        assert not form.validate()
        shown = " ".join((form.email() + form.password()).split())
    for words in ("E-MAIL ADDRESS", "ERROR:</span> ENTER YOUR PASSWORD", "SHOW PASSWORD", '"YOUR PASSWORD IS HIDDEN"'):
        assert words in shown
    assert "Error" not in shown
    assert "Show" not in shown


def test_a_choice_that_is_none_is_refused_in_the_language_of_the_page() -> None:
    form = AnswerAsForm(MultiDict({"membership": "7"}))
    form.membership.choices = [(1, "Health visitor")]
    with spoken_in(LOUD):
        assert not form.validate()
    assert form.membership.errors == ["NOT A VALID CHOICE."]


def test_the_menu_that_is_kept_in_one_language_is_not_shown_in_another() -> None:
    def texts() -> list[str]:
        return [section["text"] for section in frame.menu(Standing(works_in=frozenset({"health"}))).sections]

    english = texts()
    with spoken_in(LOUD):
        assert texts() == [text.upper() for text in english]
    assert texts() == english == ["Home", "My learning", "Courses"]
