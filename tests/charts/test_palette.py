"""What is drawn can be read and told apart: words on their ground, neighbours along an edge, in grey and by all."""

import re
from itertools import pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from xml.etree.ElementTree import Element

import numpy as np
import pytest

from tests.charts.reports import likert, questions
from tests.charts.test_pictures import BOTH, REPORTS, SVG, svg
from tests.charts.test_style import COLOUR_BLINDNESS, lab, linear
from tna.charts import NARROW, WIDE, Shape, style
from tna.charts.style import SEEN, contrast, luminance, needs_edge

Box = tuple[float, float, float, float]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
MIDDLES = {"start": 1.0, "middle": 0.0, "end": -1.0}

SEEN_AT_A_GLANCE = 10.0
"""CIEDE2000: 1 is just noticed side by side, from about 10 two colours are told apart at a glance."""

PALETTES = {"confidence": style.CONFIDENCE, "choices": style.CHOICES}


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 of two CIE L*a*b* colours. Sharma, Wu and Dalal 2005, Color Research & Application 30(1)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    grow = 1 + 0.5 * (1 - sqrt(mean / (mean + 25**7)))
    c1, c2 = hypot(a1 * grow, b1), hypot(a2 * grow, b2)
    h1, h2 = degrees(atan2(b1, a1 * grow)) % 360, degrees(atan2(b2, a2 * grow)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    total = h1 + h2
    middle = total if c1 * c2 == 0 else (total / 2 if abs(h1 - h2) <= 180 else (total + 360) / 2 % 360)
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weight = (
        1
        - 0.17 * cos(radians(middle - 30))
        + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6))
        - 0.20 * cos(radians(4 * middle - 63))
    )
    by_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2))
    by_c = (c2 - c1) / (1 + 0.045 * chroma)
    by_h = 2 * sqrt(c1 * c2) * sin(radians(turn) / 2) / (1 + 0.015 * chroma * weight)
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((middle - 275) / 25) ** 2))))
    return sqrt(by_l**2 + by_c**2 + by_h**2 + rotation * by_c * by_h)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(
    one: tuple[float, ...], other: tuple[float, ...], published: float
) -> None:
    """Sharma, Wu and Dalal 2005, table 1, to its four decimals."""
    assert difference(np.array(one), np.array(other)) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("kind", [None, *COLOUR_BLINDNESS])
@pytest.mark.parametrize("palette", PALETTES)
def test_neighbours_are_told_apart_at_a_glance_also_by_the_colour_blind(palette: str, kind: str | None) -> None:
    matrix = np.eye(3) if kind is None else np.array(COLOUR_BLINDNESS[kind])
    seen = [lab(matrix @ linear(colour)) for colour in PALETTES[palette]]
    assert min(difference(one, other) for one, other in pairwise(seen)) >= SEEN_AT_A_GLANCE


def test_choices_go_from_dark_to_light_in_grey_and_are_told_apart_there() -> None:
    greys = [lab(np.full(3, luminance(colour)))[0] for colour in style.CHOICES]
    assert all(lighter - darker >= 10 for darker, lighter in pairwise(greys))


def test_confidence_is_lightest_in_the_middle_in_grey_and_its_sides_lie_apart() -> None:
    """Level 1 and 5 are alike in grey: there they are told apart by the side of the axis that they lie on."""
    greys = [luminance(colour) for colour in style.CONFIDENCE]
    assert greys[0] < greys[1] < greys[2] > greys[3] > greys[4]


@pytest.mark.parametrize("colour", [*style.CONFIDENCE, *style.CHOICES, style.TEAL, style.ACCENT, style.QUIET])
def test_a_colour_is_seen_on_paper_by_itself_or_has_an_outline_that_is(colour: str) -> None:
    assert contrast(colour, style.PAPER) >= SEEN or (needs_edge(colour) and contrast(style.EDGE, style.PAPER) >= SEEN)


@pytest.mark.parametrize("one", [style.TEAL, style.ACCENT, style.QUIET, style.EDGE, style.INK])
@pytest.mark.parametrize("ground", [style.PAPER, style.PALE_SEA])
def test_marks_are_seen_on_the_grounds_they_stand_on(one: str, ground: str) -> None:
    assert contrast(one, ground) >= SEEN


@BOTH
@pytest.mark.parametrize("name", ["likert", "questions", "questions of six choices"])
def test_segments_have_white_between_them_and_pale_ones_an_outline(name: str, shape: Shape) -> None:
    picture = svg(REPORTS[name](), shape)
    colours = {*(style.CONFIDENCE if name == "likert" else style.CHOICES)} - {style.PAPER}
    framed = [box_of(path) for path in picture.iter(f"{SVG}path") if path.get("stroke") == style.EDGE]
    segments = [(box_of(path), path.attrib["fill"]) for path in picture.iter(f"{SVG}path")
                if path.get("fill") in colours]  # fmt: skip
    assert len(segments) > 10
    for (left, top, right, foot), colour in segments:
        if needs_edge(colour):
            assert (left + 0.5, top + 0.5, right - 0.5, foot - 0.5) in [pytest.approx(one, abs=0.01) for one in framed]
        beside = [one[0] - right for one, _ in segments if one[1] == top and one[0] > left + 0.01]
        assert all(gap >= style.GAP - 0.01 for gap in beside)


def box_of(path: Element) -> Box:
    figures = [float(one) for one in NUMBER.findall(path.attrib["d"])]
    return min(figures[::2]), min(figures[1::2]), max(figures[::2]), max(figures[1::2])


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", [name for name in REPORTS if "nasty" not in name])
def test_every_word_can_be_read_on_the_box_it_lies_on(name: str, shape: Shape) -> None:
    """At its anchor's side, two letters in; a stroke behind words would be found as a hatched box without its strip."""
    grounds: list[tuple[Box, str]] = []
    for element in svg(REPORTS[name](), shape):
        if element.tag == f"{SVG}path" and element.get("fill", "none") != "none":
            grounds.append((box_of(element), element.attrib["fill"]))
        elif element.tag == f"{SVG}text":
            size = float(element.attrib["font-size"].removesuffix("px"))
            x = float(element.attrib["x"]) + MIDDLES[element.get("text-anchor", "start")] * 0.4 * size
            y = float(element.attrib["y"]) - 0.36 * size
            lies_on = [
                colour for (left, top, right, foot), colour in grounds if left <= x <= right and top <= y <= foot
            ]
            assert contrast(element.attrib["fill"], lies_on[-1]) >= style.READABLE, element.text


def test_withheld_is_told_from_every_colour_by_its_strokes() -> None:
    for picture in (svg(likert()), svg(questions())):
        hatched = [path for path in picture.iter(f"{SVG}path") if path.get("stroke") == style.HATCH]
        assert hatched
        assert contrast(style.HATCH, style.HATCH_GROUND) >= SEEN
