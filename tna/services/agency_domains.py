"""In which domains an agency's people have their addresses, and whether they may use one from home."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tna.domain.mail_domains import check_domains
from tna.models.people import Agency, AgencyDomain
from tna.services import audit


class DomainsRefused(Exception):
    """Some domains cannot stand; `faults` says which and what to do, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def domains_of(agency: Agency) -> frozenset[str]:
    """The domains of an agency's addresses."""
    return frozenset(one.domain for one in agency.domains)


def set_domains(
    session: Session,
    *,
    agency: Agency,
    lines: Sequence[str],
    takes_home_addresses: bool,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Let an agency have exactly these domains, one a line, and say whether home addresses are taken.

    Raises DomainsRefused; then nothing is changed. People who are here already stay whatever their address.
    """
    checked = check_domains(lines, takes_home_addresses=takes_home_addresses)
    if checked.faults:
        raise DomainsRefused(checked.faults)
    standing = {row.domain: row for row in agency.domains}
    for domain in standing.keys() - set(checked.domains):
        agency.domains.remove(standing[domain])
    agency.domains.extend(AgencyDomain(domain=domain) for domain in checked.domains if domain not in standing)
    agency.takes_home_addresses = takes_home_addresses
    detail = ", ".join((*checked.domains, *(("home addresses",) if takes_home_addresses else ())))
    audit.note(session, at=now, actor_id=actor_id, action="set mail domains", subject=agency.id, detail=detail)
    session.flush()
    session.expire(agency, ["domains"])
