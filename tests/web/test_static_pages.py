"""Pages that say the same to everybody."""

from typing import Any

from tests.web.browsing import visit


def test_anybody_may_read_who_sees_what(client: Any) -> None:
    page = visit(client, "/privacy")
    assert page.heading == "Privacy: who sees what"
    for words in ("groups of ten or more people", "voluntary", "Confidential, not anonymous", "one cookie"):
        assert words in page.text


def test_reading_it_leaves_no_cookie_but_that_of_the_session(client: Any) -> None:
    visit(client, "/privacy")
    assert client.get_cookie("session") is None
