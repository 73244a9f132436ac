"""What the product writes to people: which kinds of message there are, and what one message is."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """Why a message is sent; each kind has a composer that writes its words when it goes out."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    SIGN_IN_LINK = "sign-in link"
    JOIN_LINK = "join link"
    HEADCOUNT_RETURN = "headcount return"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """One plain-text message as it leaves: one address, a subject in one line, and a body in short paragraphs."""

    email: str
    subject: str
    body: str
