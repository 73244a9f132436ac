"""Where analysts make, read of and revoke the tokens of their programs."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories import TODAY
from tests.web.browsing import sign_in, submit, text_of, visit
from tests.web.partnerships import Scene, scene
from tna.domain.people import Duty
from tna.models.people import Person
from tna.services import api_tokens
from tna.services.reports import role_group_titles


@pytest.fixture
def there(session: Session) -> Scene:
    return scene(session)


@pytest.fixture
def analyst(there: Scene) -> Person:
    return there.somebody(Duty.ANALYST)


@pytest.fixture
def browser(session: Session, client: Any, analyst: Person) -> Any:
    sign_in(client, session, analyst)
    return client


def make(browser: Any, name: str = "Report in R") -> Any:
    return submit(browser, visit(browser, "/account/tokens"), {"name": name, "days": "90"}, form="Make a token")


def token_on(page: Any) -> str:
    return next("".join(one.itertext()) for one in page.main.iter("p") if one.get("id") == "token")


def test_a_token_is_shown_once_and_works(browser: Any, browsers: Any, there: Scene) -> None:
    there.released()
    token = token_on(make(browser))
    assert "Report in R" in visit(browser, "/account/tokens").text
    assert token not in visit(browser, "/account/tokens").html
    program = browsers()
    assert program.get("/api/v1/releases", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert f"Last used on {TODAY.day} " in visit(browser, "/account/tokens").text


def test_a_revoked_token_stands_apart_and_opens_nothing(browser: Any, browsers: Any) -> None:
    token = token_on(make(browser))
    page = submit(browser, visit(browser, "/account/tokens"), form="Revoke")
    assert "Tokens that work no more" in page.text
    assert "Revoke" not in page.buttons
    answer = browsers().get("/api/v1/releases", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_a_token_that_has_run_out_says_when(session: Session, browser: Any, analyst: Person) -> None:
    make(browser)
    [row] = api_tokens.of_person(session, person_id=analyst.id)
    row.last_day = TODAY - timedelta(days=1)
    session.commit()
    assert "ran out on" in visit(browser, "/account/tokens").text


@pytest.mark.parametrize("name", ["", "  ", "\x00"])
def test_a_token_without_a_name_is_not_made(browser: Any, name: str) -> None:
    page = submit(browser, visit(browser, "/account/tokens"), {"name": name}, form="Make a token", status=422)
    assert list(page.errors.values()) == ["#name"]
    assert page.title.startswith("Error:")


def test_a_name_is_shown_as_it_was_typed_and_runs_nothing(browser: Any) -> None:
    make(browser, "<script>{{7*7}}%s</script>")
    assert "<script>{{7*7}}%s</script>" in visit(browser, "/account/tokens").text


def test_nobody_revokes_the_token_of_somebody_else(
    session: Session, browser: Any, browsers: Any, there: Scene, analyst: Person
) -> None:
    make(browser)
    [row] = api_tokens.of_person(session, person_id=analyst.id)
    other = browsers()
    sign_in(other, session, there.somebody(Duty.ANALYST))
    csrf = visit(other, "/account/tokens").token
    assert other.post(f"/account/tokens/{row.id}/revoke", data={"csrf_token": csrf}).status_code == 404
    session.expire_all()
    assert api_tokens.of_person(session, person_id=analyst.id)[0].revoked_at is None


@pytest.mark.parametrize("duty", [Duty.MANAGER, Duty.TRAINER])
def test_only_those_who_may_read_by_programs_see_where_tokens_are_made(
    session: Session, client: Any, there: Scene, duty: Duty
) -> None:
    sign_in(client, session, there.somebody(duty))
    assert "Tokens for your programs" not in visit(client, "/account").text
    assert client.get("/account/tokens").status_code == 404


def test_the_account_leads_to_the_tokens_and_they_to_how_to_begin(browser: Any) -> None:
    assert "/account/tokens" in visit(browser, "/account").links.values()
    assert "/needs/programs" in visit(browser, "/account/tokens").links.values()
    page = visit(browser, "/needs/programs")
    assert "curl" in page.text
    assert "/api/v1/openapi.json" in page.links.values()


def test_the_page_for_programs_names_every_list_of_a_release_and_every_role_group(browser: Any) -> None:
    page = visit(browser, "/needs/programs")
    paths = browser.get("/api/v1/openapi.json").get_json()["paths"]
    lists = [path.removeprefix("/api/v1/releases/{release_id}") for path in paths if "{release_id}/" in path]
    assert "/themes" in lists
    codes = [text_of(one) for one in page.main.iter("code")]
    assert not set(lists) - set(codes)
    assert [(id, title) for id, title in role_group_titles().items() if f"{id} {title}" not in page.text] == []
