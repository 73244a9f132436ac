"""“How was this worked out?” with own numbers beside the figures, and what a lead narrows within an agency."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories import TODAY
from tests.web.browsing import text_of, visit
from tests.web.partnerships import A_YEAR, Scene
from tests.web.test_needs import back, file_of, go, lead_of, table_of, with_class

BOTH = {("north", "D"): 30, ("north", "B"): 28, ("south", "D"): 25}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/needs", ["Answers by headcount:", "Place 1 of", "The mean of their shares below"]),
        ("/needs/agencies", ["The mean of their shares below"]),
        ("/needs/ranking", ["the most people to train first"]),
        ("/needs/compare", ["Each role group counts by its headcount", "no clear change."]),
        ("/needs/certainty", ["Those who did not answer make up", "Answers by headcount:"]),
        ("/needs/statements", ["Levels 1 to 5 were given by", "Mean level:"]),
        ("/needs/statements?sector=health", ["Each role group counts by its headcount"]),
        ("/needs/statements/s05", ["Levels 1 to 5 were given by", "Confident: ("]),
        ("/needs/domains/D2", ["who gave a level:"]),
        ("/needs/agencies/north", ["Place 1 of", "The mean of their shares below", "Mean level:"]),
        ("/needs/what-if?D.D2=5", ["As released:", "People to train for each statement, on average:"]),
        ("/reports/coverage", ["Answers by headcount:"]),
    ],
)
def test_every_page_of_figures_fills_the_method_with_its_own_numbers(
    reader: Any, partnership: Scene, path: str, told: list[str]
) -> None:
    partnership.released("Earlier", opens_on=TODAY - A_YEAR, answered=BOTH)
    partnership.released(answered=BOTH)
    page = visit(reader, path)
    worked = " ".join(text_of(one) for one in with_class(page, "tna-worked"))
    assert [words for words in told if words not in worked] == []
    assert "How was this worked out?" not in [text.partition(":")[0] for text in page.links]


def test_a_row_that_is_withheld_says_so_where_it_would_be_worked_out(reader: Any, partnership: Scene) -> None:
    partnership.released(answered={("north", "D"): 30, ("south", "B"): 3})
    worked = " ".join(text_of(one) for one in with_class(visit(reader, "/needs/agencies"), "tna-worked"))
    assert "Not shown: fewer than ten people answered in any one role group." in worked


def test_a_lead_narrows_within_the_agency_by_role_group_domain_and_round(
    client: Any, session: Session, partnership: Scene
) -> None:
    earlier = partnership.released("Earlier", opens_on=TODAY - A_YEAR, answered=BOTH)
    partnership.released(answered=BOTH)
    lead = lead_of(client, session, partnership, "north")
    own = visit(lead, "/needs/agencies/north")
    page = visit(lead, own.links["Statement by statement, by role group or domain"])
    assert page.heading == "Statement by statement: North"
    assert back(page).startswith("/needs/agencies/north?")
    assert set(page.fields("Show")) == {"role_group", "domain", "round", "compare"}
    narrowed = go(lead, page, role_group="D", domain="D2")
    assert narrowed.heading.endswith("early help; North")
    assert len(table_of(narrowed, "statements")) == 1 + 4
    assert all(10 <= int(row[2]) <= 30 for row in table_of(narrowed, "statements")[1:])
    assert narrowed.links["Download the numbers (CSV): " + text_of(next(narrowed.main.iter("h2")))].startswith(
        "/needs/agencies/north/narrowed.csv?role_group=D&domain=D2"
    )
    assert len(file_of(lead, "/needs/agencies/north/narrowed.csv?role_group=D&domain=D2")) == 1 + 4
    assert "Earlier" in go(lead, narrowed, round=str(earlier.id)).text


def test_a_lead_cannot_widen_what_is_narrowed(client: Any, session: Session, partnership: Scene) -> None:
    """Agency and sector in the address do nothing: the page is about the one agency whatever it says."""
    partnership.released(answered=BOTH)
    lead = lead_of(client, session, partnership, "north")
    here = visit(lead, "/needs/agencies/north/statements?role_group=D")
    wider = visit(lead, "/needs/agencies/north/statements?role_group=D&agency=south&sector=health")
    assert table_of(wider, "statements") == table_of(here, "statements")
    assert lead.get("/needs/agencies/south/statements").status_code == 404
    assert lead.get("/needs/agencies/south/narrowed.csv").status_code == 404
    assert lead.get("/needs/agencies/north/statements?role_group=Z").status_code == 404


def test_a_choice_without_a_group_says_so_and_leads_back_to_the_agency(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released(answered=BOTH)
    page = visit(lead_of(client, session, partnership, "north"), "/needs/agencies/north/statements?role_group=G")
    assert "No group fits this." in page.text
    assert page.links["Show everyone"].startswith("/needs/agencies/north/statements")


def test_an_agency_with_nobody_in_the_round_says_so(client: Any, session: Session, partnership: Scene) -> None:
    lead = lead_of(client, session, partnership, "north")
    assert visit(lead, "/needs/agencies/north/statements").heading == "North: where training is needed"
