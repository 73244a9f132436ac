"""Tables as CSV that a spreadsheet opens as text, never as formulas."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula; full-width forms are folded to these first.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV in UTF-8, with a mark that spreadsheets need to read it as such."""
    out = io.StringIO()
    # Every cell in quotes: where lists are parted by semicolons, one inside a cell would begin another.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(cell) for cell in headers])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would calculate it; plain numbers stay numbers."""
    # Looked at as a spreadsheet might: compatibility forms folded, and what is not seen at the front passed over.
    seen = unicodedata.normalize("NFKC", cell).lstrip(" \u200b\u200c\u200d\u2060\ufeff")
    if not seen.startswith(_FORMULA_STARTS) or _NUMBER.fullmatch(cell):
        return cell
    return "'" + cell
