"""YAML from anywhere into plain data with line numbers: no tags, no aliases, no repeated keys, nothing huge.

PyYAML reads the text; its nodes become dictionaries, lists, texts, numbers, booleans and None, and nothing
else, so that a file can neither make objects nor grow while it is read.
"""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tna.language import gettext, number
from tna.services.survey_faults import Fault, Steps, SurveyFaults, place_of, printable

MOST_BYTES = 100_000
"""Thirteen times the shipped survey; a file this long is read in under a second."""

DEEPEST = 20
"""A survey is seven deep; refusing more keeps the recursion below from exhausting the stack."""

LARGEST_NUMBER = 1_000_000_000
"""Far more than any survey says; Python does not even print a number of many thousand digits."""

LONGEST_NUMBER = 20
"""Signs in which a number is written. YAML also counts in sixties, 1:30:00, and takes seconds over a long one."""

MOST_VALUES = 5_000
"""Eight times what the shipped survey holds, so that what the checks multiply with each other stays small."""

LONGEST_QUOTE = 40
"""A fault quotes this many characters of the file."""

_FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml reads twenty times faster, and is part of PyYAML on every common system; of faults the other says more."""

_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, the line of each value, and the faults met while reading it."""

    file: str
    data: dict[str, Any]
    lines: dict[Steps, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, steps: Steps, problem: str, remedy: str) -> Fault:
        """A fault at a place, with the line of the value there or of the nearest value around it."""
        around = (steps[:length] for length in range(len(steps), -1, -1))
        line = next((self.lines[part] for part in around if part in self.lines), None)
        place = printable(place_of(steps))
        return Fault(self.file, place, printable(problem), printable(remedy), line)


def read_file(path: Path, file: str) -> Document:
    """The document in a file that faults call `file`; raises as `read_bytes` does, and OSError."""
    with path.open("rb") as stream:
        return read_bytes(stream.read(MOST_BYTES + 1), file)  # one byte more shows that there is too much


def read_bytes(content: bytes, file: str) -> Document:
    """The document in a file's bytes. Raises SurveyFaults if too many, not UTF-8 or not plain YAML."""
    _refuse_size(len(content), file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        remedy = gettext("Save the file as UTF-8")
        raise SurveyFaults([Fault(file, place_of(()), gettext("This is not UTF-8 text"), remedy, line)]) from error
    return read_text(text, file)


def read_text(text: str, file: str) -> Document:
    """The document in a text. Raises SurveyFaults if it is too long or not plain YAML."""
    _refuse_size(len(text.encode("utf-8", "surrogatepass")), file)
    node = _nodes(text, file)
    if not isinstance(node, yaml.MappingNode):
        problem = gettext("The file is empty") if node is None else gettext("The file does not hold named entries")
        remedy = gettext("Start with lines such as “id: my-survey”; see surveys/README.md")
        raise SurveyFaults([Fault(file, place_of(()), problem, remedy, 1)])
    document = Document(file, {}, {(): 1})
    document.data.update(_mapping(document, node, ()))
    return document


def _nodes(text: str, file: str) -> yaml.Node | None:
    """The text as nodes, None of an empty one. Raises SurveyFaults where it is not plain YAML."""
    try:
        faults, node = _read(text, file, _FAST_LOADER)
    except (yaml.YAMLError, ValueError):
        try:
            faults, node = _read(text, file, yaml.SafeLoader)
        except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape beyond the last Unicode character
            raise SurveyFaults([_syntax_fault(error, file)]) from error
    if faults:
        raise SurveyFaults(faults)
    return node


def _read(text: str, file: str, loader: Any) -> tuple[list[Fault], yaml.Node | None]:
    faults = list(_refused_features(text, file, loader))
    return faults, None if faults else yaml.compose(text, Loader=loader)


def _refuse_size(size: int, file: str) -> None:
    if size > MOST_BYTES:
        problem = gettext("The file has more than %(most)s bytes", most=number(MOST_BYTES))
        raise SurveyFaults([Fault(file, place_of(()), problem, gettext("Check that this is the right file"))])


def _syntax_fault(error: Exception, file: str) -> Fault:
    if not isinstance(error, yaml.MarkedYAMLError):
        problem = gettext("The text holds a character that YAML does not allow")
        return Fault(file, place_of(()), problem, gettext("Type the text anew, without control characters or escapes"))
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    remedy = gettext("Mend the line named here or the one before it")
    return Fault(file, place_of(()), gettext("This is not YAML: %(problem)s", problem=error.problem), remedy, line)


def _refused_features(text: str, file: str, loader: Any) -> Iterator[Fault]:
    """Aliases, tags, depth and number, found in the stream of events before anything is built from it."""
    depth = documents = values = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield Fault(
                    file,
                    place_of(()),
                    gettext("There is more than one document"),
                    gettext("Keep the first “---” only"),
                    line,
                )
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Fault(
                file,
                place_of(()),
                gettext("A YAML anchor or alias (& or *) is used"),
                gettext("Write the value out"),
                line,
            )
        elif tag := getattr(event, "tag", None):
            yield Fault(
                file,
                place_of(()),
                gettext("A YAML tag is used: %(tag)s", tag=quoted(tag)),
                gettext("Take the tag away"),
                line,
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        values += isinstance(event, yaml.NodeEvent)
        if values > MOST_VALUES:
            yield Fault(
                file,
                place_of(()),
                gettext("There are more than %(most)s values", most=number(MOST_VALUES)),
                gettext("Take values away"),
                line,
            )
            return
        if depth > DEEPEST:
            yield Fault(
                file,
                place_of(()),
                gettext("Entries stand more than %(most)s deep", most=DEEPEST),
                gettext("Take levels away"),
                line,
            )
            return


def _value(document: Document, node: yaml.Node, steps: Steps) -> object:
    document.lines.setdefault(steps, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, steps)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, item, (*steps, place)) for place, item in enumerate(node.value)]
    return _scalar(document, node, steps)


def _mapping(document: Document, node: yaml.MappingNode, steps: Steps) -> dict[str, object]:
    """A dictionary with text keys: a key written as 1 or yes is the text that was written."""
    entries: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append(
                document.fault(steps, gettext("A list or named entries are used as a name"), gettext("Use plain words"))
            )
            continue
        key = _text(document, key_node.value, steps)
        if key in entries:
            problem = gettext("%(name)s stands here twice", name=quoted(key))
            fault = Fault(
                document.file, printable(place_of((*steps, key))), problem, gettext("Keep one of the two"), line
            )
            document.faults.append(fault)
            continue
        document.lines[(*steps, key)] = line
        entries[key] = _value(document, value_node, (*steps, key))
    return entries


def _scalar(document: Document, node: yaml.Node, steps: Steps) -> object:
    if node.tag not in _PLAIN_TAGS:  # texts, and what YAML would make a date, stay as they were written
        return _text(document, node.value, steps)
    if len(node.value) > LONGEST_NUMBER:
        problem = gettext("%(text)s is too long for a number", text=quoted(node.value))
        remedy = gettext(
            "Write it with at most %(most)s characters, or in quotation marks if it is a text", most=LONGEST_NUMBER
        )
        document.faults.append(document.fault(steps, problem, remedy))
        return None
    try:
        value: object = yaml.SafeLoader("").construct_object(node)
    except (ValueError, OverflowError):  # what YAML takes for a number is not always one that Python can read
        value = math.inf
    if isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
        document.faults.append(
            document.fault(steps, gettext("This number is too large to read"), gettext("Write a smaller one"))
        )
        return None
    return value


def _text(document: Document, text: str, steps: Steps) -> str:
    """A text without the space around it; control characters and half characters cannot be stored."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character != "\n" for character in text):
        problem = gettext("%(text)s holds a character that cannot be stored", text=quoted(text))
        document.faults.append(document.fault(steps, problem, gettext("Type the text anew, without tabs or escapes")))
    return text.strip()


def quoted(text: str) -> str:
    """A text from the file as a fault may quote it: short, and safe to print anywhere."""
    short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    return printable(gettext("“%(words)s”", words=short))
