"""Likely duplicates and merging in a browser."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import sign_in, submit, visit
from tests.web.keeping import at
from tna.domain.people import Duty
from tna.models.people import Agency, Person
from tna.models.surveys import Response


@pytest.fixture
def stays(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Anna Vale", email="anna@new.example")


@pytest.fixture
def goes(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Anna Vale", email="a.vale@old.example")


def secret_of(app: Any) -> str:
    return str(app.extensions["settings"].respondent_secret)


def test_likely_duplicates_lead_to_what_merging_would_do(browser: Any, stays: Person, goes: Person) -> None:
    page = visit(browser, visit(browser, "/people").links["Likely duplicates"])
    assert "1 group of accounts may be of one person each." in page.text
    assert "The same name, in Harbour Trust." in page.text
    link = page.links["See what merging would do with a.vale@old.example and anna@new.example"]
    page = visit(browser, link)
    assert page.heading == "Merge two accounts of Anna Vale?"
    assert "They sign in with anna@new.example." in page.text


def test_without_likely_duplicates_the_page_says_so(browser: Any) -> None:
    assert "No likely duplicates" in visit(browser, "/people/duplicates").text


def test_the_other_account_is_found_by_searching(browser: Any, stays: Person, goes: Person) -> None:
    page = visit(browser, at(stays))
    page = visit(browser, page.links["Anna Vale has another account here: merge the two"])
    page = visit(browser, f"{at(stays, '/merge')}?q=old.example")
    assert visit(browser, page.links["Anna Vale"]).path == at(stays, f"/merge/{goes.id}")
    assert "Nobody else found" in visit(browser, f"{at(stays, '/merge')}?q=new.example").text


def test_a_merge_asks_first_and_either_account_may_stay(
    browser: Any, browsers: Any, session: Session, stays: Person, goes: Person
) -> None:
    theirs = browsers()
    sign_in(theirs, session, goes)
    page = visit(browser, at(goes, f"/merge/{stays.id}"))
    page = visit(browser, page.links["Keep the other account instead"])
    session.expire_all()
    assert goes.merged_into_id is None
    page = submit(browser, page, form="Merge the two accounts")
    assert page.path == at(stays)
    assert "The two accounts are one now." in page.text
    assert visit(theirs, "/").path == "/sign-in"
    assert visit(browser, at(goes)).path == at(stays)
    for address in ("/change", "/leave", "/jobs/new", "/merge", f"/merge/{stays.id}"):
        visit(browser, at(goes, address), status=404)


def test_merging_twice_finds_the_second_gone(browser: Any, stays: Person, goes: Person) -> None:
    page = visit(browser, at(stays, f"/merge/{goes.id}"))
    submit(browser, page, form="Merge the two accounts")
    submit(browser, page, form="Merge the two accounts", status=404)


def test_the_page_reads_the_same_whether_or_not_anybody_has_answered(
    app: Any, browser: Any, session: Session, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    before = visit(browser, at(stays, f"/merge/{goes.id}")).text
    for person in (stays, goes):
        factories.answer(session, round_, person, secret=secret_of(app))
    session.commit()
    assert visit(browser, at(stays, f"/merge/{goes.id}")).text == before


def test_answers_of_the_account_that_ended_are_closed_to_the_one_that_stays(
    app: Any, browser: Any, browsers: Any, session: Session, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, goes, secret=secret_of(app), level=1)
    session.commit()
    submit(browser, visit(browser, at(stays, f"/merge/{goes.id}")), form="Merge the two accounts")
    theirs = browsers()
    sign_in(theirs, session, stays)
    session.commit()
    page = visit(theirs, f"/surveys/{round_.id}/profile")
    assert "not at all confident" not in page.text.lower()
    assert "closed" in page.text


def test_what_a_link_of_a_list_began_for_the_account_that_ended_is_deleted(
    browser: Any, browsers: Any, session: Session, stays: Person, goes: Person
) -> None:
    round_ = factories.add_open_round(session)
    listed = browsers()
    sign_in(listed, session, goes, only_round=round_)
    session.commit()
    page = submit(listed, visit(listed, f"/surveys/{round_.id}/before-you-start"), form="I understand")
    submit(listed, page, {"s01": "4"})
    submit(browser, visit(browser, at(stays, f"/merge/{goes.id}")), form="Merge the two accounts")
    assert session.scalars(select(Response)).all() == []


def test_nobody_merges_their_own_account(browser: Any, session: Session, manager: Person, goes: Person) -> None:
    for page in (at(manager, f"/merge/{goes.id}"), at(goes, f"/merge/{manager.id}")):
        assert "You cannot merge your own account." in visit(browser, page).text


def test_a_manager_merges_no_administrator(
    browser: Any, session: Session, stays: Person, goes: Person, administrator: Person
) -> None:
    for page in (at(administrator, f"/merge/{goes.id}"), at(goes, f"/merge/{administrator.id}")):
        shown = visit(browser, page)
        assert shown.heading == "These accounts cannot be merged"
        assert "an administrator’s account" in shown.text
    page = visit(browser, at(stays, f"/merge/{goes.id}"))
    factories.give_duties(session, goes, Duty.ADMINISTRATOR)
    session.commit()
    assert "cannot be merged" in submit(browser, page, form="Merge the two accounts").heading
    session.expire_all()
    assert goes.merged_into_id is None


def test_duties_that_would_be_joined_are_named(browser: Any, session: Session, stays: Person, goes: Person) -> None:
    factories.give_duties(session, goes, Duty.ANALYST, leads=["harbour-trust"])
    session.commit()
    page = visit(browser, at(stays, f"/merge/{goes.id}"))
    assert "The account that stays gains: analyst and leading the training of Harbour Trust." in page.text


def test_somebody_who_is_not_there_is_not_found(browser: Any, stays: Person) -> None:
    visit(browser, at(stays, "/merge/999999"), status=404)
    visit(browser, "/people/999999/merge", status=404)
