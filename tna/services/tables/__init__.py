"""Reading tables that people made in other programs: the bytes of a CSV file or an Excel workbook, as rows of text.

`read_list` gives a `ListTable` or raises `TableRefused`, whatever the bytes are. It never asks what the columns mean.
"""

from tna.services.tables.files import read_list
from tna.services.tables.rows import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    UNREADABLE,
    ListTable,
    RaggedRow,
    RowFault,
    TableRefused,
    TableRow,
)

__all__ = [
    "LARGEST_FILE",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "UNREADABLE",
    "ListTable",
    "RaggedRow",
    "RowFault",
    "TableRefused",
    "TableRow",
    "read_list",
]
