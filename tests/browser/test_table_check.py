"""An analyst checks a table before it is published: its faults by row, the verdict, and the evidence to take away."""

import json

import pytest

from tests import factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.keyboards import enters, tabs_to
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tna.domain.people import Duty
from tna.models.people import Person

TITLE = "Check a table before it is published"
FAULTY = "where\tPolice\tHealth\nNorth\t-3\t20\nSouth\t\t2.5\nSouth\tmany\t8\n"
GOOD = "where\tPolice\tHealth\nNorth\t[13]\t[20]\nSouth\t[12]\t[30]\n"


@pytest.fixture(scope="module")
def analyst(site: Site) -> Person:
    with site.session() as session:
        return factories.add_person(session, factories.add_agency(session), duties=[Duty.ANALYST])


def test_faults_are_named_by_row_and_a_good_table_gets_a_verdict_and_evidence(
    analyst: Person, welcome: Welcome
) -> None:
    visitor = welcome(checks=(accessible, fits_small_screens))
    page = visitor.page
    sign_in(visitor, analyst)
    visitor.opens("/table-check")
    visitor.sees(TITLE)
    visitor.reads("of at most 400 cells; the command “tna analyse audit” takes up to 3,600")
    page.get_by_label("Paste the table").fill(FAULTY)
    enters(visitor, page.get_by_role("button", name="Check the table"))
    visitor.sees(TITLE)
    faults = page.get_by_role("alert").get_by_role("listitem").all_inner_texts()
    assert [fault.partition(":")[0] for fault in faults] == [
        "Row 2, column “Police”",
        "Row 3, column “Police”",
        "Row 3, column “Health”",
        "Row 4, column “where”",
        "Row 4, column “Police”",
    ]
    tabs_to(visitor, page.get_by_label("Paste the table"))
    page.get_by_label("Paste the table").fill(GOOD)
    enters(visitor, page.get_by_role("button", name="Check the table"))
    visitor.sees("Safe to publish: each of its four withheld counts")
    visitor.reads("between 0 and 25")
    with page.expect_download() as download:
        visitor.presses("Download as JSON")
    assert json.loads(download.value.path().read_text("utf-8"))["safe"] is True
    with page.expect_download() as download:
        visitor.presses("Download as CSV")
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 1 + 4


def test_the_page_of_methods_says_how(analyst: Person, welcome: Welcome) -> None:
    visitor = welcome(checks=(accessible, fits_small_screens))
    sign_in(visitor, analyst)
    visitor.opens("/table-check")
    visitor.follows("How a table is checked")
    visitor.sees("How we work the figures out")
    visitor.reads("23 − 20 = 3 gives it away")
