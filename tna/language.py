"""In which language whatever is being made now speaks: its sentences, its numbers and its dates.

Every room of the house may ask for words here. The words stand in the code in English and are their own keys; a
language is a catalogue of translations beside them (docs/languages.md). What has no translation stays English.

A page, a letter or a picture is made inside `spoken_in(language)`; outside it everything is English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from gettext import NullTranslations
from typing import cast

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.support import LazyProxy


@dataclass(frozen=True, eq=False)
class Language:
    """One language: its code ("en", "cy"), how it writes numbers and dates, and its translations."""

    code: str
    locale: Locale
    translations: NullTranslations
    edition: str = ""  # another whenever the translations are others, for what is kept with words in it

    @cached_property
    def tag(self) -> str:
        """Its name for browsers and screen readers (BCP 47): "en-GB", "cy"."""
        return str(self.locale).replace("_", "-")

    @property
    def name(self) -> str:
        """What its own speakers call it: "English", "Cymraeg"."""
        found = Locale(self.locale.language).display_name or self.code
        return found[:1].upper() + found[1:]


ENGLISH = Language("en", Locale("en", "GB"), NullTranslations())

_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """The language of whatever is being made now."""
    return _spoken.get()


@contextmanager
def spoken_in(language: Language) -> Iterator[None]:
    """Make what is made inside in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: Language) -> None:
    """Go on in this language, for a frame that cannot wrap what it surrounds."""
    _spoken.set(language)


def gettext(message: str, /, **values: object) -> str:
    """A sentence; `%(name)s` in it stands for the value of that name. Without values a `%` is a per cent sign."""
    said = _spoken.get().translations.gettext(message)
    return said % values if values else said


def ngettext(one: str, more: str, n: int, /, **values: object) -> str:
    """A sentence about `n` things, in the form that the language has for so many.

    `%(n)s` in it stands for the number with thousands marked; for the number in words pass a value of another name.
    """
    said = _spoken.get().translations.ngettext(one, more, n)
    return said % (values | {"n": number(n)})


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A sentence whose English means two things: `context` says which, for whoever translates it."""
    said = _spoken.get().translations.pgettext(context, message)
    return said % values if values else said


def npgettext(context: str, one: str, more: str, n: int, /, **values: object) -> str:
    """As `ngettext`, with the context of `pgettext`."""
    said = _spoken.get().translations.npgettext(context, one, more, n)
    return said % (values | {"n": number(n)})


def mark(message: str) -> str:
    """The message itself, marked for translation: for constants, which are read by `gettext(CONSTANT)` later."""
    return message


def lazy_gettext(message: str) -> str:
    """A sentence that is said in the language of the moment it is read in: for the labels of forms.

    It behaves as a string in a template or an f-string; `str()` makes it one.
    """
    return cast(str, LazyProxy(gettext, message, enable_cache=False))


def number(n: int) -> str:
    """A whole number with thousands marked as the language does: "1,460"."""
    if -1000 < n < 1000:
        return str(n)
    return f"{n:,}".replace(",", _group_sign())


def tenths(value: float) -> str:
    """A number with one place behind the point, thousands marked: "2,663.9"."""
    signs = _spoken.get().locale.number_symbols["latn"]
    return f"{value:,.1f}".translate({ord(","): signs["group"], ord("."): signs["decimal"]})


def _group_sign() -> str:
    return cast(str, _spoken.get().locale.number_symbols["latn"]["group"])


def day(when: date) -> str:
    """A date in words: "4 March 2027"."""
    return format_date(when, "long", locale=_spoken.get().locale)


def day_and_month(when: date) -> str:
    """A date whose year is plain: "4 March"."""
    return _by_skeleton("MMMMd", when)


def month_and_year(when: date) -> str:
    """A month: "March 2027"."""
    return _by_skeleton("yMMMM", when)


def month(when: date) -> str:
    """The name of a month alone: "March"."""
    return format_date(when, "LLLL", locale=_spoken.get().locale)


def weekday(when: date) -> str:
    """The short name of a day of the week: "Wed"."""
    return format_date(when, "ccc", locale=_spoken.get().locale)


def _by_skeleton(skeleton: str, when: date) -> str:
    return format_skeleton(skeleton, when, locale=_spoken.get().locale)
