"""Every page of error can be made without knowing who asks and without a database, and says what to do next."""

from typing import Any

import pytest
import structlog

from tests.web.pages import application, inline_code, read, render, repeated_ids, with_class, words
from tna.web.errors import _WITH_A_PAGE


@pytest.mark.parametrize("code", sorted(_WITH_A_PAGE))
def test_a_page_of_error_is_whole_and_offers_a_next_step(code: int) -> None:
    tree = read(render(f"errors/{code}.html"))
    [main] = tree.iter("main")
    assert [words(heading) for heading in main.iter("h1")]
    assert list(main.iter("a"))
    assert repeated_ids(tree) == []
    assert inline_code(tree) == []


@pytest.mark.parametrize("path", ["/link/", "/set-up/", "/joining/", "/headcounts/"])
def test_the_log_of_a_fault_says_where_it_was_without_the_token(path: str) -> None:
    app = application()
    with app.test_request_context(f"{path}a-secret-token"), structlog.testing.capture_logs() as logs:
        answer = app.make_response(app.handle_user_exception(RuntimeError("of a test")))
    assert answer.status_code == 500
    [entry] = logs
    assert str(entry["endpoint"]).partition(".")[2]
    assert "a-secret-token" not in str(entry)


@pytest.mark.parametrize("code", sorted(_WITH_A_PAGE))
def test_a_page_of_error_never_asks_somebody_signed_in_to_sign_in(code: int) -> None:
    assert "Sign in" not in words(read(render(f"errors/{code}.html")))


def test_the_404_page_does_not_say_whether_the_page_is_there() -> None:
    assert "We cannot find that page, or it is not yours to see." in words(read(render("errors/404.html")))


def test_the_busy_page_keeps_what_was_typed_and_sends_it_again() -> None:
    kept = [("s01", "3"), ("s01", "4"), ("words", '"quoted" <b>')]
    tree = read(render("errors/503.html", kept=kept))
    [form] = tree.iter("form")
    assert [(box.get("name"), box.get("value")) for box in form.iter("input")] == kept
    assert form.get("method") == "post"
    assert "We are busy. What you typed is kept on this page: try again in a moment." in words(tree)


def test_the_busy_page_promises_nothing_kept_when_nothing_was_sent() -> None:
    tree = read(render("errors/503.html"))
    assert "kept" not in words(tree)
    assert [words(link) for link in with_class(tree, "govuk-button")] == ["Try again"]


def test_a_page_that_is_asked_in_a_way_it_does_not_know_says_which_it_knows(client: Any) -> None:
    """RFC 9110, 15.5.6."""
    answer = client.put("/needs")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
