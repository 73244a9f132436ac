"""The figures of a course's shift: which rows there are, what they say, and which of them are kept back."""

import pytest

from tests.domain.shifts import FALL, INCONCLUSIVE, RISE, TOO_FEW, UNCLEAR, counts, course, survey, table
from tna.domain.evaluations.blocks import BlockCounts, DomainCounts
from tna.domain.evaluations.multiplicity import benjamini_hochberg
from tna.domain.evaluations.readings import SHOWN_FROM, Reading
from tna.domain.reports.shift_figures import WITHHELD, ShiftRow, headline_of, shift_rows
from tna.domain.reports.words import number


def rows(*domains: str, **people: object) -> tuple[ShiftRow, ...]:
    return shift_rows(course(domains=domains), counts(people), survey())  # type: ignore[arg-type]


def test_each_domain_is_followed_by_its_statements_in_the_order_of_the_survey() -> None:
    found = rows("D2", "D1", D2=RISE, D1=RISE)
    assert [row.id for row in found] == ["D1", "s01", "s02", "D2", "s05", "s06"]
    assert [row.title for row in found][:2] == ["Noticing signs", survey().statements[0].text]
    assert [row.is_domain for row in found] == [True, False, False] * 2


def test_a_domain_of_the_form_that_is_not_released_is_named_without_figures() -> None:
    found = rows("D1", "D2", D1=RISE)
    assert [(row.id, row.figures is None) for row in found][-1] == ("D2", True)


def test_nine_people_are_not_shown_and_ten_are() -> None:
    [kept] = rows("D2", D2=[(2, 3)] * 9)
    assert kept.figures is None
    shown, *_ = rows("D2", D2=[(2, 3)] * 10)
    assert shown.figures is not None
    assert shown.figures.n == 10


def test_a_domain_is_measured_per_statement_from_the_sum_of_each_person() -> None:
    """Both statements rise by one: the sum by two, the shift by one."""
    domain, first, _ = rows("D2", D2=[(2, 3)] * 20)
    assert domain.figures is not None
    assert first.figures is not None
    assert (domain.figures.before, domain.figures.after) == (2.0, 3.0)
    assert domain.figures.shift == first.figures.shift == 1.0
    assert domain.figures.interval == first.figures.interval
    assert (domain.figures.up, domain.figures.same, domain.figures.down) == (20, 0, 0)


def test_statements_that_differ_average_to_the_domain() -> None:
    one = DomainCounts("D2", {"s05": table([(1, 3)] * 12), "s06": table([(3, 4)] * 12)}, {3: 12})
    domain, *_ = shift_rows(course(), BlockCounts(12, (one,), {}), survey())
    assert domain.figures is not None
    assert (domain.figures.before, domain.figures.after, domain.figures.shift) == (2.0, 3.5, 1.5)


@pytest.mark.parametrize(
    ("people", "reading"),
    [
        (RISE, Reading.RISE),
        (FALL, Reading.FALL),
        (UNCLEAR, Reading.UNCLEAR),
        (INCONCLUSIVE, Reading.INCONCLUSIVE),
        (TOO_FEW, Reading.TOO_FEW),
    ],
)
def test_every_reading_is_reached(people: object, reading: Reading) -> None:
    domain, *_ = rows("D2", D2=people)
    assert domain.figures is not None
    assert domain.figures.reading is reading
    assert (domain.figures.adjusted_p is None) is (reading is Reading.TOO_FEW)


def test_domains_and_statements_are_adjusted_as_two_families() -> None:
    found = [row for row in rows("D1", "D2", "D4", D1=RISE, D2=UNCLEAR, D4=TOO_FEW) if row.figures]
    for family in (True, False):
        mine = [row.figures for row in found if row.is_domain is family and row.figures]
        assert [one.adjusted_p for one in mine] == benjamini_hochberg([one.p for one in mine])


def test_only_statements_say_how_many_were_confident_and_only_tested_ones_how_sure_that_is() -> None:
    domain, statement, _ = rows("D2", D2=RISE)
    assert domain.figures is not None
    assert statement.figures is not None
    assert domain.figures.confident_before is None
    assert (statement.figures.confident_before, statement.figures.confident_after) == (3 / 57, 41 / 57)
    assert statement.figures.mcnemar_p is not None
    _, few, _ = rows("D2", D2=TOO_FEW)
    assert few.figures is not None
    assert few.figures.mcnemar_p is None


def test_what_the_survey_no_longer_has_goes_by_its_id() -> None:
    found = rows("D2", D99=RISE)
    assert [(row.id, row.domain, row.title) for row in found][1:] == [
        ("D99", "D99", "D99"),
        ("D99-old", "D99", "D99-old"),
    ]


@pytest.mark.parametrize("statements", [{}, {"s05": table([])}])
def test_counts_of_nobody_are_no_figures(statements: dict[str, list[list[int]]]) -> None:
    empty = BlockCounts(0, (DomainCounts("D2", statements, {}),), {})
    assert [row.figures for row in shift_rows(course(), empty, survey())] == [None]


def test_the_first_domain_that_the_course_teaches_speaks_for_it_and_not_the_best() -> None:
    found = rows("D2", "D1", D1=RISE, D2=UNCLEAR)
    headline = headline_of(course(domains=("D2", "D1")), found)
    assert headline is not None
    assert headline.id == "D2"


def test_where_the_first_is_kept_back_the_next_speaks_and_where_all_are_none() -> None:
    taught = course(domains=("D2", "D1"))
    next_one = headline_of(taught, rows("D2", "D1", D1=RISE, D2=[(2, 3)] * 9))
    assert next_one is not None
    assert next_one.id == "D1"
    assert headline_of(taught, rows("D2", "D1")) is None


def test_the_words_for_what_is_withheld_name_the_fewest_people_shown() -> None:
    assert f"fewer than {number(SHOWN_FROM)} people" in WITHHELD
