"""The post of a site: what its worker would send at a moment, handed to a real mail server on this machine."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy.orm import Session, sessionmaker

from tests.browser.sites import Site
from tests.mail.servers import Sink, mail_server
from tna.jobs.notices import COMPOSERS
from tna.jobs.outbox import Post, deliver
from tna.jobs.queue import do_chores
from tna.jobs.releases import work_in
from tna.jobs.senders import sender_for
from tna.language import ENGLISH
from tna.models.engines import WRITES_AT_ONCE
from tna.settings import Security, Settings, Smtp

_LINK = re.compile(r"http://\S+/(?:link|joining)/\S+")


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Sends what a site owes; `sink` is the mail server, and holds what arrived."""

    sink: Sink
    settings: Settings
    sessions: sessionmaker[Session]

    def delivers(self, at: datetime) -> list[tuple[str, EmailMessage]]:
        """Send everything that is due at a moment; returns what arrived by it, each with its address."""
        before = len(self.sink.got)
        post = Post(self.settings, self.sessions, COMPOSERS, sender_for(self.settings), lambda: at)
        sent = deliver(post)
        arrived = self.sink.got[before:]
        assert len(arrived) == sent
        return arrived

    def looks_what_is_due(self, at: datetime) -> None:
        """Do what the worker does each minute, at this one."""
        do_chores(self.sessions, work_in((ENGLISH,)).each_minute, lambda: at)


@contextmanager
def post_office(site: Site) -> Iterator[PostOffice]:
    """The post of a site until the end of the block; the links it sends lead to the site."""
    with mail_server() as (sink, proxy):
        settings = replace(
            site.settings,
            base_url=site.address,
            smtp=Smtp("127.0.0.1", proxy.port, Security.NONE),
            mail_from="training@partnership.example",
        )
        engine = site.database.engine.execution_options(**WRITES_AT_ONCE)
        yield PostOffice(sink, settings, sessionmaker(engine, expire_on_commit=False))


def link_in(message: EmailMessage) -> str:
    """The one personal link in a message."""
    [link] = _LINK.findall(message.get_content())
    return str(link)
