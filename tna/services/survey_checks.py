"""What no schema can say of a survey file: whether what it says fits together.

A file with faults is checked to its end, so every check takes what it can read: a value of the wrong kind was
named by the schema already, and is passed over here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tna.domain.surveys import LEVELS
from tna.language import gettext, mark
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
            problem = gettext("%(name)s is the id of an earlier entry", name=quoted(row_id))
            yield document.fault((*steps, "id"), problem, gettext("Give each entry an id of its own"))
        seen.add(row_id)


NO_ROLE_GROUP = mark("There is no role group %(name)s")
NO_SECTOR = mark("There is no sector %(name)s")
NO_STATEMENT = mark("There is no statement %(name)s")


def unknown_names(
    document: Document, problem: str, named: Iterable[tuple[Steps, str]], known: Iterable[str]
) -> Iterator[Fault]:
    """A fault for every name that is not known; `problem` says so of `%(name)s`."""
    names = sorted(known)
    for steps, name in named:
        if name not in names:
            yield document.fault(steps, gettext(problem, name=quoted(name)), use_one_of(names))


def use_one_of(names: Iterable[str]) -> str:
    """What to do about a name that is none of these."""
    return gettext("Use one of: %(names)s", names=", ".join(names))


# Checks -----------------------------------------------------------------------------------------------------


def _repeated_ids(document: Document, rows: Iterable[tuple[Steps, Entries]], remedy: str) -> Iterator[Fault]:
    """A fault for every row whose id an earlier row has."""
    first: dict[str, Steps] = {}
    for steps, row in rows:
        row_id = row.get("id")
        if not isinstance(row_id, str):
            continue
        if row_id in first:
            problem = gettext(
                "%(name)s is the id of %(place)s already", name=quoted(row_id), place=place_of(first[row_id])
            )
            yield document.fault((*steps, "id"), problem, remedy)
        first.setdefault(row_id, steps)


def _id_faults(document: Document) -> Iterator[Fault]:
    rows: list[tuple[Steps, Entries]] = []
    for steps, domain in listed(document.data.get("domains"), "domains"):
        rows += [(steps, domain), *listed(domain.get("statements"), *steps, "statements")]
    questions = listed(document.data.get("questions"), "questions")
    remedy = gettext("Give every domain, statement and question an id of its own")
    yield from _repeated_ids(document, [*rows, *questions], remedy)
    for steps, question in questions:
        choices = listed(question.get("choices"), *steps, "choices")
        yield from _repeated_ids(document, choices, gettext("Give every choice of a question an id of its own"))


def _scale_faults(document: Document) -> Iterator[Fault]:
    levels = listed(document.data.get("scale"), "scale")
    times = Counter(level["value"] for _, level in levels if isinstance(level.get("value"), int | float))
    for value in LEVELS:
        if levels and times[value] != 1:
            problem = gettext("Level %(value)s is not in the scale", value=value)
            if times[value]:
                problem = gettext(
                    "Level %(value)s stands in the scale %(times)s times", value=value, times=times[value]
                )
            yield document.fault(("scale",), problem, gettext("Name each level from 1 to 5 once"))


def _asked_faults(document: Document, role_groups: list[str]) -> Iterator[Fault]:
    domains = statements_by_domain(document.data)
    statements = {statement for ids in domains.values() for statement in ids}
    for role_group, ids in entries_of(document.data.get("asked")).items():
        if role_group not in role_groups:
            problem = gettext("%(name)s is not a role group", name=quoted(role_group))
            yield document.fault(("asked", role_group), problem, use_one_of(role_groups))
        seen: set[str] = set()
        for steps, entry in texts(ids, "asked", role_group):
            if entry not in domains and entry not in statements:
                problem = gettext("There is no domain or statement %(name)s", name=quoted(entry))
                yield document.fault(steps, problem, gettext("Name a domain or a statement of this file"))
            written_out = domains.get(entry, [entry])
            if seen.intersection(written_out):
                yield document.fault(
                    steps, gettext("%(name)s is asked twice", name=quoted(entry)), gettext("Name each statement once")
                )
            seen.update(written_out)


def _target_faults(document: Document) -> Iterator[Fault]:
    domains = statements_by_domain(document.data)
    asked = asked_of(document.data)
    targets = entries_of(document.data.get("targets"))
    for role_group in targets:
        if asked and role_group not in asked:
            problem = gettext(
                "Role group %(role_group)s has targets but is asked nothing", role_group=quoted(role_group)
            )
            yield document.fault(
                ("targets", role_group), problem, gettext("Take these targets away, or add it to “asked”")
            )
    for role_group, ids in asked.items():
        levels = targets.get(role_group, {})
        if not isinstance(levels, dict):
            continue
        for entry in levels:
            if not set(domains.get(entry, [entry])).intersection(ids):
                problem = gettext(
                    "Role group %(role_group)s is asked nothing of %(name)s",
                    role_group=quoted(role_group),
                    name=quoted(entry),
                )
                yield document.fault(("targets", role_group, entry), problem, gettext("Take this target away"))
        covered = {one for entry in levels for one in domains.get(entry, [entry])}
        for domain, statements in domains.items():
            missing = [one for one in statements if one in ids and one not in covered]
            if missing:
                names = ", ".join(dict.fromkeys(missing))
                problem = gettext(
                    "Role group %(role_group)s is asked %(names)s but has no target there",
                    role_group=quoted(role_group),
                    names=names,
                )
                yield document.fault(
                    ("targets", role_group), problem, gettext("Add a target for %(name)s", name=quoted(domain))
                )


def _wording_faults(document: Document) -> Iterator[Fault]:
    asked = asked_of(document.data)
    for name in ("stems", "wordings"):
        for role_group, words in entries_of(document.data.get(name)).items():
            if role_group not in asked:
                problem = gettext("Role group %(role_group)s is asked nothing", role_group=quoted(role_group))
                yield document.fault((name, role_group), problem, gettext("Take this away, or add it to “asked”"))
                continue
            for statement in entries_of(words):
                if statement not in asked[role_group]:
                    problem = gettext(
                        "Role group %(role_group)s is not asked %(name)s",
                        role_group=quoted(role_group),
                        name=quoted(statement),
                    )
                    yield document.fault((name, role_group, statement), problem, gettext("Take this wording away"))


def _question_faults(document: Document) -> Iterator[Fault]:
    asked = asked_of(document.data)
    earlier: dict[str, Entries] = {}
    for steps, question in listed(document.data.get("questions"), "questions"):
        for place, role_group in texts(question.get("asked_of"), *steps, "asked_of"):
            if role_group not in asked:
                problem = gettext("Role group %(role_group)s is asked no statement", role_group=quoted(role_group))
                yield document.fault(place, problem, gettext("Take it away here, or add it to “asked”"))
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
        problem = gettext("No earlier question has the id %(name)s", name=quoted(name))
        yield document.fault((*steps, "question"), problem, gettext("Name a question that stands before this one"))
        return
    offered = [str(choice.get("id")) for _, choice in listed(earlier[name].get("choices"))]
    for place, choice_id in texts(condition.get("choice"), *steps, "choice"):
        if choice_id not in offered:
            problem = gettext("%(question)s does not offer %(choice)s", question=quoted(name), choice=quoted(choice_id))
            yield document.fault(place, problem, use_one_of(offered))
    for role_group in sorted(_put_to(document, question) - _put_to(document, earlier[name])):
        problem = gettext(
            "Role group %(role_group)s is never asked %(question)s, so it would never see this",
            role_group=quoted(role_group),
            question=quoted(name),
        )
        yield document.fault((*steps, "question"), problem, gettext("Ask the same role groups both questions"))


def _put_to(document: Document, question: Entries) -> set[str]:
    """The role groups a question is put to: those it names, or else everybody who is asked anything."""
    named = {role_group for _, role_group in texts(question.get("asked_of"))}
    return named or set(asked_of(document.data))
