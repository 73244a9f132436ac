"""What one version of a survey changes against another, in plain words, by what it does to comparing their rounds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from tna.domain.reports.words import listed
from tna.domain.survey_translation import language_name
from tna.domain.surveys import Domain, Question, SurveyDefinition
from tna.language import gettext, mark

_PART, _STATEMENT, _QUESTION = "part", "statement", "question"
_NEW = {_PART: mark("New: part %(id)s"), _QUESTION: mark("New: question %(id)s")}
_GONE = {
    _PART: mark("Gone: part %(id)s"),
    _STATEMENT: mark("Gone: statement %(id)s"),
    _QUESTION: mark("Gone: question %(id)s"),
}


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
    """The changes that lead from one version to the other; the number of the version is none.

    Both are held against each other, and quoted, as they were written.
    """
    before, after = before.as_written, after.as_written
    return SurveyChanges(
        words=(*_scale(before, after), *_stems(before, after), *_statements(before, after), *_questions(before, after)),
        asked=(*_come_and_gone(before, after), *_who_is_asked(before, after), *_who_gets_questions(before, after)),
        targets=tuple(_targets(before, after)),
        others=tuple(_others(before, after)),
    )


def _scale(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    for old, new in zip(before.scale, after.scale, strict=True):
        yield from _reworded(
            gettext("Level %(value)s of the scale, for every statement", value=old.value), old.label, new.label
        )
    yield from _reworded(gettext("The choice beside the scale"), before.not_my_role, after.not_my_role)


def _stems(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    yield from _reworded(gettext("The beginning of every statement"), before.stem, after.stem)
    for group in sorted(before.stems.keys() | after.stems.keys()):
        words = before.stem_for(group), after.stem_for(group)
        if words != (before.stem, after.stem):
            what = gettext("The beginning of every statement for role group %(group)s", group=group)
            yield from _reworded(what, *words)


def _statements(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {statement.id: statement.text for statement in before.statements}
    for statement in after.statements:
        if statement.id not in old:
            continue
        usual = old[statement.id], statement.text
        yield from _reworded(gettext("Statement %(statement)s", statement=statement.id), *usual)
        for group in sorted(before.wordings.keys() | after.wordings.keys()):
            words = _own_words(before, group, statement.id), _own_words(after, group, statement.id)
            if words != (None, None):
                pair = words[0] or usual[0], words[1] or usual[1]
                what = gettext("Statement %(statement)s for role group %(group)s", statement=statement.id, group=group)
                yield from _reworded(what, *pair)


def _own_words(survey: SurveyDefinition, group: str, statement_id: str) -> str | None:
    return survey.wordings.get(group, {}).get(statement_id)


def _questions(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {question.id: question for question in before.questions}
    for new in after.questions:
        if new.id in old:
            was, named = old[new.id], {"question": new.id}
            yield from _reworded(gettext("Question %(question)s", **named), was.text, new.text)
            yield from _reworded(gettext("The hint of question %(question)s", **named), was.hint, new.hint)
            what = gettext("The choices of question %(question)s", **named)
            yield from _reworded(what, _choices(was), _choices(new))


def _choices(question: Question) -> str:
    return " / ".join(choice.label for choice in question.choices)


def _come_and_gone(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old, new = _texts(before), _texts(after)
    for what, text in new.items():
        if what not in old:
            yield Change(_come(after, *what), after=text)
    for what, text in old.items():
        if what not in new:
            yield Change(gettext(_GONE[what[0]], id=what[1]), before=text)
    homes = {statement.id: statement.domain for statement in before.statements}
    for one in after.statements:
        if homes.get(one.id, one.domain) != one.domain:
            titles = _title(before, homes[one.id]), _title(after, one.domain)
            yield Change(gettext("Statement %(statement)s stands in another part", statement=one.id), *titles)


def _texts(survey: SurveyDefinition) -> dict[tuple[str, str], str]:
    """Everything that has an id, by what it is and that id."""
    parts = {(_PART, one.id): one.title for one in survey.domains}
    statements = {(_STATEMENT, one.id): one.text for one in survey.statements}
    return parts | statements | {(_QUESTION, one.id): one.text for one in survey.questions}


def _come(survey: SurveyDefinition, kind: str, id_: str) -> str:
    if kind != _STATEMENT:
        return gettext(_NEW[kind], id=id_)
    groups = [group for group in survey.role_groups if survey.is_asked(group, id_)]
    if not groups:
        return gettext("New: statement %(id)s, asked of nobody yet", id=id_)
    return gettext("New: statement %(id)s, asked of %(groups)s", id=id_, groups=listed(groups))


def _title(survey: SurveyDefinition, domain_id: str) -> str:
    return survey.domain(domain_id).title


def _who_is_asked(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    both = {one.id for one in before.statements} & {one.id for one in after.statements}
    for group in sorted(before.asked.keys() | after.asked.keys()):
        old, new = before.asked.get(group, frozenset()) & both, after.asked.get(group, frozenset()) & both
        if new - old:
            yield Change(gettext("Role group %(group)s is now asked %(asked)s", group=group, asked=_named(new - old)))
        if old - new:
            gone = _named(old - new)
            yield Change(gettext("Role group %(group)s is no longer asked %(asked)s", group=group, asked=gone))


def _named(statements: Collection[str]) -> str:
    return listed(sorted(statements))


def _who_gets_questions(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    old = {question.id: question for question in before.questions}
    for new in after.questions:
        if new.id in old:
            was, named = old[new.id], {"question": new.id}
            yield from _reworded(gettext("Question %(question)s is put to", **named), _people(was), _people(new))
            what = gettext("Question %(question)s is put after", **named)
            yield from _reworded(what, _after(before, was), _after(after, new))


def _people(question: Question) -> str:
    return gettext("role groups %(groups)s", groups=_named(question.asked_of))


def _after(survey: SurveyDefinition, question: Question) -> str:
    if question.only_if is None:
        return gettext("any answer")
    other = survey.question(question.only_if.question)
    labels = [choice.label for choice in other.choices if choice.id in question.only_if.choice]
    return gettext("“%(answers)s” to %(question)s", answers=alternatives(labels), question=other.id)


def alternatives(labels: Iterable[str]) -> str:
    """Answers of which any one will do: "a", "a or b", "a or b or c"; empty where there is none."""
    known = tuple(labels) or ("",)
    return reduce(lambda one, other: gettext("%(one)s or %(other)s", one=one, other=other), known)


def _targets(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    for group in after.role_groups:
        for domain in after.domains:
            moved = _moved(domain, before.targets.get(group, {}), after.targets[group])
            for levels in sorted(set(moved.values())):
                statements = [one for one, pair in moved.items() if pair == levels]
                is_whole = len(statements) == sum(after.is_asked(group, one.id) for one in domain.statements)
                where = gettext("“%(words)s”", words=domain.title) if is_whole else _named(statements)
                what = gettext("Target of role group %(group)s for %(where)s", group=group, where=where)
                yield Change(what, *(str(level) for level in levels))


def _moved(domain: Domain, before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The levels before and now, by statement, where both have one and they differ."""
    both = [one.id for one in domain.statements if one.id in before and one.id in after]
    return {one: (before[one], after[one]) for one in both if before[one] != after[one]}


def _others(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    yield from _reworded(gettext("Title"), before.title, after.title)
    yield from _reworded(gettext("Notice"), before.notice, after.notice)
    yield from _reworded(gettext("Minutes it takes"), str(before.minutes), str(after.minutes))
    old = {domain.id: domain.title for domain in before.domains}
    for domain in after.domains:
        what = gettext("Title of part %(part)s", part=domain.id)
        yield from _reworded(what, old.get(domain.id, domain.title), domain.title)
    if _order(before, after) != _order(after, before):
        yield Change(gettext("The order of parts, statements or questions"))
    yield from _translations(before, after)


def _translations(before: SurveyDefinition, after: SurveyDefinition) -> Iterator[Change]:
    """Words in other languages, which change nothing of what is asked."""
    if before.language != after.language:
        yield Change(
            gettext("The language it is written in"), language_name(before.language), language_name(after.language)
        )
    for code in sorted(before.translations.keys() | after.translations.keys()):
        if before.translations.get(code) != after.translations.get(code):
            yield Change(gettext("The words in another language: %(language)s", language=language_name(code)))


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
