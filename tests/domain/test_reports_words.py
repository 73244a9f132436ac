"""Numbers in plain words."""

from gettext import NullTranslations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.reports import words
from tna.domain.reports.tables import Table
from tna.language import Language, spoken_in


@pytest.mark.parametrize(
    ("share", "long", "short"),
    [
        (0.0, "0 %", "0 %"),
        (0.004, "under 1 %", "<1 %"),
        (0.006, "1 %", "1 %"),
        (0.125, "13 %", "13 %"),
        (0.62, "62 %", "62 %"),
        (0.994, "99 %", "99 %"),
        (0.996, "over 99 %", ">99 %"),
        (1.0, "100 %", "100 %"),
    ],
)
def test_a_share_is_said_in_whole_percent_and_never_rounded_to_nobody_or_everybody(
    share: float, long: str, short: str
) -> None:
    assert words.percent(share) == long
    assert words.short_percent(share) == short


@given(st.floats(0, 1))
def test_only_nobody_is_0_percent_and_only_everybody_100(share: float) -> None:
    assert (words.whole_percent(share) == 0) == (share == 0)
    assert (words.whole_percent(share) == 100) == (share == 1)


@pytest.mark.parametrize(("k", "expected"), [(5, "five"), (10, "ten"), (20, "twenty"), (25, "25"), (1200, "1,200")])
def test_the_threshold_is_said_in_words_from_its_number(k: int, expected: str) -> None:
    assert words.fewer_than(k) == f"fewer than {expected} people answered"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (0.0, "about 0 people"),
        (0.4, "about 1 person"),
        (8.3, "about 8 people"),
        (23.0, "about 25 people"),
        (99.0, "about 100 people"),
        (312.4, "about 310 people"),
        (1247.0, "about 1,200 people"),
        (34_600.0, "about 35,000 people"),
    ],
)
def test_people_to_train_are_said_no_more_exactly_than_they_are_known(people: float, expected: str) -> None:
    assert words.about(people) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st"), (113, "113th")],
)
def test_places_in_an_order_have_their_endings(place: int, expected: str) -> None:
    assert words.ordinal(place) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Talking with children", "talking with children"),
        ("ABE interviewers", "ABE interviewers"),
        ("Best evidence (ABE)", "best evidence (ABE)"),
        ("Parents, carers and family", "parents, carers and family"),
        ("", ""),
    ],
)
def test_a_title_loses_its_capital_inside_a_sentence_unless_it_is_an_abbreviation(title: str, expected: str) -> None:
    assert words.inside(title) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("use the pathway to decide my next step.", "use the pathway to decide their next step"),
        (
            "add to it, and challenge a decision I disagree with",
            "add to it, and challenge a decision they disagree with",
        ),
        ("talk without waiting for a child to tell me", "talk without waiting for a child to tell them"),
        ("say that I am worried", "say that they are worried"),
        ("meet families in Miami with mystery", "meet families in Miami with mystery"),
    ],
)
def test_what_people_say_of_themselves_is_said_of_others(statement: str, expected: str) -> None:
    assert words.of_others(statement) == expected


def test_lists_and_ranges_read_as_sentences() -> None:
    assert [words.listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.between(41, 41) == "41"
    assert words.between(39, 1041) == "39 to 1,041"
    assert words.percent_range(0.51, 0.72) == "51 % to 72 %"
    assert words.begun("éa") == "Éa"
    assert words.begun("") == ""


def test_a_table_whose_rows_do_not_fit_its_headers_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each header"):
        Table("Caption", ("a", "b"), (("1",),), frozenset())


SAID = {
    "three": "tri",
    "%(figure)s %%": "%(figure)s y cant",
    "%(first)s and %(last)s": "%(first)s a %(last)s",
    "%(low)s to %(high)s": "%(low)s i %(high)s",
    "%(place)srd": "%(place)sydd",
}


class ALittleWelsh(NullTranslations):
    """Says some of the messages, whatever their context."""

    def gettext(self, message: str) -> str:
        return SAID.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message) if context else message


def speaking(code: str) -> Language:
    return Language(code, Locale(code), ALittleWelsh())


def test_numbers_shares_and_lists_are_said_in_the_language_spoken() -> None:
    with spoken_in(speaking("cy")):
        assert words.number(3) == "tri"
        assert words.percent_range(0.5, 0.6) == "50 y cant i 60 y cant"
        assert words.listed(["un", "dau", "tri"]) == "un, dau a tri"
        assert words.between(39, 41) == "39 i 41"
        assert words.ordinal(3) == "3ydd"
    assert words.number(3) == "three"


def test_only_an_english_statement_is_said_of_others_in_other_words() -> None:
    statement = "decide what I am to do, and my next step"
    assert words.of_others(statement) == "decide what they are to do, and their next step"
    with spoken_in(speaking("cy")):
        assert words.of_others(statement) == statement


def test_a_noun_keeps_its_capital_inside_a_german_sentence() -> None:
    with spoken_in(speaking("de")):
        assert words.inside("Gespräche mit Kindern") == "Gespräche mit Kindern"
    with spoken_in(speaking("cy")):
        assert words.inside("Siarad â phlant") == "siarad â phlant"
