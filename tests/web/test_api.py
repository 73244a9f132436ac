"""Released figures for programs: by a token, in pages, as the pages show them, and nothing of what is withheld."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.partnerships import Scene, scene
from tna.domain.people import Duty
from tna.models.needs import Release, ReleaseCell, ReleaseGroup
from tna.models.people import Person
from tna.services import api_tokens, figures, reports
from tna.web.api_document import document
from tna.web.problems import MEDIA_TYPE


@pytest.fixture
def there(session: Session) -> Scene:
    made = scene(session)
    made.released()
    return made


@pytest.fixture
def analyst(there: Scene) -> Person:
    return there.somebody(Duty.ANALYST)


@pytest.fixture
def token(session: Session, analyst: Person) -> str:
    made = api_tokens.make(session, person_id=analyst.id, name="Tests", days=30, today=TODAY, now=NOW)
    session.commit()
    return made


@pytest.fixture
def ask(client: Any, token: str) -> Any:
    """Asks for an address below /api/v1 with the token; checks the status, gives what the JSON holds."""

    def asked(path: str, status: int = 200, **headers: str) -> Any:
        answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"} | headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        assert answer.mimetype == ("application/json" if status == 200 else MEDIA_TYPE)
        return json.loads(answer.data)

    return asked


@pytest.fixture
def release_id(session: Session, there: Scene) -> int:
    return session.scalars(select(Release.id).order_by(Release.id)).one()


def test_every_release_is_listed_with_what_it_speaks_of(ask: Any, release_id: int) -> None:
    page = ask("/releases")
    assert {name: page[name] for name in ("page", "limit", "pages", "total", "next")} == {
        "page": 1, "limit": 50, "pages": 1, "total": 1, "next": None,
    }  # fmt: skip
    [one] = page["items"]
    assert (one["id"], one["title"], one["threshold"], one["covered"]) == (release_id, "Spring", 10, 56)
    assert one == ask(f"/releases/{release_id}")


def test_groups_are_whole_and_name_an_agency_only_where_it_is_alone(ask: Any, release_id: int, there: Scene) -> None:
    items = ask(f"/releases/{release_id}/groups")["items"]
    north, south = there.agencies["north"].id, there.agencies["south"].id
    assert {(one["agency"], one["role_group"], one["answers"]) for one in items} == {
        (north, "D", 30), (north, "B", 12), (south, "D", 14),
    }  # fmt: skip
    assert {one["key"] for one in ask(f"/releases/{release_id}/groups?agency={south}")["items"]} == {f"D:own:{south}"}


@pytest.mark.parametrize(
    "filters", ["", "?role_group=D", "?role_group=B", "?agency=north", "?role_group=D&agency=north"]
)
def test_the_figures_are_those_of_the_pages(
    session: Session, ask: Any, release_id: int, there: Scene, filters: str
) -> None:
    asked = filters.replace("north", there.agencies["north"].id)
    items = ask(f"/releases/{release_id}/statements{asked}")["items"]
    state = figures.agency_state(there.agencies["north"].id) if "agency" in filters else figures.PARTNERSHIP
    page = figures.read(session, release_id=release_id, state=state)
    assert page is not None
    role_group = filters.partition("role_group=")[2][:1]
    shown = page.role_groups[role_group] if role_group else page.everyone
    assert {one["statement"] for one in items} == shown.asked
    assert any(one["status"] == "released" for one in items)
    for one in items:
        found = shown.statements.get(one["statement"])
        assert (one["status"] == "released") is (found is not None)
        if found is None:
            continue
        assert [one[f"level_{level}"] for level in range(1, 6)] == list(found.counts)
        assert (one["n"], one["below"], one["people"], one["mean"]) == (found.n, found.below, found.people, found.mean)
        assert found.below_interval is not None
        assert (one["below_low"], one["below_high"]) == (found.below_interval.low, found.below_interval.high)


def test_a_sector_or_a_single_group_is_a_selection_too(ask: Any, release_id: int, there: Scene) -> None:
    north = there.agencies["north"].id
    of_group = ask(f"/releases/{release_id}/statements?group=D:own:{north}&limit=200")
    of_both = ask(f"/releases/{release_id}/statements?role_group=D&agency={north}&limit=200")
    assert of_group == of_both
    sector = there.agencies["north"].sector
    assert ask(f"/releases/{release_id}/domains?sector={sector}")["total"] == 7
    assert ask(f"/releases/{release_id}/questions?group=B:own:{north}")["items"]


def test_what_is_withheld_says_so_and_holds_no_figure(ask: Any, release_id: int, there: Scene) -> None:
    south = there.agencies["south"].id
    items = ask(f"/releases/{release_id}/statements?agency={south}&role_group=B")["items"]
    assert items
    for one in items:
        assert one["status"] == "withheld"
        assert {value for name, value in one.items() if name not in {"statement", "domain", "text", "status"}} == {None}
    for part in ("domains", "questions"):
        items = ask(f"/releases/{release_id}/{part}?agency={south}&role_group=B")["items"]
        assert {one["status"] for one in items} == {"withheld"}


def test_a_list_comes_in_pages_that_lead_to_the_next_and_none_is_missing(
    client: Any, token: str, ask: Any, release_id: int
) -> None:
    whole = ask(f"/releases/{release_id}/statements?limit=200&role_group=D")["items"]
    gathered, address = [], f"/api/v1/releases/{release_id}/statements?limit=5&role_group=D"
    while address:
        page = json.loads(client.get(address, headers={"Authorization": f"Bearer {token}"}).data)
        gathered += page["items"]
        address = page["next"]
    assert gathered == whole


def test_a_page_beyond_the_end_is_empty(ask: Any, release_id: int) -> None:
    for path in ("/releases", f"/releases/{release_id}/statements"):
        page = ask(f"{path}?page=1000000")
        assert page["items"] == []
        assert page["next"] is None
        assert page["total"] > 0


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=1.5", "page=", "page=one", "page=１", "page=1000001", "limit=0", "limit=201",
        "limit=99999999999999999999", "page=1&page=2", "colour=red", "role_group=", "role_group=%00", "agency=a%20b",
        "sector='%20OR%201=1", "group=" + "x" * 121, "role_group=%F0%9F%90%8D", "role_group=D%0A",
    ],
)  # fmt: skip
def test_a_parameter_that_is_not_right_is_refused_with_what_is(ask: Any, release_id: int, query: str) -> None:
    said = ask(f"/releases/{release_id}/statements?{query}", status=400)
    assert said["status"] == 400
    assert said["title"]
    assert said["detail"]


@pytest.mark.parametrize("query", ["role_group=Z", "agency=nowhere", "sector=circus", "group=D:own:nowhere"])
def test_a_filter_that_the_release_does_not_have_is_not_found(ask: Any, release_id: int, query: str) -> None:
    assert query.partition("=")[0] in ask(f"/releases/{release_id}/domains?{query}", status=404)["detail"]


@pytest.mark.parametrize("part", ["groups", "statements", "domains", "questions"])
@pytest.mark.parametrize("other", ["agency", "sector"])
def test_a_group_is_not_narrowed_by_what_would_tell_who_is_in_it(
    session: Session, ask: Any, release_id: int, part: str, other: str
) -> None:
    group = session.scalars(select(ReleaseGroup.key).order_by(ReleaseGroup.id)).first()
    cell = session.scalars(select(ReleaseCell).order_by(ReleaseCell.agency_id, ReleaseCell.role_group)).first()
    assert cell is not None
    value = cell.agency_id if other == "agency" else cell.sector
    said = ask(f"/releases/{release_id}/{part}?group={group}&{other}={value}", status=400)["detail"]
    assert "“group”" in said
    assert f"“{other}”" in said


@pytest.mark.parametrize(
    "path",
    ["/releases/0", "/releases/999999999999999999999", "/releases/x", "/releases/%D9%A1", "/nothing", "/releases/"],
)
def test_what_is_not_there_is_a_problem_in_words_and_no_page(ask: Any, path: str) -> None:
    said = ask(path, status=404)
    assert said["type"] == "about:blank"
    assert said["detail"]


def test_nothing_but_reading_is_allowed(client: Any, token: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open("/api/v1/releases", method=method, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 405
        assert answer.mimetype == MEDIA_TYPE
        assert "GET" in answer.headers["Allow"]


def test_wrong_revoked_run_out_and_powerless_tokens_are_refused_alike(
    session: Session, client: Any, analyst: Person, token: str
) -> None:
    def refused(header: str | None) -> tuple[Any, ...]:
        answer = client.get("/api/v1/releases", headers={"Authorization": header} if header is not None else {})
        return answer.status_code, answer.data, answer.headers["WWW-Authenticate"], "Set-Cookie" in answer.headers

    [row] = api_tokens.of_person(session, person_id=analyst.id)
    alike = {refused(None), refused("Bearer tna_wrong"), refused(f"Basic {token}"), refused("Bearer"), refused(token)}
    row.last_day = TODAY.replace(year=TODAY.year - 1)
    session.commit()
    alike.add(refused(f"Bearer {token}"))
    row.last_day = TODAY.replace(year=TODAY.year + 1)
    factories.give_duties(session, analyst)
    session.commit()
    alike.add(refused(f"Bearer {token}"))
    assert len(alike) == 1
    assert alike.pop()[0] == 401


def test_an_answer_sets_no_cookie_and_is_kept_by_nobody(client: Any, token: str) -> None:
    answer = client.get("/api/v1/releases", headers={"Authorization": f"Bearer {token}"})
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_asking_too_often_is_answered_with_when_to_come_back(
    session: Session, client: Any, token: str, analyst: Person
) -> None:
    [row] = api_tokens.of_person(session, person_id=analyst.id)
    for _ in range(api_tokens.MOST_REQUESTS):
        asking = api_tokens.Asking(token, "127.0.0.1", client.application.config["SECRET_KEY"], TODAY, NOW)
        api_tokens.count(session, asking, token_id=row.id)
    session.commit()
    answer = client.get("/api/v1/releases", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert answer.mimetype == MEDIA_TYPE


def test_the_description_names_every_address_and_no_other(app: Flask) -> None:
    rules = {
        rule.rule.replace("<int:release_id>", "{release_id}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert rules == set(document()["paths"])


def test_the_description_needs_no_token_and_says_what_every_field_means(client: Any) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").data)
    assert described["openapi"] == "3.1.0"
    for schema in described["components"]["schemas"].values():
        for name, one in schema["properties"].items():
            assert one.get("description") or name in {"type", "status"}, name


def test_a_release_of_which_nothing_may_be_shown_is_a_list_of_what_is_withheld(session: Session, client: Any) -> None:
    made = scene(session)
    made.released(answered={("north", "D"): 4})
    person = made.somebody(Duty.SUBGROUP)
    token = api_tokens.make(session, person_id=person.id, name="Tests", days=30, today=TODAY, now=NOW)
    session.commit()
    headers = {"Authorization": f"Bearer {token}"}
    [release] = json.loads(client.get("/api/v1/releases", headers=headers).data)["items"]
    assert release["has_figures"] is False
    for part in ("groups", "statements", "domains", "questions"):
        page = json.loads(client.get(f"/api/v1/releases/{release['id']}/{part}", headers=headers).data)
        assert {one["status"] for one in page["items"] if part != "groups"} <= {"withheld"}
    assert len(reports.released_rounds(session)) == 1
