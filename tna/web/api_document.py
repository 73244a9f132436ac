"""The description of the API as OpenAPI 3.1, made from the very dataclasses that its answers are made of.

It stays English, as the names in it do: it is read by programs and by those who write them.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tna import __version__
from tna.domain.reports.released_items import (
    ChoiceItem,
    DomainItem,
    GroupItem,
    QuestionItem,
    ReleaseItem,
    StatementItem,
    ThemeItem,
)
from tna.web.api_queries import ID_PATTERN, LAST_PAGE, MOST_AT_ONCE, USUALLY_AT_ONCE
from tna.web.problems import MEDIA_TYPE

_ROWS = (ReleaseItem, GroupItem, StatementItem, DomainItem, ChoiceItem, QuestionItem, ThemeItem)
_SIMPLE: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
}
_INTRODUCTION = """\
What has been released of each survey round. Every figure is of whole release groups of at least `threshold` people, \
as on the pages; what is withheld has `status` "withheld" and null for every figure. Released figures never change.

A page beyond the end is empty and no fault. Parameters narrow each other; one that is not known is refused. \
There is no other way to ask than GET, and no cookie takes part."""


EXAMPLE = """\
TOKEN=tna_…

curl --header "Authorization: Bearer $TOKEN" \\
  {address}

curl --header "Authorization: Bearer $TOKEN" \\
  "{address}/{release_id}/statements?role_group=D"
"""
"""Lines for a command line, with the address of the list of releases and the id of one."""


@dataclass(frozen=True, slots=True)
class _List:
    """One address that answers a page of rows."""

    path: str
    row: type
    summary: str
    has_filters: bool = True


_LISTS = (
    _List("/api/v1/releases", ReleaseItem, "Every release, the newest round first", has_filters=False),
    _List("/api/v1/releases/{release_id}/groups", GroupItem, "The release groups of a selection"),
    _List("/api/v1/releases/{release_id}/statements", StatementItem, "Every statement asked in a selection"),
    _List("/api/v1/releases/{release_id}/domains", DomainItem, "Every domain asked of in a selection"),
    _List("/api/v1/releases/{release_id}/questions", QuestionItem, "Every optional question put in a selection"),
    _List("/api/v1/releases/{release_id}/themes", ThemeItem, "What people wrote about, once its themes are released"),
)


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Training needs: released figures", "version": __version__, "description": _INTRODUCTION},
        "security": [{"token": []}],
        "paths": {one.path: {"get": _list_operation(one)} for one in _LISTS} | _single_paths(),
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made on the page of one's account"}
            },
            "schemas": {row.__name__: _object(row) for row in _ROWS} | {"Problem": _PROBLEM},
            "responses": _RESPONSES,
        },
    }


_PROBLEM = {
    "type": "object",
    "description": "What is wrong, by RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What happened, in plain words"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do next"},
    },
}


def _problem_answer(description: str, **headers: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if headers:
        made["headers"] = {name.replace("_", "-"): {"schema": schema} for name, schema in headers.items()}
    return made


_RESPONSES = {
    "BadRequest": _problem_answer(
        "A parameter is not known, is there twice, has no such form, or does not go with another"
    ),
    "NoToken": _problem_answer(
        "No token, or one that is wrong, revoked or out of date, or whose owner may not read figures: all alike",
        WWW_Authenticate={"type": "string"},
    ),
    "NotFound": _problem_answer(
        "There is no such release, or it has no role group, agency, sector or group of this id"
    ),
    "TooMany": _problem_answer("Too much was asked in a quarter of an hour", Retry_After={"type": "integer"}),
}
_RELEASE_ID = {
    "name": "release_id",
    "in": "path",
    "required": True,
    "description": "The id of a release",
    "schema": {"type": "integer", "minimum": 0},
}


def _single_paths() -> dict[str, Any]:
    one = {
        "operationId": "release",
        "summary": "One release",
        "parameters": [_RELEASE_ID],
        "responses": _answers({"$ref": "#/components/schemas/ReleaseItem"}),
    }
    links = {name: {"type": "string"} for name in ("description", "releases")}
    begin = {
        "operationId": "index",
        "summary": "Where to begin",
        "security": [],
        "responses": {"200": _json_answer({"type": "object", "required": [*links], "properties": links})},
    }
    itself = {
        "operationId": "openapi",
        "summary": "This description",
        "security": [],
        "responses": {"200": _json_answer({"type": "object"})},
    }
    return {
        "/api/v1/releases/{release_id}": {"get": one},
        "/api/v1/": {"get": begin},
        "/api/v1/openapi.json": {"get": itself},
    }


def _list_operation(one: _List) -> dict[str, Any]:
    parameters = [_RELEASE_ID] if "{release_id}" in one.path else []
    return {
        "operationId": one.path.rpartition("/")[2],
        "summary": one.summary,
        "parameters": [*parameters, *_paging(), *(_filters() if one.has_filters else ())],
        "responses": _answers(_page_of(one.row)),
    }


def _paging() -> Iterator[dict[str, Any]]:
    yield _parameter("page", "Which page, from 1", {"minimum": 1, "maximum": LAST_PAGE, "default": 1})
    limits = {"minimum": 1, "maximum": MOST_AT_ONCE, "default": USUALLY_AT_ONCE}
    yield _parameter("limit", "How many items a page holds", limits)


def _filters() -> Iterator[dict[str, Any]]:
    for name, words in (
        ("role_group", "Only this role group"),
        ("agency", "Only the groups of this agency's own"),
        ("sector", "Only groups of this sector: its agencies' own, and its other agencies together"),
        ("group", "Only the release group of this key; not together with agency or sector"),
    ):
        yield _parameter(name, words, {"type": "string", "pattern": ID_PATTERN})


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    whole = {"type": "integer"} | schema
    return {"name": name, "in": "query", "required": False, "description": description, "schema": whole}


def _answers(schema: dict[str, Any]) -> dict[str, Any]:
    others = {"400": "BadRequest", "401": "NoToken", "404": "NotFound", "429": "TooMany"}
    refused = {status: {"$ref": f"#/components/responses/{name}"} for status, name in others.items()}
    return {"200": _json_answer(schema), **refused}


def _json_answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "As asked", "content": {"application/json": {"schema": schema}}}


def _page_of(row: type) -> dict[str, Any]:
    counted = {name: {"type": "integer", "minimum": 0} for name in ("page", "limit", "pages", "total")}
    next_page = {"type": ["string", "null"], "description": "The address of the next page, null on the last"}
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{row.__name__}"}}
    properties = {"items": items, **counted, "next": next_page}
    return {"type": "object", "additionalProperties": False, "required": [*properties], "properties": properties}


def _object(row: type) -> dict[str, Any]:
    """The schema of a dataclass: every field is always there, nothing else ever is."""
    hints = get_type_hints(row, include_extras=True)
    properties = {}
    for one in fields(row):
        hint, words = get_args(hints[one.name])
        properties[one.name] = _schema(hint) | {"description": words}
    return {
        "type": "object",
        "description": (row.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "required": [*properties],
        "properties": properties,
    }


def _schema(hint: Any) -> dict[str, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        [kind] = [one for one in get_args(hint) if one is not type(None)]
        return _SIMPLE[kind] | {"type": [_SIMPLE[kind]["type"], "null"]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": {"$ref": f"#/components/schemas/{get_args(hint)[0].__name__}"}}
    return dict(_SIMPLE[hint])
