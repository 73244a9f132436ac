"""Which domains may stand in an agency's list."""

import pytest

from tna.domain.addresses import SHARED_MAILBOX
from tna.domain.mail_domains import HOME_ADDRESS, MOST_DOMAINS, address_fault, check_domains


def faults(*lines: str, home: bool = False) -> tuple[str, ...]:
    return check_domains(lines, takes_home_addresses=home).faults


def test_domains_are_kept_once_in_small_letters_and_in_order() -> None:
    checked = check_domains([" Police.Example ", "", "council.example", "police.example."], takes_home_addresses=False)
    assert checked.domains == ("council.example", "police.example")
    assert checked.faults == ()


@pytest.mark.parametrize("line", ["info@council.example", "@council.example"])
def test_an_address_is_no_domain(line: str) -> None:
    assert faults(line) == (f"{line}: enter only what stands behind the @, like council.example",)


@pytest.mark.parametrize(
    "line",
    [
        "council",
        "https://council.example",
        "council example",
        "-a.example",
        "a-.example",
        "a..example",
        "münchen.example",
    ],
)
def test_what_is_no_domain_is_named(line: str) -> None:
    assert faults(line) == (f"{line}: enter a domain like council.example, one a line",)


def test_a_domain_longer_than_mail_allows_is_named_by_its_beginning() -> None:
    assert faults("a." * 100 + "example")[0].startswith("a.a.a.")
    assert len(faults("a." * 100 + "example")[0]) < 150


@pytest.mark.parametrize("line", ["gmail.com", "OUTLOOK.COM", "btinternet.com"])
def test_where_anybody_can_have_an_address_tells_nothing(line: str) -> None:
    (fault,) = faults(line)
    assert "anybody can have an address there" in fault
    assert faults(line, home=True) == ()


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("gmail.com", "a@b.example", "nothing")) == 3


def test_a_list_has_an_end() -> None:
    assert faults(*(f"a{n}.example" for n in range(MOST_DOMAINS))) == ()
    assert faults(*(f"a{n}.example" for n in range(MOST_DOMAINS + 1))) == ("Enter at most 50 domains",)


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("anna@gmail.com", HOME_ADDRESS),
        ("Anna@Outlook.com", HOME_ADDRESS),
        ("anna@council.example", ""),
        ("office@council.example", SHARED_MAILBOX),
        ("office@gmail.com", SHARED_MAILBOX),
    ],
)
def test_an_account_has_an_address_at_work_that_one_person_reads(email: str, expected: str) -> None:
    assert address_fault(email, takes_home_addresses=False) == expected


def test_where_home_addresses_are_taken_only_shared_ones_are_refused() -> None:
    assert address_fault("anna@gmail.com", takes_home_addresses=True) == ""
    assert address_fault("office@gmail.com", takes_home_addresses=True) == SHARED_MAILBOX
