"""What one version of a survey changes against another, in plain words, by what it does to comparing their rounds."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tna.domain.reports.words import listed
from tna.domain.surveys import Domain, Question, SurveyDefinition


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what is changed, and where words are, those of before and of now."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SurveyChanges:
    """Every change, in groups by what comes of it.

    `words`: answers do not mean the same any more. `asked`: other statements, or other people are asked them.
    `targets`: levels can be compared, shares below target cannot. `others`: comparison stands.
    """

    words: tuple[Change, ...]
    asked: tuple[Change, ...]
    targets: tuple[Change, ...]
    others: tuple[Change, ...]

    @property
    def any(self) -> bool:
        """Whether there is a change at all."""
        return bool(self.words or self.asked or self.targets or self.others)


def changes_between(before: SurveyDefinition, after: SurveyDefinition) -> SurveyChanges:
    """The changes that lead from one version to the other; the number of the version is none."""
    return SurveyChanges(
        words=(*_scale(before, after), *_stems(before, after), *_statements(before, after), *_questions(before, after)),
        asked=(*_come_and_gone(before, after), *_who_is_asked(before, after), *_who_gets_questions(before, after)),
        targets=tuple(_targets(before, after)),
        others=tuple(_others(before, after)),
    )


def _scale(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    for old, new in zip(before.scale, after.scale, strict=True):
        yield from _reworded(f"Level {old.value} of the scale, for every statement", old.label, new.label)
    yield from _reworded("The choice beside the scale", before.not_my_role, after.not_my_role)


def _stems(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    yield from _reworded("The beginning of every statement", before.stem, after.stem)
    for group in sorted(before.stems.keys() | after.stems.keys()):
        words = before.stem_for(group), after.stem_for(group)
        if words != (before.stem, after.stem):
            yield from _reworded(f"The beginning of every statement for role group {group}", *words)


def _statements(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {statement.id: statement.text for statement in before.statements}
    for statement in after.statements:
        if statement.id not in old:
            continue
        usual = old[statement.id], statement.text
        yield from _reworded(f"Statement {statement.id}", *usual)
        for group in sorted(before.wordings.keys() | after.wordings.keys()):
            words = _own_words(before, group, statement.id), _own_words(after, group, statement.id)
            if words != (None, None):
                pair = words[0] or usual[0], words[1] or usual[1]
                yield from _reworded(f"Statement {statement.id} for role group {group}", *pair)


def _own_words(survey: SurveyDefinition, group: str, statement_id: str) -> str | None:
    return survey.wordings.get(group, {}).get(statement_id)


def _questions(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {question.id: question for question in before.questions}
    for new in after.questions:
        if new.id in old:
            yield from _reworded(f"Question {new.id}", old[new.id].text, new.text)
            yield from _reworded(f"The hint of question {new.id}", old[new.id].hint, new.hint)
            yield from _reworded(f"The choices of question {new.id}", _choices(old[new.id]), _choices(new))


def _choices(question: Question) -> str:
    return " / ".join(choice.label for choice in question.choices)


def _come_and_gone(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old, new = _texts(before), _texts(after)
    asked_of = {f"statement {one.id}": _asked_of(after, one.id) for one in after.statements}
    for what, text in new.items():
        if what not in old:
            yield Change(f"New: {what}{asked_of.get(what, '')}", after=text)
    yield from (Change(f"Gone: {what}", before=text) for what, text in old.items() if what not in new)
    homes = {statement.id: statement.domain for statement in before.statements}
    for one in after.statements:
        if homes.get(one.id, one.domain) != one.domain:
            titles = _title(before, homes[one.id]), _title(after, one.domain)
            yield Change(f"Statement {one.id} stands in another part", *titles)


def _texts(survey: SurveyDefinition) -> dict[str, str]:
    parts = {f"part {one.id}": one.title for one in survey.domains}
    statements = {f"statement {one.id}": one.text for one in survey.statements}
    return parts | statements | {f"question {one.id}": one.text for one in survey.questions}


def _asked_of(survey: SurveyDefinition, statement_id: str) -> str:
    groups = [group for group in survey.role_groups if survey.is_asked(group, statement_id)]
    return f", asked of {listed(groups)}" if groups else ", asked of nobody yet"


def _title(survey: SurveyDefinition, domain_id: str) -> str:
    return survey.domain(domain_id).title


def _who_is_asked(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    both = {one.id for one in before.statements} & {one.id for one in after.statements}
    for group in sorted(before.asked.keys() | after.asked.keys()):
        old, new = before.asked.get(group, frozenset()) & both, after.asked.get(group, frozenset()) & both
        if new - old:
            yield Change(f"Role group {group} is now asked {_named(new - old)}")
        if old - new:
            yield Change(f"Role group {group} is no longer asked {_named(old - new)}")


def _named(statements: Collection[str]) -> str:
    return listed(sorted(statements))


def _who_gets_questions(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {question.id: question for question in before.questions}
    for new in after.questions:
        if new.id in old:
            yield from _reworded(f"Question {new.id} is put to", _people(old[new.id]), _people(new))
            yield from _reworded(f"Question {new.id} is put after", _after(before, old[new.id]), _after(after, new))


def _people(question: Question) -> str:
    return f"role groups {_named(question.asked_of)}"


def _after(survey: SurveyDefinition, question: Question) -> str:
    if question.only_if is None:
        return "any answer"
    other = survey.question(question.only_if.question)
    labels = [choice.label for choice in other.choices if choice.id in question.only_if.choice]
    return f"“{' or '.join(labels)}” to {other.id}"


def _targets(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    for group in after.role_groups:
        for domain in after.domains:
            moved = _moved(domain, before.targets.get(group, {}), after.targets[group])
            for levels in sorted(set(moved.values())):
                statements = [one for one, pair in moved.items() if pair == levels]
                is_whole = len(statements) == sum(after.is_asked(group, one.id) for one in domain.statements)
                where = f"“{domain.title}”" if is_whole else _named(statements)
                yield Change(f"Target of role group {group} for {where}", *(str(level) for level in levels))


def _moved(domain: Domain, before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The levels before and now, by statement, where both have one and they differ."""
    both = [one.id for one in domain.statements if one.id in before and one.id in after]
    return {one: (before[one], after[one]) for one in both if before[one] != after[one]}


def _others(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    yield from _reworded("Title", before.title, after.title)
    yield from _reworded("Notice", before.notice, after.notice)
    yield from _reworded("Minutes it takes", str(before.minutes), str(after.minutes))
    old = {domain.id: domain.title for domain in before.domains}
    for domain in after.domains:
        yield from _reworded(f"Title of part {domain.id}", old.get(domain.id, domain.title), domain.title)
    if _order(before, after) != _order(after, before):
        yield Change("The order of parts, statements or questions")


def _ids(survey: SurveyDefinition) -> set[str]:
    return {domain.id for domain in survey.domains}


def _order(survey: SurveyDefinition, other: SurveyDefinition) -> list[str]:
    """Ids in the order of a survey, as far as the other has them too and statements stand in the same domain."""
    homes = {one.id: one.domain for one in other.statements}
    kept = [one.id for one in survey.statements if homes.get(one.id) == one.domain]
    domains = [one.id for one in survey.domains if one.id in _ids(other)]
    questions = {one.id for one in other.questions}
    return [*domains, *kept, *(one.id for one in survey.questions if one.id in questions)]


def _reworded(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(what, before, after)
