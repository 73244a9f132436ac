"""Reports: released figures put together with titles and sentences, the same for pages, pictures and files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.asked_changes import changed_statements
from tna.domain.disclosure import Figures
from tna.domain.like_with_like import LikeWithLike, like_with_like
from tna.domain.needs import disagreements, ranking
from tna.domain.reports import (
    EarlierRound,
    Heatmap,
    LikertBars,
    NeedSentences,
    QuestionAnswers,
    RoundChange,
    agency_heatmap,
    covered_words,
    likert_bars,
    need_sentences,
    over_headcount,
    question_answers,
    role_group_heatmap,
    role_groups_by_statement,
    round_change,
)
from tna.domain.reports.clearest_changes import ClearestChanges, clearest_changes
from tna.domain.reports.ranking import heads_not_counted, why_not_ranked
from tna.domain.reports.sources import of_confidence
from tna.domain.reports.statement_changes import RoundSide, StatementsCompared, statements_compared
from tna.domain.reports.words import inside
from tna.domain.reports.workings.domains import heatmap_workings
from tna.domain.reports.workings.levels import ranking_workings
from tna.domain.reports.workings.steps import Working
from tna.domain.surveys import Domain, SurveyDefinition
from tna.models.needs import Release, ReleaseGroup
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import figures
from tna.services.figures import PageFigures
from tna.services.rounds import RoundState, RoundSummary, all_rounds, definition_of
from tna.services.survey_files import load_reference


@dataclass(frozen=True, slots=True)
class Released:
    """One released round: its release, the round, and the survey it asked.

    `has_figures` is False where so few answered that nothing of it may be shown.
    """

    release: Release
    round: Round
    definition: SurveyDefinition = field(repr=False)
    has_figures: bool = True

    @property
    def k(self) -> int:
        """The fewest people a figure of this release speaks of."""
        return self.release.threshold


@dataclass(frozen=True, slots=True)
class PartnershipReport:
    """What the subgroup reads of one round, beside an earlier one where it asked for that.

    `over_headcount` names where more people answered than the headcount says, and is empty where nowhere. `statements`
    are the clearest changes of all role groups together, and `in_both` the figures that they and the earlier round's
    totals were compared by; both are there where `change` is.
    """

    figures: PageFigures
    over_headcount: str
    role_groups: Heatmap
    needs: NeedSentences
    change: RoundChange | None
    statements: ClearestChanges | None
    in_both: Figures | None

    def heatmap_workings(self, domains: Sequence[Domain]) -> tuple[Working, ...]:
        """How the shares of each row were worked out; `domains` are those of the survey, in its order."""
        return heatmap_workings(
            self.role_groups, self.figures.role_groups, domains, everyone=self.figures.everyone, in_both=self.in_both
        )


@dataclass(frozen=True, slots=True)
class AgenciesReport:
    """Every agency by domain; `in_both` are the figures that the total of an earlier round was compared by."""

    figures: PageFigures
    agencies: Heatmap
    in_both: Figures | None

    def heatmap_workings(self, domains: Sequence[Domain]) -> tuple[Working, ...]:
        """How the shares of each row were worked out; `domains` are those of the survey, in its order."""
        return heatmap_workings(
            self.agencies, self.figures.agencies, domains, everyone=self.figures.everyone, in_both=self.in_both
        )


@dataclass(frozen=True, slots=True)
class AgencyReport:
    """What the leads of one agency read of one round; `covered` says what its figures leave out, empty if nothing.

    `change` and `in_both` as above; None too where the agency had nobody in the earlier round.
    """

    agency: Agency
    figures: PageFigures
    covered: str
    over_headcount: str
    role_groups: Heatmap
    needs: NeedSentences
    statements: LikertBars
    questions: tuple[QuestionAnswers, ...]
    change: RoundChange | None
    in_both: Figures | None

    def heatmap_workings(self, domains: Sequence[Domain]) -> tuple[Working, ...]:
        """How the shares of each row were worked out; `domains` are those of the survey, in its order."""
        return heatmap_workings(
            self.role_groups, self.figures.role_groups, domains, everyone=self.figures.everyone, in_both=self.in_both
        )


def released_rounds(session: Session) -> list[Released]:
    """Every released round, the newest first."""
    wanted = (
        select(Release, Round)
        .join(Round, Round.id == Release.round_id)
        .order_by(Round.opens_on.desc(), Round.id.desc())
    )
    groups = session.execute(select(ReleaseGroup.release_id, ReleaseGroup.released).order_by(ReleaseGroup.id))
    with_figures = {release_id for release_id, released in groups if any(released)}
    return [
        Released(release, round_, definition_of(round_), release.id in with_figures)
        for release, round_ in session.execute(wanted)
    ]


def newest_with_figures(rounds: Sequence[Released]) -> Released | None:
    """Of released rounds, the newest first, the one to show unasked: the first with any figure, else the first."""
    return next((one for one in rounds if one.has_figures), next(iter(rounds), None))


def figures_to_come(session: Session) -> RoundSummary | None:
    """The round whose figures come next: the one being released, or else the open one, or else the one planned."""
    order = [RoundState.CLOSED, RoundState.OPEN, RoundState.PLANNED]
    coming = [one for one in reversed(all_rounds(session)) if one.state in order]
    return min(coming, key=lambda one: order.index(one.state), default=None)


def partnership_report(session: Session, released: Released, earlier: Released | None = None) -> PartnershipReport:
    """The partnership's report of a released round."""
    page = partnership_figures(session, released)
    before = None if earlier is None else _EarlierPage.read(session, earlier, released, page)
    role_groups = role_group_heatmap(
        page.role_groups,
        titles=role_group_titles(),
        domains=released.definition.domains,
        k=released.k,
        everyone=page.everyone,
        earlier=None if before is None else before.beside(before.page.role_groups),
    )
    return PartnershipReport(
        figures=page,
        over_headcount=over_headcount(page.everyone, role_groups=role_group_titles()),
        role_groups=of_confidence(role_groups, round_title=released.round.title),
        needs=_needs(released, page),
        change=None if before is None else round_change(role_groups),
        statements=None if before is None else clearest_changes(before.statements),
        in_both=None if before is None else before.both.now,
    )


def agencies_report(session: Session, released: Released, earlier: Released | None = None) -> AgenciesReport:
    """Every agency by domain, of a released round."""
    page = partnership_figures(session, released)
    before = None if earlier is None else _EarlierPage.read(session, earlier, released, page)
    alike = {} if before is None or earlier is None else _alike(session, released, earlier, page, before.page)
    heatmap = agency_heatmap(
        page.agencies,
        titles=agency_titles(session),
        domains=released.definition.domains,
        k=released.k,
        everyone=page.everyone,
        earlier=None if before is None else before.beside(before.page.agencies, alike),
    )
    return AgenciesReport(
        figures=page,
        agencies=of_confidence(heatmap, round_title=released.round.title),
        in_both=None if before is None else before.both.now,
    )


def agency_report(
    session: Session, released: Released, agency: Agency, earlier: Released | None = None
) -> AgencyReport | None:
    """An agency's report of a released round, of figures that each round has published of it alone.

    None where it had nobody in the round.
    """
    page = page_figures(session, released, agency.id)
    if page is None:
        return None
    then = None if earlier is None else page_figures(session, earlier, agency.id)
    before = None if earlier is None or then is None else _EarlierPage.of(earlier, released, then, page)
    heatmap = role_group_heatmap(
        page.role_groups,
        titles=role_group_titles(),
        domains=released.definition.domains,
        k=released.k,
        everyone=page.everyone,
        earlier=None if before is None else before.beside(before.page.role_groups),
    )
    return AgencyReport(
        agency=agency,
        figures=page,
        covered=covered_words(page.everyone, released.k),
        over_headcount=over_headcount(page.everyone, role_groups=role_group_titles()),
        role_groups=of_confidence(heatmap, round_title=released.round.title, agency=agency.name),
        needs=_needs(released, page),
        statements=_likert(released, page.everyone, agency=agency.name),
        questions=_questions(released, page.everyone, page.role_groups),
        change=None if before is None else round_change(heatmap),
        in_both=None if before is None else before.both.now,
    )


def need_workings(released: Released, page: PageFigures, *, most: int | None = None) -> tuple[Working, ...]:
    """How the places of the ranking were worked out, those of the largest needs or of all."""
    texts = {statement.id: statement.text for statement in released.definition.statements}
    return ranking_workings(page.everyone, page.role_groups, texts, most=most)


def statements_of(released: Released, page: PageFigures, role_group: str | None) -> LikertBars | None:
    """Statement by statement, of everyone or one role group; None where nobody of that role group is in the round."""
    if role_group is None:
        return _likert(released, page.everyone)
    found = page.role_groups.get(role_group)
    return None if found is None else _likert(released, found, role_group)


def partnership_figures(session: Session, released: Released) -> PageFigures:
    """The stored figures of the whole partnership in a released round."""
    page = page_figures(session, released, None)
    assert page is not None  # every release stores the states it declares, in its own transaction
    return page


def page_figures(session: Session, released: Released, agency_id: str | None) -> PageFigures | None:
    """The stored figures of an agency in a released round, or of the whole partnership; None where nobody was there."""
    state = figures.PARTNERSHIP if agency_id is None else figures.agency_state(agency_id)
    return figures.read(session, release_id=released.release.id, state=state)


def role_group_titles() -> dict[str, str]:
    """Titles of role groups by id."""
    return {group.id: group.title for group in load_reference().role_groups}


def agency_titles(session: Session) -> dict[str, str]:
    """Names of agencies by id."""
    return {agency: name for agency, name in session.execute(select(Agency.id, Agency.name))}


@dataclass(frozen=True, slots=True)
class _EarlierPage:
    """What stands beside a newer round: the page of an earlier one, and the totals of both, which may be compared."""

    title: str
    page: PageFigures
    changed: frozenset[str]
    both: LikeWithLike
    statements: StatementsCompared

    @classmethod
    def read(cls, session: Session, earlier: Released, newer: Released, now: PageFigures) -> "_EarlierPage":
        return cls.of(earlier, newer, partnership_figures(session, earlier), now)

    @classmethod
    def of(cls, earlier: Released, newer: Released, then: PageFigures, now: PageFigures) -> "_EarlierPage":
        """The same of two pages, of which both are the partnership's or one agency's."""
        both = like_with_like(then.role_groups, now.role_groups, newer.definition.domains)
        sides = [
            RoundSide(one.round.title, one.definition, side) for one, side in ((earlier, both.then), (newer, both.now))
        ]
        return cls(
            title=earlier.round.title,
            page=then,
            changed=changed_statements(newer.definition, earlier.definition),
            both=both,
            statements=statements_compared(*sides, role_group=None, titles=role_group_titles(), over=both.over),
        )

    def beside(self, rows: Mapping[str, Figures], alike: Mapping[str, LikeWithLike] | None = None) -> EarlierRound:
        return EarlierRound(title=self.title, figures=rows, everyone=self.both, alike=alike or {}, changed=self.changed)


def _alike(
    session: Session, newer: Released, earlier: Released, now: PageFigures, then: PageFigures
) -> dict[str, LikeWithLike]:
    """The totals of agencies of several release groups, where both rounds have the same ones; by agency id."""
    alike = [
        agency
        for agency, shown in now.agencies.items()
        if len(shown.groups) > 1 and agency in then.agencies and set(shown.groups) == set(then.agencies[agency].groups)
    ]
    own_then, own_now = (
        figures.read_agencies(session, release_id=one.release.id, agency_ids=alike) for one in (earlier, newer)
    )
    domains = newer.definition.domains
    return {one: like_with_like(own_then[one].role_groups, own_now[one].role_groups, domains) for one in alike}


def _needs(released: Released, page: PageFigures) -> NeedSentences:
    ranked = ranking(page.everyone.statements.values())
    texts = {statement.id: statement.text for statement in released.definition.statements}
    return need_sentences(
        ranked,
        disagreements(ranked),
        texts=texts,
        role_groups=role_groups_by_statement(page.role_groups),
        not_counted=heads_not_counted(page.everyone, page.role_groups),
        not_ranked=why_not_ranked(page.everyone, texts, released.k),
    )


def _questions(released: Released, shown: Figures, role_groups: Collection[str]) -> tuple[QuestionAnswers, ...]:
    return question_answers(shown, released.definition.questions, k=released.k, role_groups=role_groups)


def _likert(released: Released, shown: Figures, role_group: str | None = None, *, agency: str = "") -> LikertBars:
    definition = released.definition
    bars = likert_bars(
        shown,
        statements=definition.statements,
        scale=definition.scale,
        stem=definition.stem_for(role_group or ""),
        k=released.k,
        who="" if role_group is None else inside(role_group_titles()[role_group]),
        texts=definition.wordings.get(role_group or "", {}),
    )
    return of_confidence(bars, round_title=released.round.title, agency=agency)
