"""Did it work? The pages of confidence before and after courses, in every state."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.domain.shifts import FALL, INCONCLUSIVE, NINE, RISE, TOO_FEW, UNCLEAR, counts
from tests.factories import TODAY, add_block
from tests.web.browsing import Page, sign_in, text_of, visit
from tests.web.partnerships import PICTURE
from tna.domain.people import Duty
from tna.domain.reports.shift_words import CAPTION
from tna.models.courses import OfferedCourse
from tna.models.evaluations import BlockProgress
from tna.services import pictures

FILES = ("before-after", "changes", "looking-back", "room", "sureness")
BACK = {"s05": (0, 40, 10, 0, 0), "s06": (0, 20, 20, 5, 0)}


@pytest.fixture(autouse=True)
def catalogue(session: Session) -> None:
    factories.add_catalogue(session)


@pytest.fixture(params=[Duty.SUBGROUP, Duty.TRAINING_LEAD])
def reader(client: Any, session: Session, request: pytest.FixtureRequest) -> Any:
    """The browser of a member of the subgroup, and then of a training lead: both read the same."""
    agency = factories.add_agency(session)
    led = [agency] if request.param is Duty.TRAINING_LEAD else []
    sign_in(client, session, factories.add_person(session, agency, duties=[request.param], leads=led))
    return client


def headings(page: Page) -> list[str]:
    return [text_of(one) for one in page.main.iter("h2")]


def file_of(client: Any, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def draw(session: Session, course_id: str) -> None:
    for wanted in pictures.missing_shift(session, course_id=course_id):
        pictures.keep(session, wanted, PICTURE)
    session.commit()


# All courses ------------------------------------------------------------------------------------------------


def test_before_any_release_every_course_says_how_far_it_is(reader: Any, session: Session) -> None:
    session.add(BlockProgress(course_id="CSA-03", month=TODAY.replace(day=1), reached="fewer than half"))
    session.commit()
    page = visit(reader, "/evaluations")
    assert headings(page) == ["Nothing is released yet", "How far each course is"]
    groups = [text_of(one) for one in page.main.iter("h3")]
    assert groups == ["Fewer than half of the forms needed are in", "To be said at the start of a month"]
    assert f"{groups[0]} CSA-03 CSA: identify and respond {groups[1]} CSA-04" in page.text


def test_e_learning_waits_for_no_forms_and_its_page_says_that_nothing_is_asked(reader: Any) -> None:
    page = visit(reader, "/evaluations")
    assert "CSA-01" not in page.text
    assert "CSA-02" not in page.text
    page = visit(reader, "/evaluations/CSA-01")
    assert headings(page) == ["Nothing is asked before and after this course"]
    assert "There are no forms before and after e-learning, so there is nothing to compare." in page.text


def test_the_sentence_for_all_courses_comes_first_and_each_course_leads_to_its_page(
    reader: Any, session: Session
) -> None:
    for course, people in (("CSA-04", RISE), ("CSA-05", FALL), ("CSA-14", TOO_FEW), ("CSA-17", UNCLEAR)):
        domain = "D1" if course == "CSA-17" else "D2"
        add_block(session, course, counts({domain: people}))
    page = visit(reader, "/evaluations")
    assert page.heading == "Did it work?"
    assert (
        "Confidence rose after one of four courses with figures and fell after CSA-05; one cannot be told from chance "
        "and one has too few people to test." in page.text
    )
    assert headings(page) == [
        "What changed after each course",
        "Confidence rose",
        "Confidence fell",
        "No clear change",
        "Too early to say",
        "Not released yet",
    ]
    assert "After CSA-04, 41 of 57 people were more confident talking with children; 3 were less." in page.text
    assert "A fall is not automatically failure" in page.text
    assert CAPTION in page.text
    for name in ("Communicating with children", "CSA-03 CSA: identify and respond"):
        assert visit(reader, page.links[name]).heading.startswith("Did it work? CSA-0")


def test_a_retired_course_keeps_its_figures(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}))
    session.get_one(OfferedCourse, "CSA-04").retired_on = TODAY
    session.commit()
    assert "After CSA-04, 41 of 57 people" in visit(reader, "/evaluations").text


def test_all_courses_are_a_file_once_there_is_one(reader: Any, session: Session) -> None:
    assert reader.get("/evaluations.csv").status_code == 404
    add_block(session, "CSA-04", counts({"D2": RISE}))
    rows = file_of(reader, "/evaluations.csv")
    assert rows[1] == ["CSA-04 Communicating with children", "Talking with children", "57", "41", "13", "3", "rise"]


# One course -------------------------------------------------------------------------------------------------


def test_a_course_opens_with_its_sentence_and_ends_with_what_it_does_not_show(reader: Any, session: Session) -> None:
    add_block(session, "CSA-03", counts({"D1": RISE, "D2": INCONCLUSIVE}, looking_back=BACK))
    page = visit(reader, "/evaluations/CSA-03")
    assert page.heading == "Did it work? CSA-03 CSA: identify and respond"
    after_heading = page.text.partition(page.heading)[2].strip()
    assert after_heading.startswith(
        "After CSA-03, 41 of 57 people were more confident noticing signs; 3 were less. "
        "8 of 22 people were more confident talking with children; 5 were less. That is inconclusive"
    )
    assert headings(page) == [
        "Confidence before and after CSA-03",
        "How many people changed after CSA-03",
        "Looking back, apart",
        "Was there room to improve?",
        "How sure we are",
        "What this does not show",
    ]
    assert "people rated themselves higher before they knew more" in page.text
    assert page.text.count(CAPTION) >= 4
    assert "Working together on the pathway" in page.text


def test_a_course_after_which_two_domains_fell_says_once_that_a_fall_is_no_failure(
    reader: Any, session: Session
) -> None:
    add_block(session, "CSA-03", counts({"D1": FALL, "D2": FALL}))
    assert visit(reader, "/evaluations/CSA-03").text.count("A fall is not automatically failure") == 1


def test_while_pictures_are_drawn_sentence_and_table_stand_alone(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}, looking_back=BACK))
    page = visit(reader, "/evaluations/CSA-04")
    assert page.text.count("The picture is being drawn.") == 3
    assert list(page.main.iter("img")) == []
    draw(session, "CSA-04")
    page = visit(reader, "/evaluations/CSA-04")
    drawn = list(page.main.iter("img"))
    means, moves, back = (one.get("alt", "") for one in drawn)
    assert means.startswith("Mean confidence, of 1 to 5, went up talking with children from 2.7 to 3.7")
    assert moves.startswith("The one domain shows a rise: talking with children (41 more confident, 3 less, of 57)")
    assert back.startswith("On one of two statements, the two lie half a level apart or more")
    sources = [one.get("src", "") for one in drawn] + [one.get("srcset", "") for one in page.main.iter("source")]
    assert len(set(sources)) == 6
    for address in sources:
        assert reader.get(address).headers["Content-Type"] == "image/svg+xml"
    assert len(list(visit(reader, "/evaluations").main.iter("img"))) == 1


def test_a_course_with_nobody_looking_back_says_so(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}))
    page = visit(reader, "/evaluations/CSA-04")
    assert "Nothing can be shown yet: fewer than ten people looked back on any one statement." in page.text


def test_every_table_of_a_course_is_a_file(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}, looking_back=BACK))
    page = visit(reader, "/evaluations/CSA-04")
    addresses = {f"/evaluations/CSA-04/{name}.csv" for name in FILES}
    assert addresses == {href for href in page.links.values() if href.endswith(".csv")}
    for address in addresses:
        headers, *rows = file_of(reader, address)
        assert rows
        assert all(len(row) == len(headers) for row in rows)


def test_a_course_all_of_whose_domains_were_short_says_why_there_is_nothing(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": NINE}))
    page = visit(reader, "/evaluations/CSA-04")
    assert page.text.count("No figure can be shown yet: not released yet, or fewer than ten people.") >= 3
    assert "rose" not in visit(reader, "/evaluations").text
    assert len(file_of(reader, "/evaluations/CSA-04/sureness.csv")) == 1


def test_a_course_without_a_release_says_how_far_it_is_and_has_no_files(reader: Any, session: Session) -> None:
    session.add(BlockProgress(course_id="CSA-04", month=TODAY.replace(day=1), reached="more than half"))
    session.commit()
    page = visit(reader, "/evaluations/CSA-04")
    assert headings(page) == ["Nothing is released yet: more than half of the forms needed are in."]
    for name in FILES:
        assert reader.get(f"/evaluations/CSA-04/{name}.csv").status_code == 404


@pytest.mark.parametrize("course_id", ["CSA-99", "%00", "x" * 300])
def test_a_course_that_is_not_there_is_not_found(reader: Any, course_id: str) -> None:
    assert reader.get(f"/evaluations/{course_id}").status_code == 404


def test_the_course_page_leads_to_how_a_shift_is_worked_out(reader: Any, session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}))
    address = visit(reader, "/evaluations/CSA-04").links["How a shift in confidence is worked out"]
    page = visit(reader, address)
    assert address.endswith("#shift")
    assert "Shift: of 20 × 21 ÷ 2 = 210 averages the middle one is +1.0, its range +0.5 to +1.5." in page.text
