"""Two released rounds compared, from nothing but the figures that each has published of its role groups."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.asked_changes import changed_statements
from tna.domain.disclosure import Figures
from tna.domain.like_with_like import like_with_like
from tna.domain.reports.compared_groups import compared_groups
from tna.domain.reports.response_mix import ResponseMix, response_mix
from tna.domain.reports.round_dumbbell import RoundDumbbell, TwoRounds, domain_dumbbell, statement_dumbbell
from tna.domain.reports.sources import of_confidence
from tna.domain.reports.statement_changes import RoundSide, StatementsCompared, statements_compared
from tna.domain.reports.words import inside
from tna.domain.reports.workings.rounds import domain_change_workings, mix_workings, statement_change_workings
from tna.domain.reports.workings.steps import Working
from tna.language import gettext
from tna.services.reports import Released, partnership_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class ComparedWorkings:
    """How the figures of two rounds were worked out."""

    statements: tuple[Working, ...]
    domains: tuple[Working, ...]
    mix: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """Two rounds statement by statement, and who stands in the figures of each, with two pictures.

    `role_groups` says which of them figures for everyone stand for, nothing for one role group by itself. `domains` is
    None where either round has no figures of the role group. `workings` say how each statement, each domain and the mix
    were worked out.
    """

    statements: StatementsCompared
    mix: ResponseMix
    role_groups: tuple[str, ...]
    dumbbell: RoundDumbbell
    domains: RoundDumbbell | None
    workings: ComparedWorkings


def compare_rounds(session: Session, *, later: Released, earlier: Released, role_group: str | None) -> RoundsCompared:
    """Everyone, or one role group, in two released rounds."""
    then, now = partnership_figures(session, earlier), partnership_figures(session, later)
    titles = role_group_titles()
    both = None if role_group else like_with_like(then.role_groups, now.role_groups, later.definition.domains)
    before = _side(earlier, then.role_groups.get(role_group or "") if both is None else both.then)
    after = _side(later, now.role_groups.get(role_group or "") if both is None else both.now)
    over = () if both is None else compared_groups(both, earlier=before.title, later=after.title, titles=titles)
    statements = statements_compared(
        before, after, role_group=role_group, titles=titles, over=None if both is None else both.over
    )
    rounds = TwoRounds(before.title, after.title, inside(titles[role_group]) if role_group else "", over)
    domains = _domains(before, after, rounds)
    return RoundsCompared(
        statements=statements,
        mix=response_mix(then.role_groups, now.role_groups, earlier=before.title, later=after.title, titles=titles),
        role_groups=over,
        dumbbell=_of_both(statement_dumbbell(statements, rounds), rounds),
        domains=domains,
        workings=ComparedWorkings(
            statements=statement_change_workings(
                statements.rows, before, after, {} if both is None else both.parts(then.role_groups, now.role_groups)
            ),
            domains=domain_change_workings(domains, before, after, later.definition.domains) if domains else (),
            mix=mix_workings(then.role_groups, now.role_groups, earlier=before.title, later=after.title, titles=titles),
        ),
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


def _side(released: Released, shown: Figures | None) -> RoundSide:
    return RoundSide(released.round.title, released.definition, shown)
