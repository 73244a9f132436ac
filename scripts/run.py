"""Run the demonstration on this machine: web and worker together, until Ctrl-C. `make run` calls it.

The first start writes the secrets and loads the demonstration partnership; every start migrates. It serves
127.0.0.1 only: for use by others see docs, not this script.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tna.settings import Settings, SettingsError, write_first_secrets

ADDRESS = "127.0.0.1"
ACCOUNTS = {
    "practitioner": "fills in the open survey and the forms of a course, and sees their own learning",
    "lead": "follows the needs of two agencies, assigns courses and books people",
    "trainer": "keeps the registers of the course dates they run",
    "subgroup": "reads what is needed, what worked and who is trained",
    "admin": "runs rounds, courses and dates as partnership manager, and keeps accounts",
}
BIN = Path(sys.executable).parent
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PATIENCE_TO_START = 60.0
"""Seconds until the web must have answered."""
PATIENCE_TO_STOP = 15.0
"""Seconds a process may take to finish what it is doing before it is killed."""
TOO_SHORT = 5.0
"""A process that ends by itself sooner than this many seconds will not do better when started again."""


class RunError(Exception):
    """The demonstration cannot go on; the message says why and what to do."""


@dataclass(slots=True)
class Child:
    """One long-running process, started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it through us alone."""
        self.started = time.monotonic()
        # preexec_fn is unsafe beside threads; this script has none.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509
        )

    def keep_alive(self) -> None:
        """Start it again if it has died, and give up if it died at once."""
        status = self.process.poll() if self.process else None
        if status is None:
            return
        if time.monotonic() - self.started < TOO_SHORT:
            raise RunError(f"The {self.name} ended at once (status {status}); see what it said above.")
        say(f"The {self.name} ended (status {status}); starting it again.")
        self.start()

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Return when it has ended; at the deadline kill it, and whatever it started, for good."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def main(arguments: list[str] | None = None) -> int:
    """Set up, serve until told to stop, and stop everything."""
    parser = argparse.ArgumentParser(description="Run the demonstration on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (default: 8000)")
    parser.add_argument("--people", type=int, help="practitioners in the demonstration")
    options = parser.parse_args(arguments)
    for each in SIGNALS:
        signal.signal(each, _interrupt)
    try:
        os.environ["PORT"] = str(options.port)
        os.environ.setdefault("TNA_PARTNERSHIP_NAME", "Weirbridge Safeguarding Children Partnership")
        refuse_taken_port(options.port)
        settings = set_up(options.people)
        serve(options.port, settings)
    except KeyboardInterrupt:
        say("Stopped.")
    except (RunError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def refuse_taken_port(port: int) -> None:
    """Say early, before minutes of setting up, that something else is listening there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as fault:
            raise RunError(f"Port {port} cannot be used ({fault.strerror}). Try: make run PORT={port + 1}") from None


def set_up(people: int | None) -> Settings:
    """Write the secrets once, migrate, and load the demonstration into a database that is new."""
    instance = Path(os.environ.get("TNA_INSTANCE", "instance")).resolve()
    unfinished = instance / "demonstration.unfinished"
    if write_first_secrets(instance):
        say(f"Wrote new secrets to {instance / 'settings.env'}")
        unfinished.touch()
    settings = settings_of_this_machine()
    step("Bringing the database up to date", ["db", "upgrade"])
    if unfinished.exists():
        size = [] if people is None else ["--people", str(people)]
        step("Loading the demonstration partnership, once", ["demo", *size])
        unfinished.unlink()
    return settings


def settings_of_this_machine() -> Settings:
    """The settings; without an address of its own the product is at the one we serve, for all that we start."""
    settings = Settings.from_environment()
    if settings.has_base_url:
        return settings
    os.environ["TNA_BASE_URL"] = settings.base_url
    return Settings.from_environment()


def step(what: str, command: list[str]) -> None:
    """Run one `tna` command to its end."""
    say(what)
    if subprocess.run([str(BIN / "tna"), *command], check=False).returncode != 0:
        raise RunError(f"`tna {' '.join(command)}` failed; see what it said above.")


def serve(port: int, settings: Settings) -> None:
    """Run web and worker until a signal comes; leave no process behind, whatever happens."""
    web = Child("web", [str(BIN / "gunicorn"), *gunicorn_options(port), "wsgi:app"])
    children = [web, Child("worker", [str(BIN / "tna"), "worker"])]
    try:
        for child in children:
            child.start()
        wait_until_answering(port, web)
        say(welcome(port, settings))
        while True:
            time.sleep(0.5)
            for child in children:
                child.keep_alive()
    finally:
        stop_all(children)


def gunicorn_options(port: int) -> list[str]:
    """Two processes of two threads, told to finish within PATIENCE_TO_STOP."""
    return [
        f"--bind={ADDRESS}:{port}",
        "--worker-class=gthread",
        "--workers=2",
        "--threads=2",
        "--graceful-timeout=10",
        "--log-level=warning",
        "--no-control-socket",
    ]


def wait_until_answering(port: int, web: Child) -> None:
    """Return once /healthz answers 200, which it does when the database answers."""
    # Without a proxy handler: a proxy set in the environment cannot reach this machine's own address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE_TO_START
    while time.monotonic() < deadline:
        web.keep_alive()
        try:
            with opener.open(f"http://{ADDRESS}:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RunError(f"The web did not answer within {PATIENCE_TO_START:.0f} seconds; see what it said above.")


def welcome(port: int, settings: Settings) -> str:
    """What a person needs in order to sign in."""
    accounts = [f"  {name + '@demo.example':<28}{what}" for name, what in ACCOUNTS.items()]
    return "\n".join(
        [
            "",
            f"Training needs is at http://{ADDRESS}:{port}",
            "",
            f"Sign in with one of these addresses; the password of each is  {settings.demo_password}",
            "",
            *accounts,
            "",
            *mail_goes_where(settings),
            "Ctrl-C stops everything.",
        ]
    )


def mail_goes_where(settings: Settings) -> list[str]:
    """Where to read what would be sent to people."""
    if settings.smtp is not None:
        return []
    return [f"Mail is sent to nobody; read it at {settings.base_url}/development/mail", ""]


def stop_all(children: list[Child]) -> None:
    """Ask all to stop, then wait for each; a second Ctrl-C in the meantime changes nothing."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE_TO_STOP
    for child in children:
        child.wait(deadline)


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    """On Linux, let the kernel end this child if we are killed in a way that cannot be caught."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
