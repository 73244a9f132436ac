"""Tables as files that a spreadsheet opens as text."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.reports import Table
from tna.services.csv_writing import harmless
from tna.web.csv_files import csv_file

FORMULAS = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "-1_000",
    "-１",
    "+inf",
]


def read(answer: Any) -> list[list[str]]:
    text: str = answer.get_data(as_text=True)
    assert text.startswith("\ufeff"), "spreadsheets need the mark to read UTF-8"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def file_of(app: Flask, *rows: tuple[str, ...], headers: tuple[str, ...] = ("Agency", "Share")) -> Any:
    with app.test_request_context():
        return csv_file(Table("Shares", headers, rows, frozenset({1})), "shares-by-agency")


def test_a_file_of_a_round_names_it_outside_and_in_every_row(app: Flask) -> None:
    table = Table("Shares", ("Agency", "Share"), (("North", "62"),), frozenset({1}))
    with app.test_request_context():
        answer = csv_file(table, "shares", round_title="Training needs, May 2026")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="shares-training-needs-may-2026.csv"'
    assert answer.get_data(as_text=True).removeprefix("\ufeff").splitlines() == [
        '"Round","Agency","Share"',
        '"Training needs, May 2026","North","62"',
    ]


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_calculate_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "+3", "-0.25", "12", "62 %", "Mary’s", "", "a=b", "2 - 3", "−0.4", "{{7*7}}"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(max_size=12))
def test_no_cell_begins_like_a_formula_and_nothing_but_an_apostrophe_is_added(cell: str) -> None:
    safe = harmless(cell)
    assert safe in {cell, f"'{cell}"}
    assert safe[:1] not in {"=", "@", "\t", "\r", "\n"}


def test_header_cells_are_made_harmless_too(app: Flask) -> None:
    [headers, row] = read(file_of(app, ("=cmd|' /C calc'!A0", "62"), headers=("=1+1", "Share (%)")))
    assert headers == ["'=1+1", "Share (%)"]
    assert row == ["'=cmd|' /C calc'!A0", "62"]


def test_a_cell_keeps_to_itself_whatever_parts_a_list_on_the_readers_machine(app: Flask) -> None:
    answer = file_of(app, ('Health; =1+1, "quoted"', "62"))
    assert read(answer)[1] == ['Health; =1+1, "quoted"', "62"]
    assert answer.get_data(as_text=True).splitlines()[1] == '"Health; =1+1, ""quoted""","62"'


def test_a_file_is_a_download_with_a_name_and_never_a_page(app: Flask) -> None:
    answer = file_of(app, ("<script>alert(1)</script>", "62"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="shares-by-agency.csv"'
