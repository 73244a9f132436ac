"""The curve of participation: as high as its shares, ending where coverage stands, its fan as wide as its interval."""

import re
from xml.etree import ElementTree

import pytest

from tests.charts.reports import trend
from tna.charts import NARROW, WIDE, Shape
from tna.charts.coverage_trend import draw_coverage_trend
from tna.charts.style import TEAL
from tna.domain.reports.coverage_trend import CoverageTrend, trend_table
from tna.domain.reports.words import short_percent

SVG = "{http://www.w3.org/2000/svg}"
BOTH = pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])


def drawn(report: CoverageTrend, shape: Shape) -> ElementTree.Element:
    return ElementTree.fromstring(draw_coverage_trend(report, shape=shape))


def heights(path: ElementTree.Element) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])][1::2]


@BOTH
def test_the_curve_rises_as_the_shares_do(shape: Shape) -> None:
    report = trend()
    curve = next(path for path in drawn(report, shape).iter(f"{SVG}path") if path.get("stroke-width") == "3")
    found = heights(curve)
    assert found == sorted(found, reverse=True), "it never falls"
    box = next(path for path in drawn(report, shape).iter(f"{SVG}path") if path.get("fill") == TEAL)
    assert min(found) == pytest.approx(sum(heights(box)[:4]) / 4, abs=1), "it ends at the mark of now"


@BOTH
def test_now_and_the_forecast_are_told_in_figures(shape: Shape) -> None:
    report = trend()
    assert report.forecast is not None
    printed = [text.text for text in drawn(report, shape).iter(f"{SVG}text")]
    assert short_percent(report.points[-1].share) in printed
    assert short_percent(report.forecast.share) in printed


def test_the_table_has_a_row_for_each_day_and_one_for_the_forecast() -> None:
    report = trend(10)
    assert len(trend_table(report).rows) == 12
    assert trend_table(trend(10, ahead=0)).rows[-1][0] == "12 November 2026"
