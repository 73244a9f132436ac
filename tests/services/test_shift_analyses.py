"""The shift in a file of pairs: order of the statements, adjusted p values, faults."""

from pathlib import Path

import pytest

from tests.domain.pairs import AFTER, BEFORE
from tna.services.csv_files import CsvFaults
from tna.services.shift_analyses import analyse_shift


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "pairs.csv"
    path.write_text("\n".join(["statement,before,after", *lines]) + "\n", encoding="utf-8")
    return path


def test_statements_keep_their_order_and_the_adjusted_p_is_over_all_of_them(tmp_path: Path) -> None:
    """p of the published pairs is .0006103516; among three tests, three times as much."""
    lines = [f"talk,{before},{after}" for before, after in zip(BEFORE, AFTER, strict=True)]
    found = analyse_shift(saved(tmp_path, "sign,3,3", *lines, "act,1,2", "sign,4,5"))
    assert [each.statement for each in found] == ["sign", "talk", "act"]
    assert [each.figures.shift.n for each in found] == [2, 20, 1]
    assert [each.p_adjusted for each in found] == [1, pytest.approx(3 * 0.0006103516, abs=1e-9), 1]


def test_no_pair_is_too_few(tmp_path: Path) -> None:
    (one,) = analyse_shift(saved(tmp_path, "sign,2,5"))
    assert one.figures.shift.location is not None
    assert one.figures.shift.location.shift == 3


def test_faults_are_raised_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(CsvFaults) as raised:
        analyse_shift(saved(tmp_path, "sign,2,x", ",2,5"))
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [(2, "after"), (3, "statement")]
