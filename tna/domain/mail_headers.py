"""What the headers of a message that has arrived say about who sent it: SPF, DKIM and DMARC, in plain words.

Mail servers write what they found into `Authentication-Results` (RFC 8601). The text comes from somebody's clipboard:
lines may be folded, unfolded, joined by empty ones, or be something else altogether: whatever it is, it can be read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.language import gettext, mark

MOST_SIGNS = 200_000
"""Headers are a few thousand; what comes after this is not read."""


class Check(StrEnum):
    """One of the three things a receiving mail server looks at."""

    SPF = "SPF"
    DKIM = "DKIM"
    DMARC = "DMARC"


class Verdict(StrEnum):
    """How one of them came out, as a page names it once it is translated."""

    GOOD = mark("Passed")
    BAD = mark("Failed")
    NONE = mark("Not set up")
    UNCLEAR = mark("Unclear")
    NOT_SAID = mark("Not looked at")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check came out, what that means, and what to do about it (nothing where it passed)."""

    check: Check
    verdict: Verdict
    meaning: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class HeaderReport:
    """What was found in some headers: no findings where nothing of the kind stands in them.

    `from_domain` and `receiver` are as the headers name them, or empty.
    """

    summary: str
    findings: tuple[Finding, ...] = ()
    receiver: str = ""
    from_domain: str = ""


_VERDICTS = {
    "pass": Verdict.GOOD,
    "fail": Verdict.BAD,
    "softfail": Verdict.BAD,
    "hardfail": Verdict.BAD,
    "permerror": Verdict.BAD,
    "policy": Verdict.BAD,
    "none": Verdict.NONE,
    # Microsoft's word for: it would have passed, if the domain had said anything.
    "bestguesspass": Verdict.NONE,
}
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}:")
_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"@([A-Za-z0-9.-]{1,253})")
_RECEIVER = re.compile(r"[A-Za-z0-9._-]{1,253}")

_WORDS = {
    (Check.SPF, Verdict.GOOD): (
        mark("The server that sent the message is one that the domain names as its own."),
        "",
    ),
    (Check.SPF, Verdict.BAD): (
        mark("The server that sent the message is not among those that the domain names as its own."),
        mark(
            "Ask whoever keeps the domain’s DNS to add your mail server to the domain’s SPF record (a TXT record that "
            "begins “v=spf1”)."
        ),
    ),
    (Check.SPF, Verdict.NONE): (
        mark("The domain does not say which servers send its mail, so anybody could."),
        mark(
            "Ask whoever keeps the domain’s DNS to publish an SPF record: a TXT record that begins “v=spf1” and names "
            "your mail server."
        ),
    ),
    (Check.DKIM, Verdict.GOOD): (
        mark("The message carries a signature, and nobody changed it on its way."),
        "",
    ),
    (Check.DKIM, Verdict.BAD): (
        mark("The message carries a signature that does not fit."),
        mark(
            "Ask whoever runs your mail server whether the key in DNS is the one it signs with, and whether something "
            "behind it changes messages, such as a footer that is added to all of them."
        ),
    ),
    (Check.DKIM, Verdict.NONE): (
        mark("The message carries no signature."),
        mark("Ask whoever runs your mail server to sign what it sends with DKIM for the domain of your address."),
    ),
    (Check.DMARC, Verdict.GOOD): (
        mark("The address that people see belongs to whoever sent the message."),
        "",
    ),
    (Check.DMARC, Verdict.BAD): (
        mark(
            "Neither SPF nor DKIM passed for the domain of the address that people see. Many servers throw such mail "
            "away."
        ),
        mark("Put SPF or DKIM right first, for the very domain that stands after the @ of your address."),
    ),
    (Check.DMARC, Verdict.NONE): (
        mark("The domain does not say what to do with mail that only claims to come from it."),
        mark(
            "Ask whoever keeps the domain’s DNS to publish a DMARC record: a TXT record at “_dmarc” that begins "
            "“v=DMARC1; p=none”. Large mail services ask for one from everybody who writes to many."
        ),
    ),
}
_UNCLEAR = (
    mark("The server that took the message could not tell."),
    mark(
        "Send another test message. If this stays, ask whoever keeps the domain’s DNS whether its records can be read."
    ),
)
_NOT_SAID = (
    mark("The server that took the message did not look, or does not say."),
    mark("Send the test message to an address at a large mail service as well: those always look."),
)


def read_headers(text: str, *, our_address: str) -> HeaderReport:
    """What these headers say of a message of ours; `our_address` is the one that we send from."""
    headers = tuple(_headers(text[:MOST_SIGNS]))
    results = [value for name, value in headers if name == "authentication-results"]
    if not results:
        return HeaderReport(summary=_nothing_there(headers))
    receiver, trusted = _of_the_last_server(results)
    found = {check: _verdict(check, trusted) for check in Check}
    from_domain = next((_domain_of(value) for name, value in headers if name == "from"), "")
    ours = our_address.rpartition("@")[2].lower()
    return HeaderReport(
        summary=_summary(found, from_domain, ours),
        findings=tuple(_finding(check, verdict) for check, verdict in found.items()),
        receiver=receiver,
        from_domain=from_domain,
    )


def _headers(text: str) -> Iterator[tuple[str, str]]:
    """Each header with its name in small letters, in order; a line that begins none belongs to the one before."""
    name, lines = "", list[str]()
    for line in text.splitlines():
        stripped = line.strip()
        is_new = line[:1] not in {" ", "\t"} and _HEADER.match(line)
        if is_new:
            if name:
                yield name, " ".join(lines)
            name, _, rest = stripped.partition(":")
            name, lines = name.lower(), [rest.strip()]
        elif stripped:
            lines.append(stripped)
    if name:
        yield name, " ".join(lines)


def _nothing_there(headers: Sequence[tuple[str, str]]) -> str:
    if not headers:
        return gettext(
            "These are no headers. They begin with lines such as “Received:” and “From:”; copy all of them, from the "
            "first to the last."
        )
    return gettext(
        "There is no line “Authentication-Results” in these headers. Either not all of them were copied, or the server "
        "that took the message looks at none of the three, as within one organisation. Send the test message to an "
        "address elsewhere and try again."
    )


def _of_the_last_server(results: Sequence[str]) -> tuple[str, list[str]]:
    """The name of the server that took the message in the end, and what it wrote.

    It writes above what stands there, and may write one header for each of the three. What stands under another name
    was brought along by the message, and anybody may have written it.
    """
    plain = [_without_comments(value) for value in results]
    receiver = _receiver_of(plain[0])
    return receiver, [value for value in plain if _receiver_of(value) == receiver]


def _receiver_of(result: str) -> str:
    """The name before the first semicolon; Microsoft's servers write none."""
    first = result.partition(";")[0].split()
    return first[0].lower() if first and "=" not in first[0] and _RECEIVER.fullmatch(first[0]) else ""


def _without_comments(value: str) -> str:
    """A header without what stands in round brackets, which may be nested and hold anything."""
    kept, depth = [], 0
    for sign in value:
        if sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(sign)
    return "".join(kept)


def _verdict(check: Check, results: Sequence[str]) -> Verdict:
    """How a check came out: a message may carry several signatures, of which one is enough."""
    words = [word.lower() for value in results for name, word in _RESULT.findall(value) if name.upper() == check]
    verdicts = [_VERDICTS.get(word, Verdict.UNCLEAR) for word in words]
    if not verdicts:
        return Verdict.NOT_SAID
    return Verdict.GOOD if Verdict.GOOD in verdicts else verdicts[0]


def _domain_of(value: str) -> str:
    found = _DOMAIN.findall(value)
    return str(found[-1]).lower().rstrip(".") if found else ""


def _finding(check: Check, verdict: Verdict) -> Finding:
    rest = _NOT_SAID if verdict is Verdict.NOT_SAID else _UNCLEAR
    meaning, advice = _WORDS.get((check, verdict), rest)
    return Finding(check, verdict, gettext(meaning), advice and gettext(advice))


def _summary(found: dict[Check, Verdict], from_domain: str, ours: str) -> str:
    if from_domain and from_domain != ours:
        return gettext(
            "This message came from %(theirs)s, and ours come from %(ours)s: it may be another message.",
            theirs=from_domain,
            ours=ours,
        )
    passed = [check for check, verdict in found.items() if verdict is Verdict.GOOD]
    if len(passed) == len(found):
        return gettext("All three passed: mail servers have no reason to doubt that this mail is yours.")
    if Check.DMARC in passed:
        return gettext("Mail servers believe that this mail is yours, though not everything is set up.")
    if found[Check.DMARC] is Verdict.BAD:
        return gettext(
            "Mail servers doubt that this mail is yours: many invitations would not arrive. Put this right first."
        )
    return gettext("Not everything is set up: some mail servers will put your invitations among unwanted mail.")
