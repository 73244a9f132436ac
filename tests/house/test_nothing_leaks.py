"""What somebody put into the forms of a course is met by its owner and by nobody else, whatever pages they open."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests import factories
from tests.house.partnership import COURSE, EVERYBODY, PRACTITIONER, Partnership, build
from tna.domain.evaluations.forms import FormKind

INTENTION = "planted-intention-7f3a"
TELLS = ("has filled in", "has declined", "filled in the form", "sent the form")


@pytest.fixture
def partnership(app: Flask, session: Session, connection: Connection) -> Partnership:
    """The practitioner has sent the forms before and after a course, with what they mean to do."""
    made = build(app, session, connection)
    owner, secret = made.people[PRACTITIONER], made.secret
    factories.fill_form(session, owner, COURSE, FormKind.BEFORE, secret=secret, level=2)
    factories.complete(session, owner, COURSE)
    factories.fill_form(session, owner, COURSE, FormKind.AFTER, secret=secret, level=5, intention=INTENTION)
    session.commit()
    return made


def pages_of(made: Partnership, who: str) -> Iterator[tuple[str, str]]:
    """Everything somebody can get: each address of the product, with what is there for its arguments."""
    client = made.client(who)
    for rule in made.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        with made.app.test_request_context():
            url = made.app.url_for(rule.endpoint, **made.arguments(rule))
        yield url, client.get(url).get_data(as_text=True)


def test_an_intention_is_read_by_its_writer_alone(partnership: Partnership) -> None:
    met = {who for who in EVERYBODY for _, page in pages_of(partnership, who) if INTENTION in page}
    assert met == {PRACTITIONER}


def test_no_page_tells_anybody_else_who_sent_a_form(partnership: Partnership) -> None:
    owner = partnership.people[PRACTITIONER]
    for who in EVERYBODY:
        if who != PRACTITIONER:
            for url, page in pages_of(partnership, who):
                assert not (owner.name in page and any(words in page for words in TELLS)), f"{who} at {url}"
