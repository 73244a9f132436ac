"""The pages on mail: trying it, reading headers, refused addresses, and mail kept on one's own machine."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.domain.test_mail_headers import EXCHANGE, GMAIL
from tests.factories import NOW, TODAY
from tests.web.browsing import sign_in, submit, visit
from tna.domain.notices import Message, NoticeKind
from tna.models.audit import AuditEvent
from tna.models.notices import Bounce, Notice
from tna.models.people import Agency, Person
from tna.services import people
from tna.services.notices import NewNotice, note_bounce, write
from tna.settings import Security, Settings, Smtp

SMTP = Smtp("smtp.council.example", 587, Security.STARTTLS, "tna", "planted-password-9d2c")


@pytest.fixture
def settings(app: Flask) -> Any:
    """Changes the settings of the application for one test."""
    before: Settings = app.extensions["settings"]

    def change(**changes: Any) -> None:
        app.extensions["settings"] = replace(before, **changes)

    yield change
    app.extensions["settings"] = before


@pytest.fixture
def lead(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Lena Lead", leads=[agency])


def owed_tests(session: Session) -> list[Notice]:
    session.expire_all()
    return list(session.scalars(select(Notice).where(Notice.kind == NoticeKind.TEST.value).order_by(Notice.id)))


# How it is sent ---------------------------------------------------------------------------------------------


def test_without_a_mail_server_the_page_says_that_nobody_gets_anything_and_where_to_read_it(
    browser: Any, settings: Any
) -> None:
    settings(has_base_url=False)
    page = visit(browser, "/mail")
    assert "No mail server is set" in page.text
    assert page.links["read them here"] == "/development/mail"
    assert "Nobody has said what address people use" in page.text


def test_the_page_names_server_and_sender_and_never_the_password(browser: Any, settings: Any) -> None:
    settings(smtp=SMTP, mail_from="training@council.example", has_base_url=True)
    page = visit(browser, "/mail")
    for words in ("smtp.council.example, port 587", "training@council.example", "Encrypted (STARTTLS)"):
        assert words in page.text
    assert "planted-password" not in page.html
    assert "Nobody has said" not in page.text
    assert "/development/mail" not in page.html


def test_what_waits_and_what_went_wrong_stand_there_in_words(browser: Any, session: Session) -> None:
    write(session, [NewNotice(NoticeKind.INVITATION, f"i:{n}", NOW, email=f"p{n}@x.example") for n in range(4)])
    write(session, [NewNotice(NoticeKind.INVITATION, "later", NOW + timedelta(days=1), email="p9@x.example")])
    one, two, three, _, _ = session.scalars(select(Notice).order_by(Notice.id))
    one.last_fault, one.due_at = "The mailbox is on holiday", NOW + timedelta(hours=1)
    two.last_fault, two.settled_at = "The mailbox is on holiday", NOW
    three.last_fault, three.settled_at = "Long ago", NOW - timedelta(days=8)
    session.commit()
    page = visit(browser, "/mail")
    assert "1 message is due, the oldest since" in page.text
    assert "1 message could not be sent yet" in page.text
    assert "1 message of the last week did not reach anybody" in page.text
    assert "The mailbox is on holiday: 2 messages" in page.text
    assert "Long ago" not in page.text


# Trying it --------------------------------------------------------------------------------------------------


def test_a_test_message_goes_to_whoever_asks_and_the_next_only_after_a_while(
    browser: Any, session: Session, manager: Person
) -> None:
    page = submit(browser, visit(browser, "/mail"), form="Send me a test message")
    assert f"on its way to {manager.email}" in page.text
    (owed,) = owed_tests(session)
    assert (owed.person_id, owed.email) == (manager.id, None)
    noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "asked for a test message")).all()
    assert [event.actor_id for event in noted] == [manager.id]
    again = submit(browser, page, form="Send me a test message")
    # Two minutes may end between the two requests.
    assert "a moment ago" in again.text or len(owed_tests(session)) == 2


@pytest.mark.parametrize(
    ("settled", "fault", "words"),
    [
        (False, None, "is on its way"),
        (
            False,
            "The mail server did not answer in time",
            "has not gone out yet. The mail server did not answer in time.",
        ),
        (True, None, "was kept in the folder"),
        (True, "The mailbox is full", "could not be sent. The mailbox is full."),
    ],
)
def test_the_page_says_how_far_the_test_message_is(
    browser: Any, session: Session, manager: Person, settled: bool, fault: str | None, words: str
) -> None:
    write(session, [NewNotice(NoticeKind.TEST, "test:old", NOW, person_id=manager.id)])
    write(session, [NewNotice(NoticeKind.TEST, "test:new", NOW, person_id=manager.id)])
    newest = owed_tests(session)[-1]
    newest.settled_at, newest.last_fault = NOW if settled else None, fault
    session.commit()
    assert words in visit(browser, "/mail").text


def test_an_administrator_tries_mail_and_sees_no_list_of_people(admin_browser: Any, session: Session) -> None:
    note_bounce(session, email="ann@council.example", reason="No", today=TODAY)
    session.commit()
    page = visit(admin_browser, "/mail")
    assert "Send me a test message" in page.buttons
    assert "takes no mail" not in page.text
    assert admin_browser.get("/mail/bounces").status_code == 404


# Reading headers --------------------------------------------------------------------------------------------


def test_headers_are_told_in_words(browser: Any, settings: Any) -> None:
    settings(smtp=SMTP, mail_from="training@training.example.org")
    page = submit(browser, visit(browser, "/mail/headers"), {"headers": GMAIL})
    assert "All three passed" in page.text
    assert "mx.google.com" in page.text
    page = submit(browser, page, {"headers": EXCHANGE})
    for words in ("SPF Failed", "DKIM Not set up", "DMARC Not set up", "v=spf1"):
        assert words in page.text


@pytest.mark.parametrize("pasted", ["Hello\nthere", "<script>alert(1)</script>{{7*7}}", "x" * 100_000])
def test_what_is_no_header_is_told_so_and_comes_back_as_text(browser: Any, pasted: str) -> None:
    page = submit(browser, visit(browser, "/mail/headers"), {"headers": pasted})
    assert "These are no headers" in page.text
    assert "<script>alert" not in page.html


def test_nothing_pasted_is_a_fault_of_the_form(browser: Any) -> None:
    page = submit(browser, visit(browser, "/mail/headers"), {"headers": ""})
    assert page.errors == {"Paste the headers of the test message": "#headers"}
    assert page.title.startswith("Error:")


# Addresses that take none -----------------------------------------------------------------------------------


def test_without_refused_addresses_the_page_says_so(browser: Any) -> None:
    assert "No address is refused" in visit(browser, "/mail/bounces").text


def test_a_manager_sees_every_refused_address_and_corrects_it(browser: Any, session: Session, agency: Agency) -> None:
    ann = factories.add_person(session, agency, name="Ann Moved", email="ann@council.example")
    factories.leave(session, factories.add_person(session, agency, email="gone@council.example"))
    for email in ("ann@council.example", "gone@council.example", "typed@elsewhere.example"):
        note_bounce(session, email=email, reason="There is no such mailbox (550 5.1.1)", today=TODAY)
    session.commit()
    page = visit(browser, "/mail/bounces")
    assert "2 addresses" in page.text
    for words in ("Ann Moved", "There is no such mailbox", "No account", "typed@elsewhere.example"):
        assert words in page.text
    assert "gone@council.example" not in page.text
    assert visit(browser, "/mail").links["2 addresses take no mail"] == "/mail/bounces"
    correct = page.links["Correct the address of Ann Moved"]
    assert correct == f"/people/{ann.id}/change"
    submit(browser, visit(browser, correct), {"email": "ann.moved@council.example"})
    session.expire_all()
    assert session.get(Bounce, "ann@council.example") is None


def test_a_lead_sees_those_of_their_own_agencies_and_whom_to_tell(
    client: Any, session: Session, agency: Agency, lead: Person, manager: Person
) -> None:
    here = factories.add_person(session, agency, name="Ann Here", email="ann@council.example")
    factories.add_person(session, name="Bob Elsewhere", email="bob@police.example")
    moved = factories.add_person(session, agency, name="Cas Moved", email="cas@council.example")
    people.end_membership(session, membership=moved.memberships[0], today=TODAY, actor_id=manager.id, now=NOW)
    for email in ("ann@council.example", "bob@police.example", "cas@council.example", "typed@elsewhere.example"):
        note_bounce(session, email=email, reason="The mailbox is full (552)", today=TODAY)
    session.commit()
    sign_in(client, session, lead)
    page = visit(client, "/mail/bounces")
    assert "1 address" in page.text
    assert here.name in page.text
    for other in ("bob@", "cas@", "typed@"):
        assert other not in page.text
    assert not any("Correct" in link for link in page.links)
    assert manager.name in page.text


def test_a_long_list_comes_in_pages(browser: Any, session: Session) -> None:
    for number in range(51):
        note_bounce(session, email=f"p{number:02}@x.example", reason="No", today=TODAY)
    session.commit()
    first = visit(browser, "/mail/bounces")
    assert "page 1 of 2" in first.title
    assert "p50@x.example" in visit(browser, "/mail/bounces?page=2").text
    assert visit(browser, "/mail/bounces?page=99").title == visit(browser, "/mail/bounces?page=2").title


# Mail on one's own machine ----------------------------------------------------------------------------------


def test_kept_mail_is_listed_and_read_with_its_links(app: Flask, client: Any, settings: Any, tmp_path: Any) -> None:
    settings(instance=tmp_path)
    assert "No mail yet" in visit(client, "/development/mail").text
    message = Message(
        "ann@council.example",
        "Your link – übersicht",
        "Ann,\n\nopen http://127.0.0.1:8000/link/abc_-1\n\n<b>{{7*7}}</b>",
    )
    name = factories.keep_mail(app.extensions["settings"], message)
    (tmp_path / "mail" / "notes.eml").write_text("not ours")
    page = visit(client, "/development/mail")
    assert page.links["Your link – übersicht to ann@council.example"] == f"/development/mail/{name}"
    page = visit(client, f"/development/mail/{name}")
    assert page.links["http://127.0.0.1:8000/link/abc_-1"] == "http://127.0.0.1:8000/link/abc_-1"
    assert "<b>{{7*7}}</b>" in page.text
    for other in ("notes", "0" * 64, "..%2F..%2Fsettings", name.upper()):
        assert client.get(f"/development/mail/{other}").status_code == 404


@pytest.mark.parametrize(
    "changes", [{"smtp": SMTP}, {"base_url": "https://training.example.org"}, {"base_url": "http://10.0.0.7"}]
)
def test_kept_mail_is_shown_on_ones_own_machine_only(
    app: Flask, client: Any, settings: Any, changes: dict[str, Any]
) -> None:
    name = factories.keep_mail(app.extensions["settings"], Message("a@x.example", "S", "B"))
    settings(**changes)
    assert client.get("/development/mail").status_code == 404
    assert client.get(f"/development/mail/{name}").status_code == 404


@pytest.mark.parametrize("asking", ["127.0.0.1", "192.0.2.7"])
def test_kept_mail_is_shown_to_nobody_behind_a_proxy(client: Any, settings: Any, asking: str) -> None:
    settings(trusted_proxies=1)
    near = {"X-Forwarded-For": "127.0.0.1"}
    answer = client.get("/development/mail", headers=near, environ_overrides={"REMOTE_ADDR": asking})
    assert answer.status_code == 404


def test_kept_mail_is_shown_to_nobody_who_says_they_are_near(client: Any) -> None:
    near = {"X-Forwarded-For": "127.0.0.1"}
    answer = client.get("/development/mail", headers=near, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 404


def test_kept_mail_is_shown_to_nobody_who_asks_from_elsewhere(client: Any) -> None:
    answer = client.get("/development/mail", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == 404
