"""Learning resources in a browser."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tests.web.keeping import error_of
from tna.domain.people import Duty

NEW: dict[str, str | list[str]] = {
    "title": "A short film",
    "publisher": "Somebody",
    "kind": "film",
    "minutes": "12",
    "domains": ["D5"],
    "url": "https://example.org/film",
}


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a partnership manager, with the shipped catalogue."""
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


def titles(page: Page) -> list[str]:
    return [text_of(heading) for heading in page.main.iter("h3")]


def test_resources_stand_by_kind_and_can_be_those_of_one_subject(client: Any, session: Session) -> None:
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session))
    page = visit(client, "/courses/resources")
    assert [text_of(h) for h in page.main.iter("h2")] == ["Guides", "Films", "Templates", "Pathways"]
    assert len(titles(page)) == 21
    assert "Change" not in page.text
    page = visit(client, "/courses/resources?domain=D3")
    assert titles(page)[:2] == [
        "Supporting parents and carers",
        "Managing risk and trauma after online sexual offending",
    ]
    assert page.title == "Things to read and watch: supporting parents, carers and family – Training needs"
    visit(client, "/courses/resources?domain=D9", status=404)


def test_where_there_is_nothing_the_page_says_so(client: Any, session: Session) -> None:
    sign_in(client, session, factories.add_person(session))
    assert "The partnership has not put anything here yet." in visit(client, "/courses/resources").text
    assert "Nothing about this yet" in visit(client, "/courses/resources?domain=D1").text


def test_a_resource_is_added_changed_and_removed(browser: Any) -> None:
    page = submit(browser, visit(browser, "/courses/resources/new"), NEW, form="Save")
    assert page.links["A short film"] == "https://example.org/film"
    assert "Somebody, 12 minutes About: Protecting best evidence" in page.text
    change = visit(browser, page.links["Change A short film"])
    page = submit(browser, change, {"title": "A longer film", "minutes": "", "is_for": ["F"]}, form="Save")
    assert "Suits best: Joint interviewers (ABE)" in page.text
    page = submit(browser, visit(browser, page.links["Remove A longer film"]), form="Remove")
    assert "“A longer film” is removed." in page.text
    assert "A longer film" not in titles(page)


def test_a_shipped_resource_that_was_removed_can_be_taken_over_again(browser: Any) -> None:
    page = visit(browser, "/courses/resources")
    page = submit(browser, visit(browser, page.links["Remove Key messages from research"]), form="Remove")
    assert "1 resource comes with the product and is not here." in page.text
    submit(browser, page, form="Take over")
    assert "Key messages from research" in titles(visit(browser, "/courses/resources"))


def test_an_empty_form_is_told_everything_at_once(browser: Any) -> None:
    page = submit(browser, visit(browser, "/courses/resources/new"), form="Save")
    assert page.errors == {
        "Enter a title": "#title",
        "Enter who publishes it": "#publisher",
        "Select what it is": "#kind",
        "Select what it is about": "#domains",
    }


@pytest.mark.parametrize(
    ("field", "value", "place", "words"),
    [
        ("url", "javascript:alert(1)", "url", "is not the address of a page"),
        ("minutes", "601", "minutes", "Enter a whole number of minutes from 1 to 600"),
        ("domains", "D9", "domains", "There is no domain “D9”"),
        ("is_for", "K", "is_for", "There is no role group “K”"),
        ("title", "t" * 81, "title", "longer than 80 characters"),
    ],
)
def test_a_fault_stands_at_its_field(browser: Any, field: str, value: str, place: str, words: str) -> None:
    page = submit(browser, visit(browser, "/courses/resources/new"), {**NEW, field: value}, form="Save")
    assert words in error_of(page, place)


@pytest.mark.parametrize("path", ["nothing/change", "nothing/remove", "%00/change"])
def test_a_resource_that_is_not_there_is_not_found(browser: Any, path: str) -> None:
    visit(browser, f"/courses/resources/{path}", status=404)
