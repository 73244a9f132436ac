"""What holds for every picture: it opens, says what it shows, keeps its words, and is the same when drawn again."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import pytest
from PIL import Image
from pydyf import String

from tests.charts.reports import (
    NASTY,
    changes,
    courses,
    cover,
    coverage,
    dumbbell,
    forest,
    heatmap,
    likert,
    looking_back,
    nasty_titles,
    partly_withheld,
    questions,
    reach,
    statements,
    trend,
    two_rounds,
)
from tna.charts import NARROW, WIDE, Format, Shape, drawing
from tna.charts.board import Board, Rect
from tna.charts.lettering import cleaned, width_of
from tna.domain.reports import CoverageBars, Heatmap, LikertBars
from tna.domain.reports.abe_cover import AbeCover
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.forests import Forest
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.reach import ReachBars
from tna.domain.reports.round_dumbbell import RoundDumbbell
from tna.domain.reports.shift import ChangeBars, Dumbbell
from tna.domain.reports.shift_looking_back import LookingBackSeries

SVG = "{http://www.w3.org/2000/svg}"
Report = (
    Heatmap
    | LikertBars
    | Forest
    | QuestionBars
    | RoundDumbbell
    | CoverageBars
    | CoverageTrend
    | ReachBars
    | AbeCover
    | Dumbbell
    | ChangeBars
    | LookingBackSeries
)

REPORTS: dict[str, Callable[[], Report]] = {
    "heatmap": heatmap,
    "heatmap of two rounds": lambda: heatmap(compared=True),
    "heatmap partly withheld": partly_withheld,
    "heatmap without rows": lambda: heatmap(0),
    "heatmap without rows or columns": lambda: heatmap(0, 0),
    "heatmap of one row": lambda: heatmap(1, 1),
    "heatmap of thirty rows": lambda: heatmap(30, 12, compared=True),
    "heatmap of nasty words": lambda: heatmap(len(NASTY), 2, titles=nasty_titles(len(NASTY))),
    "likert": likert,
    "likert without rows": lambda: likert(0, withheld=0),
    "likert of one row": lambda: likert(1, withheld=0),
    "likert with nothing released": lambda: likert(1, withheld=1),
    "likert of thirty rows": lambda: likert(30),
    "likert of all in the middle": lambda: likert(levels=(0, 0, 40, 0, 0)),
    "likert of nobody in the middle": lambda: likert(levels=(20, 0, 0, 0, 20)),
    "likert of nasty words": lambda: likert(len(NASTY), texts=list(NASTY)),
    "forest": forest,
    "forest without rows": lambda: forest(0),
    "forest of one row": lambda: forest(1, estimates=False),
    "forest of thirty rows": lambda: forest(30),
    "forest of thousands": lambda: forest(n=(23_258, 33_660)),
    "forest of nasty words": lambda: forest(len(NASTY), titles=list(NASTY)),
    "statements": statements,
    "statements without rows": lambda: statements(0),
    "statements of nasty words": lambda: statements(len(NASTY), titles=list(NASTY)),
    "two rounds": two_rounds,
    "two rounds without rows": lambda: two_rounds(rows=0),
    "two rounds of nasty words": lambda: two_rounds(titles=list(NASTY)),
    "questions": questions,
    "questions without rows": lambda: questions(0),
    "questions of six choices": lambda: questions(choices=6),
    "questions of nasty words": lambda: questions(len(NASTY), titles=list(NASTY)),
    "coverage": coverage,
    "coverage without rows": lambda: coverage(0),
    "coverage of one row": lambda: coverage(1),
    "coverage of thirty rows": lambda: coverage(30, target=1.0),
    "coverage of nasty words": lambda: coverage(len(NASTY), titles=list(NASTY), target=0.0),
    "trend": trend,
    "trend of one day": lambda: trend(1),
    "trend without a forecast": lambda: trend(20, ahead=0),
    "trend of hardly anybody": lambda: trend(heads=100_000, target=0.02),
    "trend of everybody": lambda: trend(30, heads=2600, target=1.0),
    "reach": reach,
    "reach without rows": lambda: reach(0),
    "reach of one row": lambda: reach(1),
    "reach of thirty rows": lambda: reach(30),
    "reach of nasty words": lambda: reach(len(NASTY), titles=list(NASTY)),
    "cover": cover,
    "cover without rows": lambda: cover(0),
    "cover of one row": lambda: cover(1),
    "cover of thirty rows": lambda: cover(30),
    "cover of nasty words": lambda: cover(len(NASTY), titles=list(NASTY)),
    "dumbbell": dumbbell,
    "dumbbell with nothing released": lambda: dumbbell(released=False),
    "dumbbell of nasty words": lambda: dumbbell(titles=list(NASTY)),
    "changes": changes,
    "changes with nothing released": lambda: changes(released=False),
    "changes of nasty words": lambda: changes(titles=list(NASTY)),
    "looking back": looking_back,
    "looking back without rows": lambda: looking_back(rows=0),
    "courses": courses,
    "courses without rows": lambda: courses(0),
    "courses, thirty of them": lambda: courses(30),
    "courses of nasty words": lambda: courses(len(NASTY), titles=list(NASTY)),
}
BOTH = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
EVERY = pytest.mark.parametrize("name", REPORTS)
NASTY_ONES = pytest.mark.parametrize("name", [name for name in REPORTS if "nasty" in name])


def drawn(report: Report, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    return drawing.draw(report, form=form, shape=shape)


def svg(report: Report, shape: Shape = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(report, shape=shape))


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


@BOTH
@EVERY
def test_the_svg_is_named_by_title_and_finding_and_is_as_wide_as_its_shape(name: str, shape: Shape) -> None:
    report = REPORTS[name]()
    picture = svg(report, shape)
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == cleaned(report.finding)
    assert picture.findtext(f"{SVG}title") == cleaned(report.title)
    assert picture.findtext(f"{SVG}desc") == cleaned(report.finding)
    assert float(picture.attrib["width"]) == shape.width
    assert float(picture.attrib["height"]) > 0


def places(picture: ElementTree.Element) -> list[tuple[str, Rect]]:
    """What each text says, and the place that its capitals take."""
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}
    found = []
    for text in picture.iter(f"{SVG}text"):
        said, size = text.text or "", float(text.attrib["font-size"].removesuffix("px"))
        width = width_of(said, size, bold=text.get("font-weight") == "700")
        left = float(text.attrib["x"]) - width * part[text.get("text-anchor", "start")]
        found.append((said, Rect(left, float(text.attrib["y"]) - 0.73 * size, width, 0.73 * size)))
    return found


@BOTH
@EVERY
def test_no_word_reaches_beyond_the_picture(name: str, shape: Shape) -> None:
    picture = svg(REPORTS[name](), shape)
    for said, place in places(picture):
        assert place.x >= -1, said
        assert place.right <= shape.width + 1, said
        assert 0 <= place.foot <= float(picture.attrib["height"]), said


@BOTH
@EVERY
def test_no_words_run_into_others(name: str, shape: Shape) -> None:
    for (one, here), (other, there) in combinations(places(svg(REPORTS[name](), shape)), 2):
        is_beside = here.right <= there.x or there.right <= here.x
        assert is_beside or here.foot <= there.y or there.foot <= here.y, f"{one!r} and {other!r}"


@EVERY
def test_the_svg_may_stand_in_a_page_that_forbids_styles_and_scripts(name: str) -> None:
    picture = svg(REPORTS[name]())
    elements = list(picture.iter())
    assert {element.tag.removeprefix(SVG) for element in elements} <= {"svg", "title", "desc", "path", "text"}
    for element in elements:
        assert not {"style", "id", "class", "href"} & set(element.attrib)
        assert not any(attribute.startswith("on") for attribute in element.attrib)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(
    "name",
    [
        "heatmap of two rounds",
        "likert",
        "forest",
        "two rounds",
        "questions",
        "coverage",
        "cover",
        "dumbbell",
        "changes",
    ],
)
def test_the_same_report_gives_the_same_bytes(name: str, form: Format) -> None:
    assert drawn(REPORTS[name](), form) == drawn(REPORTS[name](), form)


WITHOUT_THIRTY = [name for name in REPORTS if "thirty" not in name]


@pytest.mark.parametrize("name", WITHOUT_THIRTY)
def test_the_png_has_title_and_finding_half_as_large_again_with_white_around_and_tells_no_maker(name: str) -> None:
    report = REPORTS[name]()
    with Image.open(BytesIO(drawn(report, Format.PNG))) as picture:
        assert picture.size[0] == 1.5 * (WIDE.width + 2 * 20)
        assert picture.info == {
            "Title": cleaned(report.title),
            "Description": cleaned(report.finding),
            "dpi": pytest.approx((144, 144), abs=0.1),
        }
        assert set(picture.convert("RGB").crop((0, 0, picture.size[0], 30)).getcolors() or []) == {
            (picture.size[0] * 30, (255, 255, 255))
        }


@pytest.mark.parametrize("name", ["heatmap of two rounds", "likert", "forest", "questions", "two rounds"])
def test_a_png_stays_small_and_keeps_the_colours_it_was_drawn_in(name: str) -> None:
    content = drawn(REPORTS[name](), Format.PNG)
    assert len(content) < 100_000
    with Image.open(BytesIO(content)) as picture:
        shown = [colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []]
    used = re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn(REPORTS[name]()).decode())
    exact = [tuple(int(one[place : place + 2], 16) for place in (1, 3, 5)) for one in used]
    off = [min(max(abs(a - b) for a, b in zip(one, other, strict=True)) for other in shown) for one in exact]
    # Pillow looks colours up in steps of four.
    assert max(off) <= 8


@pytest.mark.parametrize("name", WITHOUT_THIRTY)
def test_the_pdf_is_whole_and_tells_neither_maker_nor_time(name: str) -> None:
    picture = drawn(REPORTS[name](), Format.PDF)
    assert picture.startswith(b"%PDF-1.7")
    assert picture.rstrip().endswith(b"%%EOF")
    for telling in (b"/CreationDate", b"/ModDate", b"/Producer", b"/Creator", b"/Author", b"atplotlib", b"ython"):
        assert telling not in picture


@pytest.mark.parametrize("name", WITHOUT_THIRTY)
def test_the_pdf_is_tagged_as_one_figure_with_its_finding_and_shows_its_title(name: str) -> None:
    """What PDF/UA-1 asks; veraPDF's own rules passed on these."""
    report = REPORTS[name]()
    picture = drawn(report, Format.PDF)
    for part in (b"/StructTreeRoot", b"/MarkInfo <</Marked true>>", b"/DisplayDocTitle true", b"<pdfuaid:part>1<"):
        assert part in picture
    assert b"/Alt " + String(cleaned(report.finding)).data in picture
    assert b"/Title " + String(cleaned(report.title)).data in picture


def test_a_frame_in_a_png_covers_the_edge_of_its_box_to_the_pixel() -> None:
    board = Board(40, 30)
    board.box(Rect(10.2, 5.3, 20, 15), "#00565b")
    board.frame(Rect(10.2, 5.3, 20, 15), "#ca5800", thick=2.5)
    with Image.open(BytesIO(board.to_bytes(Format.PNG, title="Frame", described="A frame."))) as picture:
        shown = picture.convert("RGB")
    for y, x in ((20, 15), (20, 44), (8, 30), (29, 30)):
        assert shown.getpixel((x, y)) == (202, 88, 0)
    for y, x in ((20, 14), (20, 45), (7, 30), (30, 30)):
        assert shown.getpixel((x, y)) == (255, 255, 255)


def test_words_lie_on_whatever_is_drawn_after_them() -> None:
    board = Board(40, 30)
    board.words((20, 15), "on top", 10, colour="#ffffff", anchor="center")
    board.box(Rect(0, 0, 40, 30), "#00565b")
    picture = ElementTree.fromstring(board.to_bytes(Format.SVG, title="Words", described="Words."))
    assert picture[-1].text == "on top"


def test_every_place_of_the_pdf_s_table_is_where_its_object_begins() -> None:
    picture = drawn(forest(), Format.PDF)
    start = int(picture.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    entries = re.findall(rb"(\d{10}) 00000 n ", picture[start:])
    assert len(entries) > 10
    for number, place in enumerate(entries, start=1):
        assert picture[int(place) :].startswith(b"%d 0 obj\n" % number)


@NASTY_ONES
def test_words_come_back_as_they_were_typed_and_never_as_mathematics_or_markup(name: str) -> None:
    together = "".join("".join(words(svg(REPORTS[name]()))).split())
    for typed in NASTY:
        # Wrapped over lines and cut after the last: its beginning is enough.
        assert "".join(cleaned(typed).split())[:40] in together


@NASTY_ONES
def test_a_script_in_a_name_stays_text(name: str) -> None:
    picture = drawn(REPORTS[name]()).decode()
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture


@EVERY
def test_whatever_is_typed_a_picture_opens_as_png(name: str) -> None:
    assert drawn(REPORTS[name](), Format.PNG, NARROW).startswith(b"\x89PNG")


def test_away_from_the_page_the_picture_carries_title_and_finding_and_is_taller_for_it() -> None:
    page = svg(heatmap())
    with Image.open(BytesIO(drawn(heatmap(), Format.PNG))) as picture:
        assert picture.size[1] > 2 * float(page.attrib["height"])
    assert heatmap().title not in words(page)


def test_every_colour_in_the_picture_is_one_of_the_style() -> None:
    fills = set(re.findall(rb'(?:fill|stroke)="([^"]+)"', drawn(coverage())))
    known = {b"none", b"#ffffff", b"#12263a", b"#00565b", b"#eef5f5", b"#4a5b69", b"#7d8f98"}
    assert fills <= known
