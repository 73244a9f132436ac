"""`tna analyse`: the product's statistics on an analyst's own files, without a database."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from tna.cli.audits import print_audit
from tna.cli.tables import print_table
from tna.domain.evaluations.proportions import StuartMaxwell
from tna.domain.evaluations.signed_rank import SignedRank
from tna.domain.intervals import Interval
from tna.domain.needs import Need
from tna.services.analyses import GapAnalysis, GapCell, WeightAnalysis, analyse_gaps, analyse_weights
from tna.services.csv_files import CsvFaults
from tna.services.shift_analyses import AnalysedShift, analyse_shift
from tna.services.table_audits import audit_document, audit_file

CSV_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, nothing else.")


@click.group()
def analyse() -> None:
    """Statistics on your own CSV files. Nothing is stored and nothing is withheld."""


@analyse.command()
@click.argument("responses", metavar="RESPONSES.csv", type=CSV_FILE)
@click.option("--targets", metavar="TARGETS.csv", type=CSV_FILE, required=True, help="role_group,statement,target")
@click.option("--headcounts", metavar="HEADS.csv", type=CSV_FILE, help="agency,role_group,heads")
@as_json_option
@click.pass_context
def gaps(context: click.Context, responses: Path, targets: Path, headcounts: Path | None, as_json: bool) -> None:
    """Confidence gaps of every agency and role group, and the ranking of needs.

    RESPONSES.csv has the columns agency, role_group and one for each statement: 1 to 5, or empty.
    """
    try:
        found = analyse_gaps(responses, targets=targets, headcounts=headcounts)
    except CsvFaults as faults:
        _refuse(context, faults)
    if as_json:
        _print_json({"cells": [_cell(cell) for cell in found.cells], "ranking": _ranking(found.ranking)})
    else:
        _print_gaps(found)


@analyse.command()
@click.argument("responses", metavar="RESPONSES.csv", type=CSV_FILE)
@click.option("--headcounts", metavar="HEADS.csv", type=CSV_FILE, required=True, help="agency,role_group,heads")
@as_json_option
@click.pass_context
def weights(context: click.Context, responses: Path, headcounts: Path, as_json: bool) -> None:
    """Non-response weights: how many colleagues each response stands for, as a multiple of the average.

    RESPONSES.csv has the columns agency, role_group and one for each statement: 1 to 5, or empty.
    """
    try:
        found = analyse_weights(responses, headcounts=headcounts)
    except CsvFaults as faults:
        _refuse(context, faults)
    if as_json:
        _print_json(
            {
                "weights": found.weights,
                "deff": found.deff,
                "n_effective": found.n_effective,
                "iterations": found.rounds,
                "max_margin_error": found.margin_error,
                "dropped": [*found.dropped_agencies, *found.dropped_role_groups],
            }
        )
    else:
        _print_weights(found)


@analyse.command()
@click.argument("pairs", metavar="PAIRS.csv", type=CSV_FILE)
@as_json_option
@click.pass_context
def shift(context: click.Context, pairs: Path, as_json: bool) -> None:
    """The shift on every statement between two answers of the same people.

    PAIRS.csv has the columns statement, before and after, and a row for each person and statement: any numbers.
    """
    try:
        found = analyse_shift(pairs)
    except CsvFaults as faults:
        _refuse(context, faults)
    if as_json:
        _print_json({"statements": [_shift(each) for each in found]})
    else:
        _print_shift(found)


@analyse.command()
@click.argument("table", metavar="TABLE.csv", type=CSV_FILE)
@click.option("--threshold", metavar="K", type=click.IntRange(min=1), required=True, help="The fewest people: K.")
@as_json_option
@click.pass_context
def audit(context: click.Context, table: Path, threshold: int, as_json: bool) -> None:
    """Whether a two-way table gives away what it withholds, and which further blanks would mend it.

    TABLE.csv has the columns row, column, value and withheld, and a row for each cell, with the true value of those
    withheld (1). Everything else is taken to be published, all totals included. At most 3,600 cells.
    """
    try:
        found = audit_file(table, threshold=threshold)
    except CsvFaults as faults:
        _refuse(context, faults)
    if as_json:
        _print_json(audit_document(found))
    else:
        print_audit(found)


def _refuse(context: click.Context, faults: CsvFaults) -> NoReturn:
    for fault in faults.faults:
        click.echo(str(fault), err=True)
    context.exit(1)


def _print_json(document: dict[str, Any]) -> None:
    # A figure that cannot be computed is null; NaN would not be JSON.
    click.echo(json.dumps(document, allow_nan=False))


def _cell(cell: GapCell) -> dict[str, Any]:
    figures = cell.figures
    mean_low, mean_high = _ends(figures.mean_interval)
    below_low, below_high = _ends(figures.below_interval)
    return {
        "agency": cell.agency,
        "role_group": cell.role_group,
        "statement": figures.statement,
        "n": figures.n,
        "heads": figures.heads,
        "distribution": figures.counts,
        "mean": figures.mean,
        "mean_low": mean_low,
        "mean_high": mean_high,
        "mean_estimate": cell.mean_estimate,
        "gap": figures.gap,
        "below": figures.below,
        "below_low": below_low,
        "below_high": below_high,
    }


def _ranking(needs: Sequence[Need]) -> list[dict[str, Any]]:
    return [
        {"statement": need.statement, "below": need.below, "people": need.people, "gap": need.gap} for need in needs
    ]


def _shift(found: AnalysedShift) -> dict[str, Any]:
    figures = found.figures
    location, test = figures.shift.location, figures.shift.wilcoxon
    low, high = _ends(location.interval if location else None)
    return {
        "statement": found.statement,
        "n": figures.shift.n,
        "up": figures.shift.up,
        "same": figures.shift.same,
        "down": figures.shift.down,
        "shift": location.shift if location else None,
        "shift_low": low,
        "shift_high": high,
        "rank_biserial": test.rank_biserial if test else None,
        "wilcoxon": _signed_rank(test),
        "p_adjusted": found.p_adjusted,
        "confident_before": figures.confident_before,
        "confident_after": figures.confident_after,
        "mcnemar_p": figures.mcnemar_p,
        "stuart_maxwell": _stuart_maxwell(figures.stuart_maxwell),
    }


def _signed_rank(test: SignedRank | None) -> dict[str, Any]:
    if test is None:
        return dict.fromkeys(("statistic", "z", "p", "method"))
    return {"statistic": test.statistic, "z": test.z, "p": test.p, "method": test.method}


def _stuart_maxwell(test: StuartMaxwell | None) -> dict[str, Any]:
    # The keys stay where there is no test, so that a program reads every document alike.
    if test is None:
        return dict.fromkeys(("statistic", "df", "p"))
    return {"statistic": test.statistic, "df": test.df, "p": test.p}


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _print_gaps(found: GapAnalysis) -> None:
    print_table(
        ("Need", "People", "Below target", "Mean gap"),
        [
            (need.statement, _number(need.people, 0), _percent(need.below), _number(need.gap, 2))
            for need in found.ranking
        ],
    )
    click.echo()
    print_table(
        ("Agency", "Role group", "Statement", "n", "Heads", "Mean", "95 %", "Below", "95 %", "Gap"),
        [_gap_line(cell) for cell in found.cells],
    )


def _gap_line(cell: GapCell) -> tuple[str, ...]:
    figures = cell.figures
    mean_low, mean_high = _ends(figures.mean_interval)
    below_low, below_high = _ends(figures.below_interval)
    return (
        cell.agency or "all",
        cell.role_group or "all",
        figures.statement,
        str(figures.n),
        _number(figures.heads, 0),
        _number(figures.mean, 2),
        "-" if mean_low is None else f"{_number(mean_low, 2)} to {_number(mean_high, 2)}",
        _percent(figures.below),
        "-" if below_low is None else f"{_percent(below_low)} to {_percent(below_high)}",
        _number(figures.gap, 2),
    )


def _print_weights(found: WeightAnalysis) -> None:
    for kind, dropped in (("agency", found.dropped_agencies), ("role group", found.dropped_role_groups)):
        for name in dropped:
            click.echo(f"Left out, as nobody answered: {kind} {name}")
    click.echo(f"Responses: {len(found.weights)}, worth {found.n_effective:.1f} of equal weight")
    click.echo(f"Design effect: {found.deff:.3f}")
    click.echo(f"Rounds of raking and trimming: {found.rounds}")
    click.echo(f"Largest error of a margin: {found.margin_error:.2%}")
    click.echo()
    print_table(
        ("Response", "Weight"),
        [(str(place), _number(weight, 4)) for place, weight in enumerate(found.weights, start=1)],
    )


def _print_shift(found: Sequence[AnalysedShift]) -> None:
    print_table(
        ("Statement", "n", "Up", "Same", "Down", "Shift", "95 %", "p", "p adjusted", "Confident before", "After"),
        [_shift_line(each) for each in found],
    )


def _shift_line(found: AnalysedShift) -> tuple[str, ...]:
    figures = found.figures
    location, test = figures.shift.location, figures.shift.wilcoxon
    low, high = _ends(location.interval if location else None)
    return (
        found.statement,
        str(figures.shift.n),
        str(figures.shift.up),
        str(figures.shift.same),
        str(figures.shift.down),
        _number(location.shift if location else None, 2),
        "-" if low is None else f"{_number(low, 2)} to {_number(high, 2)}",
        _probability(test.p if test else None),
        _probability(found.p_adjusted),
        _percent(figures.confident_before),
        _percent(figures.confident_after),
    )


def _number(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _probability(p: float | None) -> str:
    return "under 0.0001" if p is not None and p < 0.0001 else _number(p, 4)
