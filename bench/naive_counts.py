"""Figures of a round against what one would write instead: a pandas groupby, and SQL GROUP BY on a normalised table.

Run: .venv/bin/python bench/naive_counts.py. All of them start from the same answers of the same round, at 10,000,
100,000 and a million responses; `--most 100000` leaves the largest out. Theirs is the least that a page needs, the
counts of every level by role group and by agency, without release groups, intervals or anything withheld. Ours is all
that a page shows. At a million the normalised table takes about 3 GB of disk on each database, removed at the end.
"""

import argparse
from collections.abc import Iterator
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd
import sqlalchemy as sa
from _figures import figure, heading, last_words, remark, stopwatch, timed
from _installations import NAMES, fresh, fresh_installations, session_of
from _partnerships import add_partnership, fill
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import KINDS, Database
from tna.models.surveys import Response, Round
from tna.services import figures, releases

SIZES = (10_000, 100_000, 1_000_000)
HEADS = 10_000
READS = 20
NAIVE_RUNS = {10_000: 5, 100_000: 3, 1_000_000: 1}
LEVELS = (1, 2, 3, 4, 5)
_AT_ONCE = 5_000

MAKE = sa.text(
    "CREATE TABLE answers "
    "(response_id INTEGER, agency VARCHAR(64), role_group CHAR(1), statement VARCHAR(16), level INTEGER)"
)
# What somebody would index who has met the slowness before.
INDEX = sa.text("CREATE INDEX answers_by ON answers (role_group, statement, level)")
COUNT = [
    sa.text(f"SELECT {column}, statement, level, count(*) FROM answers GROUP BY {column}, statement, level")
    for column in ("role_group", "agency")
]

Long = tuple[int, str, str, str, int]


def main() -> None:
    """Print every figure."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--most", type=int, default=SIZES[-1], help="the most responses")
    most = asked.parse_args().most
    with fresh_installations() as made:
        for responses in [size for size in SIZES if size <= most]:
            for kind in KINDS:
                compare(fresh(made, kind), responses)
    last_words()


def compare(database: Database, responses: int) -> None:
    """One round on one database, in all ways."""
    heading(f"{responses:,} responses on {NAMES[database.kind]}")
    with session_of(database) as session:
        round_ = _closed_round(session, responses)
        with stopwatch() as seconds:
            release = releases.make_release(
                session, round_id=round_.id, threshold=10, secret_id="of the benchmark", now=factories.NOW
            )
            assert release is not None
            session.commit()
        figure("once, at release: groups, counts and all figures", seconds(), "s")
        read = partial(_read, session, release.id)
        runs = NAIVE_RUNS[responses]
        if database.kind == "sqlite":
            frame = _frame(session, round_)
            remark(f"pandas holds {len(frame):,} answers in {frame.memory_usage(deep=True).sum() / 1e6:,.0f} MB.")
            _against(read, partial(_by_pandas, frame), "a pandas groupby in memory", runs)
            del frame
        with stopwatch() as seconds:
            _normalise(session, round_)
        remark(f"Filling the normalised table took {seconds():,.0f} s.")
        _against(read, partial(_by_sql, session), "SQL GROUP BY on the normalised table", runs)


def _against(read: partial[object], naive: partial[object], what: str, runs: int) -> None:
    naive()  # once unmeasured, so that it finds its pages in memory
    first, again = timed(READS, partial(read, is_first=True), partial(read, is_first=False))
    (theirs,) = timed(runs, naive)
    figure("all figures of the round, read for the first time", first.middle * 1000, "ms")
    figure("all figures of the round, read again", again.middle * 1000, "ms")
    figure(f"counts by {what}", theirs.middle * 1000, "ms")
    figure("theirs for one of ours, read for the first time", theirs.middle / first.middle, "x")
    figure("theirs for one of ours, read again", theirs.middle / again.middle, "x")


def _closed_round(session: Session, responses: int) -> Round:
    agencies = add_partnership(session, HEADS)
    round_ = factories.add_open_round(session, title=f"{responses:,} responses")
    fill(session, round_, agencies, responses)
    factories.close(session, round_)
    session.commit()
    return round_


def _read(session: Session, release_id: int, *, is_first: bool) -> object:
    """As a page reads it: for the first time since the process began, or with what it has made of the JSON kept."""
    if is_first:
        figures.from_json.cache_clear()
    return figures.read(session, release_id=release_id, state=figures.PARTNERSHIP)


# What somebody would write instead --------------------------------------------------------------------------


def _packed(session: Session, round_: Round) -> tuple[list[str], list[tuple[str, str, bytes]]]:
    """The statements, and every response as it is stored: agency, role group, answers."""
    columns = Response.__table__.c
    wanted = sa.select(columns.agency_id, columns.role_group, columns.answers).where(columns.round_id == round_.id)
    rows = [(agency, role_group, bytes(answers)) for agency, role_group, answers in session.execute(wanted)]
    return [one.id for one in factories.definition_of(round_).statements], rows


def _long(statements: list[str], rows: list[tuple[str, str, bytes]]) -> Iterator[Long]:
    """The answers one by one, as a form that knows nothing of packing would have stored them."""
    for place, (agency, role_group, answers) in enumerate(rows):
        for statement, level in zip(statements, answers, strict=False):
            if level in LEVELS:
                yield place, agency, role_group, statement, level


def _frame(session: Session, round_: Round) -> pd.DataFrame:
    """The same in pandas, with the types that somebody chooses who knows it well."""
    statements, rows = _packed(session, round_)
    packed = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint8).reshape(len(rows), -1)[
        :, : len(statements)
    ]
    place, item = np.nonzero((packed >= LEVELS[0]) & (packed <= LEVELS[-1]))
    agency = pd.Categorical([row[0] for row in rows])
    role_group = pd.Categorical([row[1] for row in rows])
    return pd.DataFrame(
        {
            "agency": agency[place],
            "role_group": role_group[place],
            "statement": pd.Categorical.from_codes(item.astype(np.int8), categories=statements),
            "level": packed[place, item],
        }
    )


def _by_pandas(frame: pd.DataFrame) -> object:
    return [
        frame.groupby([column, "statement", "level"], observed=True).size().unstack(fill_value=0)
        for column in ("role_group", "agency")
    ]


def _by_sql(session: Session) -> object:
    return [session.execute(count).all() for count in COUNT]


def _normalise(session: Session, round_: Round) -> None:
    session.execute(MAKE)
    session.commit()
    # All of it is read first: nothing else may be asked of a connection while it copies.
    rows = _long(*_packed(session, round_))
    connection = session.connection()
    raw = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        while some := list(islice(rows, 20 * _AT_ONCE)):
            raw.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", some)
    else:
        with raw.copy("COPY answers FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    session.execute(INDEX)
    session.execute(sa.text("ANALYZE answers"))
    session.commit()


if __name__ == "__main__":
    main()
