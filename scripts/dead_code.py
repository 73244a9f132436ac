"""List code that nothing uses, neither in Python nor in a template. `make check` fails on what it prints."""

import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parents[1]
USERS = ("tna", "scripts", "bench", "migrations/env.py", "wsgi.py")
"""What counts as use. The tests do not: code that only a test uses is dead."""

CALLED_BY_DECORATION = [
    *("@*blueprint.*", "@*.command*", "@*.group*", "@*.user_loader", "@*.listens_for", "@*.validates"),
    "@*.url_value_preprocessor",
]

CALLED_BY_NAME = {
    "command_line": "the console script `tna`",
    "cache_ok": "SQLAlchemy reads it on a type",
    "impl": "SQLAlchemy reads it on a type",
    "process_bind_param": "SQLAlchemy calls it on a type",
    "process_result_value": "SQLAlchemy calls it on a type",
    "autocommit": "psycopg reads it on a connection",
    "isolation_level": "sqlite3 reads it on a connection",
    "jinja_loader": "Flask reads it on an application",
    "lstrip_blocks": "Jinja reads it on an environment",
    "newstyle_gettext": "Jinja reads it on an environment",
    "trim_blocks": "Jinja reads it on an environment",
    "get_translations": "WTForms calls it on a form",
    "max_content_length": "Flask reads it on a request",
    "opened_on": "programs read it in the API",
    "closed_on": "programs read it in the API",
    "gap_low": "programs read it in the API",
    "gap_high": "programs read it in the API",
    "compress_type": "zipfile reads it on a member",
    "external_attr": "zipfile reads it on a member",
    "stop_flag": "huey reads it on a consumer",
    "handle_DATA": "aiosmtpd calls it on a handler",
    "get_id": "Flask-Login calls it on whoever signed in",
    "validate_*": "WTForms calls it for the field of that name",
    "for_tests": "the tests make their settings with it",
    "ENVIRONMENT_NAMES": "a test holds the documents to it",
    "MOST_*": "a test holds the schema of survey files to it",
    "is_public": "a test holds the access matrix to it",
    "process_errors": "WTForms reads it on a field",
    "regex": "Werkzeug reads it on a converter",
    "process_formdata": "WTForms calls it on a field",
    "widget": "WTForms reads it on a field",
    "mean_interval_smoothed": "a formula of its own, held to simulated coverage",
    "mean_interval_t": "a formula of its own, held to a published value",
    "wilson": "a formula of its own, held to published values",
}


def main() -> int:
    """Print each unused name with its place; 1 if there is any."""
    vulture = Vulture(ignore_names=list(CALLED_BY_NAME), ignore_decorators=CALLED_BY_DECORATION)
    vulture.scavenge([str(ROOT / user) for user in USERS if (ROOT / user).exists()])
    written_in_templates = template_names()
    dead = [each for each in vulture.get_unused_code() if each.name not in written_in_templates and not is_column(each)]
    for each in dead:
        print(f"{place(each)}:{each.first_lineno}: nothing uses the {each.typ} {each.name}")
    return 1 if dead else 0


def is_column(item: Item) -> bool:
    """Whether this is a column of a table: kept for people who read the database, even where no code reads it."""
    return item.typ == "variable" and place(item).startswith("tna/models/")


def place(item: Item) -> str:
    """The file of a finding, from the top of the checkout."""
    return Path(item.filename).relative_to(ROOT).as_posix()


def template_names() -> frozenset[str]:
    """Every name that stands between Jinja's braces in a template."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*") if path.is_file())
    code = (part for source in sources for part in re.findall(r"\{[{%].*?[%}]\}", source, re.DOTALL))
    return frozenset(name for part in code for name in re.findall(r"[A-Za-z_]\w*", part))


if __name__ == "__main__":
    sys.exit(main())
