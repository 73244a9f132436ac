"""What every answer promises the browser, on every route, pages of error included."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.house.partnership import ANONYMOUS, MANAGER, build
from tests.web.browsing import visit
from tests.web.pages import application

ROUTES = sorted(
    {(rule.endpoint, rule.rule) for rule in application().url_map.iter_rules() if rule.endpoint != "static"}
)


@pytest.fixture
def answers(app: Flask, session: Session, connection: Connection) -> Iterator[Any]:
    made = build(app, session, connection)
    clients = {who: made.client(who) for who in (ANONYMOUS, MANAGER)}

    def ask(who: str, endpoint: str, path: str) -> Any:
        rule = next(r for r in app.url_map.iter_rules(endpoint) if r.rule == path)
        with app.test_request_context():
            url = app.url_for(endpoint, **made.arguments(rule))
        return clients[who].open(url, method="GET" if "GET" in (rule.methods or ()) else "POST")

    return ask


def check(answer: Any, *, referrer: str = "same-origin") -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == referrer
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_answer_carries_the_headers_whoever_asks(answers: Any) -> None:
    for endpoint, path in ROUTES:
        for who in (ANONYMOUS, MANAGER):
            answer = answers(who, endpoint, path)
            check(answer, referrer="no-referrer" if "<token>" in path else "same-origin")
            assert answer.status_code < 500, f"{path} for {who}: {answer.status}"


def test_pages_of_error_carry_the_headers_too(client: Any) -> None:
    for answer in (client.get("/no-such-page"), client.post("/sign-in"), client.delete("/sign-in")):
        assert answer.status_code >= 400
        check(answer)


def test_each_answer_has_a_nonce_of_its_own(client: Any) -> None:
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Any) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_cookies_are_secure_and_the_browser_is_told_to_stay_there(app: Flask, client: Any) -> None:
    plain = app.extensions["settings"]
    app.extensions["settings"] = replace(plain, base_url="https://training.example.org")
    try:
        answer = client.get("/healthz")
    finally:
        app.extensions["settings"] = plain
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_a_form_without_a_referrer_is_taken_over_https_too(client: Any) -> None:
    page = visit(client, "/link/made-up")
    assert page.answer.headers["Referrer-Policy"] == "no-referrer"
    for token, status in ((page.token, 404), ("x", 400)):
        answer = client.post("/link/made-up", data={"csrf_token": token}, base_url="https://localhost")
        assert answer.status_code == status


def test_the_addresses_that_open_something_call_that_a_token() -> None:
    secret = ("/link/", "/set-up/", "/joining/", "/headcounts/")
    paths = [path for _, path in ROUTES if path.startswith(secret)]
    assert len(paths) >= len(secret)
    assert all("<token>" in path for path in paths)


def test_a_foreign_host_is_refused(client: Any) -> None:
    answer = client.get("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.data
