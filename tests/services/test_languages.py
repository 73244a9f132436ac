"""Languages are read from the folder of an installation, and a catalogue that would break a page stops the start."""

from datetime import date
from pathlib import Path

import pytest

from tests.pseudo import pseudo, write_catalogue
from tna import language
from tna.language import ENGLISH, gettext, lazy_gettext, mark, ngettext, npgettext, pgettext, spoken_in
from tna.services.languages import language_of, languages_of
from tna.settings import Settings, SettingsError

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=n == 1 ? 0 : n == 2 ? 1 : 2;\\n"\n\n'
)
MARCH = date(2027, 3, 4)
GREETING = mark("Hello")


def settings(folder: Path, *codes: str) -> Settings:
    return Settings.for_tests(database_url="sqlite://", instance=folder, languages=codes)


def written(folder: Path, messages: str, code: str = "cy") -> Settings:
    (folder / "languages").mkdir()
    (folder / "languages" / f"{code}.po").write_text(HEADER + messages, encoding="utf-8")
    return settings(folder, "en", code)


def test_an_installation_that_names_none_speaks_english(tmp_path: Path) -> None:
    assert languages_of(Settings.for_tests(database_url="sqlite://", instance=tmp_path)) == (ENGLISH,)


def test_a_language_says_what_its_catalogue_holds_and_english_for_the_rest(tmp_path: Path) -> None:
    messages = (
        'msgid "Hello"\nmsgstr "Helo"\n\n'
        '#, python-format\nmsgid "%(n)s place"\nmsgid_plural "%(n)s places"\n'
        'msgstr[0] "%(n)s lle"\nmsgstr[1] "%(n)s dau"\nmsgstr[2] "%(n)s o leoedd"\n\n'
        'msgctxt "state"\nmsgid "Open"\nmsgstr "Ar agor"\n'
    )
    welsh = languages_of(written(tmp_path, messages))[1]
    later = lazy_gettext("Hello")
    with spoken_in(welsh):
        assert gettext(GREETING) == f"{later}" == "Helo"
        assert ngettext("%(n)s place", "%(n)s places", 2) == "2 dau"
        assert ngettext("%(n)s place", "%(n)s places", 1460) == "1,460 o leoedd"
        assert pgettext("state", "Open") == "Ar agor"
        assert pgettext("action", "Open") == "Open"
        assert npgettext("x", "%(n)s of %(m)s", "%(n)s of %(m)s", 3, m=4) == "3 of 4"
        assert gettext("100 % of %(x)s") == "100 % of %(x)s"
        assert language.day(MARCH) == "4 Mawrth 2027"
    assert f"{later}" == "Hello"
    assert (language.day(MARCH), language.day_and_month(MARCH)) == ("4 March 2027", "4 March")
    assert (language.month_and_year(MARCH), language.month(MARCH), language.weekday(MARCH)) == (
        "March 2027",
        "March",
        "Thu",
    )


def test_thousands_are_marked_as_the_language_does(tmp_path: Path) -> None:
    german = languages_of(written(tmp_path, "", code="de"))[1]
    with spoken_in(german):
        assert [language.number(n) for n in (7, 999, 1460, -12_000)] == ["7", "999", "1.460", "-12.000"]
        assert [language.tenths(n) for n in (7, 2663.94)] == ["7,0", "2.663,9"]


def test_the_first_language_stands_in_for_one_that_is_not_offered(tmp_path: Path) -> None:
    ours = written(tmp_path, "")
    assert language_of(ours, "cy").name == "Cymraeg"
    assert language_of(ours, "fr") is language_of(ours, None) is ENGLISH
    assert (ENGLISH.tag, language_of(ours, "cy").tag) == ("en-GB", "cy")


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        ('msgid "Hello"\nmsgstr "Helo"\nnot a message\n', "cannot be read"),
        ('msgid "Open %(title)s"\nmsgstr "Agor %(teitl)s"\n', "hold no values but %(title)s"),
        ('msgid "Open %(title)s"\nmsgstr "Agor 5 % %(title)s"\n', "%% for a per cent sign"),
        ('msgid "Send it"\nmsgstr "Anfon 100 % ohono"\n', "%% for a per cent sign"),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(m)s"\n', "hold no values but %(n)s"),
    ],
)
def test_a_catalogue_that_would_break_a_page_is_refused_with_its_file(
    tmp_path: Path, messages: str, fault: str
) -> None:
    with pytest.raises(SettingsError, match=r"cy\.po") as refused:
        languages_of(written(tmp_path, messages))
    assert fault in str(refused.value)


def test_a_bare_per_cent_sign_is_taken_where_the_english_has_one(tmp_path: Path) -> None:
    welsh = languages_of(written(tmp_path, 'msgid "Above 50 % now"\nmsgstr "Dros 50 % nawr"\n'))[1]
    with spoken_in(welsh):
        assert gettext("Above 50 % now") == "Dros 50 % nawr"


def test_a_language_without_a_catalogue_or_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"there is no .*cy\.po"):
        languages_of(settings(tmp_path, "en", "cy"))
    with pytest.raises(SettingsError, match="no language code"):
        languages_of(settings(tmp_path, "qqq"))


def test_the_language_nobody_speaks_keeps_values_and_markup(tmp_path: Path) -> None:
    assert pseudo("See <a href='x'>%(n)s of it</a> &amp; 5 %%.") == "Śéé <a href='x'>%(n)s óƒ íť</a> &amp; 5 %%."
    write_catalogue(tmp_path / "languages")
    strange = languages_of(settings(tmp_path, "cy"))[0]
    with spoken_in(strange):
        assert gettext("Sign out") == "Śíĝñ óúť"
