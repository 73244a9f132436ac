"""What somebody else does while a page is at work: after it has looked a row up, before it locks the row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, update

from tna.models.surveys import Round


@contextmanager
def changed_once_found(round_id: int, **values: Any) -> Iterator[None]:
    """Change a round in the database as soon as a page has read it; once."""

    done: list[Round] = []

    def change(round_: Round, context: Any) -> None:
        if not done:
            done.append(round_)
            context.session.connection().execute(update(Round).where(Round.id == round_id).values(**values))

    event.listen(Round, "load", change)
    try:
        yield
    finally:
        event.remove(Round, "load", change)
    assert done, "no page has read the round"
