"""The heatmap: a number in every cell, nothing told by colour alone, white between neighbours."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.charts.reports import heatmap, partly_withheld
from tna.charts import NARROW, WIDE, Shape
from tna.charts.gap_heatmap import draw_gap_heatmap
from tna.charts.style import ACCENT, GAP, HATCH, contrast, ramp
from tna.domain.reports import CellState, Heatmap
from tna.domain.reports.comparison import Change, Earlier
from tna.domain.reports.heatmaps import HeatmapCell
from tna.domain.reports.words import short_percent

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def drawn(report: Heatmap, shape: Shape = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw_gap_heatmap(report, shape=shape))


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def boxes(picture: ElementTree.Element, fill: str) -> list[Box]:
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("fill") == fill:
            numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
            xs, ys = numbers[::2], numbers[1::2]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("compared", [False, True])
def test_every_figure_is_printed(shape: Shape, compared: bool) -> None:
    report = heatmap(6, 7, compared=compared)
    printed = {text.replace(" ", "") for text in words(drawn(report, shape))}
    for cell in report.cells:
        if cell.share is not None:
            assert short_percent(cell.share).replace(" ", "") in printed


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_neighbours_are_parted_by_white(shape: Shape) -> None:
    report = heatmap(6, 7)
    picture = drawn(report, shape)
    shares = {cell.share for cell in report.cells if cell.share is not None}
    cells = sorted({box for share in shares for box in boxes(picture, ramp(share)) if box[3] - box[1] > 20})
    assert len(cells) > 20
    for one in cells:
        for other in cells:
            if one < other:
                across = max(other[0] - one[2], one[0] - other[2])
                down = max(other[1] - one[3], one[1] - other[3])
                assert max(across, down) >= GAP - 0.01


def test_numbers_stand_four_and_a_half_to_one_on_their_cells() -> None:
    report = heatmap(8, 7)
    picture = drawn(report)
    grounds = {ramp(cell.share) for cell in report.cells if cell.share is not None}
    places = [(box, ground) for ground in grounds for box in boxes(picture, ground) if box[3] - box[1] > 20]
    checked = 0
    for text in picture.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        for (left, top, right, foot), ground in places:
            if left < x < right and top < y < foot:
                assert contrast(text.get("fill", "#000000"), ground) >= 4.5
                checked += 1
    assert checked > 40


def test_a_withheld_row_is_hatched_and_says_why_across() -> None:
    report = heatmap(3, 3)
    picture = drawn(report)
    assert sum(path.get("stroke") == HATCH for path in picture.iter(f"{SVG}path")) == 3 + 1
    assert words(picture).count("fewer than ten people answered") == 1
    assert "not shown: fewer than ten people answered" in words(picture)


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_row_whose_hatching_dashes_part_says_across_each_part_that_it_is_not_shown(shape: Shape) -> None:
    report = heatmap(2, 3)
    kept, cells = HeatmapCell(CellState.NOT_ASKED, words="not asked"), report.rows[1].cells
    parted = replace(report.rows[1], cells=(cells[0], kept, cells[2]))
    printed = words(drawn(replace(report, rows=(report.rows[0], parted)), shape))
    assert printed.count("not shown") == 2
    assert "fewer than ten people answered" not in printed


@pytest.mark.parametrize("shape", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_cannot_be_compared_has_a_mark_and_the_legend_every_reason(shape: Shape) -> None:
    report = heatmap(1, 3, compared=True)
    reasons = ("no figure in the earlier round", "other statements", "no figure in the earlier round")
    beside = [Earlier(0.5, Change.NOT_COMPARABLE, why) for why in reasons]
    cells = [replace(cell, earlier=one) for cell, one in zip(report.cells, beside, strict=True)]
    told = words(drawn(replace(report, rows=(replace(report.rows[0], cells=tuple(cells)),), everyone=None), shape))
    assert told.count("n/c") == 3
    assert "n/c: cannot be compared (no figure in the earlier round; other statements)" in " ".join(told)
    assert not any(text.startswith("n/c") for text in words(drawn(report, shape)))


def test_on_a_phone_a_percentage_keeps_its_space_beside_an_arrow() -> None:
    report = heatmap(1, 7, compared=True)
    changed = [replace(cell, earlier=Earlier(0.64, Change.FEWER)) for cell in report.cells]
    row = replace(report.rows[0], cells=tuple(changed))
    told = words(drawn(replace(report, rows=(row,), everyone=None), NARROW))
    assert told.count("64 %") >= 7
    assert "64%" not in told


def test_a_withheld_cell_beside_a_figure_has_a_mark_in_words() -> None:
    picture = drawn(partly_withheld())
    assert words(picture).count("not shown") == 1
    assert "covers 41 of 58 answers" in words(picture)


def test_what_was_not_asked_is_a_dash_explained_in_the_legend() -> None:
    report = heatmap(3, 3)
    not_asked = sum(cell.state is CellState.NOT_ASKED for cell in report.cells)
    picture = drawn(report)
    assert words(picture).count("–") == not_asked + 1
    assert "not asked of this role group" in words(picture)


def test_the_legend_holds_only_what_the_picture_holds() -> None:
    printed = words(drawn(heatmap(1, 1)))
    assert not any("not shown" in text or "not asked" in text or "widest" in text for text in printed)


def test_the_widest_gap_is_framed_and_the_frame_is_explained() -> None:
    picture = drawn(heatmap(3, 3))
    frames = [path for path in picture.iter(f"{SVG}path") if path.get("stroke") == ACCENT]
    assert len(frames) == 2
    assert "the largest share below" in words(picture)


def test_a_clear_change_has_an_arrow_and_an_unclear_one_only_the_earlier_figure() -> None:
    report = heatmap(1, 3, compared=True)
    changes = [cell.earlier.change for cell in report.cells if cell.earlier]
    picture = drawn(report)
    assert [str(change) for change in changes] == ["fewer below", "fewer below", "no clear change"]
    triangles = [path for path in picture.iter(f"{SVG}path") if path.attrib["d"].count("L") == 2]
    in_legend, in_row, in_total = 1, 2, 2
    assert len(triangles) == in_legend + in_row + in_total
    told = words(picture)
    assert "small figures: spring 2025" in told
    assert "clearly fewer below than then" in told
    assert "clearly more below than then" not in told
    assert "no arrow: no clear change" in told


def test_where_nothing_changed_clearly_no_arrow_is_explained() -> None:
    report = heatmap(1, 3, compared=True)
    unclear = [replace(cell, earlier=Earlier(0.5, Change.UNCLEAR)) for cell in report.cells]
    told = words(drawn(replace(report, rows=(replace(report.rows[0], cells=tuple(unclear)),), everyone=None)))
    assert "no figure changed clearly" in told
    assert not any("below than then" in text or "no arrow" in text for text in told)


@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_a_total_over_the_role_groups_in_both_rounds_stands_below_all_others(shape: Shape) -> None:
    report = heatmap(1, 3, compared=True)
    assert report.everyone is not None
    in_both = replace(report.everyone, title="In both rounds")
    printed = words(drawn(replace(report, in_both=in_both), shape))
    assert printed.index("In both rounds") > printed.index("All role groups together")
    assert len(printed) > len(words(drawn(report, shape)))


def test_on_a_phone_the_domains_are_numbered_and_the_numbers_repeated_in_every_row() -> None:
    printed = words(drawn(heatmap(4, 3), NARROW))
    assert "1 Domain 1" in printed
    assert printed.count("3") == 4 + 1


def test_on_a_phone_more_than_seven_domains_go_on_beneath() -> None:
    report = heatmap(1, 9)
    picture = drawn(report, NARROW)
    tops = {
        round(box[1])
        for cell in report.rows[0].cells
        for box in boxes(picture, ramp(cell.share or 0))
        if box[3] - box[1] > 20
    }
    assert len(tops) == 2 + 2


def test_many_domains_are_numbered_on_a_wide_picture_too() -> None:
    printed = words(drawn(heatmap(1, 12)))
    assert "12 Domain 12" in printed
    assert "12" in printed
