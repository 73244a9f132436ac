"""What the product writes to people: which kinds of message there are, what one message is, and when to try again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tna.language import gettext, mark


class NoticeKind(StrEnum):
    """Why a message is sent; each kind has a composer that writes its words when it goes out."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    SIGN_IN_LINK = "sign-in link"
    JOIN_LINK = "join link"
    HEADCOUNT_RETURN = "headcount return"
    TEST = "test"


URGENT = frozenset({NoticeKind.SIGN_IN_LINK, NoticeKind.JOIN_LINK, NoticeKind.TEST})
"""Somebody sits and waits for these, so they go before thousands of invitations."""

TELLS_WHO_ANSWERED = frozenset({NoticeKind.REMINDER})
"""Only those who have not answered get these. Whatever comes of one is told to nobody: an address that turned out to
be refused, or taken again, on the day of a reminder would name its owner as somebody who had not answered."""

TELLS_WHO_ASKED = frozenset({NoticeKind.SIGN_IN_LINK, NoticeKind.JOIN_LINK})
"""People ask for these themselves, also to read their profile. What goes wrong with them is counted and told without
an address, and they are forgotten soon. Whoever asks to join and is known here is sent a link for signing in too."""


@dataclass(frozen=True, slots=True)
class Message:
    """One plain-text message as it leaves: one address, a subject in one line, and a body in short paragraphs."""

    email: str
    subject: str
    body: str


class NotNow(Exception):
    """A message must not go out at this moment, though there is a reason for it; `due_at` is a better one."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__(due_at)
        self.due_at = due_at


FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
MOST_TRIES = 26
"""With the pauses between them about three days, as long as mail servers try themselves."""

_SPREAD = 0.25


def pause_after(tries: int, dice: float) -> timedelta:
    """How long to wait after so many failed tries (from 1): a minute, doubled each time, four hours at most.

    `dice`, at random in [0, 1), makes it up to a quarter shorter or longer, so that what failed together does not come
    back together.
    """
    doubled: int = 2 ** min(tries - 1, 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * (1 - _SPREAD + 2 * _SPREAD * dice)


class Outcome(StrEnum):
    """What a mail server made of one message."""

    SENT = "sent"
    REFUSED = "refused"  # for good, because of the address
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message, and in words what went wrong; they hold no address and nothing of the message.

    The words are English wherever they are kept: nobody knows who will read them. `fault_said` translates them.
    """

    outcome: Outcome
    fault: str | None = None


SENT = Delivery(Outcome.SENT)

# RFC 3463: class, subject and detail, as in "5.1.1".
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# By subject and detail; a detail of None stands for all others of its subject.
_WORDS = {
    ("1", "1"): mark("There is no such mailbox"),
    ("1", "2"): mark("There is no mail server for what stands after the @"),
    ("1", "6"): mark("The mailbox has moved, and nobody says where to"),
    ("1", "10"): mark("What stands after the @ takes no mail at all"),
    ("1", None): mark("The address is not right"),
    ("2", "1"): mark("The mailbox is switched off"),
    ("2", "2"): mark("The mailbox is full"),
    ("2", None): mark("The mailbox takes no mail"),
    ("4", None): mark("The address cannot be reached"),
    ("7", None): mark("The mail server does not want mail from us"),
}
_LATER = mark("The mail server asks us to come back later")
REFUSED_IT = mark("The mail server refused it")
# What went wrong, and what tells it from others of its kind: the numbers of a server, a word of the system.
_WITH_NUMBERS = re.compile(r"(.+) (\([^()]*\))")
# What a server answers when it objects to us and not to the address: not signed in, not in this order, not by these.
_ABOUT_US = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})


def of_recipient(code: int, said: str) -> Delivery:
    """What the answer to an address means; `code` is of SMTP, `said` what the server wrote beside it.

    A refusal of the address is for good. A refusal of us is not: somebody can put it right, and calling the address
    wrong would strike everybody off at once.
    """
    if 200 <= code < 300:
        return SENT
    subject, _ = _subject_and_detail(said)
    is_for_good = code >= 500 and code not in _ABOUT_US and subject != "7"
    return Delivery(Outcome.REFUSED if is_for_good else Outcome.AGAIN, fault_words(code, said))


def of_content(code: int, said: str) -> Delivery:
    """What the answer to the message itself means: only a word on the mailbox is about the address."""
    if 200 <= code < 300:
        return SENT
    subject, _ = _subject_and_detail(said)
    is_for_good = code >= 500 and subject in {"1", "2"}
    return Delivery(Outcome.REFUSED if is_for_good else Outcome.AGAIN, fault_words(code, said))


def fault_words(code: int, said: str) -> str:
    """A server's answer in plain words and its numbers; what it wrote stays out, for it may repeat the address."""
    subject, detail = _subject_and_detail(said)
    words = _LATER
    if code >= 500:
        words = _WORDS.get((subject, detail)) or _WORDS.get((subject, None)) or REFUSED_IT
    numbers = f"{code} {code // 100}.{subject}.{detail}" if subject else str(code)
    return f"{words} ({numbers})"


def fault_said(kept: str) -> str:
    """What went wrong, kept in English with numbers after it, in the language of whoever looks."""
    numbered = _WITH_NUMBERS.fullmatch(kept)
    return f"{gettext(numbered[1])} {numbered[2]}" if numbered else gettext(kept)


def _subject_and_detail(said: str) -> tuple[str, str]:
    found = _ENHANCED.search(said)
    return (found[2], found[3]) if found else ("", "")
