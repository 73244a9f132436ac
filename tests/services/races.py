"""Two people who change the same things at once, each in a transaction of their own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session

from tests.databases import Database
from tna.models.engines import begin_writing

# Long enough for the second to get as far as it can while the first has not committed.
_HEAD_START = 0.4


def second_of_two(database: Database, first: Callable[[Session], object], second: Callable[[Session], object]) -> None:
    """Let both begin before the first commits; raises what the second raises.

    Both begin as a page does that writes.
    """
    with ThreadPoolExecutor(max_workers=1) as other, Session(database.engine) as session:
        begin_writing(session)
        first(session)
        waiting = other.submit(_whole, database, second)
        time.sleep(_HEAD_START)
        session.commit()
        waiting.result(timeout=30)


def _whole(database: Database, change: Callable[[Session], object]) -> None:
    with Session(database.engine) as session:
        begin_writing(session)
        change(session)
        session.commit()
