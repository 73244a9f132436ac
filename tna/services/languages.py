"""The languages of an installation: English, and every other that its settings name and its folder holds."""

import hashlib
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from tna.language import ENGLISH, Language
from tna.settings import Settings, SettingsError

_ENGLISH_ALONE, _ONLY_ENGLISH = (ENGLISH.code,), (ENGLISH,)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def languages_of(settings: Settings) -> tuple[Language, ...]:
    """The languages offered, in the order of the settings; the first is spoken to those of whom nothing is known.

    Raises SettingsError, naming file and message, for a catalogue that is missing or cannot be used.
    """
    if settings.languages == _ENGLISH_ALONE:
        return _ONLY_ENGLISH
    return _read(settings.languages, settings.languages_folder)


def language_of(settings: Settings, code: str | None) -> Language:
    """The language of this code, or the first of the installation where it does not offer that."""
    offered = languages_of(settings)
    return next((one for one in offered if one.code == code), offered[0])


@lru_cache(maxsize=8)
def _read(codes: tuple[str, ...], folder: Path) -> tuple[Language, ...]:
    """Read once: a worker asks for each letter, and a page for each visit."""
    return tuple(ENGLISH if code == ENGLISH.code else _language(code, folder / f"{code}.po") for code in codes)


def _language(code: str, file: Path) -> Language:
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError) as fault:
        raise SettingsError(f"TNA_LANGUAGES names {code!r}, which is no language code such as cy or pt-BR.") from fault
    translations = _translations(file, locale)
    return Language(code, locale, translations, edition=hashlib.sha256(file.read_bytes()).hexdigest()[:12])


def _translations(file: Path, locale: Locale) -> GNUTranslations:
    try:
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=locale, abort_invalid=True)
    except FileNotFoundError as fault:
        raise SettingsError(f"TNA_LANGUAGES names {file.stem!r}, but there is no {file}.") from fault
    except (PoFileError, UnicodeDecodeError, ValueError) as fault:
        raise SettingsError(f"{file} cannot be read as translations: {fault}") from fault
    _check(catalogue, file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _check(catalogue: Catalog, file: Path) -> None:
    """A translation that names other values than its sentence would break the page it stands on: it is refused here."""
    for message in catalogue:
        if message.id and not message.fuzzy:
            _check_message(message, file)


def _check_message(message: Message, file: Path) -> None:
    ours, theirs = _forms(message.id), _forms(message.string)
    names = {name for text in ours for name in _PLACEHOLDER.findall(text)}
    for text in filter(None, theirs):
        # A sentence of the code that names no value may hold a bare per cent sign, as its English then does.
        is_bare = not names and not _can_be_filled(ours[0], names)
        if not set(_PLACEHOLDER.findall(text)) <= names or not (is_bare or _can_be_filled(text, names)):
            raise SettingsError(
                f"{file}, line {message.lineno}: the translation of {ours[0]!r} must hold no values but "
                f"{', '.join(f'%({name})s' for name in sorted(names)) or 'none'}, and %% for a per cent sign."
            )


def _forms(said: str | Sequence[str] | None) -> list[str]:
    """A sentence in all its forms: one, or as many as there are plurals."""
    return [said] if isinstance(said, str) else list(said or ())


def _can_be_filled(text: str, names: set[str]) -> bool:
    try:
        text % dict.fromkeys(names, "")
    except (ValueError, TypeError, KeyError):
        return False
    return True
