"""How a list and what was chosen for it are kept in its row: as JSON, the rows packed."""

import json
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from tna.domain.lists import Choices, Elsewhere
from tna.services.tables import ListTable, RaggedRow, TableRow


def packed_table(table: ListTable) -> bytes:
    """A table as bytes, from which `unpacked_table` makes the same again."""
    data = {
        "columns": table.columns,
        "rows": [[row.number, *row.cells] for row in table.rows],
        "ragged": [[row.number, row.length, row.text] for row in table.ragged],
        "sheet": table.sheet,
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False).encode(), level=3)


def unpacked_table(content: bytes) -> ListTable:
    """The table that was packed; only ever given what `packed_table` made."""
    data = json.loads(zlib.decompress(content))
    return ListTable(
        columns=tuple(data["columns"]),
        rows=tuple(TableRow(number, tuple(cells)) for number, *cells in data["rows"]),
        ragged=tuple(RaggedRow(*row) for row in data["ragged"]),
        sheet=data["sheet"],
    )


def choices_as_text(choices: Choices) -> str:
    """What was chosen, for the row of its list."""
    return json.dumps(
        {
            "columns": dict(choices.columns),
            "jobs": dict(choices.jobs),
            "as_at": choices.as_at.isoformat() if choices.as_at else None,
            "elsewhere": choices.elsewhere,
            "ends_missing": choices.ends_missing,
            "takes_outside": choices.takes_outside,
            "expected": choices.expected,
        }
    )


def choices_from(text: str | None) -> Choices | None:
    """What was chosen, as its row holds it; None before anything was."""
    if text is None:
        return None
    data: Mapping[str, Any] = json.loads(text)
    return Choices(
        columns=data["columns"],
        jobs=data["jobs"],
        as_at=date.fromisoformat(data["as_at"]) if data["as_at"] else None,
        elsewhere=Elsewhere(data["elsewhere"]) if data["elsewhere"] else None,
        ends_missing=data["ends_missing"],
        takes_outside=data["takes_outside"],
        expected=data["expected"],
    )
