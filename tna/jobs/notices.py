"""What the worker writes to people: for each kind of message the function that finds its words when it goes out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.notices import Message, NoticeKind
from tna.language import gettext, mark
from tna.models.notices import Notice
from tna.models.people import Person
from tna.services import headcount_returns, invitations, joining, reminders, sign_in_links
from tna.settings import Settings

Composer = Callable[[Session, Notice, Settings, datetime], Message | None]
"""Writes one message at the moment it goes out, and makes the links in it; what it writes to the session is committed
before anything is sent. None says that there is no reason for the message any more: it is settled without being sent.
It may be called again for the same notice when sending failed, but for reminders, which are tried once. It raises
NotNow where this is not the hour: that puts the notice back without counting as a try. Whatever else it raises puts the
notice off, and ends a reminder."""


def compose_test(session: Session, notice: Notice, settings: Settings, _now: datetime) -> Message | None:
    """The message by which a manager or an administrator tries how mail is sent; the newest is enough."""
    person = session.get(Person, notice.person_id)
    if person is None or person.left_on is not None or _has_asked_again(session, notice):
        return None
    return Message(
        email=person.email,
        subject=gettext("Test message from Training needs"),
        body=gettext(
            _TEST,
            name=person.name,
            partnership=settings.partnership_name,
            link=f"{settings.base_url}/mail/headers",
        ),
    )


_TEST = mark("""\
%(name)s,

This is the test message that you asked for. Mail from %(partnership)s reaches you.

It may still land among unwanted mail elsewhere. To see how other mail servers will judge it, copy the headers of this \
message as it arrived, and paste them here:

%(link)s

That page says where your mail program keeps them. There is nothing else to do, and nobody else got this message.
""")


def _has_asked_again(session: Session, notice: Notice) -> bool:
    later = select(Notice.id).where(Notice.person_id == notice.person_id, Notice.kind == notice.kind)
    return session.scalar(later.where(Notice.id > notice.id).limit(1)) is not None


COMPOSERS: Mapping[NoticeKind, Composer] = {
    NoticeKind.HEADCOUNT_RETURN: headcount_returns.compose,
    NoticeKind.INVITATION: invitations.compose,
    NoticeKind.JOIN_LINK: joining.compose,
    NoticeKind.REMINDER: reminders.compose,
    NoticeKind.SIGN_IN_LINK: sign_in_links.compose,
    NoticeKind.TEST: compose_test,
}
"""Every kind that can be sent. A notice of a kind that is missing here waits, and says so."""
