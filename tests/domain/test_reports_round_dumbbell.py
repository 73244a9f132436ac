"""Dumbbells of two rounds: a fall, a rise, a tie, what cannot be compared and what is withheld."""

from dataclasses import replace

from tests.domain.published import DOMAINS, figures
from tests.domain.test_reports_statement_changes import SURVEY, compared, reworded
from tna.domain.disclosure import Figures
from tna.domain.reports.comparison import Change
from tna.domain.reports.round_dumbbell import (
    RoundDumbbell,
    TwoRounds,
    change_words,
    domain_dumbbell,
    round_dumbbell_table,
    statement_dumbbell,
)

ROUNDS = TwoRounds("Spring", "Autumn")
OVER = "Everyone is compared over the role groups with figures in both rounds: foster carers."


def domains(
    then: dict[str, float], now: dict[str, float], *, changed: frozenset[str] = frozenset(), rounds: TwoRounds = ROUNDS
) -> RoundDumbbell:
    return domain_dumbbell(_of(then), _of(now), DOMAINS, rounds, changed=changed)


def _of(shares: dict[str, float]) -> Figures:
    return figures(shares, n=200)


def test_a_fall_is_said_with_both_its_figures() -> None:
    found = domains({"D1": 0.7, "D2": 0.4}, {"D1": 0.4, "D2": 0.41})
    assert found.finding == (
        "Since Spring, clearly fewer people are below the level their role needs in one of the two domains that can be "
        "compared, and clearly more in none. The largest change: “Noticing signs”, from 70 % to 40 %."
    )
    assert [(row.id, row.change) for row in found.rows] == [
        ("D1", Change.FEWER),
        ("D2", Change.UNCLEAR),
        ("D3", Change.NOT_COMPARABLE),
    ]


def test_a_rise_is_said_as_one() -> None:
    found = domains({"D1": 0.3}, {"D1": 0.6})
    assert found.finding == (
        "Since Spring, clearly fewer people are below the level their role needs in none of the one domain that can be "
        "compared, and clearly more in one. The largest change: “Noticing signs”, from 30 % to 60 %."
    )


def test_a_tie_is_no_clear_change() -> None:
    found = domains({"D1": 0.5, "D2": 0.5}, {"D1": 0.5, "D2": 0.5})
    assert found.finding == ("Since Spring, there is no clear change in any of the two domains that can be compared.")
    assert change_words(found.rows[0]) == "No clear change"


def test_what_is_withheld_in_either_round_is_not_compared() -> None:
    found = domains({"D1": 0.5}, {"D2": 0.5})
    assert found.finding == "No domain can be compared with Spring."
    assert [(row.id, row.then, row.now, row.why) for row in found.rows] == [
        ("D1", 0.5, None, "Not comparable: no figure in the later round."),
        ("D2", None, 0.5, "Not comparable: no figure in the earlier round."),
        ("D3", None, None, "Not comparable: no figure in the later round."),
    ]
    assert found.has_figures
    assert not domains({}, {}).has_figures


def test_changed_words_are_marked_and_keep_their_figures() -> None:
    found = domains({"D1": 0.7}, {"D1": 0.4}, changed=frozenset({"s1-1"}))
    assert (found.rows[0].then, found.rows[0].now, found.rows[0].change) == (0.7, 0.4, Change.NOT_COMPARABLE)
    assert change_words(found.rows[0]) == "Not comparable: other statements or levels needed than then."


def test_whom_everyone_stands_for_is_said_beside_the_figures_of_everyone() -> None:
    found = domains({"D1": 0.7}, {"D1": 0.4}, rounds=replace(ROUNDS, notes=(OVER,)))
    assert found.notes == (OVER,)
    assert domains({"D1": 0.7}, {"D1": 0.4}).notes == ()


def test_a_total_without_a_role_group_in_both_rounds_cannot_be_compared() -> None:
    found = domains({}, {}, rounds=replace(ROUNDS, notes=(OVER,)))
    assert {change_words(row) for row in found.rows} == {
        "Cannot be compared: fewer than half of its statements have a role group with figures in both rounds."
    }


def test_statements_come_with_the_largest_clear_change_first_and_say_why_not() -> None:
    statements = compared({"s1-1": 0.7, "s1-2": 0.3, "s2-1": 0.5}, {"s1-1": 0.4, "s1-2": 0.9, "s2-1": 0.5},
                          after=reworded("s2-1", "do it otherwise"))  # fmt: skip
    found = statement_dumbbell(statements, replace(ROUNDS, who="designated leads"))
    assert found.title == "Below the level their role needs, designated leads: Spring and Autumn"
    assert [(row.id, row.change) for row in found.rows[:2]] == [("s1-2", Change.MORE), ("s1-1", Change.FEWER)]
    assert found.finding.endswith("The largest change: “do 1-2”, from 30 % to 90 %.")
    [words] = [row.why for row in found.rows if row.id == "s2-1"]
    assert words == "Not comparable: the words changed."
    assert len(found.rows) == len(SURVEY.statements)


def test_the_table_says_what_the_picture_shows() -> None:
    table = round_dumbbell_table(domains({"D1": 0.7}, {"D1": 0.4, "D2": 0.2}))
    assert table.headers == ("Domain", "Below in Spring (%)", "Below in Autumn (%)", "Change")
    assert table.rows[:2] == (
        ("Noticing signs", "70", "40", "Fewer below"),
        ("Talking with children", "no figure", "20", "Not comparable: no figure in the earlier round."),
    )
