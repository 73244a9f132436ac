"""What an invitation or a reminder says: somebody's own words with a few fields filled in, and an end that stays.

The words are never a template. One pass puts values in the place of the five fields; whatever else stands there, and
whatever stands in a value, comes out as it was written.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tna.domain.notices import NoticeKind
from tna.domain.reports.words import listed
from tna.language import gettext, mark, number

FIELDS: Mapping[str, str] = {
    "name": mark("the person’s name"),
    "partnership": mark("the name of your partnership"),
    "link": mark("the person’s own link to the survey"),
    "closes_on": mark("the last day to answer"),
    "minutes": mark("how many minutes the survey takes"),
}
"""What can be filled in, and in words what then stands there."""

KINDS = (NoticeKind.INVITATION, NoticeKind.REMINDER)
"""The messages that have words of one's own."""

LONGEST_SUBJECT = 150
LONGEST_BODY = 4_000

ENDING = mark("""\
It is up to you whether you take part. Nobody at work sees what you answer or whether you answered; results are shown \
for groups only. The link is yours alone: please do not pass it on.

If any of this is hard for you: Samaritans, 116 123, any time; the NAPAC support line for adults abused in childhood, \
0808 801 0331. Both are free and confidential.""")
"""Stands below everybody's words, so that no wording can leave out what people have to know."""

_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
# What was meant as a field: a word in braces. Anything else in braces is nothing but text.
_MEANT = re.compile(r"\{\{?\s*[A-Za-z_]+\s*\}?\}")

# What mail programs make a link of; also where it is written in signs that only look like these.
_OTHER_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a body in which fields may stand."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class WordsFault:
    """What is wrong with a subject or a body, and what to do; `field` is "subject" or "body"."""

    field: str
    message: str


USUAL: Mapping[NoticeKind, Words] = {
    NoticeKind.INVITATION: Words(
        mark("How confident do you feel? {partnership} would like to know"),
        mark("""\
Dear {name},

You work with children, families or the people around them, so {partnership} is asking how confident you feel about \
recognising and responding to child sexual abuse. What everybody answers together decides which training comes next.

It takes about {minutes} minutes, on a phone too, and there are no wrong answers:

{link}

You can stop at any time and carry on later, until {closes_on}. At the end you see your own profile, which is for you \
alone.

Thank you,
{partnership}"""),
    ),
    NoticeKind.REMINDER: Words(
        mark("There is still time to say what training you need"),
        mark("""\
Dear {name},

The survey of {partnership} about child sexual abuse is open until {closes_on}, and your view is welcome. It takes \
about {minutes} minutes, and if you have begun, you carry on where you stopped:

{link}

If you would rather not take part, simply leave this message.

Thank you,
{partnership}"""),
    ),
}
"""The words that go out while nobody has written others, in English."""


def usual_words(kind: NoticeKind) -> Words:
    """The words that go out while nobody has written others; a translation that nobody could save stays English."""
    ours = USUAL[kind]
    theirs = Words(gettext(ours.subject), gettext(ours.body))
    return ours if faults_of(theirs) else theirs


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What is said of a subject or a body that cannot be sent."""

    is_empty: str
    is_too_long: str
    has_address: str


_SENTENCES = {
    "subject": _Sentences(
        mark("Enter the subject of the message"),
        mark("The subject must be %(most)s characters or fewer; it has %(now)s"),
        mark("Take the web address out of the subject: the only one in a message is {link}"),
    ),
    "body": _Sentences(
        mark("Enter the body of the message"),
        mark("The body must be %(most)s characters or fewer; it has %(now)s"),
        mark("Take the web address out of the body: the only one in a message is {link}"),
    ),
}


def faults_of(words: Words) -> tuple[WordsFault, ...]:
    """Everything that keeps words from being sent, the subject first."""
    return (*_faults_in("subject", words.subject, LONGEST_SUBJECT), *_faults_in("body", words.body, LONGEST_BODY))


def _faults_in(field: str, text: str, longest: int) -> Iterator[WordsFault]:
    said = _SENTENCES[field]
    if not text.strip():
        yield WordsFault(field, gettext(said.is_empty))
    if len(text) > longest:
        yield WordsFault(field, gettext(said.is_too_long, most=number(longest), now=number(len(text))))
    for meant in dict.fromkeys(_MEANT.findall(text)):
        if not _FIELD.fullmatch(meant):
            fields = listed([f"{{{name}}}" for name in FIELDS])
            said_so = gettext("“%(typed)s” cannot be filled in. You can use %(fields)s", typed=meant, fields=fields)
            yield WordsFault(field, said_so)
    if _OTHER_ADDRESS.search(unicodedata.normalize("NFKC", text)):
        yield WordsFault(field, gettext(said.has_address))
    if field == "subject" and "{link}" in text:
        yield WordsFault(field, gettext("The link cannot stand in the subject. Put {link} into the message"))
    elif field == "body" and text.strip():
        yield from _faults_of_link(text)


def _faults_of_link(body: str) -> Iterator[WordsFault]:
    """Whoever has the link comes in as its person, so nothing may stand beside it that makes it part of another."""
    if "{link}" not in body:
        yield WordsFault("body", gettext("Put {link} where the link to the survey is to stand"))
    elif body.count("{link}") > 1:
        yield WordsFault("body", gettext("Put {link} once: it stands here more than once"))
    elif "{link}" not in (line.strip() for line in body.splitlines()):
        yield WordsFault("body", gettext("Put {link} on a line of its own, with nothing before or after it"))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the value of each field in its place; `values` names every one of FIELDS."""
    return _FIELD.sub(lambda found: values[found[1]], text)


def letter(words: Words, values: Mapping[str, str]) -> Words:
    """A subject in one line and a body with its ending, as they arrive."""
    body = f"{fill(words.body, values).strip()}\n\n{gettext(ENDING)}\n"
    return Words(" ".join(fill(words.subject, values).split()), body)
