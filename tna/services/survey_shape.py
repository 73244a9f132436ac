"""The shape of a survey, reference or catalogue file, by its published JSON Schema, with each error in plain words."""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache, reduce

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tna.language import gettext, mark
from tna.paths import surveys_folder
from tna.services.survey_faults import Fault
from tna.services.survey_yaml import Document, quoted

_PROBLEMS = {
    "type": mark("This should be %(wanted)s, but it is %(found)s"),
    "pattern": mark("%(value)s is not an id"),
    "minLength": mark("This is empty"),
    "maxLength": mark("This is longer than %(limit)s characters"),
    "minimum": mark("This is less than %(limit)s"),
    "maximum": mark("This is more than %(limit)s"),
    "minItems": mark("There are fewer than %(limit)s"),
    "maxItems": mark("There are more than %(limit)s"),
    "uniqueItems": mark("The same thing stands here twice"),
    "enum": mark("%(value)s is not known here"),
}
_DOES_NOT_FIT = mark("This does not fit here")

_WANTED = {
    "object": mark("named entries"),
    "array": mark("a list"),
    "string": mark("text"),
    "integer": mark("a whole number"),
    "number": mark("a number"),
    "boolean": mark("yes or no"),
    "null": "null",
}

_FOUND = {
    dict: mark("named entries"),
    list: mark("a list"),
    str: mark("text"),
    bool: mark("yes or no"),
    int: mark("a number"),
    float: mark("a number"),
}
_NOTHING = mark("empty")
_SEE = mark("see surveys/README.md")


def shape_faults(
    document: Document, schema: str, part: str = "", kinds: Collection[str] | None = None
) -> Iterable[Fault]:
    """The faults of a document by `surveys/<schema>.schema.json`, one for each name missing or unknown.

    With `part` the document holds only what the schema defines under that name, such as one course; with `kinds` only
    faults of these words of JSON Schema are told, such as "type".
    """
    every = _validator(schema, part).iter_errors(document.data)
    errors = (error for error in every if kinds is None or error.validator in kinds)
    faults = (fault for error in errors for fault in _told(document, error))
    return dict.fromkeys(faults)  # the validator repeats itself where several names are missing


@cache
def _validator(schema: str, part: str) -> Draft202012Validator:
    text = (surveys_folder() / f"{schema}.schema.json").read_text(encoding="utf-8")
    whole = json.loads(text)
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]} if part else whole)


def _told(document: Document, error: ValidationError) -> Iterator[Fault]:
    """One error of the validator; the schema's own descriptions say what belongs there."""
    steps = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    names = error.instance if isinstance(error.instance, dict) else {}
    if error.validator == "required":
        for name in schema["required"]:
            if name not in names:
                problem = gettext("“%(name)s” is missing", name=name)
                yield document.fault(steps, problem, gettext("Add a line that begins with “%(name)s:”", name=name))
    elif error.validator == "additionalProperties":
        known = schema["properties"]
        for name in names:
            if name not in known:
                problem = gettext("%(value)s is not known here", value=quoted(name))
                remedy = gettext("Use only: %(names)s", names=", ".join(known))
                yield document.fault((*steps, name), problem, remedy)
    else:
        what = gettext(str(schema.get("description", _SEE)))
        remedy = gettext("What belongs here: %(what)s", what=f"{what[0].lower()}{what[1:].rstrip('.')}")
        yield document.fault(steps, _problem(error), remedy)


def _problem(error: ValidationError) -> str:
    limit = error.validator_value
    if error.validator in ("minItems", "minProperties") and not error.instance:
        return gettext("There is nothing here")
    return gettext(
        _PROBLEMS.get(str(error.validator), _DOES_NOT_FIT),
        limit=limit,
        wanted=_wanted(limit),
        found=gettext(_FOUND.get(type(error.instance), _NOTHING)),
        value=quoted(str(error.instance)),
    )


def _wanted(types: object) -> str:
    """What may stand somewhere, in words; a schema names one type, or a list of types."""
    names = types if isinstance(types, list) else [types]
    said = [gettext(_WANTED.get(str(name), str(name))) for name in names]
    return reduce(lambda one, other: gettext("%(one)s or %(other)s", one=one, other=other), said)
