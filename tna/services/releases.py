"""Releasing a closed round, once: groups, counts, figures; and proving later that nothing of it was changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from tna.domain.answers import CODES
from tna.domain.counting import count_into_groups
from tna.domain.disclosure import CoveredCell, ReleasedGroup, covered_cells, release_group
from tna.domain.disclosure import Release as ReleasedRound
from tna.domain.groups import Cell, Grouping, ReleaseGroup, form_groups
from tna.domain.surveys import SurveyDefinition
from tna.models import needs as tables
from tna.models.surveys import Participation, Response, Round
from tna.services import figures, owed
from tna.services.rounds import cells_of, definition_of, frozen_headcounts

DRAW_RELEASE = "draw a release"
WRITE_FILES = "write the files of a release"
REWRITE_ROWS = "rewrite rows in key order"
# Rows fetched at once: enough to count them quickly, few enough that they are still in the processor's cache then.
_FETCHED_AT_ONCE = 2_000

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a release no longer agrees with the answers behind it; `problem` says how."""

    title: str  # of the round, or of the course
    group: str
    problem: str


def make_release(
    session: Session, *, round_id: int, threshold: int, secret_id: str, now: datetime
) -> tables.Release | None:
    """Release a closed round in this transaction; None where it is released already or not closed.

    Unsent drafts are deleted, groups formed from the counts alone, answers counted into them, figures computed
    and stored, and the drawing of the charts is owed.
    """
    round_ = session.get(Round, round_id, with_for_update={"of": Round})
    if round_ is None or round_.closed_at is None or _released(session, round_id) is not None:
        return None
    session.execute(delete(Response).where(_answers_of(round_id), Response.is_submitted.is_(False)))
    cells = _cells_at_close(session, round_id)
    grouping = form_groups(cells, threshold)
    release = tables.Release(
        round_id=round_id,
        threshold=threshold,
        secret_id=secret_id,
        made_at=now,
        answers=sum(cell.answers for cell in cells),
        digest="",
    )
    session.add(release)
    session.flush()
    _store_groups(session, release, grouping, cells)
    _assign_responses(session, release)
    _store_counts(session, release, grouping, definition_of(round_))
    figures.store(session, release=release, released=released_round(release, definition_of(round_)))
    release.digest = _digest(session, release)
    session.flush()
    owed.promise(session, kind=REWRITE_ROWS, key=str(round_id), due_at=now)
    owed.promise(session, kind=DRAW_RELEASE, key=str(release.id), due_at=now)
    owed.promise(session, kind=WRITE_FILES, key=str(release.id), due_at=now)
    return release


def _answers_of(round_id: int) -> ColumnElement[bool]:
    """Whether a response is of this round: as a sum, for which SQLite reads the table from end to end.

    For the bare column it would go through the rows in the order of an index that holds it too, and look each one
    up by itself: a million then take eight times as long.
    """
    return Response.__table__.c.round_id + 0 == round_id


def _released(session: Session, round_id: int) -> tables.Release | None:
    return session.scalars(select(tables.Release).where(tables.Release.round_id == round_id)).one_or_none()


def _cells_at_close(session: Session, round_id: int) -> list[Cell]:
    counted = (
        select(Response.agency_id, Response.role_group, func.count())
        .where(_answers_of(round_id))
        .group_by(Response.agency_id, Response.role_group)
    )
    answers = {(str(agency), str(group)): number for agency, group, number in session.execute(counted)}
    return cells_of(session, answers, frozen_headcounts(session, round_id=round_id))


def _store_groups(session: Session, release: tables.Release, grouping: Grouping, cells: list[Cell]) -> None:
    for group in grouping.groups:
        release.groups.append(
            tables.ReleaseGroup(
                key=group.key,
                role_group=group.role_group,
                kind=group.kind,
                sector=group.sector,
                agencies=" ".join(group.agencies),
                answers=group.answers,
                heads=group.heads,
                counts=b"",
                released=b"",
            )
        )
    for cell in covered_cells(cells, grouping):
        release.cells.append(
            tables.ReleaseCell(
                agency_id=cell.agency,
                role_group=cell.role_group,
                sector=cell.sector,
                answers=cell.answers,
                heads=cell.heads,
                group_key=cell.group,
            )
        )
    session.flush()


def _assign_responses(session: Session, release: tables.Release) -> None:
    """Write each answer's group on it: on all of the round in one statement, so that their rows get one age."""
    # One look-up in the other, each by a whole key: PostgreSQL knows nothing yet of the rows just written, and for a
    # join of the two it would go through all groups for every answer.
    key = select(tables.ReleaseCell.group_key).where(
        tables.ReleaseCell.release_id == release.id,
        tables.ReleaseCell.agency_id == Response.agency_id,
        tables.ReleaseCell.role_group == Response.role_group,
    )
    group = select(tables.ReleaseGroup.id).where(
        tables.ReleaseGroup.release_id == release.id,
        tables.ReleaseGroup.key == key.correlate(Response).scalar_subquery(),
    )
    session.execute(
        update(Response)
        .where(_answers_of(release.round_id))
        .values(release_group_id=group.correlate(Response).scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def _store_counts(session: Session, release: tables.Release, grouping: Grouping, definition: SurveyDefinition) -> None:
    counts = recount(session, release)[:-1]
    is_statement = np.array([n < len(definition.statements) for n in range(len(definition.items))])
    for row, group, counted in zip(release.groups, grouping.groups, counts, strict=True):
        released = release_group(group, counted, is_statement, release.threshold)
        row.counts = released.counts.astype("<i4").tobytes()
        row.released = released.released.astype(np.uint8).tobytes()
    session.flush()


def recount(session: Session, release: tables.Release) -> Counts:
    """Count the stored answers: (groups + 1, items, 7), in the order of the release's groups; last, those in none."""
    items = len(definition_of(session.get_one(Round, release.round_id)).items)
    places: dict[int | None, int] = {group.id: place for place, group in enumerate(release.groups)}
    none = len(places)
    total = np.zeros((none + 1, items, CODES), dtype=np.int64)
    for answers in _packed_answers(session, release.round_id):
        index = np.fromiter((places.get(group, none) for group, _ in answers), dtype=np.int64, count=len(answers))
        packed = np.frombuffer(b"".join([packed for _, packed in answers]), dtype=np.uint8)
        rows = packed.reshape(len(answers), items)
        total += count_into_groups(rows, index, none + 1)
    return total


def _packed_answers(session: Session, round_id: int) -> Iterator[Sequence[tuple[int | None, bytes]]]:
    """Release group and packed answers of every response, some thousand at a time, straight from the driver.

    For a million rows, SQLAlchemy's handling of each would take longer than reading and counting them together.
    """
    columns = Response.__table__.c
    wanted = select(columns.release_group_id, columns.answers).where(_answers_of(round_id), columns.is_submitted)
    session.flush()
    connection = session.connection()
    statement = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
    # PostgreSQL keeps a cursor with a name at its own end; without one it would send all rows at once.
    name = ("answers",) if connection.dialect.name == "postgresql" else ()
    with closing(connection.connection.cursor(*name)) as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(_FETCHED_AT_ONCE):
            yield rows


def released_round(release: tables.Release, definition: SurveyDefinition) -> ReleasedRound:
    """A stored release as the domain knows it; fails where it no longer obeys its own rule."""
    items = len(definition.items)
    return ReleasedRound(
        k=release.threshold,
        asked=definition.asked,
        targets=definition.targets,
        domains={domain.id: tuple(s.id for s in domain.statements) for domain in definition.domains},
        questions={question.id: len(question.choices) for question in definition.questions},
        groups=tuple(_domain_group(row, items) for row in release.groups),
        cells=tuple(
            CoveredCell(c.agency_id, c.sector, c.role_group, c.answers, c.heads, c.group_key) for c in release.cells
        ),
    )


def _domain_group(row: tables.ReleaseGroup, items: int) -> ReleasedGroup:
    return ReleasedGroup(
        group=ReleaseGroup(
            key=row.key,
            role_group=row.role_group,
            kind=row.kind,
            sector=row.sector,
            agencies=tuple(row.agencies.split()),
            answers=row.answers,
            heads=row.heads,
        ),
        counts=_stored_counts(row).reshape(items, CODES),
        released=np.frombuffer(row.released, dtype=np.uint8).astype(bool),
    )


def _stored_counts(row: tables.ReleaseGroup) -> Counts:
    return np.frombuffer(row.counts, dtype="<i4").astype(np.int64)


def _digest(session: Session, release: tables.Release) -> str:
    """The hash of everything that is frozen, published figures included: a change to any of it shows."""
    frozen: Mapping[str, object] = {
        "round": release.round_id,
        "threshold": release.threshold,
        "secret": release.secret_id,
        "answers": release.answers,
        "groups": [
            [
                g.key,
                g.role_group,
                g.kind,
                g.sector,
                g.agencies,
                g.answers,
                g.heads,
                g.counts.hex(),
                g.released.hex(),
            ]
            for g in sorted(release.groups, key=lambda group: group.key)
        ],
        "cells": [
            [c.agency_id, c.role_group, c.sector, c.answers, c.heads, c.group_key]
            for c in sorted(release.cells, key=lambda cell: (cell.agency_id, cell.role_group))
        ],
        "figures": figures.hashes(session, release_id=release.id),
    }
    return hashlib.sha256(json.dumps(frozen, sort_keys=True).encode()).hexdigest()


# Rows without an order --------------------------------------------------------------------------------------


def rewrite_rows(session: Session, *, round_id: int) -> Iterator[None]:
    """Leave no order of arrival in the tables of answers and of participation; at each yield the caller commits.

    SQLite keeps both tables in the order of their keys anyway. PostgreSQL appends, and marks each row with the
    transaction that wrote it, which is the same for a person's answers and for their taking part. The release has
    written all answers of the round anew; here participation is, and then each table by itself in key order: a
    transaction that locked both could wait for a page that reads both, and the page for it.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(
        update(Participation)
        .where(Participation.round_id == round_id)
        .values(role_group=Participation.role_group)
        .execution_options(synchronize_session=False)
    )
    yield
    for table in (Response, Participation):
        name = table.__tablename__
        session.execute(text(f"CLUSTER {name} USING pk_{name}"))
        yield


# Proving it later -------------------------------------------------------------------------------------------


def verify_releases(session: Session) -> list[Difference]:
    """Every way in which a release differs from a recount of its answers less what was erased since."""
    releases = session.scalars(select(tables.Release).order_by(tables.Release.id))
    return [difference for release in releases for difference in verify(session, release)]


def verify(session: Session, release: tables.Release) -> list[Difference]:
    """In every group: released less recounted is never negative, and responses differ by what was erased."""
    title = session.get_one(Round, release.round_id).title
    recounted = recount(session, release)
    stored = recounted[:, 0].sum(axis=-1).tolist()  # every response has a code for the first item
    of_groups = zip(release.groups, stored, recounted, strict=False)
    found = [(group.key, _problem(group, answers, counted)) for group, answers, counted in of_groups]
    in_none = release.answers - sum(group.answers for group in release.groups)
    if stored[-1] > in_none:
        found.append(("answers in no group", f"{stored[-1]} are stored, but {in_none} were left out of the release"))
    missing = release.answers - sum(stored)
    if missing != release.erased:
        found.append(("all", f"{missing} answers are missing, but {release.erased} are noted as erased"))
    if release.digest != _digest(session, release):
        found.append(("all", "the release was changed after it was frozen"))
    return [Difference(title, place, problem) for place, problem in found if problem]


def _problem(group: tables.ReleaseGroup, answers: int, counted: Counts) -> str:
    """How a group's stored answers, so many and counted as (items, 7), disagree with what was released; or nothing."""
    released = np.frombuffer(group.released, dtype=np.uint8).astype(bool)
    counts = _stored_counts(group)
    if counts.size != counted.size or released.size != len(counted):
        return "its released counts do not fit the survey"
    if answers > group.answers or (counts.reshape(counted.shape)[released] < counted[released]).any():
        return "more answers are stored than were released"
    return ""
