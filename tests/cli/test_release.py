"""`tna release verify`: silent agreement with a recount, or every difference and status 1."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests import factories
from tests.cli.tools import run
from tests.crowds import add_answering_crowd
from tests.databases import Database
from tna.models.evaluations import Block
from tna.models.needs import Release
from tna.services import blocks, releases


@pytest.fixture
def released(fresh_database: Database) -> Database:
    """A database with one released round."""
    with Session(fresh_database.engine) as session:
        round_ = None
        for seed in (1, 2):
            agency = factories.add_agency(session)
            round_ = round_ or factories.add_open_round(session, title="Spring")
            add_answering_crowd(session, round_, agency, 20, seed=seed)
        assert round_ is not None
        factories.close(session, round_)
        releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=factories.NOW)
        session.commit()
    return fresh_database


def test_a_release_that_agrees_with_a_recount_ends_with_status_0(released: Database) -> None:
    result = run(released, "release", "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Every release agrees with a recount.\n"


def test_every_difference_is_a_line_and_ends_with_status_1(released: Database) -> None:
    with Session(released.engine) as session:
        session.execute(update(Release).values(erased=3, digest="0" * 64))
        session.commit()
    result = run(released, "release", "verify")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "Spring, all: 0 answers are missing, but 3 are noted as erased",
        "Spring, all: the release was changed after it was frozen",
    ]


def test_a_database_without_releases_agrees(fresh_database: Database) -> None:
    assert run(fresh_database, "release", "verify").exit_code == 0


def test_blocks_of_course_forms_are_counted_again_as_well(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        for level in range(10):
            before, after = bytes([1 + level % 5] * 3), bytes([1 + level % 3] * 3)
            factories.add_pair(session, "CSA-06", before, after, before)
        made = blocks.release_blocks(session, course_id="CSA-06", threshold=10, secret_id="test", today=factories.TODAY)
        assert len(made) == 1
        session.commit()
    assert run(fresh_database, "release", "verify").exit_code == 0
    with Session(fresh_database.engine) as session:
        session.execute(update(Block).values(erased=2))
        session.commit()
    result = run(fresh_database, "release", "verify")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Supporting parents and carers, block 1: 0 pairs are missing, but 2 are noted as erased"
    ]
