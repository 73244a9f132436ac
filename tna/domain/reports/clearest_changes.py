"""The statements that changed most clearly between two rounds, everyone together, in sentences for a meeting."""

from dataclasses import dataclass

from tna import language
from tna.domain.reports.comparison import Change
from tna.domain.reports.statement_changes import StatementChange, StatementsCompared
from tna.domain.reports.words import percent, phrase
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class ClearestChanges:
    """How many of the statements that can be compared clearly changed, in words, and the largest in a sentence each."""

    finding: str
    largest: tuple[str, ...]


def clearest_changes(found: StatementsCompared, *, most: int = 3) -> ClearestChanges:
    """At most `most` sentences, in the order of the rows: the largest clear change first."""
    comparable = [row for row in found.rows if row.change is not Change.NOT_COMPARABLE]
    clear = [row for row in comparable if row.change in {Change.FEWER, Change.MORE}]
    return ClearestChanges(_finding(len(clear), len(comparable)), tuple(_sentence(row) for row in clear[:most]))


def _finding(clear: int, comparable: int) -> str:
    if not comparable:
        return gettext("No statement can be compared, all role groups together.")
    if not clear:
        return ngettext(
            "The one statement that can be compared did not clearly change, all role groups together.",
            "None of %(n)s statements clearly changed, all role groups together.",
            comparable,
        )
    return ngettext(
        "%(clear)s of %(n)s statement clearly changed, all role groups together.",
        "%(clear)s of %(n)s statements clearly changed, all role groups together.",
        comparable,
        clear=language.number(clear),
    )


def _sentence(row: StatementChange) -> str:
    assert row.then is not None  # a clear change has both figures
    assert row.now is not None
    values = {
        "text": phrase(row.text),
        "now": percent(row.now.below or 0.0),
        "then": percent(row.then.below or 0.0),
    }
    if row.change is Change.FEWER:
        return gettext("Clearly fewer are below on “%(text)s”: %(now)s, from %(then)s.", **values)
    return gettext("Clearly more are below on “%(text)s”: %(now)s, from %(then)s.", **values)
