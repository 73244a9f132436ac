"""The reader of pages that tests use finds each fault, also in a page whose shape it has found sound before."""

import pytest
from html5lib.html5parser import ParseError

from tests.markup import read

SOUND = (
    '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p class="b">Words &amp; more</p></body></html>'
)


def test_a_sound_page_is_read_again_with_other_words() -> None:
    read(SOUND)
    other = read(SOUND.replace("Words &amp; more", "Three &lt;words&gt;").replace('"b"', '"c d"'))
    assert [(found.get("class"), found.text) for found in other.iter("p")] == [("c d", "Three <words>")]


@pytest.mark.parametrize(
    ("words", "faulty"),
    [
        ("<p class", "<p id='x' id='y' class"),
        ("</p>", "</div>"),
        ("</p>", "</p></p>"),
        ("Words", "Words &copy and"),
        ("Words", "Words &nonsense; and"),
        ("Words", "Words & b &amp b"),
        ("Words", "Words \x07"),
        ("Words", "Words \ufffe"),
        ('"b"', '"b &lt b"'),
        ("<!DOCTYPE html>", ""),
        ("</body>", "</body><p>late</p>"),
        ("Words", "a < b"),
    ],
)
def test_a_fault_is_found_in_a_page_that_was_sound(words: str, faulty: str) -> None:
    read(SOUND)
    with pytest.raises(ParseError):
        read(SOUND.replace(words, faulty))
