"""No address fails on a number that no id can be: PostgreSQL refuses to be asked for one."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from tests.house.partnership import ANONYMOUS, Partnership, build
from tests.house.test_access_matrix import EXPECTED, EXPECTED_BY_TOKEN, Browsers, requests_of
from tna.models.base import LARGEST_ID

# What is gone is settled already: whoever presses the button of a page opened earlier is told so, and led back.
LED_BACK = {
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/let-in",
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/turn-away",
    "POST /plans/agencies/<agency_id>/batches/<int:batch_id>/people/<int:person_id>/withdraw",
}


@pytest.fixture
def partnership(app: Flask, session: Session, connection: sa.Connection) -> Partnership:
    return build(app, session, connection)


def answer_at(made: Partnership, browsers: Browsers, request: str, url: str) -> int:
    """What somebody is told at this address who is let in by the request."""
    if request in EXPECTED_BY_TOKEN:
        token = made.tokens[min(EXPECTED_BY_TOKEN[request])]
        return int(made.app.test_client().get(url, headers={"Authorization": f"Bearer {token}"}).status_code)
    client, csrf = browsers.of(min(EXPECTED[request] - {ANONYMOUS}))
    method = request.partition(" ")[0]
    return int(client.open(url, method=method, data={"csrf_token": csrf} if method == "POST" else None).status_code)


def test_a_number_beyond_the_largest_id_is_not_there_at_any_address(partnership: Partnership) -> None:
    browsers, tried, surprises = Browsers(partnership), 0, {}
    for request, rule in requests_of(partnership.app):
        there = partnership.arguments(rule)
        # The number of a part is no id: whoever is beyond the last is led back.
        for name in rule.arguments - {"number"}:
            if not isinstance(rule._converters[name], IntegerConverter):
                continue
            for number in (LARGEST_ID + 1, 2**63, 10**20 - 1):
                with partnership.app.test_request_context():
                    url = partnership.app.url_for(rule.endpoint, **{**there, name: number})
                status = answer_at(partnership, browsers, request, url)
                tried += 1
                if status != 404:
                    surprises[request, name, number] = status
    assert surprises == {}
    assert tried > 100


def test_a_page_far_beyond_the_last_fails_nowhere(partnership: Partnership) -> None:
    browsers, failed = Browsers(partnership), {}
    for request, rule in requests_of(partnership.app):
        if not request.startswith("GET ") or request in EXPECTED_BY_TOKEN or not EXPECTED[request] - {ANONYMOUS}:
            continue
        with partnership.app.test_request_context():
            url = partnership.app.url_for(rule.endpoint, **{**partnership.arguments(rule), "page": 10**20 - 1})
        status = answer_at(partnership, browsers, request, url)
        if status >= 500:
            failed[request] = status
    assert failed == {}
