"""Tables as CSV files to download."""

from flask import make_response
from werkzeug.wrappers import Response

from tna.domain.reports import Table
from tna.language import gettext
from tna.services.chart_packs import slug
from tna.services.csv_writing import csv_bytes


def csv_file(table: Table, name: str, *, round_title: str = "") -> Response:
    """A table as a download called `name`.csv, which a spreadsheet opens as text.

    With a round, its title ends the name and stands in the first column, as in the table of every count.
    """
    headers, rows = table.headers, table.rows
    if round_title:
        name = f"{name}-{slug(round_title, 'round')}"
        headers, rows = (gettext("Round"), *headers), tuple((round_title, *row) for row in rows)
    answer = make_response(csv_bytes(headers, rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
