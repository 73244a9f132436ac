"""A workbook as an XLSX file by gptables: accessible as the Analysis Function asks, and safe to open.

gptables brings pandas, which takes a second and many megabytes to load: only the worker makes such files, and the
import happens when the first one is made.
"""

import re
import warnings
from datetime import datetime
from importlib import import_module
from io import BytesIO
from math import ceil
from typing import Any

from tna.domain.reports.workbook import Cell, Sheet, Workbook
from tna.language import gettext
from tna.services.csv_writing import harmless

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Text is text: never a formula, a link or a number, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST_TEXT = 32_000  # of 32,767 that a cell may hold
_LONGEST_LABEL = 31
_NOT_IN_A_LABEL = re.compile(r"[\[\]:*?/\\']")
_LATIN = re.compile(r"[a-zA-Z0-9]")
_COVER_WIDTH, _TEXT_WIDTH, _NUMBER_WIDTH = 85, 60, 12  # characters
_LINE = 16  # points
_A4 = 9  # as the format counts sizes of paper


def xlsx(workbook: Workbook, *, made_at: datetime) -> bytes:
    """The file: cover, contents, notes, and one table a sheet; nothing hidden, and nobody named but the partnership."""
    gptables, out = _gptables(), BytesIO()
    book = gptables.GPWorkbook(out, options=_OPTIONS)
    book.set_properties(
        {
            "title": _text(workbook.title),
            "author": _text(workbook.partnership),
            "company": _text(workbook.partnership),
            "created": made_at.replace(tzinfo=None),
        }
    )
    _write_cover(book, workbook)
    tables = {str(place): _table(gptables, sheet, place) for place, sheet in enumerate(workbook.sheets, start=1)}
    columns = [gettext("Sheet"), gettext("What is on it")]
    contents = book.make_table_of_contents(
        tables, column_names=columns, title=gettext("Contents"), instructions=_one_table()
    )
    notes = _notes(gptables, workbook.notes)
    for label, table in ((gettext("Contents"), contents), (gettext("Notes"), notes)):
        _write_table(book.add_worksheet(_label(label)), table)
    for (label, table), values in zip(tables.items(), workbook.sheets, strict=True):
        sheet = book.add_worksheet(label)
        _fit(sheet, values, headings=_write_table(sheet, table))
    book.close()
    return out.getvalue()


def _gptables() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves the file of its theme open when it is loaded
        return import_module("gptables")


def _write_cover(book: Any, workbook: Workbook) -> None:
    sheet = book.add_worksheet(_label(gettext("Cover")))
    _set_up_page(sheet)
    sheet.set_column(0, 0, _COVER_WIDTH)
    sheet.write_string(0, 0, _text(workbook.title), book.add_format(book.theme.cover_title_format))
    for row, line in enumerate(workbook.cover, start=1):
        sheet.write_string(row, 0, _text(line), book.add_format(book.theme.cover_text_format))


def _write_table(sheet: Any, table: Any) -> int:
    """One table, its headings staying in sight and printed on every page; the row in which these stand."""
    sheet.write_gptable(table, True, [])
    _set_up_page(sheet)
    headings = int(sheet.dim_rowmax) - len(table.table)
    sheet.repeat_rows(headings)
    sheet.freeze_panes(headings + 1, 0)
    return headings


def _fit(sheet: Any, values: Sheet, *, headings: int) -> None:
    """Columns no wider than a page has room for, and rows high enough for what is wrapped in them."""
    cells = list(zip(values.columns, *values.rows, strict=True))
    longest = [max(len(str(cell)) for cell in column) + 2 for column in cells[: values.names]]
    widths = [min(length, _TEXT_WIDTH) for length in longest]
    widths += [_NUMBER_WIDTH] * (len(values.columns) - values.names)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for place, row in enumerate((values.columns, *values.rows)):
        lines = max(ceil(len(str(cell)) / width) for cell, width in zip(row, widths, strict=True))
        sheet.set_row(headings + place, lines * _LINE)


def _set_up_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)  # inches
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&A&R&P / &N")


def _table(gptables: Any, sheet: Sheet, place: int) -> Any:
    columns = [_text(column) for column in sheet.columns]
    numbers = [
        {"column": {"columns": [column], "format": {"num_format": "0.0" if column in sheet.decimals else "#,##0"}}}
        for column in range(sheet.names, len(columns))
    ]
    return gptables.GPTable(
        table=_frame(
            columns, [[_cell(cell, f"{place}.{row}") for cell in each] for row, each in enumerate(sheet.rows, 1)]
        ),
        table_name=f"table_{place}",
        title=_cell(sheet.title, str(place)),
        instructions=_one_table(),
        index_columns={level: level - 1 for level in range(1, min(sheet.names, 3) + 1)},
        additional_formatting=numbers,
    )


def _notes(gptables: Any, notes: tuple[str, ...]) -> Any:
    rows = [[place, _cell(note, str(place))] for place, note in enumerate(notes, start=1)]
    return gptables.GPTable(
        table=_frame([_text(gettext("Note")), _text(gettext("What it says"))], rows),
        table_name="notes_table",
        title=_text(gettext("Notes")),
        instructions=_one_table(),
        index_columns={},
    )


def _frame(columns: list[str], rows: list[list[Cell]]) -> Any:
    return import_module("pandas").DataFrame(rows, columns=columns, dtype=object)


def _one_table() -> str:
    return _text(gettext("This sheet holds one table. The notes say what the marks in its cells mean."))


def _label(name: str) -> str:
    """A name as the tab of a sheet may have it."""
    return _NOT_IN_A_LABEL.sub(" ", name)[:_LONGEST_LABEL]


def _cell(cell: Cell, otherwise: str) -> Cell:
    """A cell that gptables takes: it refuses one without any Latin letter or figure, and so one in another script."""
    if not isinstance(cell, str):
        return cell
    text = _text(cell)
    return text if _LATIN.search(text) else f"{text} ({otherwise})"


def _text(text: str) -> str:
    """Text that no spreadsheet calculates, and in which gptables finds none of its marks for links and notes."""
    return harmless(text[:_LONGEST_TEXT]).replace("](", "] (").replace("$$", "$ $") or "-"
