"""What a page says of what people wrote: while it is read, when nothing may be shown, and when something may."""

from tests.domain.test_free_text import texts
from tna.domain.free_text import form_themes
from tna.domain.reports.own_words import QUOTED_FIRST, WordsState, own_words, theme_bars_table

TITLES = {1: "Time", 2: "Cost"}
QUESTION = "What would help you?"


def test_while_it_is_read_the_page_says_so() -> None:
    report = own_words(QUESTION, None)
    assert (report.state, report.bars, report.first) == (WordsState.TO_COME, None, ())
    assert report.finding == "What people wrote is being read first. Its themes are shown here once that is done."


def test_where_too_few_wrote_the_page_says_why_nothing_is_there() -> None:
    report = own_words(QUESTION, form_themes(texts("a", 9, about=3, may_be_quoted=True), TITLES, 10))
    assert report.state is WordsState.WITHHELD
    assert report.finding == (
        "Nothing can be shown of what people wrote: a group is shown only where ten or more of its people wrote "
        "something."
    )


def test_the_finding_names_the_theme_that_most_wrote_about_with_its_denominator() -> None:
    written = [*texts("a", 20, about=8), *texts("b", 10, about=2, theme=2)]
    report = own_words(QUESTION, form_themes(written, TITLES, 10))
    assert report.finding == "Most often people wrote about “Time”: 8 of the 20 people who wrote something, 40 %."
    assert report.bars is not None
    assert report.bars.finding == report.finding
    assert theme_bars_table(report.bars).rows == (("Time", "8", "20", "40 %"), ("Cost", "2", "10", "20 %"))


def test_a_few_quotations_stand_first_and_the_others_are_folded_up() -> None:
    report = own_words(QUESTION, form_themes(texts("a", 12, may_be_quoted=True), TITLES, 10))
    assert report.finding == "No theme can be shown by its number; these sentences can."
    assert (len(report.first), len(report.others)) == (QUOTED_FIRST, 12 - QUOTED_FIRST)
