"""Mail that is kept in a folder because there is no mail server, for whoever tries the product on their own machine."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

MOST_SHOWN = 100
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One message as it would have arrived; `name` is what its file is called."""

    name: str
    to: str
    sender: str
    subject: str
    sent_at: datetime | None
    body: str


def kept_messages(folder: Path) -> list[KeptMessage]:
    """The newest messages, the newest first."""
    files = [file for file in folder.glob("*.eml") if _NAME.fullmatch(file.stem)] if folder.is_dir() else []
    files.sort(key=lambda file: (file.stat().st_mtime_ns, file.stem), reverse=True)
    return [_read(file) for file in files[:MOST_SHOWN]]


def kept_message(folder: Path, *, name: str) -> KeptMessage | None:
    """The message of this name."""
    file = folder / f"{name}.eml"
    return _read(file) if _NAME.fullmatch(name) and file.is_file() else None


def _read(file: Path) -> KeptMessage:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # that policy makes no other
    date = message["Date"]
    return KeptMessage(
        name=file.stem,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        sent_at=date.datetime if date is not None else None,
        body=str(message.get_content()),
    )
