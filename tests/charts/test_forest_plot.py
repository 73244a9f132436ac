"""Forest plots, dumbbells of two rounds and stacked bars: marks where the figures are, none of what is withheld."""

import re
from xml.etree.ElementTree import Element

import pytest

from tests.charts.reports import forest, questions, two_rounds
from tests.charts.test_pictures import BOTH, SVG, svg, words
from tna.charts import Shape, style


def boxes(picture: Element, fill: str, corners: int) -> list[tuple[float, float]]:
    """Left and right ends of the filled shapes of a colour with this many corners."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        figures = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        if path.get("fill") == fill and len(figures) == 2 * corners:
            found.append((min(figures[::2]), max(figures[::2])))
    return found


def scale_of(picture: Element) -> tuple[float, float]:
    """Where 0 % and 100 % stand."""
    heads = {text.text: float(text.attrib["x"]) for text in picture.iter(f"{SVG}text") if text.text in {"0 %", "100 %"}}
    return heads["0 %"], heads["100 %"]


@BOTH
def test_squares_stand_at_their_shares_and_rings_at_the_model_s(shape: Shape) -> None:
    picture = svg(forest(), shape)
    low, high = scale_of(picture)
    squares = [one for one in boxes(picture, style.ACCENT, 4) if one[1] - one[0] == pytest.approx(9)]
    assert next((left + right) / 2 - low for left, right in squares) / (high - low) == pytest.approx(0.9, abs=0.001)
    *rings, _of_legend = [one for one in boxes(picture, style.INK, 33) if one[1] - one[0] == pytest.approx(14)]
    assert [round(((left + right) / 2 - low) / (high - low), 3) for left, right in rings] == [0.5] * 3


@BOTH
def test_the_line_at_half_runs_through_every_row_that_is_shown(shape: Shape) -> None:
    picture = svg(forest(), shape)
    low, high = scale_of(picture)
    lines = [
        [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        for path in picture.iter(f"{SVG}path")
        if path.get("stroke") == style.INK
    ]
    assert len(lines) == 3 + 1
    assert all(line[0] == line[2] == pytest.approx((low + high) / 2) for line in lines)


@BOTH
def test_what_is_withheld_is_hatched_and_named(shape: Shape) -> None:
    picture = svg(forest(), shape)
    assert sum(path.get("stroke") == style.HATCH for path in picture.iter(f"{SVG}path")) == 1 + 1
    assert "not shown" in " ".join(words(picture))


@BOTH
def test_what_cannot_be_compared_is_grey_without_a_line_between(shape: Shape) -> None:
    picture = svg(two_rounds(), shape)
    lines = [path.get("stroke") for path in picture.iter(f"{SVG}path") if path.get("stroke-width") == "3"]
    assert lines == [style.TEAL, style.ACCENT, style.QUIET]
    assert "Everyone is compared over the role groups" in " ".join(words(picture))


@BOTH
def test_training_stands_apart_from_the_rest(shape: Shape) -> None:
    picture = svg(questions(1), shape)
    [_, *training] = boxes(picture, style.CHOICES[0], 4)
    [_, *second] = boxes(picture, style.CHOICES[1], 4)
    assert second[0][0] - training[0][1] >= 14
    assert "Training" in " ".join(words(picture))
