"""Addresses of style sheets, scripts and pictures that change with the file, so that browsers may keep them."""

from functools import cache
from hashlib import sha256

from flask import Flask, request, url_for

from tna.paths import static_folder


@cache
def _fingerprint(name: str) -> str:
    """Eight hexadecimal digits of the file's content; read once in the life of a process."""
    return sha256((static_folder() / name).read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """The address of a static file with its fingerprint: "/static/tna.css?v=1a2b3c4d".

    Raises FileNotFoundError if there is no such file.
    """
    return _address(request.script_root, name)


@cache
def _address(root: str, name: str) -> str:  # noqa: ARG001
    """Worked out once for each place the product is served under: every page has four of them."""
    return url_for("static", filename=name, v=_fingerprint(name))


def install(app: Flask) -> None:
    """Offer asset() to the templates of an application."""
    app.jinja_env.globals["asset"] = asset
