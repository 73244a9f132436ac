"""A real mail server on this machine, and a proxy before it that does to a connection what networks do.

Both run in a thread of their own and listen on free ports of 127.0.0.1 until the end of the block that made them.
"""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass
class Sink:
    """What the mail server got, and what it answers: `at_rcpt` and `at_data` by address, everything else is taken."""

    password: str | None = None
    at_mail: str | None = None
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        return [message for _, message in self.got]

    @property
    def addresses(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(address for address, _ in self.got)

    @property
    def ids(self) -> set[str]:
        return {str(message["Message-ID"]) for message in self.messages}

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_mail or (self.password and not session.authenticated):
            return self.at_mail or "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.at_rcpt:
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        if address in self.at_data:
            return self.at_data[address]
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append((address, message))
        return "250 OK"


@dataclass
class Proxy:
    """Passes connections on to the mail server; `faults` are met one by one, each by one connection.

    slow: nothing is said at all. mid-message: the line breaks within a message. after-data: it breaks after the server
    has taken the message, before it can say so. stalls: MAIL is never passed on.
    """

    port: int = 0
    faults: list[str] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    silence: asyncio.Event = field(default_factory=asyncio.Event)  # never set; without a holder its waiters are garbage


@dataclass(frozen=True)
class Certificate:
    """What a server proves itself with as 127.0.0.1: its `key` with a certificate, and the `file` of the authority that
    whoever is to trust it is told."""

    file: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.key)
        return context


def make_certificate(folder: Path) -> Certificate:
    """Make one, with an authority of its own."""
    made = Certificate(folder / "authority.pem", folder / "key.pem")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(made.file))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(made.key))
    return made


@contextmanager
def mail_server(password: str | None = None, certificate: Certificate | None = None) -> Iterator[tuple[Sink, Proxy]]:
    """A mail server behind a proxy; with a password it takes mail from user "tna" alone, with a certificate only
    over a connection made safe by STARTTLS."""
    sink, proxy = Sink(password), Proxy()
    met: list[SMTP] = []

    def check(_server: SMTP, _session: Any, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        fits = isinstance(given, LoginPassword) and (given.login, given.password) == (b"tna", (password or "").encode())
        return AuthResult(success=fits, handled=False)  # which aiosmtpd is left to say

    def protocol() -> SMTP:
        sink.connections += 1
        options: dict[str, Any] = {"authenticator": check, "auth_require_tls": False} if password else {}
        if certificate:
            options |= {"tls_context": certificate.context, "require_starttls": True}
        met.append(SMTP(sink, hostname="mail.example", loop=asyncio.get_running_loop(), **options))
        return met[-1]

    with _loop() as run:
        behind = run(_listen_behind(protocol))
        before = run(_listen_before(proxy, _port(behind)))
        proxy.port = _port(before)
        yield sink, proxy
        for server in (before, behind):
            run(_close(server))
        run(_hang_up(met))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _loop() -> Iterator[Callable[[Awaitable[Any]], Any]]:
    """A loop in a thread of its own, and a way to run something in it and wait for the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    try:
        yield run
    finally:
        run(_cancel_all())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _cancel_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _close(server: asyncio.Server) -> None:
    server.close()


async def _hang_up(met: list[SMTP]) -> None:
    """End connections that are not over: one made safe waits for the other end to take leave."""
    for each in met:
        if each.transport is not None:
            each.transport.abort()
    await asyncio.sleep(0)  # transports tell of their end at the next turn of the loop


async def _listen_behind(protocol: Callable[[], SMTP]) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)


async def _listen_before(proxy: Proxy, target: int) -> asyncio.Server:
    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = proxy.faults.pop(0) if proxy.faults else ""
        await _pass_on(proxy, fault, target, reader, writer)

    return await asyncio.start_server(met, "127.0.0.1", 0)


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


async def _pass_on(
    proxy: Proxy, fault: str, target: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One connection, from its beginning to its end or its fault."""
    server_writer = None
    try:
        if fault == "slow":
            await proxy.silence.wait()
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", target)
        seen = bytearray()
        ends = (
            asyncio.ensure_future(_upstream(proxy, fault, reader, server_writer, seen)),
            asyncio.ensure_future(_downstream(fault, server_reader, writer, seen)),
        )
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
    finally:
        for each in (server_writer, writer):
            if each is not None:
                with suppress(OSError, RuntimeError):
                    each.close()


async def _upstream(
    proxy: Proxy, fault: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray
) -> None:
    while chunk := await reader.read(65536):
        if fault == "stalls" and chunk.lower().startswith(b"mail"):
            proxy.stalled.set()
            await proxy.silence.wait()
        if fault == "mid-message" and b"data\r\n" in seen.lower():
            writer.write(chunk[: len(chunk) // 2])
            await writer.drain()
            return
        seen += chunk
        writer.write(chunk)
        await writer.drain()


async def _downstream(fault: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray) -> None:
    while chunk := await reader.read(65536):
        if fault == "after-data" and seen.endswith(b"\r\n.\r\n"):
            return
        writer.write(chunk)
        await writer.drain()
