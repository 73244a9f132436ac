"""Auditing a two-way table that somebody wants to publish, and the evidence of it. Nothing of the table is kept."""

from pathlib import Path
from typing import Any

from tna.domain.table_audit import AuditedCell, TableAudit, TwoWayTable, audit_table
from tna.services.table_files import read_two_way_table


def audit_file(path: Path, *, threshold: int) -> TableAudit:
    """The audit of a table in a CSV file. Raises CsvFaults with every fault at once."""
    return audit_table(read_two_way_table(path), threshold)


def audit_document(audit: TableAudit) -> dict[str, Any]:
    """An audit as a program reads it: the verdict, the withheld cells, further blanks, and the cells with those."""
    table = audit.table
    return {
        "safe": audit.is_safe,
        "cells": [_cell(table, cell) for cell in audit.cells],
        "also_withhold": [_names(table, place) for place in audit.also_withhold],
        "after": [_cell(table, cell) for cell in audit.after],
    }


def _names(table: TwoWayTable, place: tuple[int, int]) -> dict[str, Any]:
    row, column = table.names(place)
    return {"row": row, "column": column}


def _cell(table: TwoWayTable, cell: AuditedCell) -> dict[str, Any]:
    return {
        **_names(table, cell.place),
        "low": cell.low,
        "high": cell.high,
        "exact": cell.is_exact,
        "safe": cell.is_safe,
    }
