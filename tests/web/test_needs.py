"""What the subgroup and the leads read of a released round, in every state a page can be in."""

import csv
import io
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, classes, path_of, sign_in, text_of, visit
from tests.web.partnerships import A_YEAR, Scene, scene
from tna.domain.people import Duty
from tna.services import courses, releases


def lead_of(client: Any, session: Session, partnership: Scene, *agencies: str) -> Any:
    sign_in(client, session, partnership.somebody(Duty.TRAINING_LEAD, leads=agencies))
    return client


def with_class(page: Page, name: str) -> list[Element]:
    return [element for element in page.main.iter() if name in classes(element)]


def stats(page: Page) -> list[str]:
    return [text_of(one) for one in with_class(page, "tna-stat")]


def table_of(page: Page, id: str) -> list[list[str]]:
    """The cells of a table by the id of its caption, the headers first."""
    [table] = [t for t in page.main.iter("table") if any(c.get("id") == f"{id}-caption" for c in t.iter("caption"))]
    return [[text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]


def file_of(client: Any, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    # The first column of a round's file names it; what follows is the table of the page.
    return [row[1:] for row in rows] if rows[0][0] == "Round" else rows


def link(page: Page, words: str) -> str:
    """The address of the only link that begins like this."""
    [address] = [href for text, href in page.links.items() if text.startswith(words)]
    return address


def back(page: Page) -> str:
    """Where the link above the content leads; empty without one."""
    return next((one.get("href", "") for one in page.root.iter("a") if "govuk-back-link" in classes(one)), "")


def go(client: Any, page: Page, **changes: str) -> Page:
    """Send the form that chooses what is shown, changed as a reader would."""
    query = page.fields("Show") | changes
    return Page(client.get(page.action("Show"), query_string=query))


# The overview -----------------------------------------------------------------------------------------------


def test_the_overview_opens_with_the_round_three_sentences_and_the_largest_needs(
    reader: Any, partnership: Scene
) -> None:
    partnership.released("Autumn 2029", opens_on=TODAY - A_YEAR)
    partnership.released("Autumn 2030")
    page = visit(reader, "/needs")
    assert page.heading == "Where training is needed"
    assert page.title.startswith("Where training is needed: Autumn 2030")
    assert "Beside it: Autumn 2029." in page.text
    answered, changed, withheld = stats(page)
    needed = text_of(next(page.main.iter("ol")))
    assert answered.startswith("23 % of 260 people answered: 59. Furthest behind: South, at 13 %.")
    assert needed.startswith("About ")
    assert ") need training to" in needed
    assert "since Autumn 2029" in changed
    assert withheld.startswith("56 of 59 answers stand in these figures. Where fewer than ten people answered")


def test_the_overview_leads_to_every_other_page_of_the_same_rounds(reader: Any, partnership: Scene) -> None:
    partnership.released("Autumn 2029", opens_on=TODAY - A_YEAR)
    partnership.released("Autumn 2030")
    page = go(reader, visit(reader, "/needs"), compare="none")
    for words in ("All needs, by people to train", "Statement by statement", "Agency by agency"):
        address = link(page, words)
        assert address.endswith("compare=none")
        further = visit(reader, address)
        assert "Autumn 2030" in further.title + further.text
        assert back(further).endswith("compare=none")


def test_a_reader_chooses_another_round_and_what_stands_beside_it(reader: Any, partnership: Scene) -> None:
    for years, title in enumerate(("Third", "Second", "First")):
        partnership.released(title, opens_on=TODAY - years * A_YEAR)
    page = visit(reader, "/needs")
    assert "Beside it: Second." in page.text
    rounds = {text_of(one): one.get("value", "") for one in page.form("Show").iter("option")}
    assert "Beside it: First." in go(reader, page, compare=rounds["First"]).text
    alone = go(reader, page, compare="none")
    assert "Beside it" not in stats(alone)[1]
    assert stats(alone)[1].startswith("This round alone")
    # Only the round was changed; what stood beside the newest cannot stand beside the oldest.
    oldest = go(reader, page, round=rounds["First"])
    assert oldest.answer.status_code == 200
    assert stats(oldest)[1].startswith("The first round released here")
    assert "Beside it: First." in go(reader, page, round=rounds["Second"]).text


def test_another_round_is_chosen_under_the_title_folded_up(reader: Any, partnership: Scene) -> None:
    partnership.released("Earlier", opens_on=TODAY - A_YEAR)
    partnership.released("Later")
    paths = ("/needs", "/needs/agencies", "/needs/ranking", "/needs/agencies/north", "/needs/compare")
    for path in (*paths, "/reports/coverage"):
        page = visit(reader, path)
        tags = [one.tag for one in page.main.iter() if one.tag in {"h1", "h2", "figure", "form", "summary"}]
        assert tags[:3] == ["h1", "summary", "form"], path
        [fold, *_] = page.main.iter("details")
        assert fold.get("open") is None
        assert text_of(next(fold.iter("summary"))).startswith("Another round")
        assert any(one.tag == "form" for one in fold.iter())


def test_with_one_round_there_is_nothing_to_choose_or_compare(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs")
    assert stats(page)[1].startswith("The first round")
    assert "Show" not in page.buttons
    assert "What changed" not in page.text


@pytest.mark.parametrize("query", ["round=999", "round=x", "round=1%00", "compare=999", "compare=x"])
def test_a_round_that_is_not_there_is_not_found(reader: Any, partnership: Scene, query: str) -> None:
    partnership.released()
    for path in ("/needs", "/needs/agencies", "/needs/ranking", "/needs/role-groups.csv"):
        assert reader.get(f"{path}?{query}").status_code == 404


def test_while_pictures_are_drawn_sentence_and_table_stand_alone(reader: Any, partnership: Scene) -> None:
    round_ = partnership.released()
    page = visit(reader, "/needs")
    assert "The picture is being drawn." in page.text
    assert list(page.main.iter("img")) == []
    partnership.draw(round_)
    page = visit(reader, "/needs")
    [picture] = page.main.iter("img")
    [narrow] = page.main.iter("source")
    assert picture.get("alt", "").startswith("The largest share")
    assert picture.get("src") != narrow.get("srcset")
    assert narrow.get("media") == "(max-width: 40rem)"
    for address in (picture.get("src"), narrow.get("srcset")):
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/needs", "/needs/agencies", "/needs/statements", "/needs/statements?role_group=D", "/needs/agencies/north"],
)
def test_each_page_finds_the_pictures_that_the_worker_drew(reader: Any, partnership: Scene, path: str) -> None:
    partnership.released("Earlier", opens_on=TODAY - A_YEAR)
    partnership.draw(partnership.released())
    assert "being drawn" not in visit(reader, path).text


def test_what_is_withheld_is_said_with_the_threshold_of_the_release(reader: Any, partnership: Scene) -> None:
    partnership.released(threshold=16)
    page = visit(reader, "/needs")
    assert "Where fewer than sixteen people answered, nothing is shown." in stats(page)[2]
    assert "fewer than ten" not in page.text
    withheld = [row for row in table_of(page, "role-groups") if row[2] == "fewer than sixteen people answered"]
    assert {row[0] for row in withheld} == {"Children's workforce"}
    assert not any(cell for row in withheld for cell in row[3:])


FEW = {("north", "D"): 2, ("south", "D"): 1}
"""Too few for any figure."""


def test_the_newest_round_with_figures_is_shown_unasked_and_names_the_empty_one(
    reader: Any, partnership: Scene
) -> None:
    partnership.released("First", opens_on=TODAY - 3 * A_YEAR)
    partnership.released("Gap", opens_on=TODAY - 2 * A_YEAR, answered=FEW)
    partnership.released("Last", opens_on=TODAY - A_YEAR)
    empty = partnership.released("Winter", answered=FEW)
    for path in ("/needs", "/needs/agencies", "/needs/ranking"):
        page = visit(reader, path)
        assert "“Winter” is newer, and no figure of it can be shown: too few people answered." in page.text
        assert "“Gap”" not in page.text
    assert "Beside it: First." in visit(reader, "/needs").text
    asked = visit(reader, f"/needs?round={empty.id}")
    assert "is newer" not in asked.text
    assert stats(asked)[2].startswith("None of")
    assert "in such groups" not in stats(asked)[2]


def test_where_no_round_has_figures_the_newest_is_shown(reader: Any, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR, answered=FEW)
    partnership.released("Autumn", answered=FEW)
    page = visit(reader, "/needs")
    assert page.title.startswith("Where training is needed: Autumn")
    assert "Autumn, compared with Spring." in visit(reader, "/needs/compare").text


def test_more_answers_than_the_headcount_says_are_named(client: Any, session: Session) -> None:
    partnership = scene(session, heads={"B": 11, "D": 100})
    partnership.released()
    sign_in(client, session, partnership.somebody(Duty.ANALYST))
    named = "More people answered than the headcount says among children's workforce"
    for path in ("/needs", "/needs/agencies/north"):
        assert named in visit(client, path).text
    assert named not in visit(client, "/needs/agencies/south").text


# Nothing to show yet ----------------------------------------------------------------------------------------


def test_before_any_round_the_page_says_what_it_will_show(reader: Any) -> None:
    for path in ("/needs", "/needs/agencies", "/needs/ranking", "/needs/statements", "/needs/agencies/north"):
        assert "No round has been planned yet" in visit(reader, path).text


def test_a_planned_round_is_named_with_its_days(reader: Any, session: Session, partnership: Scene) -> None:
    factories.add_round(session, title="Winter", opens_on=TODAY + timedelta(days=9))
    session.commit()
    assert "“Winter” is planned from" in visit(reader, "/needs").text


def test_an_open_round_is_named_and_leads_to_coverage(reader: Any, partnership: Scene) -> None:
    partnership.open("Spring", answered={})
    page = visit(reader, "/needs")
    assert "“Spring” is open. Figures are made once, when it has closed" in page.text
    assert path_of(link(page, "See how many have answered so far")) == "/reports/coverage"


def test_a_round_that_is_being_released_says_that_it_takes_a_minute(reader: Any, partnership: Scene) -> None:
    partnership.closed("Spring", answered={})
    for path in ("/needs", "/needs/agencies/north"):
        assert "“Spring” has closed and is being released." in visit(reader, path).text


def test_the_newest_figures_say_which_round_comes_next(reader: Any, session: Session, partnership: Scene) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    round_ = partnership.open("Autumn", answered={})
    assert "“Autumn” is still open." in visit(reader, "/needs").text
    factories.close(session, round_)
    session.commit()
    assert "“Autumn” has closed and is being released." in visit(reader, "/needs").text


def test_files_of_nothing_are_not_there(reader: Any) -> None:
    for path in ("/needs/role-groups.csv", "/needs/agencies.csv", "/needs/ranking.csv", "/needs/statements.csv"):
        assert reader.get(path).status_code == 404


# Agency by agency, the ranking, statement by statement -------------------------------------------------------


def test_agencies_stand_beside_each_other_and_lead_to_their_own_pages(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/agencies")
    assert page.heading == "Agency by agency"
    assert page.text.count("The largest share") == 1
    assert path_of(link(page, "North")) == "/needs/agencies/north"
    assert {row[0] for row in table_of(page, "agencies")[1:]} == {"North", "South", "All agencies together"}


def test_the_ranking_names_the_largest_needs_and_where_the_mean_gap_disagrees(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/ranking")
    ranked = [text_of(one) for one in with_class(page, "tna-ranking")[0].iter("li")]
    assert len(ranked) == 5
    assert all(") need training to" in each and "% of people in" in each for each in ranked)
    assert all("more people are asked this, but work in groups" in each for each in ranked)
    assert "The same person may be counted in several needs." in page.text
    assert "Ranked by mean gap instead," in page.text
    rows = table_of(page, "ranking")
    assert rows[0][:3] == ["Place", "Statement", "People to train"]
    assert [row[0] for row in rows[1:]] == [str(place) for place in range(1, len(rows))]


def test_statements_are_of_everyone_or_of_the_role_group_that_is_chosen(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/statements")
    assert page.heading == "Statement by statement: all role groups together"
    chosen = go(reader, page, role_group="D")
    assert chosen.heading == "Statement by statement: targeted, health and early help"
    assert chosen.fields("Show")["role_group"] == "D"
    assert table_of(chosen, "statements") != table_of(page, "statements")
    assert "role_group=D" in link(chosen, "Download the numbers")


def test_the_optional_questions_stand_below_the_statements(reader: Any, session: Session, partnership: Scene) -> None:
    round_ = partnership.open(answered={})
    everything = dict.fromkeys(factories.statements_asked(factories.definition_of(round_), "D"), "2")
    for number, choice in ((12, "training"), (8, "time")):
        answers = everything | {"would-help": choice}
        factories.add_respondents(session, round_, partnership.agencies["north"], number, answers=answers)
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="x", now=factories.NOW)
    session.commit()
    page = visit(reader, "/needs/statements?role_group=D")
    assert (
        "What would help you most? Training: 60 % of 20 who answered, the answer chosen most often; something "
        "else: 40 %, most often “Time” (40 %)."
    ) in page.text
    assert ["Time", "8", "40", "23", "59"] in table_of(page, "question-would-help")
    # Everybody gave the same level to every statement, so that not one of them is released.
    assert "or all gave the same answer" in page.text
    assert "Have you been trained in Achieving Best Evidence" not in page.text


def test_a_role_group_that_is_withheld_says_why_and_shows_no_number(reader: Any, partnership: Scene) -> None:
    partnership.released(answered={("north", "D"): 30, ("south", "E"): 4})
    page = visit(reader, "/needs/statements?role_group=E")
    [panel] = with_class(page, "tna-withheld-panel")
    assert text_of(panel).startswith("No figure can be shown yet: fewer than ten people answered")
    assert list(page.main.iter("table")) == []
    assert not any(text.startswith("Download") for text in page.links)


def test_a_role_group_that_nobody_is_in_says_so(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/statements?role_group=J")
    assert "Nobody of this role group is in this round" in page.text
    assert page.fields("Show")["role_group"] == "J"
    assert reader.get("/needs/statements.csv?role_group=J").status_code == 404


def test_a_role_group_that_there_is_not_is_not_found(reader: Any, partnership: Scene) -> None:
    partnership.released()
    assert reader.get("/needs/statements?role_group=Z").status_code == 404
    assert reader.get("/needs/statements.csv?role_group=Z").status_code == 404


@pytest.mark.parametrize(
    ("path", "table", "words"),
    [
        ("/needs", "role-groups", "Download"),
        ("/needs/agencies", "agencies", "Download"),
        ("/needs/ranking", "ranking", "Download"),
        ("/needs/statements?role_group=B", "statements", "Download"),
        ("/needs/agencies/north", "role-groups", "Download the numbers (CSV): Below"),
        ("/needs/agencies/north", "statements", "Download the numbers (CSV): How"),
    ],
)
def test_a_file_holds_the_numbers_of_the_table_it_stands_under(
    reader: Any, partnership: Scene, path: str, table: str, words: str
) -> None:
    partnership.released("Earlier", opens_on=TODAY - A_YEAR)
    partnership.released("Later")
    page = visit(reader, path)
    assert [[" ".join(cell.split()) for cell in row] for row in file_of(reader, link(page, words))] == table_of(
        page, table
    )


# One agency -------------------------------------------------------------------------------------------------


def test_a_lead_reads_the_three_largest_needs_of_the_own_agency_first(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    page = visit(lead_of(client, session, partnership, "north"), "/needs/mine")
    assert page.path == "/needs/agencies/north"
    assert page.heading == "North: where training is needed"
    assert len(list(with_class(page, "tna-ranking")[0].findall("li"))) == 3
    assert {row[0] for row in table_of(page, "role-groups")[1:]} == {
        "Children's workforce",
        "Targeted, health and early help",
        "All role groups together",
    }
    assert back(page) == ""  # the page of all agencies is not theirs


def test_a_lead_assigns_a_course_beside_each_need_and_a_reader_does_not(
    client: Any, session: Session, partnership: Scene
) -> None:
    courses.adopt_catalogue(session, actor_id=None, now=NOW)
    partnership.released()
    shown = visit(lead_of(client, session, partnership, "north"), "/needs/mine")
    offered = [list(one.iter("a")) for one in with_class(shown, "tna-closing")]
    assert len(offered) == 3
    [first, *_] = offered[0]
    assert text_of(first).startswith("Assign CSA-")
    form = visit(client, first.get("href", ""))
    assert form.path == "/plans/agencies/north/assign"
    assert "who answered are below the level" in form.text
    sign_in(client, session, partnership.somebody(Duty.SUBGROUP))
    assert with_class(visit(client, "/needs/agencies/north"), "tna-closing") == []


def test_an_agency_says_how_many_of_its_answers_its_figures_cover(reader: Any, partnership: Scene) -> None:
    partnership.released()
    assert "These figures cover" not in visit(reader, "/needs/agencies/north").text
    assert "These figures cover 14 of 17 answers; the rest stand with other agencies or, where too few, in no" in (
        visit(reader, "/needs/agencies/south").text
    )


def test_an_agency_with_too_few_answers_says_so_in_place_of_every_figure(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released(answered={("north", "D"): 30, ("south", "D"): 9})
    page = visit(lead_of(client, session, partnership, "south"), "/needs/mine")
    [panel] = with_class(page, "tna-withheld-panel")
    assert "in each role group here, fewer than ten people answered" in text_of(panel)
    assert list(page.main.iter("table")) == []
    assert path_of(link(page, "See how many people here answered")) == "/reports/coverage"
    assert path_of(link(page, "See the people here and what courses they have")) == "/plans/agencies/south"


def test_an_agency_that_came_after_the_round_says_so(reader: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    late = factories.add_agency(session, name="Late")
    session.commit()
    page = visit(reader, f"/needs/agencies/{late.id}")
    assert "Nobody of this agency is in this round" in page.text
    assert path_of(link(page, "See how many answered")) == "/reports/coverage"
    assert reader.get(f"/needs/agencies/{late.id}/statements.csv").status_code == 404


@pytest.mark.parametrize("place", ["", "/statements", "/domains/D1", "/statements/s05"])
def test_the_lead_of_an_agency_that_came_after_the_round_is_led_to_its_people(
    client: Any, session: Session, partnership: Scene, place: str
) -> None:
    partnership.released()
    late = partnership.agencies["late"] = factories.add_agency(session, name="Late")
    page = visit(lead_of(client, session, partnership, "late"), f"/needs/agencies/{late.id}{place}")
    assert "Nobody of this agency is in this round" in page.text
    assert path_of(link(page, "See the people here and what courses they have")) == f"/plans/agencies/{late.id}"


def test_a_lead_of_several_agencies_chooses_one(client: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    page = visit(lead_of(client, session, partnership, "south", "north"), "/needs/mine")
    assert list(page.links) == ["North", "South"]
    assert visit(client, page.links["South"]).heading.startswith("South")


def test_another_agency_and_the_whole_partnership_are_not_a_leads(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    browser = lead_of(client, session, partnership, "north")
    for path in ("/needs", "/needs/agencies", "/needs/statements.csv", "/needs/agencies/south"):
        assert browser.get(path).status_code == 404
    assert browser.get("/needs/agencies/south/role-groups.csv").status_code == 404


def test_a_reader_finds_the_way_back_from_an_agency(reader: Any, partnership: Scene) -> None:
    partnership.released()
    assert path_of(back(visit(reader, "/needs/agencies/north"))) == "/needs/agencies"


def test_names_that_would_be_markup_or_formulas_come_back_as_they_are(client: Any, session: Session) -> None:
    name = "=1+1 <script>alert('{{7*7}} $x$ %s')</script>"
    partnership = scene(session, north=name)
    partnership.released()
    sign_in(client, session, partnership.somebody(Duty.SUBGROUP))
    page = visit(client, "/needs/agencies")
    assert name in page.text
    assert "<script>alert" not in page.html
    rows = file_of(client, link(page, "Download"))
    assert {row[0] for row in rows[1:]} == {f"'{name}", "South", "All agencies together"}


def test_an_agency_stands_beside_itself_in_the_round_before_by_figures_of_both(
    client: Any, session: Session, partnership: Scene
) -> None:
    earlier = partnership.released("Spring", opens_on=TODAY - A_YEAR)
    later = partnership.released("Autumn")
    lead = lead_of(client, session, partnership, "north")
    page = visit(lead, "/needs/agencies/north")
    assert "Beside it: Spring." in page.text
    assert "What changed since Spring" in page.text
    rows = file_of(lead, f"/needs/agencies/north/role-groups.csv?round={later.id}&compare={earlier.id}")
    then = file_of(lead, f"/needs/agencies/north/role-groups.csv?round={earlier.id}")
    assert rows[0][6:8] == ["Below in Spring (%)", "Change"]
    totals = {"All role groups together", "To compare: only role groups with figures in both rounds"}
    compared = {tuple(row[:2]): row[6] for row in rows[1:] if row[6] and row[0] not in totals}
    published = {tuple(row[:2]): row[2] for row in then[1:]}
    assert compared
    assert all(published[place] == share for place, share in compared.items())
    alone = visit(lead, f"/needs/agencies/north?round={later.id}&compare=none")
    assert "What changed since" not in alone.text


def test_an_agency_that_had_nobody_in_the_round_before_is_told(
    client: Any, session: Session, partnership: Scene
) -> None:
    partnership.released("Spring", opens_on=TODAY - A_YEAR)
    partnership.agencies["west"] = factories.add_agency(session, name="West", heads={"D": 40})
    session.commit()
    partnership.released("Autumn", answered={("west", "D"): 30})
    page = visit(lead_of(client, session, partnership, "west"), "/needs/agencies/west")
    assert "Nobody of West was in “Spring”" in page.text
    assert "Beside it:" not in page.text
    assert "What changed since" not in page.text
