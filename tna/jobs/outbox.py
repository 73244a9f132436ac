"""Sending what stands in the outbox: take some, find their words, commit, send, and write down what came of it.

The database is never waited for while a mail server is, nor the other way round: nothing is locked while letters go.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from tna.domain.notices import SENT, TELLS_WHO_ANSWERED, Delivery, NoticeKind, NotNow
from tna.jobs.letters import Letter, letter_of
from tna.jobs.notices import Composer
from tna.jobs.senders import Sender, Unreachable
from tna.language import mark, spoken_in
from tna.models.notices import Notice
from tna.services import outbox
from tna.services.languages import language_of
from tna.services.outbox import Held
from tna.settings import Settings

log = structlog.get_logger()

TAKEN_AT_ONCE = {"sqlite": 4, "postgresql": 25}
"""How many messages are written together; so few that finding their words holds SQLite's one lock for a blink only."""
_REST = 2.5
"""How long SQLite's lock is left to people after so long a block of messages, as a share of that block. Whoever waits
for the lock looks again only now and then: without a rest they would find it taken for as long as the mail lasts."""
_LONGEST_REST = 0.5
"""Seconds. A slow mail server makes a block long, and holds no lock."""
_WAITS_TO_WRITE = (0, 0, 1)
"""Seconds before each try to write down what was sent: a lost connection is there again at once, a database later."""
_NOT_WRITTEN = mark("The message could not be written")
_dice = secrets.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that delivering takes."""

    settings: Settings
    sessions: sessionmaker[Session]
    composers: Mapping[NoticeKind, Composer]
    sender: Sender
    clock: Callable[[], datetime]
    stopping: Callable[[], bool] = bool

    @property
    def lease(self) -> timedelta:
        """How long a worker that gives no sign of life keeps messages from others."""
        return timedelta(seconds=self.settings.lease_seconds)


class _NoComposer(Exception):
    """Nothing here knows how to write a message of this kind; it waits for a worker that does."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """One message with its words, or without any where there is no reason for it left."""

    held: Held
    letter: Letter | None


def deliver(post: Post) -> int:
    """Send everything that is due now; returns how many letters went out.

    Ends early where the mail server is out of reach, and once `post.stopping` says so.
    """
    sent = 0
    try:
        while not post.stopping():
            begun = time.perf_counter()
            held, taken_at = _take(post), post.clock()
            if not held:
                break
            try:
                post.sender.prepare()
            except Unreachable as fault:
                # Only these are put off: what has not been taken yet is as new, and the next sweep tries again.
                _put_off(post, held, str(fault))
                log.warning("mail cannot be sent now", fault=str(fault))
                break
            # Greeting a slow server may have used the lease up.
            if _is_half_over(post, taken_at):
                held, taken_at = _still_ours(post, held), post.clock()
            sent += _send_all(post, held, taken_at)
            if _has_one_lock(post):
                time.sleep(min((time.perf_counter() - begun) * _REST, _LONGEST_REST))
    finally:
        post.sender.rest()
    return sent


def _has_one_lock(post: Post) -> bool:
    with post.sessions() as session:
        return session.get_bind().dialect.name == "sqlite"


def _take(post: Post) -> list[Held]:
    with post.sessions() as session:
        most = TAKEN_AT_ONCE[session.get_bind().dialect.name]
        held = outbox.take(session, most=most, now=post.clock(), lease=post.lease)
        session.commit()
    return held


def _still_ours(post: Post, held: Sequence[Held]) -> list[Held]:
    """Renew the lease on these; what somebody else has taken by now is left to them."""
    with post.sessions() as session:
        ours = outbox.renew(session, held, now=post.clock(), lease=post.lease)
        session.commit()
    return [each for each in held if each.id in ours]


def _is_half_over(post: Post, since: datetime) -> bool:
    return post.clock() - since > post.lease / 2


def _put_off(post: Post, held: Sequence[Held], fault: str) -> None:
    with post.sessions() as session:
        for each in held:
            outbox.put_off(session, each, fault=fault, now=post.clock(), dice=_dice())
        session.commit()


def _send_all(post: Post, held: Sequence[Held], taken_at: datetime) -> int:
    """Write, send and settle these messages; returns how many were sent."""
    ready = _composed(post, held)
    outcomes: list[tuple[_Ready, Delivery | None]] = []
    try:
        while ready and not post.stopping():
            if _is_half_over(post, taken_at):
                ours = {each.id for each in _still_ours(post, [one.held for one in ready])}
                ready, taken_at = [one for one in ready if one.held.id in ours], post.clock()
                continue
            one = ready.pop(0)
            outcomes.append((one, post.sender.send(one.letter) if one.letter else None))
    finally:
        # A crash keeps the one it came with, which may have gone out: its lease ends by itself.
        _settle(post, outcomes, [one.held for one in ready])
    return sum(1 for _, delivery in outcomes if delivery == SENT)


def _composed(post: Post, held: Sequence[Held]) -> list[_Ready]:
    """The words of these messages. The links in them are kept before anybody can follow one: this commits."""
    ready = []
    with post.sessions() as session:
        # Read together, and kept to the end of the block: composers find people by session.get() without asking again.
        notices, _people = outbox.rows_of(session, held)
        for each in held:
            try:
                # By itself, so that one that fails takes nothing with it.
                with session.begin_nested():
                    ready.append(_Ready(each, _words(post, session, each, notices[each.id])))
            except NotNow as better:
                outbox.put_back(session, each, due_at=better.due_at)
            except Exception as fault:
                log.exception("a message could not be written", kind=each.kind, tries=each.tries)
                _note_unwritten(post, session, each, fault)
        session.commit()
    return ready


def _note_unwritten(post: Post, session: Session, held: Held, fault: Exception) -> None:
    """Put a message off whose words were not found. A reminder is tried once, as for whoever has answered."""
    if held.kind in TELLS_WHO_ANSWERED:
        outbox.settle_without(session, held, now=post.clock())
        return
    # What a fault says may hold a name or a link; its kind does not.
    words = f"{_NOT_WRITTEN} ({type(fault).__name__})"
    keep = outbox.put_off if isinstance(fault, _NoComposer) else outbox.put_off_or_give_up
    keep(session, held, fault=words, now=post.clock(), dice=_dice())


def _words(post: Post, session: Session, held: Held, notice: Notice) -> Letter | None:
    composer = post.composers.get(NoticeKind(held.kind))
    if composer is None:
        raise _NoComposer
    now = post.clock()
    with spoken_in(language_of(post.settings, outbox.language_code(session, notice))):
        message = composer(session, notice, post.settings, now)
        return None if message is None else letter_of(message, key=held.key, settings=post.settings, now=now)


def _settle(post: Post, outcomes: Sequence[tuple[_Ready, Delivery | None]], untried: Sequence[Held]) -> None:
    """Write down what became of letters that are gone: if it cannot be written they are sent again, so it is tried
    more than once."""
    for wait in _WAITS_TO_WRITE:
        time.sleep(wait)
        try:
            with post.sessions() as session:
                _write_down(post, session, outcomes, untried)
                session.commit()
        except SQLAlchemyError:
            log.exception("what became of mail could not be written down")
        else:
            return


def _write_down(
    post: Post, session: Session, outcomes: Sequence[tuple[_Ready, Delivery | None]], untried: Sequence[Held]
) -> None:
    now = post.clock()
    for one, delivery in outcomes:
        if one.letter is None or delivery is None:
            outbox.settle_without(session, one.held, now=now)
        else:
            outbox.settle(session, one.held, delivery, email=one.letter.email, now=now, dice=_dice())
    outbox.hand_back(session, untried)
