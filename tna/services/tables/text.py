"""CSV files as people's programs write them: whichever encoding, whichever sign between the cells."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from tna.language import gettext, mark
from tna.services.tables.rows import MOST_COLUMNS, ListTable, TableRefused, build_table

_DELIMITERS = ",;\t|"
# So much of a file is looked at to find out how it is written.
_LOOKED_AT = 64 * 1024
_ROWS_LOOKED_AT = 20
_SAVE_AS = mark("Save the file anew as CSV UTF-8, or as an Excel workbook (.xlsx).")
# What Python says of nearly every text that is no CSV; whatever else it says stays in English.
_FAULTS = frozenset(
    {
        mark("unexpected end of data"),
        mark("field larger than field limit (131072)"),
        mark("',' expected after '\"'"),
        mark("';' expected after '\"'"),
    }
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_text_table(content: bytes, *, most_columns: int = MOST_COLUMNS) -> ListTable:
    """The table in the bytes of a CSV file. Raises TableRefused."""
    text = decoded(content)
    if "\0" in text:
        row = _row_at(text, text.index("\0"))
        raise TableRefused(gettext("It holds a sign that is no text (NUL)."), gettext(_SAVE_AS), row=row)
    text, told = _without_hint(text)
    return build_table(_records(text, told or sniffed(text)), names_short=True, most_columns=most_columns)


def decoded(content: bytes) -> str:
    """The text in these bytes: by its mark, else UTF-16 by its zeros, UTF-8, or what Windows wrote before."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _utf_16_without_mark(content)
    if encoding is not None:
        return _strictly(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode(encoding, errors="replace")
        row = _row_at(before, len(before))
        raise TableRefused(gettext("It holds a sign that cannot be read."), gettext(_SAVE_AS), row=row) from fault


def _utf_16_without_mark(content: bytes) -> str | None:
    """Plain text in UTF-16 has a zero in nearly every second byte."""
    sample = content[: _LOOKED_AT // 2 * 2]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and sample[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _row_at(text: str, place: int) -> int:
    return len(text[:place].splitlines()) + (1 if not place or text[place - 1] in "\r\n" else 0)


def _without_hint(text: str) -> tuple[str, str | None]:
    """The text without Excel's own first line "sep=;", which a spreadsheet does not show, and what that says."""
    first, _, rest = text.partition("\n")
    hint = first.strip()
    if first.lower().startswith("sep=\t"):
        return rest, "\t"
    if hint[:4].lower() == "sep=" and len(hint) == 5 and hint[4] in _DELIMITERS:
        return rest, hint[4]
    return text, None


def sniffed(text: str) -> str:
    """The sign between the cells: the one by which most of the first rows have the same number of them, above one."""
    best = max(_DELIMITERS, key=lambda delimiter: _agreement(text[:_LOOKED_AT], delimiter))
    return best if _agreement(text[:_LOOKED_AT], best) > (0, 0) else ","


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, and how many that is."""
    lengths: Counter[int] = Counter()
    with suppress(csv.Error):
        for record in islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _ROWS_LOOKED_AT):
            lengths[len(record)] += 1
    return max(((rows, length) for length, rows in lengths.items() if length > 1), default=(0, 0))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number; a quotation mark that is never closed would swallow the rest, so it is a fault."""
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as fault:
            said = gettext(str(fault)) if str(fault) in _FAULTS else str(fault)
            why = gettext("It cannot be read as CSV (%(fault)s). Check the quotation marks there.", fault=said)
            raise TableRefused(why, row=number) from fault
        yield number, record
