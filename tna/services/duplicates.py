"""Accounts that may be of the same human being: told by name and address alone, for a person to judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.language import gettext
from tna.models.people import Agency, Membership, Person

MOST_SHOWN = 100
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Account:
    """One account as a list of likely duplicates names it; agencies by name."""

    person_id: int
    name: str
    email: str
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyDuplicates:
    """Two or more accounts that may be one person's, the oldest first, and why they are listed."""

    accounts: tuple[Account, ...]
    why: str


def likely_duplicates(session: Session) -> list[LikelyDuplicates]:
    """Accounts of one name within one agency, and of one address but for its domain, by name; nobody who has left."""
    accounts = _accounts(session)
    by_name: dict[tuple[str, str], list[Account]] = defaultdict(list)
    by_address: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for agency in account.agencies:
            by_name[agency, " ".join(account.name.casefold().split())].append(account)
        by_address[account.email.partition("@")[0]].append(account)
    found = [
        *(
            LikelyDuplicates(group, gettext("The same name, in %(agency)s", agency=agency))
            for (agency, _), group in _groups(by_name.items())
        ),
        *(
            LikelyDuplicates(group, gettext("The same address but for what follows the @"))
            for _, group in _groups(by_address.items())
        ),
    ]
    once = {tuple(one.person_id for one in each.accounts): each for each in reversed(found)}
    return sorted(once.values(), key=lambda each: (each.accounts[0].name.casefold(), each.accounts[0].person_id))


def _groups(grouped: Iterable[tuple[K, list[Account]]]) -> Iterator[tuple[K, tuple[Account, ...]]]:
    return ((key, tuple(group)) for key, group in grouped if len(group) > 1)


def _accounts(session: Session) -> list[Account]:
    """Everybody who is here, with the agencies they work for, by id."""
    agencies: dict[int, list[str]] = defaultdict(list)
    jobs = select(Membership.person_id, Agency.name).join(Agency).where(Membership.ended_on.is_(None)).distinct()
    for person_id, agency in session.execute(jobs.order_by(Agency.name, Membership.person_id)):
        agencies[person_id].append(agency)
    people = select(Person.id, Person.name, Person.email).where(Person.left_on.is_(None)).order_by(Person.id)
    return [Account(*row, tuple(agencies[row.id])) for row in session.execute(people)]
