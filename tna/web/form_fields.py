"""What forms share: telling a template which fields are wrong."""

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field


def error_list(form: FlaskForm) -> list[dict[str, str]]:
    """The faults of a form for the error summary, each with a link to its field."""
    return [{"text": str(message), "href": f"#{_anchor(field)}"} for field in form for message in _flat(field.errors)]


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
