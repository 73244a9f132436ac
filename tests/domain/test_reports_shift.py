"""What the pictures of a course's shift say, and their tables."""

from tests.domain.shifts import FALL, RISE, TOO_FEW, counts, course, survey
from tna.domain.reports.shift import (
    ChangeBars,
    Dumbbell,
    change_bars,
    change_bars_table,
    dumbbell,
    dumbbell_table,
    sureness_table,
)
from tna.domain.reports.shift_figures import WITHHELD, ShiftRow, shift_rows
from tna.domain.reports.shift_words import CAPTION


def rows(*domains: str, **people: object) -> tuple[ShiftRow, ...]:
    return shift_rows(course(domains=domains), counts(people), survey())  # type: ignore[arg-type]


def pictures(*domains: str, **people: object) -> tuple[Dumbbell, ChangeBars]:
    found = rows(*domains, **people)
    return dumbbell(course(), found, survey()), change_bars(course(), found)


def test_the_findings_name_each_domain_with_its_numbers() -> None:
    means, moves = pictures("D1", "D2", D1=RISE, D2=RISE)
    assert means.finding == (
        "Mean confidence, of 1 to 5, went up noticing signs from 2.7 to 3.7 and talking with children from 2.7 to 3.7, "
        "among 57 people."
    )
    assert moves.finding == (
        "Both domains show a rise: noticing signs (41 more confident, 3 less, of 57) and talking with children "
        "(41 more confident, 3 less, of 57)."
    )


def test_means_that_go_both_ways_or_down_are_not_called_up() -> None:
    assert "1 to 5, went noticing signs from 2.7 to 3.7" in pictures("D1", "D2", D1=RISE, D2=FALL)[0].finding
    assert "1 to 5, went down talking with children" in pictures("D2", D2=FALL)[0].finding


def test_a_finding_stops_after_three_domains() -> None:
    means, moves = pictures("D1", "D2", "D3", "D4", D1=RISE, D2=RISE, D3=RISE, D4=RISE)
    assert "supporting parents" in means.finding
    assert "working together" not in means.finding + moves.finding
    assert moves.finding.startswith("All four domains show a rise")


def test_without_figures_the_finding_says_why() -> None:
    for report in pictures("D2"):
        assert report.finding == f"No figure can be shown yet: {WITHHELD}."
        assert not report.has_figures
        assert report.withheld_words == WITHHELD


def test_every_picture_says_what_it_is_not() -> None:
    for report in pictures("D2", D2=RISE):
        assert CAPTION in report.notes
        assert report.has_figures
        assert report.withheld_words == ""


def test_the_caption_says_what_a_shift_is_and_claims_nothing_of_its_size() -> None:
    half_the_same = [(3, 3)] * 21 + [(4, 3)] * 12
    report, _ = pictures("D2", D2=half_the_same)
    figures = report.rows[0].figures
    assert figures is not None
    assert (figures.same, figures.n, figures.shift) == (21, 33, -0.5)
    [said] = [note for note in report.notes if note.startswith("The shift is")]
    assert "the middle one of all averages of two people's changes" in said
    assert "nought" not in said


def test_the_tables_hold_every_row_and_say_what_is_kept_back() -> None:
    means, moves = pictures("D1", "D2", D1=TOO_FEW)
    table = dumbbell_table(means)
    assert table.rows[0] == (
        "Noticing signs",
        "All its statements together",
        *("12", "2.42", "3.00", "0.50", "0.00", "1.00", "too few to test"),
    )
    assert table.rows[-1] == ("Talking with children", "All its statements together", "", WITHHELD, "", "", "", "", "")
    table = change_bars_table(moves)
    assert table.headers[0] == "Domain and statements"
    assert table.rows[0] == ("Noticing signs", "12", "8", "3", "1", "too few to test")
    assert table.rows[-1] == ("Talking with children", "", WITHHELD, "", "", "")


def test_how_sure_each_figure_is_stands_in_a_table_of_its_own() -> None:
    table = sureness_table(rows("D1", "D2", D1=RISE))
    assert len(table.rows) == 3
    domain, statement, _ = table.rows
    assert domain[:2] == ("Noticing signs", "All its statements together")
    assert domain[4:] == ("<0.001", "<0.001", "rise", "", "", "")
    assert statement[6:9] == ("rise", "5", "72")
