"""What the words of a list are looked up in: agencies, jobs and role groups, by id and by title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tna.domain.lists import plain
from tna.domain.mail_domains import PUBLIC_PROVIDERS
from tna.domain.surveys import Reference
from tna.language import gettext, mark
from tna.models.people import Agency, Person
from tna.services.agencies import all_agencies
from tna.services.agency_domains import domains_of

_ONES_OF_OURS = {
    "agency": mark("the name of an agency here"),
    "job": mark("a job from our list, or one you matched to it"),
    "role_group": mark("a role group, A to J or by its title"),
}


def one_of_ours(column: str) -> str:
    """What was expected in a column whose words are looked up, in the language spoken."""
    return gettext(_ONES_OF_OURS[column])


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by the plain words somebody may write for them. `role_group_of`: the usual role group of each job.

    `domains`: by agency, where its addresses are, for those that give their people addresses and have said where.
    `takes_home_addresses`: the agencies whose people may use addresses of their own. `home_addresses`: those that
    somebody here has already, and keeps.
    """

    agencies: Mapping[str, str]
    jobs: Mapping[str, str]
    role_groups: Mapping[str, str]
    role_group_of: Mapping[str, str]
    domains: Mapping[str, frozenset[str]]
    takes_home_addresses: frozenset[str]
    home_addresses: frozenset[str]


def look_up_known(session: Session, reference: Reference) -> Known:
    """Everything a list may speak of.

    `reference`: as it is shipped, so that a list means the same to everybody, whatever language they speak.
    """
    agencies = all_agencies(session)
    groups = _by_words(
        (group.id, (group.id, group.title, f"Group {group.id}", f"Role group {group.id}"))
        for group in reference.role_groups
    )
    return Known(
        agencies=_by_words((one.id, (one.id, one.name)) for one in agencies),
        jobs=_by_words((job.id, (job.id, job.title)) for job in reference.jobs),
        role_groups=groups,
        role_group_of={job.id: job.role_group for job in reference.jobs},
        domains={one.id: domains_of(one) for one in agencies if one.domains and not one.takes_home_addresses},
        takes_home_addresses=frozenset(one.id for one in agencies if one.takes_home_addresses),
        home_addresses=_home_addresses(session),
    )


def lock_agencies(session: Session, agency_id: str | None) -> None:
    """Hold an agency, or all of them, against another list until the end of the transaction; people may still join."""
    wanted = select(Agency.id).order_by(Agency.id).with_for_update(key_share=True)
    session.execute(wanted if agency_id is None else wanted.where(Agency.id == agency_id)).all()


def _home_addresses(session: Session) -> frozenset[str]:
    """Addresses with public providers that people here have, from when that was right for their agency."""
    at_home = or_(*(Person.email.endswith(f"@{domain}", autoescape=True) for domain in sorted(PUBLIC_PROVIDERS)))
    return frozenset(session.scalars(select(Person.email).where(at_home)))


def _by_words(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    return {plain(word): key for key, words in rows for word in words if plain(word)}
