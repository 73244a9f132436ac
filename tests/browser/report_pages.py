"""The pages on which released figures are read."""

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visitor

OVERVIEW = "Where training is needed"
AGENCIES = "Agency by agency"
STATEMENTS = "Statement by statement"
RANKING = "Needs, by people to train"
COVERAGE = "Who has answered"
METHODS = "How we work the figures out"

BY_ROLE_GROUP = "Below the level their role needs, by role group and domain"
BY_AGENCY = "Below the level their role needs, by agency and domain"
COVERAGE_BY_AGENCY = "Who has answered, by agency"

PATHS = {
    OVERVIEW: "/needs",
    AGENCIES: "/needs/agencies",
    STATEMENTS: "/needs/statements",
    RANKING: "/needs/ranking",
    COVERAGE: "/reports/coverage",
    METHODS: "/methods",
}
"""Every page that somebody who reads released figures may open, by its heading."""

PATIENCE_TO_DRAW = 120.0
"""Seconds: a small partnership's pictures take a few, on a busy machine tens."""

PAUSE = 200.0
"""Milliseconds between two looks: whoever looks all the time keeps the worker from its work."""

_IS_DRAWN = "picture => picture.decode().then(() => picture.naturalWidth > 0, () => false)"


def waits_for(reader: Visitor, path: str, words: str) -> None:
    """Load a page again until it says this, since the worker has released what it tells of."""
    _loads_until(reader, path, lambda main: bool(main.get_by_text(words).count()))


def waits_for_pictures(reader: Visitor, path: str) -> None:
    """Load a page again until the worker has drawn what it shows."""
    _loads_until(reader, path, _is_drawn_through)


def _loads_until(reader: Visitor, path: str, is_there: Callable[[Locator], bool]) -> None:
    deadline = monotonic() + PATIENCE_TO_DRAW
    reader.opens(path)
    while not is_there(reader.page.get_by_role("main")):
        assert monotonic() < deadline, f"the worker is not done with {path}"
        reader.page.wait_for_timeout(PAUSE)
        reader.page.reload()


def _is_drawn_through(main: Locator) -> bool:
    return main.get_by_role("img").count() > 0 and not main.get_by_text("The picture is being drawn.").count()


def sees_pictures(reader: Visitor, *findings: str) -> None:
    """Every picture of the page is there, and says in words what it shows."""
    pictures = reader.page.get_by_role("main").get_by_role("img")
    expect(pictures.first).to_be_visible()
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()  # further down they are loaded when they come into view
        assert picture.evaluate(_IS_DRAWN), f"{picture.get_attribute('src')} is no picture"
        assert picture.get_attribute("alt")
    for finding in findings:
        expect(pictures.first).to_have_attribute("alt", finding)


def rows_of(reader: Visitor, caption: str) -> list[list[str]]:
    """The rows of a table of the page, opened where it is folded away."""
    folded = reader.page.get_by_text(f"The numbers as a table: {caption}")
    table = reader.page.get_by_role("table", name=caption)
    if folded.count() and not table.is_visible():
        folded.click()
    expect(table).to_be_visible()
    rows = table.get_by_role("row").all()
    return [row.locator("th, td").all_inner_texts() for row in rows[1:]]


def figures_of_round(reader: Visitor, round_id: int) -> list[str]:
    """Every figure, list, table and file that is shown of one round."""
    shown: list[str] = []
    for path in (path for heading, path in PATHS.items() if heading != METHODS):
        reader.opens(f"{path}?round={round_id}")
        main = reader.page.get_by_role("main")
        for role in ("figure", "table", "list"):
            shown += main.get_by_role(role).all_text_contents()
        shown += [str(picture.get_attribute("src")) for picture in main.get_by_role("img").all()]
        for link in main.get_by_role("link", name="CSV").all():
            shown.append(reader.page.request.get(str(link.get_attribute("href"))).text())
    return shown
