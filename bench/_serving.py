"""Serving an application as in use, on this machine alone, and asking it from several browsers at once."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

ADDRESS = "127.0.0.1"
PATIENCE = 30.0
"""Seconds until an application must have answered."""

_KEPT_OPEN = 1.0
"""Seconds after which a browser opens a new connection; the server closes idle ones after two."""

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Served:
    """An application under gunicorn."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time its workers have used so far."""
        return sum(sum(worker.cpu_times()[:2]) for worker in self.process.children())


@contextmanager
def served(
    application: str, *, folder: Path, options: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Served]:
    """Serve `module:app` from a folder until the end of the block; `options` name address and port too."""
    port = next(int(option.rpartition(":")[2]) for option in options if option.startswith("--bind="))
    command = [str(Path(sys.executable).parent / "gunicorn"), *options, application]
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | dict(environment), stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_until_answering(port, process)
        yield Served(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def _wait_until_answering(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Browser(port).get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The application did not answer.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def token(self) -> str:
        """The token that the forms of the page carry."""
        found = _TOKEN.search(self.body)
        assert found is not None, "no form on the page"
        return found[1].decode()

    @property
    def location(self) -> str:
        return self.headers["Location"] or ""


class Browser:
    """One person's browser: keeps its connection and its cookies, and follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(ADDRESS, port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self._used = time.monotonic()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._used > _KEPT_OPEN:
            self._connection.close()  # the next request opens it again
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        self._used = time.monotonic()
        return answer


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast visits were answered: `visits` of them by all browsers together in `seconds`."""

    visits: int
    seconds: float
    cpu_seconds: float  # of the server's workers

    @property
    def per_second(self) -> float:
        return self.visits / self.seconds

    @property
    def cpu_each(self) -> float:
        """Seconds of the server's processor time for one visit."""
        return self.cpu_seconds / self.visits


def rate(site: Served, visits: Sequence[Callable[[], object]], *, together: int) -> Rate:
    """Let visitors come so often `together`, all at once; each comes again as soon as it has been answered.

    Whoever is answered faster comes more often, so that nobody is waited for while a worker stands idle. A visit that
    raises fails the benchmark.
    """
    ready = threading.Barrier(len(visits) + 1)
    turns = iter(range(together))
    faults: list[BaseException] = []

    def come(visit: Callable[[], object]) -> None:
        ready.wait()
        try:
            for _ in turns:
                visit()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=come, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    before = site.cpu_seconds()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if faults:
        raise faults[0]
    return Rate(together, seconds, site.cpu_seconds() - before)
