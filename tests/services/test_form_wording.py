"""The words of a course form: those of the newest survey, for every role group alike."""

from sqlalchemy.orm import Session

from tests import factories
from tna.models.surveys import SurveyVersion
from tna.services.form_wording import wording_of

STATEMENTS = ("s12", "s05", "s06")


def test_before_any_round_the_words_are_those_of_the_survey_that_comes_with_the_product(session: Session) -> None:
    words = wording_of(session, STATEMENTS)
    assert words.stem == "In my role I am confident that I can…"
    assert [statement.id for statement in words.statements] == list(STATEMENTS)
    assert words.domains == {"D4": ("s12",), "D2": ("s05", "s06")}
    assert [level.value for level in words.scale] == [1, 2, 3, 4, 5]
    assert words.not_my_role == "Not part of my role"


def test_a_newer_version_changes_the_words_and_what_it_no_longer_asks_is_still_read(session: Session) -> None:
    factories.add_agency(session)
    version = factories.add_round(session).survey_version
    text = version.definition.replace("start a gentle conversation about my worry", "speak gently of my worry")
    newer = text.replace("version: 1", "version: 2", 1)
    published = SurveyVersion(survey_id=version.survey_id, version=2, title=version.title, definition=newer)
    session.add(published)
    session.flush()
    assert wording_of(session, STATEMENTS).statements[1].text.startswith("start a gentle"), "no round asks it yet"
    factories.add_round(session, survey=published)
    words = wording_of(session, (*STATEMENTS, "asked-by-none"))
    assert words.statements[1].text.startswith("speak gently of my worry")
    assert [statement.id for statement in words.statements] == list(STATEMENTS)
