"""What forms share: cleaning what was typed, telling a template which fields are wrong."""

import unicodedata
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field

from tna.language import mark, spoken

_NOT_TEXT = frozenset({"Cc", "Cs", "Cn"})


# What the library says of what no page of ours sends. Its other words our fields and validators replace by their own.
_OF_THE_LIBRARY = (mark("Not a valid choice."), mark("Invalid Choice: could not coerce."))


class _OurLanguages:
    """Where WTForms asks for its words in the language of the page: in our own catalogues."""

    def gettext(self, message: str) -> str:
        """A sentence, whose values WTForms fills in itself."""
        return spoken().translations.gettext(message)

    def ngettext(self, one: str, more: str, n: int) -> str:
        """A sentence in the form for so many, whose values WTForms fills in itself."""
        return spoken().translations.ngettext(one, more, n)


class SpokenForm(FlaskForm):  # type: ignore[misc]
    """A form that says everything in the language of the page, the words of the library among it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Flask-WTF would ask catalogues that the library brings."""

        def get_translations(self, _form: FlaskForm) -> _OurLanguages:
            return _OurLanguages()


class TextForm(SpokenForm):
    """A form of text: a file that somebody sends under the name of one of its fields is not there."""

    class Meta(SpokenForm.Meta):
        """Flask-WTF would put files among the text, where fields take them for what was typed."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            wrapped = super().wrap_formdata(form, formdata)
            return wrapped if wrapped is None or not request.files else request.form


def error_list(form: FlaskForm) -> list[dict[str, str]]:
    """The faults of a form for the error summary, each with a link to its field."""
    return [{"text": str(message), "href": f"#{_anchor(field)}"} for field in form for message in _flat(field.errors)]


def cleaned(typed: str | None) -> str:
    """What was typed, without the signs that no page may hold: controls, half characters, code points that are none.

    They come along unseen when somebody pastes; PostgreSQL and HTML both refuse them. Lines and tabs stay.
    """
    kept = (sign for sign in typed or "" if sign in "\t\n\r" or unicodedata.category(sign) not in _NOT_TEXT)
    return "".join(kept)


def add_error(field: Field, message: str | Markup) -> None:
    """Put a service's refusal onto the field it speaks of."""
    field.errors = [*field.errors, str(message)]


def _flat(errors: object) -> list[str]:
    if isinstance(errors, dict):
        return [text for inner in errors.values() for text in _flat(inner)]
    if isinstance(errors, list | tuple):
        return [text for inner in errors for text in _flat(inner)]
    return [str(errors)]


def _anchor(field: Field) -> str:
    """Radios and checkboxes have their id on the first choice, which is where GOV.UK's summary leads."""
    return str(field.id)
