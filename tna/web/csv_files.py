"""Tables as CSV files to download."""

from flask import make_response
from werkzeug.wrappers import Response

from tna.domain.reports import Table
from tna.services.csv_writing import csv_bytes


def csv_file(table: Table, name: str) -> Response:
    """A table as a download called `name`.csv, which a spreadsheet opens as text."""
    answer = make_response(csv_bytes(table.headers, table.rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
