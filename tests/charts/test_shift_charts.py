"""Before and after, and how many moved which way: places, lengths, and what reads without colour."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.charts.reports import changes, courses, dumbbell, looking_back
from tests.charts.test_style import COLOUR_BLINDNESS, lab, linear
from tests.domain import shifts
from tna.charts import NARROW, WIDE, Shape, style
from tna.charts.before_after import draw_before_after, draw_looking_back
from tna.charts.change_bars import draw_change_bars
from tna.charts.lettering import width_of
from tna.domain.reports.shift_figures import WITHHELD
from tna.domain.reports.shift_words import level_words

SVG = "{http://www.w3.org/2000/svg}"
BOTH = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
GREY = style.CONFIDENCE[2]
SAMPLE = 22.0

Span = tuple[float, float]


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def paths(picture: ElementTree.Element, colour: str, *, by: str = "fill") -> list[str]:
    return [path.attrib["d"] for path in picture.iter(f"{SVG}path") if path.get(by) == colour]


def span(path: str) -> Span:
    xs = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)][::2]
    return min(xs), max(xs)


def middle(path: str) -> float:
    low, high = span(path)
    return (low + high) / 2


def bars(picture: ElementTree.Element, colour: str) -> list[float]:
    lengths = [high - low for low, high in map(span, paths(picture, colour))]
    return [length for length in lengths if abs(length - SAMPLE) > 0.01]


@BOTH
def test_circles_lie_at_the_means_before_on_one_scale(shape: Shape) -> None:
    report = dumbbell()
    drawn = ElementTree.fromstring(draw_before_after(report, shape=shape))
    _, *rings = [path for path in paths(drawn, style.INK) if span(path)[1] - span(path)[0] > 13]
    means = [row.figures.before for row in report.rows if row.figures]
    places = [middle(ring) for ring in rings]
    assert len(places) == len(means)
    slope, start = np.polyfit(means, places, 1)
    assert places == pytest.approx([start + slope * mean for mean in means], abs=0.01)
    assert slope > 50


def test_a_rise_points_right_and_a_fall_left_so_that_direction_reads_without_colour() -> None:
    drawn = ElementTree.fromstring(draw_before_after(dumbbell()))
    for colour, points_right in ((style.TEAL, True), (style.ACCENT, False)):
        heads = [path for path in paths(drawn, colour) if path.count("L") == 2]
        assert heads
        for head in heads:
            numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", head)]
            assert (numbers[4] > numbers[0]) is points_right


@BOTH
def test_every_mean_shift_range_and_reading_is_printed(shape: Shape) -> None:
    report = dumbbell()
    printed = " ".join(words(ElementTree.fromstring(draw_before_after(report, shape=shape))))
    for row in report.rows:
        if row.figures:
            assert f"{row.figures.before:.1f}" in printed
            assert f"{row.figures.after:.1f}" in printed
            assert str(row.figures.reading) in printed
            assert str(row.figures.n) in printed
            assert row.figures.interval is not None
            assert f"{level_words(row.figures.interval.low)} to {level_words(row.figures.interval.high)}" in printed
    for said in ("Not at all confident", WITHHELD, "Protecting best evidence"):
        assert said in printed


def test_the_same_mean_twice_shows_the_square_within_the_circle() -> None:
    drawn = ElementTree.fromstring(draw_before_after(dumbbell()))
    in_legend, *squares = [middle(one) for one in paths(drawn, style.QUIET) if one.count("L") >= 3]
    rings = {round(middle(one), 2) for one in paths(drawn, style.INK) if span(one)[1] - span(one)[0] > 13}
    assert len(squares) == 3
    assert {round(place, 2) for place in squares} <= rings
    assert "mean after, the same" in words(drawn)
    assert in_legend not in squares


@BOTH
def test_looking_back_is_dashed_and_marked_in_words(shape: Shape) -> None:
    drawn = ElementTree.fromstring(draw_looking_back(looking_back(), shape=shape))
    printed = " ".join(words(drawn))
    assert "rated higher before" in printed
    assert "mean looking back, put after it" in printed
    dashed = [path for path in paths(drawn, style.INK, by="stroke") if path.count("M") >= 8]
    assert len(dashed) >= 1


@BOTH
@pytest.mark.parametrize("report", [changes(), courses()], ids=["course", "courses"])
def test_bars_are_as_long_as_their_share_of_people_on_one_scale(report, shape: Shape) -> None:  # type: ignore[no-untyped-def]
    drawn = ElementTree.fromstring(draw_change_bars(report, shape=shape))
    shown = [row.figures for row in report.rows if row.figures]
    expected = {
        style.ACCENT: [one.down / one.n for one in shown if one.down],
        style.TEAL: [one.up / one.n for one in shown if one.up],
        GREY: [one.same / one.n for one in shown if one.same],
    }
    scales = []
    for colour, shares in expected.items():
        lengths = bars(drawn, colour)
        assert len(lengths) == len(shares)
        scales += [length / share for length, share in zip(lengths, shares, strict=True)]
    assert max(scales) == pytest.approx(min(scales), rel=1e-3)


@BOTH
def test_less_lies_left_of_more_and_the_same_apart(shape: Shape) -> None:
    drawn = ElementTree.fromstring(draw_change_bars(changes(), shape=shape))
    less = max(high for low, high in map(span, paths(drawn, style.ACCENT)) if high - low != SAMPLE)
    more = [one for one in map(span, paths(drawn, style.TEAL)) if abs(one[1] - one[0] - SAMPLE) > 0.01]
    same = [one for one in map(span, paths(drawn, GREY)) if abs(one[1] - one[0] - SAMPLE) > 0.01]
    assert min(low for low, _ in more) == pytest.approx(less, abs=0.01)
    assert min(low for low, _ in same) - max(high for _, high in more) > 10


def test_every_number_of_people_is_printed_beside_its_bar() -> None:
    report = courses()
    printed = words(ElementTree.fromstring(draw_change_bars(report)))
    for row in report.rows:
        assert row.figures is not None
        for people in (row.figures.up, row.figures.same, row.figures.down, row.figures.n):
            assert str(people) in printed


@pytest.mark.parametrize("people", [shifts.FALL, [(3, 3)] * 20, [(3, 2)] * 20, [(2, 3)] * 20, shifts.TIE])
def test_what_stands_above_the_bars_has_room_whichever_way_people_moved(people: shifts.People) -> None:
    drawn = ElementTree.fromstring(draw_change_bars(courses(2, people=people)))
    at = {text.text: float(text.attrib["x"]) for text in drawn.iter(f"{SVG}text")}
    assert at["more confident →"] + width_of("more confident →", WIDE.small) < at["the same"]


@pytest.mark.parametrize("kind", [None, *COLOUR_BLINDNESS])
def test_more_less_and_the_same_are_told_apart_by_the_colour_blind(kind: str | None) -> None:
    """A difference of 10 in CIE L*a*b* is seen at a glance; in grey, stripes, an outline and the side tell as much."""
    matrix = np.eye(3) if kind is None else np.array(COLOUR_BLINDNESS[kind])
    less, more, same = (lab(matrix @ linear(colour)) for colour in (style.ACCENT, style.TEAL, GREY))
    for one, other in ((less, more), (less, same), (more, same)):
        assert np.linalg.norm(one - other) > 20


def test_the_bar_of_those_less_confident_is_striped_in_print() -> None:
    drawn = ElementTree.fromstring(draw_change_bars(changes()))
    striped = paths(drawn, style.PAPER, by="stroke")
    assert len(striped) == len(paths(drawn, style.ACCENT))


@pytest.mark.parametrize("colour", [style.TEAL, style.ACCENT, style.QUIET, style.INK])
def test_marks_stand_three_to_one_against_paper_and_the_band_of_a_domain(colour: str) -> None:
    for ground in (style.PAPER, style.PALE_SEA):
        assert style.contrast(colour, ground) >= 3
