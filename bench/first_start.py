"""The first start: from a fresh clone to a page that answers, with everything `make run` does on the way.

Run: .venv/bin/python bench/first_start.py. Clones what is committed into a temporary folder and runs `make run` there,
on a free port; packages come from the registry that pip is set up for. Stops everything and removes it afterwards.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from _figures import figure, heading, last_words
from _serving import Browser, free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0
"""Seconds after which it has failed, bound or no bound."""
# Each stage begins with a line that starts so; the last ends with a page.
STAGES = {
    "making .venv": "Making .venv",
    "installing": "Installing",
    "migrating": "Bringing the database",
    "loading the demonstration": "Loading the demonstration",
}


class Run:
    """`make run` in a clone, and when it said what."""

    def __init__(self, clone: Path, port: int) -> None:
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("TNA_", "VIRTUAL_ENV", "MAKE"))
        }
        self.lines: list[tuple[float, str]] = []
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append((time.monotonic(), line.rstrip()))

    def page_at(self, port: int) -> float:
        """When the first page answered; fails where `make run` ends before, with the last it said."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if Browser(port).get("/sign-in").status == 200:
                    return time.monotonic()
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("make run came to no page; it said last: " + " / ".join(line for _, line in self.lines[-5:]))

    def stages(self, until: float) -> dict[str, float]:
        """Seconds of each stage; the last of them ends where serving begins."""
        begun = [next(when for when, line in self.lines if line.startswith(words)) for words in STAGES.values()]
        return {stage: end - start for stage, start, end in zip(STAGES, begun, [*begun[1:], until], strict=True)}

    def stop(self) -> None:
        """As Ctrl-C does; returns when everything has ended."""
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory(prefix="tna-first-start-", ignore_cleanup_errors=True) as name:
        clone = Path(name) / "training-needs"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        port = free_port()
        start = time.monotonic()
        run = Run(clone, port)
        try:
            answered = run.page_at(port)
        finally:
            run.stop()
    stages = run.stages(answered)
    heading("From a fresh clone to a page that answers")
    figure("make run, the whole", answered - start, "s", at_most=180)
    for stage, seconds in stages.items():
        figure(f"  {stage}", seconds, "s")
    both = stages["migrating"] + stages["loading the demonstration"]
    figure("migrating and demonstration, with starting web and worker", both, "s", at_most=30)
    last_words()


if __name__ == "__main__":
    main()
