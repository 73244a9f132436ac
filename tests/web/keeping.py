"""Where the pages about people stand, and what is wrong on them."""

from tests.web.browsing import Page
from tna.models.people import Person


def at(person: Person, page: str = "") -> str:
    """The address of a page about a person."""
    return f"/people/{person.id}{page}"


def error_of(page: Page, field: str) -> str:
    """The fault named of one field, which the summary must lead to."""
    assert page.title.startswith("Error: ")
    return next(words for words, address in page.errors.items() if address == f"#{field}")
