"""The form in which a message travels."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tna.domain.notices import Message
from tna.jobs.letters import letter_of
from tna.settings import Settings

NOW = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)
SETTINGS = Settings.for_tests(
    database_url="sqlite:///",
    instance=Path(),
    base_url="https://training.example.org",
    mail_from="training@council.example",
    partnership_name="Weirbridge, Süd & Co",
)
BODY = "Grüß Gott,\n\n" + "a long paragraph " * 100 + "\n\nhttps://training.example.org/link/" + "x" * 43


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def letter(message: Message, key: str = "one") -> EmailMessage:
    return read(letter_of(message, key=key, settings=SETTINGS, now=NOW).content)


def test_words_come_through_whatever_letters_they_have() -> None:
    read_back = letter(Message("ann@council.example", "Übersicht – “Spring 2027” 🌱 " + "and more " * 15, BODY))
    assert read_back["Subject"] == ("Übersicht – “Spring 2027” 🌱 " + "and more " * 15).strip()
    assert read_back["From"].addresses[0].display_name == "Weirbridge, Süd & Co"
    assert read_back["Date"].datetime == NOW
    assert read_back["Auto-Submitted"] == "auto-generated"
    assert read_back.get_content_type() == "text/plain"
    text = "\n".join(line.rstrip() for line in BODY.splitlines())
    assert read_back.get_content().replace("\r\n", "\n") == f"{text}\n"


def test_no_line_on_the_way_is_too_long_for_any_server() -> None:
    content = letter_of(Message("ann@council.example", "S" * 300, BODY), key="one", settings=SETTINGS, now=NOW).content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in b"".join(lines)
    assert content.isascii()


def test_the_same_notice_has_the_same_id_whenever_and_whatever_it_says() -> None:
    ids = {str(letter(Message("a@x.example", subject, "B"))["Message-ID"]) for subject in ("one", "two")}
    other = str(letter(Message("a@x.example", "one", "B"), key="two")["Message-ID"])
    assert len(ids) == 1
    assert other not in ids
    assert other.startswith("<")
    assert other.endswith("@training.example.org>")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85"])
def test_a_line_break_in_a_subject_begins_no_header(end: str) -> None:
    read_back = letter(Message("a@x.example", f"Hello{end}Bcc: eve@elsewhere.example", "B"))
    assert "Bcc" not in read_back
    assert read_back["Subject"] == "Hello Bcc: eve@elsewhere.example"


@pytest.mark.parametrize("address", ["a@x.example\r\nBcc: eve@elsewhere.example", "a b@x.example", "", "a"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        letter_of(Message(address, "S", "B"), key="one", settings=SETTINGS, now=NOW)
