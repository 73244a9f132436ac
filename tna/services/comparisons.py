"""Two released rounds compared, from nothing but the figures that each has published by itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.asked_changes import changed_statements
from tna.domain.reports.response_mix import ResponseMix, response_mix
from tna.domain.reports.round_dumbbell import RoundDumbbell, TwoRounds, domain_dumbbell, statement_dumbbell
from tna.domain.reports.sources import of_confidence
from tna.domain.reports.statement_changes import RoundSide, StatementsCompared, statements_compared
from tna.domain.reports.words import inside
from tna.language import gettext
from tna.services.figures import PageFigures
from tna.services.reports import Released, partnership_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """Two rounds statement by statement, and who stands in the figures of each, with two pictures.

    `by_heads` says that figures for everyone stand for the headcounts in both, so that who answers more does not count
    for more. `domains` is None where either round has no figures of the role group.
    """

    statements: StatementsCompared
    mix: ResponseMix
    by_heads: bool
    dumbbell: RoundDumbbell
    domains: RoundDumbbell | None


def compare_rounds(session: Session, *, later: Released, earlier: Released, role_group: str | None) -> RoundsCompared:
    """Everyone, or one role group, in two released rounds."""
    then, now = partnership_figures(session, earlier), partnership_figures(session, later)
    titles = role_group_titles()
    before, after = _side(earlier, then, role_group), _side(later, now, role_group)
    mix = response_mix(then.role_groups, now.role_groups, earlier=before.title, later=after.title, titles=titles)
    statements = statements_compared(before, after, role_group=role_group, titles=titles)
    who = "" if role_group is None else inside(titles[role_group])
    # Of one role group by itself, the mix of role groups says nothing.
    rounds = TwoRounds(before.title, after.title, mix if role_group is None else None, who)
    return RoundsCompared(
        statements=statements,
        mix=mix,
        by_heads=then.everyone.heads is not None and now.everyone.heads is not None,
        dumbbell=_of_both(statement_dumbbell(statements, rounds), rounds),
        domains=_domains(before, after, rounds),
    )


def _of_both(report: RoundDumbbell, rounds: TwoRounds) -> RoundDumbbell:
    both = gettext("%(later)s, compared with %(earlier)s", later=rounds.later, earlier=rounds.earlier)
    return of_confidence(report, round_title=both)


def _domains(before: RoundSide, after: RoundSide, rounds: TwoRounds) -> RoundDumbbell | None:
    if before.figures is None or after.figures is None:
        return None
    changed = changed_statements(after.definition, before.definition)
    report = domain_dumbbell(before.figures, after.figures, after.definition.domains, rounds, changed=changed)
    return _of_both(report, rounds)


def _side(released: Released, page: PageFigures, role_group: str | None) -> RoundSide:
    shown = page.everyone if role_group is None else page.role_groups.get(role_group)
    return RoundSide(released.round.title, released.definition, shown)
