"""Accounts that may be of one person."""

from sqlalchemy.orm import Session

from tests import factories
from tna.services.duplicates import likely_duplicates


def listed(session: Session) -> list[tuple[str, list[str]]]:
    return [(each.why, [one.email for one in each.accounts]) for each in likely_duplicates(session)]


def test_one_name_within_one_agency_is_likely_however_it_is_written(session: Session) -> None:
    here, there = factories.add_agency(session, name="Harbour Trust"), factories.add_agency(session)
    for agency, name, email in (
        (here, "Anna Straße", "anna@harbour.example"),
        (here, "ANNA STRASSE", "a.strasse@harbour.example"),
        (there, "Anna Straße", "a.s@other.example"),
    ):
        factories.add_person(session, agency, name=name, email=email, password=None)
    assert listed(session) == [
        ("The same name, in Harbour Trust", ["anna@harbour.example", "a.strasse@harbour.example"])
    ]


def test_one_address_in_two_domains_is_likely_and_told_once(session: Session) -> None:
    here, there = factories.add_agency(session, name="Harbour Trust"), factories.add_agency(session)
    factories.add_person(session, there, name="Ben Vale", email="b.vale@old.example", password=None)
    factories.add_person(session, here, name="B. Vale", email="b.vale@new.example", password=None)
    for domain in ("old", "new"):
        factories.add_person(session, here, name="Cleo Wick", email=f"c.wick@{domain}.example", password=None)
    assert listed(session) == [
        ("The same address but for what follows the @", ["b.vale@old.example", "b.vale@new.example"]),
        ("The same name, in Harbour Trust", ["c.wick@old.example", "c.wick@new.example"]),
    ]


def test_who_has_left_is_nobodys_duplicate(session: Session) -> None:
    agency = factories.add_agency(session)
    made = [factories.add_person(session, agency, name="Ben Vale", password=None) for _ in range(2)]
    assert len(listed(session)) == 1
    factories.leave(session, made[0])
    assert listed(session) == []
