"""What is looked at before a list is brought in: everything wrong in it, and everything it would do."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tna.domain.lists import Choices, ListKind
from tna.domain.surveys import Reference
from tna.language import gettext, number
from tna.models.imports import ListImport
from tna.models.people import Agency
from tna.services.lists.headcounts import HeadcountPlan, plan_headcounts
from tna.services.lists.known import look_up_known
from tna.services.lists.people_plan import PeoplePlan, plan_people, questions
from tna.services.lists.people_rows import JobWord, PeopleRows, jobs_to_name, read_people, unknown_jobs
from tna.services.lists.uploads import choices_of, table_of
from tna.services.tables import ListTable, RowFault


@dataclass(frozen=True, slots=True)
class ListCheck:
    """Everything about one list before it is brought in; of `people` and `headcounts` the one of its kind is there.

    `open_questions`: what has still to be decided, each with the field that decides it.
    """

    table: ListTable
    choices: Choices
    faults: list[RowFault]
    digest: str
    rows: PeopleRows | None = None
    people: PeoplePlan | None = None
    headcounts: HeadcountPlan | None = None
    open_questions: tuple[tuple[str, str], ...] = ()


def check_list(
    session: Session, *, import_: ListImport, choices: Choices, reference: Reference, today: date, actor_id: int
) -> ListCheck:
    """Look through a list whose columns are named, as these choices would have it.

    `actor_id`: who would bring it in, be it another than who uploaded it.
    """
    table = table_of(import_)
    known = look_up_known(session, reference)
    if import_.kind == ListKind.HEADCOUNTS.value:
        plan = plan_headcounts(
            session, table=table, choices=choices, known=known, agency_id=import_.agency_id, today=today
        )
        return ListCheck(table, choices, plan.faults, plan.digest(), headcounts=plan)
    rows = read_people(table, choices, known, import_.agency_id)
    return check_people(session, table=table, rows=rows, choices=choices, actor_id=actor_id)


def check_people(session: Session, *, table: ListTable, rows: PeopleRows, choices: Choices, actor_id: int) -> ListCheck:
    """The check of a list of people whose rows have been read."""
    plan = plan_people(session, rows=rows, actor_id=actor_id)
    title = table.titles[choices.columns["email"]]
    again = [RowFault(entry.row, title, entry.email, _once(first)) for entry, first in plan.again]
    faults = sorted([*rows.faults, *again], key=lambda fault: fault.row) if again else rows.faults
    asked = () if faults else tuple(questions(plan, rows, choices))
    return ListCheck(table, choices, faults, plan.digest(), rows=rows, people=plan, open_questions=asked)


def _once(first: int) -> str:
    return gettext("each person once: row %(row)s has another address of theirs", row=number(first))


@dataclass(frozen=True, slots=True)
class JobWords:
    """The list's own words for jobs: those to be matched to ours, and how many of all are not matched yet.

    `sector`: that of the agency the whole list is about, if it is about one.
    """

    words: list[JobWord]
    unmatched: int
    sector: str | None


def job_words(session: Session, *, import_: ListImport, reference: Reference) -> JobWords:
    """Which of a list's words for jobs somebody has to say the meaning of."""
    table, choices, known = table_of(import_), choices_of(import_), look_up_known(session, reference)
    agency = session.get(Agency, import_.agency_id) if import_.agency_id else None
    words, unmatched = jobs_to_name(table, choices, known), unknown_jobs(table, choices, known)
    return JobWords(words, len(unmatched), agency.sector if agency else None)
