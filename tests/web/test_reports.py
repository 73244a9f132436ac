"""Coverage as readers and leads see it, and who may open a picture."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.pseudo import CODE
from tests.web.browsing import Page, path_of, sign_in, text_of, visit
from tests.web.partnerships import A_YEAR, PICTURE, Scene
from tests.web.test_needs import lead_of
from tna.domain.people import Duty
from tna.models.needs import Picture
from tna.models.people import Person
from tna.services import coverage, pictures, reports
from tna.services.languages import languages_of


def headings(page: Page) -> list[str]:
    return [text_of(one) for one in page.main.iter("h2")]


def images(page: Page) -> list[str]:
    return [one.get("src", "") for one in page.main.iter("img")]


def rows_of(client: Any, address: str) -> list[list[str]]:
    """The rows of a file without their first cell, which names the round."""
    text = client.get(address).get_data(as_text=True).removeprefix("\ufeff")
    return [row[1:] for row in csv.reader(io.StringIO(text))][1:]


# Coverage ---------------------------------------------------------------------------------------------------


def test_without_a_round_the_page_says_what_it_will_show(reader: Any, session: Session) -> None:
    assert "No round has been opened yet" in visit(reader, "/reports/coverage").text
    factories.add_round(session, title="Winter", opens_on=TODAY + timedelta(days=9))
    session.commit()
    assert "No round has been opened yet" in visit(reader, "/reports/coverage").text
    assert reader.get("/reports/coverage/agencies.csv").status_code == 404


def test_readers_see_every_agency_and_role_group_against_headcount(reader: Any, partnership: Scene) -> None:
    partnership.open("Spring")
    page = visit(reader, "/reports/coverage")
    assert page.heading == "Who has answered"
    assert "Spring Open" in page.text
    assert headings(page) == ["Who has answered, by agency", "Who has answered, by role group", "See also"]
    assert "59 of 260 people have answered: 23 %. Furthest behind: South, at 13 %." in page.text
    assert rows_of(reader, "/reports/coverage/agencies.csv") == [
        ["South", "17 of 130", "13", "130"],
        ["North", "42 of 130", "32", "130"],
    ]
    assert [row[:2] for row in rows_of(reader, "/reports/coverage/role-groups.csv")] == [
        ["Targeted, health and early help", "44 of 200"],
        ["Children's workforce", "15 of 60"],
    ]


def test_coverage_is_live_while_a_round_is_open_and_never_names_anybody(
    reader: Any, session: Session, partnership: Scene
) -> None:
    round_ = partnership.open("Spring", answered={("north", "D"): 12})
    assert "12 of 260 people have answered" in visit(reader, "/reports/coverage").text
    person = factories.add_person(session, partnership.agencies["north"], name="Planted Name", email="planted@x.org")
    factories.answer(session, round_, person)
    session.commit()
    page = visit(reader, "/reports/coverage")
    assert "13 of 260 people have answered" in page.text
    names = {word for one in session.scalars(select(Person)) for word in (one.name, one.email)}
    own = {"Planted Name", "planted@x.org"}
    assert own <= names
    assert not any(name in page.html for name in own)
    assert not any(name in str(rows_of(reader, "/reports/coverage/agencies.csv")) for name in names)


def test_an_open_round_with_few_answers_says_from_when_on_its_days_are_drawn(
    reader: Any, session: Session, partnership: Scene
) -> None:
    round_ = partnership.open("Spring", answered={("north", "D"): 12})
    line = "How the answers come in, day by day, is drawn from 200 answers on."
    assert line in visit(reader, "/reports/coverage").text
    factories.close(session, round_)
    session.commit()
    assert line not in visit(reader, "/reports/coverage").text


def test_a_reader_looks_at_an_earlier_round(reader: Any, partnership: Scene) -> None:
    partnership.released("First", opens_on=TODAY - A_YEAR)
    partnership.open("Second", answered={("north", "D"): 12})
    page = visit(reader, "/reports/coverage")
    rounds = {text_of(one): one.get("value", "") for one in page.form("Show").iter("option")}
    assert list(rounds) == ["Second", "First"]
    earlier = visit(reader, f"/reports/coverage?round={rounds['First']}")
    assert "First Released" in earlier.text
    assert "59 of 260 people have answered" in earlier.text
    assert [row[1] for row in rows_of(reader, f"/reports/coverage/agencies.csv?round={rounds['First']}")] == [
        "17 of 130",
        "42 of 130",
    ]


def test_a_round_that_was_never_opened_is_not_found(reader: Any, session: Session, partnership: Scene) -> None:
    partnership.open("Spring", answered={})
    planned = factories.add_round(session, title="Winter", opens_on=TODAY + timedelta(days=9))
    session.commit()
    for asked in (planned.id, 999, "x"):
        assert reader.get(f"/reports/coverage?round={asked}").status_code == 404
        assert reader.get(f"/reports/coverage/role-groups.csv?round={asked}").status_code == 404


def test_a_file_of_an_agency_that_is_not_there_is_not_found(reader: Any, partnership: Scene) -> None:
    partnership.open("Spring", answered={})
    for asked in ("nowhere", "%00"):
        assert reader.get(f"/reports/coverage/role-groups.csv?agency={asked}").status_code == 404
    assert len(rows_of(reader, "/reports/coverage/role-groups.csv?agency=south")) == 2


def test_where_no_agency_has_anybody_the_page_says_that_there_is_nobody_to_count(
    reader: Any, session: Session, partnership: Scene
) -> None:
    for agency in partnership.agencies.values():
        factories.agencies.set_headcounts(
            session, agency_id=agency.id, heads={"B": 0, "D": 0}, as_at=TODAY, actor_id=None, now=factories.NOW
        )
    partnership.open("Spring", answered={})
    session.commit()
    assert "There is nobody to count yet: no headcounts are known." in visit(reader, "/reports/coverage").text


# A lead's coverage ------------------------------------------------------------------------------------------


def test_a_lead_sees_the_own_agency_by_role_group_with_the_picture_the_worker_drew(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.draw(partnership.open("Spring"))
    browser = lead_of(client, session, partnership, "north")
    page = visit(browser, "/reports/coverage")
    assert headings(page) == ["North"]
    assert "42 of 130 people have answered: 32 %." in page.text
    assert "South" not in page.text
    assert "260" not in page.text
    [picture] = images(page)
    assert browser.get(picture).status_code == 200


def test_a_lead_of_several_agencies_sees_each_by_itself(client: Any, session: Session, partnership: Scene) -> None:
    """Also where those are all there are: the pictures of the whole partnership are not theirs."""
    partnership.draw(partnership.open("Spring"))
    browser = lead_of(client, session, partnership, "south", "north")
    page = visit(browser, "/reports/coverage")
    assert headings(page) == ["North", "South"]
    assert "59 of 260" not in page.text
    assert len(images(page)) == 2
    assert {browser.get(address).status_code for address in images(page)} == {200}
    files = [href for text, href in page.links.items() if text.startswith("Download")]
    assert [sum(int(row[3]) for row in rows_of(browser, one)) for one in files] == [130, 130]
    assert rows_of(browser, files[0]) != rows_of(browser, files[1])


def test_the_files_of_another_agency_are_not_a_leads(client: Any, session: Session, partnership: Scene) -> None:
    partnership.open("Spring")
    browser = lead_of(client, session, partnership, "north")
    assert browser.get("/reports/coverage/role-groups.csv?agency=south").status_code == 404
    assert browser.get("/reports/coverage/role-groups.csv?agency=nowhere").status_code == 404
    assert [row[0] for row in rows_of(browser, "/reports/coverage/agencies.csv")] == ["North"]


# Pictures ---------------------------------------------------------------------------------------------------


@pytest.fixture
def released(partnership: Scene) -> Any:
    round_ = partnership.released()
    partnership.draw(round_)
    return round_


def test_a_picture_is_an_svg_that_is_not_kept_and_may_run_nothing(reader: Any, released: Any, session: Session) -> None:
    """With its own policy: opened by itself it is a page, and a script in it would be ours."""
    [shown] = reports.released_rounds(session)
    wanted = pictures.Wanted(reports.partnership_report(session, shown).role_groups, "wide", None)
    answer = reader.get(f"/reports/pictures/{wanted.digest}.svg")
    assert answer.data == PICTURE
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].startswith("'nonce-")


def test_a_drawn_picture_needs_no_style_script_or_address_that_the_policy_would_stop(
    released: Any, session: Session
) -> None:
    [shown] = reports.released_rounds(session)
    report = reports.partnership_report(session, shown).role_groups
    drawn = pictures.draw(pictures.Wanted(report, "narrow", None)).decode()
    assert not any(part in drawn for part in ("<style", "style=", "<script", "href", "<image", "<foreignObject"))


def test_a_page_shows_the_pictures_drawn_in_the_language_it_speaks(
    app: Any, two_languages: None, reader: Any, released: Any, session: Session
) -> None:
    welsh = {"Accept-Language": CODE}
    assert "/reports/pictures/" not in reader.get("/needs", headers=welsh).text
    [shown] = reports.released_rounds(session)
    wanted = pictures.missing_pictures(
        session, release_id=shown.release.id, languages=languages_of(app.extensions["settings"])
    )
    assert {one.language.code for one in wanted} == {CODE}
    for one in wanted:
        pictures.keep(session, one, b"<svg>strange</svg>")
    session.commit()
    for headers, content in (({}, PICTURE), (welsh, b"<svg>strange</svg>")):
        [address] = re.findall(r'<img src="(/reports/pictures/\w+\.svg)"', reader.get("/needs", headers=headers).text)
        assert reader.get(address).data == content


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_pictures_of_the_whole_partnership_are_its_readers_and_those_of_an_agency_its_leads_too(
    client: Any, browsers: Any, session: Session, partnership: Scene, released: Any, form: str
) -> None:
    drawn = [one for one in session.scalars(select(Picture)) if one.media_type == pictures.MEDIA_TYPES[form]]
    found = {one.agency_id: one.digest for one in drawn}
    sign_in(client, session, partnership.somebody(Duty.ANALYST))
    lead = browsers()
    sign_in(lead, session, partnership.somebody(Duty.TRAINING_LEAD, leads=("north",)))
    practitioner = browsers()
    sign_in(practitioner, session, partnership.somebody())

    def seen(browser: Any) -> dict[str | None, int]:
        pages = {key: f"/reports/pictures/{found[key]}.{form}" for key in (None, "north", "south")}
        return {key: browser.get(page).status_code for key, page in pages.items()}

    assert seen(client) == {None: 200, "north": 200, "south": 200}
    assert seen(lead) == {None: 404, "north": 200, "south": 404}
    assert seen(practitioner) == {None: 404, "north": 404, "south": 404}
    assert path_of(browsers().get(f"/reports/pictures/{found[None]}.{form}").location) == "/sign-in"


def test_a_page_offers_its_picture_for_slides_and_for_print(reader: Any, released: Any, session: Session) -> None:
    page = visit(reader, "/needs")
    for name, media_type in (("Picture for slides (PNG)", "image/png"), ("Picture for print (PDF)", "application/pdf")):
        [address] = [where for link, where in page.links.items() if link.startswith(name)]
        answer = reader.get(address)
        assert (answer.status_code, answer.mimetype, answer.data) == (200, media_type, PICTURE)
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["Cache-Control"] == "no-store"
        for other in {"svg", "png", "pdf"} - {address.rsplit(".", 1)[1]}:
            assert reader.get(f"{address.rsplit('.', 1)[0]}.{other}").status_code == 404


def test_a_picture_that_is_not_there_is_not_found(reader: Any, released: Any) -> None:
    for digest in ("0" * 64, "x", "%00"):
        assert reader.get(f"/reports/pictures/{digest}.svg").status_code == 404


def test_coverage_pictures_of_an_open_round_change_with_every_answer(
    reader: Any, session: Session, partnership: Scene
) -> None:
    round_ = partnership.open("Spring", answered={("north", "D"): 12})
    partnership.draw(round_)
    assert len(images(visit(reader, "/reports/coverage"))) == 2
    factories.add_respondents(session, round_, partnership.agencies["south"], 6)
    session.commit()
    page = visit(reader, "/reports/coverage")
    assert images(page) == []
    assert page.text.count("The picture is being drawn.") == 2
    assert coverage.newest_round(session) == round_
