"""Who asks, where requests come through proxies: the throttles by network address count by it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import databases
from tests.databases import Database
from tests.web.browsing import Page
from tna.app import create_app
from tna.models.people import FailedSignIns
from tna.settings import Settings

PROXY = {"REMOTE_ADDR": "10.0.0.1"}
ONE_ACCOUNT = 1


def counted(database: Database, instance: Path, *, proxies: int, forwarded: list[str]) -> int:
    """How many network addresses failures are counted for, once each of these has failed to sign in."""
    app = create_app(Settings.for_tests(database_url=database.url, instance=instance, trusted_proxies=proxies))
    made = Database(database.kind, database.url, app)
    try:
        for each in forwarded:
            fail(app.test_client(), {"X-Forwarded-For": each, "X-Forwarded-Host": "evil.example"})
        with Session(made.engine) as session:
            return (session.scalar(select(func.count()).select_from(FailedSignIns)) or 0) - ONE_ACCOUNT
    finally:
        databases.close(made)


def fail(client: Any, headers: dict[str, str]) -> None:
    asked: dict[str, Any] = {"headers": headers, "environ_overrides": PROXY}
    page = Page(client.get("/sign-in", **asked))
    fields = {"csrf_token": page.token, "email": "nobody@example.org", "password": "a wrong password"}
    assert client.post("/sign-in", data=fields, **asked).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "addresses"),
    [
        (0, ["192.0.2.1", "192.0.2.2"], 1),
        (1, ["192.0.2.1", "192.0.2.2"], 2),
        (1, ["192.0.2.1, 198.51.100.7", "192.0.2.2, 198.51.100.7"], 1),
        (2, ["192.0.2.1, 198.51.100.7", "192.0.2.2, 198.51.100.7"], 2),
    ],
)
def test_tries_are_counted_by_what_the_trusted_proxies_say_and_nobody_else(
    fresh_database: Database, tmp_path: Path, proxies: int, forwarded: list[str], addresses: int
) -> None:
    assert counted(fresh_database, tmp_path, proxies=proxies, forwarded=forwarded) == addresses
