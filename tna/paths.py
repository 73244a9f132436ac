"""Where templates, migrations and surveys lie: inside an installed wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    """The folder of Jinja templates."""
    return _folder("templates")


def migrations_folder() -> Path:
    """The folder of Alembic migrations, with its alembic.ini."""
    return _folder("migrations")


def surveys_folder() -> Path:
    """The folder of shipped surveys and reference data."""
    return _folder("surveys")


def static_folder() -> Path:
    """The folder of style sheets, scripts and pictures that the web server hands out as they are."""
    return _PACKAGE / "static"
