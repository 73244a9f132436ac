"""A language nobody speaks: every English letter stands there as a letter that is not English.

Whatever of a page is still in English letters asked for no translation. It is Welsh to Babel, whose months and plurals
are unlike the English ones.
"""

import re
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import write_po

from scripts.words import gathered
from tna.language import Language

CODE = "cy"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STRANGE = "áƀćďéƒĝĥíĵķĺɱñóþɋŕśťúṽŵẋýžÁƁĆĎÉƑĜĤÍĴĶĹṀÑÓÞɊŔŚŤÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _STRANGE)
# Values, fields of messages, per cent signs, markup with its attributes, and signs written by name stay as they are.
_KEPT = re.compile(r"%\(\w+\)s|\{\w+\}|%%|<[^<>]+>|&#?\w+;")


def pseudo(text: str) -> str:
    """The text in the language nobody speaks; values and markup in it are as they were."""
    kept = _KEPT.findall(text)
    parts = (part.translate(_LETTERS) for part in _KEPT.split(text))
    return "".join(part + (kept[place] if place < len(kept) else "") for place, part in enumerate(parts))


def write_catalogue(folder: Path) -> None:
    """Write the translations of every sentence of the product into a folder of languages."""
    folder.mkdir(exist_ok=True)
    theirs = Catalog(locale=Locale(CODE), charset="utf-8")
    for message in gathered():
        if message.id:
            said = pseudo(message.id) if isinstance(message.id, str) else (pseudo(message.id[1]),) * theirs.num_plurals
            theirs.add(message.id, said, context=message.context)
    with (folder / f"{CODE}.po").open("wb") as out:
        write_po(out, theirs)


class _Strange(NullTranslations):
    """Says any sentence in the language nobody speaks, without a catalogue."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return pseudo(msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return pseudo(msgid2)


STRANGE = Language(CODE, Locale(CODE), _Strange())
