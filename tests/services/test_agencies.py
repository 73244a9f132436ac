"""Agencies and headcounts, as services keep them."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.models.people import Agency, Headcount
from tna.services import agencies
from tna.services.agencies import MOST_HEADS, AgencyRefused
from tna.services.headcount_checks import headcount_warnings, headcounts_to_check
from tna.services.survey_files import load_reference


def add(session: Session, name: str, sector: str = "health") -> Agency:
    return agencies.add_agency(session, name=name, sector=sector, reference=load_reference(), actor_id=None, now=NOW)


def set_heads(session: Session, agency: Agency, heads: dict[str, int | None], as_at: date = TODAY) -> None:
    agencies.set_headcounts(session, agency_id=agency.id, heads=heads, as_at=as_at, actor_id=None, now=NOW)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour & Coast NHS Trust", "harbour-coast-nhs-trust"),
        ("  Übermut  ", "bermut"),
        ("东方", "agency"),
        ("New", "new-2"),
        ("x" * 200, "x" * 48),
    ],
)
def test_an_id_is_made_from_the_name(session: Session, name: str, expected: str) -> None:
    assert add(session, name).id == expected


def test_names_that_make_the_same_id_are_numbered(session: Session) -> None:
    assert [add(session, name).id for name in ("A & B", "A + B", "A - B")] == ["a-b", "a-b-2", "a-b-3"]


@pytest.mark.parametrize("again", ["École du Port", "ÉCOLE DU PORT", " école  du port "])
def test_a_name_is_taken_in_whatever_case_it_stands(session: Session, again: str) -> None:
    add(session, "École du Port")
    with pytest.raises(AgencyRefused, match="is here already") as caught:
        add(session, again)
    assert caught.value.field == "name"


@pytest.mark.parametrize("name", ["", "\t", "n" * 201, "Trust\x00", "\N{RIGHT-TO-LEFT OVERRIDE}Trust"])
def test_a_name_that_cannot_be_read_is_refused(session: Session, name: str) -> None:
    with pytest.raises(AgencyRefused, match="in at most 200 characters"):
        add(session, name)


def test_a_sector_that_is_not_there_is_refused_and_changes_nothing(session: Session) -> None:
    agency = add(session, "Harbour Trust")
    with pytest.raises(AgencyRefused, match="Select a sector"):
        agencies.change_agency(
            session,
            agency=agency,
            name="Other",
            sector="navy",
            reference=load_reference(),
            actor_id=None,
            now=NOW,
        )
    assert (agency.name, agency.sector) == ("Harbour Trust", "health")


@pytest.mark.parametrize("agency_id", ["", "nowhere", "\x00", "a\x00", "Harbour-Trust"])
def test_an_id_that_no_agency_has_finds_none(session: Session, agency_id: str) -> None:
    add(session, "Harbour Trust")
    assert agencies.find_agency(session, agency_id=agency_id) is None


def test_headcounts_are_written_over_and_taken_away(session: Session) -> None:
    agency = add(session, "Harbour Trust")
    set_heads(session, agency, {"A": 5, "B": 0, "C": MOST_HEADS}, date(2026, 1, 1))
    set_heads(session, agency, {"A": 7, "C": None, "D": None}, date(2026, 3, 1))
    assert agencies.headcounts(session, agency_id=agency.id) == {(agency.id, "A"): 7, (agency.id, "B"): 0}
    assert agencies.headcounts_as_at(session, agency_id=agency.id) == date(2026, 3, 1)
    days = select(Headcount.role_group, Headcount.as_at).order_by(Headcount.role_group)
    assert [tuple(row) for row in session.execute(days)] == [("A", date(2026, 3, 1)), ("B", date(2026, 1, 1))]


@pytest.mark.parametrize("heads", [-1, MOST_HEADS + 1, 10**9])
def test_heads_that_cannot_be_are_refused_by_role_group(session: Session, heads: int) -> None:
    with pytest.raises(AgencyRefused, match="between 0 and 1,000,000") as caught:
        set_heads(session, add(session, "Harbour Trust"), {"D": heads})
    assert caught.value.field == "D"


def test_an_agency_without_headcounts_is_not_one_of_nobody(session: Session) -> None:
    without, empty = add(session, "A"), add(session, "B")
    set_heads(session, empty, {"D": 0})
    summaries = {one.agency.id: (one.heads, one.people) for one in agencies.agency_summaries(session)}
    assert summaries == {without.id: (None, 0), empty.id: (0, 0)}
    assert agencies.headcounts_as_at(session, agency_id=without.id) is None


def test_people_count_once_where_they_answer(session: Session) -> None:
    here, there = add(session, "A"), add(session, "B")
    person = factories.add_person(session, here)
    factories.add_membership(session, person, there)
    factories.leave(session, factories.add_person(session, here))
    assert agencies.members(session, agency_id=here.id) == {"D": 1}
    assert agencies.members(session, agency_id=there.id) == {}
    assert [one.people for one in agencies.agency_summaries(session)] == [1, 0]


def test_as_many_heads_as_people_are_nothing_to_warn_of(session: Session) -> None:
    agency = factories.add_agency(session, heads={"D": 2})
    for _ in range(2):
        factories.add_person(session, agency)
    assert headcount_warnings(session, agency=agency) == ()


def test_heads_to_check_are_named_for_the_agency_and_for_all(session: Session) -> None:
    right, wrong = factories.add_agency(session, heads={"D": 9}), factories.add_agency(session, heads={"D": 5})
    round_ = factories.add_open_round(session)
    for agency in (right, wrong):
        factories.add_respondents(session, round_, agency, 7)
    found = headcounts_to_check(session, round_=round_)
    assert [(one.agencies, one.role_groups, one.heads) for one in found] == [
        ((wrong,), ("Targeted, health and early help",), 5)
    ]
    assert headcounts_to_check(session, round_=round_, agency=right) == []


def test_of_two_who_add_the_same_agency_at_once_one_is_told(fresh_database: Database) -> None:
    with pytest.raises(AgencyRefused, match="is here already"):
        second_of_two(fresh_database, lambda session: add(session, "Harbour"), lambda session: add(session, "Harbour"))
