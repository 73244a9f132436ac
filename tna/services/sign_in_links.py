"""A link for signing in, asked for by an address: the asking knows nobody, only the message looks who it is."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.notices import Message, NoticeKind
from tna.language import gettext, mark
from tna.models.notices import Notice
from tna.models.people import Person
from tna.services import notices, passwords
from tna.services.personal_links import SIGN_IN_LASTS, Purpose, address_of, make_link
from tna.settings import Settings

# How many links one mailbox may be sent, and how many one network may ask for, in a quarter of an hour; on the day of
# a survey a whole agency asks from one network address.
LINKS_ALLOWED = {"link account": 4, "link address": 400}


class TooManyLinks(Exception):
    """Links have been asked for too often lately for this address or from this network address."""


def ask_for_link(
    session: Session,
    *,
    email: str,
    address: str,
    secret: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.SIGN_IN_LINK,
    agency_id: str | None = None,
) -> None:
    """Owe a link to an e-mail address, doing the same for one that is known here and one that is not.

    Raises TooManyLinks, by what was asked alone; the caller commits only without it.
    """
    email = email.strip().lower()
    throttle = passwords.Throttle(session, secret=secret, email=email, address=address, allowed=LINKS_ALLOWED)
    if throttle.is_shut(now):
        raise TooManyLinks
    throttle.failed(now)
    wanted = notices.NewNotice(
        kind=kind, key=f"{kind.value} {secrets.token_hex(16)}", due_at=now, email=email, agency_id=agency_id
    )
    notices.write(session, [wanted])


def compose(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
    """The message with a fresh link, good for an hour, or None where the address is nobody's who may come in."""
    wanted = Person.id == notice.person_id if notice.person_id is not None else Person.email == notice.email
    person = session.scalars(select(Person).where(wanted, Person.left_on.is_(None))).one_or_none()
    return None if person is None else message_for(session, person, settings, now)


def message_for(session: Session, person: Person, settings: Settings, now: datetime) -> Message:
    """Make a link for somebody who is known here, and the words around it."""
    token = make_link(session, person_id=person.id, purpose=Purpose.SIGN_IN, expires_at=now + SIGN_IN_LASTS)
    return Message(
        email=person.email,
        subject=gettext("Your link to sign in to Training needs"),
        body=gettext(
            _BODY, name=person.name, partnership=settings.partnership_name, link=address_of(settings.base_url, token)
        ),
    )


_BODY = mark("""\
Hello %(name)s,

Here is your link to sign in to Training needs of %(partnership)s:

%(link)s

It works once, for an hour. The page it opens has one button: select it to come in.

Please do not pass this message on: whoever has the link can come in as you.

If you did not ask for it, you need not do anything. Nobody has come in.
""")
