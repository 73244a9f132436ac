"""Queueing 5,000 invitations and delivering them to a mail server on this machine, against a bare smtplib loop.

Run: .venv/bin/python bench/mail.py. Every message has a link of its own, made and kept when it goes out. The mail
server is a process apart that takes everything; the loop sends it the same bytes over one connection and no more.
"""

import asyncio
import multiprocessing
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import sqlalchemy as sa
from _figures import figure, heading, last_words, remark, stopwatch
from _installations import NAMES, fresh, fresh_installations
from aiosmtpd.smtp import SMTP
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.crowds import add_crowd
from tests.databases import KINDS, Database
from tests.factories import NOW
from tna.domain.notices import Delivery, Message, NoticeKind
from tna.jobs.letters import Letter
from tna.jobs.outbox import Post, deliver
from tna.jobs.senders import SmtpSender
from tna.models.engines import WRITES_AT_ONCE
from tna.models.notices import Notice
from tna.models.people import Person
from tna.services.notices import NewNotice, write
from tna.services.personal_links import Purpose, address_of, make_link
from tna.settings import Security, Settings, Smtp

MESSAGES = 5_000
_PARAGRAPH = (
    "Your safeguarding partnership asks everybody who works with children how confident they are in what they do. It "
    "takes less than ten minutes, and nobody but you sees your answers. They decide which courses are run next year. "
)


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made, sink() as port:
        for kind in KINDS:
            heading(f"{MESSAGES:,} invitations on {NAMES[kind]}")
            sending(fresh(made, kind), port)
    last_words()


def sending(database: Database, port: int) -> None:
    """Queue, deliver, and send the same once more by the bare loop."""
    sessions = sessionmaker(bind=database.engine.execution_options(**WRITES_AT_ONCE))
    with sessions.begin() as session:
        ids = add_crowd(session, factories.add_agency(session), MESSAGES)
    with stopwatch() as taken, sessions.begin() as session:
        write(session, [NewNotice(NoticeKind.INVITATION, f"i:{one}", NOW, person_id=one) for one in ids])
    figure("queueing them, committed", taken(), "s", at_most=5)

    settings: Settings = replace(
        database.app.extensions["settings"], base_url="https://training.example.org", mail_from="training@example.org"
    )
    sender = Recording(SmtpSender(Smtp("127.0.0.1", port, Security.NONE), sender=settings.mail_from, our_name="bench"))
    post = Post(settings, sessions, {NoticeKind.INVITATION: invite}, sender, lambda: datetime.now(UTC))
    with stopwatch() as taken:
        sent = deliver(post)
    assert sent == MESSAGES
    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Notice.settled_at.is_(None))) == 0
    figure("delivering them", taken(), "s", at_most=300)
    figure("messages a second", sent / taken(), "")

    with stopwatch() as bare:
        send_bare(sender.letters, settings.mail_from, port)
    figure("the bare loop with the same bytes", bare(), "s")
    figure("delivering, for one of the bare loop", taken() / bare(), "x")
    remark(f"{sum(len(letter.content) for letter in sender.letters) / sent / 1000:.1f} kB a message")


def invite(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
    """An invitation with a link, as long as a real one."""
    person = session.get_one(Person, notice.person_id)
    token = make_link(session, person_id=person.id, purpose=Purpose.SIGN_IN, expires_at=now + timedelta(days=14))
    body = f"{person.name},\n\n{_PARAGRAPH * 3}\n\n{address_of(settings.base_url, token)}\n\n{_PARAGRAPH}"
    return Message(person.email, "How confident are you? Your survey is open", body)


@dataclass
class Recording:
    """A sender that remembers what it sent, so that it can be sent again."""

    sender: SmtpSender
    letters: list[Letter] = field(default_factory=list)

    def prepare(self) -> None:
        self.sender.prepare()

    def send(self, letter: Letter) -> Delivery:
        self.letters.append(letter)
        return self.sender.send(letter)

    def rest(self) -> None:
        self.sender.rest()


def send_bare(letters: list[Letter], sender: str, port: int) -> None:
    """The least there is to do: one connection, one message after another, and nothing remembered."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as connection:
        for letter in letters:
            connection.sendmail(sender, [letter.email], letter.content)


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own that takes everything and keeps nothing; its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(to_parent: Connection) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(_TakesAll(), hostname="sink", loop=loop), "127.0.0.1", 0)
        to_parent.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class _TakesAll:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return "250 OK"


if __name__ == "__main__":
    main()
