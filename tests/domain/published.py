"""Published figures made by hand, for tests of the sentences and pictures that are drawn from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval, wilson
from tna.domain.needs import StatementFigures
from tna.domain.small_groups import ModelEstimate
from tna.domain.surveys import Domain, Level, Question, Statement, SurveyDefinition

K = 10
SCALE = tuple(Level(value, f"Level {value}") for value in range(1, 6))


def domain(number: int, title: str = "", *, statements: int = 2) -> Domain:
    """D1 with s1-1, s1-2 …"""
    id = f"D{number}"
    made = tuple(Statement(f"s{number}-{place}", id, f"do {number}-{place}") for place in range(1, statements + 1))
    return Domain(id, title or f"Domain {number}", made)


DOMAINS = (domain(1, "Noticing signs"), domain(2, "Talking with children"), domain(3, "Best evidence (ABE)"))


def survey(
    *,
    asked: Mapping[str, frozenset[str]],
    targets: Mapping[str, Mapping[str, int]],
    domains: tuple[Domain, ...] = DOMAINS,
    questions: tuple[Question, ...] = (),
) -> SurveyDefinition:
    """A survey in which what it asks of whom is all that matters."""
    return SurveyDefinition(
        id="survey",
        version=1,
        title="Survey",
        notice="",
        minutes=5,
        stem="I can",
        stems={},
        not_my_role="Not mine",
        scale=SCALE,
        domains=domains,
        questions=questions,
        asked=asked,
        targets=targets,
    )


def statement_figures(
    statement: str,
    counts: Sequence[int] = (5, 10, 10, 10, 5),
    *,
    below: float | None = 0.375,
    gap: float | None = 0.5,
    people: float | None = 100.0,
) -> StatementFigures:
    n = sum(counts)
    one, two, three, four, five = counts
    return StatementFigures(
        statement=statement,
        n=n,
        counts=(one, two, three, four, five),
        not_my_role=0,
        blank=0,
        mean=sum(level * count for level, count in enumerate(counts, start=1)) / n,
        gap=gap,
        gap_interval=None,
        below=below,
        below_interval=None if below is None else wilson(below * n, n),
        below_unweighted=below,
        people=people,
        covered=n,
        heads=200,
        target=3,
    )


def domain_figures(
    id: str, share: float, n: int | tuple[int, int] = 41, interval: Interval | str | None = "wilson"
) -> DomainFigures:
    low, high = n if isinstance(n, tuple) else (n, n)
    ends = wilson(share * low, low) if isinstance(interval, str) else interval
    return DomainFigures(id, 2, 2, low, high, share, ends, share, None)


def figures(
    shares: Mapping[str, float],
    *,
    n: int | tuple[int, int] = 41,
    asked: Sequence[Domain] = DOMAINS,
    interval: Interval | str | None = "wilson",
    answers: int | None = None,
    partial: bool = False,
    named: tuple[str, ...] = (),
    groups: tuple[str, ...] | None = None,
    statements: Mapping[str, StatementFigures] | None = None,
) -> Figures:
    """Figures of one row: the share below of each domain released, by domain id; nothing released where empty."""
    high = n[1] if isinstance(n, tuple) else n
    covered = high if shares or statements else 0
    released = {
        statement.id: replace(statement_figures(statement.id), covered=covered)
        for one in asked
        if one.id in shares
        for statement in one.statements
    }
    if groups is None:
        groups = ("one",) if shares or statements else ()
    return Figures(
        groups=groups,
        answers=covered if answers is None else answers,
        covered=covered,
        partial=partial,
        heads=None,
        heads_left_out=0,
        statements=released
        if statements is None
        else {key: replace(one, covered=covered) for key, one in statements.items()},
        domains={id: domain_figures(id, share, n, interval) for id, share in shares.items()},
        questions={},
        asked=frozenset(statement.id for one in asked for statement in one.statements),
        named=named,
    )


def with_model(shown: Figures, domain: str, value: float) -> Figures:
    """Figures with a model's estimate of the share below beside that of a domain, where that is shown."""
    if domain not in shown.domains:
        return shown
    model = ModelEstimate(value, None, centre=0.5, kept=0.5, groups=6)
    return replace(shown, domains={**shown.domains, domain: replace(shown.domains[domain], below_model=model)})
