"""Home offers one next step, and the right one for where somebody stands."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, path_of, sign_in, text_of, visit
from tna.domain.people import Duty
from tna.models.surveys import Round
from tna.services import people


def secret(app: Any) -> str:
    return str(app.extensions["settings"].respondent_secret)


def home(client: Any, session: Session, person: Any) -> Page:
    sign_in(client, session, person)
    return visit(client, "/")


def test_somebody_who_is_not_signed_in_is_asked_to_sign_in_first(client: Any) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert path_of(answer.location) == "/sign-in"


def test_an_open_round_is_there_to_start(client: Any, session: Session) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session)
    page = home(client, session, person)
    assert page.buttons == ["Start"]
    assert page.links["Start"] == f"/surveys/{round_.id}/before-you-start"
    assert "It takes about eight minutes" in page.text
    assert f"open until {round_.closes_on.day} {round_.closes_on:%B %Y}." in page.text


def test_somebody_under_way_sees_how_far_they_are_and_carries_on_there(client: Any, session: Session, app: Any) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session)
    answers = {"s01": "3", "s05": "4", "s09": "6"}
    factories.answer(session, round_, person, secret=secret(app), answers=answers, send=False)
    page = home(client, session, person)
    assert page.heading == "You have done 2 of 7 parts"
    assert page.buttons == ["Carry on"]
    assert page.links["Carry on"] == f"/surveys/{round_.id}/parts/3"


def test_somebody_who_has_done_every_part_is_led_to_check_and_send(client: Any, session: Session, app: Any) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, person, secret=secret(app), send=False)
    page = home(client, session, person)
    assert page.buttons == ["Check and send"]
    assert page.links["Check and send"] == f"/surveys/{round_.id}/check"


def test_somebody_who_has_sent_is_led_to_their_profile(client: Any, session: Session, app: Any) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, person, secret=secret(app))
    page = home(client, session, person)
    assert page.buttons == ["See your profile"]
    assert page.links["See your profile"] == f"/surveys/{round_.id}/profile"


def test_with_no_round_open_home_says_so_and_asks_for_nothing(client: Any, session: Session) -> None:
    person = factories.add_person(session)
    factories.add_round(session)  # planned, not open
    page = home(client, session, person)
    assert "No survey is open at the moment" in page.text
    assert page.buttons == []


def test_with_no_round_open_the_profile_of_an_earlier_one_stays_in_reach(
    client: Any, session: Session, app: Any
) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session, title="Spring")
    factories.answer(session, round_, person, secret=secret(app))
    factories.close(session, round_)
    page = home(client, session, person)
    assert page.links["See your profile"] == f"/surveys/{round_.id}/profile"
    assert "Spring" in page.text


def test_the_profile_of_an_earlier_round_stays_in_reach_while_a_new_one_is_open(
    client: Any, session: Session, app: Any
) -> None:
    person = factories.add_person(session)
    earlier = factories.add_open_round(session, title="Spring")
    factories.answer(session, earlier, person, secret=secret(app))
    factories.close(session, earlier)
    factories.add_open_round(session, title="Autumn")
    page = home(client, session, person)
    assert page.buttons == ["Start"]
    assert page.links["See your profile from Spring"] == f"/surveys/{earlier.id}/profile"


def test_a_round_past_its_last_day_that_nobody_has_closed_is_said_to_close_soon(client: Any, session: Session) -> None:
    person = factories.add_person(session)
    _open_last_month(session)
    assert "is still open, but will close soon" in home(client, session, person).text


def _open_last_month(session: Session) -> Round:
    long_ago = factories.TODAY - timedelta(days=40)
    round_ = factories.add_round(session, opens_on=long_ago)
    factories.open_round(session, round_)
    return round_


def test_somebody_without_an_agency_learns_whom_to_ask(client: Any, session: Session) -> None:
    manager = factories.add_person(session, name="Sam Field", email="sam@example.org", duties=[Duty.MANAGER])
    page = home(client, session, factories.add_person_without_agency(session))
    assert page.heading == "Your account has no agency yet"
    assert manager.name in page.text
    assert page.links["sam@example.org"] == "mailto:sam@example.org"
    assert page.buttons == []


def test_somebody_without_an_agency_has_somebody_to_ask_even_before_there_is_a_manager(
    client: Any, session: Session
) -> None:
    page = home(client, session, factories.add_person_without_agency(session))
    assert "Ask the person who invited you" in page.text


def test_an_administrator_without_an_agency_still_has_the_menu(client: Any, session: Session) -> None:
    page = home(client, session, factories.add_person_without_agency(session, duties=[Duty.ADMINISTRATOR]))
    assert "in the menu above" in page.text
    assert page.root.find(".//nav") is not None


def menu(page: Page) -> list[str]:
    """The entries of the menu."""
    return [text_of(link) for nav in page.root.iter("nav") if nav.get("aria-label") == "Menu" for link in nav.iter("a")]


def test_leads_and_managers_read_first_what_there_is_to_do(client: Any, session: Session) -> None:
    agency = factories.add_agency(session, name="Harbour Trust")
    factories.add_open_round(session)
    manager = factories.add_person(session, agency, duties=[Duty.MANAGER])
    page = home(client, session, manager)
    assert page.heading == "This week"
    assert page.title == "This week – Training needs"
    assert "How confident do you feel?" in page.text, "their own survey stands below"
    assert page.links["The year ahead"] == "/calendar"
    year = visit(client, "/calendar")
    assert year.heading == "The year ahead"


@pytest.mark.parametrize("duty", [Duty.SUBGROUP, Duty.ANALYST, Duty.ADMINISTRATOR])
def test_a_duty_adds_to_the_menu_and_nothing_to_the_page(client: Any, session: Session, duty: Duty) -> None:
    plain = factories.add_person(session)
    holder = factories.add_person(session, duties=[duty])
    factories.add_open_round(session)
    without = home(client, session, plain)
    with_duty = home(client, session, holder)
    assert with_duty.text == without.text
    assert len(menu(with_duty)) > len(menu(without))
    assert menu(without) == ["Home", "My learning", "Courses"]


@pytest.mark.parametrize("duty", list(Duty))
def test_the_menu_never_has_more_than_five_entries_beside_home(client: Any, session: Session, duty: Duty) -> None:
    agency = factories.add_agency(session)
    others = {Duty.PRACTITIONER, Duty.TRAINING_LEAD}
    leads = [agency] if duty is Duty.TRAINING_LEAD else []
    person = factories.add_person(session, agency, duties={duty, Duty.SUBGROUP} - others, leads=leads)
    assert len(menu(home(client, session, person))) <= 6


def test_plans_are_in_the_menu_of_those_who_assign_and_own_learning_in_everybodys(
    client: Any, session: Session
) -> None:
    page = home(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    assert menu(page) == ["Home", "My learning", "Courses", "Plans", "Findings", "Run"]
    agency = factories.add_agency(session)
    page = home(client, session, factories.add_person(session, agency, leads=[agency]))
    assert menu(page) == ["Home", "My learning", "Courses", "Plans", "Findings", "Run"]


def test_home_says_what_comes_next_in_ones_learning_and_nothing_where_nothing_does(
    client: Any, session: Session
) -> None:
    factories.add_catalogue(session)
    agency = factories.add_agency(session, name="Harbour Trust")
    person = factories.add_person(session, agency)
    assert "Your learning" not in home(client, session, person).text
    factories.assign(session, agency, "CSA-04", [person], due_on=TODAY + timedelta(days=40))
    factories.add_booking(session, factories.add_date(session, "CSA-03"), person)
    factories.add_completion(session, person, "CSA-13", completed_on=TODAY - timedelta(days=3 * 365 + 10))
    page = visit(client, "/")
    assert "CSA-03 CSA: identify and respond, Room 4, Town Hall." in page.text
    assert "CSA-04 Communicating with children: Harbour Trust asks you to take it, by " in page.text
    assert "CSA-13 ABE awareness: protect the evidence, protect the child: lapsed on " in page.text
    assert page.links["My learning"] == "/learning"


def test_somebody_whose_role_group_is_asked_nothing_has_nothing_to_do(client: Any, session: Session) -> None:
    person = factories.add_person(session)
    round_ = factories.add_open_round(session)
    version = round_.survey_version
    version.definition = _asking_no_d(version.definition)
    session.flush()
    page = home(client, session, person)
    assert "does not ask people in your role" in page.text
    assert page.buttons == []
    visit(client, f"/surveys/{round_.id}/before-you-start", status=404)


def _asking_no_d(definition: str) -> str:
    """The survey without the two lines that say what role group D is asked and needs."""
    return "\n".join(line for line in definition.splitlines() if not line.startswith("  D: "))


def test_leads_of_the_own_agency_come_before_the_manager(session: Session) -> None:
    agency, other = factories.add_agency(session), factories.add_agency(session)
    lead = factories.add_person(session, agency, leads=[agency])
    factories.add_person(session, other, leads=[other])
    manager = factories.add_person(session, duties=[Duty.MANAGER])
    asking = factories.add_person(session, agency)
    told = people.people_to_ask(session, agency_id=agency.id, asking=asking.id)
    assert [one.email for one in told] == [lead.email]
    alone = factories.add_agency(session)
    told = people.people_to_ask(session, agency_id=alone.id, asking=asking.id)
    assert [one.email for one in told] == [manager.email]


def test_nobody_is_told_to_ask_themselves_or_somebody_who_has_left(session: Session) -> None:
    agency = factories.add_agency(session)
    lead = factories.add_person(session, agency, leads=[agency])
    gone = factories.add_person(session, agency, leads=[agency])
    factories.leave(session, gone)
    assert people.people_to_ask(session, agency_id=agency.id, asking=lead.id) == ()
