"""A list means the same whatever language somebody speaks who brings it in; only what is said of it differs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.pseudo import CODE, pseudo
from tests.spreadsheets import csv_bytes
from tests.web.bringing_in import everybody, faults, one, upload
from tests.web.browsing import Page, submit, visit
from tna.jobs.queue import work_off_owed
from tna.jobs.releases import work_in
from tna.language import ENGLISH
from tna.models.people import Agency
from tna.services.lists import bringing_in
from tna.services.reference_files import shipped_reference
from tna.web.import_forms import job_field

HEADER = ("Name", "Email", "Job", "Role group")
GROUP_D = shipped_reference().role_group("D").title


@pytest.fixture
def spoken(app: Any, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Every page is in that language; the settings as they were, for the worker."""
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, languages=(CODE,), instance=catalogues))
    yield settings
    monkeypatch.undo()


def uploaded(browser: Any, agency: Agency, *rows: tuple[str, ...]) -> Page:
    """The page after the columns of a list, which are known by their English headers, have been accepted."""
    page = upload(browser, agency, csv_bytes([HEADER, *rows]))
    assert page.heading.endswith(pseudo("Which column holds what?"))
    return submit(browser, page)


def test_english_jobs_and_role_groups_are_known_and_said_in_the_language_spoken(
    browser: Any, session: Session, agency: Agency, spoken: Any
) -> None:
    check = uploaded(browser, agency, (*one(), GROUP_D))
    assert check.heading == f"staff.csv {pseudo('Check the list')}"
    assert faults(check)[0][2:] == (pseudo("Health visitor"), pseudo(GROUP_D))
    done = submit(browser, check)
    assert done.heading == f"staff.csv {pseudo('The list is brought in')}"
    assert everybody(session)["nurse.1@harbour.example"] == [(agency.id, "health-visitor", "D")]


@pytest.mark.parametrize(
    "word", [pseudo("Health visitor"), pseudo("Health visitor").upper(), "A health visitor, Band 6"]
)
def test_a_job_is_proposed_by_its_name_in_either_language(browser: Any, agency: Agency, spoken: Any, word: str) -> None:
    page = uploaded(browser, agency, (*one(job=word), ""))
    assert page.heading.endswith(pseudo("What are these jobs called here?"))
    assert page.fields(0)[job_field(word)] == "health-visitor"


def test_what_was_checked_in_another_language_the_worker_brings_in(
    browser: Any,
    session: Session,
    agency: Agency,
    spoken: Any,
    session_factory: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bringing_in, "AT_ONCE", 0)
    waiting = submit(browser, uploaded(browser, agency, (*one(), GROUP_D)))
    assert waiting.heading == f"staff.csv {pseudo('The list is being brought in')}"
    assert work_off_owed(spoken, session_factory, work_in((ENGLISH,)).jobs) == 1
    assert visit(browser, waiting.path).heading == f"staff.csv {pseudo('The list is brought in')}"
    assert everybody(session)["nurse.1@harbour.example"] == [(agency.id, "health-visitor", "D")]


def test_why_the_worker_brought_nothing_in_is_said_in_the_language_of_whoever_asks(
    browser: Any,
    session: Session,
    agency: Agency,
    spoken: Any,
    session_factory: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bringing_in, "AT_ONCE", 0)
    waiting = submit(browser, uploaded(browser, agency, (*one(), "")))
    factories.add_person(session, agency, email="nurse.1@harbour.example")
    session.commit()
    work_off_owed(spoken, session_factory, work_in((ENGLISH,)).jobs)
    assert pseudo(bringing_in.CHANGED) in visit(browser, waiting.path).text


def test_a_row_that_does_not_fit_is_told_in_the_language_of_whoever_asks(
    browser: Any, agency: Agency, app: Any, spoken: Any
) -> None:
    check = uploaded(browser, agency, (*one(), "", "more"))
    assert faults(check) == [
        (
            "2",
            f"{pseudo('Column')} 5",
            f"5 {pseudo('cells')}: {' | '.join(one())} | | more",
            f"4 {pseudo('cells, as in the first row')}",
        )
    ]
    app.extensions["settings"] = spoken
    assert faults(visit(browser, check.path))[0][1:] == (
        "Column 5",
        f"5 cells: {' | '.join(one())} | | more",
        "4 cells, as in the first row",
    )
