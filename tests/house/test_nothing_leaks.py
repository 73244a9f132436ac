"""What somebody put into the forms of a course is met by its owner and by nobody else, whatever pages they open."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.house.partnership import (
    ADMINISTRATOR,
    COURSE,
    EVERYBODY,
    LEAD_OF_A,
    MANAGER,
    PRACTITIONER,
    SCREENER,
    SUBGROUP,
    TRAINER,
    Partnership,
    build,
)
from tna.domain.evaluations.forms import FormKind
from tna.domain.people import respondent_key
from tna.services.course_forms import decline_form

INTENTION = "planted-intention-7f3a"
WORDS = "Planted words"
WATCHERS = (LEAD_OF_A, TRAINER, MANAGER, SUBGROUP, ADMINISTRATOR)


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


def pages_of(made: Partnership, client: Any) -> Iterator[tuple[str, str]]:
    """Everything somebody can get in this browser: each address, with what is there for its arguments."""
    for rule in made.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        with made.app.test_request_context():
            url = made.app.url_for(rule.endpoint, **made.arguments(rule))
        yield url, client.get(url).get_data().decode(errors="replace")


def test_what_somebody_wrote_is_read_by_its_writer_or_the_screener_of_the_round_alone(partnership: Partnership) -> None:
    met: dict[str, set[str]] = {INTENTION: set(), WORDS: set()}
    for who in EVERYBODY:
        for _, page in pages_of(partnership, partnership.client(who)):
            for words, readers in met.items():
                readers.update({who} if words in page else ())
    assert met == {INTENTION: {PRACTITIONER}, WORDS: {SCREENER}}


@pytest.mark.parametrize("how", ["sends", "declines"])
def test_every_page_of_everybody_else_is_the_same_before_and_after_somebody_sends_or_declines(
    app: Flask, session: Session, connection: Connection, how: str
) -> None:
    made = build(app, session, connection)
    owner = made.people[PRACTITIONER]
    factories.fill_form(session, owner, COURSE, FormKind.BEFORE, secret=made.secret, level=2)
    factories.complete(session, owner, COURSE)
    session.commit()
    browsers = {who: made.client(who) for who in (*WATCHERS, PRACTITIONER)}
    before = {who: seen_in(made, browser) for who, browser in browsers.items()}
    if how == "sends":
        factories.fill_form(session, owner, COURSE, FormKind.AFTER, secret=made.secret, level=5)
    else:
        key = respondent_key(made.secret, owner.id)
        decline_form(session, person_id=owner.id, key=key, course_id=COURSE, kind=FormKind.AFTER, today=TODAY)
    session.commit()
    for who in WATCHERS:
        assert seen_in(made, browsers[who]) == before[who], who
    assert seen_in(made, browsers[PRACTITIONER]) != before[PRACTITIONER]  # or nothing here could tell


def seen_in(made: Partnership, browser: Any) -> dict[str, str]:
    """What is on every page, less the tokens that are new on each request."""
    return {url: re.sub(r'(nonce|value)="[^"]{16,}"', "", page) for url, page in pages_of(made, browser)}
