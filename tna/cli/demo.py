"""`tna demo`: a made-up partnership to look at."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session, sessionmaker

from tna.cli.tools import Tools, pass_tools
from tna.jobs.queue import work_off_owed
from tna.jobs.releases import RELEASING
from tna.services import owed
from tna.services.demonstration import ACCOUNTS, STEPS, DatabaseInUse, Demonstration, build
from tna.services.passwords import PasswordRefused
from tna.settings import Settings

FEWEST, MOST = 100, 100_000


@click.command()
@click.option("--people", type=click.IntRange(FEWEST, MOST), default=9_000, show_default=True, help="How many people.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed builds the same partnership.")
@pass_tools
def demo(tools: Tools, people: int, seed: int) -> None:
    """Build a demonstration partnership in an empty database.

    Two rounds are closed and released, a third is open. The worker draws their charts afterwards.
    """
    settings = tools.settings()
    if settings.demo_password is None:
        raise click.ClickException("TNA_DEMO_PASSWORD is not set. Run `tna settings init`, or set it to a password.")
    plan = Demonstration(people, seed, datetime.now(UTC), settings.demo_password, settings.respondent_secret)
    try:
        with all_or_nothing(tools.session_factory()) as sessions:
            _build(sessions, settings, plan)
    except DatabaseInUse:
        raise click.ClickException(
            "This database already holds people. A demonstration needs an empty one: "
            "set TNA_INSTANCE to a new folder, and run `tna settings init` and `tna db upgrade` first."
        ) from None
    except PasswordRefused as refused:
        raise click.ClickException(f"TNA_DEMO_PASSWORD cannot be used. {refused}") from None
    tools.queue().wake()
    click.echo(f"Built a demonstration of {people:,} people. These accounts share the password TNA_DEMO_PASSWORD:")
    for account in ACCOUNTS:
        click.echo(f"  {account.email}")


def _build(sessions: sessionmaker[Session], settings: Settings, plan: Demonstration) -> None:
    with sessions() as session, click.progressbar(length=STEPS, label="Building", file=sys.stderr) as bar:
        build(session, plan, release=_releasing(session, sessions, settings), progress=lambda: bar.update(1))
        session.commit()


def _releasing(session: Session, sessions: sessionmaker[Session], settings: Settings) -> Callable[[datetime], None]:
    def release(at: datetime) -> None:
        # The job has sessions of its own, which see what is committed.
        session.commit()
        work_off_owed(settings, sessions, RELEASING, clock=lambda: at)
        if owed.is_owed(session, kinds=frozenset(RELEASING), now=at):
            raise click.ClickException("What was answered could not be released; the log above says why.")

    return release


@contextmanager
def all_or_nothing(sessions: sessionmaker[Session]) -> Iterator[sessionmaker[Session]]:
    """Sessions that all work in one transaction, so that a command that is broken off leaves nothing behind."""
    with sessions.kw["bind"].connect() as connection, connection.begin():
        yield sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
