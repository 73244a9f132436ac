"""Coming in by a link: what everybody is told alike, what links open, how far one reaches that others have seen."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tests.web.browsing import Page, path_of, sign_in, submit, visit
from tna.domain.people import Duty, respondent_key
from tna.models.notices import Notice
from tna.models.people import FailedSignIns, Person, PersonalLink, SignIn
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import surveys
from tna.services.personal_links import Purpose
from tna.services.sign_in_links import LINKS_ALLOWED
from tna.services.sign_ins import make_set_up_link

EMAIL = "nell.vale@harbour.example"
UNUSABLE = "This link has been used or has run out"
OWN_ADDRESS = "Come in by your own address"


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody without a password, whose address nobody has confirmed."""
    return factories.add_person(session, email=EMAIL, name="Nell Vale", password=None)


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    return factories.add_open_round(session, title="Autumn round")


def link(session: Session, person: Person, purpose: Purpose = Purpose.SIGN_IN, round_: Round | None = None) -> str:
    token = factories.add_link(session, person, purpose, round_)
    session.commit()
    return f"/link/{token}"


def merged(session: Session, person: Person, round_: Round) -> str:
    return link(session, person, Purpose.MAIL_MERGE, round_)


def come_in(client: Any, address: str, *, status: int = 200) -> Page:
    """Open a link and press its button."""
    return submit(client, visit(client, address), form="Come in", status=status)


def answer(session: Session, app: Any, round_: Round, person: Person, *, send: bool, level: int = 5) -> None:
    secret = app.extensions["settings"].respondent_secret
    factories.answer(session, round_, person, secret=secret, level=level, send=send)
    session.commit()


def ask(client: Any, email: str, *, status: int = 200) -> Page:
    return submit(client, visit(client, "/sign-in"), {"address": email}, form="Send me a sign-in link", status=status)


def less_tokens(answer: Any) -> str:
    """A page without what is new on each request: the token of its forms and the nonce of its scripts."""
    return re.sub(r'(nonce|value)="[^"]{16,}"', "", answer.get_data(as_text=True))


def notices(session: Session) -> list[Notice]:
    session.expire_all()
    return list(session.scalars(select(Notice).order_by(Notice.id)))


# Asking for one ------------------------------------------------------------------------------------------------


def test_asking_is_answered_alike_for_every_address(client: Any, session: Session, person: Person) -> None:
    gone = factories.add_person(session, email="gone@harbour.example")
    factories.leave(session, gone)
    ask(client, "first.visit@harbour.example")  # the first form that a browser sends sets its cookie
    answers = []
    for email in (EMAIL, "gone@harbour.example", "nobody@harbour.example", EMAIL.upper()):
        page = visit(client, "/sign-in")
        data = {**page.fields("Send me a sign-in link"), "address": email}
        answers.append(client.post("/sign-in/link", data=data))
    assert len({(a.status_code, a.location, len(a.data), tuple(sorted(a.headers.keys()))) for a in answers}) == 1
    pages = [client.get(a.location) for a in answers]
    assert len({less_tokens(page) for page in pages}) == 1
    assert len({len(page.data) for page in pages}) == 1
    assert "If this address is known here, a link is on its way. It works once, for an hour." in Page(pages[0]).text
    assert len(notices(session)) == 5
    assert {(n.kind, n.person_id, n.settled_at) for n in notices(session)} == {("sign-in link", None, None)}


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "x" * 300 + "@harbour.example", "a@b.example\r\nBcc: c@d.example"]
)
def test_what_cannot_be_an_address_is_told_at_its_field(client: Any, session: Session, typed: str) -> None:
    page = ask(client, typed)
    assert list(page.errors.values()) == ["#address"]
    assert page.title.startswith("Error: ")
    assert notices(session) == []


def test_asking_too_often_is_told_alike_for_known_and_unknown_addresses(
    client: Any, session: Session, person: Person
) -> None:
    told = set()
    for email in (EMAIL, "nobody@harbour.example"):
        for _ in range(LINKS_ALLOWED["link account"]):
            ask(client, email)
        page = ask(client, email, status=429)
        told.add((page.title, page.text.replace(email, "")))
    assert len(told) == 1
    assert "Links have been asked for too often lately. Wait 15 minutes, then try again." in page.text


def test_asking_for_links_leaves_the_password_alone(client: Any, session: Session) -> None:
    factories.add_person(session, email="robin@example.org")
    for _ in range(LINKS_ALLOWED["link account"]):
        ask(client, "robin@example.org")
    ask(client, "robin@example.org", status=429)
    values = {"email": "robin@example.org", "password": factories.PASSWORD}
    assert submit(client, visit(client, "/sign-in"), values, form="Sign in").path == "/"


def test_a_throttle_keeps_no_address(client: Any, session: Session) -> None:
    ask(client, EMAIL)
    kept = b"".join(session.scalars(select(FailedSignIns.subject)))
    assert EMAIL.encode() not in kept
    assert b"127.0.0.1" not in kept


# The page of a link --------------------------------------------------------------------------------------------


def test_every_link_opens_the_same_page_and_opening_uses_nothing_up(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    good = link(session, person)
    used = link(session, person)
    session.execute(update(PersonalLink).where(PersonalLink.used_at.is_(None)).values(used_at=None))
    old = f"/link/{factories.add_link(session, person, expires_at=NOW - timedelta(days=1))}"
    addresses = [
        good,
        used,
        old,
        merged(session, person, round_),
        link(session, person, Purpose.INVITATION, round_),
        "/link/made-up",
        "/link/" + "x" * 500,
    ]
    pages = [client.get(address) for address in addresses for _ in range(2)]
    assert {page.status_code for page in pages} == {200}
    assert len({less_tokens(page) for page in pages}) == 1
    assert Page(pages[0]).buttons == ["Come in"]
    assert client.head(good).status_code == 200
    session.expire_all()
    assert session.scalars(select(PersonalLink.used_at)).all() == [None] * 5
    assert session.scalars(select(SignIn)).all() == []
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_button_signs_in_and_leads_home(client: Any, session: Session, person: Person) -> None:
    page = come_in(client, link(session, person))
    assert page.path == "/"
    assert "Nell Vale" in page.html
    session.expire_all()
    assert person.is_confirmed


def test_a_link_is_good_once_and_the_page_then_offers_a_fresh_one(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    address = link(session, person)
    come_in(client, address)
    page = come_in(browsers(), address, status=404)
    assert page.heading == UNUSABLE
    assert "Send me a sign-in link" in page.buttons


def test_links_that_are_used_old_or_made_up_are_told_apart_by_nothing(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    used = link(session, person)
    come_in(browsers(), used)
    old = f"/link/{factories.add_link(session, person, expires_at=NOW - timedelta(seconds=1))}"
    pages = [come_in(client, address, status=404).answer for address in (used, old, "/link/made-up")]
    assert len({less_tokens(page) for page in pages}) == 1


@pytest.mark.parametrize("purpose", list(Purpose))
def test_nothing_is_taken_without_the_token_of_the_page(
    client: Any, session: Session, person: Person, round_: Round, purpose: Purpose
) -> None:
    address = link(session, person, purpose, None if purpose is Purpose.SIGN_IN else round_)
    assert client.post(address).status_code == 400
    assert come_in(client, address).path != address


def test_whoever_was_signed_in_before_is_so_no_longer(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    other = factories.add_person(session, name="Somebody Before")
    sign_in(client, session, other)
    page = come_in(client, link(session, person))
    assert "Somebody Before" not in page.html
    session.expire_all()
    ended = session.scalars(select(SignIn).where(SignIn.person_id == other.id)).one()
    assert ended.ended_at is not None


def test_a_link_leads_nowhere_else(client: Any, session: Session, person: Person) -> None:
    address = link(session, person)
    token = visit(client, address).token
    answer = client.post(
        f"{address}?next=https://evil.example/", data={"csrf_token": token, "next": "https://evil.example/"}
    )
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_foreign_host_is_refused_and_never_comes_into_a_link(client: Any, session: Session, person: Person) -> None:
    page = visit(client, "/sign-in/link")
    data = {"csrf_token": page.token, "address": EMAIL}
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        client.post("/sign-in/link", data=data, headers=headers)
    made = notices(session)
    assert len(made) == 1  # the foreign host was refused, the other header ignored
    settings = client.application.extensions["settings"]
    from tna.services import sign_in_links

    message = sign_in_links.compose(session, made[0], settings, NOW)
    assert message is not None
    assert f"{settings.base_url}/link/" in message.body
    assert "evil.example" not in message.body


# An invitation -------------------------------------------------------------------------------------------------


def test_an_invitation_leads_to_the_survey_and_the_next_one_to_where_one_stopped(
    client: Any, session: Session, app: Any, person: Person, round_: Round, browsers: Any
) -> None:
    first, second, third = (link(session, person, Purpose.INVITATION, round_) for _ in range(3))
    assert come_in(client, first).path == f"/surveys/{round_.id}/before-you-start"
    answer(session, app, round_, person, send=False)
    assert come_in(browsers(), second).path == f"/surveys/{round_.id}/check"
    answer(session, app, round_, person, send=True)
    assert come_in(browsers(), third).path == f"/surveys/{round_.id}/sent"


def test_an_invitation_to_a_round_that_has_closed_says_so(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    address = link(session, person, Purpose.INVITATION, round_)
    factories.close(session, round_)
    page = come_in(client, address, status=409)
    assert page.heading == "This survey has closed"
    assert "Autumn round" in page.text
    assert "/sign-in/link" in page.links.values()
    assert client.get("/").status_code == 302


def test_somebody_who_has_left_is_told_so(client: Any, session: Session, person: Person) -> None:
    address = link(session, person)
    factories.leave(session, person)
    assert come_in(client, address, status=409).heading == "This account is closed"


def test_an_invitation_of_somebody_without_an_agency_leads_home(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    person.memberships[0].is_answering = False
    person.memberships[0].ended_on = factories.TODAY
    page = come_in(client, link(session, person, Purpose.INVITATION, round_))
    assert (page.path, page.heading) == ("/", "Your account has no agency yet")


# A link that others have seen ----------------------------------------------------------------------------------


def test_a_link_of_a_mail_merge_starts_the_survey_and_the_page_says_whose_it_is(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    page = come_in(client, merged(session, person, round_))
    assert page.path == f"/surveys/{round_.id}/before-you-start"
    assert "Nell Vale" in page.html
    assert "/account" not in page.html
    assert "govuk-service-navigation" not in page.html


def test_one_answers_by_it_from_start_to_end_and_gets_the_profile_by_the_own_address(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    page = submit(client, come_in(client, merged(session, person, round_)), form="I understand")
    submit(client, page, {"s01": "5"})
    page = submit(client, visit(client, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert page.path == f"/surveys/{round_.id}/sent"
    assert page.buttons == ["Send me a link to my profile"]
    assert "n…@harbour.example" in page.text
    assert EMAIL not in page.html
    assert not [href for href in page.links.values() if "profile" in href]
    page = submit(client, page, form="Send me a link to my profile")
    assert "A link is on its way to n…@harbour.example." in page.text
    assert [(n.kind, n.email) for n in notices(session)] == [("sign-in link", EMAIL)]


def test_it_reaches_the_survey_of_its_round_and_home_only_leads_there(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    factories.give_duties(session, person, Duty.MANAGER, Duty.ADMINISTRATOR)
    other = factories.add_round(session)
    sign_in(client, session, person, only_round=round_)
    assert visit(client, "/").path == f"/surveys/{round_.id}/before-you-start"
    closed = ["/account", "/learning", "/courses", "/people", "/surveys/rounds", "/needs", "/agencies/posters"]
    closed += [f"/surveys/{round_.id}/profile", f"/surveys/{other.id}/before-you-start", f"/surveys/{other.id}/check"]
    assert {path: client.get(path).status_code for path in closed} == dict.fromkeys(closed, 404)
    page = visit(client, f"/surveys/{round_.id}/before-you-start")
    posts = ["/account/password", "/account/other-sign-ins", "/people/new", f"/surveys/{other.id}/before-you-start"]
    for path in posts:
        assert (
            client.post(path, data={"csrf_token": page.token, "new_password": "three quite good words"}).status_code
            == 404
        )
    session.expire_all()
    assert person.password_hash is None


def test_it_ends_by_signing_out(client: Any, session: Session, person: Person, round_: Round) -> None:
    page = come_in(client, merged(session, person, round_))
    client.post("/sign-out", data={"csrf_token": page.token})
    assert client.get(f"/surveys/{round_.id}/before-you-start").status_code == 302


def test_it_says_so_where_the_round_asks_the_person_nothing(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    person.memberships[0].is_answering = False
    person.memberships[0].ended_on = factories.TODAY
    page = come_in(client, merged(session, person, round_))
    assert (page.path, page.heading) == ("/", "There is nothing for you to answer")


@pytest.mark.parametrize("sent", [False, True])
def test_a_lead_who_opens_the_link_after_the_person_used_it_sees_nothing_of_theirs(
    client: Any, session: Session, person: Person, round_: Round, browsers: Any, sent: bool
) -> None:
    lead = factories.add_person(session, person.memberships[0].agency, leads=[person.memberships[0].agency])
    used = merged(session, person, round_)
    page = submit(client, come_in(client, used), form="I understand")
    submit(client, page, {"s01": "5", "s02": "1"})
    if sent:
        submit(client, visit(client, f"/surveys/{round_.id}/check"), form="Submit my answers")
    browser = browsers()
    sign_in(browser, session, lead)
    shown = come_in(browser, used, status=409)
    assert shown.heading == OWN_ADDRESS
    assert "n…@harbour.example" in shown.text
    for secret in (EMAIL, "Nell", "Autumn round", "checked", "part"):
        assert secret not in shown.main_html
    assert visit(browser, "/").path == "/"  # the lead stays who they were
    for rest in ("sent", "check", "parts/1", "profile"):
        assert "Nell" not in browser.get(f"/surveys/{round_.id}/{rest}", follow_redirects=True).get_data(as_text=True)


def walk(client: Any, address: str, round_: Round) -> Iterator[Any]:
    """Every answer that whoever holds a link of a list can get out of it, up to sending and past it."""
    survey = f"/surveys/{round_.id}"
    places = [
        "/",
        survey,
        *(f"{survey}/{rest}" for rest in ("before-you-start", "check", "parts/1", "sent", "profile")),
    ]
    places += [
        f"{survey}/{rest}" for rest in ("withdraw", "check?change=sent", "parts/1?change=sent", "privacy-notice")
    ]

    def everywhere() -> Iterator[Any]:
        yield from (client.get(place) for place in places)

    def post(place: str, **values: str) -> Any:
        token = visit(client, f"{survey}/before-you-start").token
        return client.post(place, data={"csrf_token": token, **values})

    yield client.post(address, data={"csrf_token": visit(client, address).token})
    yield from everywhere()
    yield post(f"{survey}/parts/1", s01="4")
    yield post(f"{survey}/parts/1/answers", s01="4")
    yield post(f"{survey}/check")
    yield post(f"{survey}/before-you-start")
    yield from everywhere()
    yield post(f"{survey}/check")  # blank
    yield post(f"{survey}/parts/1", s01="2")
    yield post(f"{survey}/parts/1/answers", s02="3")
    yield from everywhere()
    yield post(f"{survey}/check")
    yield from everywhere()
    yield post(f"{survey}/check")
    yield post(f"{survey}/before-you-start")
    yield post(f"{survey}/parts/1", s01="1")
    yield post(f"{survey}/parts/1/answers", s01="1")
    yield post(f"{survey}/withdraw")
    yield from everywhere()
    yield client.post(address, data={"csrf_token": visit(client, address).token})


def less_marks(answer: Any, address: str) -> tuple[int, str | None, str]:
    """An answer without what is new each time: tokens, nonces, the link itself, and the owner's mark of a form."""
    page = re.sub(r'(nonce|value|data-owner)="[^"]{16,}"', "", answer.get_data(as_text=True))
    return answer.status_code, answer.location, page.replace(address, "")


def test_all_that_a_link_of_a_list_shows_is_the_same_whatever_its_person_has_done(
    session: Session, app: Any, person: Person, round_: Round, browsers: Any
) -> None:
    seen = {}
    for state in ("nothing", "begun", "sent", "withdrawn", "sent before a seal", "begun by a link", "sent by a link"):
        session.execute(delete(Response))
        session.execute(delete(Participation))
        person.sealed_through = None
        session.commit()
        if state in {"begun", "sent", "withdrawn", "sent before a seal"}:
            answer(session, app, round_, person, send=state != "begun")
        if state == "withdrawn":
            session.execute(delete(Response))
        if state == "sent before a seal":
            person.sealed_through = round_.id
        if state.endswith("by a link"):
            other = browsers()
            page = submit(other, come_in(other, merged(session, person, round_)), form="I understand")
            submit(other, page, {"s01": "5"})
            if state.startswith("sent"):
                submit(other, visit(other, f"/surveys/{round_.id}/check"), form="Submit my answers")
        address = merged(session, person, round_)
        seen[state] = [less_marks(each, address) for each in walk(browsers(), address, round_)]
    assert any(location == f"/surveys/{round_.id}/sent" for _, location, _ in seen["nothing"])
    for state, pages in seen.items():
        assert pages == seen["nothing"], state


def sent_level(session: Session, app: Any, round_: Round, person: Person) -> tuple[int, bool] | None:
    """The code of the first statement under the person's own key, and whether it was sent."""
    session.expire_all()
    key = respondent_key(app.extensions["settings"].respondent_secret, person.id)
    found = surveys.own_answers(session, round_=round_, key=key)
    return None if found is None else (found.answers["s01"], found.is_sent)


@pytest.mark.parametrize(("had_sent", "left"), [(True, (5, True)), (False, (2, True))])
def test_sending_by_a_link_of_a_list_counts_unless_the_person_had_sent(
    client: Any, session: Session, app: Any, person: Person, round_: Round, had_sent: bool, left: tuple[int, bool]
) -> None:
    answer(session, app, round_, person, send=had_sent)
    page = submit(client, come_in(client, merged(session, person, round_)), form="I understand")
    assert page.checked == {}
    submit(client, page, {"s01": "2"})
    page = submit(client, visit(client, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert page.path == f"/surveys/{round_.id}/sent"
    assert sent_level(session, app, round_, person) == left
    assert len(session.scalars(select(Response)).all()) == 1
    assert session.scalar(select(func.sum(DailyParticipation.submitted))) == 1


def test_whoever_comes_by_their_own_address_goes_on_with_what_the_link_began(
    client: Any, session: Session, app: Any, person: Person, round_: Round, browsers: Any
) -> None:
    page = submit(client, come_in(client, merged(session, person, round_)), form="I understand")
    submit(client, page, {"s01": "2"})
    client.post("/sign-out", data={"csrf_token": visit(client, f"/surveys/{round_.id}").token})
    assert sent_level(session, app, round_, person) is None
    own = browsers()
    come_in(own, link(session, person))
    assert sent_level(session, app, round_, person) == (2, False)
    assert visit(own, f"/surveys/{round_.id}/parts/1").checked["s01"] == "2"
    assert len(session.scalars(select(Response)).all()) == 1


def test_another_address_deletes_what_a_link_began(
    client: Any, session: Session, app: Any, person: Person, round_: Round, browsers: Any
) -> None:
    page = submit(client, come_in(client, merged(session, person, round_)), form="I understand")
    submit(client, page, {"s01": "2"})
    manager = browsers()
    sign_in(manager, session, factories.add_person(session, duties=[Duty.MANAGER]))
    submit(manager, visit(manager, f"/people/{person.id}/change"), {"email": "other@harbour.example"})
    assert session.scalars(select(Response)).all() == []


def test_a_set_up_link_deletes_what_a_link_began(
    client: Any, session: Session, person: Person, round_: Round, browsers: Any
) -> None:
    page = submit(client, come_in(client, merged(session, person, round_)), form="I understand")
    submit(client, page, {"s01": "2"})
    token = make_set_up_link(session, person=person, actor_id=None, now=datetime.now(UTC))
    session.commit()
    browser = browsers()
    submit(browser, visit(browser, f"/set-up/{token}"), {"new_password": "three quite good words"})
    assert session.scalars(select(Response)).all() == []
    assert client.get(f"/surveys/{round_.id}/before-you-start").status_code == 302


def test_a_refused_link_is_told_alike_whatever_the_reason(
    client: Any, session: Session, person: Person, round_: Round, browsers: Any
) -> None:
    address = merged(session, person, round_)
    told = set()
    for state in ("confirmed", "password", "used"):
        person.is_confirmed, person.password_hash = state == "confirmed", "a hash" if state == "password" else None
        session.commit()
        if state == "used":
            come_in(browsers(), address)
        told.add(less_tokens(come_in(client, address, status=409).answer))
    assert len(told) == 1


def test_the_refused_page_has_a_link_sent_to_the_own_address(
    client: Any, session: Session, person: Person, round_: Round
) -> None:
    person.is_confirmed = True
    page = come_in(client, merged(session, person, round_), status=409)
    page = submit(client, page, form="Send me a link")
    assert page.path == "/link-sent"
    assert [(n.kind, n.email) for n in notices(session)] == [("sign-in link", EMAIL)]
    made_up = client.post("/link/made-up/own-address", data={"csrf_token": visit(client, "/link/made-up").token})
    assert path_of(made_up.location) == "/link-sent"
    assert len(notices(session)) == 1


def test_coming_by_the_own_address_ends_what_the_list_opened(
    client: Any, session: Session, person: Person, round_: Round, browsers: Any
) -> None:
    come_in(client, merged(session, person, round_))
    own = browsers()
    come_in(own, link(session, person))
    assert client.get(f"/surveys/{round_.id}/before-you-start").status_code == 302
    assert own.get("/account").status_code == 200


# A password of one's own, and another address -------------------------------------------------------------------


def test_somebody_who_came_by_their_own_link_can_set_a_password(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    other = browsers()
    come_in(other, link(session, person))
    come_in(client, link(session, person))
    page = visit(client, "/account")
    assert "Current password" not in page.text
    refused = submit(client, page, {"new_password": "too short"}, form="Set a password", status=422)
    assert list(refused.errors.values()) == ["#new_password"]
    page = submit(client, page, {"new_password": "three quite good words"}, form="Set a password")
    assert "Your password is set." in page.text
    assert "Current password" in page.text
    assert other.get("/").status_code == 302
    again = {"csrf_token": page.token, "new_password": "four other quite good words"}
    assert client.post("/account/password", data=again).status_code == 422  # now the one there is has to be known
    values = {"email": EMAIL, "password": "three quite good words"}
    assert submit(browsers(), visit(browsers(), "/sign-in"), values, form="Sign in", status=400)
    fresh = browsers()
    assert submit(fresh, visit(fresh, "/sign-in"), values, form="Sign in").path == "/"


def test_a_first_password_needs_an_address_that_is_ones_own(client: Any, session: Session, person: Person) -> None:
    sign_in(client, session, person)
    page = submit(
        client, visit(client, "/account"), {"new_password": "three quite good words"}, form="Set a password", status=422
    )
    assert "Have a link sent to your own address first" in page.text
    session.expire_all()
    assert person.password_hash is None


def test_another_address_ends_what_was_open_and_closes_what_was_answered(
    client: Any, session: Session, app: Any, person: Person, round_: Round, browsers: Any
) -> None:
    answer(session, app, round_, person, send=True)
    unused = link(session, person)
    come_in(client, link(session, person))
    manager = browsers()
    sign_in(manager, session, factories.add_person(session, duties=[Duty.MANAGER]))
    page = visit(manager, f"/people/{person.id}/change")
    assert "closed to the account" in page.text
    submit(manager, page, {"email": "attacker@evil.example"})
    session.expire_all()
    assert (person.is_confirmed, person.sealed_through) == (False, round_.id)
    assert client.get("/").status_code == 302
    assert come_in(browsers(), unused, status=404).heading == UNUSABLE
    attacker = browsers()
    home = come_in(attacker, link(session, person))
    profile = visit(attacker, f"/surveys/{round_.id}/profile")
    assert profile.heading.endswith("This profile is closed")
    assert "most confident" not in home.text + profile.text


def test_another_address_deletes_what_was_not_sent_and_another_name_deletes_nothing(
    client: Any, session: Session, app: Any, person: Person, round_: Round
) -> None:
    from tna.models.surveys import Response

    def kept() -> int:
        return session.scalar(select(func.count()).select_from(Response)) or 0

    answer(session, app, round_, person, send=False)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    for values, left in (({"name": "Nell Newname"}, 1), ({"email": "other@harbour.example"}, 0)):
        submit(client, visit(client, f"/people/{person.id}/change"), values)
        assert kept() == left
