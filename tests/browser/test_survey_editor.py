"""A survey out as a file, changed, in again, published and asked; and a fault told with its place."""

import re

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests import factories
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tests.browser.visitors import Visitor
from tna.domain.people import Duty
from tna.services import survey_drafts

TITLE = "Child sexual abuse training needs 2026"
SURVEYS, IMPORT, PUBLISH = "Surveys", "Import a survey file", "Check and publish"


def test_a_survey_goes_out_as_a_file_and_comes_back_changed_for_a_new_round(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        manager = factories.add_person(session, duties=[Duty.MANAGER])
    office = welcome()
    sign_in(office, manager)
    office.goes_to("Run", "Surveys")
    office.sees(SURVEYS)
    office.presses("Start a draft")
    office.sees(TITLE)
    text = downloads(office)
    changed = text.replace("Noticing signs", "Seeing signs")

    office.follows("Import")
    office.sees(IMPORT)
    imports(office, changed.replace("D7: 2}", "D9: 2}", 1))
    office.sees(TITLE)
    office.reads("2 things to mend before it can be published")
    office.page.get_by_role("link", name="Levels of role group A").first.click()
    office.sees("Levels universal awareness need")

    office.page.go_back()
    office.follows("Import")
    imports(office, changed.replace("minutes: 8", "minutes: [8"))
    office.sees(IMPORT)
    office.reads("Nothing is stored.")
    office.reads("This is not YAML")
    expect(office.page.get_by_label("Or paste its text")).to_have_value(changed.replace("minutes: 8", "minutes: [8"))
    imports(office, changed)
    office.sees(TITLE)
    office.misses("to mend before it can be published")

    office.page.get_by_role("link", name=re.compile("Who is asked ?: part 5")).click()
    office.sees("Who is asked")
    office.follows("Cancel")
    office.page.get_by_role("link", name=re.compile("Choices ?: question 1")).click()
    office.sees("Choices")
    office.follows("Cancel")
    office.follows("Preview")
    office.follows("F Joint interviewers (ABE)")
    office.sees("Part 1 of 7")
    office.follows("Back")
    office.follows("Back")

    office.presses("Check and publish…")
    office.sees(PUBLISH)
    office.reads("Seeing signs")
    office.presses("Publish version 2")
    office.sees(SURVEYS)
    office.reads(f"{TITLE}, version 2")
    office.goes_to("Run", "Rounds")
    office.presses("Plan a round")
    office.sees("Plan a round")
    office.page.get_by_label(f"{TITLE}, version 2").check()


def test_a_survey_is_changed_by_forms_and_looked_at_without_scripts(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        manager = factories.add_person(session, duties=[Duty.MANAGER])
        draft = draft_there(session)
    office = welcome(scripts=False, checks=())
    sign_in(office, manager)
    office.opens(f"/surveys/editor/{draft}/parts/D5/asked")
    office.sees("Who is asked")
    office.page.get_by_label("Strategic leaders: statement 1").check()
    office.presses("Save")
    office.sees(TITLE)
    office.reads("Role group “J” is asked s17 but has no target there")
    office.page.get_by_role("link", name="Levels of role group J").click()
    office.page.get_by_label("Protecting best evidence").select_option("Level 2")
    office.presses("Save")
    office.misses("to mend before it can be published")
    office.follows("Preview")
    office.follows("J Strategic leaders")
    office.sees("Part 1 of 5")
    office.reads("Preview: nothing is saved.")
    expect(office.page.get_by_role("button", name="Save and continue")).to_be_disabled()


def draft_there(session: Session) -> int:
    """The id of the draft there is, or of a new one of the shipped survey."""
    drafts = survey_drafts.all_drafts(session)
    return (drafts[0] if drafts else factories.add_draft(session)).id


def downloads(office: Visitor) -> str:
    """The text of the draft shown, as the file that comes."""
    with office.page.expect_download() as coming:
        office.follows("Download")
    return coming.value.path().read_text(encoding="utf-8")


def imports(office: Visitor, text: str) -> None:
    """Paste a text and send it."""
    office.fills("Or paste its text", text)
    office.presses("Import")
