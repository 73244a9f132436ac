"""What no schema can say of a survey file: whether what it says fits together.

A file with faults is checked to its end, so every check takes what it can read: a value of the wrong kind was
named by the schema already, and is passed over here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tna.domain.surveys import LEVELS
from tna.services.survey_faults import Fault, Steps, place_of
from tna.services.survey_yaml import Document, quoted

Entries = dict[str, Any]


def survey_faults(document: Document, role_groups: Iterable[str]) -> Iterator[Fault]:
    """Faults of ids, scale, who is asked what, targets, wordings, questions and their conditions."""
    known = sorted(role_groups)
    yield from id_and_scale_faults(document)
    yield from _asked_faults(document, known)
    yield from _target_faults(document)
    yield from _wording_faults(document)
    yield from _question_faults(document)


def id_and_scale_faults(document: Document) -> Iterator[Fault]:
    """Faults of ids that stand for two things, and of a scale without its five levels."""
    yield from _id_faults(document)
    yield from _scale_faults(document)


# Reading what can be read -----------------------------------------------------------------------------------


def entries_of(value: object) -> Entries:
    """The named entries, or none if the value is something else."""
    return value if isinstance(value, dict) else {}


def listed(value: object, *before: str | int) -> list[tuple[Steps, Entries]]:
    """The named entries in a list, each with where it stands; whatever else is in the list is passed over."""
    items = value if isinstance(value, list) else []
    return [((*before, place), item) for place, item in enumerate(items) if isinstance(item, dict)]


def texts(value: object, *before: str | int) -> list[tuple[Steps, str]]:
    """The texts in a list, each with where it stands."""
    items = value if isinstance(value, list) else []
    return [((*before, place), item) for place, item in enumerate(items) if isinstance(item, str)]


def statements_by_domain(data: Entries) -> dict[str, list[str]]:
    """The ids of every domain's statements."""
    return {
        str(domain.get("id")): [str(statement.get("id")) for _, statement in listed(domain.get("statements"))]
        for _, domain in listed(data.get("domains"))
    }


def asked_of(data: Entries) -> dict[str, list[str]]:
    """For each role group the ids of the statements it is asked, domains written out, repeats and all."""
    domains = statements_by_domain(data)
    return {
        role_group: [statement for _, entry in texts(ids) for statement in domains.get(entry, [entry])]
        for role_group, ids in entries_of(data.get("asked")).items()
    }


# Faults that other files of the house have too ---------------------------------------------------------------


def ids_seen_before(document: Document, kind: str, seen: set[str]) -> Iterator[Fault]:
    """A fault for every id in a list that was seen before, in this file or an earlier one; the rest are added."""
    for steps, row in listed(document.data.get(kind), kind):
        row_id = str(row.get("id"))
        if row_id in seen:
            problem = f"{quoted(row_id)} is the id of an earlier entry"
            yield document.fault((*steps, "id"), problem, "Give each entry an id of its own")
        seen.add(row_id)


def unknown_names(
    document: Document, what: str, named: Iterable[tuple[Steps, str]], known: Iterable[str]
) -> Iterator[Fault]:
    """A fault for every name that is not known; `what` says of what kind it should be."""
    names = sorted(known)
    for steps, name in named:
        if name not in names:
            yield document.fault(steps, f"There is no {what} {quoted(name)}", f"Use one of: {', '.join(names)}")


# Checks -----------------------------------------------------------------------------------------------------


def _repeated_ids(document: Document, rows: Iterable[tuple[Steps, Entries]], remedy: str) -> Iterator[Fault]:
    """A fault for every row whose id an earlier row has."""
    first: dict[str, Steps] = {}
    for steps, row in rows:
        row_id = row.get("id")
        if not isinstance(row_id, str):
            continue
        if row_id in first:
            problem = f"{quoted(row_id)} is the id of {place_of(first[row_id])} already"
            yield document.fault((*steps, "id"), problem, remedy)
        first.setdefault(row_id, steps)


def _id_faults(document: Document) -> Iterator[Fault]:
    rows: list[tuple[Steps, Entries]] = []
    for steps, domain in listed(document.data.get("domains"), "domains"):
        rows += [(steps, domain), *listed(domain.get("statements"), *steps, "statements")]
    questions = listed(document.data.get("questions"), "questions")
    remedy = "Give every domain, statement and question an id of its own"
    yield from _repeated_ids(document, [*rows, *questions], remedy)
    for steps, question in questions:
        choices = listed(question.get("choices"), *steps, "choices")
        yield from _repeated_ids(document, choices, "Give every choice of a question an id of its own")


def _scale_faults(document: Document) -> Iterator[Fault]:
    levels = listed(document.data.get("scale"), "scale")
    times = Counter(level["value"] for _, level in levels if isinstance(level.get("value"), int | float))
    for value in LEVELS:
        if levels and times[value] != 1:
            how_often = f"stands in the scale {times[value]} times" if times[value] else "is not in the scale"
            yield document.fault(("scale",), f"Level {value} {how_often}", "Name each level from 1 to 5 once")


def _asked_faults(document: Document, role_groups: list[str]) -> Iterator[Fault]:
    domains = statements_by_domain(document.data)
    statements = {statement for ids in domains.values() for statement in ids}
    for role_group, ids in entries_of(document.data.get("asked")).items():
        if role_group not in role_groups:
            problem = f"{quoted(role_group)} is not a role group"
            yield document.fault(("asked", role_group), problem, f"Use one of: {', '.join(role_groups)}")
        seen: set[str] = set()
        for steps, entry in texts(ids, "asked", role_group):
            if entry not in domains and entry not in statements:
                problem = f"There is no domain or statement {quoted(entry)}"
                yield document.fault(steps, problem, "Name a domain or a statement of this file")
            written_out = domains.get(entry, [entry])
            if seen.intersection(written_out):
                yield document.fault(steps, f"{quoted(entry)} is asked twice", "Name each statement once")
            seen.update(written_out)


def _target_faults(document: Document) -> Iterator[Fault]:
    domains = statements_by_domain(document.data)
    asked = asked_of(document.data)
    targets = entries_of(document.data.get("targets"))
    for role_group in targets:
        if asked and role_group not in asked:
            problem = f"Role group {quoted(role_group)} has targets but is asked nothing"
            yield document.fault(("targets", role_group), problem, "Take these targets away, or add it to “asked”")
    for role_group, ids in asked.items():
        levels = targets.get(role_group, {})
        if not isinstance(levels, dict):
            continue
        for entry in levels:
            if not set(domains.get(entry, [entry])).intersection(ids):
                problem = f"Role group {quoted(role_group)} is asked nothing of {quoted(entry)}"
                yield document.fault(("targets", role_group, entry), problem, "Take this target away")
        covered = {one for entry in levels for one in domains.get(entry, [entry])}
        for domain, statements in domains.items():
            missing = [one for one in statements if one in ids and one not in covered]
            if missing:
                names = ", ".join(dict.fromkeys(missing))
                problem = f"Role group {quoted(role_group)} is asked {names} but has no target there"
                yield document.fault(("targets", role_group), problem, f"Add a target for {quoted(domain)}")


def _wording_faults(document: Document) -> Iterator[Fault]:
    asked = asked_of(document.data)
    for name in ("stems", "wordings"):
        for role_group, words in entries_of(document.data.get(name)).items():
            if role_group not in asked:
                problem = f"Role group {quoted(role_group)} is asked nothing"
                yield document.fault((name, role_group), problem, "Take this away, or add it to “asked”")
                continue
            for statement in entries_of(words):
                if statement not in asked[role_group]:
                    problem = f"Role group {quoted(role_group)} is not asked {quoted(statement)}"
                    yield document.fault((name, role_group, statement), problem, "Take this wording away")


def _question_faults(document: Document) -> Iterator[Fault]:
    asked = asked_of(document.data)
    earlier: dict[str, Entries] = {}
    for steps, question in listed(document.data.get("questions"), "questions"):
        for place, role_group in texts(question.get("asked_of"), *steps, "asked_of"):
            if role_group not in asked:
                problem = f"Role group {quoted(role_group)} is asked no statement"
                yield document.fault(place, problem, "Take it away here, or add it to “asked”")
        if isinstance(question.get("only_if"), dict):
            yield from _condition_faults(document, (*steps, "only_if"), question, earlier)
        earlier[str(question.get("id"))] = question


def _condition_faults(
    document: Document, steps: Steps, question: Entries, earlier: dict[str, Entries]
) -> Iterator[Fault]:
    condition = entries_of(question["only_if"])
    name = condition.get("question")
    if not isinstance(name, str):
        return
    if name not in earlier:
        problem = f"No earlier question has the id {quoted(name)}"
        yield document.fault((*steps, "question"), problem, "Name a question that stands before this one")
        return
    offered = [str(choice.get("id")) for _, choice in listed(earlier[name].get("choices"))]
    for place, choice_id in texts(condition.get("choice"), *steps, "choice"):
        if choice_id not in offered:
            problem = f"{quoted(name)} does not offer {quoted(choice_id)}"
            yield document.fault(place, problem, f"Use one of: {', '.join(offered)}")
    for role_group in sorted(_put_to(document, question) - _put_to(document, earlier[name])):
        problem = f"Role group {quoted(role_group)} is never asked {quoted(name)}, so it would never see this"
        yield document.fault((*steps, "question"), problem, "Ask the same role groups both questions")


def _put_to(document: Document, question: Entries) -> set[str]:
    """The role groups a question is put to: those it names, or else everybody who is asked anything."""
    named = {role_group for _, role_group in texts(question.get("asked_of"))}
    return named or set(asked_of(document.data))
