"""What commands work with; made by the application, which alone knows how everything meets."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from sqlalchemy.orm import Session, sessionmaker

from tna.jobs.queue import Queue
from tna.settings import Settings


@dataclass(frozen=True, slots=True)
class Tools:
    """Ways to get at the installation, each called only by the commands that need it."""

    settings: Callable[[], Settings]
    session_factory: Callable[[], sessionmaker[Session]]
    queue: Callable[[], Queue]
    upgrade_database: Callable[[], None]


pass_tools = click.make_pass_decorator(Tools)
