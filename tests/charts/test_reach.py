"""Reach and ABE cover: a column for each measure, a pattern for each state, and bars as long as what they count."""

import re
from xml.etree import ElementTree

import pytest

from tests.charts.reports import cover, reach
from tna.charts import NARROW, WIDE, Shape
from tna.charts.abe_cover import draw_abe_cover
from tna.charts.reach import draw_reach
from tna.charts.style import ACCENT, EDGE, TEAL
from tna.domain.reports.abe_cover import AbeCover, InterviewerCount, abe_cover, states
from tna.domain.reports.reach import ReachBars

SVG = "{http://www.w3.org/2000/svg}"
LEGEND_SAMPLE = 22.0
BOTH = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])


def drawn(report: ReachBars | AbeCover, shape: Shape = WIDE) -> ElementTree.Element:
    draw = draw_reach if isinstance(report, ReachBars) else draw_abe_cover
    return ElementTree.fromstring(draw(report, shape=shape))  # type: ignore[arg-type]


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def filled(picture: ElementTree.Element, colour: str) -> list[tuple[float, float]]:
    """Left and right of every box of this colour, but for the legend's."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("fill") == colour:
            xs = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])][::2]
            found.append((min(xs), max(xs)))
    return [span for span in found if abs(span[1] - span[0] - LEGEND_SAMPLE) > 0.01]


def strokes(picture: ElementTree.Element, colour: str) -> list[list[float]]:
    """The coordinates of every group of strokes of this colour."""
    return [
        [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        for path in picture.iter(f"{SVG}path")
        if path.get("stroke") == colour and path.attrib["d"].count("M") > 1
    ]


@BOTH
def test_a_reach_bar_is_as_long_as_its_share_of_the_headcount_and_never_longer_than_its_track(shape: Shape) -> None:
    report = reach(4)
    lengths = [right - left for left, right in filled(drawn(report, shape), TEAL)]
    assert report.everybody is not None
    shares = [bar.shares[-1] for bar in (report.everybody, *report.bars)]
    shown = [length / share for length, share in zip(lengths, shares, strict=True) if share]
    assert shown == pytest.approx([shown[0]] * len(shown), rel=1e-3)
    assert max(right - left for left, right in filled(drawn(report, shape), EDGE)) == pytest.approx(shown[0], rel=1e-3)


def test_each_measure_has_a_column_of_its_own_so_that_no_colour_is_needed() -> None:
    report = reach(4)
    picture = drawn(report)
    headed = {text.text: float(text.attrib["x"]) for text in picture.iter(f"{SVG}text")}
    columns = [headed[measure.capitalize()] for measure in report.measures]
    assert columns == sorted(set(columns))
    lefts = {round(left, 1) for colour in (EDGE, TEAL) for left, _ in filled(picture, colour)}
    assert lefts == {round(column, 1) for column in columns}


def test_on_a_phone_each_measure_is_named_beside_its_bar() -> None:
    printed = words(drawn(reach(4), NARROW))
    assert all(printed.count(measure.capitalize()) == 4 + 1 for measure in reach(4).measures)


@BOTH
def test_every_agency_is_drawn_with_its_people_its_share_and_its_count(shape: Shape) -> None:
    report = reach(4)
    printed = words(drawn(report, shape))
    for bar in report.bars:
        assert f"{bar.heads} people" in printed
        assert str(bar.counts[-1]) in printed
    assert printed.index("All agencies") < printed.index("Agency 0")


@BOTH
def test_states_are_told_apart_by_upright_and_level_strokes_not_by_colour(shape: Shape) -> None:
    picture = drawn(cover(3), shape)
    for group in strokes(picture, TEAL):
        assert all(group[place] == group[place + 2] for place in range(0, len(group), 4)), "due is upright"
    for group in strokes(picture, ACCENT):
        assert all(group[place + 1] == group[place + 3] for place in range(0, len(group), 4)), "lapsed is level"
    assert strokes(picture, TEAL)
    assert strokes(picture, ACCENT)


@BOTH
def test_every_number_stands_in_its_segment_or_in_words_beneath(shape: Shape) -> None:
    counts = [
        InterviewerCount("a", "police", 150, 40, 1, 9),
        InterviewerCount("b", "social-care", 12, 3, 1, 0),
    ]
    sectors = {"police": "Police", "social-care": "Children's social care"}
    report = abe_cover(counts, sectors=sectors, titles={"a": "Police", "b": "Homes"})
    together = " ".join(words(drawn(report, shape)))
    for sector in report.sectors:
        [bar] = sector.bars
        said = ", ".join(f"{count} {state}" for count, state in zip(bar.counts, states(), strict=True) if count)
        assert said in together
    assert "Police: 41 of 150 hold a current training" in together


def test_where_every_number_has_room_nothing_is_said_twice() -> None:
    counts = [InterviewerCount("a", "police", 100, 25, 25, 25)]
    printed = words(drawn(abe_cover(counts, sectors={"police": "Police"}, titles={"a": "North"})))
    assert printed.count("25") == 4
    assert not any("25 current" in text for text in printed)
