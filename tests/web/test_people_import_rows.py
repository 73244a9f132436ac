"""What a list of people is held to, row by row: the rules that hold for people who are added by hand, and some more."""

from typing import Any

from sqlalchemy.orm import Session

from tests import factories
from tests.web.bringing_in import bring_in, checked, everybody, faults, one
from tests.web.browsing import submit, text_of, visit
from tna.models.people import Agency
from tna.services import people
from tna.services.survey_files import load_reference
from tna.web.import_forms import job_field


def test_an_address_from_home_is_refused_unless_the_agency_takes_them_or_somebody_has_it_already(
    browser: Any, session: Session, agency: Agency
) -> None:
    taking = factories.add_agency(session, name="Riverside Council")
    taking.takes_home_addresses = True
    factories.add_person(session, taking, email="old.one@gmail.com")
    header = ("Name", "Email", "Agency", "Job")
    rows = [
        ("Ann Lee", "Ann.Lee@Gmail.com", agency.name, "Health visitor"),
        ("Bob Lee", "bob.lee@gmail.com", taking.name, "Health visitor"),
        ("Old One", "old.one@gmail.com", agency.name, "Health visitor"),
    ]
    page = checked(browser, None, rows, header=header)
    assert [row[:3] for row in faults(page)] == [("2", "Email", "Ann.Lee@Gmail.com")]
    assert faults(page)[0][3].startswith("their address at work, unless the agency’s page says")
    page = checked(browser, None, rows[1:], header=header)
    assert "We read 2 people and found nothing wrong." in page.text


def test_a_last_name_that_is_missing_is_a_fault(browser: Any, session: Session, agency: Agency) -> None:
    header = ("First name", "Last name", "Email", "Job")
    rows = [
        ("Ann", "", "ann@harbour.example", "Health visitor"),
        ("", "Suharto", "suharto@harbour.example", "Health visitor"),
    ]
    page = checked(browser, agency, rows, header=header)
    assert faults(page) == [("2", "Last name", "", "a last name; whoever has only one name has it here")]
    bring_in(browser, checked(browser, agency, rows[1:], header=header))
    assert people.find_by_email(session, email="suharto@harbour.example").name == "Suharto"  # type: ignore[union-attr]


def test_two_of_one_name_in_an_agency_are_told_and_come_in(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    header = ("Name", "Email", "Agency", "Job")
    rows = [
        ("Ann Lee", "ann.lee@harbour.example", agency.name, "Health visitor"),
        ("Ann Lee", "ann@riverside.example", other.name, "Health visitor"),
        ("ANN  LEE", "a.lee@harbour.example", agency.name, "Health visitor"),
    ]
    page = checked(browser, None, rows, header=header)
    assert "1 name stands in the list more than once for one agency" in page.text
    assert "They may be the same person" in page.text
    assert "Ann Lee: ann.lee@harbour.example (row 2), a.lee@harbour.example (row 4)" in page.text
    bring_in(browser, page)
    assert "a.lee@harbour.example" in everybody(session)
    assert "more than once" not in checked(browser, None, rows[:2], header=header).text


# Accounts that were merged --------------------------------------------------------------------------------


def test_an_old_address_of_merged_accounts_is_that_of_the_one_that_stays(
    browser: Any, session: Session, agency: Agency
) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    stays = factories.add_person(session, other, email="stays@harbour.example")
    factories.merge_into(session, stays, factories.add_person(session, other, email="nurse.1@harbour.example"))
    bring_in(browser, checked(browser, agency, [one(1)]), {"elsewhere": "adds"})
    assert [job[0] for job in everybody(session)[stays.email]] == [other.id, agency.id]
    assert everybody(session)["nurse.1@harbour.example"] == []
    assert "1 is here already with this job" in checked(browser, agency, [one(1)]).text


def test_two_addresses_of_one_person_are_told_at_the_second(browser: Any, session: Session, agency: Agency) -> None:
    stays = factories.add_person(session, email="nurse.2@harbour.example")
    factories.merge_into(session, stays, factories.add_person(session, email="nurse.1@harbour.example"))
    page = checked(browser, agency, [one(1), one(2), one(3, name="")])
    assert faults(page)[0] == (
        "3",
        "Work e-mail",
        "nurse.2@harbour.example",
        "each person once: row 2 has another address of theirs",
    )
    assert len(faults(page)) == 2


# Jobs -----------------------------------------------------------------------------------------------------


def test_a_job_is_proposed_where_only_one_has_the_words(browser: Any, session: Session, agency: Agency) -> None:
    words = ("Senior health visitor", "worker", "Tea maker", "senior  Health-Visitor")
    rows = [(f"Ann {word}", f"ann.{n}@harbour.example", word) for n, word in enumerate(words)]
    page = checked(browser, agency, rows, header=("Name", "Email", "Job"))
    labels = [text_of(label) for label in page.main.iter("label")]
    assert labels == ["“Senior health visitor” (2 rows)", "“worker” (1 row)", "“Tea maker” (1 row)"]
    assert [page.fields()[job_field(word)] for word in words[:3]] == ["health-visitor", "", ""]


def test_the_jobs_of_the_agencys_own_sector_come_first(browser: Any, session: Session) -> None:
    header, row = ("Name", "Email", "Job"), ("Ann Lee", "ann@harbour.example", "Tea maker")
    for sector in load_reference().sectors[-2:]:
        there = factories.add_agency(session, name=f"An agency of {sector.id}", sector=sector.id)
        page = checked(browser, there, [row], header=header)
        assert next(page.main.iter("optgroup")).get("label") == sector.title


def test_a_word_that_nobody_knows_is_one_fault_however_many_rows_it_stands_in(
    browser: Any, session: Session, agency: Agency
) -> None:
    header = ("Name", "Email", "Agency", "Job", "Role group")
    rows = [
        ("Ann Lee", "ann@harbour.example", "Nowhere", "Tea maker", ""),
        ("Bob Lee", "bob@harbour.example", "nowhere", "TEA MAKER", "Z"),
        ("Cat Lee", "cat@harbour.example", agency.name, "", "z"),
        ("Dan Lee", "dan@harbour.example", agency.name, "", ""),
        ("Eve Lee", "eve@harbour.example", agency.name, "Health visitor", "Z"),
    ]
    page = submit(browser, checked(browser, None, rows, header=header), form="Continue")
    assert faults(page) == [
        ("2", "Agency", "Nowhere", "the name of an agency here; the same in 2 rows"),
        ("2", "Job", "Tea maker", "a job from our list, or one you matched to it; the same in 2 rows"),
        ("3", "Role group", "Z", "a role group, A to J or by its title; the same in 3 rows"),
        ("4", "Job", "", "a job from our list, or one you matched to it"),
        ("5", "Job", "", "a job from our list, or one you matched to it"),
    ]


# Who they are, and where to go next ------------------------------------------------------------------------


def test_the_check_shows_who_is_new_and_what_they_would_be(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_person(session, agency, name="Here Already", email="here@harbour.example")
    header = ("Name", "Email", "Job", "Role group")
    rows = [
        ("Here Already", "here@harbour.example", "Health visitor", ""),
        *((f"New {n}", f"new.{n}@harbour.example", "Health visitor", "I" if n == 1 else "") for n in range(1, 203)),
    ]
    page = checked(browser, agency, rows, header=header)
    groups = {group.id: group.title for group in load_reference().role_groups}
    shown = faults(page)
    assert shown[0] == ("New 1", "new.1@harbour.example", "Health visitor", groups["I"])
    assert shown[1] == ("New 2", "new.2@harbour.example", "Health visitor", groups["D"])
    assert len(shown) == 200
    assert "And 2 people more." in page.text


def test_a_list_of_several_agencies_says_which_each_newcomer_is_of(browser: Any, agency: Agency) -> None:
    header, row = ("Name", "Email", "Agency", "Job"), ("Ann Lee", "ann@a.example", agency.name, "Health visitor")
    assert faults(checked(browser, None, [row], header=header))[0][4] == agency.name


def test_a_list_that_is_in_leads_on_to_its_people(browser: Any, session: Session, agency: Agency) -> None:
    done = bring_in(browser, checked(browser, agency, [one()]))
    assert one()[0] in visit(browser, done.links["See the people of Harbour Trust"]).text
    visit(browser, done.links["Look for accounts that may be of one person"])
    assert "Invite them to the round" not in done.links
    factories.add_round(session)
    page = visit(browser, done.path)
    assert page.links["Invite them to the round"] == f"/agencies/{agency.id}/reach"
    visit(browser, page.links["Invite them to the round"])
