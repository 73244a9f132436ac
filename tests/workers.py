"""A real worker in a process of its own, for tests that kill it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from tests.databases import Database

TNA = Path(sys.executable).parent / "tna"
PATIENCE = 120.0


@contextmanager
def running_worker(database: Database, *, lease: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`tna worker` on this database, killed at the end if it has not ended; `more` are further settings."""
    settings = database.app.extensions["settings"]
    environment = {
        **os.environ,
        "TNA_INSTANCE": str(settings.instance),
        "TNA_DATABASE_URL": database.url,
        "TNA_SECRET_KEY": settings.secret_key,
        "TNA_RESPONDENT_SECRET": settings.respondent_secret,
        "TNA_LEASE_SECONDS": str(lease),
        **more,
    }
    with (
        (settings.instance / "worker.log").open("ab") as log,
        subprocess.Popen([TNA, "worker"], env=environment, stdout=log, stderr=log) as worker,
    ):
        try:
            yield worker
        finally:
            worker.kill()


def wait_until(condition: Callable[[], object], worker: subprocess.Popen[bytes], *, every: float = 0.2) -> None:
    """Look every so many seconds, for no longer than PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(every)


def end_reading(session: Session) -> None:
    """A transaction left open would keep SQLite's one writer, the worker, from committing."""
    session.expunge_all()
    session.rollback()
