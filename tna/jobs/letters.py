"""A message as it travels: headers, an id that stays the same however often it is sent, and lines a phone can wrap."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tna.domain.notices import Message
from tna.language import spoken
from tna.settings import Settings


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to be handed over: the address it goes to, the name of its id, and all its bytes."""

    email: str
    id_name: str  # 64 signs of hex, the part of the Message-ID before the @
    content: bytes


def letter_of(message: Message, *, key: str, settings: Settings, now: datetime) -> Letter:
    """Put a message into the form of RFC 5322.

    Its Message-ID follows from the key of the notice, so that a mailbox can tell a message that came twice. Raises
    ValueError for an address that cannot stand in a header.
    """
    id_name = hashlib.sha256(key.encode()).hexdigest()
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(_in_one_line(settings.partnership_name), addr_spec=settings.mail_from)
    letter["To"] = Address(addr_spec=message.email)
    letter["Subject"] = _in_one_line(message.subject)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{id_name}@{_id_host(settings)}>"
    letter["Auto-Submitted"] = "auto-generated"
    # Exchange would otherwise answer each invitation with everybody's absence.
    letter["X-Auto-Response-Suppress"] = "All"
    # Paragraphs travel as single lines, which phones wrap to their own width; so the transport needs another encoding.
    letter.set_content(_lines(message.body), cte="quoted-printable")
    letter["Content-Language"] = spoken().tag  # after the content, which takes such headers away
    return Letter(email=message.email, id_name=id_name, content=letter.as_bytes())


def _id_host(settings: Settings) -> str:
    """What stands after the @ of a Message-ID; an address in figures with colons could not."""
    return "localhost" if settings.is_on_this_machine else settings.host.replace(":", "-")


def _in_one_line(words: str) -> str:
    """Words for a header. A line break in them would begin a header of somebody else's choice."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _lines(body: str) -> str:
    """The body with plain line ends, and one at its end."""
    return "\n".join(line.rstrip() for line in body.strip().splitlines()) + "\n"
