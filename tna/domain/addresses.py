"""What an e-mail address says about whose it is: one person's or a shared mailbox, and of which agency's domain."""

import re
from collections.abc import Collection

from tna.language import mark

SHARED_MAILBOX = mark(
    "This looks like a mailbox that several people read, such as office@ or info@. "
    "Enter an address that only one person reads: each person answers for themselves."
)

# Words that no person is called: one of them among others is enough, as in st-marys.office.
_OF_NOBODY = frozenset(
    {
        *("accounts", "admin", "administration", "administrator", "admissions", "bookings", "enquiries", "enquiry"),
        *("finance", "frontdesk", "frontdoor", "generic", "helpdesk", "info", "information", "inbox", "mailbox"),
        *("mash", "noreply", "office", "postbox", "postmaster", "reception", "recruitment", "referrals", "shared"),
        *("team", "webmaster"),
    }
)
# Words that are a mailbox when nothing else stands beside them: some are surnames, as in j.head.
_OF_NOBODY_ALONE = _OF_NOBODY | {
    *("all", "children", "contact", "contactus", "deputy", "donotreply", "dsl", "duty", "email", "everyone", "front"),
    *("general", "governors", "group", "head", "hello", "help", "hr", "it", "lead", "learning", "mail", "main"),
    *("manager", "no", "nursery", "principal", "reply", "safeguarding", "school", "secretary", "service", "services"),
    *("social", "staff", "support", "teacher", "teachers", "the", "training", "desk", "door", "care", "us", "hq"),
}
_SEPARATORS = re.compile(r"[^a-z]+")
_LENGTHS = range(min(map(len, _OF_NOBODY_ALONE)), max(map(len, _OF_NOBODY_ALONE)) + 1)


def is_shared_mailbox(email: str) -> bool:
    """Whether an address names a place or a task and no person: office@, duty.team2@, st-marys-admin@.

    Judged by its words alone, so it may be wrong about either kind; figures and what follows a plus do not count.
    """
    words = [word for word in _SEPARATORS.split(_before_the_at(email).partition("+")[0]) if word]
    return bool(_OF_NOBODY & set(words)) or _is_only_of_nobody("".join(words))


def _is_only_of_nobody(text: str) -> bool:
    """Whether a text is made of nothing but words that no person is called, one after the other without a gap.

    Every place is looked at once: a regular expression would try all ways of cutting a long text before it gives up.
    """
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {start + n for n in _LENGTHS if text[start : start + n] in _OF_NOBODY_ALONE}
    return bool(text) and len(text) in reached


def domain_of(email: str) -> str:
    """What stands behind the last @ of an address, in small letters; nothing where there is no @."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def belongs_to(email: str, domains: Collection[str]) -> bool:
    """Whether an address is in one of these domains, which are in small letters.

    The very domain: an address below it (x@post.council.example for council.example) belongs to whoever runs that,
    and needs a domain of its own.
    """
    return domain_of(email) in domains


def partly_hidden(email: str) -> str:
    """An address for somebody who may not know it: its first letter and its domain, as j…@council.example."""
    return f"{_before_the_at(email)[:1]}…@{domain_of(email)}"


def _before_the_at(email: str) -> str:
    return email.strip().lower().rpartition("@")[0]
