"""Posters and newcomers at the browser of a training lead or manager."""

import sys
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.people import Duty
from tna.models.notices import Notice
from tna.models.people import Agency, Joiner, Person, Poster
from tna.services.posters import words_of


class MissingLibraries:
    """Makes a machine that lacks the libraries which draw documents: importing what uses them fails."""

    def find_spec(self, name: str, *_rest: Any) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour <b>Trust</b>")


@pytest.fixture
def lead(session: Session, agency: Agency, client: Any) -> Person:
    """The agency's training lead, signed in."""
    lead = factories.add_person(session, agency, leads=[agency])
    sign_in(client, session, lead)
    return lead


def test_a_lead_of_one_agency_comes_straight_to_its_posters(client: Any, lead: Person, agency: Agency) -> None:
    page = visit(client, "/agencies/posters")
    assert page.path == f"/agencies/{agency.id}/posters"
    assert "No poster yet" in page.text
    assert "none is entered yet" in page.text
    assert "govuk-back-link" not in page.html  # there is nothing to choose, so it would lead to this page again


def test_a_manager_chooses_an_agency_and_sees_where_somebody_waits(
    client: Any, session: Session, agency: Agency
) -> None:
    factories.add_joiner(session, agency, email="nell@home.example")
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    page = visit(client, "/agencies/posters")
    assert "(one person waiting)" in page.text or "(1 person waiting)" in page.text
    assert "govuk-back-link" in visit(client, f"/agencies/{agency.id}/posters").html


def test_a_lead_makes_a_poster_downloads_it_and_ends_it(
    client: Any, session: Session, lead: Person, agency: Agency
) -> None:
    page = submit(client, visit(client, f"/agencies/{agency.id}/posters"), form="Make a poster")
    poster = session.scalars(select(Poster)).one()
    assert words_of(poster.code) in page.text
    made = client.get(f"/agencies/{agency.id}/posters/{poster.code}.pdf")
    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF-")
    assert poster.code in made.headers["Content-Disposition"]
    page = submit(client, page, form="End it")
    assert "Ended on" in page.text
    assert client.get(f"/agencies/{agency.id}/posters/{poster.code}.pdf").status_code == 404
    assert client.get(f"/join/{poster.code}").status_code == 404


def test_where_no_pdf_can_be_made_the_poster_is_a_page_that_says_it_all(
    client: Any, session: Session, lead: Person, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [MissingLibraries(), *sys.meta_path])
    factories.add_open_round(session)
    poster = factories.add_poster(session, agency)
    page = Page(client.get(f"/agencies/{agency.id}/posters/{poster.code}.pdf"))
    address = client.application.extensions["settings"].base_url + f"/join/{words_of(poster.code)}"
    assert address.partition("://")[2] in page.text
    assert address in page.html  # in the words of the picture
    assert "minutes" in page.text
    assert "you, and nobody else" in page.text
    assert "Harbour <b>Trust</b>" in page.text
    assert "style=" not in page.html


def test_another_agencys_poster_is_not_there(client: Any, session: Session, lead: Person, agency: Agency) -> None:
    other = factories.add_agency(session)
    poster = factories.add_poster(session, other)
    page = visit(client, f"/agencies/{agency.id}/posters")
    for path in (f"/agencies/{other.id}/posters", f"/agencies/{agency.id}/posters/{poster.code}.pdf"):
        assert client.get(path).status_code == 404
    ended = client.post(f"/agencies/{agency.id}/posters/{poster.code}/end", data={"csrf_token": page.token})
    assert ended.status_code == 404
    session.expire_all()
    assert poster.ended_at is None


def test_a_lead_lets_newcomers_in_or_not(client: Any, session: Session, lead: Person, agency: Agency) -> None:
    for name in ("yes", "no"):
        factories.add_joiner(session, agency, email=f"{name}@home.example")
    factories.add_joiner(session, agency, email="own@harbour.example", is_let_in=True)
    page = visit(client, f"/agencies/{agency.id}/joiners")
    assert "own@harbour.example" not in page.text
    page = submit(client, page, form="Let in")
    assert "A link is on its way to yes@home.example." in page.text
    page = submit(client, page, form="Do not let in")
    assert "Nobody is waiting" in page.text
    session.expire_all()
    assert {one.email: one.is_let_in for one in session.scalars(select(Joiner))} == {
        "yes@home.example": True,
        "no@home.example": False,
        "own@harbour.example": True,
    }
    assert [(n.kind, n.email) for n in session.scalars(select(Notice))] == [("join link", "yes@home.example")]
    page = submit(client, page, form="Let in after all")
    assert "A link is on its way to no@home.example." in page.text


def test_saying_yes_twice_sends_one_message(client: Any, session: Session, lead: Person, agency: Agency) -> None:
    factories.add_joiner(session, agency, email="nell@home.example")
    page = visit(client, f"/agencies/{agency.id}/joiners")
    for _ in range(2):
        submit(client, page, form="Let in")
    assert len(session.scalars(select(Notice)).all()) == 1


def test_a_newcomer_of_another_agency_is_out_of_reach(
    client: Any, session: Session, lead: Person, agency: Agency
) -> None:
    other = factories.add_agency(session)
    joiner = factories.add_joiner(session, other, email="nell@home.example")
    token = visit(client, f"/agencies/{agency.id}/joiners").token
    for answer in ("let-in", "turn-away"):
        own = client.post(f"/agencies/{agency.id}/joiners/{joiner.id}/{answer}", data={"csrf_token": token})
        theirs = client.post(f"/agencies/{other.id}/joiners/{joiner.id}/{answer}", data={"csrf_token": token})
        assert (own.status_code, theirs.status_code) == (302, 404)
    session.expire_all()
    assert joiner.is_let_in is None
    assert session.scalars(select(Notice)).all() == []


def test_somebody_known_in_another_agency_waits_like_everybody_else(
    client: Any, session: Session, lead: Person, agency: Agency
) -> None:
    factories.add_person(session, email="known@home.example")
    factories.add_joiner(session, agency, email="known@home.example")
    page = visit(client, f"/agencies/{agency.id}/joiners")
    assert "known@home.example" in page.text
    assert "A link is on its way to known@home.example." in submit(client, page, form="Let in").text


@pytest.mark.parametrize("number", [0, 10**12])
def test_a_newcomer_who_is_not_there_changes_nothing(
    client: Any, session: Session, lead: Person, agency: Agency, number: int
) -> None:
    token = visit(client, f"/agencies/{agency.id}/joiners").token
    answer = client.post(f"/agencies/{agency.id}/joiners/{number}/let-in", data={"csrf_token": token})
    assert answer.status_code == 302
