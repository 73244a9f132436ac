"""A survey speaks other languages by its own words, and what has none stays as it was written."""

from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel import Locale
from sqlalchemy.orm import Session

from tests import factories
from tests.pseudo import pseudo, write_catalogue
from tna.domain.survey_changes import changes_between
from tna.domain.survey_translation import in_language
from tna.domain.survey_words import SurveyWords
from tna.domain.surveys import SurveyDefinition
from tna.language import ENGLISH, Language, spoken_in
from tna.services import survey_drafts
from tna.services.course_files import shipped_domains
from tna.services.languages import languages_of
from tna.services.rounds import definition_of
from tna.services.shift_reports import statements_survey
from tna.services.survey_files import SurveyFaults, load_survey, parse_survey, shipped_definitions, shipped_surveys
from tna.services.survey_writing import written
from tna.services.survey_yaml import read_text
from tna.settings import Settings

FILE = Path(__file__).parents[1] / "surveys" / "features" / "two-languages.yaml"
TEXT = FILE.read_text(encoding="utf-8")
WELSH, FRENCH = (Language(code, Locale(code), NullTranslations()) for code in ("cy", "fr"))


@pytest.fixture
def survey() -> SurveyDefinition:
    return load_survey(FILE)


def test_a_survey_is_shown_in_the_words_of_a_language_as_far_as_it_has_them(survey: SurveyDefinition) -> None:
    welsh = in_language(survey, WELSH)
    assert (welsh.title, welsh.notice) == ("Arolwg bach", survey.notice)
    assert (welsh.stem_for("A"), welsh.stem_for("B")) == (
        "Rwy’n hyderus y gallaf…",
        "Rwy’n hyderus y gall fy nhîm…",
    )
    assert [level.label for level in welsh.scale] == [
        "Ddim o gwbl", "A little", "Fairly", "Very", "Digon i gefnogi eraill",
    ]  # fmt: skip
    assert welsh.domain("D1").title == "Sylwi"
    assert [one.text for one in welsh.parts_for("A")[0].statements] == ["sylwi ar arwyddion", "record signs"]
    assert welsh.parts_for("B")[0].statements[0].text == "gofalu bod arwyddion yn cael eu gweld"
    question = welsh.question("last-training")
    assert (question.text, question.hint) == ("Pryd cawsoch chi hyfforddiant ddiwethaf?", "Any kind counts.")
    assert [choice.label for choice in question.choices] == ["Erioed", "At some time"]


def test_only_words_differ(survey: SurveyDefinition) -> None:
    welsh = in_language(survey, WELSH)
    assert (welsh.items, welsh.asked, welsh.targets, welsh.version) == (
        survey.items,
        survey.asked,
        survey.targets,
        survey.version,
    )
    assert in_language(survey, ENGLISH) is survey
    assert in_language(survey, FRENCH) == survey


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("      s01: sylwi", "      s99: sylwi", "translations.cy.statements.s99", "nothing called “s99”"),
        ('      "5": Digon', '      "6": Digon', "translations.cy.scale.6", "nothing called “6”"),
        ("          never: Erioed", "          often: Erioed", "questions.last-training.choices.often", "“often”"),
        ("  cy:\n    title", "  en:\n    title", "translations.en", "is written in “en” already"),
        ("  cy:\n    title", "  Welsh:\n    title", "translations", "“Welsh” is not"),
        ("        s01: gofalu", "        s02: gofalu", "translations.cy.wordings.B.s02", "nothing called “s02”"),
    ],
)
def test_words_for_what_is_not_there_are_a_fault_with_its_place(old: str, new: str, place: str, problem: str) -> None:
    assert old in TEXT
    with pytest.raises(SurveyFaults) as refused:
        parse_survey(TEXT.replace(old, new), "survey.yaml")
    (told, *_) = [fault for fault in refused.value.faults if fault.place.endswith(place)]
    assert problem in told.problem
    assert told.line is not None


def test_words_of_the_survey_that_comes_with_the_product_are_translated_with_it(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "languages")
    settings = Settings.for_tests(database_url="sqlite://", instance=tmp_path, languages=("cy",))
    shipped = load_survey(shipped_surveys()[0].path)
    strange = in_language(shipped, languages_of(settings)[0])
    assert strange.domain("D1").title == pseudo(shipped.domain("D1").title)
    assert strange.statement("s01").text == pseudo(shipped.statement("s01").text)
    assert strange.stem_for("J") == pseudo(shipped.stem_for("J"))
    assert strange.questions[0].choices[0].label == pseudo(shipped.questions[0].choices[0].label)


def test_translations_are_written_out_and_read_back_the_same() -> None:
    data = read_text(TEXT, "before").data
    assert read_text(written(data), "after").data == data


def test_a_round_speaks_to_everybody_in_their_own_language(session: Session) -> None:
    round_ = factories.add_round(session)
    version = round_.survey_version
    version.definition = TEXT
    with spoken_in(WELSH):
        assert definition_of(round_).title == "Arolwg bach"
    assert definition_of(round_).title == "A tiny survey"


def test_the_surveys_that_come_with_the_product_are_read_in_the_language_spoken(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "languages")
    settings = Settings.for_tests(database_url="sqlite://", instance=tmp_path, languages=("cy",))
    english = load_survey(shipped_surveys()[0].path)
    with spoken_in(languages_of(settings)[0]):
        assert shipped_definitions()[0].statement("s01").text == pseudo(english.statement("s01").text)
        assert shipped_domains()[0].title == pseudo(english.domains[0].title)
        assert statements_survey().stem == pseudo(english.stem)
    assert shipped_definitions() == (english,)
    assert shipped_domains() == english.domains


def test_a_draft_is_not_made_of_words_for_what_the_survey_does_not_hold(session: Session) -> None:
    for old, new in (("      s01: sylwi", "      s99: sylwi"), ("title: Arolwg bach", f"title: {'x' * 301}")):
        assert old in TEXT
        with pytest.raises(SurveyFaults):
            survey_drafts.start(session, text=TEXT.replace(old, new), file="x", actor_id=None, now=factories.NOW)
    draft = survey_drafts.start(session, text=TEXT, file="x", actor_id=None, now=factories.NOW)
    assert survey_drafts.data_of(draft)["translations"]["cy"]["title"] == "Arolwg bach"


def test_other_words_in_another_language_are_a_change_that_breaks_no_comparison(survey: SurveyDefinition) -> None:
    changes = changes_between(survey, replace(survey, translations={"fr": SurveyWords(title="Une enquête")}))
    assert [change.what for change in changes.others] == [
        "The words in another language: Welsh",
        "The words in another language: French",
    ]
    assert (changes.words, changes.asked, changes.targets) == ((), (), ())
    told = changes_between(survey, replace(survey, language="cy"))
    assert [(one.what, one.before, one.after) for one in told.others] == [
        ("The language it is written in", "English", "Welsh")
    ]


def test_faults_are_told_in_the_language_spoken_with_what_the_schema_says_belongs_there(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "languages")
    settings = Settings.for_tests(database_url="sqlite://", instance=tmp_path, languages=("cy",))
    with spoken_in(languages_of(settings)[0]), pytest.raises(SurveyFaults) as refused:
        parse_survey(TEXT.replace("minutes: ", "minutes: 99"), "survey.yaml")
    (told,) = refused.value.faults
    assert pseudo("This is more than") in told.problem
    assert told.remedy.endswith(pseudo("ow many minutes the survey takes, from 1 to 60"))
