"""The files of a release: made once by the worker, equal to the pages, safe to open, and saying nothing withheld."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tests.pseudo import STRANGE
from tests.web.partnerships import Scene, scene
from tna.charts import Format
from tna.domain.disclosure import Selection, publish
from tna.domain.reports import CoverageBars, likert_table
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.workbook import NOT_APPLICABLE, WITHHELD
from tna.language import ENGLISH, Language, spoken_in
from tna.models.needs import Picture
from tna.services import need_filters, owed, pictures, release_files, reports
from tna.services.release_table import COLUMNS
from tna.services.releases import WRITE_FILES, released_round
from tna.services.reports import Released

PARTNERSHIP = "Safe in Riverside"
HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "＠x", "{=1+1}", "http://evil.example/x"]


@pytest.fixture
def there(session: Session) -> Scene:
    made = scene(session)
    made.released()
    return made


def write(session: Session, *, languages: tuple[Language, ...] = (ENGLISH,)) -> int:
    """Do the worker's job for the newest release; how many files are kept now."""
    release_id = reports.released_rounds(session)[0].release.id
    for _ in release_files.write(session, release_id=release_id, partnership=PARTNERSHIP, languages=languages):
        session.commit()
    return len(kept(session))


def kept(session: Session) -> list[str]:
    return list(
        session.scalars(select(Picture.digest).where(Picture.digest.startswith("export-")).order_by(Picture.digest))
    )


def newest(session: Session) -> Released:
    return reports.released_rounds(session)[0]


def content(session: Session, kind: str) -> bytes:
    found = release_files.find(session, newest(session), kind=kind, partnership=PARTNERSHIP)
    assert found is not None
    return found.content


def book_of(session: Session) -> Workbook:
    return load_workbook(io.BytesIO(content(session, "workbook")))


def rows_of(session: Session) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(session, "figures").decode("utf-8-sig"), newline="")))


def cells(book: Workbook) -> Iterator[Any]:
    return (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def table(sheet: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """The names of the columns of a sheet's only table, and its rows."""
    [found] = sheet.tables.values()
    header, *rows = [[cell.value for cell in row] for row in sheet[found.ref]]
    return header, [dict(zip(header, row, strict=True)) for row in rows]


# When they are made -----------------------------------------------------------------------------------------


def test_a_release_owes_its_files(session: Session, there: Scene) -> None:
    assert owed.is_open(session, kind=WRITE_FILES, key=str(newest(session).release.id))
    files = release_files.files_of(session, newest(session), partnership=PARTNERSHIP)
    assert [(one.kind, one.size) for one in files] == [("workbook", None), ("figures", None), ("charts", None)]


def test_the_files_are_made_once_and_have_their_size(session: Session, there: Scene) -> None:
    there.draw(newest(session).round)
    assert write(session) == 3
    before = kept(session)
    assert write(session) == 3
    assert kept(session) == before
    for one in release_files.files_of(session, newest(session), partnership=PARTNERSHIP):
        assert one.size == len(content(session, one.kind))


def test_a_new_name_makes_them_anew_and_forgets_the_old_ones(session: Session, there: Scene) -> None:
    there.draw(newest(session).round)
    write(session)
    before = kept(session)
    there.agencies["north"].name = "Northern Trust"
    session.commit()
    assert release_files.find(session, newest(session), kind="workbook", partnership=PARTNERSHIP) is None
    assert write(session) == 3
    assert not set(before) & set(kept(session))


def test_every_night_they_are_owed_again_and_kept_from_the_clearing_up_of_pictures(
    session: Session, there: Scene
) -> None:
    there.draw(newest(session).round)
    write(session)
    pictures.keep_in_step(session, NOW)
    release_files.owe_files(session, NOW)
    assert len(kept(session)) == 3


def test_files_with_words_are_made_in_each_language(session: Session, there: Scene) -> None:
    there.draw(newest(session).round)
    assert write(session, languages=(ENGLISH, STRANGE)) == 5  # counts have no words
    with spoken_in(STRANGE):
        assert book_of(session).sheetnames[0] != "Cover"


def test_nothing_of_what_makes_them_is_loaded_by_the_pages() -> None:
    made_by = ("pandas", "gptables", "matplotlib", "fontTools", "pydyf")
    asked = f"import sys, tna.app; print([name for name in {made_by} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


# The spreadsheet --------------------------------------------------------------------------------------------


@pytest.fixture
def book(session: Session, there: Scene) -> Workbook:
    there.draw(newest(session).round)
    write(session)
    return book_of(session)


def test_it_has_a_cover_contents_notes_and_one_table_a_sheet(book: Workbook) -> None:
    assert book.sheetnames == ["Cover", "Contents", "Notes", "1", "2", "3", "4", "5", "6"]
    assert [len(sheet.tables) for sheet in book.worksheets] == [0, *[1] * 8]
    assert book["Cover"]["A1"].value == "Training needs: Spring"
    cover = [str(row[0].value) for row in book["Cover"].rows]
    assert any(line.startswith("Every figure is of a group of at least ten people; a count says how") for line in cover)
    links = [cell.hyperlink.location for cell in book["Contents"]["A"] if cell.hyperlink]
    assert links == [f"'{place}'!A1" for place in range(1, 7)]


def test_nothing_in_it_is_hidden_and_nobody_is_named_but_the_partnership(session: Session, book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(one.hidden for one in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values()))
        assert not sheet.merged_cells.ranges
    said = book.properties
    assert (said.creator, said.lastModifiedBy, said.title) == (PARTNERSHIP, PARTNERSHIP, "Training needs: Spring")
    assert {said.description, said.keywords, said.category} == {None}
    assert not book.defined_names
    with ZipFile(io.BytesIO(content(session, "workbook"))) as package:
        assert not [name for name in package.namelist() if "comment" in name.lower() or "vba" in name.lower()]


def test_its_figures_equal_those_of_the_page(session: Session, book: Workbook) -> None:
    _, rows = table(book["1"])
    report = need_filters.narrowed_report(session, newest(session), need_filters.Narrowed())
    assert report.statements is not None
    told = likert_table(report.statements)
    first = told.headers.index("People who answered")
    page = {row[0]: row[first:] for row in told.rows}
    assert len(page) == len(rows) > 20
    for row in rows:
        shown = page[row["Statement"]]
        assert shown[0] == str(row["People who gave a level"])
        assert shown[1] == str(row["Below the level needed (%)"])
        assert shown[4] == f"{row['People to train']:,}"
        assert [shown[2], shown[3]] == [str(row["Range from (%)"]), str(row["Range to (%)"])]


def test_what_is_withheld_is_marked_and_explained(session: Session, there: Scene, book: Workbook) -> None:
    released = {row["Who"]: row for row in table(book["3"])[1]}
    assert set(released) == {"North", "South"}
    _, rows = table(book["2"])
    marked = [row for row in rows if WITHHELD in row.values()]
    assert marked
    for row in marked:
        assert set(list(row.values())[3:]) == {WITHHELD}
    notes = [row["What it says"] for row in table(book["Notes"])[1]]
    assert any(note.startswith("[c] means withheld: fewer than ten people") for note in notes)
    assert any(note.startswith(f"{NOT_APPLICABLE} means") for note in notes)


def test_it_prints_on_pages_as_wide_as_its_tables_with_the_headings_on_each_and_keeps_them_in_sight(
    book: Workbook,
) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for sheet in book.worksheets[1:]:
        [found] = sheet.tables.values()
        heading = sheet[found.ref][0][0].row
        assert sheet.print_title_rows == f"${heading}:${heading}"
        assert sheet.freeze_panes == f"A{heading + 1}"


def test_no_cell_is_empty_or_calculates(book: Workbook) -> None:
    assert {cell.data_type for cell in cells(book)} <= {"s", "n"}
    for sheet in book.worksheets[1:]:
        assert all(value is not None for row in table(sheet)[1] for value in row.values()), sheet.title


@pytest.mark.parametrize("name", [*HOSTILE, "[click](http://evil.example)", "$$note$$", "Київ", "***", "x" * 200])
def test_a_name_is_text_whatever_it_looks_like(session: Session, name: str) -> None:
    made = scene(session, north=name)
    made.released(answered={("north", "D"): 14})
    made.draw(newest(session).round)
    write(session)
    book = book_of(session)
    assert {cell.data_type for cell in cells(book)} <= {"s", "n"}
    assert not [cell for cell in cells(book) if cell.hyperlink and not (cell.hyperlink.location or "").endswith("!A1")]
    texts = [str(cell.value) for cell in cells(book) if cell.data_type == "s"]
    assert not [text for text in texts if text[:1] in {"=", "+", "-", "@", "\t", "\r", "＝", "＠"}]


def test_a_round_of_which_nothing_is_released_is_a_file_of_marks(session: Session) -> None:
    made = scene(session)
    made.released("=1+1", answered={("north", "D"): 4})
    made.draw(newest(session).round)
    write(session)
    assert {value for row in table(book_of(session)["1"])[1] for value in list(row.values())[3:]} == {WITHHELD}
    assert rows_of(session) == []


# The table of counts ----------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_group_item_and_answer_and_says_what_publish_says(
    session: Session, there: Scene
) -> None:
    there.draw(newest(session).round)
    write(session)
    rows = rows_of(session)
    assert list(rows[0]) == list(COLUMNS)
    released = newest(session)
    frozen = released_round(released.release, released.definition)
    for key in {row["release_group"] for row in rows}:
        shown = publish(frozen, Selection(groups=frozenset({key})))
        for item in {row["item"] for row in rows if row["item_kind"] == "statement" and row["release_group"] == key}:
            its = {row["answer"]: row for row in rows if (row["release_group"], row["item"]) == (key, item)}
            assert list(its) == ["1", "2", "3", "4", "5", "not_my_role", "blank"]
            found = shown.statements.get(item)
            counts = [its[str(level)]["count"] for level in range(1, 6)]
            assert counts == ([""] * 5 if found is None else [str(count) for count in found.counts])
            assert {row["status"] for row in its.values()} == {"withheld" if found is None else "released"}


def test_the_table_calculates_nothing_either(session: Session) -> None:
    made = scene(session)
    made.released("=1+1")
    made.draw(newest(session).round)
    write(session)
    assert {row["round"] for row in rows_of(session)} == {"'=1+1"}


# The charts -------------------------------------------------------------------------------------------------


def test_the_pack_holds_every_wide_picture_by_a_name_that_says_what_it_is(session: Session, there: Scene) -> None:
    there.draw(newest(session).round)
    write(session)
    release_id = newest(session).release.id
    wanted = [one for one in pictures.of_release(session, release_id=release_id) if one.shape == "wide"]
    with ZipFile(io.BytesIO(content(session, "charts"))) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        captions = pack.read("README.txt").decode()
    assert len(names) == len(set(names)) == len(wanted) + 1
    assert all(name.isascii() and "/" not in name for name in names)
    for one in wanted:
        assert one.report.finding in captions
    assert "left out" not in captions


def test_pictures_of_nothing_but_hatching_are_left_out_and_named(session: Session) -> None:
    made = scene(session)
    made.released(answered={("north", "D"): 14, ("south", "D"): 4})
    made.draw(newest(session).round)
    write(session)
    with ZipFile(io.BytesIO(content(session, "charts"))) as pack:
        names, captions = pack.namelist(), pack.read("README.txt").decode()
    assert [name for name in names if name.endswith("domain-north.png")]
    assert not [name for name in names if name.endswith("domain-south.png")]
    assert re.search(r"\d charts are left out, with nothing to show: too few people answered", captions)
    assert "by role group and domain: Spring · South" in captions


def test_what_is_compared_with_an_earlier_round_says_so_in_its_name_and_caption(session: Session, there: Scene) -> None:
    there.released("Autumn", opens_on=factories.TODAY.replace(year=2090))
    there.draw(newest(session).round)
    write(session)
    with ZipFile(io.BytesIO(content(session, "charts"))) as pack:
        names, captions = pack.namelist(), pack.read("README.txt").decode().split("\n\n")
    assert "003-below-the-level-their-role-needs-by-role-group-and-domain-compared-with-spring.png" in names
    assert [one for one in captions if "Autumn, compared with Spring · all agencies" in one]


def test_each_picture_says_of_which_round_it_is_and_whose(session: Session, there: Scene) -> None:
    whose = {None: "all agencies", "north": "North", "south": "South"}
    counted = (CoverageBars, CoverageTrend, QuestionBars)
    drawn: set[tuple[type, str | None]] = set()
    for one in pictures.of_release(session, release_id=newest(session).release.id):
        told = f"Spring · {whose[one.agency_id]}"
        if not isinstance(one.report, counted):
            told += " · self-reported confidence, not competence"
        assert one.report.notes[-1] == told
        if (one.form, one.shape) == (Format.SVG, "wide") and (type(one.report), one.agency_id) not in drawn:
            drawn.add((type(one.report), one.agency_id))
            assert told in pictures.draw(one).decode()
    assert len(drawn) > 6


def test_the_same_pictures_make_the_same_pack(session: Session, there: Scene) -> None:
    there.draw(newest(session).round)
    write(session)
    first = content(session, "charts")
    for picture in session.scalars(
        select(Picture).where(Picture.digest.startswith("export-")).order_by(Picture.digest)
    ):
        session.delete(picture)
    session.commit()
    write(session)
    assert content(session, "charts") == first


def shown(value: str | float) -> str:
    """A cell as a spreadsheet shows it."""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}"


@pytest.mark.slow
def test_libreoffice_reads_the_same_figures(
    session: Session, there: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """LibreOffice opens the file and writes what it sees as CSV; on a machine without it this test fails."""
    there.draw(newest(session).round)
    write(session)
    folder = tmp_path_factory.mktemp("office")
    (folder / "round.xlsx").write_bytes(content(session, "workbook"))
    # Of the filter: comma, double quote, UTF-8, from the first row, cells as they are shown, and every sheet (-1).
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form]
    subprocess.run([*command, "--outdir", folder, folder / "round.xlsx"], check=True, capture_output=True, timeout=180)
    seen = list(csv.reader(io.StringIO((folder / "round-1.csv").read_text(encoding="utf-8"), newline="")))
    header, rows = table(book_of(session)["1"])
    start = next(place for place, row in enumerate(seen) if row[: len(header)] == header)
    for row, read in zip(rows, seen[start + 1 :], strict=False):
        assert read[: len(header)] == [shown(value) for value in row.values()]
