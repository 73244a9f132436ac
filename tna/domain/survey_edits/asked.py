"""Who is asked what, and the level each role group needs there.

Inside, both are written out by statement; in the data they are short again: a domain's id stands for all its
statements, and a level that a statement shares with its domain is said once.
"""

from collections.abc import Collection, Mapping

from tna.domain.survey_edits.base import Data, copied, domain_row, home_of


def asked_statements(data: Data) -> dict[str, list[str]]:
    """By role group the statements it is asked, each once, in the order of the survey."""
    asked = {}
    for group, entries in data["asked"].items():
        domains = [domain for domain in data["domains"] if domain["id"] in entries]
        named = {*entries, *(one["id"] for domain in domains for one in domain["statements"])}
        asked[group] = [one for one in _statements(data) if one in named]
    return asked


def put_asked(data: Data, asked: Mapping[str, Collection[str]]) -> None:
    """Write down who is asked what, in place, and forget the targets of what is not asked any more."""
    short = {group: _short(data, statements) for group, statements in sorted(asked.items())}
    data["asked"] = {group: entries for group, entries in short.items() if entries}
    _forget_targets(data)


def _short(data: Data, statements: Collection[str]) -> list[str]:
    entries: list[str] = []
    for domain in data["domains"]:
        ids = [one["id"] for one in domain["statements"]]
        named = [one for one in ids if one in statements]
        entries += [domain["id"]] if named and named == ids else named
    return entries


def _forget_targets(data: Data) -> None:
    asked = asked_statements(data)
    kept = {}
    for group, levels in data["targets"].items():
        statements = set(asked.get(group, []))
        in_use = statements | {home_of(data, one)["id"] for one in statements}
        kept[group] = {entry: level for entry, level in levels.items() if entry in in_use}
    data["targets"] = {group: levels for group, levels in kept.items() if group in asked}


def ask_in_domain(data: Data, domain_id: str, chosen: Mapping[str, Collection[str]]) -> Data:
    """Ask each role group of `chosen` exactly these statements of a domain; the other domains stay as they are."""
    new = copied(data)
    here = {one["id"] for one in domain_row(new, domain_id)["statements"]}
    asked = asked_statements(new)
    for group, statements in chosen.items():
        elsewhere = [one for one in asked.get(group, []) if one not in here]
        asked[group] = [*elsewhere, *(one for one in statements if one in here)]
    put_asked(new, asked)
    return new


def level_of(data: Data, group: str, statement_id: str) -> int | None:
    """The level a role group needs on a statement, its own or its domain's; None where none is set."""
    levels = data["targets"].get(group, {})
    found = levels.get(statement_id, levels.get(home_of(data, statement_id)["id"]))
    return None if found is None else int(found)


def set_targets(data: Data, group: str, levels: Mapping[str, int]) -> Data:
    """The levels of a role group by domain and by statement; what is not asked, or says nothing new, is left out."""
    new = copied(data)
    kept: dict[str, int] = {}
    asked = asked_statements(new).get(group, [])
    for domain in new["domains"]:
        statements = [one["id"] for one in domain["statements"] if one["id"] in asked]
        usual = levels.get(domain["id"])
        if statements and usual is not None:
            kept[domain["id"]] = usual
        kept |= {one: levels[one] for one in statements if one in levels and levels[one] != usual}
    targets = {**new["targets"], group: kept}
    new["targets"] = {one: targets[one] for one in sorted(targets) if one != group or asked}
    _forget_targets(new)
    return new


def put_levels(data: Data, statement_id: str, levels: Mapping[str, int | None]) -> None:
    """Give a statement, in place, the level it had for each role group, whatever its domain's is here."""
    domain = home_of(data, statement_id)["id"]
    for group, level in levels.items():
        targets = data["targets"].setdefault(group, {})
        targets.pop(statement_id, None)
        if level is not None and targets.get(domain) != level:
            targets[statement_id] = level


def _statements(data: Data) -> list[str]:
    return [one["id"] for domain in data["domains"] for one in domain["statements"]]
