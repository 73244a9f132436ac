"""Opening a page changes nothing; sending one without its token is refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.house.partnership import EVERYBODY, MANAGER, Partnership, build
from tests.house.test_access_matrix import requests_of
from tna.models import Base


@pytest.fixture
def partnership(app: Flask, session: Session, connection: sa.Connection) -> Partnership:
    return build(app, session, connection)


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on the database."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(sa.select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_no_get_changes_a_row_whoever_asks(partnership: Partnership) -> None:
    clients = {who: partnership.client(who) for who in EVERYBODY}
    before = everything(partnership.session)
    assert before["responses"], "a test of nothing would prove nothing"
    for request, rule in requests_of(partnership.app):
        if not request.startswith("GET "):
            continue
        with partnership.app.test_request_context():
            url = partnership.app.url_for(rule.endpoint, **partnership.arguments(rule))
        for client in clients.values():
            # A HEAD is a GET whose body is not sent: by no page may it pass for a form that was sent empty.
            assert client.head(url).status_code == client.get(url).status_code, request
        partnership.session.expire_all()
        assert everything(partnership.session) == before, f"{request} changed a row"


def test_every_unsafe_request_without_its_token_is_refused(partnership: Partnership) -> None:
    client = partnership.client(MANAGER)
    before = everything(partnership.session)
    unsafe = [(request, rule) for request, rule in requests_of(partnership.app) if not request.startswith("GET ")]
    assert unsafe
    for request, rule in unsafe:
        with partnership.app.test_request_context():
            url = partnership.app.url_for(rule.endpoint, **partnership.arguments(rule))
        for data in ({}, {"csrf_token": "made-up"}):
            answer = client.open(url, method=request.partition(" ")[0], data=data)
            assert answer.status_code == 400, f"{request} answered {answer.status}"
    assert everything(partnership.session) == before
