"""The methods page: for everybody, with every number from the code."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.web.browsing import Page, visit
from tests.web.partnerships import scene
from tna.domain.intervals import CONFIDENCE
from tna.domain.needs import FAR_APART
from tna.domain.reports import words


@pytest.fixture
def with_threshold(app: Any, client: Any) -> Any:
    """Opens the page of an installation with this threshold."""
    plain = app.extensions["settings"]

    def open_page(threshold: int) -> Page:
        app.extensions["settings"] = replace(plain, threshold=threshold)
        return visit(client, "/methods")

    yield open_page
    app.extensions["settings"] = plain


def test_anybody_may_read_how_figures_are_worked_out(client: Any) -> None:
    page = visit(client, "/methods")
    assert page.heading == "How we work the figures out"
    assert "The newest figures" not in page.text


def test_what_the_survey_cannot_say_comes_first(client: Any) -> None:
    page = visit(client, "/methods")
    assert "self-reported confidence, which is not competence" in page.text
    assert "This is not a validated instrument." in page.text
    assert page.text.index("not a validated instrument") < page.text.index("Who is asked what" + " The survey has")


def test_every_entry_of_the_contents_leads_to_its_heading(client: Any) -> None:
    page = visit(client, "/methods")
    ids = {one.get("id") for one in page.main.iter("h2")}
    entries = [href.removeprefix("#") for href in page.links.values() if href.startswith("#")]
    assert len(entries) == 14
    assert set(entries) <= ids


def test_the_numbers_are_those_the_code_uses(client: Any) -> None:
    page = visit(client, "/methods")
    assert f"{CONFIDENCE:.0%}".removesuffix("%") + " of 100 such ranges" in page.text
    assert f"more than {words.number(FAR_APART)} places" in page.text
    assert "No partnership can set that number below five." in page.text
    assert "24 statements in seven domains" in page.text
    assert "Strategic leaders 14 3" in page.text


@pytest.mark.parametrize(
    ("threshold", "said", "left"), [(10, "ten", "seven"), (12, "twelve", "nine"), (25, "25", "22")]
)
def test_the_threshold_is_said_in_words_wherever_it_counts(
    with_threshold: Any, threshold: int, said: str, left: str
) -> None:
    page = with_threshold(threshold)
    assert f"groups of {said} or more of them" in page.text
    assert f"where {said} or more people gave a level" in page.text
    assert f"{said} − three = {left} people" in page.text
    assert "fewer than ten" not in page.text or threshold == 10
    assert f"Hospital health {3 * threshold + 4} by itself" in page.text


def test_the_example_is_worked_through_and_adds_up(client: Any) -> None:
    text = visit(client, "/methods").text
    below = re.search(r"Share below: ([\d+ ]+) = (\d+) of the (\d+) who gave a level, (\d+) %", text)
    assert below is not None
    parts, total, n, share = below.groups()
    assert sum(int(part) for part in parts.split(" + ")) == int(total)
    assert round(100 * int(total) / int(n)) == int(share)
    gap = re.search(r"Gap: \(([\d ×+]+)\) ÷ (\d+) = ([\d.]+) levels", text)
    assert gap is not None
    terms, n, mean = gap.groups()
    products = [term.split(" × ") for term in terms.split(" + ")]
    assert sum(int(people) * int(lack) for people, lack in products) / int(n) == pytest.approx(float(mean), abs=0.005)


def test_the_newest_release_is_named_with_its_own_threshold_and_in_the_words_of_coverage(
    client: Any, session: Session, with_threshold: Any
) -> None:
    partnership = scene(session, heads={"B": 12, "D": 100})
    partnership.released("Spring 2030", threshold=11)
    page = with_threshold(40)
    # Everybody in one role group answered; the exact total beside the words of coverage would undo them.
    assert "The newest figures are those of Spring 2030, which about 59 of 242 people answered." in page.text
    assert "groups of eleven or more of them" in page.text
