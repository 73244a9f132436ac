"""A need in detail, and statements narrowed as asked: what pages say in every state they can be in."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.factories import SECRET, TODAY
from tests.web.browsing import Page, classes, text_of, visit
from tests.web.partnerships import A_YEAR, Scene
from tests.web.test_needs import FEW, back, file_of, go, lead_of, table_of, with_class
from tna.domain.people import respondent_key
from tna.services.surveys import Collected, send_collected

TODAY_A_YEAR_AGO = TODAY - A_YEAR


def test_the_overview_leads_down_to_a_domain_and_on_to_a_statement(reader: Any, partnership: Scene) -> None:
    partnership.released()
    overview = visit(reader, "/needs")
    domain = visit(reader, overview.links["Talking with children"])
    assert domain.heading == "Talking with children"
    assert back(domain).startswith("/needs?")
    [text] = [one for one in domain.links if one.startswith("respond calmly")]
    statement = visit(reader, domain.links[text])
    assert statement.heading.startswith("“respond calmly")
    assert back(statement).startswith("/needs/domains/D2?")
    assert table_of(statement, "role-groups")[0][:3] == ["Role group", "Level needed", "Below the level needed (%)"]
    assert table_of(statement, "levels")[0][0] == "Role group"


def test_a_cell_of_the_heatmap_leads_to_its_role_group_and_domain(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs")
    [cell] = [one for one in page.main.iter("a") if one.get("aria-label", "").endswith("early help, Noticing signs")]
    further = visit(reader, str(cell.get("href")))
    assert further.fields("Show")["role_group"] == "D"
    assert further.fields("Show")["domain"] == "D1"


def test_what_a_figure_was_worked_out_from_stands_beside_it(reader: Any, partnership: Scene) -> None:
    partnership.released(answered={("north", "D"): 30, ("north", "B"): 28})
    page = visit(reader, "/needs/statements/s05")
    worked = text_of(with_class(page, "tna-worked")[0])
    assert "Each role group counts by its headcount" in worked
    assert "who gave a level:" in worked
    assert "People to train:" in worked
    assert page.links["Read how all figures are worked out: " + text_of(next(page.main.iter("h2")))] == "/methods#sure"


@pytest.mark.parametrize(
    "path",
    [
        "domains/D9",
        "statements/s99",
        "domains/%00",
        "statements/%00",
        "questions/none.csv",
        "domains/D9/statements.csv",
    ],
)
def test_what_the_round_did_not_ask_is_not_found(reader: Any, partnership: Scene, path: str) -> None:
    partnership.released()
    assert reader.get(f"/needs/{path}").status_code == 404
    assert reader.get(f"/needs/agencies/north/{path}").status_code == 404


def test_courses_that_address_a_need_are_named_with_what_they_changed(
    reader: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    assert "No course on offer addresses this yet." in visit(reader, "/needs/statements/s05").text
    factories.add_catalogue(session)
    session.commit()
    page = visit(reader, "/needs/statements/s05")
    [course] = [text for text in page.links if text.startswith("CSA-04")]
    assert page.links[course] == "/courses/CSA-04"
    assert "No figures on what it changed have been released yet." in page.text


def test_each_detail_finds_the_pictures_that_the_worker_drew(reader: Any, partnership: Scene) -> None:
    partnership.released("Earlier", opens_on=TODAY_A_YEAR_AGO)
    partnership.draw(partnership.released())
    for path in ("domains/D2", "statements/s05", "questions", "compare", "compare?role_group=D"):
        assert "being drawn" not in visit(reader, f"/needs/{path}").text, path


def test_every_picture_of_a_detail_has_its_numbers_as_a_file(reader: Any, partnership: Scene) -> None:
    partnership.released("Earlier", opens_on=TODAY_A_YEAR_AGO)
    partnership.released()
    for path in ("domains/D2", "statements/s05", "compare"):
        files = [href for text, href in visit(reader, f"/needs/{path}").links.items() if "(CSV)" in text]
        assert files
        assert all(len(file_of(reader, href)) > 1 for href in files), path


def test_before_anything_is_released_every_page_says_so(reader: Any, partnership: Scene) -> None:
    for path in ("domains/D2", "statements/s05", "questions", "statements"):
        page = visit(reader, f"/needs/{path}")
        assert page.answer.status_code == 200
        assert "what it found is shown here" in page.text


def test_a_round_with_too_few_answers_shows_sentences_and_no_number(reader: Any, partnership: Scene) -> None:
    partnership.released(answered=FEW)
    for path in ("domains/D2", "statements/s05", "questions", "statements", "statements?sector=health"):
        page = visit(reader, f"/needs/{path}")
        assert "%" not in page.text, path
        assert "fewer than ten people answered" in page.text or "No group fits this" in page.text, path


# Narrowed ---------------------------------------------------------------------------------------------------


def test_statements_are_narrowed_by_every_field_and_each_state_has_its_address(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/statements")
    assert "of 59 answers." in page.text
    page = go(reader, page, sector="health", role_group="D", domain="D2")
    assert page.heading == "Statement by statement: targeted, health and early help; sector: health"
    assert len(table_of(page, "statements")) == 1 + 4
    again = visit(reader, f"{page.path}?{page.answer.request.query_string.decode()}")
    assert again.text == page.text
    [file] = [href for text, href in page.links.items() if "(CSV)" in text]
    assert len(file_of(reader, file)) == 1 + 4


def test_an_agency_shows_what_its_own_page_does(reader: Any, partnership: Scene) -> None:
    partnership.draw(partnership.released())
    narrowed = visit(reader, "/needs/statements?agency=north")
    assert "being drawn" not in narrowed.text
    assert table_of(narrowed, "statements") == table_of(visit(reader, "/needs/agencies/north"), "statements")


def test_a_choice_that_no_group_fits_says_so(reader: Any, partnership: Scene) -> None:
    partnership.released()
    for query in ("sector=education", "sector=police&agency=north", "sector=police&role_group=B"):
        page = visit(reader, f"/needs/statements?{query}")
        assert "No group fits this." in page.text
        assert list(page.main.iter("table")) == []
        assert visit(reader, page.links["Show everyone"]).answer.status_code == 200
        assert reader.get(f"/needs/statements.csv?{query}").status_code == 404


@pytest.mark.parametrize("query", ["agency=none", "sector=none", "domain=D9", "role_group=Z", "sector=%00"])
def test_a_choice_that_there_is_not_is_not_found(reader: Any, partnership: Scene, query: str) -> None:
    partnership.released()
    assert reader.get(f"/needs/statements?{query}").status_code == 404


# Leads ------------------------------------------------------------------------------------------------------


def test_a_lead_goes_down_to_the_own_agencys_domains_and_statements_alone(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    lead = lead_of(client, session, partnership, "north")
    agency = visit(lead, "/needs/agencies/north")
    domain = visit(lead, agency.links["Talking with children"])
    assert domain.heading == "North: Talking with children"
    [text] = [one for one in domain.links if one.startswith("respond calmly")]
    statement = visit(lead, domain.links[text])
    assert statement.heading.startswith("North: “respond calmly")
    assert not any(href.startswith(("/needs?", "/needs/questions")) for href in statement.links.values())
    for path in ("/needs/domains/D2", "/needs/statements/s05", "/needs/agencies/south/domains/D2", "/needs/questions"):
        assert lead.get(path).status_code == 404


def test_only_the_question_that_stands_on_the_page_of_a_need_is_worked_out(
    reader: Any, session: Session, partnership: Scene
) -> None:
    round_ = partnership.open(answered={})
    answers = [{"would-help": "training", "last-training": "never"}, {"would-help": "time", "last-training": "never"}]
    answers = [*answers * 10, {"would-help": "time", "last-training": "within-a-year"}]
    people = add_crowd(session, partnership.agencies["north"], len(answers))
    collected = [
        Collected(person, respondent_key(SECRET, person), each, TODAY)
        for person, each in zip(people, answers, strict=True)
    ]
    send_collected(session, round_=round_, collected=collected)
    partnership.release(round_)
    titles = {path: worked_in_help(visit(reader, path)) for path in ("/needs", "/needs/domains/D2")}
    assert titles["/needs"] == [
        "When did you last have training about child sexual abuse?",
        "What would help you most?",
    ]
    assert titles["/needs/domains/D2"] == ["What would help you most?"]


def worked_in_help(page: Page) -> list[str]:
    """What is worked out below what would help."""
    [section] = [one for one in page.main.iter("section") if one.get("aria-labelledby") == "help"]
    return [text_of(one) for one in section.iter("p") if "govuk-!-font-weight-bold" in classes(one)]


def test_a_domain_of_one_agency_shows_its_shares_at_a_glance_and_says_why_there_is_no_picture(
    reader: Any, partnership: Scene
) -> None:
    partnership.released()
    page = visit(reader, "/needs/agencies/south/domains/D2")
    assert "There is no picture of this" in page.text
    shares = table_of(page, "statements-across")
    assert shares[0][0] == "Role group"
    assert shares[-1][0] == "All role groups together"
    assert table_of(page, "statements")[-1][0] == "All role groups together"
    [whole] = [one for one in page.main.iter("details") if "statements-caption" in ids(one)]
    assert whole.get("open") is None
    everyone = visit(reader, "/needs/domains/D2")
    assert "There is no picture of this" not in everyone.text


def ids(element: Element) -> set[str]:
    return {one.get("id", "") for one in element.iter()}
