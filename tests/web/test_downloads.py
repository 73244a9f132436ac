"""The page on which everything that is released of a round is there to take away."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from tests.web.browsing import sign_in, visit
from tests.web.partnerships import Scene
from tna.services import pictures, release_files, reports

KINDS = ("workbook", "figures", "charts")


def write(partnership: Scene, app: Any) -> None:
    """Do the worker's job for every release."""
    name = app.extensions["settings"].partnership_name
    for one in reports.released_rounds(partnership.session):
        partnership.draw(one.round)
        release_id = one.release.id
        for _ in release_files.write(
            partnership.session, release_id=release_id, partnership=name, languages=pictures.IN_ENGLISH
        ):
            partnership.session.commit()


def test_before_anything_is_released_the_page_says_what_comes_next(reader: Any) -> None:
    assert "No round has been planned yet" in visit(reader, "/needs/download").text


def test_a_file_that_is_not_made_yet_says_so_and_leads_nowhere(reader: Any, partnership: Scene) -> None:
    partnership.released()
    page = visit(reader, "/needs/download")
    assert page.text.count("still being made") == len(KINDS)
    assert not [address for address in page.links.values() if "/needs/download/" in address]
    for kind in KINDS:
        assert reader.get(f"/needs/download/{kind}").status_code == 404


def test_each_file_is_offered_with_its_size_and_what_it_is(reader: Any, partnership: Scene) -> None:
    partnership.released()
    write(partnership, reader.application)
    page = visit(reader, "/needs/download")
    offered = {words: address for words, address in page.links.items() if "/needs/download/" in address}
    assert [words.partition(" (")[0] for words in offered] == ["Spreadsheet", "Every count, as one table", "Charts"]
    assert all("kB)" in words for words in offered)
    for address in offered.values():
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "spring-2027-workbook.xlsx"),
        ("figures", "text/csv; charset=utf-8", "spring-2027-figures.csv"),
        ("charts", "application/zip", "spring-2027-charts.zip"),
    ],
)
def test_a_file_is_a_download_with_a_name_that_says_what_it_is(
    reader: Any, partnership: Scene, kind: str, media_type: str, name: str
) -> None:
    partnership.released('Spring "2027"')
    write(partnership, reader.application)
    answer = reader.get(f"/needs/download/{kind}")
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_round_has_files_of_its_own(reader: Any, partnership: Scene) -> None:
    first = partnership.released("First")
    partnership.released("Second")
    write(partnership, reader.application)
    assert b'"First"' in reader.get(f"/needs/download/figures?round={first.id}").data
    assert reader.get("/needs/download/figures?round=999999").status_code == 404


def test_a_round_of_which_nothing_may_be_shown_says_so_above_its_files(reader: Any, partnership: Scene) -> None:
    partnership.released(answered={("north", "D"): 4})
    write(partnership, reader.application)
    assert "Too few people answered" in visit(reader, "/needs/download").text


def test_a_lead_takes_nothing_of_the_whole_partnership(session: Session, client: Any, partnership: Scene) -> None:
    partnership.released()
    sign_in(client, session, partnership.somebody(leads=("north",)))
    for path in ("/needs/download", *(f"/needs/download/{kind}" for kind in KINDS)):
        assert client.get(path).status_code == 404


def test_no_file_holds_a_name_or_an_address_of_anybody(reader: Any, partnership: Scene) -> None:
    partnership.released()
    write(partnership, reader.application)
    with ZipFile(io.BytesIO(reader.get("/needs/download/workbook").data)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    assert b"@" not in whole
