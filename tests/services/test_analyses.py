"""Analyses of small files against figures worked out by hand."""

from pathlib import Path

import pytest

from tna.domain.intervals import wilson
from tna.domain.mean_intervals import mean_interval
from tna.domain.needs import StatementFigures
from tna.services.analyses import GapAnalysis, analyse_gaps, analyse_weights
from tna.services.csv_files import CsvFaults


def saved(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    """North A: 1, 3, 3; north B: 5, 4; south A: 2 and a blank; of s02 north A alone."""
    return saved(
        tmp_path,
        "responses.csv",
        "agency,role_group,s01,s02",
        "north,A,1,",
        "north,B,5,",
        "north,A,3,5",
        "south,A,2,",
        "north,A,3,2",
        "south,A,,",
        "north,B,4,",
    )


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    """Role group A alone has targets."""
    return saved(tmp_path, "targets.csv", "role_group,statement,target", "A,s01,3", "A,s02,4")


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    """East has heads and no answers."""
    return saved(
        tmp_path,
        "heads.csv",
        "agency,role_group,heads",
        "north,A,30",
        "north,B,10",
        "south,A,20",
        "east,A,40",
    )


def figures(found: GapAnalysis, agency: str | None, role_group: str | None, statement: str = "s01") -> StatementFigures:
    return next(
        cell.figures
        for cell in found.cells
        if (cell.agency, cell.role_group, cell.figures.statement) == (agency, role_group, statement)
    )


def test_cells_come_first_then_agencies_role_groups_and_all(responses: Path, targets: Path) -> None:
    found = analyse_gaps(responses, targets=targets)
    assert [(cell.agency, cell.role_group, cell.figures.statement) for cell in found.cells] == [
        ("north", "A", "s01"),
        ("north", "A", "s02"),
        ("north", "B", "s01"),
        ("south", "A", "s01"),
        ("north", None, "s01"),
        ("north", None, "s02"),
        ("south", None, "s01"),
        (None, "A", "s01"),
        (None, "A", "s02"),
        (None, "B", "s01"),
        (None, None, "s01"),
        (None, None, "s02"),
    ]


def test_without_headcounts_totals_are_unweighted(responses: Path, targets: Path) -> None:
    found = analyse_gaps(responses, targets=targets)
    total = figures(found, None, None)
    assert total.n == 6
    assert total.counts == (1, 1, 2, 1, 1)
    assert total.mean == pytest.approx(18 / 6)
    assert total.below == pytest.approx(2 / 4)
    assert total.gap == pytest.approx(3 / 4)
    assert total.below_interval == wilson(2, 4)
    plain = mean_interval([1, 1, 2, 1, 1])
    assert plain is not None
    assert total.mean_interval is not None
    assert total.mean_interval.low == pytest.approx(plain.low)
    assert total.mean_interval.high == pytest.approx(plain.high)
    assert total.heads is None
    assert [(need.statement, need.people) for need in found.ranking] == [("s02", None), ("s01", None)]


def test_with_headcounts_totals_are_post_stratified(responses: Path, targets: Path, heads: Path) -> None:
    found = analyse_gaps(responses, targets=targets, headcounts=heads)
    cell = figures(found, "north", "A")
    assert cell.heads == 30
    assert cell.below_interval == wilson(1, 3, heads=30)
    total = figures(found, None, None)
    assert total.heads == 60
    assert total.mean == pytest.approx((30 * 7 / 3 + 10 * 4.5 + 20 * 2) / 60)
    assert total.below == pytest.approx((30 * 1 / 3 + 20 * 1) / 50)
    assert total.gap == pytest.approx((30 * 2 / 3 + 20 * 1) / 50)
    assert [(need.statement, need.people) for need in found.ranking] == [
        ("s01", pytest.approx(30)),
        ("s02", pytest.approx(15)),
    ]


def test_a_role_group_without_targets_has_means_and_no_gap(responses: Path, targets: Path) -> None:
    cell = figures(analyse_gaps(responses, targets=targets), None, "B")
    assert cell.mean == pytest.approx(4.5)
    assert cell.gap is None
    assert cell.below is None


def test_the_model_estimate_stands_in_cells_of_statements_with_three_cells(responses: Path, targets: Path) -> None:
    found = analyse_gaps(responses, targets=targets)
    estimates = {(cell.agency, cell.role_group, cell.figures.statement): cell.mean_estimate for cell in found.cells}
    assert estimates["north", "A", "s02"] is None
    assert all(estimates[total] is None for total in estimates if None in total)
    for place, raw in ((("north", "A"), 7 / 3), (("north", "B"), 4.5), (("south", "A"), 2.0)):
        estimate = estimates[(*place, "s01")]
        assert estimate is not None
        assert min(raw, 3.2) - 1e-9 <= estimate <= max(raw, 3.2) + 1e-9


def test_without_any_level_there_is_nothing_to_show(tmp_path: Path, targets: Path) -> None:
    blank = saved(tmp_path, "blank.csv", "agency,role_group,s01", "north,A,", "south,B,")
    assert analyse_gaps(blank, targets=targets) == GapAnalysis((), ())


def test_faults_of_all_files_are_raised_together(tmp_path: Path) -> None:
    responses = saved(tmp_path, "r.csv", "agency,role_group,s01", "north,A,9", "north,A,1")
    targets = saved(tmp_path, "t.csv", "role_group,statement,target", "A,s01,0")
    heads = saved(tmp_path, "h.csv", "agency,role_group,heads", "north,A,1")
    with pytest.raises(CsvFaults) as raised:
        analyse_gaps(responses, targets=targets, headcounts=heads)
    assert [Path(fault.file).name for fault in raised.value.faults] == ["r.csv", "t.csv", "h.csv"]


def test_gaps_need_a_statement_and_weights_do_not(tmp_path: Path, targets: Path) -> None:
    responses = saved(tmp_path, "r.csv", "agency,role_group", *["north,A"] * 6)
    heads = saved(tmp_path, "h.csv", "agency,role_group,heads", "north,A,12")
    with pytest.raises(CsvFaults, match="there is no statement"):
        analyse_gaps(responses, targets=targets)
    assert analyse_weights(responses, headcounts=heads).weights == (1.0,) * 6


def test_weights_follow_the_order_of_the_file(tmp_path: Path) -> None:
    """Heads / answers are 2 for the first cell and 6 for the second, mean 4."""
    responses = saved(tmp_path, "r.csv", "agency,role_group,s01", *["b,A,1", "a,A,"] * 5)
    heads = saved(tmp_path, "h.csv", "agency,role_group,heads", "a,A,10", "b,A,30")
    found = analyse_weights(responses, headcounts=heads)
    assert found.weights == pytest.approx((1.5, 0.5) * 5)
    assert found.rounds == 0
    assert found.deff == pytest.approx(1.25)
    assert found.n_effective == pytest.approx(8)


def test_agencies_and_role_groups_without_answers_are_dropped(responses: Path, tmp_path: Path) -> None:
    heads = saved(
        tmp_path,
        "h.csv",
        "agency,role_group,heads",
        "north,A,30",
        "north,B,10",
        "south,A,20",
        "south,J,7",
        "east,A,40",
        "west,A,0",
    )
    found = analyse_weights(responses, headcounts=heads)
    assert found.dropped_agencies == ("east",)
    assert found.dropped_role_groups == ("J",)
    assert sum(found.weights) == pytest.approx(7)
    assert found.margin_error <= 1e-10
