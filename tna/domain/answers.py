"""One person's answers: checking what a form sent, packing them, and the person's own profile."""

from collections.abc import Mapping
from dataclasses import dataclass

from tna.domain.surveys import Domain, Question, Statement, SurveyDefinition
from tna.language import gettext, ngettext

BLANK = 0
"""Left blank, or not asked."""

LEAST_STRENGTH = 3
"""A mean level below the middle of the scale is no strength to praise, even where it is somebody's highest."""

NOT_MY_ROLE = 6
"""The person said that the statement is not part of their role: excluded from every figure, never a zero."""

CODES = 7
"""Codes are 0 to 6, for statements and questions alike; a histogram has one column a code."""

Answers = Mapping[str, int]
"""Item id to code. A missing item is blank."""

_STATEMENT_VALUES = {str(code): code for code in range(BLANK + 1, CODES)}


# Packing ----------------------------------------------------------------------------------------------------


def pack(definition: SurveyDefinition, answers: Answers) -> bytes:
    """Answers as one byte an item, in the order of `definition.items`; items without an answer are blank.

    Raises ValueError for an item the survey does not have and for a code the item cannot have.
    """
    most = _highest_codes(definition)
    for item, code in answers.items():
        if item not in most:
            raise ValueError(f"{item} is not an item of {definition.id}")
        _refuse_code(item, code, most[item])
    return bytes(answers.get(item, BLANK) for item in most)


def unpack(definition: SurveyDefinition, packed: bytes) -> dict[str, int]:
    """Every item's code, blanks included. Raises ValueError for bytes that are no response to it."""
    most = _highest_codes(definition)
    if len(packed) != len(most):
        raise ValueError(f"{len(packed)} bytes, but {definition.id} has {len(most)} items")
    answers = dict(zip(most, packed, strict=True))
    for item, code in answers.items():
        _refuse_code(item, code, most[item])
    return answers


def _highest_codes(definition: SurveyDefinition) -> dict[str, int]:
    highest = dict.fromkeys((statement.id for statement in definition.statements), NOT_MY_ROLE)
    return highest | {question.id: len(question.choices) for question in definition.questions}


def _refuse_code(item: str, code: int, highest: int) -> None:
    if not BLANK <= code <= highest:
        raise ValueError(f"{item} cannot have code {code}: its codes are 0 to {highest}")


# Checking ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """Why one answer cannot be taken, and what to do about it."""

    item: str
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a form sent: the answers that can be taken, and the faults of the rest."""

    answers: dict[str, int]
    faults: tuple[AnswerFault, ...]


def check(definition: SurveyDefinition, role_group: str, raw: Mapping[str, str]) -> Checked:
    """Turn what a form sends into codes: "1" to "6" for a statement, a choice's id for a question.

    An empty value is a blank, and blanks are allowed: nobody has to answer anything. An item that the role
    group is not asked, or that the survey does not have, is a fault: pass the form's item fields only.
    """
    offered = _offered(definition, role_group)
    answers: dict[str, int] = {}
    faults: list[AnswerFault] = []
    for item, value in raw.items():
        if item not in offered:
            faults.append(AnswerFault(item, gettext("This is not asked of your role, so it was not saved")))
        elif value in offered[item]:
            answers[item] = offered[item][value]
        elif value:
            faults.append(AnswerFault(item, _what_to_select(definition, item)))
    return Checked(answers, tuple(faults))


def _offered(definition: SurveyDefinition, role_group: str) -> dict[str, dict[str, int]]:
    """For each item this role group is asked, the values a form may send and their codes."""
    asked = definition.asked.get(role_group, frozenset())
    offered = {statement.id: _STATEMENT_VALUES for statement in definition.statements if statement.id in asked}
    for question in definition.questions_for(role_group):
        offered[question.id] = {choice.id: code for code, choice in enumerate(question.choices, start=1)}
    return offered


def _what_to_select(definition: SurveyDefinition, item: str) -> str:
    for question in definition.questions:
        if question.id == item:
            return gettext("Select one of the answers to “%(question)s”, or leave it blank", question=question.text)
    return gettext(
        "Select how confident you are, select “%(choice)s”, or leave it blank", choice=definition.not_my_role
    )


def keep_asked(definition: SurveyDefinition, role_group: str, answers: Answers) -> dict[str, int]:
    """The answers to what this role group is asked: somebody may answer half and then change role."""
    offered = _offered(definition, role_group)
    return {item: code for item, code in answers.items() if item in offered}


def apply_conditions(definition: SurveyDefinition, answers: Answers) -> dict[str, int]:
    """The answers without those to questions whose condition is not met.

    Conditions look back only, so one pass in survey order is enough: an answer that was dropped meets none.
    """
    kept = dict(answers)
    for question in definition.questions:
        if not is_met(definition, question, kept):
            kept.pop(question.id, None)
    return kept


def is_met(definition: SurveyDefinition, question: Question, answers: Answers) -> bool:
    """Whether a question may be put, given the answers so far; one without a condition always may."""
    if question.only_if is None:
        return True
    earlier = definition.question(question.only_if.question)
    return answers.get(earlier.id, BLANK) in {earlier.code_of(choice) for choice in question.only_if.choice}


# Two tabs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of a form that was filled in while other answers were saved: the items' codes, and the clashes."""

    answers: dict[str, int]
    clashes: tuple[str, ...]


def merge(items: tuple[str, ...], *, seen: Answers, kept: Answers, sent: Answers) -> Merged:
    """Bring together what a page was shown with, what is kept now, and what its form sends.

    An item that the form left as it was stays as it is kept now; one that was changed in one place only takes that
    change; one that was changed in both, to different answers, is a clash and is not among the answers.
    """
    answers: dict[str, int] = {}
    clashes: list[str] = []
    for item in items:
        before, now, wanted = (each.get(item, BLANK) for each in (seen, kept, sent))
        if wanted == before:
            answers[item] = now
        elif now in (before, wanted):
            answers[item] = wanted
        else:
            clashes.append(item)
    return Merged(answers, tuple(clashes))


# A person's own profile -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProfileDomain:
    """One domain of a person's own profile. Only its owner ever sees it.

    answered: statements given a level. not_my_role: statements said to be no part of the role. asked: all.
    mean and target: on the scale 1 to 5, both over the statements answered, so that they compare; where none
    is, mean is None and target is over all that are asked. below: share of those answered below target,
    0 to 1. gap: mean of max(0, target - level), so that being ahead in one thing never hides being behind in
    another.
    """

    domain: Domain
    answered: int
    not_my_role: int
    asked: int
    mean: float | None
    target: float
    below: float | None
    gap: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's confidence beside what their role needs, domain by domain in survey order.

    strength: the domain with the highest mean, or None where even that is below LEAST_STRENGTH.
    """

    domains: tuple[ProfileDomain, ...]
    strength: Domain | None

    @property
    def gaps(self) -> tuple[ProfileDomain, ...]:
        """Domains with something below target, the largest mean gap first."""
        return tuple(sorted((row for row in self.domains if row.gap), key=lambda row: -(row.gap or 0)))

    @property
    def is_rated(self) -> bool:
        """Whether any statement was given a level at all."""
        return any(row.answered for row in self.domains)

    @property
    def first_line(self) -> str:
        """The sentence a profile opens with: a strength before any gap, and kind words where there is none."""
        if not self.is_rated:
            return gettext("You have not given a level for any statement yet.")
        if self.strength is None:
            return gettext(
                "Nobody is expected to know all this already. Saying so plainly helps to plan the right training."
            )
        title = self.strength.title
        return gettext("You are most confident in %(domain)s.", domain=f"{title[0].lower()}{title[1:]}")


def profile(definition: SurveyDefinition, role_group: str, answers: Answers) -> Profile:
    """A person's own profile, from the answers to what their role group is asked."""
    rows = [
        _profile_domain(definition, role_group, part.domain, part.statements, answers)
        for part in definition.parts_for(role_group)
    ]
    strong = [row for row in rows if row.mean is not None and row.mean >= LEAST_STRENGTH]
    strongest = max(strong, key=lambda row: (row.mean or 0, (row.mean or 0) - row.target), default=None)
    return Profile(tuple(rows), strongest.domain if strongest else None)


def _profile_domain(
    definition: SurveyDefinition,
    role_group: str,
    domain: Domain,
    statements: tuple[Statement, ...],
    answers: Answers,
) -> ProfileDomain:
    targets = {statement.id: definition.targets[role_group][statement.id] for statement in statements}
    codes = {item: answers.get(item, BLANK) for item in targets}
    levels = {item: code for item, code in codes.items() if code not in (BLANK, NOT_MY_ROLE)}
    not_my_role = sum(code == NOT_MY_ROLE for code in codes.values())
    gaps = [max(0, targets[item] - level) for item, level in levels.items()]
    below = sum(gap > 0 for gap in gaps)
    target = _mean([targets[item] for item in levels or targets])
    mean = _mean(list(levels.values())) if levels else None
    return ProfileDomain(
        domain=domain,
        answered=len(levels),
        not_my_role=not_my_role,
        asked=len(statements),
        mean=mean,
        target=target,
        below=below / len(levels) if levels else None,
        gap=_mean(gaps) if levels else None,
        words=_words(below, len(levels), not_my_role, len(statements)),
    )


def _mean(values: list[int]) -> float:
    return sum(values) / len(values)


def _words(below: int, answered: int, not_my_role: int, asked: int) -> str:
    """The profile of one domain in words, saying of how many statements it speaks."""
    if answered == 0:
        return gettext("You said this is not part of your role") if not_my_role == asked else gettext("Not answered")
    if answered < asked:
        return _words_of_some(below, answered)
    if not below:
        return gettext("At the level this role needs")
    if asked == 1:
        return gettext("Below the level this role needs")
    return gettext("Below the level this role needs on %(below)s of %(asked)s", below=below, asked=asked)


def _words_of_some(below: int, answered: int) -> str:
    """The same where something was left out."""
    if below:
        return ngettext(
            "Below the level this role needs on the one you answered",
            "Below the level this role needs on %(below)s of the %(n)s you answered",
            answered,
            below=below,
        )
    return ngettext(
        "At the level this role needs on the one you answered",
        "At the level this role needs on the %(n)s you answered",
        answered,
    )
