"""Reading headers as mail services write them, and as people paste them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.mail_headers import Check, HeaderReport, Verdict, read_headers

OURS = "training@training.example.org"

GMAIL = """\
Delivered-To: mara@gmail.example
Received: by 2002:a05:6a10:1234:b0:abc with SMTP id x12csp123; Wed, 4 Nov 2026 01:02:03 -0800 (PST)
ARC-Authentication-Results: i=1; mx.google.com; dkim=fail header.i=@training.example.org; spf=fail; dmarc=fail
Authentication-Results: mx.google.com;
       dkim=pass header.i=@training.example.org header.s=sel1 header.b=Ab12Cd34;
       spf=pass (google.com: domain of training@training.example.org designates 192.0.2.7 as permitted sender)
        smtp.mailfrom=training@training.example.org;
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=training.example.org
From: Weirbridge Partnership <training@training.example.org>
Subject: Test message from Training needs
"""

EXCHANGE = """\
Received: from AM0PR01.prod.exchange.example (2603:10a6::1) by DB9PR01.prod.exchange.example with HTTPS; Wed, 4 Nov 2026
Authentication-Results: spf=softfail (sender IP is 192.0.2.7)
 smtp.mailfrom=training.example.org; dkim=none (message not signed)
 header.d=none;dmarc=bestguesspass action=none
 header.from=training.example.org;compauth=pass reason=109
Received-SPF: SoftFail (protection.outlook.example: domain of transitioning)
From: training@training.example.org
"""

SEPARATE = """\
Authentication-Results: mx.council.example; dmarc=fail (p=none dis=none) header.from=training.example.org
Authentication-Results: mx.council.example; dkim=fail reason="signature verification failed" (2048-bit key)
    header.d=training.example.org
Authentication-Results: mx.council.example; dkim=pass (1024-bit key) header.d=relay.example
Authentication-Results: mx.council.example; spf=temperror smtp.mailfrom=training.example.org
Authentication-Results: forged.example; spf=pass; dkim=pass; dmarc=pass
From: "Training; spf=pass" <training@TRAINING.example.org>
"""


def verdicts(report: HeaderReport) -> dict[Check, Verdict]:
    return {finding.check: finding.verdict for finding in report.findings}


def test_a_message_for_which_all_three_passed_is_well() -> None:
    report = read_headers(GMAIL, our_address=OURS)
    assert verdicts(report) == dict.fromkeys(Check, Verdict.GOOD)
    assert (report.receiver, report.from_domain) == ("mx.google.com", "training.example.org")
    assert report.summary.startswith("All three passed")
    assert not any(finding.advice for finding in report.findings)


def test_a_server_that_gives_no_name_of_its_own_is_read_too() -> None:
    report = read_headers(EXCHANGE, our_address=OURS)
    assert verdicts(report) == {Check.SPF: Verdict.BAD, Check.DKIM: Verdict.NONE, Check.DMARC: Verdict.NONE}
    assert report.receiver == ""
    assert all(finding.advice for finding in report.findings)


def test_several_headers_of_the_last_server_are_read_together_and_those_of_others_are_not() -> None:
    report = read_headers(SEPARATE, our_address=OURS)
    assert verdicts(report) == {Check.SPF: Verdict.UNCLEAR, Check.DKIM: Verdict.GOOD, Check.DMARC: Verdict.BAD}
    assert report.summary.startswith("Mail servers doubt")


@pytest.mark.parametrize("spoil", [lambda t: t.replace("\n ", "\n"), lambda t: t.replace("\n", "\r\n\r\n")])
def test_lines_that_lost_their_indent_or_got_empty_ones_between_them_are_read_the_same(spoil: object) -> None:
    assert callable(spoil)
    unindented = "\n".join(line.strip() for line in spoil(GMAIL).splitlines())
    assert read_headers(unindented, our_address=OURS) == read_headers(GMAIL, our_address=OURS)


def test_what_a_server_writes_in_brackets_is_no_verdict() -> None:
    text = "Authentication-Results: mx.example; (spf=fail; (dkim=fail)) dmarc=pass (spf=fail)"
    assert verdicts(read_headers(text, our_address=OURS)) == {
        Check.SPF: Verdict.NOT_SAID,
        Check.DKIM: Verdict.NOT_SAID,
        Check.DMARC: Verdict.GOOD,
    }


def test_headers_of_a_message_from_elsewhere_are_named_as_such() -> None:
    report = read_headers(GMAIL.replace("training.example.org>", "elsewhere.example>"), our_address=OURS)
    assert "elsewhere.example" in report.summary


def test_headers_without_the_line_say_what_may_be_missing() -> None:
    report = read_headers("Received: from a by b\nFrom: training@training.example.org\n", our_address=OURS)
    assert not report.findings
    assert "Authentication-Results" in report.summary


@pytest.mark.parametrize("text", ["", "\n\n", "Dear colleague, see below.", "💥" * 50, "\x00\x01", "; = ; =", ": : :"])
def test_what_is_no_header_at_all_is_told_so(text: str) -> None:
    report = read_headers(text, our_address=OURS)
    assert not report.findings
    assert "no headers" in report.summary


@given(st.text())
def test_whatever_is_pasted_can_be_read(text: str) -> None:
    read_headers(text, our_address=OURS)
    report = read_headers(f"Authentication-Results: {text}", our_address=OURS)
    assert report.summary


@pytest.mark.parametrize(
    "unit",
    ["spf=pass; ", "(", "Authentication-Results: a; spf=none\n", "spf ", "x" * 50 + "\n", "a-", "spf" + " " * 50],
)
def test_a_hundred_kilobytes_of_anything_are_read_at_once(unit: str) -> None:
    text = "Authentication-Results: mx.example; " + unit * (100_000 // len(unit))
    started = time.process_time()
    read_headers(text, our_address=OURS)
    assert time.process_time() - started < 1.0
