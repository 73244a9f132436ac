"""Ways to send a letter: through a mail server, or into a folder while there is none."""

import os
import smtplib
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tna.domain.notices import SENT, Delivery, Outcome, fault_words, of_content, of_recipient
from tna.jobs.letters import Letter
from tna.language import mark
from tna.settings import Security, Settings, Smtp

PATIENCE = 15.0
"""Seconds to wait for each answer of a mail server."""
MOST_ON_ONE_CONNECTION = 100
"""Letters before we greet anew: many servers end a connection that brings more."""
NO_ANSWER = mark("The mail server did not answer in time")
CUT_OFF = mark("The connection to the mail server broke")
_NOT_FROM_US = mark("The mail server does not let us send from the address in TNA_MAIL_FROM")
_NO_FOLDER = mark("The folder for mail cannot be used")
_FOLDER_IS_SHUT = mark("The folder for mail cannot be written to")


_CONNECTION_FAULTS = (
    (smtplib.SMTPAuthenticationError, mark("The mail server does not take TNA_SMTP_USER and TNA_SMTP_PASSWORD")),
    (smtplib.SMTPNotSupportedError, mark("The mail server cannot do what TNA_SMTP_SECURITY or TNA_SMTP_USER asks for")),
    (ssl.SSLError, mark("The connection to the mail server could not be made safe: look at TNA_SMTP_SECURITY")),
    (ConnectionRefusedError, mark("Nothing listens at the address of the mail server")),
    (socket.gaierror, mark("There is no machine by the name in TNA_SMTP_HOST")),
)


class Unreachable(Exception):
    """There is no way to send anything just now; the message says why in words."""


class Sender(Protocol):
    """A way to send letters one after another, from one thread at a time."""

    def prepare(self) -> None:
        """Be ready to send; raises Unreachable."""

    def send(self, letter: Letter) -> Delivery:
        """Send one letter and say what became of it; never raises for what a server does."""

    def rest(self) -> None:
        """Give back what is held open; sending again is possible."""


class FolderSender:
    """Keeps each letter as a file that any mail program opens; one that is sent again takes the place of the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make the folder, readable by its owner alone: there are links in these letters."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            raise Unreachable(f"{_NO_FOLDER} ({fault.strerror})") from fault

    def send(self, letter: Letter) -> Delivery:
        """Write the file under another name first, so that nobody ever reads half of it."""
        half = self._folder / f".{letter.id_name}.{os.getpid()}"
        try:
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(letter.content)
            half.replace(self._folder / f"{letter.id_name}.eml")
        except OSError as fault:
            return Delivery(Outcome.AGAIN, f"{_FOLDER_IS_SHUT} ({fault.strerror})")
        return SENT

    def rest(self) -> None:
        """Nothing is held open."""


class SmtpSender:
    """Hands letters to a mail server, many over one connection."""

    def __init__(self, server: Smtp, *, sender: str, our_name: str, patience: float = PATIENCE) -> None:
        self._server, self._from, self._our_name, self._patience = server, sender, our_name, patience
        self._open: smtplib.SMTP | None = None
        self._sent = 0

    def prepare(self) -> None:
        """See that there is a connection; raises Unreachable."""
        if self._open is not None and not self._is_alive():
            self._drop()
        self._connection()

    def send(self, letter: Letter) -> Delivery:
        """Hand one letter over. Where the connection breaks nobody can tell whether it was taken: it is sent again."""
        try:
            connection = self._connection()
            self._sent += 1
            return self._hand_over(connection, letter)
        except Unreachable as fault:
            return Delivery(Outcome.AGAIN, str(fault))
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            return Delivery(Outcome.AGAIN, _words_of(fault))

    def rest(self) -> None:
        """Take leave of the server, if there is a connection; a server that does not answer is left alone."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._drop()

    def _hand_over(self, connection: smtplib.SMTP, letter: Letter) -> Delivery:
        code, said = connection.mail(self._from)
        if code != 250:
            self._start_over(connection)
            return Delivery(Outcome.AGAIN, _plain(code, said) if code < 500 else f"{_NOT_FROM_US} ({code})")
        code, said = connection.rcpt(letter.email)
        taken = of_recipient(code, _text(said))
        if taken.outcome is not Outcome.SENT:
            self._start_over(connection)
            return taken
        # DATA is answered twice; the first no is raised as SMTPDataError.
        try:
            code, said = connection.data(letter.content)
        except smtplib.SMTPDataError as refusal:
            code, said = refusal.smtp_code, _bytes(refusal.smtp_error)
        kept = of_content(code, _text(said))
        if kept.outcome is not Outcome.SENT:
            self._start_over(connection)
        return kept

    def _start_over(self, connection: smtplib.SMTP) -> None:
        """Be ready for the next letter after a no; a server that hangs up after one is greeted anew."""
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _is_alive(self) -> bool:
        try:
            return self._open is not None and self._open.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _connection(self) -> smtplib.SMTP:
        """The open connection, or a new one where there is none or it has carried enough; raises Unreachable."""
        if self._sent >= MOST_ON_ONE_CONNECTION:
            self.rest()
        if self._open is None:
            self._open, self._sent = self._connect(), 0
        return self._open

    def _connect(self) -> smtplib.SMTP:
        try:
            return self._greeted()
        except (smtplib.SMTPException, OSError) as fault:
            raise Unreachable(_words_of(fault)) from fault

    def _greeted(self) -> smtplib.SMTP:
        """A connection on which everything but the letters has been said."""
        server, safe = self._server, ssl.create_default_context()
        # Our name is given, because smtplib would ask the network for it and may wait long for an answer.
        if server.security is Security.TLS:
            made: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=self._our_name, timeout=self._patience, context=safe
            )
        else:
            made = smtplib.SMTP(server.host, server.port, local_hostname=self._our_name, timeout=self._patience)
        try:
            made.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                made.starttls(context=safe)
                made.ehlo()
            if server.user:
                made.login(server.user, server.password)
        except BaseException:
            made.close()
            raise
        return made

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def sender_for(settings: Settings) -> Sender:
    """How this installation sends mail."""
    if settings.smtp is None:
        return FolderSender(settings.mail_folder)
    our_name = "localhost" if settings.is_on_this_machine else settings.host
    return SmtpSender(settings.smtp, sender=settings.mail_from, our_name=our_name)


def _words_of(fault: Exception) -> str:
    """What went wrong with a connection, in words; nothing of what was sent over it."""
    if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):
        return NO_ANSWER
    if isinstance(fault, smtplib.SMTPResponseException) and not isinstance(fault, smtplib.SMTPAuthenticationError):
        return _plain(fault.smtp_code, _bytes(fault.smtp_error))
    return next((words for kind, words in _CONNECTION_FAULTS if isinstance(fault, kind)), CUT_OFF)


def _plain(code: int, said: bytes) -> str:
    return fault_words(code, _text(said)) if code >= 400 else f"{CUT_OFF} ({code})"


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
