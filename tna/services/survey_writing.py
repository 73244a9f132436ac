"""A survey's data as the text of a survey file, laid out as the shipped one is; comments are not kept.

What is read back from the text is equal to what was written: PyYAML decides what has to be quoted. Entries stand in the
order of the documented file, and lists and role groups in their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

_ORDER = (
    "id",
    "version",
    "title",
    "notice",
    "minutes",
    "stem",
    "stems",
    "scale",
    "not_my_role",
    "domains",
    "wordings",
    "asked",
    "targets",
    "questions",
    "language",
    "translations",
)
_WITH_A_LINE_BEFORE = {"stem", "scale", "domains", "wordings", "asked", "targets", "questions", "language"}
_ON_ONE_LINE = {"scale", "choices", "asked", "targets"}
"""Whose entries each stand on one line, in braces or brackets."""
_WIDTH = 112
_FOLDED_FROM = 100
_HEADER = (
    "# A survey of training needs. `tna survey check` lists every fault in it; surveys/README.md explains each part.\n"
)


class _Dumper(yaml.SafeDumper):
    """PyYAML's own, with lists set in under their names."""

    def increase_indent(self, *_args: Any, **how: Any) -> None:
        """As PyYAML asks for it, but never without indentation."""
        super().increase_indent(flow=how.get("flow", False))


def written(data: Mapping[str, Any]) -> str:
    """The text of the survey file that holds this data."""
    names = [name for name in _ORDER if name in data]
    return _HEADER + "".join(_sections(data, names))


def _sections(data: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        if number == 0 or name in _WITH_A_LINE_BEFORE:
            yield "\n"
        rows = data[name]
        if name in {"domains", "questions"} and rows:
            yield f"{name}:\n" + "\n".join(_row(name, row) for row in rows)
        else:
            yield _text({name: rows})


def _row(name: str, row: Mapping[str, Any]) -> str:
    """One entry of a list, without the name of the list above it."""
    return _text({name: [row]}).partition("\n")[2]


def _text(data: Mapping[str, Any]) -> str:
    text: str = yaml.serialize(_node(data, ()), Dumper=_Dumper, width=_WIDTH, allow_unicode=True)
    return text


def _node(value: object, steps: tuple[str, ...]) -> yaml.Node:
    """A value as PyYAML writes it; `steps` are the names above it."""
    if isinstance(value, Mapping):
        pairs = [(_scalar(name), _node(each, (*steps, str(name)))) for name, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=_is_on_one_line(steps, value))
    if isinstance(value, list):
        items = [_node(each, (*steps, "")) for each in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=_is_on_one_line(steps, value))
    return _scalar(value)


def _is_on_one_line(steps: tuple[str, ...], value: Mapping[str, Any] | list[Any]) -> bool:
    """Whether something is short by its nature: a level, a choice, whom a question is put to, a role group's row."""
    if not value or (steps and steps[-1] in {"asked_of", "only_if", "choice"}):
        return True
    return len(steps) >= 2 and steps[-2] in _ON_ONE_LINE


def _scalar(value: object) -> yaml.ScalarNode:
    if isinstance(value, int | float):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(int(value)))
    text = str(value)
    is_long = len(text) > _FOLDED_FROM and "\n" not in text
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=">" if is_long else None)
