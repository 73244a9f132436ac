"""Every file of a released round, taken by somebody who compares them byte for byte.

Two rounds are answered by the same people. In the second, what the people of each released group answered has changed
hands among them, item by item, and those in no group answer something else. Whatever a file says, it says the same of
both: so no file, and no comparison of files, tells who of a group gave which answer, which answers go together, or
anything of those too few for a group.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import TODAY
from tests.web.browsing import sign_in
from tests.web.partnerships import A_YEAR, Scene
from tna.domain.people import Duty
from tna.models.needs import Release
from tna.models.surveys import Response, Round
from tna.services.releases import released_round
from tna.services.rounds import definition_of

TOO_FEW = ("south", "B")
K = 10

Cells = dict[tuple[str, str], list[bytes]]


@pytest.fixture
def reader(client: Any, session: Session, partnership: Scene) -> Any:
    """The browser of the manager, who may download everything."""
    sign_in(client, session, partnership.somebody(Duty.MANAGER, Duty.ANALYST))
    return client


def rows_of(session: Session, round_: Round) -> dict[tuple[str | None, str | None], list[Response]]:
    found: dict[tuple[str | None, str | None], list[Response]] = {}
    for row in session.scalars(select(Response).where(Response.round_id == round_.id).order_by(Response.key)):
        found.setdefault((row.agency_id, row.role_group), []).append(row)
    return found


def dealt_anew(rows: Sequence[bytes], random: Random) -> list[bytes]:
    """The same answers to every item, in other hands."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    for column in columns:
        random.shuffle(column)
    return [bytes(row) for row in zip(*columns, strict=True)]


def two_rounds(session: Session, partnership: Scene) -> tuple[Round, Round]:
    """A released round, and one released after it in which the answers of each group have changed hands."""
    first = partnership.open("Spring", opens_on=TODAY - A_YEAR)
    answers = {cell: [row.answers for row in rows] for cell, rows in rows_of(session, first).items()}
    partnership.release(first)
    second = partnership.open("Autumn", opens_on=TODAY - timedelta(days=30))
    random = Random(7)
    few = (partnership.agencies[TOO_FEW[0]].id, TOO_FEW[1])
    for cell, rows in rows_of(session, second).items():
        dealt = dealt_anew(answers[cell], random)
        for row, packed in zip(rows, dealt, strict=True):
            # In a cell too small for any group, everybody says something else.
            row.answers = bytes(code and code % 5 + 1 for code in packed) if cell == few else packed
    session.commit()
    return first, partnership.release(second)


def exports(partnership: Scene, round_: Round) -> Iterator[str]:
    """The address of every file of the needs of one round, under every filter, and of what-ifs."""
    here = f"round={round_.id}&compare=none"
    for name in ("role-groups", "agencies", "ranking", "statements"):
        yield f"/needs/{name}.csv?{here}"
    for role_group in "ABCDEFGHIJ":
        yield f"/needs/statements.csv?{here}&role_group={role_group}"
    for agency in partnership.agencies.values():
        for name in ("role-groups", "statements"):
            yield f"/needs/agencies/{agency.id}/{name}.csv?{here}"
    for level in range(1, 6):
        yield f"/needs/what-if/what-if.csv?{here}&all={level}"
    yield f"/needs/what-if/what-if.csv?{here}&D.s01=5&B.D2=1"


def files(reader: Any, partnership: Scene, round_: Round) -> dict[str, bytes | int]:
    """What each address gives, but for the title of the round in it, or the status of one that gives nothing."""
    found: dict[str, bytes | int] = {}
    for address in exports(partnership, round_):
        answer = reader.get(address)
        found[address.replace(f"round={round_.id}&", "")] = (
            answer.data.replace(round_.title.encode(), b"") if answer.status_code == 200 else answer.status_code
        )
    return found


def test_every_file_is_the_same_whoever_of_a_group_gave_which_answer(
    reader: Any, session: Session, partnership: Scene
) -> None:
    first, second = two_rounds(session, partnership)
    before, after = files(reader, partnership, first), files(reader, partnership, second)
    assert before == after
    assert sum(isinstance(one, bytes) for one in before.values()) >= 15


def test_a_file_with_the_cells_too_small_for_a_group_would_not_be_the_same(
    session: Session, partnership: Scene
) -> None:
    """The simpler file: mean confidence of every agency and role group, small or not, or of people's own sums."""
    first, second = two_rounds(session, partnership)

    def naive(round_: Round) -> tuple[dict[Any, float], dict[Any, int]]:
        cells = rows_of(session, round_)
        means = {cell: sum(row.answers[0] for row in rows) / len(rows) for cell, rows in cells.items()}
        complete = {
            cell: sum(all(1 <= code <= 5 for code in row.answers[:3]) for row in rows) for cell, rows in cells.items()
        }
        return means, complete

    (means, complete), (means_then, complete_then) = naive(first), naive(second)
    few = (partnership.agencies[TOO_FEW[0]].id, TOO_FEW[1])
    assert [cell for cell in means if means[cell] != pytest.approx(means_then[cell])] == [few]
    assert complete != complete_then


def test_every_number_of_people_in_a_file_is_of_whole_groups(reader: Any, session: Session, partnership: Scene) -> None:
    """A statement's people who answered are a sum over released groups, at least k of them, in every file."""
    round_ = partnership.released()
    release = session.scalars(select(Release)).one()
    released = released_round(release, definition_of(round_))
    texts = {statement.text: place for place, statement in enumerate(definition_of(round_).statements)}
    wordings = definition_of(round_).wordings
    for words in wordings.values():
        texts |= {text: released.statements.index(statement) for statement, text in words.items()}
    checked = 0
    for address in exports(partnership, round_):
        answer = reader.get(address)
        if answer.status_code != 200:
            continue
        header, *lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        if "Statement" not in header or "People who answered" not in header:
            continue
        for line in lines:
            told = line[header.index("People who answered")]
            if told.isdigit():
                place = texts[line[header.index("Statement")]]
                sizes = [int(one.counts[place][1:6].sum()) for one in released.groups if one.released[place]]
                sums = {sum(n for bit, n in enumerate(sizes) if mask >> bit & 1) for mask in range(2 ** len(sizes))}
                assert int(told) in sums
                assert int(told) >= K or int(told) == 0
                checked += 1
    assert checked > 100
