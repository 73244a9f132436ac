"""Headcount returns: a link by which somebody without an account enters an agency's headcounts and signs for them.

The link holds 256 random bits, of which only the hash is kept; it is good once, for thirty days, and ended by a newer.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tna.domain.headcounts import is_out_of_date
from tna.domain.notices import Message, NoticeKind
from tna.language import day, gettext, mark
from tna.models.notices import Notice
from tna.models.people import Agency, Headcount, HeadcountReturn
from tna.services import audit, notices
from tna.services.agencies import AgencyRefused, headcounts_as_at, set_headcounts
from tna.services.person_checks import PersonRefused, checked_address
from tna.services.personal_links import hash_of
from tna.settings import Settings

LASTS = timedelta(days=30)
"""The message and the pages name it in words."""

_LONGEST_NAME = 200
_ENTER = {
    "signed_by": mark("Enter your name, in at most 200 characters."),
    "signed_as": mark("Enter your post, in at most 200 characters."),
}


class ReturnUnusable(Exception):
    """The link was replaced, has run out, or never existed."""


class ReturnSigned(Exception):
    """The link was used before: the headcounts were sent and signed."""

    def __init__(self, signed: HeadcountReturn) -> None:
        super().__init__("the return was signed")
        self.signed = signed


@dataclass(frozen=True, slots=True)
class HeadcountStanding:
    """How one agency's headcounts stand: their day, the last return signed, and until when a link is out."""

    as_at: date | None
    is_out_of_date: bool
    signed: HeadcountReturn | None
    under_way_until: datetime | None
    is_being_mailed: bool


def standings(session: Session, *, today: date, now: datetime) -> dict[str, HeadcountStanding]:
    """How the headcounts of every agency stand, by agency id."""
    newest: dict[str, date] = {}
    for agency_id, as_at in session.execute(select(Headcount.agency_id, Headcount.as_at)):
        newest[agency_id] = max(as_at, newest.get(agency_id, as_at))
    signed: dict[str, HeadcountReturn] = {}
    out: dict[str, datetime] = {}
    for row in session.scalars(select(HeadcountReturn).order_by(HeadcountReturn.id)):
        if row.signed_at is not None:
            signed[row.agency_id] = row
        elif row.ended_at is None and row.expires_at > now:
            out[row.agency_id] = row.expires_at
    unsent = select(Notice.agency_id).where(
        Notice.kind == NoticeKind.HEADCOUNT_RETURN.value, Notice.settled_at.is_(None)
    )
    mailed = set(session.scalars(unsent))
    return {
        agency_id: HeadcountStanding(
            as_at=newest.get(agency_id),
            is_out_of_date=is_out_of_date(newest.get(agency_id), today),
            signed=signed.get(agency_id),
            under_way_until=out.get(agency_id),
            is_being_mailed=agency_id in mailed,
        )
        for agency_id in session.scalars(select(Agency.id).order_by(Agency.id))
    }


def make_return(session: Session, *, agency_id: str, actor_id: int | None, now: datetime) -> str:
    """Make a link's token for an agency, which is kept nowhere; any earlier link of the agency stops working."""
    # Whoever makes two at once waits here, so that one of them ends the other.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    open_ones = HeadcountReturn.agency_id == agency_id, HeadcountReturn.signed_at.is_(None)
    session.execute(update(HeadcountReturn).where(*open_ones, HeadcountReturn.ended_at.is_(None)).values(ended_at=now))
    token = secrets.token_urlsafe(32)
    session.add(HeadcountReturn(agency_id=agency_id, token_hash=hash_of(token), expires_at=now + LASTS))
    audit.note(session, at=now, actor_id=actor_id, action="made a headcount link", subject=agency_id)
    session.flush()
    return token


def find_return(session: Session, *, token: str, now: datetime) -> HeadcountReturn:
    """The return this link is for, still to be filled in. Raises ReturnUnusable or ReturnSigned."""
    wanted = select(HeadcountReturn).where(HeadcountReturn.token_hash == hash_of(token))
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is not None and found.signed_at is not None:
        raise ReturnSigned(found)
    if found is None or found.ended_at is not None or found.expires_at <= now:
        raise ReturnUnusable
    return found


def file_return(
    session: Session,
    *,
    token: str,
    heads: Mapping[str, int | None],
    as_at: date,
    signed_by: str,
    signed_as: str,
    today: date,
    now: datetime,
) -> None:
    """Use the link up: write the agency's headcounts, signed. Raises ReturnUnusable, ReturnSigned or AgencyRefused."""
    found = find_return(session, token=token, now=now)
    checked_day(as_at, known=headcounts_as_at(session, agency_id=found.agency_id), today=today)
    values = {"signed_by": checked_signature("signed_by", signed_by), "signed_at": now}
    values["signed_as"] = checked_signature("signed_as", signed_as)
    if not any(number is not None for number in heads.values()):
        raise AgencyRefused(next(iter(heads)), gettext("Enter at least one headcount."))
    # The UPDATE itself decides between two who send at once, and between sending and a newer link.
    still_open = HeadcountReturn.signed_at.is_(None), HeadcountReturn.ended_at.is_(None)
    used = update(HeadcountReturn).where(HeadcountReturn.id == found.id, *still_open).values(**values)
    if session.scalar(used.returning(HeadcountReturn.id)) is None:
        find_return(session, token=token, now=now)  # says what became of it meanwhile
        raise ReturnUnusable
    set_headcounts(
        session,
        agency_id=found.agency_id,
        heads=heads,
        as_at=as_at,
        actor_id=None,
        now=now,
        detail=f"by return {found.id}",
    )


def checked_day(as_at: date, *, known: date | None, today: date) -> date:
    """The day of a return: none to come, nor before that of which headcounts are `known`. Raises AgencyRefused."""
    if as_at > today:
        raise AgencyRefused("as_at", gettext("The day of these numbers must be today or in the past"))
    if known is not None and as_at < known:
        fault = gettext("Numbers of %(day)s are known already: enter those of that day or a later one", day=day(known))
        raise AgencyRefused("as_at", fault)
    return as_at


def checked_signature(field: str, typed: str) -> str:
    """The name or post of whoever signs, as it is kept. Raises AgencyRefused."""
    cleaned = " ".join(typed.split())
    if not cleaned or len(cleaned) > _LONGEST_NAME or not cleaned.isprintable():
        raise AgencyRefused(field, gettext(_ENTER[field]))
    return cleaned


def mail_return(session: Session, *, agency_id: str, email: str, actor_id: int, now: datetime) -> None:
    """Owe a message with a fresh link to this address; the link is made when it goes out. Raises AgencyRefused."""
    try:
        address = checked_address(email)
    except PersonRefused as refused:
        raise AgencyRefused("email", str(refused)) from refused
    key = f"headcount return {secrets.token_hex(16)}"
    written = notices.NewNotice(
        kind=NoticeKind.HEADCOUNT_RETURN, key=key, due_at=now, email=address, agency_id=agency_id
    )
    notices.write(session, [written])
    audit.note(session, at=now, actor_id=actor_id, action="mailed a headcount link", subject=agency_id)
    session.flush()


def compose(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
    """The words of a message that asks for headcounts, with a link made for it; None where nobody is to be asked."""
    agency = None if notice.agency_id is None else session.get(Agency, notice.agency_id)
    if agency is None or notice.email is None:
        return None
    token = make_return(session, agency_id=agency.id, actor_id=None, now=now)
    return Message(
        email=notice.email,
        subject=gettext("How many people work for %(agency)s? A short return", agency=agency.name),
        body=gettext(
            _BODY,
            partnership=settings.partnership_name,
            agency=agency.name,
            link=address_of(settings.base_url, token),
        ),
    )


_BODY = mark("""\
%(partnership)s asks every agency how many people it has in each role, so that the survey of training needs can say \
whom it speaks for.

Please enter the numbers for %(agency)s here. It takes about five minutes and needs no account:

%(link)s

The link works once, for 30 days. You can send it on to whoever knows the numbers. We ask for numbers only, never for \
names.

If this is not for you, please send it back to whoever asked you.""")


def address_of(base_url: str, token: str) -> str:
    """Where a link leads."""
    return f"{base_url}/headcounts/{token}"
