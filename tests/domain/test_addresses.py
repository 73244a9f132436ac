"""Whose an e-mail address is, as far as it says."""

import pytest

from tna.domain.addresses import belongs_to, domain_of, is_shared_mailbox, partly_hidden


@pytest.mark.parametrize(
    "local_part",
    [
        *("office", "admin", "info", "enquiries", "reception", "Office", " office", "office2", "school.office"),
        *("schooloffice", "st-marys-admin", "admin.stmarys", "duty", "duty.team", "head", "headteacher", "the.head"),
        *("safeguarding", "safeguarding-lead", "no-reply", "noreply", "donotreply", "office+training", "hr", "staff"),
        *("contact_us", "mash", "social.care.duty", "all.staff", "info1"),
    ],
)
def test_an_address_of_a_place_or_a_task_is_a_shared_mailbox(local_part: str) -> None:
    assert is_shared_mailbox(f"{local_part}@school.example")


@pytest.mark.parametrize(
    "local_part",
    [
        *("jane.smith", "j.head", "head.j", "m.duty", "officer.brown", "adminah.khan", "infante", "teamer", "a", "aa1"),
        *("hallam", "ithell", "no.lee", "helper", "schoolcraft", "m.support-jones", "j.smith+office", "mainwaring"),
        *("o'brien", "123", "sam.care"),
    ],
)
def test_an_address_of_a_person_is_none(local_part: str) -> None:
    assert not is_shared_mailbox(f"{local_part}@office.example")


def test_a_long_address_is_read_as_soon_as_a_short_one() -> None:
    """It simply has to come back: every word here can be cut in two ways."""
    assert is_shared_mailbox(f"{'noreply' * 35}@a.example")
    assert not is_shared_mailbox(f"{'noreply' * 35}x@a.example")
    assert not is_shared_mailbox("@a.example")


def test_the_domain_is_what_stands_behind_the_last_at() -> None:
    assert domain_of(" Jane@Council.Example ") == "council.example"
    assert domain_of('"a@b"@council.example') == "council.example"
    assert domain_of("council.example") == ""


def test_an_address_belongs_to_the_very_domain_only() -> None:
    assert belongs_to("Jane@COUNCIL.example", {"council.example"})
    assert not belongs_to("jane@post.council.example", {"council.example"})
    assert not belongs_to("jane@notcouncil.example", {"council.example"})
    assert not belongs_to("jane@council.example.evil.example", {"council.example"})
    assert not belongs_to("jane@council.example", set())
    assert not belongs_to("council.example", {"council.example"})


def test_a_partly_hidden_address_shows_its_first_letter_and_domain() -> None:
    assert partly_hidden("jane.smith@council.example") == "j…@council.example"
