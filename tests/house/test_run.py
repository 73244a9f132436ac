"""`make run`, as a person runs it: real processes, a real port, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.house.tree import BIN, ROOT

pytestmark = pytest.mark.xdist_group("run")

LAST_LINE = "Ctrl-C stops everything."
FEW_PEOPLE = "400"
PASSWORD = "harbour lantern 42"


@dataclass
class Demonstration:
    """A running demonstration and what it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    said: str

    def family(self) -> list[psutil.Process]:
        """The processes that it started, and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str) -> int:
        """The status of one page."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def stop(self, how: signal.Signals) -> int:
        """Send it a signal and wait for its end."""
        self.process.send_signal(how)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "instance"


@pytest.fixture
def used_instance(instance: Path) -> Path:
    """The same, once the demonstration has been loaded into it."""
    if not (instance / "settings.env").exists():
        with demonstration(instance):
            pass
    return instance


@contextmanager
def demonstration(instance: Path) -> Iterator[Demonstration]:
    """The demonstration on a free port, up to its last line; killed at the end if it is still there."""
    port = free_port()
    command = [sys.executable, ROOT / "scripts" / "run.py", f"--port={port}", f"--people={FEW_PEOPLE}"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TNA_")}
    environ |= {"TNA_INSTANCE": str(instance), "TNA_DEMO_PASSWORD": PASSWORD}
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            while LAST_LINE not in said:
                line = process.stdout.readline()
                assert line, f"it ended early:\n{said}"
                said += line
            yield Demonstration(process, port, said)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_first_start_writes_secrets_tells_how_to_sign_in_and_serves_until_ctrl_c(instance: Path) -> None:
    with demonstration(instance) as running:
        assert PASSWORD in running.said
        for account in ("practitioner", "lead", "trainer", "subgroup", "admin"):
            assert f"{account}@demo.example" in running.said
        assert (instance / "settings.env").stat().st_mode & 0o777 == 0o600
        assert running.get("/healthz") == 200
        assert running.get("/sign-in") == 200
        family = running.family()
        assert len(family) >= 4  # the web, its two processes, and the worker
        assert running.stop(signal.SIGINT) == 0
    assert [each for each in family if each.is_running()] == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_later_start_loads_nothing_again_and_ends_as_cleanly(used_instance: Path, how: signal.Signals) -> None:
    secrets = (used_instance / "settings.env").read_bytes()
    with demonstration(used_instance) as running:
        assert "Loading" not in running.said
        family = running.family()
        assert running.stop(how) == 0
    assert [each for each in family if each.is_running()] == []
    assert (used_instance / "settings.env").read_bytes() == secrets


def test_a_killed_worker_is_started_again(used_instance: Path) -> None:
    with demonstration(used_instance) as running:
        time.sleep(5.5)  # one that dies in its first five seconds is taken to be broken
        (first,) = workers(running)
        first.kill()
        deadline = time.monotonic() + 15
        while workers(running) in ([], [first]):
            assert time.monotonic() < deadline, "no other worker came"
            time.sleep(0.2)
        assert running.get("/healthz") == 200


def workers(running: Demonstration) -> list[psutil.Process]:
    """The processes that run `tna worker`; one that has died and is not yet buried is none."""
    alive = [each for each in running.family() if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if each.cmdline()[-2:] == [str(BIN / "tna"), "worker"]]


def test_a_taken_port_is_said_before_anything_is_set_up(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, ROOT / "scripts" / "run.py", f"--port={port}"]
        environ = {**os.environ, "TNA_INSTANCE": str(tmp_path / "instance")}
        outcome = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert f"Port {port} cannot be used" in outcome.stderr
    assert not (tmp_path / "instance").exists()
