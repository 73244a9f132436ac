"""What an invitation says: fields filled in, everything else as it was written, an end that nobody can leave out."""

from gettext import NullTranslations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tests.pseudo import pseudo
from tna.domain.notices import NoticeKind
from tna.domain.wordings import (
    ENDING,
    FIELDS,
    KINDS,
    LONGEST_BODY,
    LONGEST_SUBJECT,
    USUAL,
    Words,
    faults_of,
    fill,
    letter,
    usual_words,
)
from tna.language import Language, spoken_in

VALUES = {
    "name": "Anna",
    "partnership": "Harbour",
    "link": "https://x.example/link/t",
    "closes_on": "4 March 2027",
    "minutes": "8",
}


def messages(subject: str, body: str) -> list[tuple[str, str]]:
    return [(fault.field, fault.message) for fault in faults_of(Words(subject, body))]


def test_every_field_is_filled_in_wherever_it_stands() -> None:
    text = "{name}, {partnership}: {link} until {closes_on}, {minutes} minutes. {link}"
    filled = "Anna, Harbour: https://x.example/link/t until 4 March 2027, 8 minutes. https://x.example/link/t"
    assert fill(text, VALUES) == filled


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{0.__class__}",
        "{name.__class__.__mro__}",
        "{name!r}",
        "{name:>9}",
        "%s %(name)s %d",
        "$name ${name",
        "{% for x in y %}",
        "{}",
        "}{",
        "#{7*7}",
        r"\g<name> \1",
        "{NAME}",
    ],
)
def test_what_looks_like_a_template_of_some_kind_comes_out_as_it_was_written(text: str) -> None:
    assert fill(text, VALUES) == text


def test_what_stands_in_a_value_is_not_filled_in_again() -> None:
    assert fill("Dear {name}: {link}", VALUES | {"name": "{link} {partnership}"}) == (
        "Dear {link} {partnership}: https://x.example/link/t"
    )


@given(st.text(alphabet="{}%$abn_ *7.()[]\\", max_size=40))
def test_text_without_a_whole_field_is_never_changed(text: str) -> None:
    assert fill(text, VALUES) == text or any(f"{{{field}}}" in text for field in FIELDS)


@pytest.mark.parametrize("meant", ["{nmae}", "{Name}", "{ name }", "{{name}}", "{first_name}"])
def test_a_word_in_braces_that_cannot_be_filled_in_is_named(meant: str) -> None:
    said = (
        f"“{meant}” cannot be filled in. You can use {{name}}, {{partnership}}, {{link}}, {{closes_on}} and {{minutes}}"
    )
    assert messages("Hello", f"Dear {meant},\n{{link}}\n{meant}") == [("body", said)]
    assert ("subject", said) in messages(meant, "{link}")


def test_a_message_without_a_link_is_refused() -> None:
    assert messages("Hello", "Dear {name}") == [("body", "Put {link} where the link to the survey is to stand")]


@pytest.mark.parametrize(
    "body",
    [
        "Come: {link}",
        "evil.example/go?to={link}",
        "{link}.evil.example",
        "{link}{name}",
        "mailto:lead@evil.example?body={link}",
        "Dear {name},\n\n> {link}",
    ],
)
def test_the_link_stands_on_a_line_of_its_own(body: str) -> None:
    told = "Put {link} on a line of its own, with nothing before or after it"
    assert messages("Hello", body) == [("body", told)]
    assert messages("Hello", f"Dear {{name}},\n \t{{link}} \n{body.replace('{link}', 'bye')}") == []


def test_the_link_stands_once() -> None:
    told = "Put {link} once: it stands here more than once"
    assert messages("Hello", "{link}\n\n{link}") == [("body", told)]
    assert messages("Hello", "{link}\nevil.example/go?to={link}") == [("body", told)]


@pytest.mark.parametrize(
    "other",
    [
        "https://evil.example/go?to=",
        "HTTPS://EVIL.EXAMPLE",
        "ftp://evil.example",
        "www.evil.example",
        "WwW.evil.example",
        "https：／／evil.example",
    ],
)
def test_no_other_web_address_stands_in_a_message(other: str) -> None:
    told = "Take the web address out of the {}: the only one in a message is {{link}}"
    assert messages(other, "{link}") == [("subject", told.format("subject"))]
    assert messages("Hello", f"Come:\n{{link}}\n{other}") == [("body", told.format("body"))]
    assert ("body", told.format("body")) in messages("Hello", f"{other}{{link}}")


def test_the_link_stands_in_no_subject() -> None:
    assert messages("Go to {link}", "{link}") == [
        ("subject", "The link cannot stand in the subject. Put {link} into the message")
    ]


def test_empty_and_overlong_words_are_refused_all_at_once() -> None:
    assert messages("  ", "") == [
        ("subject", "Enter the subject of the message"),
        ("body", "Enter the body of the message"),
    ]
    long = messages("s" * (LONGEST_SUBJECT + 1), "{link}\n" + "b" * LONGEST_BODY)
    assert long == [
        ("subject", "The subject must be 150 characters or fewer; it has 151"),
        ("body", "The body must be 4,000 characters or fewer; it has 4,007"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_words_stand_by_the_rules_for_everybody(kind: NoticeKind) -> None:
    assert faults_of(USUAL[kind]) == ()
    arrived = letter(USUAL[kind], VALUES)
    assert VALUES["link"] in arrived.body
    assert "{" not in arrived.subject + arrived.body


def test_every_letter_ends_with_what_people_have_to_know() -> None:
    arrived = letter(Words("A {name}", "{link}\n\n\n"), VALUES)
    assert arrived == Words("A Anna", f"https://x.example/link/t\n\n{ENDING}\n")
    for said in ("up to you", "Nobody at work sees", "116 123", "0808 801 0331"):
        assert said in ENDING


def test_a_subject_is_one_line_whatever_the_name_holds() -> None:
    broken = VALUES | {"name": "Anna\r\nBcc: everybody@example.org"}
    assert letter(Words("Dear {name}", "{link}"), broken).subject == "Dear Anna Bcc: everybody@example.org"


class Translated(NullTranslations):
    """Says every message with strange letters, and leaves out what it is told to."""

    def __init__(self, without: str) -> None:
        super().__init__()
        self._without = without

    def gettext(self, message: str) -> str:
        return pseudo(message).replace(self._without, "")


def speaking(*, without: str) -> Language:
    return Language("cy", Locale("cy"), Translated(without))


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_words_are_translated_and_their_fields_filled_in_as_ever(kind: NoticeKind) -> None:
    with spoken_in(speaking(without="?")):
        words = usual_words(kind)
        arrived = letter(words, VALUES)
    assert words.subject == pseudo(USUAL[kind].subject).replace("?", "")
    assert f"\n{VALUES['link']}\n" in arrived.body
    assert arrived.body.endswith(f"{pseudo(ENDING)}\n")
    assert usual_words(kind) == USUAL[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_without_the_link_leaves_the_usual_words_english(kind: NoticeKind) -> None:
    with spoken_in(speaking(without="{link}")):
        assert usual_words(kind) == USUAL[kind]


def test_what_is_wrong_with_words_is_said_in_the_language_spoken() -> None:
    with spoken_in(speaking(without="?")):
        assert messages("", "{link}") == [("subject", pseudo("Enter the subject of the message"))]
