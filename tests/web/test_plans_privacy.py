"""A lead who opens everything there is about plans meets no unshared suggestion, no score, nobody's answer."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, visit
from tna.domain.people import Duty
from tna.models.people import Agency, Person

# Below in talking with children only: the person's own page suggests CSA-02 and, after it, CSA-04.
PLANTED = {"s05": "1", "s06": "1", "s07": "1", "s08": "1", "s01": "5"}


@pytest.fixture
def answering(session: Session, agency: Agency, app: Any) -> Person:
    """Somebody who has answered, and shared a course that was not suggested."""
    factories.add_catalogue(session)
    person = factories.add_person(session, agency, name="Planted Answerer", email="planted-answerer@example.org")
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, person, secret=app.extensions["settings"].respondent_secret, answers=PLANTED)
    factories.share_course(session, person, "CSA-10")
    return person


def crawled(client: Any) -> Iterator[Page]:
    """Every page that the plans lead to by links, each once."""
    waiting, seen = ["/plans"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/plans"):
            continue
        seen.add(address)
        page = visit(client, address)
        waiting += page.links.values()
        yield page


@pytest.mark.parametrize("is_manager", [False, True])
def test_whoever_plans_meets_only_what_was_shared(
    client: Any, session: Session, agency: Agency, answering: Person, is_manager: bool
) -> None:
    leads = [] if is_manager else [agency]
    duties = [Duty.MANAGER] if is_manager else []
    sign_in(client, session, factories.add_person(session, agency, duties=duties, leads=leads))
    pages = list(crawled(client))
    assert len(pages) > 5
    of_person = [page for page in pages if "Planted Answerer" in page.text]
    assert any("Has asked for CSA-10 to be considered" in page.text for page in of_person)
    for page in pages:
        assert not re.search(r"put yourself below|own answers|\bhas answered\b|\bsuggested\b", page.text)
    own = visit(client, f"/plans/agencies/{agency.id}/people/{answering.id}")
    assert set(re.findall(r"CSA-\d\d", own.text)) == {"CSA-10"}


def test_the_list_is_the_same_whether_somebody_has_answered_or_not(
    client: Any, session: Session, agency: Agency, app: Any
) -> None:
    factories.add_catalogue(session)
    person = factories.add_person(session, agency, name="Planted Answerer")
    lead = factories.add_person(session, agency, leads=[agency])
    round_ = factories.add_open_round(session)
    addresses = [
        f"/plans/agencies/{agency.id}",
        f"/plans/agencies/{agency.id}?state=nothing",
        f"/plans/agencies/{agency.id}?state=wishes",
        f"/plans/agencies/{agency.id}/people/{person.id}",
        f"/plans/agencies/{agency.id}/assign?person={person.id}",
    ]
    sign_in(client, session, lead)
    before = [visit(client, one).text for one in addresses]
    factories.answer(session, round_, person, secret=app.extensions["settings"].respondent_secret, answers=PLANTED)
    sign_in(client, session, person)
    assert "CSA-02" in visit(client, "/learning/suggestions").text
    sign_in(client, session, lead)
    assert [visit(client, one).text for one in addresses] == before


def test_what_was_taken_back_is_nowhere_any_more(
    client: Any, session: Session, agency: Agency, answering: Person
) -> None:
    from tna.services.plans import wishes

    wishes.take_back(session, person_id=answering.id, course_id="CSA-10")
    sign_in(client, session, factories.add_person(session, agency, leads=[agency]))
    assert not [page.path for page in crawled(client) if "to be considered" in page.text]
