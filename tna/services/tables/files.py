"""Which kind of file it is, and what to do with a kind that is not read."""

from io import BytesIO
from zipfile import is_zipfile

from tna.language import gettext, mark
from tna.services.tables.rows import EMPTY, LARGEST_FILE, MOST_COLUMNS, ListTable, TableRefused
from tna.services.tables.text import read_text_table
from tna.services.tables.workbooks import read_workbook

_SAVE_AS = mark("Open it in the program it was made with and save it as an Excel workbook (.xlsx) or as CSV.")
# By how a file begins, whatever it is called.
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"


def read_list(content: bytes, *, file_name: str, sheet: str = "", most_columns: int = MOST_COLUMNS) -> ListTable:
    """The table in a file; of a workbook the sheet of this name, or the first that is visible.

    Raises TableRefused for everything that is no table, and nothing else.
    """
    if len(content) > LARGEST_FILE:
        megabytes = LARGEST_FILE // 1024**2
        raise TableRefused(gettext("The file is larger than %(n)s MB. Split it into several files.", n=megabytes))
    if not content.strip(b"\0 \t\r\n"):
        raise TableRefused(gettext(EMPTY))
    _refuse_other_kinds(content, file_name.lower())
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, sheet=sheet, most_columns=most_columns)
    return read_text_table(content, most_columns=most_columns)


def _refuse_other_kinds(content: bytes, name: str) -> None:
    if content.startswith(_OLD_EXCEL):
        raise TableRefused(gettext("This is an old Excel workbook (.xls), or one with a password."), gettext(_SAVE_AS))
    if content.startswith(_PDF):
        raise TableRefused(gettext("This is a PDF. Ask for the list as an Excel workbook (.xlsx) or as CSV."))
    if name.endswith((".xlsm", ".xlsb", ".xltm")):
        raise TableRefused(gettext("A workbook with macros is not read."), gettext(_SAVE_AS))
    if name.endswith(".ods"):
        raise TableRefused(gettext("An OpenDocument spreadsheet (.ods) is not read."), gettext(_SAVE_AS))
    if name.endswith(".zip"):
        raise TableRefused(gettext("A zipped folder is not read. Take the file out of it, and choose that."))
    if name.endswith(".xlsx") and not is_zipfile(BytesIO(content)):
        raise TableRefused(gettext("This is no Excel workbook, although it is called one."), gettext(_SAVE_AS))
