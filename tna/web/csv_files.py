"""Tables as CSV files that a spreadsheet opens as text, never as formulas."""

import csv
import io
import unicodedata

from flask import make_response
from werkzeug.wrappers import Response

from tna.domain.reports import Table

# What a spreadsheet takes for the beginning of a formula; full-width forms are folded to these first.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(table: Table, name: str) -> Response:
    """A table as a download called `name`.csv; UTF-8 with a mark that spreadsheets need to read it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(cell) for cell in table.headers])
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    answer = make_response("\ufeff" + out.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would calculate it; plain numbers stay numbers."""
    folded = unicodedata.normalize("NFKC", cell).lstrip(" ")
    if not folded.startswith(_FORMULA_STARTS) or _is_number(cell):
        return cell
    return "'" + cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.strip() == cell
