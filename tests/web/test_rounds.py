"""Planning, opening and closing rounds in a browser, and what a round would publish."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, Values, classes, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.notices import Owed
from tna.models.people import Person
from tna.models.surveys import Response, Round
from tna.services import agencies, invitations, releases, rounds
from tna.services.rounds import RELEASE_ROUND, RoundState


@pytest.fixture
def manager(session: Session) -> Person:
    """A partnership manager, in an agency with a hundred people in every role group."""
    agency = factories.add_agency(session, name="Riverside Council", sector="social-care")
    return factories.add_person(session, agency, job="business-manager", duties=[Duty.MANAGER])


@pytest.fixture
def browser(client: Any, session: Session, manager: Person) -> Any:
    """The browser of the manager."""
    sign_in(client, session, manager)
    return client


def link_buttons(page: Page) -> list[str]:
    """The words of links that look like a button."""
    return [text_of(link) for link in page.main.iter("a") if "govuk-button" in classes(link)]


def close(browser: Any, round_: Round) -> Page:
    """Close a round before its day, by typing its name."""
    return submit(browser, visit(browser, f"{at(round_)}/close"), {"typed": round_.title})


def plan(browser: Any, **changes: Any) -> Page:
    """Send the form of a new round, with a month from the first of March 2030 unless changed."""
    values: dict[str, Any] = {
        "title": "Spring 2030",
        "opens_on-day": "1",
        "opens_on-month": "3",
        "opens_on-year": "2030",
        "closes_on-day": "31",
        "closes_on-month": "3",
        "closes_on-year": "2030",
    }
    return submit(browser, visit(browser, "/surveys/rounds/new"), values | changes)


def at(round_: Round) -> str:
    return f"/surveys/rounds/{round_.id}"


def ready_round(session: Session, **days: Any) -> Round:
    """A planned round with everything it needs to open but its days."""
    round_ = factories.add_round(session, **days)
    factories.make_ready(session, round_)
    session.commit()
    return round_


def open_anyway(browser: Any, round_: Round) -> Page:
    """Send what the button to open would send, from a page that may not have it."""
    token = visit(browser, at(round_)).token
    return Page(browser.post(f"{at(round_)}/open", data={"csrf_token": token}, follow_redirects=True))


def test_without_a_round_the_page_says_so_and_offers_to_plan_one(browser: Any) -> None:
    page = visit(browser, "/surveys/rounds")
    assert "No round yet" in page.text
    assert page.links["Plan a round"] == "/surveys/rounds/new"


def test_a_planned_round_is_kept_and_shown_with_its_days(browser: Any, session: Session) -> None:
    page = plan(browser)
    made = session.scalars(select(Round)).one()
    assert page.path == at(made)
    assert (made.title, str(made.opens_on), str(made.closes_on)) == ("Spring 2030", "2030-03-01", "2030-03-31")
    assert made.survey_version.survey_id == factories.shipped_survey().id
    assert "from 1 March 2030 to 31 March 2030" in page.text
    assert "Not open yet" in page.text
    assert "Open the round" not in page.buttons


def test_rounds_are_listed_the_newest_first_with_their_state(browser: Any, session: Session) -> None:
    factories.add_round(session, title="Old", opens_on=TODAY - timedelta(days=400))
    factories.add_open_round(session, title="New", opens_on=TODAY)
    page = visit(browser, "/surveys/rounds")
    rows = [text_of(row) for row in page.main.iter("tr")][1:]
    assert [row.split()[0] for row in rows] == ["New", "Old"]
    assert "Open" in rows[0]
    assert "Not open yet" in rows[1]
    assert "Nobody yet" in rows[1]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": ""}, "Enter a name for the round"),
        ({"title": "   "}, "Enter a name for the round, in at most 200 characters."),
        ({"title": "n" * 201}, "Enter a name for the round, in at most 200 characters."),
        ({"title": "\N{RIGHT-TO-LEFT OVERRIDE}gnirpS"}, "Enter a name for the round, in at most 200 characters."),
        ({"survey": "another"}, "Select a survey"),
        ({"opens_on-day": "", "opens_on-month": "", "opens_on-year": ""}, "Enter the day it opens"),
        ({"opens_on-day": "31", "opens_on-month": "2"}, "The day it opens must be a real date"),
        ({"opens_on-month": ""}, "The day it opens must include a month"),
        ({"opens_on-day": "", "opens_on-year": ""}, "The day it opens must include a day and a year"),
        ({"opens_on-month": "March"}, "The day it opens must be a real date, in numbers, like 27 3 2027"),
        ({"opens_on-day": "-1"}, "The day it opens must be a real date, in numbers, like 27 3 2027"),
        ({"opens_on-day": "٣"}, "The day it opens must be a real date, in numbers, like 27 3 2027"),
        ({"opens_on-day": "9" * 5000}, "The day it opens must be a real date, in numbers, like 27 3 2027"),
        ({"opens_on-day": "0"}, "The day it opens must be a real date"),
        ({"opens_on-year": "30"}, "The day it opens must have a year of this century, like 2027"),
        ({"closes_on-month": "2", "closes_on-day": "28"}, "The round must close on or after the day it opens."),
        ({"closes_on-year": "9999"}, "The last day to answer must have a year of this century, like 2027"),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed_and_a_link_to_the_fault(
    browser: Any, session: Session, changes: Values, error: str
) -> None:
    page = plan(browser, **changes)
    assert error in page.errors
    target = page.errors[error].removeprefix("#")
    assert any(field.get("id") == target for field in page.main.iter("input")), "the summary leads nowhere"
    assert page.title.startswith("Error: ")
    typed = page.fields()
    assert all(typed[name] == value for name, value in changes.items() if name != "survey")
    assert session.scalar(select(func.count()).select_from(Round)) == 0


def test_every_group_of_boxes_says_what_it_is_for(browser: Any) -> None:
    page = visit(browser, "/surveys/rounds/new")
    legends = [text_of(legend) for legend in page.main.iter("legend")]
    assert legends == ["The day it opens", "The last day to answer", "Survey"]


def test_a_form_without_any_date_box_is_answered_like_an_empty_one(browser: Any) -> None:
    page = visit(browser, "/surveys/rounds/new")
    answer = browser.post("/surveys/rounds/new", data={"csrf_token": page.token, "title": "Spring"})
    assert "Enter the day it opens" in Page(answer).errors


def test_a_name_that_another_round_has_is_refused_however_it_is_written(browser: Any, session: Session) -> None:
    factories.add_round(session, title="ÉTÉ 2030")
    page = plan(browser, title="été  2030")
    assert "A round with this name is here already. Enter another name." in page.errors


def test_a_hostile_name_is_shown_as_it_was_typed(browser: Any) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}%s{0.__class__}"
    page = plan(browser, title=hostile)
    assert page.heading == hostile
    assert "<script>alert" not in page.html
    assert hostile in visit(browser, "/surveys/rounds").text


def test_signs_that_no_page_may_hold_are_dropped_from_what_was_typed(browser: Any) -> None:
    assert plan(browser, title="Spring\x00\x1f \ufffe2030").heading == "Spring 2030"


def test_opening_a_round_lets_people_answer(browser: Any, session: Session) -> None:
    round_ = ready_round(session)
    page = submit(browser, visit(browser, at(round_)), form="Open")
    assert "The round is open" in page.text
    assert rounds.running_round(session) == round_
    assert page.links["Close the round…"] == f"{at(round_)}/close"


def test_while_nobody_is_invited_the_button_of_a_round_leads_to_inviting_and_closing_is_a_link(
    browser: Any, session: Session
) -> None:
    round_ = factories.add_open_round(session)
    page = visit(browser, at(round_))
    assert page.links["Invite everybody"] == f"{at(round_)}/reach"
    assert link_buttons(page) == ["Invite everybody"]
    invitations.invite_everybody(session, round_=round_, actor_id=None, today=TODAY, now=factories.NOW)
    assert link_buttons(visit(browser, at(round_))) == ["Close the round…"]


def test_a_second_round_is_not_opened_beside_the_first(browser: Any, session: Session) -> None:
    second = ready_round(session)
    page = visit(browser, at(second))
    factories.add_open_round(session, title="First")
    page = submit(browser, page, form="Open")
    assert page.title.startswith("Error: ")
    assert "“First” is still open. Close it first: one round runs at a time." in page.text
    session.expire_all()
    assert second.opened_at is None


def test_a_round_opened_in_another_tab_is_not_opened_again(browser: Any, session: Session) -> None:
    round_ = ready_round(session)
    page = visit(browser, at(round_))
    submit(browser, page, form="Open")
    assert "This round was opened before." in submit(browser, page, form="Open").text


def test_a_round_whose_last_day_has_passed_is_not_opened(browser: Any, session: Session) -> None:
    round_ = ready_round(session, opens_on=TODAY - timedelta(days=60))
    page = visit(browser, at(round_))
    assert page.links["The last day to answer has passed. Choose later days."] == f"{at(round_)}/change"
    assert "The last day to answer has passed." in open_anyway(browser, round_).text
    session.expire_all()
    assert round_.opened_at is None


def test_without_any_headcount_no_round_is_opened_and_the_forecast_leads_to_them(
    browser: Any, session: Session, manager: Person
) -> None:
    empty = {group.id: None for group in factories.load_reference().role_groups}
    agency_id = manager.memberships[0].agency_id
    agencies.set_headcounts(session, agency_id=agency_id, heads=empty, as_at=TODAY, actor_id=None, now=factories.NOW)
    round_ = factories.add_round(session)
    page = visit(browser, at(round_))
    assert page.links["Enter headcounts"] == "/people/agencies"
    assert "Enter headcounts first" in open_anyway(browser, round_).text


def test_an_open_round_says_how_many_answered_no_more_exactly_than_coverage(browser: Any, session: Session) -> None:
    agency = factories.add_agency(session, heads={"D": 40})
    small = factories.add_agency(session, heads={"D": 6})
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 3)
    assert "So far about 3 of 1,046 people have answered." in visit(browser, at(round_)).text
    factories.add_respondents(session, round_, small, 1)
    assert "So far about 3 of 1,046 people have answered." in visit(browser, at(round_)).text


def test_where_some_are_told_in_words_only_nought_is_none_or_few(browser: Any, session: Session) -> None:
    factories.add_agency(session, heads={"D": 6})
    round_ = factories.add_open_round(session)
    assert "So far none or few of 1,006 people have answered." in visit(browser, at(round_)).text


def test_a_round_open_after_its_last_day_says_so(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session, opens_on=TODAY - timedelta(days=60))
    assert "people can still answer" in visit(browser, at(round_)).text


def test_more_answers_than_heads_are_named_without_their_number(browser: Any, session: Session) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 6})
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 8)
    page = visit(browser, at(round_))
    assert "Harbour Trust, Targeted, health and early help: headcount 6" in page.text
    assert page.links["Harbour Trust"] == "/people/agencies/harbour-trust"
    assert " 8 " not in page.text.partition("Headcounts to check")[2].partition("What would be")[0]


def test_closing_says_first_what_it_does_and_opening_that_page_closes_nothing(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session)
    page = visit(browser, f"{at(round_)}/close")
    for words in ("is final", "deletes answers that people have saved and not sent", "releases the figures once"):
        assert words in page.text
    assert rounds.state_of(session, round_) is RoundState.OPEN


def test_closing_before_the_day_that_people_were_told_takes_the_name_of_the_round(
    browser: Any, session: Session, manager: Person
) -> None:
    round_ = factories.add_open_round(session, title="Spring", opens_on=TODAY)
    page = visit(browser, f"{at(round_)}/close")
    assert "that is 30 days away." in page.text
    assert "1 person with an account has not been sent an invitation, and will get none." in page.text
    refused = submit(browser, page, {"typed": "Autumn"})
    assert refused.errors == {"Type the name of the round, exactly as it stands above.": "#typed"}
    assert rounds.state_of(session, round_) is RoundState.OPEN
    closed = submit(browser, refused, {"typed": " Spring "})
    assert "This round closed on" in closed.text
    assert "the day it closed" in closed.text
    assert "Closed " in visit(browser, "/surveys/rounds").text
    assert manager.left_on is None


def test_closing_on_the_day_that_people_were_told_takes_no_name(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session, opens_on=TODAY - timedelta(days=30))
    assert round_.closes_on == TODAY
    page = visit(browser, f"{at(round_)}/close")
    assert "that is today, and they have until midnight." in page.text
    assert "typed" not in page.fields()
    assert "This round closed on" in submit(browser, page).text


def test_closing_a_round_owes_its_release_and_wakes_the_worker(
    browser: Any, session: Session, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    queue = app.extensions["queue"]
    monkeypatch.setitem(app.extensions, "queue", replace(queue, wake=lambda: woken.append(True)))
    round_ = factories.add_open_round(session)
    page = close(browser, round_)
    assert page.path == at(round_)
    assert "its release is being made" in page.text
    assert woken == [True]
    owed = session.scalars(select(Owed)).one()
    assert (owed.kind, owed.key) == (RELEASE_ROUND, str(round_.id))


def test_closing_a_round_twice_closes_it_once(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session)
    page = visit(browser, f"{at(round_)}/close")
    submit(browser, page, {"typed": round_.title})
    session.expire_all()
    closed_at = round_.closed_at
    assert "its release is being made" in submit(browser, page, {"typed": round_.title}).text
    session.expire_all()
    assert round_.closed_at == closed_at
    assert session.scalar(select(func.count()).select_from(Owed)) == 1


def test_the_page_for_closing_leads_back_from_a_round_that_is_not_open(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session)
    assert visit(browser, f"{at(round_)}/close").path == at(round_)


def test_a_planned_round_is_not_closed(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session)
    token = visit(browser, at(round_)).token
    page = Page(browser.post(f"{at(round_)}/close", data={"csrf_token": token}))
    assert "This round has not been opened." in page.text
    assert page.title.startswith("Error: ")
    session.expire_all()
    assert round_.closed_at is None


def test_a_released_round_leads_to_its_figures(browser: Any, session: Session, app: Any) -> None:
    agency = factories.add_agency(session, heads={"D": 40})
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 12, secret=app.extensions["settings"].respondent_secret)
    close(browser, round_)
    session.expire_all()
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)
    session.commit()
    page = visit(browser, at(round_))
    assert "and is released: 12 of 1,040 people answered." in page.text
    assert page.links["Read what people need"] == "/needs"
    assert "What would be published" not in page.text


def test_answers_not_sent_are_gone_once_a_closed_round_is_released(
    browser: Any, session: Session, app: Any, manager: Person
) -> None:
    round_ = factories.add_open_round(session)
    secret = app.extensions["settings"].respondent_secret
    factories.answer(session, round_, manager, secret=secret, send=False)
    close(browser, round_)
    session.expire_all()
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=factories.NOW)
    assert session.scalar(select(func.count()).select_from(Response)) == 0


def test_the_forecast_names_groups_and_who_would_be_in_none(browser: Any, session: Session) -> None:
    factories.add_agency(session, name="Harbour Trust", sector="health", heads={"D": 60, "F": 0})
    page = visit(browser, at(factories.add_round(session)))
    table = [text_of(row) for row in page.main.iter("tr")]
    assert "Targeted, health and early help Harbour Trust 15 60" in table
    assert "Joint interviewers (ABE) Riverside Council 25 100" in table
    assert "If 25 % of every headcount answered, 265 of 1,060 people would have taken part." in page.text
    assert "Figures of 11 groups would be published, each of ten or more." in page.text
    assert "Everybody would stand in a group." in page.text


def test_the_forecast_follows_the_share_in_the_address(browser: Any, session: Session) -> None:
    page = visit(browser, f"{at(factories.add_round(session))}?rate=5")
    assert "No group would reach ten answers, so nothing would be published." in page.text
    assert "In 10 role groups too few would answer to stand in a group" in page.text
    assert "totals would leave out 1,000 people" in page.text
    assert "Joint interviewers (ABE): 5 of 100 people would answer, in Riverside Council." in page.text
    assert page.fields("forecast")["rate"] == "5"


@pytest.mark.parametrize("rate", ["0", "101", "-5", "ten", "", "1e2", "NaN", "9" * 5000, "25.5", "\0"])
def test_a_share_that_is_none_is_named_and_forecasts_nothing(browser: Any, session: Session, rate: str) -> None:
    round_ = factories.add_round(session)
    page = Page(browser.get(at(round_), query_string={"rate": rate}))
    assert page.errors == {"Enter a whole number from 1 to 100, like 25": "#rate"}
    assert "would have taken part" not in page.text


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
@pytest.mark.parametrize("page", ["", "/close"])
def test_a_round_that_is_not_there_is_not_found(browser: Any, number: str, page: str) -> None:
    visit(browser, f"/surveys/rounds/{number}{page}", status=404)


def test_somebody_with_another_duty_finds_no_rounds(client: Any, session: Session) -> None:
    round_ = factories.add_open_round(session) if factories.add_agency(session) else None
    sign_in(client, session, factories.add_person(session, duties=[Duty.ADMINISTRATOR, Duty.SUBGROUP]))
    assert round_ is not None
    for path in ("/surveys/rounds", "/surveys/rounds/new", at(round_), f"{at(round_)}/close"):
        visit(client, path, status=404)
