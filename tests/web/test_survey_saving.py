"""Each answer saved by itself, and what becomes of what was typed when a sign-in has ended meanwhile."""

import gzip
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, submit, visit
from tests.web.test_surveys import address, kept, start, under_way
from tna.models.people import Person
from tna.models.surveys import Round
from tna.paths import static_folder


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """A health visitor, role group D, signed in."""
    person = factories.add_person(session)
    sign_in(client, session, person)
    return person


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    """An open round."""
    return factories.add_open_round(session)


@pytest.fixture
def page(client: Any, round_: Round) -> Page:
    """The first part, just started."""
    return start(client, round_)


def save(client: Any, page: Page, *, form: int = 0, **answers: str) -> Any:
    """What the script of a part sends: the marks of the page, what it knew of these answers, and the answers."""
    fields = page.fields(form)
    marks = {name: fields[name] for name in ("csrf_token", "owner", "seen")}
    address, _, query = page.answer.request.full_path.partition("?")
    return client.post(f"{address}/answers?{query}", data=marks | answers)


def test_an_answer_is_saved_by_itself_and_the_others_stay(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    assert save(client, page, s01="4", s02="2").status_code == 200
    answer = save(client, page, s03="6")
    assert (answer.status_code, answer.json) == (200, {})
    assert kept(app, session, round_, person) == {"s01": 4, "s02": 2, "s03": 6}


def test_saving_the_same_answer_again_is_saving_it_once(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    assert [save(client, page, s01="4").status_code for _ in range(2)] == [200, 200]
    assert kept(app, session, round_, person) == {"s01": 4}


def test_an_answer_changed_in_another_tab_is_told_and_not_overwritten(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    stale = visit(client, address(round_, "parts/1"))
    save(client, page, s01="4")
    answer = save(client, stale, s01="2", s02="3")
    assert answer.status_code == 422
    assert answer.json["kept"] == {"s01": 4}
    assert "different tab" in answer.json["faults"]["s01"]
    assert kept(app, session, round_, person) == {"s01": 4}
    other_item = save(client, stale, s03="1")
    assert other_item.status_code == 200


def test_an_impossible_answer_and_one_of_another_part_are_not_saved(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    assert save(client, page, s01="9").json["kept"] == {"s01": 0}
    assert save(client, page, s05="3", role_group="F").status_code == 200
    assert kept(app, session, round_, person) == {}


def test_after_sending_or_closing_an_answer_is_refused(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    save(client, page, s01="4")
    submit(client, visit(client, address(round_, "check")), form="Submit my answers")
    assert save(client, page, s01="1").status_code == 409
    factories.close(session, round_)
    assert save(client, page, s01="1").status_code == 409
    assert kept(app, session, round_, person) == {"s01": 4}


def test_an_answer_before_the_start_is_refused_and_a_part_that_is_not_there_not_found(
    client: Any, round_: Round
) -> None:
    token = visit(client, address(round_, "before-you-start")).token
    for rest, status in (("parts/1/answers", 409), ("parts/8/answers", 404)):
        assert client.post(address(round_, rest), data={"csrf_token": token, "s01": "3"}).status_code == status


def test_saving_an_answer_asks_the_database_a_handful_of_times(client: Any, page: Page, session: Session) -> None:
    asked: list[str] = []
    connection = session.connection()

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        assert save(client, page, s01="3").status_code == 200
    finally:
        event.remove(connection, "before_cursor_execute", note)
    assert len(asked) <= 5, asked


def test_the_script_is_small_and_keeps_nothing_in_the_browser() -> None:
    script = (static_folder() / "answers.js").read_bytes()
    assert len(gzip.compress(script)) <= 4_000
    for keeper in (b"localStorage", b"sessionStorage", b"indexedDB", b"caches", b"cookie"):
        assert keeper not in script


# Signed out meanwhile ---------------------------------------------------------------------------------------


def end_sign_in(client: Any) -> None:
    """Everything the browser knew of its sign-in is gone."""
    with client.session_transaction() as cookie:
        cookie.clear()


def shut_out(client: Any) -> None:
    """The sign-in has ended on the server, and the browser does not know it."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "ended"


@pytest.mark.parametrize("how", [end_sign_in, shut_out])
def test_a_part_sent_after_the_sign_in_ended_is_kept_on_the_page_for_its_owner(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person, how: Any
) -> None:
    how(client)
    told = submit(client, page, {"s01": "4", "s02": "6"}, form="Save and continue", status=400)
    assert told.heading == "You were signed out"
    assert told.links["Sign in again (opens in a new tab)"] == "/sign-in"
    assert submit(client, told, form="I have signed in", status=400).heading == "You were signed out"
    assert kept(app, session, round_, person) == {}
    sign_in(client, session, person)
    again = submit(client, told, form="I have signed in", status=400)
    assert again.checked == {"s01": "4", "s02": "6"}
    assert "not saved yet" in again.text
    assert kept(app, session, round_, person) == {}
    assert submit(client, again, form="Save and continue").path == address(round_, "parts/2")
    assert kept(app, session, round_, person) == {"s01": 4, "s02": 6}


@pytest.mark.parametrize("how", [end_sign_in, shut_out])
def test_somebody_else_who_signs_in_sees_nothing_of_it_and_gets_nothing_of_it(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person, how: Any
) -> None:
    other = factories.add_person(session)
    how(client)
    told = submit(client, page, {"s01": "4"}, form="Save and continue", status=400)
    under_way(client, app, session, round_, other, s01="1")
    sign_in(client, session, other)
    for sent in (told, page):
        refused = client.post(address(round_, "parts/1"), data=sent.fields() | {"s01": "4"})
        assert refused.status_code == 409
        assert "This page was somebody else" in refused.get_data(as_text=True)
        assert "checked" not in refused.get_data(as_text=True)
    assert kept(app, session, round_, other) == {"s01": 1}


def test_a_page_of_somebody_else_saves_nothing_even_with_a_good_token(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person
) -> None:
    other = factories.add_person(session)
    under_way(client, app, session, round_, other, s01="1")
    sign_in(client, session, other)
    token = visit(client, "/").token
    fields = page.fields() | {"csrf_token": token, "s01": "5"}
    assert client.post(address(round_, "parts/1"), data=fields).status_code == 409
    assert client.post(address(round_, "parts/1/answers"), data=fields).status_code == 400
    assert kept(app, session, round_, other) == {"s01": 1}


@pytest.mark.parametrize("mark", ["", "made-up", "ü", "0" * 32])
def test_a_made_up_mark_shows_nothing_of_what_came_with_it(
    client: Any, page: Page, session: Session, app: Any, round_: Round, person: Person, mark: str
) -> None:
    answer = client.post(address(round_, "parts/1"), data={"owner": mark, "s01": "5"})
    assert answer.status_code == 409
    assert "checked" not in answer.get_data(as_text=True)
    assert kept(app, session, round_, person) == {}


def test_a_mark_belongs_to_one_person_and_one_round(client: Any, page: Page, session: Session, round_: Round) -> None:
    mark = page.fields()["owner"]
    assert visit(client, address(round_, "parts/2")).fields()["owner"] == mark
    other = factories.add_person(session)
    sign_in(client, session, other)
    assert start(client, round_).fields()["owner"] != mark


def test_the_script_is_sent_to_sign_in_or_told_that_the_token_is_old(client: Any, page: Page) -> None:
    shut_out(client)
    assert save(client, page, s01="4").location.startswith("/sign-in")
    end_sign_in(client)
    assert save(client, page, s01="4").status_code == 400


def test_the_script_of_somebody_elses_page_is_told_that_its_token_is_old(
    client: Any, page: Page, session: Session, round_: Round
) -> None:
    sign_in(client, session, factories.add_person(session))
    start(client, round_)
    answer = save(client, page, s01="4")
    assert (answer.status_code, answer.data) == (400, b"")


def test_what_comes_back_to_somebody_signed_out_is_bounded(client: Any, page: Page) -> None:
    shut_out(client)
    sent = page.fields() | {f"x{n}": "y" for n in range(500)} | {"long": "z" * 10_000}
    told = Page(client.post(page.path, data=sent))
    assert len(told.fields()) <= 50
    assert "zzzz" not in told.html
