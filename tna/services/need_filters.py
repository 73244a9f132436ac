"""Statement by statement, narrowed: by agency, sector, role group and domain, always to whole release groups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tna.domain.disclosure import Figures, Selection, publish
from tna.domain.reports import LikertBars, QuestionAnswers, likert_bars, question_answers
from tna.domain.reports.overview import covers_words
from tna.domain.reports.sources import of_confidence
from tna.domain.reports.words import inside
from tna.domain.reports.workings.levels import likert_workings
from tna.domain.reports.workings.steps import Working
from tna.language import gettext
from tna.services.releases import released_round
from tna.services.reports import Released, agency_titles, page_figures, role_group_titles
from tna.services.survey_files import load_reference


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader asks for, by id; None where it is not narrowed. The domain chooses statements, the rest people."""

    agency: str | None = None
    sector: str | None = None
    role_group: str | None = None
    domain: str | None = None

    @property
    def selection(self) -> Selection:
        """The people asked for."""
        agency, sector, role_group = (
            None if one is None else frozenset({one}) for one in (self.agency, self.sector, self.role_group)
        )
        return Selection(role_groups=role_group, agencies=agency, sectors=sector)


@dataclass(frozen=True, slots=True)
class NarrowedReport:
    """What was found: `who` names the people in a sentence, empty for everyone.

    `statements` and `questions` are None and empty where no released group fits, and `is_drawn` says whether the worker
    draws this state. `covered` says what the figures leave out, `workings` how each row was worked out.
    """

    who: str
    statements: LikertBars | None
    questions: tuple[QuestionAnswers, ...]
    covered: str
    workings: tuple[Working, ...]
    is_drawn: bool


def narrowed_report(session: Session, released: Released, wanted: Narrowed) -> NarrowedReport:
    """The report of what is asked for; every id in it is one that is there."""
    who, (found, parts) = _who(session, wanted), _figures(session, released, wanted)
    # A sector takes whole groups in, so it may take in none; without one, what is withheld says why by itself.
    if found is None or (wanted.sector is not None and not found.groups):
        return NarrowedReport(who, None, (), "", (), is_drawn=False)
    definition = released.definition
    bars = likert_bars(
        found,
        statements=[
            one for domain in definition.domains if wanted.domain in {None, domain.id} for one in domain.statements
        ],
        scale=definition.scale,
        stem=definition.stem_for(wanted.role_group or ""),
        k=released.k,
        who="" if _is_agency_page(wanted) else who,
        texts=definition.wordings.get(wanted.role_group or "", {}),
    )
    whose = _who(session, replace(wanted, role_group=None))
    statements = of_confidence(bars, round_title=released.round.title, agency=whose)
    return NarrowedReport(
        who=who,
        statements=statements,
        questions=question_answers(
            found,
            definition.questions,
            k=released.k,
            role_groups={key.partition(":")[0] for key in found.groups},
        ),
        covered=_covers(released, found, [row.id for row in statements.rows]),
        workings=likert_workings(statements, found, parts),
        is_drawn=_is_agency_page(wanted) or replace(wanted, role_group=None) == Narrowed(),
    )


def _is_agency_page(wanted: Narrowed) -> bool:
    """Whether this shows what the page of one agency does, with the same picture."""
    return wanted == Narrowed(agency=wanted.agency) and wanted.agency is not None


def _figures(session: Session, released: Released, wanted: Narrowed) -> tuple[Figures | None, Mapping[str, Figures]]:
    """The figures of what is asked for, and those by role group in it; none of these where one role group is.

    As they were stored at the release, where they were; else of whole groups of it, by publish().
    """
    if wanted.sector is None:
        page = page_figures(session, released, wanted.agency)
        if page is None:
            return None, {}
        if wanted.role_group is None:
            return page.everyone, page.role_groups
        return page.role_groups.get(wanted.role_group), {}
    release = released_round(released.release, released.definition)
    role_groups = released.definition.role_groups if wanted.role_group is None else ()
    parts = {one: publish(release, replace(wanted, role_group=one).selection) for one in role_groups}
    return publish(release, wanted.selection), parts


def _who(session: Session, wanted: Narrowed) -> str:
    """The people asked for, as they stand inside a sentence."""
    parts = []
    if wanted.role_group is not None:
        parts.append(inside(role_group_titles()[wanted.role_group]))
    if wanted.agency is not None:
        parts.append(agency_titles(session)[wanted.agency])
    if wanted.sector is not None:
        parts.append(gettext("sector: %(sector)s", sector=inside(load_reference().sector(wanted.sector).title)))
    return "; ".join(parts)


def _covers(released: Released, found: Figures, statements: Collection[str]) -> str:
    role_groups = {key.partition(":")[0] for key in found.groups}
    asked = (released.definition.asked.get(one, frozenset()) for one in role_groups)
    asked_of_all = all(one.issuperset(statements) for one in asked)
    return covers_words(found, released.k, statements, asked_of_all=asked_of_all)
