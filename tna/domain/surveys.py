"""A survey and the reference data around it as frozen values: who is asked what, and what a role needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from tna.domain.survey_words import SurveyWords

LEVELS = (1, 2, 3, 4, 5)
"""The confidence levels that every scale has, each once."""

MOST_STATEMENTS_IN_A_DOMAIN = 6
"""More than six statements on one page and people stop reading them."""

MOST_CHOICES_IN_A_QUESTION = 6
"""A packed response keeps one byte an item and a histogram seven columns: blank and six choices."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the confidence scale, 1 to 5, and its words."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a person does at work, read after the stem: "In my role I am confident that I can …"."""

    id: str
    domain: str
    text: str


@dataclass(frozen=True, slots=True)
class Domain:
    """Statements that belong together and stand on one page."""

    id: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an optional question; its place in the question, from 1, is its code."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is put only to those who gave one of these choices to an earlier question."""

    question: str
    choice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An optional question with one choice as its answer."""

    id: str
    text: str
    hint: str
    choices: tuple[Choice, ...]
    asked_of: frozenset[str]
    only_if: Condition | None = None

    def code_of(self, choice: str) -> int | None:
        """The code of a choice, 1 for the first, or None if the question does not offer it."""
        codes = {offered.id: code for code, offered in enumerate(self.choices, start=1)}
        return codes.get(choice)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the survey for a role group: the statements of one domain, in that group's own words."""

    number: int
    total: int
    domain: Domain
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """A whole survey: wording, scale, who is asked what, and the level each role group needs.

    `asked` and `targets` name the same statements for the same role groups. `stems` and `wordings` hold only
    what differs from `stem` and from a statement's own text. Ids are never used again for another meaning.
    `translations` are the same words in other languages than `language`, by code.
    """

    id: str
    version: int
    title: str
    notice: str
    minutes: int
    stem: str
    stems: Mapping[str, str]
    not_my_role: str
    scale: tuple[Level, ...]
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    asked: Mapping[str, frozenset[str]]
    targets: Mapping[str, Mapping[str, int]]
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = "en"
    translations: Mapping[str, SurveyWords] = field(default_factory=dict)
    # The survey as it was written, where this one speaks another language.
    _written: "SurveyDefinition | None" = field(default=None, repr=False, compare=False)
    # Every page of a survey asks for these, and they never change.
    _parts: dict[str, tuple[Part, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def as_written(self) -> "SurveyDefinition":
        """The survey in the words it was written in: what two surveys are held against each other by."""
        return self._written or self

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in the order of the survey."""
        return tuple(statement for domain in self.domains for statement in domain.statements)

    @property
    def items(self) -> tuple[str, ...]:
        """Ids in packing order: every statement, then every optional question."""
        statements = [statement.id for statement in self.statements]
        return (*statements, *(question.id for question in self.questions))

    @property
    def role_groups(self) -> tuple[str, ...]:
        """The role groups that are asked anything, in order."""
        return tuple(sorted(self.asked))

    def statement(self, statement_id: str) -> Statement:
        """The statement of this id; KeyError if there is none."""
        return by_id((one for domain in self.domains for one in domain.statements), statement_id)

    def domain(self, domain_id: str) -> Domain:
        """The domain of this id; KeyError if there is none."""
        return by_id(self.domains, domain_id)

    def question(self, question_id: str) -> Question:
        """The optional question of this id; KeyError if there is none."""
        return by_id(self.questions, question_id)

    def is_asked(self, role_group: str, statement_id: str) -> bool:
        """Whether this role group is asked this statement."""
        return statement_id in self.asked.get(role_group, frozenset())

    def target(self, role_group: str, statement_id: str) -> int | None:
        """The level, 1 to 5, that this role group needs, or None where it is not asked."""
        return self.targets.get(role_group, {}).get(statement_id)

    def stem_for(self, role_group: str) -> str:
        """The words in front of each statement, for this role group."""
        return self.stems.get(role_group, self.stem)

    def parts_for(self, role_group: str) -> tuple[Part, ...]:
        """The pages this role group goes through, counted from 1: each domain it is asked about."""
        if role_group not in self._parts:
            self._parts[role_group] = self._made_parts(role_group)
        return self._parts[role_group]

    def _made_parts(self, role_group: str) -> tuple[Part, ...]:
        pages = [(domain, self._asked_in(domain, role_group)) for domain in self.domains]
        pages = [(domain, statements) for domain, statements in pages if statements]
        return tuple(
            Part(number, len(pages), domain, statements) for number, (domain, statements) in enumerate(pages, start=1)
        )

    def questions_for(self, role_group: str) -> tuple[Question, ...]:
        """The optional questions this role group may be asked, conditions not yet applied."""
        return tuple(question for question in self.questions if role_group in question.asked_of)

    def _asked_in(self, domain: Domain, role_group: str) -> tuple[Statement, ...]:
        words = self.wordings.get(role_group, {})
        return tuple(
            replace(statement, text=words[statement.id]) if statement.id in words else statement
            for statement in domain.statements
            if self.is_asked(role_group, statement.id)
        )


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """People from whom the same is needed, whatever their employer: what targets are set for."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Sector:
    """The part of public life an agency belongs to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody is employed as, in which sectors, and the role group they most likely belong to."""

    id: str
    title: str
    sectors: tuple[str, ...]
    role_group: str

    @property
    def sector(self) -> str:
        """The sector where this job is most common."""
        return self.sectors[0]


@dataclass(frozen=True, slots=True)
class Reference:
    """Role groups, sectors and jobs, which every survey, agency and membership speaks of by id."""

    role_groups: tuple[RoleGroup, ...]
    sectors: tuple[Sector, ...]
    jobs: tuple[Job, ...]

    def role_group(self, role_group_id: str) -> RoleGroup:
        """The role group of this id; KeyError if there is none."""
        return by_id(self.role_groups, role_group_id)

    def sector(self, sector_id: str) -> Sector:
        """The sector of this id; KeyError if there is none."""
        return by_id(self.sectors, sector_id)

    def job(self, job_id: str) -> Job:
        """The job of this id; KeyError if there is none."""
        return by_id(self.jobs, job_id)

    def jobs_in(self, sector_id: str) -> tuple[Job, ...]:
        """The jobs found in a sector."""
        return tuple(job for job in self.jobs if sector_id in job.sectors)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_NamedRow = TypeVar("_NamedRow", bound=_Named)


def by_id(rows: Iterable[_NamedRow], wanted: str) -> _NamedRow:
    """The row of this id; KeyError if there is none."""
    for row in rows:
        if row.id == wanted:
            return row
    raise KeyError(wanted)
