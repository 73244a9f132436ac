"""The words that a picture has of its own are said in the language it is drawn in, and its letters can be drawn."""

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

from tests.charts.test_pictures import REPORTS, Report, svg, words
from tests.pseudo import STRANGE, pseudo
from tna.charts import NARROW, WIDE, Shape
from tna.language import spoken_in

LETTERS = re.compile(r"[A-Za-z]{2,}")
WITHOUT_NASTY = [name for name in REPORTS if "nasty" not in name]


def strings_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings_of(each))
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from (text for each in value for text in strings_of(each))


def names_and_dates(report: Report) -> set[str]:
    """What a report of these tests brings with it in English letters, whatever language is spoken."""
    return {word for text in strings_of(asdict(report)) for word in LETTERS.findall(text)}


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", WITHOUT_NASTY)
def test_no_word_of_its_own_stays_english(name: str, shape: Shape) -> None:
    report = REPORTS[name]()
    with spoken_in(STRANGE):
        said = {word for text in words(svg(report, shape)) for word in LETTERS.findall(text)}
    assert said <= names_and_dates(report)


def test_the_words_of_a_picture_are_those_of_the_language_it_is_drawn_in() -> None:
    report = REPORTS["coverage"]()
    with spoken_in(STRANGE):
        strange = words(svg(report))
    assert pseudo("have answered") in strange
    assert "have answered" in words(svg(report))


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_font_of_pictures_has_the_letters_of_welsh_and_its_neighbours(weight: str) -> None:
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    assert [
        sign for sign in "âêîôûŵŷáéíóúẃýàèìòùẁỳäëïöüẅÿñçßąłśźżøåæšžőűğşıțâĐđ" if not font.get_char_index(ord(sign))
    ] == []
