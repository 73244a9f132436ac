"""Domains and the statements in them: added, changed, moved and removed."""

from collections.abc import Sequence

from tna.domain.survey_edits.asked import asked_statements, level_of, put_asked, put_levels
from tna.domain.survey_edits.base import (
    LABEL,
    LINE,
    STATEMENT,
    TITLE,
    Data,
    EditRefused,
    copied,
    domain_row,
    home_of,
    ids_of,
    new_id,
    place,
    refuse_more_than,
    set_or_drop,
    statement_row,
    swapped,
    worded,
)
from tna.domain.survey_edits.translations import forget_gone
from tna.domain.survey_edits.words import forget_wording
from tna.domain.surveys import MOST_STATEMENTS_IN_A_DOMAIN
from tna.language import gettext, mark

MOST_DOMAINS = 20
_FULL = mark("A part has at most %(most)s statements, so that people read them all. Make a further part.")


def add_domain(data: Data, *, title: str, earlier: Sequence[Data] = ()) -> Data:
    """A domain at the end, without statements yet. `earlier`: versions whose ids are not used again."""
    new = copied(data)
    refuse_more_than(MOST_DOMAINS, new["domains"], gettext("A survey has at most %(most)s parts.", most=MOST_DOMAINS))
    title = worded(title, field="text", what=TITLE, most=LABEL)
    new["domains"].append({"id": new_id("D", ids_of(new, *earlier)), "title": title, "statements": []})
    return new


def rename_domain(data: Data, domain_id: str, *, title: str) -> Data:
    """Another title for a domain."""
    new = copied(data)
    domain_row(new, domain_id)["title"] = worded(title, field="text", what=TITLE, most=LABEL)
    return new


def move_domain(data: Data, domain_id: str, *, up: bool) -> Data:
    """A domain one place earlier or later; who is asked what stays."""
    new = copied(data)
    asked = asked_statements(new)
    swapped(new["domains"], domain_id, up=up)
    put_asked(new, asked)
    return new


def remove_domain(data: Data, domain_id: str) -> Data:
    """A domain goes, with its statements and all that is said of them."""
    new = copied(data)
    for statement in list(domain_row(new, domain_id)["statements"]):
        new = remove_statement(new, statement["id"])
    if len(new["domains"]) == 1:
        raise EditRefused("", gettext("A survey has at least one part. Add another before you remove this one."))
    del new["domains"][place(new["domains"], domain_id)]
    forget_gone(new)
    return new


def add_statement(data: Data, domain_id: str, *, text: str, earlier: Sequence[Data] = ()) -> Data:
    """A statement at the end of a domain, asked of every role group that is asked all of the domain."""
    new = copied(data)
    statements = domain_row(new, domain_id)["statements"]
    refuse_more_than(MOST_STATEMENTS_IN_A_DOMAIN, statements, _full())
    text = worded(text, field="text", what=STATEMENT, most=LINE)
    statements.append({"id": new_id("s", ids_of(new, *earlier), digits=2), "text": text})
    return new


def change_statement(data: Data, statement_id: str, *, text: str) -> Data:
    """Other words for a statement; its id stays, so what it asks about must stay too."""
    new = copied(data)
    statement_row(new, statement_id)["text"] = worded(text, field="text", what=STATEMENT, most=LINE)
    return new


def move_statement(data: Data, statement_id: str, *, up: bool) -> Data:
    """A statement one place earlier or later in its domain."""
    new = copied(data)
    asked = asked_statements(new)
    swapped(home_of(new, statement_id)["statements"], statement_id, up=up)
    put_asked(new, asked)
    return new


def move_to_domain(data: Data, statement_id: str, *, domain_id: str) -> Data:
    """A statement at the end of another domain; whoever is asked it still is, and needs the same level."""
    new = copied(data)
    home, target = home_of(new, statement_id), domain_row(new, domain_id)
    if home is target:
        return new
    if len(target["statements"]) >= MOST_STATEMENTS_IN_A_DOMAIN:
        raise EditRefused("domain", _full())
    asked = asked_statements(new)
    levels = {group: level_of(new, group, statement_id) for group, ids in asked.items() if statement_id in ids}
    target["statements"].append(home["statements"].pop(place(home["statements"], statement_id)))
    put_levels(new, statement_id, levels)
    put_asked(new, asked)
    return new


def _full() -> str:
    return gettext(_FULL, most=MOST_STATEMENTS_IN_A_DOMAIN)


def remove_statement(data: Data, statement_id: str) -> Data:
    """A statement goes, with its words for role groups, its targets and its place in who is asked what."""
    new = copied(data)
    asked = asked_statements(new)
    statements = home_of(new, statement_id)["statements"]
    del statements[place(statements, statement_id)]
    put_asked(new, asked)
    set_or_drop(new, "wordings", forget_wording(new.get("wordings", {}), statement_id))
    forget_gone(new)
    return new
