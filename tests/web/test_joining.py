"""Joining by a poster at a browser: the form, the same answer for everybody, and the link that makes an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.models.notices import Notice
from tna.models.people import Agency, Joiner, Person, Poster
from tna.models.surveys import Response
from tna.services import joining
from tna.services.sign_in_links import LINKS_ALLOWED

EMAIL = "nell.newcomer@harbour.example"


@pytest.fixture
def agency(session: Session) -> Agency:
    agency = factories.add_agency(session, name="Harbour Trust")
    factories.add_domain(session, agency, "harbour.example")
    return agency


@pytest.fixture
def poster(session: Session, agency: Agency) -> Poster:
    return factories.add_poster(session, agency)


def join(client: Any, poster: Poster, email: str = EMAIL, *, status: int = 200, **changes: str) -> Page:
    values = {"name": "Nell Newcomer", "email": email, "job": "health-visitor"} | changes
    return submit(client, visit(client, f"/join/{poster.code}"), values, status=status)


def joiners(session: Session) -> dict[str, bool | None]:
    session.expire_all()
    return {one.email: one.is_let_in for one in session.scalars(select(Joiner))}


def less_tokens(answer: Any) -> str:
    return re.sub(r'(nonce|value)="[^"]{16,}"', "", answer.get_data(as_text=True))


def link_of(session: Session, agency: Agency, email: str = EMAIL) -> str:
    token = factories.joining_token(session, agency, email)
    session.commit()
    return f"/joining/{token}"


# The form ------------------------------------------------------------------------------------------------------


def test_the_form_asks_for_name_address_and_a_job_of_the_sector(client: Any, poster: Poster) -> None:
    page = visit(client, f"/join/{poster.code}")
    assert page.heading == "Take part: Harbour Trust"
    groups = [group.get("label") for group in page.main.iter("optgroup")]
    jobs = [text_of(option) for option in page.main.iter("option")]
    assert len(groups) > 1
    assert "Health visitor" in jobs
    assert "Police officer" not in " ".join(jobs)
    assert "No survey is open at the moment." in page.text


def test_the_form_says_how_long_an_open_survey_takes(client: Any, session: Session, poster: Poster) -> None:
    factories.add_open_round(session)
    assert "minutes" in visit(client, f"/join/{poster.code}").text


@pytest.mark.parametrize("code", ["aaaaaaaaaaaa", "x", "%25", "a" * 500, "%00"])
def test_a_code_that_nobody_made_leads_nowhere(client: Any, poster: Poster, code: str) -> None:
    assert client.get(f"/join/{code}").status_code == 404


def test_a_poster_that_was_taken_down_says_so(client: Any, session: Session, poster: Poster) -> None:
    page = visit(client, f"/join/{poster.code}")
    poster.ended_at = NOW
    session.commit()
    assert visit(client, f"/join/{poster.code}", status=404).heading == "This poster is no longer in use"
    values = {"csrf_token": page.token, "name": "Nell", "email": EMAIL, "job": "health-visitor"}
    assert client.post(f"/join/{poster.code}", data=values).status_code == 404
    assert joiners(session) == {}


@pytest.mark.parametrize("mailbox", ["office", "admin", "info", "St-Marys.Office", "duty.team", "head"])
def test_a_shared_mailbox_is_refused_with_the_reason(
    client: Any, session: Session, poster: Poster, mailbox: str
) -> None:
    page = join(client, poster, f"{mailbox}@harbour.example")
    assert list(page.errors.values()) == ["#email"]
    assert "each person answers for themselves" in page.text
    assert joiners(session) == {}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": ""}, ["#name"]),
        ({"name": "x" * 201}, ["#name"]),
        ({"email": "nobody"}, ["#email"]),
        ({"email": ""}, ["#email"]),
        ({"job": ""}, ["#job"]),
        ({"job": "police-officer-of-another-sector"}, ["#job"]),
        ({"name": "", "email": "", "job": ""}, ["#name", "#email", "#job"]),
    ],
)
def test_what_is_missing_or_odd_is_told_at_its_field(
    client: Any, session: Session, poster: Poster, changes: dict[str, str], where: list[str]
) -> None:
    page = join(client, poster, **changes)
    assert list(page.errors.values()) == where
    assert page.title.startswith("Error: ")
    assert joiners(session) == {}


def test_nobody_is_let_in_or_given_another_agency_by_fields_of_their_own(
    client: Any, session: Session, poster: Poster
) -> None:
    other = factories.add_agency(session)
    join(client, poster, "nell@home.example", is_let_in="1", agency_id=other.id, role_group="J", token_hash="x")
    (found,) = session.scalars(select(Joiner)).all()
    assert (found.agency_id, found.is_let_in, found.role_group, found.token_hash) == (
        poster.agency_id,
        None,
        "D",
        None,
    )


# The answer ----------------------------------------------------------------------------------------------------


def test_everybody_gets_the_same_answer(client: Any, session: Session, poster: Poster, agency: Agency) -> None:
    factories.add_person(session, agency, email="known@harbour.example")
    gone = factories.add_person(session, agency, email="gone@harbour.example")
    factories.leave(session, gone)
    factories.add_joiner(session, agency, email="refused@home.example", is_let_in=False)
    join(client, poster, "first.visit@harbour.example")  # the first form that a browser sends sets its cookie
    addresses = ["known", "gone", "nobody"]
    emails = [f"{name}@harbour.example" for name in addresses] + ["refused@home.example", "nobody@home.example"]
    answers = []
    for email in emails:
        page = visit(client, f"/join/{poster.code}")
        values = {"csrf_token": page.token, "name": "Nell", "email": email, "job": "health-visitor"}
        answers.append(client.post(f"/join/{poster.code}", data=values))
    assert len({(a.status_code, a.location, len(a.data), tuple(sorted(a.headers.keys()))) for a in answers}) == 1
    assert len({less_tokens(client.get(a.location)) for a in answers}) == 1
    kinds = session.scalars(select(Notice.kind)).all()
    assert kinds == ["join link"] * (len(emails) + 1)


def test_asking_too_often_is_told_alike(client: Any, session: Session, poster: Poster, agency: Agency) -> None:
    factories.add_person(session, agency, email="known@harbour.example")
    told = set()
    for email in ("known@harbour.example", "nobody@harbour.example"):
        for _ in range(LINKS_ALLOWED["link account"]):
            join(client, poster, email)
        told.add(join(client, poster, email, status=429).text.replace(email, ""))
    assert len(told) == 1


def test_ten_invented_addresses_lead_to_no_account_and_no_response(
    client: Any, session: Session, poster: Poster
) -> None:
    factories.add_open_round(session)
    before = session.scalar(select(func.count()).select_from(Person))
    for number in range(10):
        join(client, poster, f"invented.{number}@{'harbour' if number % 2 else 'home'}.example")
    settings = client.application.extensions["settings"]
    for notice in session.scalars(select(Notice)).all():
        joining.compose(session, notice, settings, NOW)
    assert session.scalar(select(func.count()).select_from(Person)) == before
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert client.get("/").status_code == 302


# The link ------------------------------------------------------------------------------------------------------


def test_the_link_makes_an_account_and_leads_to_the_open_survey(
    client: Any, session: Session, poster: Poster, agency: Agency, browsers: Any
) -> None:
    round_ = factories.add_open_round(session)
    join(client, poster)
    address = link_of(session, agency)
    other = browsers()
    page = submit(other, visit(other, address), form="Come in")
    assert page.path == f"/surveys/{round_.id}/before-you-start"
    person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
    assert (person.is_confirmed, person.memberships[0].agency_id) == (True, agency.id)
    page = submit(other, page, form="I understand")
    submit(other, page, {"s01": "4"})
    submit(other, visit(other, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert other.get("/account").status_code == 200
    again = submit(client, visit(client, address), form="Come in", status=404)
    assert again.heading == "This link has been used or has run out"


def test_somebody_added_in_the_meantime_goes_on_with_what_a_link_of_a_list_began(
    client: Any, session: Session, poster: Poster, agency: Agency, browsers: Any
) -> None:
    round_ = factories.add_open_round(session)
    join(client, poster)
    address = link_of(session, agency)
    person = factories.add_person(session, agency, email=EMAIL, password=None)
    listed = browsers()
    sign_in(listed, session, person, only_round=round_)
    session.commit()
    page = submit(listed, visit(listed, f"/surveys/{round_.id}/before-you-start"), form="I understand")
    submit(listed, page, {"s01": "4"})
    own = browsers()
    submit(own, visit(own, address), form="Come in")
    assert visit(own, f"/surveys/{round_.id}/parts/1").checked["s01"] == "4"
    assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.parametrize("is_open", [True, False])
def test_whoever_comes_in_reads_as_whom_and_how_to_have_it_put_right(
    client: Any, session: Session, poster: Poster, agency: Agency, is_open: bool
) -> None:
    if is_open:
        factories.add_open_round(session)
    join(client, poster, name="Mallory <b>Else</b>")
    page = submit(client, visit(client, link_of(session, agency)), form="Come in")
    said = "You have come in as Mallory <b>Else</b>, Health visitor at Harbour Trust. Is that wrong?"
    assert f"{said} Ask your training lead to put it right." in page.text


def test_every_link_to_a_newcomer_opens_the_same_page_and_opening_uses_nothing_up(
    client: Any, session: Session, poster: Poster, agency: Agency
) -> None:
    join(client, poster)
    address = link_of(session, agency)
    before = session.scalar(select(func.count()).select_from(Person))
    pages = [client.get(each) for each in (address, address, "/joining/made-up", "/joining/" + "x" * 500)]
    assert {page.status_code for page in pages} == {200}
    assert len({less_tokens(page) for page in pages}) == 1
    assert client.head(address).status_code == 200
    assert session.scalar(select(func.count()).select_from(Person)) == before
    assert client.post(address).status_code == 400


def test_links_to_newcomers_that_are_made_up_run_out_or_refused_are_told_apart_by_nothing(
    client: Any, session: Session, poster: Poster, agency: Agency
) -> None:
    addresses = ["/joining/made-up"]
    for email in ("old@harbour.example", "refused@harbour.example"):
        factories.add_joiner(session, agency, email=email, is_let_in=True)
        addresses.append(link_of(session, agency, email))
    for joiner in session.scalars(select(Joiner)):
        if joiner.email.startswith("old"):
            joiner.expires_at = NOW - timedelta(seconds=1)
        else:
            joiner.is_let_in = False
    session.commit()
    told = {less_tokens(submit(client, visit(client, each), form="Come in", status=404).answer) for each in addresses}
    assert len(told) == 1


def test_somebody_back_by_a_poster_reads_nothing_of_what_the_account_had_answered(
    client: Any, session: Session, poster: Poster, agency: Agency
) -> None:
    gone = factories.add_person(session, email=EMAIL)
    round_ = factories.add_open_round(session)
    secret = client.application.extensions["settings"].respondent_secret
    factories.answer(session, round_, gone, secret=secret, level=5)
    factories.leave(session, gone)
    join(client, poster)
    submit(client, visit(client, link_of(session, agency)), form="Come in")
    assert visit(client, f"/surveys/{round_.id}/profile").heading.endswith("This profile is closed")


def test_whoever_was_signed_in_before_joins_as_themselves(
    client: Any, session: Session, poster: Poster, agency: Agency
) -> None:
    sign_in(client, session, factories.add_person(session, name="Somebody Before"))
    join(client, poster)
    page = submit(client, visit(client, link_of(session, agency)), form="Come in")
    assert "Nell Newcomer" in page.html
    assert "Somebody Before" not in page.html
