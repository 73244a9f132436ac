"""Static files: their addresses change with their content, and nothing of them belongs to somebody else."""

import gzip
import re
from hashlib import sha256

import pytest

from tests.web.pages import application, render
from tna.paths import static_folder
from tna.web.assets import asset

FIRST_VIEW_BYTES = 60_000
VENDORED = static_folder() / "govuk-frontend-6.3.0"


def test_an_address_carries_the_fingerprint_of_its_file() -> None:
    content = (static_folder() / "tna.css").read_bytes()
    with application().test_request_context("/"):
        assert asset("tna.css") == f"/static/tna.css?v={sha256(content).hexdigest()[:8]}"


def test_an_asset_that_is_not_there_is_found_out_at_once() -> None:
    with application().test_request_context("/"), pytest.raises(FileNotFoundError):
        asset("no-such-file.css")


def test_the_style_sheet_is_the_version_its_folder_says_and_brings_its_licence() -> None:
    assert '--govuk-frontend-version:"6.3.0"' in (VENDORED / "govuk-frontend.min.css").read_text("utf-8")
    assert "MIT" in (VENDORED / "LICENSE.txt").read_text("utf-8")


def test_neither_the_crown_nor_the_font_of_gov_uk_is_handed_out() -> None:
    kinds = {path.suffix for path in static_folder().rglob("*") if path.is_file()}
    assert kinds == {".css", ".js", ".md", ".svg", ".txt"}
    assert {path.name for path in static_folder().rglob("*.svg")} == {"mark.svg"}
    # Not even asked for, while one style sheet has come and the other has not.
    assert "@font-face" not in (VENDORED / "govuk-frontend.min.css").read_text("utf-8")


def test_the_style_sheet_of_ours_outweighs_every_rule_that_names_their_font() -> None:
    theirs = (VENDORED / "govuk-frontend.min.css").read_text("utf-8")
    rules = re.findall(r"([^{}]*)\{[^{}]*font-family:GDS Transport[^{}]*\}", theirs)
    selectors = {selector.strip() for rule in rules for selector in rule.split(",")}
    # Ours is the doubled [class][class*="govuk-"], or named outright: a rule of two classes or less, none with an id.
    heavier = {s for s in selectors if "#" in s or s.count(".") > 2 or (s.count(".") == 2 and ":" in s)}
    elements = {s for s in selectors if not s.rsplit(" ", maxsplit=1)[-1].startswith(".govuk-")}
    assert heavier == set()
    assert elements == {".govuk-error-summary__list a"}


def test_a_first_view_is_no_more_than_60_kilobytes_on_the_wire() -> None:
    files = ["govuk-frontend-6.3.0/govuk-frontend.min.css", "govuk-frontend-6.3.0/govuk-frontend.min.js"]
    parts = [(static_folder() / name).read_bytes() for name in [*files, "tna.css", "tna.js", "mark.svg"]]
    parts.append(render("base.html").encode())
    assert sum(len(gzip.compress(part)) for part in parts) <= FIRST_VIEW_BYTES - 10_000  # and a long page of ours
