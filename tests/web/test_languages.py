"""A page speaks the language of whoever asks for it: chosen by hand, or what the browser asks for."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.pseudo import pseudo
from tests.web.browsing import Page, sign_in, submit, visit
from tna.models.people import Person
from tna.models.surveys import Round

SIGN_IN, SIGN_OUT = pseudo("Sign in"), pseudo("Sign out")


@pytest.fixture
def person(session: Session) -> Person:
    return factories.add_person(session, email="nell.vale@harbour.example", password="a long enough password")


def choose(client: Any, page: Page, code: str) -> Page:
    sent = {"csrf_token": page.token, "language": code, "next": page.path}
    return Page(client.post("/language", data=sent, follow_redirects=True))


def tag(page: Page) -> str | None:
    return page.root.get("lang")


def test_an_installation_of_one_language_offers_no_other(client: Any) -> None:
    page = visit(client, "/sign-in")
    assert 'action="/language"' not in page.html
    assert tag(page) == "en-GB"


@pytest.mark.usefixtures("two_languages")
def test_a_page_speaks_what_the_browser_asks_for_first_among_what_is_offered(client: Any) -> None:
    for asked, spoken in (("cy", "cy"), ("cy-GB,en;q=0.5", "cy"), ("en-GB,cy;q=0.5", "en-GB"), ("fr", "en-GB")):
        page = Page(client.get("/sign-in", headers={"Accept-Language": asked}))
        assert tag(page) == spoken, asked
        assert (SIGN_IN in page.html) == (spoken == "cy")


@pytest.mark.usefixtures("two_languages")
def test_what_is_chosen_by_hand_stays_and_comes_back_to_the_same_page(client: Any) -> None:
    page = choose(client, visit(client, "/privacy"), "cy")
    assert (page.path, tag(page)) == ("/privacy", "cy")
    assert tag(visit(client, "/sign-in")) == "cy"
    assert tag(choose(client, page, "en")) == "en-GB"
    assert tag(choose(client, page, "no such language")) == "en-GB"


@pytest.mark.usefixtures("two_languages")
def test_choosing_while_signed_in_is_kept_for_mail_and_for_the_next_sign_in(
    client: Any, session: Session, person: Person
) -> None:
    sign_in(client, session, person)
    assert SIGN_OUT in choose(client, visit(client, "/account"), "cy").html
    session.refresh(person)
    assert person.language == "cy"
    with client.session_transaction() as cookie:
        cookie.clear()
    page = submit(
        client,
        visit(client, "/sign-in"),
        {"email": person.email, "password": "a long enough password"},
    )
    assert tag(page) == "cy"


@pytest.mark.usefixtures("two_languages")
def test_a_link_that_others_have_seen_changes_nothing_of_its_owner(
    client: Any, session: Session, person: Person
) -> None:
    round_: Round = factories.add_open_round(session)
    sign_in(client, session, person, only_round=round_)
    assert tag(choose(client, visit(client, f"/surveys/{round_.id}/before-you-start"), "cy")) == "cy"
    session.refresh(person)
    assert person.language is None


@pytest.mark.usefixtures("two_languages")
def test_the_choice_of_a_browser_outlives_signing_out_and_leads_to_no_other_site(
    client: Any, session: Session, person: Person
) -> None:
    sign_in(client, session, person)
    page = choose(client, visit(client, "/account"), "cy")
    client.post("/sign-out", data={"csrf_token": page.token})
    page = visit(client, "/sign-in")
    assert tag(page) == "cy"
    sent = {"csrf_token": page.token, "language": "en", "next": "https://elsewhere.example/"}
    assert client.post("/language", data=sent).headers["Location"] == "/"
