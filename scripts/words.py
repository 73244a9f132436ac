"""Gathers every sentence of the product into messages.pot, from which a translation begins: see docs/languages.md."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from tna import __version__
from tna.paths import surveys_folder, templates_folder
from tna.services.reference_files import shipped_reference
from tna.services.survey_files import load_survey, shipped_surveys

_CODE = Path(__file__).resolve().parent.parent / "tna"
_KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_gettext": None,
    "mark": None,
}
_TEMPLATES_SPEAK = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}


def gathered() -> Catalog:
    """Every sentence that templates and code ask for, with the places where it stands."""
    catalogue = Catalog(project="Training needs", version=__version__, charset="utf-8")
    for place, line, said, context in _sentences():
        catalogue.add(said, locations=[(place, line)], context=context)
    for said in {*_names(), *_surveys(), *_schemas()}:
        catalogue.add(said, locations=[("surveys", 0)])
    return catalogue


def _sentences() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    for folder, method, options in (
        (_CODE, "python", {}),
        (templates_folder(), "jinja2", _TEMPLATES_SPEAK),
    ):
        ending = "py" if method == "python" else "html"
        found = extract_from_dir(
            folder,
            method_map=[(f"**.{ending}", method)],
            options_map={f"**.{ending}": options},
            keywords=_KEYWORDS,  # type: ignore[arg-type]
            comment_tags=("Translators:",),
        )
        for name, line, said, _comments, context in found:
            yield f"{folder.name}/{name}", line, said, context


def _names() -> Iterator[str]:
    """What role groups, sectors and jobs are called."""
    reference = shipped_reference()
    for each in reference.role_groups:
        yield from (each.title, each.description)
    yield from (each.title for each in (*reference.sectors, *reference.jobs))


def _surveys() -> Iterator[str]:
    """The words of the surveys that come with the product."""
    for shipped in shipped_surveys():
        survey = load_survey(shipped.path)
        yield from (survey.title, survey.notice, survey.stem, *survey.stems.values(), survey.not_my_role)
        yield from (level.label for level in survey.scale)
        yield from (domain.title for domain in survey.domains)
        yield from (statement.text for statement in survey.statements)
        yield from (text for words in survey.wordings.values() for text in words.values())
        for question in survey.questions:
            yield from filter(None, (question.text, question.hint, *(choice.label for choice in question.choices)))


def _schemas() -> Iterator[str]:
    """What belongs into each place of a survey, reference or catalogue file, as a fault there tells it."""
    for file in sorted(surveys_folder().glob("*.schema.json")):
        yield from _descriptions(json.loads(file.read_text(encoding="utf-8")))


def _descriptions(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            yield from [value] if name == "description" and isinstance(value, str) else _descriptions(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _descriptions(value)


def main() -> None:
    """Write the file that is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", nargs="?", default="messages.pot", type=Path, help="where to write them")
    file: Path = arguments.parse_args().file
    catalogue = gathered()
    with file.open("wb") as out:
        write_po(out, catalogue, width=120, sort_output=True)
    print(f"{len(catalogue):,} sentences in {file}")


if __name__ == "__main__":
    main()
