"""When a message is tried again, and what a mail server's answer means."""

from datetime import timedelta
from gettext import NullTranslations

import pytest
from babel import Locale

from tna.domain.notices import MOST_TRIES, Outcome, fault_said, fault_words, of_content, of_recipient, pause_after
from tna.language import Language, spoken_in


def test_pauses_double_from_a_minute_to_four_hours() -> None:
    minutes = [pause_after(tries, 0.5) / timedelta(minutes=1) for tries in range(1, 11)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]


@pytest.mark.parametrize("tries", [1, 5, 26, 10_000])
def test_chance_makes_a_pause_up_to_a_quarter_shorter_or_longer(tries: int) -> None:
    plain = pause_after(tries, 0.5)
    assert pause_after(tries, 0.0) == plain * 0.75
    assert plain < pause_after(tries, 0.999) <= plain * 1.25


def test_all_tries_together_take_about_three_days() -> None:
    together = sum((pause_after(tries, 0.5) for tries in range(1, MOST_TRIES)), timedelta())
    assert timedelta(days=2.5) < together < timedelta(days=3.5)


@pytest.mark.parametrize(
    ("code", "said", "outcome", "fault"),
    [
        (250, "2.1.5 OK", Outcome.SENT, None),
        (251, "User not local; will forward", Outcome.SENT, None),
        (550, "5.1.1 <ann@x.example> unknown", Outcome.REFUSED, "There is no such mailbox (550 5.1.1)"),
        (550, "No such user", Outcome.REFUSED, "The mail server refused it (550)"),
        (552, "5.2.2 Over quota", Outcome.REFUSED, "The mailbox is full (552 5.2.2)"),
        (554, "5.4.14 Hop count exceeded", Outcome.REFUSED, "The address cannot be reached (554 5.4.14)"),
        (451, "4.7.1 Greylisted", Outcome.AGAIN, "The mail server asks us to come back later (451 4.7.1)"),
        (452, "Too many", Outcome.AGAIN, "The mail server asks us to come back later (452)"),
        (550, "5.7.1 Relaying denied", Outcome.AGAIN, "The mail server does not want mail from us (550 5.7.1)"),
        (530, "Sign in first", Outcome.AGAIN, "The mail server refused it (530)"),
    ],
)
def test_an_answer_to_an_address_says_whether_it_is_wrong(
    code: int, said: str, outcome: Outcome, fault: str | None
) -> None:
    answer = of_recipient(code, said)
    assert (answer.outcome, answer.fault) == (outcome, fault)


@pytest.mark.parametrize(
    ("code", "said", "outcome"),
    [
        (250, "queued", Outcome.SENT),
        (552, "5.2.2 Mailbox full", Outcome.REFUSED),
        (554, "5.7.1 Looks like spam", Outcome.AGAIN),
        (554, "Transaction failed", Outcome.AGAIN),
        (451, "4.3.0 Later", Outcome.AGAIN),
    ],
)
def test_an_answer_to_the_message_is_about_the_address_only_where_it_says_so(
    code: int, said: str, outcome: Outcome
) -> None:
    assert of_content(code, said).outcome is outcome


class ALittleWelsh(NullTranslations):
    """Knows one thing that may go wrong."""

    def gettext(self, message: str) -> str:
        return {"The mailbox is full": "Mae’r blwch yn llawn"}.get(message, message)


def test_what_went_wrong_is_kept_in_english_and_said_in_the_language_of_whoever_looks() -> None:
    with spoken_in(Language("cy", Locale("cy"), ALittleWelsh())):
        kept = fault_words(552, "5.2.2 Full")
        assert kept == "The mailbox is full (552 5.2.2)"
        assert fault_said(kept) == "Mae’r blwch yn llawn (552 5.2.2)"
        assert fault_said("The mailbox is full") == "Mae’r blwch yn llawn"
        assert fault_said("Something of an older version (1)") == "Something of an older version (1)"
    assert fault_said(kept) == kept
