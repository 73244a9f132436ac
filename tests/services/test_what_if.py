"""A what-if of a stored release: from what was released alone, whatever became of the answers since."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.web.partnerships import scene
from tna.domain.reports.what_if import WhatIfReport
from tna.models.needs import Release
from tna.models.surveys import Response
from tna.services import figures, releases, reports, what_if

CHANGES = {"D": {"D1": 5, "D2": 2}, "B": {"s01": 5}}


def tried(session: Session) -> WhatIfReport:
    session.expire_all()
    [released] = reports.released_rounds(session)
    return what_if.report(session, released, CHANGES)


def test_an_erasure_between_two_what_ifs_or_exports_changes_nothing(session: Session) -> None:
    """The attack of the difference: every figure of the release, and every what-if, stays as it was."""
    scene(session).released()
    release = session.scalars(select(Release)).one()
    before, stored, counted = (
        tried(session),
        figures.hashes(session, release_id=release.id),
        releases.recount(session, release),
    )
    erased = session.scalars(select(Response.key).where(Response.role_group == "D").order_by(Response.key)).first()
    session.execute(delete(Response).where(Response.key == erased))
    release.erased += 1
    session.flush()
    assert tried(session) == before
    assert figures.hashes(session, release_id=release.id) == stored
    # Counted again it would be other figures, and the difference is one person.
    assert (counted - releases.recount(session, release))[:, 0].sum() == 1


def test_all_answers_gone_a_what_if_is_as_it_was(session: Session) -> None:
    scene(session).released()
    before = tried(session)
    session.execute(delete(Response))
    assert tried(session) == before


def test_without_changes_it_is_the_release(session: Session) -> None:
    scene(session).released()
    [released] = reports.released_rounds(session)
    report = what_if.report(session, released, {})
    assert report.moves == ()
    assert all(row[1] == row[2] and row[3] == row[4] for row in report.role_groups.rows)
    assert all(row[2] == row[4] for row in report.needs.rows)
