"""The real application, served by gunicorn on a port of its own, and its worker: for tests that drive a browser."""

import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tests.databases import Database
from tests.house.tree import BIN, ROOT
from tna.jobs.queue import Queue
from tna.models.engines import WRITES_AT_ONCE
from tna.settings import Settings

PATIENCE_TO_START = 60.0
"""Seconds until the server must have answered its first visitor."""

PARTNERSHIP = "Wye Valley Safeguarding Children Partnership"


@dataclass(frozen=True, slots=True)
class Site:
    """A running installation: where browsers find it, and the database behind it."""

    address: str
    database: Database

    @property
    def settings(self) -> Settings:
        """The settings it runs with; the test's own process has the same secrets."""
        found: Settings = self.database.app.extensions["settings"]
        return found

    @property
    def secret(self) -> str:
        """What turns a person into the key on their answers."""
        return self.settings.respondent_secret

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session like that of a command; what was done in it is committed at the end."""
        engine = self.database.engine.execution_options(**WRITES_AT_ONCE)
        with Session(engine, expire_on_commit=False) as opened:
            yield opened
            opened.commit()

    def wakes_the_worker(self) -> None:
        """Tell a running worker that something is owed, as a page does that owes it."""
        queue: Queue = self.database.app.extensions["queue"]
        queue.wake()

    def works_off(self) -> None:
        """Do in this process what is owed to the worker."""
        queue: Queue = self.database.app.extensions["queue"]
        queue.work_off()


@contextmanager
def serving(database: Database) -> Iterator[Site]:
    """The application on this database, until the end of the block.

    The socket is ours and listens before gunicorn starts: who comes early waits in its queue, nobody has to ask again,
    and there is no moment in which another process could take the port.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        port = listening.getsockname()[1]
        os.set_inheritable(listening.fileno(), True)
        site = Site(f"http://127.0.0.1:{port}", database)
        command = [BIN / "gunicorn", f"--bind=fd://{listening.fileno()}", *_OPTIONS, "wsgi:app"]
        with _running(command, site, pass_fds=(listening.fileno(),)):
            # Closed on our side, so that a server that ended refuses visitors instead of letting them wait.
            listening.close()
            _wait_for_first_page(site)
            yield site


def _wait_for_first_page(site: Site) -> None:
    """Return once a page has come, so that no test's patience is spent on a server that is just starting."""
    # Without a proxy handler: a proxy set in the environment cannot reach this machine's own address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(f"{site.address}/sign-in", timeout=PATIENCE_TO_START).close()


_OPTIONS = (
    "--worker-class=gthread",
    "--threads=4",
    "--graceful-timeout=1",
    "--log-level=warning",
    "--no-control-socket",
)


@contextmanager
def working(site: Site) -> Iterator[None]:
    """The site's worker, until the end of the block; it begins with what is owed already."""
    with _running([BIN / "tna", "worker"], site):
        yield


@contextmanager
def _running(command: list[object], site: Site, pass_fds: tuple[int, ...] = ()) -> Iterator[None]:
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env=_environment(site),
        stdout=subprocess.DEVNULL,
        pass_fds=pass_fds,
    ) as process:
        try:
            yield
        finally:
            ended_early = process.poll() is not None
            _end(process)
    assert not ended_early, f"{command[0]} ended by itself with status {process.returncode}; see what it said"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def _environment(site: Site) -> Mapping[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("TNA_")}
    return others | {
        # The worker is that of this tree, also where the environment has another one installed.
        "PYTHONPATH": str(ROOT),
        "TNA_INSTANCE": str(site.settings.instance),
        "TNA_SECRET_KEY": site.settings.secret_key,
        "TNA_RESPONDENT_SECRET": site.settings.respondent_secret,
        "TNA_DATABASE_URL": site.settings.database_url,
        "TNA_BASE_URL": site.address,
        "TNA_PARTNERSHIP_NAME": PARTNERSHIP,
    }
