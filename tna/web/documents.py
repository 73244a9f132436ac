"""Pages as PDF files that screen readers can read (PDF/UA-1), made from a template of their own.

WeasyPrint is imported when the first file is asked for: it takes a second and many megabytes, and it needs libraries
of the system (Pango) that a machine may lack.
"""

import ctypes
from functools import cache
from importlib import import_module
from threading import Lock

import structlog

from tna.paths import static_folder

log = structlog.get_logger()

PATIENCE = 20.0
"""Seconds somebody waits for their turn, of the thirty that the web server gives a page."""

_one_at_a_time = Lock()
# By whatever name the system knows it; the same that WeasyPrint tries.
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "libpango-1.0-0", "pango-1.0")


class CannotBeMade(Exception):
    """This machine lacks the libraries that draw documents."""


class Busy(Exception):
    """Others are having theirs made; in a moment it will do."""


@cache
def can_be_made() -> bool:
    """Whether this machine can make PDF files, as far as one can tell without loading everything."""
    return any(_is_there(name) for name in _PANGO)


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def pdf_of(html: str, style: str) -> bytes:
    """A whole page of HTML as PDF/UA-1, by a style sheet among the static files. Raises CannotBeMade or Busy.

    The page brings its pictures along: nothing is fetched for it, from wherever.
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        weasyprint = import_module("weasyprint")
    except OSError as missing:
        log.warning("PDF files cannot be made: a library is missing", fault=str(missing))
        raise CannotBeMade from missing
    else:
        fetcher = import_module("weasyprint.urls").URLFetcher(allowed_protocols=())
        sheet = weasyprint.CSS(string=(static_folder() / style).read_text(encoding="utf-8"), url_fetcher=fetcher)
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        made: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
        return made
    finally:
        _one_at_a_time.release()
