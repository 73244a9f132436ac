"""One's own profile as a PDF: tagged for screen readers, with nobody's name in it."""

import re
import subprocess
import sys
import zlib
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.house.tree import ROOT
from tests.web.browsing import sign_in, visit
from tests.web.test_surveys import secret
from tna.models.people import Person
from tna.models.surveys import Round
from tna.web import documents


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """Somebody whose name stands nowhere else."""
    person = factories.add_person(session, name="Planted Plantagenet", email="planted@plantagenet.example.org")
    sign_in(client, session, person)
    return person


@pytest.fixture
def round_(session: Session, app: Any, person: Person) -> Round:
    """An open round to which they have sent answers."""
    round_ = factories.add_open_round(session, title="Autumn round")
    factories.answer(session, round_, person, secret=secret(app), answers={"s01": "4", "s05": "2", "s09": "6"})
    return round_


def opened(pdf: bytes) -> bytes:
    """A PDF with its compressed streams beside it, to look for words in."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"\n".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def spelled(words: str) -> tuple[bytes, ...]:
    """Words as they may stand in a PDF: plain, and as a string of UTF-16 in hexadecimal digits."""
    return words.encode(), words.encode("utf-16-be"), words.encode("utf-16-be").hex().encode()


def test_the_file_is_tagged_titled_in_english_and_says_it_is_for_screen_readers(client: Any, round_: Round) -> None:
    answer = client.get(f"/surveys/{round_.id}/profile.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    inside = opened(answer.data)
    assert inside.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"en-GB", b"pdfuaid:part", b"/Alt", b"/DisplayDocTitle"):
        assert mark in inside, mark
    assert any(words in inside for words in spelled("Your profile: Autumn round"))


def test_nobody_is_named_in_the_file_its_name_or_its_address(client: Any, round_: Round, person: Person) -> None:
    answer = client.get(f"/surveys/{round_.id}/profile.pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=training-needs-profile.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    inside = opened(answer.data)
    for secret_words in ("Plantagenet", "plantagenet", person.email):
        assert not any(words in inside for words in spelled(secret_words))
    assert b"/Author" not in inside
    assert b"/CreationDate" not in inside


def test_the_page_offers_the_file(client: Any, round_: Round) -> None:
    page = visit(client, f"/surveys/{round_.id}/profile")
    assert page.links["Download your profile as a PDF"] == f"/surveys/{round_.id}/profile.pdf"


def test_another_person_gets_no_file(client: Any, session: Session, round_: Round) -> None:
    sign_in(client, session, factories.add_person(session))
    assert client.get(f"/surveys/{round_.id}/profile.pdf").location == f"/surveys/{round_.id}/before-you-start"


def test_somebody_who_rated_nothing_gets_a_file_too(client: Any, app: Any, session: Session, round_: Round) -> None:
    other = factories.add_person(session)
    factories.answer(session, round_, other, secret=secret(app), answers={"s01": "6"})
    sign_in(client, session, other)
    assert client.get(f"/surveys/{round_.id}/profile.pdf").data.startswith(b"%PDF")


def test_a_machine_without_the_libraries_says_to_print_the_page(
    client: Any, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What an import of WeasyPrint does where Pango is missing.
    class Missing:
        def find_spec(self, name: str, *_rest: Any) -> None:
            if name.partition(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert visit(client, f"/surveys/{round_.id}/profile.pdf").heading == "Print your profile instead"
    monkeypatch.setattr(documents, "_PANGO", ("no-such-library",))
    documents.can_be_made.cache_clear()
    page = visit(client, f"/surveys/{round_.id}/profile")
    documents.can_be_made.cache_clear()
    assert "print this page" in page.text
    assert "Download your profile as a PDF" not in page.links


def test_one_file_is_made_at_a_time_and_whoever_waits_too_long_is_asked_to_come_again(
    client: Any, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "PATIENCE", 0.01)
    with documents._one_at_a_time:
        assert client.get(f"/surveys/{round_.id}/profile.pdf").status_code == 503
    assert client.get(f"/surveys/{round_.id}/profile.pdf").status_code == 200


def test_a_document_fetches_nothing() -> None:
    html = (
        '<html lang="en"><title>x</title><img src="file:///etc/passwd" alt="x"><img src="http://127.0.0.1:1/" alt="x">'
    )
    assert documents.pdf_of(html, "profile-pdf.css").startswith(b"%PDF")


def test_starting_the_application_does_not_load_what_makes_files() -> None:
    code = "import sys; from tests.web.pages import application; application(); assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
