"""What may be kept of a person: a name, an address that is one human being's own, a job with its role group."""

import re
from collections.abc import Collection

from tna.domain.mail_domains import address_fault
from tna.domain.surveys import Reference
from tna.language import gettext
from tna.models.people import Agency

# Plain letters only: two addresses that look alike to people must not be two accounts.
_WORD = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_WORD}(\.{_WORD})*@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{{2,}}")


class PersonRefused(Exception):
    """What was entered about a person cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def checked_name(name: str) -> str:
    """A name as it is kept. Raises PersonRefused."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > 200 or not cleaned.isprintable():
        raise PersonRefused("name", gettext("Enter the person's full name, in at most 200 characters."))
    return cleaned


def checked_address(email: str) -> str:
    """An e-mail address as it is kept, whether or not somebody has it. Raises PersonRefused."""
    cleaned = email.strip().lower()
    if len(cleaned) > 254 or not _EMAIL.fullmatch(cleaned) or not cleaned.isprintable():
        raise PersonRefused("email", gettext("Enter an e-mail address in the correct format, like name@example.org."))
    return cleaned


def checked_own_address(email: str, agencies: Collection[Agency] = ()) -> str:
    """An address that one person reads, as it is kept, for somebody who works in these agencies.

    Raises PersonRefused with the reason for a mailbox that several share, and for an address from home where none of
    the agencies takes any.
    """
    cleaned = checked_address(email)
    takes_home_addresses = not agencies or any(agency.takes_home_addresses for agency in agencies)
    if fault := address_fault(cleaned, takes_home_addresses=takes_home_addresses):
        raise PersonRefused("email", gettext(fault))
    return cleaned


def checked_job(job: str, role_group: str | None, reference: Reference) -> str:
    """The role group that counts for somebody in this job: the one given, else the job's own. Raises PersonRefused."""
    known = {entry.id: entry for entry in reference.jobs}
    if job not in known:
        raise PersonRefused("job", gettext("Select a job from the list."))
    group = role_group or known[job].role_group
    if group not in {entry.id for entry in reference.role_groups}:
        raise PersonRefused("role_group", gettext("Select a role group from the list."))
    return group
