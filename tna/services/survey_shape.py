"""The shape of a survey, reference or catalogue file, by its published JSON Schema, with each error in plain words."""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tna.paths import surveys_folder
from tna.services.survey_faults import Fault
from tna.services.survey_yaml import Document, quoted

_PROBLEMS = {
    "type": "This should be {wanted}, but it is {found}",
    "pattern": "{value} is not an id",
    "minLength": "This is empty",
    "maxLength": "This is longer than {limit} characters",
    "minimum": "This is less than {limit}",
    "maximum": "This is more than {limit}",
    "minItems": "There are fewer than {limit}",
    "maxItems": "There are more than {limit}",
    "uniqueItems": "The same thing stands here twice",
    "enum": "{value} is not known here",
}

_WANTED = {
    "object": "named entries",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "null": "null",
}

_FOUND = {
    dict: "named entries",
    list: "a list",
    str: "text",
    bool: "yes or no",
    int: "a number",
    float: "a number",
}


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
                yield document.fault(steps, f"“{name}” is missing", f"Add a line that begins with “{name}:”")
    elif error.validator == "additionalProperties":
        known = schema["properties"]
        for name in names:
            if name not in known:
                problem = f"{quoted(name)} is not known here"
                yield document.fault((*steps, name), problem, f"Use only: {', '.join(known)}")
    else:
        what = str(schema.get("description", "see surveys/README.md"))
        yield document.fault(steps, _problem(error), f"What belongs here: {what[0].lower()}{what[1:].rstrip('.')}")


def _problem(error: ValidationError) -> str:
    limit = error.validator_value
    if error.validator in ("minItems", "minProperties") and not error.instance:
        return "There is nothing here"
    return _PROBLEMS.get(str(error.validator), "This does not fit here").format(
        limit=limit,
        wanted=_wanted(limit),
        found=_FOUND.get(type(error.instance), "empty"),
        value=quoted(str(error.instance)),
    )


def _wanted(types: object) -> str:
    """What may stand somewhere, in words; a schema names one type, or a list of types."""
    names = types if isinstance(types, list) else [types]
    return " or ".join(_WANTED.get(str(name), str(name)) for name in names)
