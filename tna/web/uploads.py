"""Which pages take files, and how large a request to them may be.

The protection against forged requests reads the form before the view does, so a view cannot raise the limit itself:
it says `@takes_files`, and the limit is raised for it before anything reads the request.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request, session

from tna.services.tables import LARGEST_FILE

F = TypeVar("F", bound=Callable[..., Any])

# The file and what a form sends around it.
_LARGEST_UPLOAD = LARGEST_FILE + 512 * 1024


def takes_files(view: F) -> F:
    """A page to which somebody sends a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Raise the limit for pages that take files, before any other step of a request."""

    @app.url_value_preprocessor
    def allow_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        view = app.view_functions.get(endpoint or "")
        # Only for a browser that we have signed in at some time: nobody else has any business sending so much.
        if getattr(view, "takes_files", False) and "_user_id" in session:
            request.max_content_length = _LARGEST_UPLOAD
