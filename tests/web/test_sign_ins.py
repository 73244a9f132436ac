"""Signing in and out, and setting a password by a one-time link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, PASSWORD
from tests.web.browsing import Page, path_of, sign_in, submit, text_of, visit
from tna.models.people import FailedSignIns, Person, SetUpLink, SignIn
from tna.models.surveys import Response, Round
from tna.services import passwords, people, sign_ins

EMAIL = "robin@example.org"
NEW = "four quite plain words"


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody with a password."""
    return factories.add_person(session, email=EMAIL)


def try_to_sign_in(
    client: Any, email: str = EMAIL, password: str = PASSWORD, path: str = "/sign-in", status: int = 200
) -> Page:
    """Fill in the form and send it."""
    return submit(client, visit(client, path), {"email": email, "password": password}, status=status)


# In and out -------------------------------------------------------------------------------------------------


def test_the_right_password_signs_in_and_leads_home(client: Any, person: Person) -> None:
    page = try_to_sign_in(client)
    assert page.path == "/"
    assert person.name in page.html


def test_an_address_may_be_typed_in_capitals_and_with_spaces(client: Any, person: Person) -> None:
    assert try_to_sign_in(client, email="  Robin@Example.ORG ").path == "/"


def test_signing_out_ends_the_sign_in_itself_and_not_only_the_cookie(
    client: Any, session: Session, person: Person
) -> None:
    page = try_to_sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    answer = client.post("/sign-out", data={"csrf_token": page.token}, follow_redirects=True)
    assert "You have signed out." in Page(answer).text
    assert client.get("/").status_code == 302
    session.expire_all()
    assert sign_ins.who_is(session, token=token, now=NOW) is None


def test_signing_in_changes_the_cookie_and_drops_what_it_carried(client: Any, person: Person) -> None:
    visit(client, "/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = cookie["csrf_token"]
    try_to_sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


def test_somebody_signed_in_already_goes_where_they_wanted(client: Any, session: Session, person: Person) -> None:
    sign_in(client, session, person)
    assert path_of(client.get("/sign-in?next=/account").location) == "/account"


def test_after_signing_in_one_comes_to_the_page_one_asked_for(client: Any, person: Person) -> None:
    asked = client.get("/account")
    page = submit(client, visit(client, asked.location), {"email": EMAIL, "password": PASSWORD})
    assert page.path == "/account"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "/%09/elsewhere.example",
        "javascript:alert(1)",
        "http:elsewhere.example",
        "///elsewhere.example",
        "/\r\nLocation: https://elsewhere.example",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(client: Any, person: Person, target: str) -> None:
    page = visit(client, "/sign-in")
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"email": EMAIL, "password": PASSWORD, "csrf_token": page.token},
    )
    assert answer.status_code == 302
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "\n" not in answer.location


# What is refused --------------------------------------------------------------------------------------------


def test_an_unknown_address_and_a_wrong_password_are_told_apart_by_nothing(
    client: Any, session: Session, person: Person
) -> None:
    factories.add_person(session, email="unset@example.org", password=None)
    gone = factories.add_person(session, email="gone@example.org")
    factories.leave(session, gone)
    addresses = [EMAIL, "nobody@example.org", "unset@example.org", "gone@example.org"]
    pages = [try_to_sign_in(client, email=address, password="a wrong password") for address in addresses]
    told = {(page.answer.status_code, page.title, page.text, *page.errors) for page in pages}
    assert len(told) == 1
    assert "The e-mail address and password do not match." in pages[0].text
    assert pages[0].title.startswith("Error: Sign in")
    assert list(pages[0].errors.values()) == ["#email"]


def test_what_was_typed_as_address_comes_back_and_the_password_does_not(client: Any, person: Person) -> None:
    page = try_to_sign_in(client, password="a wrong password")
    assert page.fields()["email"] == EMAIL
    assert "a wrong password" not in page.html


@pytest.mark.parametrize(("email", "password"), [("", PASSWORD), (EMAIL, ""), ("", "")])
def test_what_is_missing_is_named_at_its_field(client: Any, person: Person, email: str, password: str) -> None:
    page = try_to_sign_in(client, email=email, password=password)
    wanted = (["#email"] if not email else []) + (["#password"] if not password else [])
    assert list(page.errors.values()) == wanted


@pytest.mark.parametrize("odd", ["\x00", "\x1b[2J", "a@b\ud83d", "x" * 5000, "' OR 1=1 --", "{{7*7}}"])
def test_odd_input_is_refused_like_any_other(client: Any, person: Person, odd: str) -> None:
    odd = odd.encode("utf-8", "replace").decode()
    assert list(try_to_sign_in(client, email=odd, password=odd).errors.values()) == ["#email"]
    assert client.get("/").status_code == 302


def test_after_ten_failures_even_the_right_password_waits_for_known_and_unknown_alike(
    client: Any, session: Session, person: Person
) -> None:
    for address in (EMAIL, "nobody@example.org"):
        for _ in range(passwords.FAILURES_ALLOWED["account"]):
            try_to_sign_in(client, email=address, password="a wrong password")
        page = try_to_sign_in(client, email=address, status=429)
        assert "There were too many tries. Wait 15 minutes, then try again." in page.text
    over = NOW - passwords.FAILURES_FORGOTTEN_AFTER - timedelta(minutes=1)
    session.execute(update(FailedSignIns).values(since=over))
    assert try_to_sign_in(client).path == "/"


def test_one_network_address_cannot_try_account_after_account(client: Any, session: Session) -> None:
    session.add_all(_failures_of_this_address(client))
    session.flush()
    assert "too many tries" in try_to_sign_in(client, email="somebody@example.org", status=429).text


def _failures_of_this_address(client: Any) -> list[FailedSignIns]:
    import hashlib
    import hmac

    secret = client.application.extensions["settings"].secret_key.encode()
    subject = hmac.new(secret, b"address:127.0.0.1", hashlib.sha256).digest()
    return [FailedSignIns(subject=subject, failures=passwords.FAILURES_ALLOWED["address"], since=datetime.now(UTC))]


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/set-up/some-token"])
def test_nothing_is_taken_without_the_token_of_the_page(client: Any, person: Person, path: str) -> None:
    assert client.post(path, data={"email": EMAIL, "password": PASSWORD}).status_code == 400


# How a sign-in ends -----------------------------------------------------------------------------------------


def test_leaving_ends_every_sign_in_at_once(client: Any, session: Session, person: Person, browsers: Any) -> None:
    clients = [client, browsers()]
    for each in clients:
        sign_in(each, session, person)
        assert each.get("/").status_code == 200
    factories.leave(session, person)
    assert [each.get("/").status_code for each in clients] == [302, 302]


def test_leaving_one_agency_of_two_ends_every_sign_in_too(client: Any, session: Session, person: Person) -> None:
    factories.add_membership(session, person, factories.add_agency(session))
    sign_in(client, session, person)
    people.end_membership(session, membership=person.memberships[0], today=factories.TODAY, actor_id=person.id, now=NOW)
    assert client.get("/").status_code == 302


def test_a_sign_in_runs_out(client: Any, session: Session, person: Person) -> None:
    sign_in(client, session, person)
    session.execute(update(SignIn).values(expires_at=NOW - timedelta(seconds=1)))
    session.expire_all()
    assert client.get("/").status_code == 302


def test_a_made_up_cookie_signs_nobody_in(client: Any, person: Person) -> None:
    for token in (str(person.id), "", "x" * 43, "\x00"):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert client.get("/").status_code == 302


# The set-up link --------------------------------------------------------------------------------------------


@pytest.fixture
def link(session: Session, person: Person) -> str:
    """The address of a link for that person."""
    return f"/set-up/{sign_ins.make_set_up_link(session, person=person, actor_id=None, now=NOW)}"


def test_opening_a_link_does_not_use_it_up(client: Any, link: str) -> None:
    for _ in range(3):
        page = visit(client, link)
        assert page.heading == "Set your password"
        assert EMAIL in page.text


def test_a_link_sets_a_password_once_and_signs_in(
    client: Any, session: Session, person: Person, link: str, browsers: Any
) -> None:
    page = visit(client, link)
    assert submit(client, page, {"new_password": NEW}).path == "/"
    session.expire_all()
    assert passwords.matches(NEW, person.password_hash)
    stranger = browsers()
    assert visit(stranger, link, status=404).heading == "This link cannot be used any more"
    again = {"new_password": "yet another few words", "csrf_token": visit(stranger, "/sign-in").token}
    assert stranger.post(link, data=again).status_code == 404
    session.expire_all()
    assert passwords.matches(NEW, person.password_hash)


def test_setting_a_password_ends_what_was_open_before(
    client: Any, session: Session, person: Person, link: str, browsers: Any
) -> None:
    other = browsers()
    sign_in(other, session, person)
    submit(client, visit(client, link), {"new_password": NEW})
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["", "too short", "password1234", "aaaaaaaaaaaa", EMAIL, "x" * 201])
def test_a_password_that_is_refused_leaves_the_link_good(client: Any, person: Person, link: str, password: str) -> None:
    page = submit(client, visit(client, link), {"new_password": password})
    assert list(page.errors.values()) == ["#new_password"]
    assert page.title.startswith("Error: ")
    assert submit(client, page, {"new_password": NEW}).path == "/"


def test_links_that_are_used_old_replaced_or_made_up_are_told_apart_by_nothing(
    client: Any, session: Session, person: Person
) -> None:
    old, replaced, of_one_who_left = (factories.add_person(session) for _ in range(3))
    tokens = [
        sign_ins.make_set_up_link(session, person=each, actor_id=None, now=NOW)
        for each in (old, replaced, of_one_who_left)
    ]
    session.execute(
        update(SetUpLink).where(SetUpLink.person_id == old.id).values(expires_at=NOW - timedelta(seconds=1))
    )
    sign_ins.make_set_up_link(session, person=replaced, actor_id=None, now=NOW)
    factories.leave(session, of_one_who_left)
    session.expire_all()
    pages = [visit(client, f"/set-up/{token}", status=404) for token in [*tokens, "made-up", "x" * 500]]
    assert len({(page.title, page.text) for page in pages}) == 1


# What a link does not open -----------------------------------------------------------------------------------


SEALED = "is closed to this account, because after you sent your answers a new password was set by a link,"


def answer(session: Session, app: Any, round_: Round, person: Person, *, send: bool) -> None:
    factories.answer(session, round_, person, secret=app.extensions["settings"].respondent_secret, level=5, send=send)
    session.commit()


def use(client: Any, session: Session, person: Person) -> Page:
    """Set a password by a fresh link, as whoever holds it can; the page that follows."""
    token = sign_ins.make_set_up_link(session, person=person, actor_id=None, now=NOW)
    return submit(client, visit(client, f"/set-up/{token}"), {"new_password": NEW})


def test_whoever_uses_a_link_reads_nothing_of_what_was_sent_before(
    client: Any, session: Session, app: Any, person: Person
) -> None:
    round_ = factories.add_open_round(session)
    answer(session, app, round_, person, send=True)
    home = use(client, session, person)
    profile = visit(client, f"/surveys/{round_.id}/profile")
    sent = visit(client, f"/surveys/{round_.id}/sent")
    assert profile.heading.endswith("This profile is closed")
    for page in (home, profile, sent):
        assert SEALED in page.text
        assert "That protects you" in page.text
        assert not [href for href in page.links.values() if href.endswith("/profile")]
        assert "most confident" not in page.text
    for rest in ("before-you-start", "parts/1", "check"):
        assert visit(client, f"/surveys/{round_.id}/{rest}").path == f"/surveys/{round_.id}/sent"


def test_a_sealed_round_stays_sealed_after_it_has_closed_and_home_does_not_lead_there(
    client: Any, session: Session, app: Any, person: Person
) -> None:
    round_ = factories.add_open_round(session)
    answer(session, app, round_, person, send=True)
    factories.close(session, round_)
    home = use(client, session, person)
    assert "No survey is open" in home.text
    assert home.buttons == []
    assert visit(client, f"/surveys/{round_.id}/profile").heading.endswith("This profile is closed")


def test_whoever_uses_a_link_finds_nothing_of_what_was_begun_and_may_begin_again(
    client: Any, session: Session, app: Any, person: Person
) -> None:
    round_ = factories.add_open_round(session)
    answer(session, app, round_, person, send=False)
    assert use(client, session, person).buttons == ["Start"]
    page = submit(client, visit(client, f"/surveys/{round_.id}/before-you-start"), form="I understand")
    assert page.checked == {}
    submit(client, page, {"s01": "4"})
    submit(client, visit(client, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert "You are most confident" in visit(client, f"/surveys/{round_.id}/profile").text


def test_a_refused_password_deletes_nothing(client: Any, session: Session, app: Any, person: Person, link: str) -> None:
    round_ = factories.add_open_round(session)
    answer(session, app, round_, person, send=False)
    submit(client, visit(client, link), {"new_password": "too short"})
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_the_page_of_a_link_says_what_it_closes_to_those_who_had_a_password(
    client: Any, session: Session, link: str
) -> None:
    closes = "whatever you answered before is closed to your account"
    assert closes in visit(client, link).text
    new = factories.add_person(session, password=None)
    token = sign_ins.make_set_up_link(session, person=new, actor_id=None, now=NOW)
    assert closes not in visit(client, f"/set-up/{token}").text
    assert closes in visit(client, "/privacy").text


def test_the_page_of_a_link_offers_a_password_manager_the_address(client: Any, link: str) -> None:
    page = visit(client, link)
    fields = {field.get("autocomplete"): field for field in page.main.iter("input")}
    assert fields["username"].get("value") == EMAIL
    assert fields["new-password"].get("type") == "password"
    assert "Choose a password" in [text_of(label) for label in page.main.iter("label")]
