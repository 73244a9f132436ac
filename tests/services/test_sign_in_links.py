"""Asking for a link for signing in, and the message that brings it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, settings_for_messages
from tna.domain.notices import Message, NoticeKind
from tna.models.notices import Notice
from tna.models.people import FailedSignIns, PersonalLink
from tna.services import passwords, sign_in_links
from tna.services.personal_links import find_link
from tna.services.sign_in_links import LINKS_ALLOWED, TooManyLinks

SECRET = "a secret key of tests"
EMAIL = "robin@example.org"


def ask(session: Session, email: str = EMAIL, *, address: str = "192.0.2.1", **changes: Any) -> None:
    sign_in_links.ask_for_link(session, email=email, address=address, secret=SECRET, **({"now": NOW} | changes))


def compose(session: Session, notice: Notice) -> Message | None:
    return sign_in_links.compose(session, notice, settings_for_messages(), NOW)


def asked(session: Session) -> list[Notice]:
    return list(session.scalars(select(Notice).order_by(Notice.id)))


# Asking --------------------------------------------------------------------------------------------------------


def test_each_asking_owes_one_message_to_the_address_as_it_was_typed(session: Session) -> None:
    ask(session, "  Robin@Example.ORG ")
    ask(session)
    notices = asked(session)
    assert [(n.kind, n.email, n.person_id, n.due_at) for n in notices] == [
        (NoticeKind.SIGN_IN_LINK.value, EMAIL, None, NOW)
    ] * 2
    assert len({notice.key for notice in notices}) == 2
    assert EMAIL not in "".join(notice.key for notice in notices)


def test_asking_says_the_same_to_the_database_whether_or_not_the_address_is_known(session: Session) -> None:
    factories.add_person(session, email=EMAIL)
    said: list[list[str]] = []
    for email in (EMAIL, "nobody@example.org"):
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        ask(session, email)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        said.append(statements)
    assert said[0] == said[1]
    assert not [statement for statement in said[0] if "people" in statement]


def test_asking_too_often_is_refused_for_known_and_unknown_addresses_alike(session: Session) -> None:
    factories.add_person(session, email=EMAIL)
    for email in (EMAIL, "nobody@example.org"):
        for _ in range(LINKS_ALLOWED["link account"]):
            ask(session, email)
        with pytest.raises(TooManyLinks):
            ask(session, email)
        ask(session, email, now=NOW + passwords.FAILURES_FORGOTTEN_AFTER)
    assert len(asked(session)) == 2 * (LINKS_ALLOWED["link account"] + 1)


def test_one_network_address_cannot_ask_for_everybody(session: Session) -> None:
    ask(session)
    rows = session.scalars(select(FailedSignIns)).all()
    for row in rows:
        row.failures = LINKS_ALLOWED["link address"]
    session.flush()
    with pytest.raises(TooManyLinks):
        ask(session, "somebody.else@example.org")
    ask(session, "somebody.else@example.org", address="192.0.2.2")


def test_asking_for_links_does_not_lock_out_the_password(session: Session) -> None:
    for _ in range(LINKS_ALLOWED["link account"]):
        ask(session)
    throttle = passwords.Throttle(session, secret=SECRET, email=EMAIL, address="192.0.2.1")
    for row in session.scalars(select(FailedSignIns)):
        row.failures = 1_000
    session.flush()
    assert not throttle.is_shut(NOW)


# The message ---------------------------------------------------------------------------------------------------


def test_the_message_holds_a_link_of_the_configured_address_good_for_an_hour(session: Session) -> None:
    person = factories.add_person(session, email=EMAIL, name="Robin Vale")
    ask(session)
    message = compose(session, asked(session)[0])
    assert message is not None
    assert message.email == EMAIL
    assert "\n" not in message.subject
    assert "Hello Robin Vale," in message.body
    assert "Wye Valley Partnership" in message.body
    token = message.body.partition("https://needs.example/link/")[2].split()[0]
    link = find_link(session, token=token)
    assert link is not None
    assert (link.person_id, link.purpose, link.expires_at) == (person.id, "sign-in", NOW + timedelta(hours=1))


@pytest.mark.parametrize("email", ["nobody@example.org", "gone@example.org", "not an address", ""])
def test_nobody_is_written_to_who_is_not_known_or_has_left(session: Session, email: str) -> None:
    factories.leave(session, factories.add_person(session, email="gone@example.org"))
    ask(session, email)
    assert compose(session, asked(session)[0]) is None
    assert session.scalars(select(PersonalLink)).all() == []


def test_a_notice_to_a_person_goes_to_the_address_they_have_then(session: Session) -> None:
    person = factories.add_person(session)
    notice = Notice(kind=NoticeKind.SIGN_IN_LINK.value, key="of a test", person_id=person.id, due_at=NOW)
    person.email = "new@example.org"
    session.flush()
    message = compose(session, notice)
    assert message is not None
    assert message.email == "new@example.org"


def test_a_name_is_never_read_as_a_template(session: Session) -> None:
    factories.add_person(session, email=EMAIL, name="{0.__class__} {link} %s $x$")
    ask(session)
    message = compose(session, asked(session)[0])
    assert message is not None
    assert "Hello {0.__class__} {link} %s $x$," in message.body
