"""What a survey says of itself: title and notice, stems, the scale, and words for one role group."""

import re
from collections.abc import Mapping, Sequence

from tna.domain.survey_edits.base import (
    BEGINNING,
    LABEL,
    LEVEL_WORDS,
    LINE,
    NOT_MY_ROLE,
    NOTICE,
    OWN_BEGINNING,
    PARAGRAPH,
    TITLE,
    WORDS,
    Data,
    EditRefused,
    copied,
    own_words,
    set_or_drop,
    statement_row,
    worded,
)
from tna.domain.survey_edits.translations import forget_gone
from tna.domain.surveys import LEVELS
from tna.language import ENGLISH, gettext, mark

NOT_VALIDATED = mark("Say in the notice that this is not a validated instrument.")
_SAYS_SO = re.compile(r"\bnot\b[^.]*\bvalidated\b", re.IGNORECASE)


def says_not_validated(notice: str, language: str = ENGLISH.code) -> bool:
    """Whether a notice says, in one sentence, that the survey is not validated.

    Nobody but its writers can tell for a notice in another language.
    """
    return language != ENGLISH.code or _SAYS_SO.search(notice) is not None


def set_about(data: Data, *, title: str, notice: str, minutes: int, version: int) -> Data:
    """Title, notice, how many minutes it takes, and the number of the version."""
    new = copied(data)
    if notice.strip() and not says_not_validated(notice, data.get("language", ENGLISH.code)):
        raise EditRefused("notice", gettext(NOT_VALIDATED))
    new["title"] = worded(title, field="title", what=TITLE, most=LINE)
    new["notice"] = worded(notice, field="notice", what=NOTICE, most=PARAGRAPH)
    new["minutes"], new["version"] = minutes, version
    return new


def set_stems(data: Data, *, stem: str, stems: Mapping[str, str]) -> Data:
    """The words before every statement, and by role group other words in their place; an empty text is none."""
    new = copied(data)
    new["stem"] = worded(stem, field="stem", what=BEGINNING, most=LINE)
    set_or_drop(new, "stems", own_words(stems, prefix="stem_", what=OWN_BEGINNING))
    forget_gone(new)
    return new


def set_scale(data: Data, *, labels: Sequence[str], not_my_role: str) -> Data:
    """The words of the five levels, from the lowest, and of the choice beside them."""
    new = copied(data)
    new["scale"] = [
        {"value": value, "label": worded(label, field=f"level_{value}", what=LEVEL_WORDS, most=LABEL, value=value)}
        for value, label in zip(LEVELS, labels, strict=True)
    ]
    new["not_my_role"] = worded(not_my_role, field="not_my_role", what=NOT_MY_ROLE, most=LABEL)
    return new


def set_wordings(data: Data, statement_id: str, words: Mapping[str, str]) -> Data:
    """By role group a statement's own words for it; an empty text is the statement's usual one."""
    new = copied(data)
    statement_row(new, statement_id)
    typed = own_words(words, prefix="words_", what=WORDS)
    wordings = forget_wording(new.get("wordings", {}), statement_id)
    for group, text in typed.items():
        wordings.setdefault(group, {})[statement_id] = text
    set_or_drop(new, "wordings", {group: wordings[group] for group in sorted(wordings)})
    forget_gone(new)
    return new


def forget_wording(wordings: Mapping[str, Mapping[str, str]], statement_id: str) -> dict[str, dict[str, str]]:
    """The wordings without those of a statement; a role group for which nothing is left goes too."""
    kept = {
        group: {one: text for one, text in words.items() if one != statement_id} for group, words in wordings.items()
    }
    return {group: words for group, words in kept.items() if words}
