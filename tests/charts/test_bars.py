"""Diverging bars and coverage bars: lengths, the neutral level apart, and what is told in words."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.charts.reports import coverage, likert
from tna.charts import NARROW, WIDE, Shape
from tna.charts.coverage import draw_coverage
from tna.charts.lettering import width_of
from tna.charts.likert_bars import draw_likert_bars
from tna.charts.style import CONFIDENCE, GAP, HATCH, TEAL
from tna.domain.reports import CoverageBars, LikertBars

SVG = "{http://www.w3.org/2000/svg}"
LEGEND_SAMPLE = 22.0


def drawn(report: LikertBars | CoverageBars, shape: Shape = WIDE) -> ElementTree.Element:
    draw = draw_likert_bars if isinstance(report, LikertBars) else draw_coverage
    return ElementTree.fromstring(draw(report, shape=shape))  # type: ignore[arg-type]


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def spans(picture: ElementTree.Element, fill: str) -> list[tuple[float, float]]:
    """Left and right of every box of this colour, but for the legend's."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("fill") == fill:
            xs = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])][::2]
            found.append((min(xs), max(xs)))
    return [span for span in found if abs(span[1] - span[0] - LEGEND_SAMPLE) > 0.01]


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_bars_are_as_long_as_their_shares_on_one_scale(shape: Shape) -> None:
    report = likert(6, withheld=0)
    picture = drawn(report, shape)
    scales = []
    for level, colour in enumerate(CONFIDENCE):
        found = spans(picture, colour)
        shares = [row.shares[level] for row in report.rows if row.shares[level] > 0]
        if len(found) == len(shares):
            scales += [(right - left + GAP) / share for (left, right), share in zip(found, shares, strict=True)]
    assert len(scales) > 15
    assert max(scales) == pytest.approx(min(scales), rel=1e-3)


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_neutral_level_stands_apart_from_both_sides(shape: Shape) -> None:
    picture = drawn(likert(6), shape)
    neutral = {left for left, _ in spans(picture, CONFIDENCE[2])}
    assert len(neutral) == 1
    others = [right for colour in CONFIDENCE[:2] + CONFIDENCE[3:] for _, right in spans(picture, colour)]
    assert neutral.pop() - max(others) > 10


@pytest.mark.parametrize("counts", [(9, 9, 9, 1, 0), (0, 1, 2, 20, 20), (20, 20, 2, 0, 0), (0, 0, 20, 1, 1)])
def test_what_stands_above_the_bars_never_overprints(counts: tuple[int, ...]) -> None:
    report = likert(1, withheld=0)
    row = replace(report.rows[0], n=sum(counts), counts=counts)
    places = {}
    for text in drawn(replace(report, rows=(row,))).iter(f"{SVG}text"):
        if text.text in {"← less", "more confident →", "level 3"}:
            left = float(text.attrib["x"])
            places[text.text] = (left, left + width_of(text.text, WIDE.small), text.attrib["y"])
    assert len(places) == 3
    told = sorted(places.values(), key=lambda one: (one[2], one[0]))
    assert all(right < left for (_, right, y), (left, _, below) in pairwise(told) if y == below)


def test_less_lies_left_and_more_right_of_one_axis() -> None:
    picture = drawn(likert(6))
    less = max(right for colour in CONFIDENCE[:2] for _, right in spans(picture, colour))
    more = min(left for colour in CONFIDENCE[3:] for left, _ in spans(picture, colour))
    assert more - less == pytest.approx(GAP, abs=0.01)


def test_share_below_gap_and_people_are_printed_in_every_row() -> None:
    report = likert(4, withheld=0)
    printed = words(drawn(report))
    for row in report.rows:
        assert f"{row.gap:.2f}" in printed
        assert f"{row.n:,}" in printed
    assert "In my role I am confident that I can…" in printed
    assert any("of 53 below the level needed" in text for text in words(drawn(report, NARROW)))


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_level_needed_stands_under_each_statement_that_has_one(shape: Shape) -> None:
    report = likert(4, withheld=1)
    assert words(drawn(report, shape)).count("needs level 3") == 3
    without = replace(report, rows=tuple(replace(row, target=None) for row in report.rows))
    assert not any("needs level" in text for text in words(drawn(without, shape)))


def test_a_statement_that_is_not_released_is_hatched_and_has_no_number() -> None:
    picture = drawn(likert(2, withheld=2))
    assert sum(path.get("stroke") == HATCH for path in picture.iter(f"{SVG}path")) == 2 + 1
    assert not any("%" in text for text in words(picture))
    assert any(text.startswith("not shown: fewer than ten people answered") for text in words(picture))


def test_without_a_target_the_number_of_people_stands_alone() -> None:
    report = likert(1, withheld=0)
    bare = LikertBars(
        report.title, report.finding, report.stem, report.levels, (without_target(report),), "", report.notes
    )
    assert not any("%" in text for text in words(drawn(bare)))
    assert "53 people answered" in words(drawn(bare, NARROW))


def without_target(report: LikertBars):  # type: ignore[no-untyped-def]
    row = report.rows[0]
    return type(row)(row.id, row.text, row.n, row.counts, row.mean)


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_coverage_bar_is_as_long_as_its_share_of_the_track(shape: Shape) -> None:
    report = coverage(6)
    lengths = [right - left for left, right in spans(drawn(report, shape), TEAL)]
    drawable = [bar.length for bar in report.bars if bar.length is not None]
    track = max(lengths)
    assert [length / track for length in lengths] == pytest.approx(drawable, abs=1e-4)


def test_what_may_only_be_told_in_words_is_told_in_words_beside_its_bar() -> None:
    printed = words(drawn(coverage(5)))
    assert "all or nearly all" in printed
    assert "none or few" in printed
    assert "no headcount" in printed
    assert "aim: 50 %" in printed
