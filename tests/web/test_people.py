"""People, their jobs and their duties in a browser, as managers and administrators keep them."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, path_of, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.services import people, sign_ins


@pytest.fixture
def agency(session: Session) -> Agency:
    """Where everybody works unless a test says otherwise."""
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def manager(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Mara Keeper", duties=[Duty.MANAGER])


@pytest.fixture
def administrator(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Ada Admin", duties=[Duty.ADMINISTRATOR])


@pytest.fixture
def browser(client: Any, session: Session, manager: Person) -> Any:
    """The browser of a partnership manager."""
    sign_in(client, session, manager)
    return client


@pytest.fixture
def admin_browser(browsers: Any, session: Session, administrator: Person) -> Any:
    """The browser of an administrator."""
    made = browsers()
    sign_in(made, session, administrator)
    return made


def at(person: Person, page: str = "") -> str:
    return f"/people/{person.id}{page}"


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


def error_of(page: Page, field: str) -> str:
    """The fault named of one field, which the summary must lead to."""
    assert page.title.startswith("Error: ")
    return next(words for words, address in page.errors.items() if address == f"#{field}")


# Listing ----------------------------------------------------------------------------------------------------


def test_people_are_listed_by_name_with_where_they_work(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_person(session, agency, name="Zoe Last", email="zoe@example.org")
    gone = factories.add_person(session, agency, name="Alma Gone")
    factories.leave(session, gone)
    page = visit(browser, "/people")
    assert names(page) == ["Alma Gone (has left)", "Mara Keeper", "Zoe Last"]
    assert "Zoe Last zoe@example.org Health visitor, Harbour Trust, role group D" in page.text
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


# Adding and changing ----------------------------------------------------------------------------------------


def test_an_added_person_has_the_role_group_of_their_job(browser: Any, session: Session, agency: Agency) -> None:
    page = add(browser, agency, name="Robin  Example", email=" Robin@Example.ORG ")
    made = people.find_by_email(session, email="robin@example.org")
    assert made is not None
    assert page.path == at(made)
    assert page.heading == "Robin Example"
    assert [(m.agency_id, m.job, m.role_group) for m in made.memberships] == [("harbour-trust", "health-visitor", "D")]
    assert people.answering_as(made) is made.memberships[0]


def test_another_role_group_than_the_usual_one_may_be_chosen(browser: Any, session: Session, agency: Agency) -> None:
    page = add(browser, agency, role_group="I")
    assert "I: Supervisors and managers" in page.text


def test_jobs_stand_under_their_sectors_with_their_usual_role_group(browser: Any) -> None:
    page = visit(browser, "/people/new")
    groups = {group.get("label"): text_of(group) for group in page.main.iter("optgroup")}
    assert "Health visitor – D" in groups["Health"]
    assert "Executive or chief officer – J" in groups["Police"]
    assert "Executive or chief officer – J" in groups["Health"]


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


# Jobs -------------------------------------------------------------------------------------------------------


def test_a_second_job_is_added_and_the_first_goes_on_answering(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    person = factories.add_person(session, agency)
    page = submit(browser, visit(browser, at(person, "/jobs/new")), {"agency": other.id, "job": "youth-worker"})
    assert page.text.count("Answers as this") == 1
    session.expire_all()
    answering = people.answering_as(person)
    assert answering is not None
    assert answering.agency_id == agency.id


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({}, "agency", "This person already has this job in this agency."),
        ({"agency": "nowhere"}, "agency", "Select an agency from the list."),
        ({"job": "astronaut"}, "job", "Select a job from the list."),
        ({"role_group": "Z"}, "role_group", "Select a role group from the list."),
    ],
)
def test_a_job_that_cannot_be_is_named(
    browser: Any, session: Session, agency: Agency, changes: dict[str, str], field: str, error: str
) -> None:
    person = factories.add_person(session, agency, job="health-visitor")
    values = {"agency": agency.id, "job": "health-visitor"} | changes
    page = submit(browser, visit(browser, at(person, "/jobs/new")), values)
    assert error_of(page, field) == error
    session.expire_all()
    assert len(person.memberships) == 1


def test_a_role_group_is_changed(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person))
    page = visit(browser, page.links["Change role group as Health visitor, Harbour Trust"])
    assert page.fields()["role_group"] == "D"
    page = submit(browser, page, {"role_group": "C"})
    assert "C: Designated leads" in page.text


def test_an_unknown_role_group_is_refused(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person, f"/jobs/{person.memberships[0].id}/role-group"))
    page = submit(browser, page, {"role_group": "Z"})
    assert error_of(page, "role_group") == "Select a role group from the list."


def test_ending_a_job_asks_first_then_signs_the_person_out(
    browser: Any, browsers: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    theirs = browsers()
    sign_in(theirs, session, person)
    page = visit(browser, at(person, f"/jobs/{person.memberships[0].id}/end"))
    assert "signs them out everywhere" in page.text
    session.expire_all()
    assert person.memberships[0].ended_on is None
    page = submit(browser, page, form="End the job")
    assert "works for no agency now" in page.text
    assert "Health visitor, Harbour Trust, until" in page.text
    assert visit(theirs, "/").path == "/sign-in"


def test_a_job_that_has_ended_or_is_somebody_elses_is_not_found(
    browser: Any, session: Session, agency: Agency, manager: Person
) -> None:
    person = factories.add_person(session, agency)
    theirs = person.memberships[0].id
    for page in ("role-group", "end"):
        visit(browser, at(manager, f"/jobs/{theirs}/{page}"), status=404)
    submit(browser, visit(browser, at(person, f"/jobs/{theirs}/end")), form="End the job")
    for page in ("role-group", "end"):
        visit(browser, at(person, f"/jobs/{theirs}/{page}"), status=404)


# Leaving ----------------------------------------------------------------------------------------------------


def test_leaving_asks_first_then_ends_everything_at_once(
    browser: Any, browsers: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency, name="Robin", leads=[agency], duties=[Duty.SUBGROUP])
    theirs = browsers()
    sign_in(theirs, session, person)
    page = visit(browser, at(person, "/leave"))
    assert page.heading == "Has Robin left?"
    session.expire_all()
    assert person.left_on is None
    page = submit(browser, page, form="They have left")
    assert "left on" in page.text
    assert "They are back: add a job" in page.links
    session.expire_all()
    assert (person.duties, people.current_memberships(person)) == ([], [])
    assert visit(theirs, "/").path == "/sign-in"


def test_somebody_who_comes_back_has_their_job_again_and_no_duty(
    browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency, leads=[agency])
    factories.leave(session, person)
    page = visit(browser, visit(browser, at(person)).links["They are back: add a job"])
    assert "The duties they held do not come back by it." in page.text
    submit(browser, page, {"agency": agency.id, "job": "health-visitor"})
    session.expire_all()
    assert person.left_on is None
    assert person.duties == []
    assert people.standing_of(person).works_in == {agency.id}


def test_the_last_administrator_is_not_let_go(browser: Any, session: Session, administrator: Person) -> None:
    page = submit(browser, visit(browser, at(administrator, "/leave")), form="They have left")
    assert page.title.startswith("Error: ")
    assert "Give somebody else the administrator's duty first: there must be one." in page.text
    session.expire_all()
    assert administrator.left_on is None


def test_leaving_twice_is_leaving_once(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person, "/leave"))
    submit(browser, page, form="They have left")
    submit(browser, page, form="They have left")
    left = session.scalars(select(AuditEvent).where(AuditEvent.action == "left")).all()
    assert len(left) == 1
    assert "Go back to them" in visit(browser, at(person, "/leave")).links


# Duties -----------------------------------------------------------------------------------------------------


def test_duties_and_agencies_to_lead_are_given_and_taken(admin_browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    person = factories.add_person(session, agency)
    page = visit(admin_browser, at(person, "/duties"))
    values = {"duties": ["subgroup-member", "analyst"], "leads": [agency.id, other.id]}
    page = submit(admin_browser, page, values)
    assert "Analyst, Subgroup member" in page.text or "Subgroup member, Analyst" in page.text
    assert "Leads the training of Harbour Trust and Riverside Council" in page.text
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"duties": ["analyst"], "leads": []})
    session.expire_all()
    assert {(held.duty, held.agency_id) for held in person.duties} == {(Duty.ANALYST, None)}


def test_the_boxes_of_what_somebody_holds_are_ticked(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, duties=[Duty.MANAGER], leads=[agency])
    page = visit(admin_browser, at(person, "/duties"))
    ticked = {box.get("value") for box in page.main.iter("input") if box.get("checked") is not None}
    assert ticked == {"partnership-manager", agency.id}


@pytest.mark.parametrize("duty", ["practitioner", "training-lead", "king", "\0"])
def test_a_duty_that_cannot_be_given_here_is_refused(
    admin_browser: Any, session: Session, agency: Agency, duty: str
) -> None:
    person = factories.add_person(session, agency)
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"duties": [duty]})
    assert error_of(page, "duties") == "Select duties from the list"
    session.expire_all()
    assert person.duties == []


def test_an_agency_that_is_not_there_cannot_be_led(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"leads": ["nowhere", "\0"]})
    assert error_of(page, "leads") == "Select agencies from the list."


def test_the_last_administrator_keeps_the_duty(admin_browser: Any, session: Session, administrator: Person) -> None:
    page = visit(admin_browser, at(administrator, "/duties"))
    page = submit(admin_browser, page, {"duties": ["analyst"]})
    assert error_of(page, "duties") == "Give somebody else the administrator's duty first: there must be one."
    session.expire_all()
    assert [held.duty for held in administrator.duties] == [Duty.ADMINISTRATOR]


def test_an_administrator_who_hands_over_has_no_more_to_say(
    admin_browser: Any, session: Session, agency: Agency, administrator: Person
) -> None:
    other = factories.add_person(session, agency, duties=[Duty.ADMINISTRATOR])
    page = visit(admin_browser, at(administrator, "/duties"))
    answer = admin_browser.post(page.action(), data=page.fields() | {"duties": []})
    assert answer.status_code == 302
    visit(admin_browser, at(other, "/duties"), status=404)


# Set-up links -----------------------------------------------------------------------------------------------


def link_on(page: Page) -> str:
    return next(text_of(element) for element in page.main.iter("p") if element.get("id") == "set-up-link")


def test_a_set_up_link_is_shown_once_and_leads_to_our_own_address(
    admin_browser: Any,
    browsers: Any,
    session: Session,
    agency: Agency,
    app: Any,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    person = factories.add_person(session, agency, name="Robin", password=None)
    page = submit(admin_browser, visit(admin_browser, at(person)), form="set-up link")
    link = link_on(page)
    token = link.rpartition("/")[2]
    assert link == f"{app.extensions['settings'].base_url}/set-up/{token}"
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert visit(browsers(), path_of(link)).path == f"/set-up/{token}"
    assert token not in visit(admin_browser, at(person)).html
    assert token not in visit(admin_browser, "/people").html
    with admin_browser.session_transaction() as cookie:
        assert token not in str(dict(cookie))
    assert all(token not in header for _, header in page.answer.headers)
    assert token not in caplog.text
    out, err = capfd.readouterr()
    assert token not in out + err
    assert all(token not in f"{event.subject} {event.detail}" for event in session.scalars(select(AuditEvent)))


def test_a_set_up_link_never_follows_the_host_that_was_asked(
    admin_browser: Any, session: Session, agency: Agency, app: Any
) -> None:
    person = factories.add_person(session, agency, password=None)
    token = visit(admin_browser, at(person)).token
    answer = admin_browser.post(
        at(person, "/set-up-link"),
        data={"csrf_token": token},
        headers={"Host": "localhost:9999", "X-Forwarded-Host": "evil.example"},
    )
    assert link_on(Page(answer)).startswith(app.extensions["settings"].base_url + "/set-up/")
    assert "evil.example" not in answer.get_data(as_text=True)


def test_a_second_link_stops_the_first(admin_browser: Any, browsers: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    page = visit(admin_browser, at(person))
    first = link_on(submit(admin_browser, page, form="set-up link"))
    second = link_on(submit(admin_browser, page, form="set-up link"))
    assert first != second
    visit(browsers(), path_of(first), status=404)
    visit(browsers(), path_of(second))


def test_a_link_is_said_to_last_as_long_as_it_does(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    page = submit(admin_browser, visit(admin_browser, at(person)), form="set-up link")
    last_days = [TODAY + sign_ins.LINK_LASTS + timedelta(days=more) for more in (-1, 0, 1)]
    assert any(f"until {day.day} {day:%B %Y}" in page.text for day in last_days)


def test_no_link_is_made_by_following_one(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    visit(admin_browser, at(person, "/set-up-link"), status=405)


def test_somebody_who_has_left_gets_neither_duties_nor_a_link(
    admin_browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    page = visit(admin_browser, at(person))
    duties = visit(admin_browser, at(person, "/duties"))
    factories.leave(session, person)
    session.commit()
    submit(admin_browser, page, form="set-up link", status=404)
    submit(admin_browser, duties, {"duties": ["analyst"]}, status=404)
    assert "Make a set-up link" not in visit(admin_browser, at(person)).buttons


# Who sees what ----------------------------------------------------------------------------------------------


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
