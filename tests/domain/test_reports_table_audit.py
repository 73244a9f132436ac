"""What the audit of a table says, and how it draws the table."""

from tests.domain.tables import table
from tna.domain.reports.table_audit import Drawn, audit_report, evidence_table
from tna.domain.table_audit import audit_table

CORNERS = {(0, 0), (0, 1), (1, 0), (1, 1)}
PINNED = audit_table(table([[3, 20], [12, 30]], {(0, 0)}), 5)
SAFE = audit_table(table([[3, 20], [12, 30]], CORNERS), 5)
SMALL = audit_table(table([[4, 20, 9], [12, 30, 9]]), 5)
HOPELESS = audit_table(table([[1, 2, 0], [12, 30, 8], [9, 14, 22]], {(0, 0)}), 5)


def test_a_safe_table_says_how_open_its_withheld_counts_stay() -> None:
    report = audit_report(SAFE)
    assert (
        report.verdict == "Safe to publish: each of its four withheld counts stays open over a range of five or more."
    )
    assert report.reasons == report.blanks == report.advice == ()
    assert report.mended is None


def test_a_table_that_withholds_nothing_is_safe_without_small_counts() -> None:
    report = audit_report(audit_table(table([[0, 20], [12, 30]]), 5))
    assert report.verdict == "Safe to publish: it withholds nothing, and no count in it is of one to four people."


def test_a_table_that_can_be_mended_says_by_how_many_blanks_and_which() -> None:
    report = audit_report(PINNED)
    assert report.verdict == "Not safe to publish as it is; with three more blanks it is."
    assert report.reasons == ("“A”, “a” is withheld, and yet known exactly: 3. The totals give it away.",)
    assert report.blanks == ("“A”, “b”", "“B”, “a”", "“B”, “b”")
    assert report.advice == ()


def test_a_range_that_is_too_narrow_is_named_with_its_ends() -> None:
    report = audit_report(audit_table(table([[1, 3], [1, 30]], CORNERS), 5))
    assert report.reasons[0] == "“A”, “a” is withheld, but can only be from 0 to 2: a range under five."


def test_a_small_count_that_is_published_is_named() -> None:
    assert audit_report(SMALL).reasons == ("“A”, “a” shows 4, which is under five.",)


def test_where_nothing_helps_the_small_totals_are_named() -> None:
    report = audit_report(HOPELESS)
    assert report.verdict == "Not safe to publish, and no further blanks can make it so."
    assert report.advice == (
        "“A” adds up to three, under five, and totals are published: put it together with another.",
    )


def test_where_nothing_helps_and_no_total_is_small_the_advice_is_general() -> None:
    report = audit_report(audit_table(table([[9, 20, 8]], {(0, 0)}), 5))
    assert report.advice == ("Put rows or columns together so that counts become larger, and check it again.",)


def test_withheld_cells_are_drawn_as_what_is_known_of_them() -> None:
    drawn = audit_report(PINNED).drawn
    (_, (pinned, published), total), _ = drawn.rows
    assert (pinned.text, pinned.drawn) == ("exactly 3", Drawn.PINNED)
    assert (published.text, published.drawn) == ("20", Drawn.PUBLISHED)
    assert total == "23"
    assert drawn.totals == ("15", "50", "65")
    assert audit_report(SAFE).drawn.rows[0][1][0].text == "between 0 and 15"
    assert audit_report(SMALL).drawn.rows[0][1][0].drawn is Drawn.SMALL


def test_the_mended_table_marks_what_is_newly_withheld() -> None:
    mended = audit_report(PINNED).mended
    assert mended is not None
    assert [[cell.is_new_blank for cell in cells] for _, cells, _ in mended.rows] == [[False, True], [True, True]]
    assert {cell.drawn for _, cells, _ in mended.rows for cell in cells} == {Drawn.WITHHELD}


def test_the_evidence_names_every_cell_and_no_true_count_of_a_withheld_one() -> None:
    evidence = evidence_table(SAFE)
    assert [row[2] for row in evidence.rows] == ["", "", "", ""]
    assert evidence.rows[0] == ("A", "a", "", "withheld, safe", "0", "15", "0", "15")
    assert evidence_table(PINNED).rows == (
        ("A", "a", "", "withheld, not safe", "3", "3", "0", "15"),
        ("A", "b", "20", "published; withhold it too", "", "", "8", "23"),
        ("B", "a", "12", "published; withhold it too", "", "", "0", "15"),
        ("B", "b", "30", "published; withhold it too", "", "", "27", "42"),
    )
    assert evidence_table(SMALL).rows[0][3] == "published, under the threshold"
