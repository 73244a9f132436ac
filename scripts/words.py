"""Gathers every sentence of the product into messages.pot, from which a translation begins: see docs/languages.md."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from tna import __version__
from tna.paths import templates_folder

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
