"""What every answer tells the browser: where scripts may come from, that nobody frames us, what not to keep."""

import secrets

from flask import Flask, g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.web.access import settings

ON_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TWO_YEARS = 63_072_000


def csp_nonce() -> str:
    """This answer's nonce: scripts that carry it may run, no others."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def content_security_policy(nonce: str) -> str:
    """Everything from ourselves; scripts by nonce; nothing inline, nothing framed, forms to ourselves alone."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def add_headers(response: Response) -> Response:
    """Add what this product promises of every answer, pages of error included."""
    response.headers.update(ON_EVERY_ANSWER)
    if "token" in (request.view_args or ()):  # whoever has the address of this page can come in by it
        response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = content_security_policy(csp_nonce())
    if settings().is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}; includeSubDomains"
    if request.endpoint != "static" and (_is_signed_in() or "Cache-Control" not in response.headers):
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_signed_in() -> bool:
    # Only where a page has asked already who it is: an answer to a broken request must not touch the database.
    return "_login_user" in g and bool(current_user.is_authenticated)


def install(app: Flask) -> None:
    """Add the headers to every answer of an application."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
