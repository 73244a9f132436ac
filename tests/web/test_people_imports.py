"""Bringing people in from an agency's own file, in a browser: upload, name columns, mend, check, bring in, undo."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests import factories
from tests.factories import NOW
from tests.spreadsheets import csv_bytes, workbook_bytes
from tests.web.bringing_in import bring_in, checked, everybody, faults, one, upload
from tests.web.browsing import sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.jobs.queue import work_off_owed
from tna.jobs.releases import work_in
from tna.language import ENGLISH
from tna.models.audit import AuditEvent
from tna.models.imports import ColumnMapping, ListImport
from tna.models.people import Agency, AgencyDomain, Person
from tna.services import people
from tna.services.survey_files import load_reference
from tna.web.import_forms import job_field

# From a file with faults to people ------------------------------------------------------------------------


def test_three_hundred_people_with_faults_are_mended_and_brought_in(
    browser: Any, session: Session, agency: Agency
) -> None:
    rows = [one(number) for number in range(1, 301)]
    broken = [*rows]
    broken[6] = one(7, email="nurse.7 at harbour")
    broken[9] = one(10, email="NURSE.9@harbour.example")
    broken[19] = one(20, email="office@harbour.example")
    broken[299] = one(300, name="")
    page = checked(browser, agency, broken)
    assert page.heading == "staff.csv 4 things to mend"
    assert [row[:3] for row in faults(page)] == [
        ("8", "Work e-mail", "nurse.7 at harbour"),
        ("11", "Work e-mail", "NURSE.9@harbour.example"),
        ("21", "Work e-mail", "office@harbour.example"),
        ("301", "Staff name", ""),
    ]
    assert faults(page)[1][3] == "each person once: the same address is in row 10"
    assert "Bring in" not in " ".join(page.buttons)
    assert "nurse.1@harbour.example" not in everybody(session)

    again = visit(browser, page.links["Upload the mended file"])
    assert again.fields()["agency"] == agency.id
    page = checked(browser, agency, rows)
    assert "We read 300 people and found nothing wrong." in page.text
    assert "Bring in 300 people" in page.buttons
    done = bring_in(browser, page)
    assert done.heading == "staff.csv The list is brought in"
    assert "300 people have a job by it." in done.text
    assert everybody(session)["nurse.300@harbour.example"] == [(agency.id, "health-visitor", "D")]
    assert len(everybody(session)) == 301


def test_what_is_brought_in_is_written_down_and_the_file_is_gone(
    browser: Any, session: Session, agency: Agency, manager: Person
) -> None:
    bring_in(browser, checked(browser, agency, [one()]))
    kept = session.scalars(select(ListImport)).one()
    assert (kept.content, kept.applied_at is not None, kept.actor_id) == (None, True, manager.id)
    note = session.scalars(select(AuditEvent).where(AuditEvent.action == "brought in a list")).one()
    assert note.detail == "people: 1 new, 0 returning, 0 elsewhere, 0 same, 0 missing"
    page = visit(browser, "/people/imports")
    assert "staff.csv Harbour Trust 1" in page.text
    assert "by Mara Keeper Brought in on" in page.text
    made = people.find_by_email(session, email="nurse.1@harbour.example")
    assert made is not None
    assert (made.password_hash, made.is_confirmed) == (None, False)
    assert factories.answering_as(made) is made.memberships[0]


def test_a_workbook_of_several_agencies_with_first_and_last_names(
    browser: Any, session: Session, agency: Agency
) -> None:
    factories.add_agency(session, name="Riverside Council", sector="social-care")
    header = ("Forename", "Surname", "Email address", "Organisation", "Job title", "Role group")
    rows = [
        header,
        ("Zoë", "Last", "zoe@a.example", "harbour trust", "HEALTH VISITOR", None),
        ("Ann", "Best", "ann@b.example", "Riverside Council", "lado", "Group I"),
    ]
    page = upload(browser, None, workbook_bytes(rows), name="C:\\Users\\me\\all.xlsx")
    assert "all.xlsx, sheet “Staff”" in page.heading
    page = bring_in(browser, submit(browser, page, form="Continue"))
    assert everybody(session)["zoe@a.example"] == [("harbour-trust", "health-visitor", "D")]
    assert everybody(session)["ann@b.example"] == [("riverside-council", "lado", "I")]
    assert people.find_by_email(session, email="zoe@a.example").name == "Zoë Last"  # type: ignore[union-attr]


def test_every_fault_names_its_row_its_column_what_was_read_and_what_was_expected(
    browser: Any, session: Session
) -> None:
    header = ("Name", "Email", "Agency", "Job", "Role group")
    rows = [
        ("Ann Lee", "ann@a.example", "Nowhere", "health-visitor", "Z"),
        ("x" * 201, "b" * 250 + "@a.example", "harbour-trust", "health-visitor", ""),
        ("Bo\x07b", "bob@a.example", "harbour-trust", "health-visitor", "d"),
    ]
    page = checked(browser, None, rows, header=header)
    assert [(row[0], row[1]) for row in faults(page)] == [
        ("2", "Agency"), ("2", "Role group"), ("3", "Email"), ("3", "Name"), ("4", "Name")
    ]  # fmt: skip
    assert faults(page)[0][2:] == ("Nowhere", "the name of an agency here")
    file = browser.get(page.links["Download everything that is wrong (CSV)"])
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert '"2","Agency","Nowhere","the name of an agency here"' in file.get_data(as_text=True)


def test_two_hundred_faults_are_shown_and_all_are_in_the_file(browser: Any, agency: Agency) -> None:
    page = checked(browser, agency, [one(n, email="=1+1") for n in range(250)])
    assert len(faults(page)) == 200
    assert "the first 200 of 250" in page.text
    file = browser.get(page.links["Download everything that is wrong (CSV)"]).get_data(as_text=True)
    assert file.count('"\'=1+1"') == 250
    assert faults(page)[0][2] == "=1+1"


def test_text_of_a_file_is_text_on_every_page(browser: Any, session: Session, agency: Agency) -> None:
    evil = "<script>alert(1)</script>{{7*7}}%s"
    header = (evil, "Email", "Job")
    content = csv_bytes([header, (evil, "not an address" + evil, evil), (evil, "ann@a.example", "Health visitor")])
    page = upload(browser, agency, content, name=f"{evil}.csv")
    seen = [page, submit(browser, page, {"name": "0"}, form="Continue")]
    seen.append(submit(browser, seen[-1], form="Continue"))
    assert evil in seen[-1].text
    assert seen[-1].heading.endswith("2 things to mend")
    seen.append(visit(browser, "/people/imports"))
    for each in seen:
        assert "<script>alert" not in each.html
        assert "49" not in each.text
    page = upload(browser, agency, csv_bytes([header, (evil, "ann@a.example", "Health visitor")]))
    bring_in(browser, submit(browser, page, {"name": "0"}, form="Continue"))
    assert people.find_by_email(session, email="ann@a.example").name == evil  # type: ignore[union-attr]
    assert evil in visit(browser, "/people").text


# The file, its columns and its jobs -----------------------------------------------------------------------


def test_a_file_that_is_no_list_is_refused_on_its_page(browser: Any, agency: Agency) -> None:
    page = upload(browser, agency, b"%PDF-1.4", name="staff.pdf")
    assert page.title.startswith("Error: ")
    assert page.errors == {"This is a PDF. Ask for the list as an Excel workbook (.xlsx) or as CSV.": "#file"}
    page = submit(browser, page, {})
    assert page.errors == {"Select a file": "#file"}
    page = submit(browser, page, {"agency": "no-such-agency"})
    assert "Select the agency, or that the file says so for each row" in page.errors


def test_columns_that_are_missing_or_used_twice_are_told(browser: Any, agency: Agency) -> None:
    page = upload(browser, agency, csv_bytes([("A", "B"), ("x", "y")]))
    page = submit(browser, page, form="Continue")
    assert "Select the column with the full name, or those with first and last name" in page.errors
    page = submit(browser, page, {"name": "0", "email": "0", "job": "1"}, form="Continue")
    assert "Select each column only once" in page.errors
    page = submit(browser, page, {"name": "7"}, form="Continue")
    assert "Select a column of the file" in page.errors
    assert visit(browser, page.path.replace("columns", "check")).heading.endswith("Which column holds what?")


def test_the_lists_own_words_for_jobs_are_matched_and_remembered(
    browser: Any, session: Session, agency: Agency
) -> None:
    rows = [one(1, job="HV Band 6"), one(2, job="hv band 6 "), one(3, job="Health Visitor"), one(4, job="Tea maker")]
    page = checked(browser, agency, rows)
    assert page.heading == "staff.csv What are these jobs called here?"
    assert [text_of(label) for label in page.main.iter("label")] == ["“HV Band 6” (2 rows)", "“Tea maker” (1 row)"]
    page = submit(browser, page, {job_field("HV Band 6"): "health-visitor"}, form="Continue")
    assert [row[:3] for row in faults(page)] == [("5", "Post", "Tea maker")]
    page = visit(browser, page.links["which job is which"])
    page = submit(browser, page, {job_field("tea maker"): "youth-worker"}, form="Continue")
    bring_in(browser, page)
    assert everybody(session)["nurse.4@harbour.example"] == [(agency.id, "youth-worker", "D")]
    assert session.scalars(select(ColumnMapping)).one().agency_id == agency.id
    # The next list of the agency needs no word about either.
    page = checked(browser, agency, [one(5, job="Tea maker")])
    assert page.heading == "staff.csv Check the list"


def test_a_page_of_words_from_before_others_were_matched_says_the_same_of_each_word(
    browser: Any, session: Session, agency: Agency
) -> None:
    page = checked(browser, agency, [one(1, job="HV Band 6"), one(2, job="Tea maker")])
    both = {job_field("HV Band 6"): "health-visitor", job_field("Tea maker"): "youth-worker"}
    submit(browser, page, {job_field("HV Band 6"): "health-visitor"}, form="Continue")  # now the other comes first
    bring_in(browser, submit(browser, page, both, form="Continue"))
    found = everybody(session)
    assert [found[f"nurse.{n}@harbour.example"][0][1] for n in (1, 2)] == ["health-visitor", "youth-worker"]


def test_columns_are_remembered_for_an_agency_alone(browser: Any, session: Session, agency: Agency) -> None:
    header = ("Who", "Where to write", "What they do")
    columns = {"name": "0", "email": "1", "job": "2"}
    page = upload(browser, agency, csv_bytes([header, one()]))
    bring_in(browser, submit(browser, page, columns, form="Continue"))
    again = upload(browser, agency, csv_bytes([header, one(2)]))
    assert {key: again.fields("Continue")[key] for key in columns} == columns
    other = factories.add_agency(session)
    elsewhere = upload(browser, other, csv_bytes([header, one(2)]))
    assert elsewhere.fields("Continue")["email"] == ""


# Those who are here already -------------------------------------------------------------------------------


def test_people_who_are_here_stay_as_they_are(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_person(session, agency, name="Same One", email="nurse.1@harbour.example")
    factories.add_person(session, agency, name="Other One", email="nurse.2@harbour.example", job="youth-worker")
    before = everybody(session)
    page = checked(browser, agency, [one(1, email="Nurse.1@Harbour.Example"), one(2)])
    assert "1 is here already with this job" in page.text
    assert "1 is here already with another job or role group; nothing is changed about them" in page.text
    bring_in(browser, page, button="Finish")
    assert everybody(session) == before


def test_somebody_who_left_is_back(browser: Any, session: Session, agency: Agency) -> None:
    gone = factories.add_person(session, agency, email="nurse.1@harbour.example")
    factories.leave(session, gone)
    page = checked(browser, agency, [one(1)])
    assert "1 was here before, without a job now, and will be back" in page.text
    bring_in(browser, page)
    session.refresh(gone)
    assert gone.left_on is None
    assert everybody(session)["nurse.1@harbour.example"] == [(agency.id, "health-visitor", "D")]


@pytest.mark.parametrize(("choice", "keeps"), [("adds", True), ("moves", False)])
def test_people_of_other_agencies_have_a_further_job_or_move(
    browser: Any, session: Session, agency: Agency, choice: str, keeps: bool
) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    mover = factories.add_person(session, other, email="nurse.1@harbour.example", leads=[other])
    page = checked(browser, agency, [one(1), one(2)])
    page = bring_in(browser, page)
    assert "Select what it means that some of them work in another agency" in page.errors
    assert len(everybody(session)["nurse.1@harbour.example"]) == 1
    bring_in(browser, page, {"elsewhere": choice})
    session.refresh(mover)
    old, new = mover.memberships
    assert (old.ended_on is None, old.is_answering, new.is_answering) == (keeps, keeps, not keeps)
    assert bool(mover.duties) is keeps


def test_whoever_moves_takes_places_on_courses_to_come_along(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_catalogue(session)
    other = factories.add_agency(session, name="Riverside Council")
    mover = factories.add_person(session, other, email="nurse.1@harbour.example", role_group="A")
    place = factories.add_booking(session, factories.add_date(session, "CSA-04"), mover)
    full = factories.add_date(session, "CSA-05", places=1)
    factories.add_booking(session, full, factories.add_person(session, other))
    wait = factories.add_booking(session, full, mover, waits=True)
    page = checked(browser, agency, [one(1)])
    assert "their places on courses to come go along" in page.text
    done = bring_in(browser, page, {"elsewhere": "moves"})
    session.expire_all()
    for booking in (place, wait):
        assert (booking.cancelled_at, booking.agency_id, booking.role_group) == (None, agency.id, "D")
    assert wait.booked_at is None
    assert "but for 1 person" in submit(browser, done, form="Undo").text
    session.expire_all()
    assert (place.cancelled_at, place.agency_id) == (None, agency.id)


def test_people_missing_from_the_list_leave_only_where_that_is_said(
    browser: Any, session: Session, agency: Agency, manager: Person
) -> None:
    gone = factories.add_person(session, agency, name="Gone Missing")
    page = checked(browser, agency, [one(1)])
    assert "1 person with a job in Harbour Trust is not in it" in page.text
    assert "Gone Missing" in page.text
    assert manager.name not in page.text
    bring_in(browser, page)
    assert everybody(session)[gone.email]
    bring_in(browser, checked(browser, agency, [one(1)]), {"ends_missing": "y"}, button="Finish")
    assert everybody(session)[gone.email] == []
    assert everybody(session)[manager.email]


def test_addresses_outside_the_domains_of_an_agency_are_asked_about(
    browser: Any, session: Session, agency: Agency
) -> None:
    agency.domains.append(AgencyDomain(domain="harbour.example"))
    session.flush()
    rows = [one(1), one(2, email="two@elsewhere.example")]
    page = checked(browser, agency, rows)
    assert "1 person has an address that is not in a domain of the agency" in page.text
    assert "two@elsewhere.example" in page.text
    page = bring_in(browser, page)
    assert "Check the addresses outside the agency’s domains, and say that they are right" in page.errors
    bring_in(browser, page, {"takes_outside": "y"})
    assert "two@elsewhere.example" in everybody(session)
    agency.takes_home_addresses = True
    session.flush()
    assert "not in a domain" not in checked(browser, agency, [one(3, email="three@elsewhere.example")]).text


# At the same time -----------------------------------------------------------------------------------------


def test_what_has_changed_since_the_check_is_shown_again(browser: Any, session: Session, agency: Agency) -> None:
    page = checked(browser, agency, [one(1), one(2)])
    factories.add_person(session, agency, email="nurse.1@harbour.example")
    page = bring_in(browser, page)
    assert "Something has changed since you looked" in page.text
    assert "nurse.2@harbour.example" not in everybody(session)
    bring_in(browser, page)
    assert "nurse.2@harbour.example" in everybody(session)


def test_another_job_than_was_checked_is_a_change_to_look_at(browser: Any, session: Session, agency: Agency) -> None:
    page = checked(browser, agency, [one(1, job="HV Band 6")])
    checks = submit(browser, page, {job_field("HV Band 6"): "health-visitor"}, form="Continue")
    submit(browser, page, {job_field("HV Band 6"): "youth-worker"}, form="Continue")
    again = bring_in(browser, checks)
    assert "Something has changed since you looked" in again.text
    assert "nurse.1@harbour.example" not in everybody(session)
    bring_in(browser, again)
    assert everybody(session)["nurse.1@harbour.example"][0][1] == "youth-worker"


def test_another_manager_brings_in_what_one_has_uploaded(
    browser: Any, browsers: Any, session: Session, agency: Agency, manager: Person
) -> None:
    second, seconds = factories.add_person(session, agency, name="Sam Second", duties=[Duty.MANAGER]), browsers()
    sign_in(seconds, session, second)
    uploaded = checked(browser, agency, [one(1)])
    assert "Sam Second" in uploaded.text
    page = visit(seconds, uploaded.path)
    assert manager.name in page.main_html
    assert "Sam Second" not in page.text
    done = bring_in(seconds, page, {"ends_missing": "y"})
    assert done.heading == "staff.csv The list is brought in"
    assert everybody(session)[second.email]
    assert everybody(session)[manager.email] == []


def test_sending_it_twice_brings_it_in_once(browser: Any, session: Session, agency: Agency) -> None:
    page = checked(browser, agency, [one(1)])
    bring_in(browser, page)
    again = submit(browser, page, form="Bring in")
    assert again.heading == "staff.csv The list is brought in"
    assert len(everybody(session)) == 2


def test_columns_and_jobs_of_another_tab_are_refused_in_words_once_the_list_is_in(
    browser: Any, session: Session, agency: Agency
) -> None:
    check = checked(browser, agency, [one(1, job="HV Band 6")])
    columns = visit(browser, check.path.replace("jobs", "columns"))
    bring_in(browser, submit(browser, check, {job_field("HV Band 6"): "health-visitor"}, form="Continue"))
    kept = session.scalars(select(ListImport.mapping)).one()
    for page in (columns, check):
        told = submit(browser, page, form="Continue")
        assert told.heading == "staff.csv The list is brought in"
        assert "What was just sent was not taken" in told.html
    assert session.scalars(select(ListImport.mapping)).one() == kept
    assert "not taken" not in visit(browser, columns.path).html


def test_a_second_list_is_told_to_wait_while_a_long_one_comes_in(
    browser: Any, session: Session, agency: Agency, app: Any, session_factory: Any
) -> None:
    long = [one(number) for number in range(1, 2_002)]
    waiting = bring_in(browser, checked(browser, agency, long))
    assert waiting.heading == "staff.csv The list is being brought in"
    assert waiting.answer.headers["Refresh"] == "4"
    second = bring_in(browser, checked(browser, agency, [one(9_999)]))
    assert "Another list is being brought in at the moment. Wait until it is done." in second.text
    assert work_off_owed(app.extensions["settings"], session_factory, work_in((ENGLISH,)).jobs) == 1
    done = visit(browser, waiting.path)
    assert "2,001 people have a job by it." in done.text
    assert "Refresh" not in done.answer.headers
    assert len(everybody(session)) == 2_002
    bring_in(browser, visit(browser, second.path))
    assert "nurse.9999@harbour.example" in everybody(session)


def test_a_long_list_that_means_something_else_by_now_goes_back_to_its_check(
    browser: Any, session: Session, agency: Agency, app: Any, session_factory: Any
) -> None:
    waiting = bring_in(browser, checked(browser, agency, [one(number) for number in range(1, 2_002)]))
    factories.add_person(session, agency, email="nurse.1@harbour.example")
    session.commit()
    work_off_owed(app.extensions["settings"], session_factory, work_in((ENGLISH,)).jobs)
    page = visit(browser, waiting.path)
    assert "Something has changed since the list was checked. Nothing was brought in" in page.text
    assert len(everybody(session)) == 2
    bring_in(browser, page)
    work_off_owed(app.extensions["settings"], session_factory, work_in((ENGLISH,)).jobs)
    assert len(everybody(session)) == 2_002


def test_a_long_list_may_be_stopped_before_the_worker_has_come_to_it(
    browser: Any, session: Session, agency: Agency, app: Any, session_factory: Any
) -> None:
    waiting = bring_in(browser, checked(browser, agency, [one(number) for number in range(1, 2_002)]))
    page = submit(browser, waiting, form="Stop")
    assert "Nothing of it was brought in." in page.html
    work_off_owed(app.extensions["settings"], session_factory, work_in((ENGLISH,)).jobs)
    assert len(everybody(session)) == 1


# Undoing --------------------------------------------------------------------------------------------------


def test_undoing_takes_back_exactly_what_was_changed(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    factories.add_person(session, other, email="nurse.1@harbour.example", leads=[other])
    factories.leave(session, factories.add_person(session, agency, email="nurse.2@harbour.example"))
    factories.add_person(session, agency, name="Gone Missing", leads=[agency])
    before, rows = everybody(session), _rows(session)
    page = checked(browser, agency, [one(1), one(2), one(3)])
    done = bring_in(browser, page, {"elsewhere": "moves", "ends_missing": "y"})
    assert everybody(session) != before
    undone = submit(browser, done, form="Undo")
    assert undone.heading == "staff.csv The list is undone"
    assert "What it had changed is taken back." in undone.text
    assert everybody(session) == before
    assert _rows(session) == rows
    assert submit(browser, done, form="Undo").heading == "staff.csv The list is undone"


def _rows(session: Session) -> list[Any]:
    session.expire_all()
    found = session.scalars(select(Person).order_by(Person.id))
    return [
        (p.id, p.left_on, [(m.id, m.is_answering, m.ended_on) for m in p.memberships],
         [(d.duty, d.agency_id) for d in p.duties])
        for p in found
    ]  # fmt: skip


def test_whoever_something_was_built_on_stays_and_is_counted(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_catalogue(session)
    done = bring_in(browser, checked(browser, agency, [one(number) for number in range(1, 5)]))
    first, second, third, _ = (
        people.find_by_email(session, email=f"nurse.{number}@harbour.example") for number in range(1, 5)
    )
    assert first
    assert second
    assert third
    factories.add_booking(session, factories.add_date(session, "CSA-04"), first)
    second.is_confirmed = True
    factories.assign(session, agency, "CSA-05", [third])
    undone = submit(browser, done, form="Undo")
    assert "but for 3 people: something has been built on them since." in undone.text
    assert {email for email in everybody(session) if email.startswith("nurse.")} == {
        f"nurse.{number}@harbour.example" for number in (1, 2, 3)
    }


def test_whoever_was_changed_by_hand_or_given_another_job_stays(
    browser: Any, session: Session, agency: Agency, manager: Person
) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    factories.add_person(session, other, email="nurse.6@harbour.example")
    done = bring_in(browser, checked(browser, agency, [one(n) for n in range(1, 7)]), {"elsewhere": "adds"})
    named, moved, regrouped, busy, _, helping = (
        session.scalars(select(Person).where(Person.email == f"nurse.{n}@harbour.example")).one() for n in range(1, 7)
    )
    by = {"actor_id": manager.id, "now": NOW}
    people.change_person(session, person=named, name="Corrected Name", email=named.email, **by)
    people.change_person(session, person=moved, name=moved.name, email="new@harbour.example", **by)
    for changed in (regrouped, helping):
        membership = changed.memberships[-1]
        people.change_role_group(session, membership=membership, role_group="A", reference=load_reference(), **by)
    factories.add_membership(session, busy, other)
    before = everybody(session)
    undone = submit(browser, done, form="Undo")
    assert "but for 5 people" in undone.text
    assert everybody(session) == {email: jobs for email, jobs in before.items() if not email.startswith("nurse.5@")}


def test_once_a_round_has_opened_nobody_can_tell_from_undoing_who_answered(
    browser: Any, session: Session, agency: Agency
) -> None:
    done = bring_in(browser, checked(browser, agency, [one(1), one(2)]))
    round_ = factories.add_open_round(session)
    for state in ("open", "closed"):
        page = visit(browser, done.path)
        assert "A round has been open since" in page.text, state
        assert "Undo" not in page.buttons
        refused = submit(browser, done, form="Undo")
        assert "A round has been open since" in refused.text
        assert len(everybody(session)) == 3
        if state == "open":
            round_.opened_at = round_.closed_at = datetime.now(UTC)
            session.flush()


def test_a_round_that_was_over_before_stands_in_no_ones_way(browser: Any, session: Session, agency: Agency) -> None:
    round_ = factories.add_open_round(session)
    factories.close(session, round_)
    session.flush()
    done = bring_in(browser, checked(browser, agency, [one(1)]))
    submit(browser, done, form="Undo")
    assert len(everybody(session)) == 1


def test_a_list_that_is_forgotten_brings_nothing_in(browser: Any, session: Session, agency: Agency) -> None:
    page = checked(browser, agency, [one(1)])
    history = submit(browser, page, form="Forget")
    assert "Nothing of it was brought in." in history.html
    assert "Forgotten, not brought in" in history.text
    assert visit(browser, page.path).heading == "staff.csv The list is forgotten"
    assert len(everybody(session)) == 1


def test_a_page_without_any_list_says_what_to_do(browser: Any) -> None:
    assert "Ask each agency for its list" in visit(browser, "/people/imports").text
    visit(browser, "/people/imports/999", status=404)


def test_a_list_of_headcounts_is_no_list_of_people(browser: Any, session: Session, manager: Person) -> None:
    session.add(ListImport(kind="headcounts", actor_id=manager.id, file_name="x", uploaded_at=NOW))
    session.flush()
    found = session.scalars(select(ListImport)).one()
    visit(browser, f"/people/imports/{found.id}", status=404)
    visit(browser, f"/agencies/imports/{found.id}")


# How large a file may be ----------------------------------------------------------------------------------


def send(browser: Any, path: str, values: dict[str, Any]) -> Any:
    """Send a large form; the test client's own way leaves its temporary file open."""
    boundary, body = encode_multipart(values)
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_file_of_some_megabytes_is_taken_here_and_nowhere_else(browser: Any, agency: Agency) -> None:
    page = visit(browser, "/people/imports/new")
    content = b"Email\n" + b"a@example.org\n" * 119_999 + b"\n" * 2_000_000
    file = FileStorage(BytesIO(content), "staff.csv")
    answer = send(browser, page.path, {"csrf_token": page.token, "agency": agency.id, "file": file})
    assert answer.status_code == 302
    answer = send(browser, "/people/new", {"csrf_token": page.token, "name": "x" * 3_000_000})
    assert answer.status_code == 413


def test_a_file_that_is_too_large_meets_the_friendly_page(browser: Any, browsers: Any) -> None:
    page = visit(browser, "/people/imports/new")
    large, smaller = (FileStorage(BytesIO(b"x" * size), "staff.csv") for size in (22_000_000, 3_000_000))
    answer = send(browser, page.path, {"csrf_token": page.token, "file": large})
    assert answer.status_code == 413
    assert "larger than this page accepts" in answer.get_data(as_text=True)
    assert send(browsers(), page.path, {"file": smaller}).status_code == 413
