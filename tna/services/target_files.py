"""A round's targets as a file: `role_group,statement,target`, written for download and read with all its faults."""

from collections.abc import Mapping, Sequence

from tna.domain.reports.tables import Table
from tna.domain.surveys import LEVELS, SurveyDefinition
from tna.domain.targets import TargetData
from tna.language import gettext
from tna.services.csv_files import whole_number
from tna.services.tables import ListTable, RowFault, TableRefused, read_list

COLUMNS = ("role_group", "statement", "target")
"""The names of the columns are fixed and in no language: other programs read and write them."""


class TargetFaults(ValueError):
    """A file of targets that is not taken, with everything that is wrong with it, from top to bottom."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


def target_table(definition: SurveyDefinition) -> Table:
    """The targets of a survey, a row for every statement of every role group, as `read_targets` takes them."""
    rows = tuple(
        (role_group, statement.id, str(definition.target(role_group, statement.id)))
        for role_group in definition.role_groups
        for statement in definition.statements
        if definition.is_asked(role_group, statement.id)
    )
    return Table("targets", COLUMNS, rows, frozenset({2}))


def read_targets(content: bytes, *, file_name: str, definition: SurveyDefinition) -> TargetData:
    """The levels (1..5) in a file, by role group and statement; what it does not name is not in them.

    Raises TableRefused for what is no such table, and TargetFaults with every row that is wrong.
    """
    table = read_list(content, file_name=file_name)
    places = _places(table)
    faults = list(table.faults)
    found: TargetData = {}
    rows: dict[tuple[str, str], int] = {}
    for row in table.rows:
        role_group, statement, target = (row.cells[places[name]] for name in COLUMNS)
        wrong = _faults(row.number, role_group, statement, target, definition, rows)
        faults += wrong
        rows.setdefault((role_group, statement), row.number)
        if not wrong:
            found.setdefault(role_group, {})[statement] = int(target)
    if faults:
        raise TargetFaults(sorted(faults, key=lambda fault: fault.row))
    return found


def _places(table: ListTable) -> Mapping[str, int]:
    names = [column.lower() for column in table.columns]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise TableRefused(
            gettext(
                "The first row must name the columns role_group, statement and target. Missing: %(missing)s.",
                missing=", ".join(missing),
            )
        )
    doubled = [name for name in COLUMNS if names.count(name) > 1]
    if doubled:
        raise TableRefused(gettext("The column %(column)s stands there twice.", column=doubled[0]))
    return {name: names.index(name) for name in COLUMNS}


def _faults(
    number: int,
    role_group: str,
    statement: str,
    target: str,
    definition: SurveyDefinition,
    rows: Mapping[tuple[str, str], int],
) -> list[RowFault]:
    """Everything wrong with one row; `rows` says where a role group and statement stood before."""
    faults = []
    statements = {one.id for one in definition.statements}
    if role_group not in definition.role_groups:
        expected = gettext("a role group of this survey: %(ids)s", ids=", ".join(definition.role_groups))
        faults.append(RowFault(number, "role_group", role_group, expected))
    if statement not in statements:
        faults.append(RowFault(number, "statement", statement, gettext("a statement of this survey, by its id")))
    if not faults and not definition.is_asked(role_group, statement):
        expected = gettext("a statement that role group %(id)s is asked", id=role_group)
        faults.append(RowFault(number, "statement", statement, expected))
    if not faults and (role_group, statement) in rows:
        expected = gettext("each pair once; this one stands in row %(row)s already", row=rows[role_group, statement])
        faults.append(RowFault(number, "statement", f"{role_group}, {statement}", expected))
    if whole_number(target) not in LEVELS:
        faults.append(RowFault(number, "target", target, gettext("a level from 1 to 5")))
    return faults
