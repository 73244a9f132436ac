"""Finding, adding and correcting people in a browser, and who may."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tests.web.keeping import at, error_of
from tna.models.people import Agency, Person
from tna.services import people


def names(page: Page) -> list[str]:
    """The people listed, in their order."""
    return [text_of(key) for key in page.main.iter("dt")]


def add(browser: Any, where: Agency, **changes: str) -> Page:
    """Send the form of a new person."""
    values = {
        "name": "Robin Example",
        "email": "robin@example.org",
        "agency": where.id,
        "job": "health-visitor",
        "role_group": "",
    }
    return submit(browser, visit(browser, "/people/new"), values | changes)


# Listing --------------------------------------------------------------------------------------------------


def test_people_are_listed_by_name_with_where_they_work(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_person(session, agency, name="Zoe Last", email="zoe@example.org")
    gone = factories.add_person(session, agency, name="Alma Gone")
    factories.leave(session, gone)
    page = visit(browser, "/people")
    assert names(page) == ["Alma Gone (has left)", "Mara Keeper", "Zoe Last"]
    assert (
        "Zoe Last zoe@example.org Health visitor, Harbour Trust, in the role group “Targeted, health and early help”"
        in page.text
    )
    assert "3 people" in page.text


@pytest.mark.parametrize("search", ["zoë", "ZOË", "Zoë", "oë la", "z.last@", "Z.LAST@EXAMPLE", "  Zoë "])
def test_people_are_found_by_part_of_a_name_or_address(
    browser: Any, session: Session, agency: Agency, search: str
) -> None:
    if search == "ZOË" and session.get_bind().dialect.name == "sqlite":
        search = "ZOë"  # SQLite lowers A to Z only
    factories.add_person(session, agency, name="Zoë Last", email="z.last@example.org")
    page = Page(browser.get("/people", query_string={"q": search}))
    assert names(page) == ["Zoë Last"]
    assert "1 person found" in page.text


@pytest.mark.parametrize("search", ["%", "_", "\\", "zz", "' OR 1=1 --", "x" * 60_000, "{{7*7}}"])
def test_a_search_that_finds_nobody_says_so(browser: Any, search: str) -> None:
    page = Page(browser.get("/people", query_string={"q": search[:60_000]}))
    assert "Nobody found" in page.text
    assert page.links["Show everybody"] == "/people"


@pytest.mark.parametrize("search", ["\0", "\x1f", "%ED%A0%80", ""])
def test_a_search_of_nothing_readable_lists_somebody_or_nobody_and_never_fails(browser: Any, search: str) -> None:
    assert Page(browser.get("/people", query_string={"q": search})).answer.status_code == 200


def test_people_are_filtered_by_where_they_work_now(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    mover = factories.add_person(session, other, name="Moved Away")
    factories.add_person(session, other, name="Still There")
    people.end_membership(session, membership=mover.memberships[0], today=TODAY, actor_id=mover.id, now=factories.NOW)
    page = visit(browser, f"/people?agency={other.id}")
    assert names(page) == ["Still There"]
    assert names(visit(browser, f"/people?agency={other.id}&q=mara")) == []


@pytest.mark.parametrize("other", ["no-such-agency", "%00"])
def test_a_filter_by_an_agency_that_is_not_there_is_not_found(browser: Any, other: str) -> None:
    visit(browser, f"/people?agency={other}", status=404)


def test_a_long_list_comes_in_pages_that_keep_the_search(browser: Any, session: Session, agency: Agency) -> None:
    for number in range(people.PAGE_LENGTH + 1):
        factories.add_person(session, agency, name=f"Member {number:03}", password=None)
    first = visit(browser, "/people?q=member")
    assert len(names(first)) == people.PAGE_LENGTH
    assert "(page 1 of 2)" in first.title
    second = visit(browser, first.links["Next page"])
    assert names(second) == ["Member 050"]
    assert names(visit(browser, second.links["Previous page"])) == names(first)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "999999999999999999999", "1.5", ""])
def test_a_page_that_is_not_there_shows_the_nearest(browser: Any, number: str) -> None:
    assert names(visit(browser, f"/people?page={number}")) == ["Mara Keeper"]


# Adding and changing --------------------------------------------------------------------------------------


def test_an_added_person_has_the_role_group_of_their_job(browser: Any, session: Session, agency: Agency) -> None:
    page = add(browser, agency, name="Robin  Example", email=" Robin@Example.ORG ")
    made = people.find_by_email(session, email="robin@example.org")
    assert made is not None
    assert page.path == at(made)
    assert page.heading == "Robin Example"
    assert [(m.agency_id, m.job, m.role_group) for m in made.memberships] == [("harbour-trust", "health-visitor", "D")]
    assert factories.answering_as(made) is made.memberships[0]


def test_another_role_group_than_the_usual_one_may_be_chosen(browser: Any, session: Session, agency: Agency) -> None:
    page = add(browser, agency, role_group="I")
    assert "Role group Supervisors and managers" in page.text


def test_jobs_stand_under_their_sectors_with_their_usual_role_group(browser: Any) -> None:
    page = visit(browser, "/people/new")
    groups = {group.get("label"): text_of(group) for group in page.main.iter("optgroup")}
    assert "Health visitor – Targeted, health and early help" in groups["Health"]
    assert "Executive or chief officer – Strategic leaders" in groups["Police"]
    assert "Executive or chief officer – Strategic leaders" in groups["Health"]


def test_a_job_found_in_several_sectors_is_selected_once_when_the_form_comes_back(browser: Any, agency: Agency) -> None:
    page = add(browser, agency, name="", job="executive")
    chosen = [option for option in page.main.iter("option") if option.get("selected") is not None]
    assert [option.get("value") for option in chosen if option.get("value") == "executive"] == ["executive"]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", "Enter the person’s full name"),
        ("name", " ", "Enter the person's full name, in at most 200 characters."),
        ("name", "n" * 201, "Enter the person's full name, in at most 200 characters."),
        ("name", "\N{RIGHT-TO-LEFT OVERRIDE}niboR", "Enter the person's full name, in at most 200 characters."),
        ("email", "", "Enter an e-mail address"),
        ("email", "robin", "Enter an e-mail address in the correct format, like name@example.org."),
        ("email", "robin@example", "Enter an e-mail address in the correct format, like name@example.org."),
        ("email", "a b@example.org", "Enter an e-mail address in the correct format, like name@example.org."),
        ("email", "a@b@example.org", "Enter an e-mail address in the correct format, like name@example.org."),
        ("email", "r" * 250 + "@example.org", "Enter an e-mail address in the correct format, like name@example.org."),
        ("email", "TAKEN@Example.org", "Somebody with this e-mail address is here already."),
        ("agency", "", "Select an agency from the list."),
        ("agency", "no-such-agency", "Select an agency from the list."),
        ("job", "", "Select a job from the list."),
        ("job", "astronaut", "Select a job from the list."),
        ("role_group", "Z", "Select a role group from the list."),
    ],
)
def test_a_faulty_person_comes_back_with_what_was_typed(
    browser: Any, session: Session, agency: Agency, field: str, value: str, error: str
) -> None:
    factories.add_person(session, agency, email="taken@example.org")
    before = len(session.scalars(select(Person)).all())
    page = add(browser, agency, **{field: value})
    assert error_of(page, field) == error
    assert any(box.get("id") == field for box in page.main.iter()), "the summary leads nowhere"
    if field in {"name", "email"}:
        assert page.fields()[field] == value
    assert page.fields()["job"] == ("health-visitor" if field != "job" else "")
    session.expire_all()
    assert len(session.scalars(select(Person)).all()) == before


def test_all_that_is_wrong_with_a_person_is_told_at_once(browser: Any, agency: Agency) -> None:
    page = add(browser, agency, name=" ", email="robin", agency="", job="", role_group="Z")
    assert list(page.errors.values()) == ["#name", "#email", "#agency", "#job", "#role_group"]


def test_a_hostile_name_is_shown_as_it_was_typed(browser: Any, agency: Agency) -> None:
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script>{{7*7}}$x$%s"
    page = add(browser, agency, name=hostile)
    assert page.heading == hostile
    assert "<script>alert" not in page.html
    assert hostile in names(visit(browser, "/people"))


def test_a_signed_in_person_sees_nothing_added_by_a_form_with_more_fields_than_it_has(
    browser: Any, session: Session, agency: Agency
) -> None:
    add(browser, agency, duties="administrator", password_hash="x", left_on="2020-01-01", id="1")
    made = people.find_by_email(session, email="robin@example.org")
    assert made is not None
    assert (made.duties, made.password_hash, made.left_on) == ([], None, None)


def test_name_and_address_are_corrected(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, name="Robyn", email="robyn@example.org")
    page = visit(browser, at(person, "/change"))
    assert (page.fields()["name"], page.fields()["email"]) == ("Robyn", "robyn@example.org")
    page = submit(browser, page, {"name": "Robin", "email": "ROBIN@example.org"})
    assert page.path == at(person)
    session.expire_all()
    assert (person.name, person.email) == ("Robin", "robin@example.org")


def test_an_address_stays_ones_own_when_only_the_name_changes(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, name="Robyn", email="robyn@example.org")
    page = submit(browser, visit(browser, at(person, "/change")), {"name": "Robin", "email": "Robyn@Example.org"})
    assert not page.errors
    session.expire_all()
    assert (person.name, person.email) == ("Robin", "robyn@example.org")


def test_an_address_of_somebody_else_changes_nothing_not_even_the_name(
    browser: Any, session: Session, agency: Agency
) -> None:
    factories.add_person(session, agency, email="taken@example.org")
    person = factories.add_person(session, agency, name="Robyn", email="robyn@example.org")
    page = submit(browser, visit(browser, at(person, "/change")), {"name": "Robin", "email": "Taken@example.org"})
    assert error_of(page, "email") == "Somebody with this e-mail address is here already."
    session.expire_all()
    assert (person.name, person.email) == ("Robyn", "robyn@example.org")


# Who sees what --------------------------------------------------------------------------------------------


def test_nobody_is_shown_who_has_answered(
    browser: Any, admin_browser: Any, session: Session, agency: Agency, app: Any
) -> None:
    round_ = factories.add_open_round(session)
    person = factories.add_person(session, agency, name="Robin", email="robin@example.org")
    pages = [(client, path) for client in (browser, admin_browser) for path in ("/people?q=robin", at(person))]
    before = [visit(client, path).text for client, path in pages]
    factories.answer(session, round_, person, secret=app.extensions["settings"].respondent_secret)
    session.commit()
    assert [visit(client, path).text for client, path in pages] == before


def test_an_administrator_who_is_no_manager_sees_people_and_changes_none(
    admin_browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    page = visit(admin_browser, at(person))
    assert list(page.links) == ["Change duties"]
    for path in ("/change", "/leave", "/jobs/new", f"/jobs/{person.memberships[0].id}/end"):
        visit(admin_browser, at(person, path), status=404)
    visit(admin_browser, "/people/new", status=404)
    listed = visit(admin_browser, "/people")
    assert "Add a person" not in listed.links
    assert "Agencies and their headcounts" not in listed.links


def test_a_manager_who_is_no_administrator_gives_no_duties_and_no_links(
    browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person))
    assert "Change duties" not in page.links
    assert page.buttons == []
    visit(browser, at(person, "/duties"), status=404)
    answer = browser.post(at(person, "/set-up-link"), data={"csrf_token": page.token})
    assert answer.status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
@pytest.mark.parametrize("page", ["", "/change", "/leave", "/jobs/new", "/jobs/1/end", "/jobs/1/role-group"])
def test_a_person_who_is_not_there_is_not_found(browser: Any, number: str, page: str) -> None:
    visit(browser, f"/people/{number}{page}", status=404)


def test_practitioners_find_no_people_not_even_themselves(client: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, leads=[agency])
    sign_in(client, session, person)
    for path in ("/people", "/people/new", at(person), at(person, "/duties")):
        visit(client, path, status=404)
