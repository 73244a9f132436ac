"""The privacy notice that a partnership starts from: what the product cannot promise by itself, in its own words."""

import re

from tna.language import mark

# A number as it is written here: 01632 960 140, 0800 1111, +44 1632 960140. Dates and sums of money begin otherwise.
_PHONE_NUMBER = re.compile(r"(?<![\w+.,/-])(?:\+44 ?|0)\d{2}(?:[ -]?\d){5,9}(?![\w/]|[.,-]\d)", re.ASCII)

USUAL_NOTICE = mark("""\
The safeguarding partners (the local authority, the police and the integrated care board) ask you together, to plan \
training about child sexual abuse for everybody who works with children here. Each agency that takes part has agreed \
in writing how your data is shared and kept.

We use your name, your work e-mail address, your agency and your job to invite you and to ask you the statements that \
fit your role. Your answers are kept apart from them, and are used to plan training and to see whether it helped.

We may do this because planning training to protect children is part of our public task. Taking part is voluntary, \
and nothing follows for you if you do not.

Until the survey closes you can change your answers or take them back. The figures that are released afterwards are \
statistics of groups and stay as they are. We keep answers only as long as we compare rounds with each other.

You have the right to see what we hold about you, to have it put right, and to have it erased. Ask the partnership's \
manager or your agency's data protection officer. If you are not content with what they say, you can complain to the \
Information Commissioner's Office.
""")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: what stands between empty lines, each with its lines run together."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if words := line.split():
            parts[-1].append(" ".join(words))
        elif parts[-1]:
            parts.append([])
    return [" ".join(part) for part in parts if part]


def with_phone_numbers(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the number to dial where it is a phone number, else with nothing."""
    pieces, end = [], 0
    for found in _PHONE_NUMBER.finditer(text):
        pieces += [(text[end : found.start()], ""), (found[0], re.sub("[ -]", "", found[0]))]
        end = found.end()
    return [(words, number) for words, number in (*pieces, (text[end:], "")) if words]
