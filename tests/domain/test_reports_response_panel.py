"""Who is missing and how the answer would move, in words and in tables."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.domain.published import DOMAINS, figures
from tna.domain.coverage import coverage_of
from tna.domain.disclosure import Figures
from tna.domain.groups import Cell
from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing
from tna.domain.reports.response_panel import ResponsePanel, response_panel

AGENCIES = {"north": "North Trust", "south": "South Police", "west": "West School", "east": "East Charity"}
ROLE_GROUPS = {"A": "Universal", "D": "Health visitors"}


def cells(*, west: int = 4, heads: int | None = 100) -> list[Cell]:
    return [
        Cell("north", "health", "D", 60, heads),
        Cell("south", "police", "A", 50, heads),
        Cell("west", "education", "A", west, heads),
    ]


def moving(shares: Mapping[str, float], missing: float = 0.6) -> Figures:
    one = figures(shares, n=120)
    domains = {
        key: replace(
            found, missing=Missing(missing, Interval(found.below * (1 - missing), found.below + 0.4 * missing))
        )
        for key, found in one.domains.items()
    }
    return replace(one, domains=domains)


def panel(shown: Figures, of: list[Cell] | None = None) -> ResponsePanel:
    return response_panel(
        coverage_of(cells() if of is None else of), shown, domains=DOMAINS, agencies=AGENCIES, role_groups=ROLE_GROUPS
    )


def test_the_finding_says_how_many_answered_and_how_the_largest_share_would_move() -> None:
    assert panel(moving({"D1": 0.3, "D2": 0.5})).finding == (
        "114 of 300 people have answered: 38 %. If those who did not answer were below the level they need 10 points "
        "more often than those who did, the largest share below of a domain, talking with children, would stand at "
        "56 % instead of 50 %."
    )


def test_whoever_is_far_below_the_rate_of_all_is_named_with_what_is_lacking() -> None:
    shown = panel(moving({"D1": 0.3}))
    assert [(part.title, part.words, part.short) for part in shown.agencies] == [("West School", "4 of 100", 35)]
    assert [(part.title, part.words) for part in shown.role_groups] == [("Universal", "54 of 200")]
    assert shown.sentences[0] == "Far below the rate of all: West School (4 of 100) and Universal (54 of 200)."
    assert shown.missing_table.rows[0] == ("West School", "4 of 100", "4", "100", "35")


def test_a_rate_of_three_quarters_of_the_whole_is_not_far_below() -> None:
    even = [Cell("north", "health", "D", 40, 100), Cell("south", "police", "A", 36, 100)]
    shown = panel(moving({"D1": 0.3}), even)
    assert (shown.agencies, shown.role_groups) == ((), ())
    assert shown.sentences[0] == "No agency and no role group whose share is shown is far below the rate of all."


def test_what_coverage_tells_in_words_is_told_in_the_same_words() -> None:
    of = [*cells(), Cell("east", "voluntary", "A", 1, 8)]
    shown = panel(moving({"D1": 0.3}), of)
    (east,) = [part for part in shown.agencies if part.title == "East Charity"]
    assert (east.words, east.share) == ("none or few", None)
    assert next(row for row in shown.missing_table.rows if row[0] == "East Charity")[2] == ""


def test_agencies_joined_by_coverage_stay_joined() -> None:
    tiny = [Cell(name, "voluntary", "A", 0, 3) for name in ("east", "west")]
    shown = panel(moving({"D1": 0.3}), [*cells()[:2], *tiny])
    assert [part.title for part in shown.agencies] == ["Other agencies"]


def test_the_sentences_say_how_much_difference_the_range_bears_and_what_no_answer_could_exceed() -> None:
    _, holds, bounds = panel(moving({"D1": 0.5})).sentences
    assert holds == (
        "The range allows for chance alone. Those who did not answer would have to differ by 15 points to move "
        "noticing signs out of its range of 41 % to 59 %."
    )
    assert bounds == (
        "If none of those who did not answer were below, it would be 20 %; if all of them were, 74 %. Nothing they "
        "could have said would take noticing signs further."
    )


def test_where_nearly_all_answered_the_range_holds_whatever_they_would_have_said() -> None:
    holds = panel(moving({"D1": 0.5}, missing=0.02)).sentences[1]
    assert holds.startswith("Whatever those who did not answer would have said, noticing signs stays within")
    assert "would still stand at 50 %" in panel(moving({"D1": 0.5}, missing=0.02)).finding


def test_the_table_has_every_domain_with_every_difference() -> None:
    shown = panel(moving({"D1": 0.3, "D2": 0.5}))
    assert [row[0] for row in shown.moved_table.rows] == ["Talking with children", "Noticing signs"]
    assert shown.moved_table.rows[0][1:] == ("50", "41", "59", "38", "44", "56", "62", "20", "74", "15")
    assert shown.rows[0].moved == pytest.approx((0.38, 0.44, 0.56, 0.62))


@pytest.mark.parametrize(
    ("of", "shown", "finding"),
    [
        ([], figures({}), "How many of the people answered is not known"),
        (cells(heads=None), figures({"D1": 0.4}), "How the answer would move cannot be said: headcounts are missing"),
        (cells(), figures({}), "No figure has been released, so there is none that could move."),
        ([Cell("north", "health", "D", 9, 9)], figures({}), "Of 9 people, all or nearly all have answered."),
    ],
)
def test_whatever_is_lacking_is_said(of: list[Cell], shown: Figures, finding: str) -> None:
    made = panel(shown, of)
    assert finding in made.finding
    assert made.rows == ()
    assert made.moved_table.rows == ()
