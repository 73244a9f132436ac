"""The words of a course form: those of the newest round, for every role group alike."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
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


def published(session: Session, text: str) -> SurveyVersion:
    """The shipped survey's second version, with other words for "speak with a child"."""
    newer = text.replace("start a gentle conversation about my worry", "speak gently of my worry")
    version = SurveyVersion(
        survey_id="csa-tna-2026", version=2, title="Newer", definition=newer.replace("version: 1", "version: 2", 1)
    )
    session.add(version)
    session.flush()
    return version


def asks_new_words(session: Session) -> bool:
    return wording_of(session, STATEMENTS).statements[1].text.startswith("speak gently of my worry")


def test_a_newer_version_changes_the_words_and_what_it_no_longer_asks_is_still_read(session: Session) -> None:
    factories.add_agency(session)
    old = factories.add_open_round(session, opens_on=TODAY - timedelta(days=90))
    factories.close(session, old)
    round_ = factories.add_round(session, survey=published(session, old.survey_version.definition))
    assert not asks_new_words(session), "no round asks it yet"
    factories.open_round(session, round_)
    assert asks_new_words(session)
    words = wording_of(session, (*STATEMENTS, "asked-by-none"))
    assert [statement.id for statement in words.statements] == list(STATEMENTS)


def test_a_round_that_was_called_off_gives_no_words(session: Session) -> None:
    factories.add_agency(session)
    text = factories.shipped_survey().path.read_text(encoding="utf-8")
    round_ = factories.add_round(session, survey=published(session, text))
    factories.open_round(session, round_)
    round_.cancelled_at = NOW
    session.flush()
    assert not asks_new_words(session)


def test_the_newest_words_are_those_of_the_round_that_opened_last_whatever_was_published_first(
    session: Session,
) -> None:
    factories.add_agency(session)
    text = factories.shipped_survey().path.read_text(encoding="utf-8")
    newer = factories.add_round(session, survey=published(session, text))
    older = factories.add_open_round(session, opens_on=TODAY - timedelta(days=90))
    assert older.survey_version_id > newer.survey_version_id
    factories.close(session, older)
    factories.open_round(session, newer)
    assert asks_new_words(session)
