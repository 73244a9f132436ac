"""What a dumbbell of two rounds shows: the share below then and now, and where the two stand for different things."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.reports.comparison import CHANGES, Change, compared, too_few_in_both
from tna.domain.reports.statement_changes import StatementsCompared
from tna.domain.reports.tables import Table
from tna.domain.reports.words import begun, number, percent, phrase, whole_percent
from tna.domain.surveys import Domain
from tna.language import gettext, ngettext, pgettext

_ALIKE = 9  # decimals beyond which two differences are the same one


@dataclass(frozen=True, slots=True)
class TwoRounds:
    """The names of two rounds; `who` ends the title, `notes` say which role groups everyone stands for."""

    earlier: str
    later: str
    who: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_of_everyone(self) -> bool:
        """Whether each figure is a total, over the role groups with figures in both rounds."""
        return bool(self.notes)


@dataclass(frozen=True, slots=True)
class RoundPair:
    """One statement or domain: its share (0..1) below then and now, None where it has none, and the change.

    `why` says, of what is not comparable, why not.
    """

    id: str
    title: str
    then: float | None
    now: float | None
    change: Change
    why: str = ""


@dataclass(frozen=True, slots=True)
class RoundDumbbell:
    """The picture: clear changes first, the larger the earlier; then what shows none; last what cannot be compared."""

    title: str
    finding: str
    earlier: str
    later: str
    heading: str
    rows: tuple[RoundPair, ...]
    notes: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.then is not None or row.now is not None for row in self.rows)


def statement_dumbbell(found: StatementsCompared, rounds: TwoRounds) -> RoundDumbbell:
    """Statement by statement."""
    rows = [
        RoundPair(
            row.id,
            phrase(row.text),
            None if row.then is None else row.then.below,
            None if row.now is None else row.now.below,
            row.change,
            row.words if row.change is Change.NOT_COMPARABLE else "",
        )
        for row in found.rows
    ]
    return _dumbbell(rows, found.finding, gettext("Statement"), rounds)


def domain_dumbbell(
    then: Figures, now: Figures, domains: Sequence[Domain], rounds: TwoRounds, *, changed: frozenset[str]
) -> RoundDumbbell:
    """Domain by domain; `changed` are the statements asked otherwise then.

    Of everyone, `then` and `now` are the two sides of `like_with_like`.
    """
    asked = [one for one in domains if any(statement.id in now.asked for statement in one.statements)]
    rows = [_domain_pair(one, then, now, changed, is_total=rounds.is_of_everyone) for one in asked]
    return _dumbbell(rows, _domains_finding(rows, rounds.earlier), gettext("Domain"), rounds)


def _domain_pair(domain: Domain, then: Figures, now: Figures, changed: frozenset[str], *, is_total: bool) -> RoundPair:
    before, after = then.domains.get(domain.id), now.domains.get(domain.id)
    if after is None and is_total:
        why = gettext("Cannot be compared: %(why)s.", why=too_few_in_both())
        return RoundPair(domain.id, domain.title, None, None, Change.NOT_COMPARABLE, why)
    if after is None:
        why = gettext("Not comparable: no figure in the later round.")
        return RoundPair(
            domain.id, domain.title, None if before is None else before.below, None, Change.NOT_COMPARABLE, why
        )
    found = compared(domain, now, then, changed=changed, same_groups=False)
    why = gettext("Not comparable: %(why)s.", why=found.words) if found.change is Change.NOT_COMPARABLE else ""
    return RoundPair(domain.id, domain.title, found.share, after.below, found.change, why)


def _dumbbell(rows: Sequence[RoundPair], finding: str, heading: str, rounds: TwoRounds) -> RoundDumbbell:
    ordered = tuple(sorted(rows, key=_largest))
    return RoundDumbbell(
        title=_title(rounds),
        finding=f"{finding} {_largest_in_words(ordered)}".strip(),
        earlier=rounds.earlier,
        later=rounds.later,
        heading=heading,
        rows=ordered,
        notes=rounds.notes,
    )


def _title(rounds: TwoRounds) -> str:
    if rounds.who:
        return gettext(
            "Below the level their role needs, %(who)s: %(earlier)s and %(later)s",
            who=rounds.who,
            earlier=rounds.earlier,
            later=rounds.later,
        )
    return gettext(
        "Below the level their role needs: %(earlier)s and %(later)s", earlier=rounds.earlier, later=rounds.later
    )


def _by(row: RoundPair) -> float:
    return round(abs((row.now or 0.0) - (row.then or 0.0)), _ALIKE)


def _largest(row: RoundPair) -> tuple[bool, bool, float, str]:
    is_clear = row.change in {Change.FEWER, Change.MORE}
    return (row.change is Change.NOT_COMPARABLE, not is_clear, -_by(row) if is_clear else 0.0, row.id)


def _largest_in_words(ordered: Sequence[RoundPair]) -> str:
    """The largest clear change with both its figures; nothing where no change is clear."""
    row = ordered[0] if ordered else None
    if row is None or row.change not in {Change.FEWER, Change.MORE} or row.then is None or row.now is None:
        return ""
    return gettext(
        "The largest change: “%(what)s”, from %(then)s to %(now)s.",
        what=row.title,
        then=percent(row.then),
        now=percent(row.now),
    )


def _domains_finding(rows: Sequence[RoundPair], earlier: str) -> str:
    comparable = [row for row in rows if row.change is not Change.NOT_COMPARABLE]
    if not comparable:
        return gettext("No domain can be compared with %(round)s.", round=earlier)
    fewer = sum(row.change is Change.FEWER for row in comparable)
    more = sum(row.change is Change.MORE for row in comparable)
    if not fewer and not more:
        return ngettext(
            "Since %(round)s, there is no clear change in the one domain that can be compared.",
            "Since %(round)s, there is no clear change in any of the %(domains)s domains that can be compared.",
            len(comparable),
            round=earlier,
            domains=number(len(comparable)),
        )
    none = pgettext("number of domains", "none")
    return ngettext(
        "Since %(round)s, clearly fewer people are below the level their role needs in %(fewer)s of the one domain "
        "that can be compared, and clearly more in %(more)s.",
        "Since %(round)s, clearly fewer people are below the level their role needs in %(fewer)s of the %(domains)s "
        "domains that can be compared, and clearly more in %(more)s.",
        len(comparable),
        round=earlier,
        domains=number(len(comparable)),
        fewer=number(fewer) if fewer else none,
        more=number(more) if more else none,
    )


def change_words(row: RoundPair) -> str:
    """What is said beside a row: the change, or why there is none to speak of."""
    return row.why or begun(gettext(CHANGES[row.change]))


def round_dumbbell_table(report: RoundDumbbell) -> Table:
    """One row for each statement or domain: its share then and now, and the change."""
    headers = (
        report.heading,
        gettext("Below in %(round)s (%%)", round=report.earlier),
        gettext("Below in %(round)s (%%)", round=report.later),
        gettext("Change"),
    )
    rows = tuple((row.title, _cell(row.then), _cell(row.now), change_words(row)) for row in report.rows)
    return Table(report.title, headers, rows, frozenset({1, 2}))


def _cell(share: float | None) -> str:
    return gettext("no figure") if share is None else str(whole_percent(share))
