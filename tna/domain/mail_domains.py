"""The domains in which an agency gives its people e-mail addresses, and which addresses can be somebody's account."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tna.domain.addresses import SHARED_MAILBOX, domain_of, is_shared_mailbox
from tna.language import gettext, mark, ngettext

MOST_DOMAINS = 50
_LONGEST = 190
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
# Where anybody can have an address: as an agency's domain each would let everybody in.
PUBLIC_PROVIDERS = frozenset(
    {
        *("aol.com", "aol.co.uk", "btinternet.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.co.uk"),
        *("googlemail.com", "hotmail.com", "hotmail.co.uk", "icloud.com", "live.com", "live.co.uk", "mac.com"),
        *("mail.com", "me.com", "msn.com", "ntlworld.com", "outlook.com", "pm.me", "proton.me", "protonmail.com"),
        *("sky.com", "talktalk.net", "tiscali.co.uk", "virginmedia.com", "yahoo.com", "yahoo.co.uk", "ymail.com"),
    }
)


HOME_ADDRESS = mark(
    "This looks like an address of their own. Enter the one they have at work, "
    "or say on the agency's page that its people use addresses of their own."
)


def address_fault(email: str, *, takes_home_addresses: bool) -> str:
    """Why an address cannot be one person's account with their agency, and what to do; nothing where it can.

    One of two sentences in English, to be read by `gettext`.
    """
    if is_shared_mailbox(email):
        return SHARED_MAILBOX
    return HOME_ADDRESS if domain_of(email) in PUBLIC_PROVIDERS and not takes_home_addresses else ""


@dataclass(frozen=True, slots=True)
class CheckedDomains:
    """The domains of a list, in order and each once, and what is wrong with it, one sentence a line."""

    domains: tuple[str, ...]
    faults: tuple[str, ...]


def check_domains(lines: Iterable[str], *, takes_home_addresses: bool) -> CheckedDomains:
    """One domain a line, in small letters; empty lines do not count."""
    entered = [line.strip().lower().rstrip(".") for line in lines if line.strip()]
    faults = [fault for line in dict.fromkeys(entered) if (fault := _fault(line, takes_home_addresses))]
    domains = tuple(sorted(set(entered)))
    if len(domains) > MOST_DOMAINS:
        faults.append(ngettext("Enter at most %(n)s domain", "Enter at most %(n)s domains", MOST_DOMAINS))
    return CheckedDomains(domains, tuple(faults))


def _fault(domain: str, takes_home_addresses: bool) -> str:
    shown = domain if len(domain) <= 60 else f"{domain[:60]}…"
    if "@" in domain:
        return gettext("%(domain)s: enter only what stands behind the @, like council.example", domain=shown)
    if len(domain) > _LONGEST or not _DOMAIN.fullmatch(domain):
        return gettext("%(domain)s: enter a domain like council.example, one a line", domain=shown)
    if domain in PUBLIC_PROVIDERS and not takes_home_addresses:
        return gettext(
            "%(domain)s: anybody can have an address there, so it cannot tell who works here. "
            "Leave it out, or say that this agency’s people use addresses of their own",
            domain=shown,
        )
    return ""
