"""A lead's list of people and assigning to them in a browser: previewed, done, undone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.factories import TODAY
from tests.web.browsing import Page, path_of, sign_in, submit, text_of, visit
from tests.web.partnerships import scene
from tna.domain.people import Duty
from tna.models.people import Agency, Person
from tna.models.plans import Assignment


@pytest.fixture
def lead(session: Session, agency: Agency) -> Person:
    factories.add_catalogue(session)
    return factories.add_person(session, agency, name="Lea Lead", role_group="I", leads=[agency])


@pytest.fixture
def browser(client: Any, session: Session, lead: Person) -> Any:
    """The browser of a training lead."""
    sign_in(client, session, lead)
    return client


def names(page: Page) -> list[str]:
    """The people in the table, in their order."""
    return [text_of(cell) for row in page.main.iter("tbody") for cell in row.iter("th")]


def row(page: Page, name: str) -> list[str]:
    """The cells beside a name."""
    rows = [one for body in page.main.iter("tbody") for one in body.iter("tr")]
    found = next(one for one in rows if any(text_of(cell).startswith(name) for cell in one.iter("th")))
    return [text_of(cell) for cell in found.iter("td")][1:]


def filled(browser: Any, agency: Agency, *people: Person, **values: Any) -> Page:
    """The form for these people, sent with a course and a reason unless `values` say otherwise."""
    form = visit(browser, f"/plans/agencies/{agency.id}/assign{query_of(*people)}")
    chosen = {"person": ids_of(*people)} if people else {}
    return submit(browser, form, {"course": "CSA-04", "reason": "We need it by spring."} | chosen | values)


def ids_of(*people: Person) -> list[str]:
    return [str(one.id) for one in people]


def query_of(*people: Person) -> str:
    return "?" + "&".join(f"person={one}" for one in ids_of(*people))


def standing(session: Session) -> int:
    return session.scalar(select(func.count()).where(Assignment.withdrawn_at.is_(None))) or 0


# The list -------------------------------------------------------------------------------------------------


def test_a_lead_of_one_agency_comes_to_it_and_of_several_chooses(browser: Any, session: Session, lead: Person) -> None:
    other = factories.add_agency(session, name="Riverside")
    assert visit(browser, "/plans").path == "/plans/agencies/harbour-trust"
    factories.give_duties(session, lead, leads=["harbour-trust", other.id])
    assert list(visit(browser, "/plans").links) == ["Harbour Trust", "Riverside"]


def test_people_are_listed_with_how_they_stand(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, name="Ann Example")
    factories.assign(session, agency, "CSA-04", [person], due_on=TODAY, actor=person)
    factories.add_completion(session, person, "CSA-02", completed_on=TODAY - timedelta(days=5 * 365))
    page = visit(browser, f"/plans/agencies/{agency.id}")
    assert names(page) == ["Ann Example", "Lea Lead"]
    assert row(page, "Ann") == ["Targeted, health and early help", "1", "0", "0", "1"]
    chosen = visit(browser, f"/plans/agencies/{agency.id}?course=CSA-04")
    assert row(chosen, "Ann")[1:] == [f"by {TODAY.day} {TODAY:%B} {TODAY.year}", "–", "–", "–"]
    one = visit(browser, chosen.links["Ann Example"])
    assert "CSA-04 Communicating with children by " in one.text


def test_each_filter_is_a_link_that_takes_it_away(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_person(session, agency, name="Ann Example")
    page = visit(browser, f"/plans/agencies/{agency.id}?role_group=D&state=nothing&course=CSA-04&q=ann")
    assert names(page) == ["Ann Example"]
    away = {text: href for text, href in page.links.items() if text.startswith("Remove: ")}
    assert list(away) == [
        "Remove: “ann” ×",
        "Remove: Targeted, health and early help ×",
        "Remove: CSA-04 ×",
        "Remove: None of these ×",
    ]
    without = visit(browser, away["Remove: Targeted, health and early help ×"])
    assert "Remove: CSA-04 ×" in without.links
    assert "Remove: Targeted, health and early help ×" not in without.links


@pytest.mark.parametrize("query", ["state=no&course=x&role_group=%00", "page=-1", "page=abc", "q=%00", "course=%ED%A0"])
def test_what_no_list_offers_counts_as_not_asked(browser: Any, agency: Agency, query: str) -> None:
    assert names(visit(browser, f"/plans/agencies/{agency.id}?{query}")) == ["Lea Lead"]


def test_a_list_that_nobody_fits_says_so(browser: Any, agency: Agency) -> None:
    page = visit(browser, f"/plans/agencies/{agency.id}?state=lapsed")
    assert page.links["Show everybody"] == f"/plans/agencies/{agency.id}"


def test_a_long_list_comes_in_pages_that_keep_the_filters(browser: Any, session: Session, agency: Agency) -> None:
    add_crowd(session, agency, 60)
    first = visit(browser, f"/plans/agencies/{agency.id}?role_group=D&state=nothing")
    assert len(names(first)) == 50
    assert "Ticks count for this page." in first.text
    assert len(names(visit(browser, first.links["Next page"]))) == 10


def test_somebody_of_another_agency_has_no_page_here(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_person(session)
    gone = factories.add_person(session, agency)
    factories.leave(session, gone)
    for person_id in (other.id, gone.id, 999_999_999_999):
        visit(browser, f"/plans/agencies/{agency.id}/people/{person_id}", status=404)


def ticked(agency: Agency, filters: str, *people: Person) -> str:
    """Where the button below the list leads with these people ticked."""
    boxes = "".join(f"&person={one}" for one in ids_of(*people))
    return f"/plans/agencies/{agency.id}?{filters}{boxes}&assign=selected"


def test_those_ticked_come_to_the_form_with_the_course_of_the_list(
    browser: Any, session: Session, agency: Agency
) -> None:
    ann, bob = (factories.add_person(session, agency, name=name) for name in ("Ann", "Bob"))
    page = visit(browser, f"/plans/agencies/{agency.id}?course=CSA-04&role_group=D")
    assert page.action("Assign a course") == f"/plans/agencies/{agency.id}"
    assert page.fields("Assign a course")["role_group"] == "D"
    answer = browser.get(ticked(agency, "course=CSA-04&role_group=D", ann, bob))
    form = visit(browser, answer.location)
    assert form.path == f"/plans/agencies/{agency.id}/assign"
    assert [text_of(li) for li in form.main.iter("li")][:2] == ["Ann", "Bob"]
    chosen = [o.get("value") for o in form.main.iter("option") if o.get("selected") is not None]
    assert chosen == ["CSA-04"]


def test_with_nobody_ticked_the_list_says_so_and_keeps_its_filters(
    browser: Any, session: Session, agency: Agency
) -> None:
    ann = factories.add_person(session, agency, name="Ann Example")
    page = visit(browser, ticked(agency, "role_group=D&q=ann"))
    assert page.title.startswith("Error: ")
    assert page.errors == {"Select at least one person": f"#person-{ann.id}"}
    assert names(page) == ["Ann Example"]
    assert "Remove: “ann” ×" in page.links


# Needs ----------------------------------------------------------------------------------------------------


def test_the_largest_released_needs_lead_to_the_courses_that_close_them(client: Any, session: Session) -> None:
    factories.add_catalogue(session)
    made = scene(session)
    made.released()
    sign_in(client, session, made.somebody(leads=("north",)))
    page = visit(client, "/plans/agencies/north")
    sentences = [text_of(li) for li in next(page.main.iter("ol")).iter("li")]
    assert len(sentences) == 3
    assert all("who answered are below the level this role needs." in one for one in sentences)
    text, address = next((text, href) for text, href in page.links.items() if text.startswith("Assign CSA-"))
    form = visit(client, address)
    [reason] = form.main.iter("textarea")
    assert text_of(reason) in text_of(next(page.main.iter("ol"))).replace("\u00a0", " ")
    chosen = [o.get("value") for o in form.main.iter("option") if o.get("selected") is not None]
    assert chosen[0] == text.split()[1]


def test_the_search_comes_before_the_needs_which_are_folded_once_somebody_searches(
    client: Any, session: Session
) -> None:
    factories.add_catalogue(session)
    made = scene(session)
    made.released()
    sign_in(client, session, made.somebody(leads=("north",)))
    page = visit(client, "/plans/agencies/north")
    assert [e.tag for e in page.main.iter() if e.tag in {"form", "details"}] == ["form", "details", "form"]
    for query, is_open in (("", True), ("?role_group=D", False)):
        [needs] = visit(client, f"/plans/agencies/north{query}").main.iter("details")
        assert (needs.get("open") is not None) is is_open


def test_a_need_that_was_never_released_gives_no_reason(browser: Any, agency: Agency) -> None:
    form = visit(browser, f"/plans/agencies/{agency.id}/assign?course=CSA-04&role_group=D&domain=D2")
    assert text_of(next(form.main.iter("textarea"))) == ""


# Assigning ------------------------------------------------------------------------------------------------


def test_assigning_is_previewed_done_and_undone(browser: Any, session: Session, agency: Agency) -> None:
    ann, bob, cat = (factories.add_person(session, agency, name=name) for name in ("Ann", "Bob", "Cat"))
    factories.add_completion(session, ann, "CSA-02")
    factories.add_completion(session, bob, "CSA-02")
    factories.add_completion(session, cat, "CSA-04")
    preview = filled(browser, agency, ann, bob, cat)
    assert standing(session) == 0
    assert "This will assign CSA-04 to 2 people; 1 already holds it." in preview.text
    assert preview.buttons == ["Assign 2", "Change"]
    done = submit(browser, preview, {"person": ids_of(ann, bob, cat)}, form="Assign 2")
    assert done.heading == "Harbour Trust CSA-04 assigned to 2 people"
    assert "We need it by spring." in done.text
    assert standing(session) == 2
    withdrawn = submit(browser, done, form="Withdraw from Ann")
    assert "It is withdrawn" in withdrawn.text
    assert "Ann (withdrawn)" in withdrawn.text
    undone = submit(browser, withdrawn, form="Undo")
    assert "It is taken back from 1 person." in undone.text
    assert standing(session) == 0
    listed = visit(browser, f"/plans/agencies/{agency.id}/batches")
    assert names(listed) == ["CSA-04 Communicating with children (undone)"]


def test_what_was_withdrawn_from_everybody_is_told_in_words(browser: Any, session: Session, agency: Agency) -> None:
    ann = factories.add_person(session, agency, name="Ann")
    done = submit(browser, filled(browser, agency, ann), {"person": ids_of(ann)}, form="Assign 1")
    withdrawn = submit(browser, done, form="Withdraw from Ann")
    assert "Nobody has it assigned by this any more" in withdrawn.text
    undone = submit(browser, done, form="Undo")
    assert "There was nothing left to undo." in undone.text


def test_a_whole_role_group_is_assigned_with_a_day(browser: Any, session: Session, agency: Agency) -> None:
    add_crowd(session, agency, 12)
    day = TODAY + timedelta(days=30)
    values = {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}
    preview = filled(browser, agency, role_group="D", **values)
    assert "12 of them lack CSA-01 or CSA-02, which comes first." in preview.text
    assert "Everybody here in the role group “Targeted, health and early help”" in preview.text
    done = submit(browser, preview, form="Assign 12")
    assert f"{day.day} {day:%B} {day.year}" in done.text


def test_change_brings_the_form_back_as_it_was(browser: Any, session: Session, agency: Agency) -> None:
    preview = filled(browser, agency, factories.add_person(session, agency, name="Ann"))
    form = submit(browser, preview, form="Change")
    assert form.title.startswith("Assign a course")
    assert "We need it by spring." in form.text
    assert "Ann" in form.text
    assert form.errors == {}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"course": ""}, "Select a course from the list"),
        ({"course": "CSA-99"}, "Select a course from the list"),
        ({"reason": "  "}, "Enter a reason: people see it beside the course"),
        ({"reason": "x" * 301}, "The reason must be 300 characters or fewer"),
        ({"due_on-day": "1", "due_on-month": "1", "due_on-year": "2020"}, "The date must be today or later"),
        ({"due_on-day": "1"}, "The day must include a month and a year"),
        ({"due_on-day": "31", "due_on-month": "2", "due_on-year": "2090"}, "The day must be a real date"),
        ({"role_group": "Z"}, "Select a role group from the list"),
    ],
)
def test_what_cannot_be_assigned_is_said_at_the_field(
    browser: Any, session: Session, agency: Agency, values: dict[str, str], error: str
) -> None:
    page = filled(browser, agency, **({"role_group": "D"} | values))
    assert page.title.startswith("Error:")
    assert error in page.errors
    assert standing(session) == 0


def test_people_of_elsewhere_are_left_out_in_words_and_told_nothing_of(
    browser: Any, session: Session, agency: Agency
) -> None:
    here, elsewhere = factories.add_person(session, agency), factories.add_person(session, name="Secret Stranger")
    form = visit(browser, f"/plans/agencies/{agency.id}/assign?person={here.id}")
    both = {"course": "CSA-04", "reason": "Needed", "person": [str(here.id), str(elsewhere.id), "x", "9" * 40]}
    preview = submit(browser, form, both)
    assert "1 person of those you selected does not work here now and is left out." in preview.text
    assert "Secret Stranger" not in preview.html
    submit(browser, preview, {"person": ids_of(here, elsewhere)}, form="Assign 1")
    assert list(session.scalars(select(Assignment.person_id))) == [here.id]


def test_a_preview_that_has_changed_is_shown_again_before_anything_is_done(
    browser: Any, session: Session, agency: Agency
) -> None:
    add_crowd(session, agency, 3)
    preview = filled(browser, agency, role_group="D")
    factories.add_person(session, agency)
    again = submit(browser, preview, form="Assign 3")
    assert "Something has changed since you looked" in again.text
    assert again.buttons == ["Assign 4", "Change"]
    assert standing(session) == 0
    submit(browser, again, form="Assign 4")
    assert standing(session) == 4


def test_sending_a_preview_twice_assigns_once(browser: Any, session: Session, agency: Agency) -> None:
    preview = filled(browser, agency, factories.add_person(session, agency))
    submit(browser, preview, form="Assign 1")
    again = submit(browser, preview, form="Assign 1")
    assert "There is nobody left to assign this course to" in again.errors
    assert standing(session) == 1


def test_a_preview_of_nobody_offers_no_button_that_assigns(browser: Any, agency: Agency) -> None:
    preview = filled(browser, agency, role_group="J")
    assert "There is nobody left to assign it to." in preview.text
    assert preview.buttons == ["Change"]


def test_a_retired_course_is_not_offered(browser: Any, session: Session, agency: Agency) -> None:
    from tna.services.courses import find_course

    row = find_course(session, course_id="CSA-04")
    assert row is not None
    row.retired_on = TODAY
    session.flush()
    assert "Select a course from the list" in filled(browser, agency, role_group="D").errors


def test_reasons_and_names_are_text_and_nothing_else(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, name="<b>{{7*7}}</b>")
    preview = filled(browser, agency, person, reason="<script>{{7*7}}</script> %s {0.__class__}")
    done = submit(browser, preview, form="Assign 1")
    assert "<script>{{7*7}}</script> %s {0.__class__}" in done.text
    assert "<b>{{7*7}}</b>" in done.text


def test_a_batch_of_another_agency_is_not_found(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session)
    batch = factories.assign(session, other, "CSA-04", [factories.add_person(session, other)])
    visit(browser, f"/plans/agencies/{agency.id}/batches/{batch.id}", status=404)
    token = visit(browser, f"/plans/agencies/{agency.id}").token
    for action in ("undo", f"people/{1}/withdraw"):
        address = f"/plans/agencies/{agency.id}/batches/{batch.id}/{action}"
        assert browser.post(address, data={"csrf_token": token}).status_code == 404
    assert standing(session) == 1


def test_a_manager_plans_for_every_agency(client: Any, session: Session, agency: Agency) -> None:
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    assert visit(client, f"/plans/agencies/{agency.id}").path == f"/plans/agencies/{agency.id}"
    assert path_of(visit(client, "/plans").links["Harbour Trust"]) == f"/plans/agencies/{agency.id}"
