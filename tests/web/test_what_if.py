"""Other levels tried on a released round in a browser: the address is the state, and nothing passes for the release."""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.spreadsheets import csv_bytes
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tests.web.partnerships import Scene
from tests.web.test_needs import file_of, table_of
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.needs import ReleaseFigures, TargetProposal
from tna.models.surveys import Round
from tna.services import rounds

HEALTH = "Targeted, health and early help"


@pytest.fixture
def manager(client: Any, session: Session, partnership: Scene) -> Any:
    """The browser of the manager."""
    sign_in(client, session, partnership.somebody(Duty.MANAGER))
    return client


def send(browser: Any, page: Page, values: dict[str, str]) -> Page:
    """Send the form of levels, as a browser does: all of it, in the address."""
    answer = browser.get(
        page.action("Show what"), query_string=page.fields("Show what") | values, follow_redirects=True
    )
    assert answer.status_code == 200
    return Page(answer)


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.answer.request.full_path).query)


def test_without_a_release_there_is_nothing_to_try(reader: Any) -> None:
    assert visit(reader, "/needs/what-if").path == "/needs/what-if"
    assert reader.get("/needs/what-if/what-if.csv").status_code == 404


def test_the_levels_stand_as_released_and_nothing_is_changed(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/what-if")
    assert page.fields("Show what")["D.D1"] == "4"
    assert "everything is as it was released" in page.text
    assert "Nothing marked “what if” is a figure of the release." in page.text
    assert visit(reader, "/needs").links["What if other levels were needed?"].startswith("/needs/what-if?round=")


def test_another_level_is_in_the_address_and_says_who_would_be_below(reader: Any, partnership: Scene) -> None:
    round_ = partnership.released()
    page = send(reader, visit(reader, "/needs/what-if"), {"D.D1": "5"})
    assert query_of(page) == {"round": [str(round_.id)], "D.D1": ["5"]}
    assert f"What if: {HEALTH}, noticing signs: level 5 instead of 4." in page.text
    assert page.fields("Show what")["D.D1"] == "5"
    header, first, *_ = table_of(page, "what-if-role-groups")
    assert header[0] == "Role group"
    assert first[0] == HEALTH
    assert int(first[2]) > int(first[1])
    again = visit(reader, page.answer.request.full_path)
    assert again.text == page.text


def test_one_level_for_everything_leaves_what_was_chosen(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = send(reader, visit(reader, "/needs/what-if"), {"all": "5", "D.D1": "1"})
    fields = page.fields("Show what")
    assert (fields["D.D1"], fields["D.D2"], fields["J.D1"], fields["all"]) == ("1", "5", "5", "")
    assert "E.D1" not in query_of(page)  # it needed a five already


def test_the_released_figures_stay_what_they_were(reader: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    kept = select(ReleaseFigures.state, ReleaseFigures.payload).order_by(ReleaseFigures.state)
    before, needs = session.execute(kept).all(), visit(reader, "/needs").text
    page = send(reader, visit(reader, "/needs/what-if"), {"all": "5"})
    for row in table_of(page, "what-if-needs")[1:]:
        assert int(row[2]) >= int(row[4])
    assert session.execute(kept).all() == before
    assert visit(reader, "/needs").text == needs


def test_the_file_says_in_its_name_and_in_every_row_what_it_is(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = send(reader, visit(reader, "/needs/what-if"), {"D.D1": "5"})
    address = page.links["Download these what-if numbers (CSV)"]
    assert "what-if-not-released-spring.csv" in reader.get(address).headers["Content-Disposition"]
    header, *lines = file_of(reader, address)
    assert header[0] == "What is shown"
    assert {line[0] for line in lines} == {"What if, not a figure of the release"}
    assert lines == table_of(page, "what-if-statements")[1:]


def test_every_heading_and_caption_of_figures_is_marked(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = send(reader, visit(reader, "/needs/what-if"), {"all": "4"})
    captions = [text_of(one) for one in page.main.iter("caption")]
    assert len(captions) == 3
    assert all(caption.startswith("What if: ") for caption in captions)
    assert page.title.startswith("What if other levels were needed?")


@pytest.mark.parametrize("query", ["D.D1=6", "D.D1=", "Q.D1=3", "D.D9=3", "J.D2=3", "all=x", "D.=1", ".=1", "D.D1=٣"])
def test_a_level_that_cannot_be_is_not_found(reader: Any, partnership: Scene, query: str) -> None:
    partnership.released()
    visit(reader, f"/needs/what-if?{query}", status=404)


def test_a_role_group_in_which_nothing_is_released_says_so(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/what-if?C.D1=5")
    assert "No figure of it is released, so nothing can be said of another level." in page.text


def test_what_was_not_asked_is_named_and_not_guessed(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/what-if")
    assert "That cannot be worked out." in page.text
    assert "Nobody gave a level for them" in page.text


# Proposals --------------------------------------------------------------------------------------------------


def proposed(manager: Any, name: str = "Five for noticing") -> Page:
    page = visit(manager, "/needs/what-if?D.D1=5")
    return submit(manager, page, {"name": name, "by": "The subgroup"}, form="Keep it")


def targets_page(manager: Any, round_: Round) -> Page:
    return visit(manager, f"/surveys/rounds/{round_.id}/targets")


def test_a_proposal_is_offered_with_a_planned_round_and_filled_in(
    manager: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    page = proposed(manager)
    assert "The proposal is kept." in page.text
    assert page.path == "/needs/what-if"
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = targets_page(manager, planned)
    assert "Proposal from The subgroup" in page.text
    assert f"{HEALTH}, Noticing signs: 4 to 5" in page.text
    page = submit(manager, page, form="Use these")
    assert "They must be ratified before the round opens." in page.text
    assert "This round has these levels already." in page.text
    session.expire_all()
    assert rounds.definition_of(planned).target("D", "s01") == 5


def test_a_proposal_without_a_name_is_refused_beside_its_levels(manager: Any, partnership: Scene) -> None:
    partnership.released()
    page = proposed(manager, name="")
    assert page.errors == {"Enter what to call the proposal": "#name"}
    assert page.title.startswith("Error: ")
    assert page.fields("Show what")["D.D1"] == "5"


def test_a_proposal_is_removed(manager: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    proposed(manager)
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = submit(manager, targets_page(manager, planned), form="Remove this proposal")
    assert "The proposal is removed." in page.text
    assert session.scalars(select(TargetProposal)).all() == []


def test_a_stale_page_fills_in_nothing(manager: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    proposed(manager)
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = submit(manager, targets_page(manager, planned), {"shown": "else"}, form="Use these")
    assert "Somebody has changed these targets" in page.text
    session.expire_all()
    assert planned.targets is None


def test_levels_that_are_kept_are_not_said_to_be_kept_nowhere(manager: Any, partnership: Scene) -> None:
    round_ = partnership.released()
    assert "were needed. It is kept nowhere" in visit(manager, "/needs/what-if?D.D1=5").text
    page = proposed(manager)
    assert "kept nowhere" not in page.text
    assert "were needed. These levels are kept as the proposal “Five for noticing”" in page.text
    assert "“Spring”. Its levels are those above." in page.text
    assert "Propose these levels" not in page.text
    page = visit(manager, "/needs/what-if?D.D1=3")
    assert "It is kept nowhere" in page.text
    assert page.links["Five for noticing"] == f"/needs/what-if?round={round_.id}&D.D1=5"


def test_a_second_proposal_of_the_same_name_is_refused(manager: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    proposed(manager)
    page = visit(manager, "/needs/what-if?D.D1=3")
    page = submit(manager, page, {"name": "five for  Noticing", "by": "The subgroup"}, form="Keep it")
    assert page.errors == {"There is a proposal called “Five for noticing” already. Choose another name.": "#name"}
    assert len(session.scalars(select(TargetProposal)).all()) == 1


def test_a_proposal_is_removed_beside_the_levels_without_a_planned_round(
    manager: Any, session: Session, partnership: Scene
) -> None:
    partnership.released()
    page = submit(manager, proposed(manager), form="Remove this proposal")
    assert "The proposal is removed." in page.text
    assert page.fields("Show what")["D.D1"] == "5"
    assert "It is kept nowhere" in page.text
    assert session.scalars(select(TargetProposal)).all() == []
    assert "removed proposed targets" in session.scalars(select(AuditEvent.action)).all()


def test_the_subgroup_reads_which_proposals_are_kept_and_cannot_remove_them(
    reader: Any, session: Session, partnership: Scene
) -> None:
    factories.add_proposal(session, partnership.released(), {"D": {"D1": 5}})
    session.commit()
    page = visit(reader, "/needs/what-if")
    assert "Proposal from The subgroup" in page.text
    assert "Remove this proposal" not in page.text


def test_why_rows_of_role_groups_do_not_add_up_is_said(reader: Any, partnership: Scene) -> None:
    partnership.released()
    assert "need not add up to the number above" in visit(reader, "/needs/what-if?D.D1=5").text


def test_only_the_manager_is_asked_for_proposals(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/what-if?D.D1=5")
    assert "Propose these levels" not in page.text
    assert "Change who is asked what" not in page.links


def test_no_proposals_stand_with_a_round_that_is_open(manager: Any, session: Session, partnership: Scene) -> None:
    partnership.released()
    proposed(manager)
    running = factories.add_open_round(session, title="Autumn")
    session.commit()
    page = targets_page(manager, running)
    assert "Proposal from" not in page.text
    assert "Download these targets (CSV)" in page.links


# Targets as a file ------------------------------------------------------------------------------------------


def upload(manager: Any, round_: Round, rows: list[list[str]]) -> Page:
    page = visit(manager, f"/surveys/rounds/{round_.id}/targets/upload")
    return submit(manager, page, {"file": (BytesIO(csv_bytes(rows)), "targets.csv")})


def test_targets_go_out_into_a_file_and_come_back_changed(manager: Any, session: Session) -> None:
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    rows = file_of(manager, targets_page(manager, planned).links["Download these targets (CSV)"])
    assert rows[0] == ["role_group", "statement", "target"]
    assert "The targets are as they were." in upload(manager, planned, rows).text
    harder = [[*row[:2], "5"] if row[0] == "D" else row for row in rows]
    assert "The levels are filled in." in upload(manager, planned, harder).text
    session.expire_all()
    targets = rounds.definition_of(planned).targets
    assert set(targets["D"].values()) == {5}
    assert targets["C"] == rounds.own_definition(planned.survey_version).targets["C"]


def test_a_file_with_faults_changes_nothing_and_names_each_row(manager: Any, session: Session) -> None:
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = upload(manager, planned, [["role_group", "statement", "target"], ["D", "s01", "5"], ["D", "<b>", "7"]])
    assert page.errors == {"2 things are wrong in the file": "#file"}
    found = table_of(page, "faults")[1:]
    assert [row[:3] for row in found] == [["3", "statement", "<b>"], ["3", "target", "7"]]
    session.expire_all()
    assert planned.targets is None


def test_no_file_and_a_file_of_something_else_are_told(manager: Any, session: Session) -> None:
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = visit(manager, f"/surveys/rounds/{planned.id}/targets/upload")
    assert submit(manager, page).errors == {"Select a file": "#file"}
    [error] = upload(manager, planned, [["name"], ["x"]]).errors
    assert "Missing: role_group, statement, target." in error


def test_an_open_round_takes_no_file(manager: Any, session: Session) -> None:
    running = factories.add_open_round(session, title="Autumn")
    session.commit()
    page = visit(manager, f"/surveys/rounds/{running.id}/targets/upload")
    assert page.path == f"/surveys/rounds/{running.id}/targets"
