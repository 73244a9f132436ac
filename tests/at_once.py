"""Several people, tabs or clicks at the same moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy.orm import Session

from tests.databases import Database
from tna.models.engines import begin_writing


def at_once(database: Database, work: Callable[[Session], Any], times: int = 2) -> list[Any]:
    """Do the same work so many times at once, each in a session that commits; what each gave or raised."""
    ready = Barrier(times)

    def one(_number: int) -> Any:
        with Session(database.engine) as session:
            ready.wait()
            begin_writing(session)
            try:
                outcome = work(session)
                session.commit()
            except Exception as fault:
                return fault
            return outcome

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
