"""Learning resources: added, changed, removed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tna.models.audit import AuditEvent
from tna.services import courses, resources
from tna.services.course_changes import CourseFaulty

NEW: dict[str, object] = {
    "title": "A short film",
    "kind": "film",
    "publisher": "Somebody",
    "minutes": 12,
    "domains": ["D1"],
}


def add(session: Session, **changes: object) -> str:
    return resources.add_resource(session, entries={**NEW, **changes}, actor_id=None, now=NOW).id


def test_the_id_of_a_resource_is_made_from_its_title_and_is_free(session: Session) -> None:
    assert [add(session), add(session), add(session, title="100 % – ä")] == [
        "a-short-film",
        "a-short-film-2",
        "resource-100",
    ]
    long = add(session, title="a title of many words " * 3)
    assert len(long) <= 40
    assert [one.id for one in courses.catalogue_of(session).resources][-1] == long


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"url": "http://example.org"}, "url"),
        ({"domains": ["D9"]}, "domains[0]"),
        ({"for": ["K"]}, "for[0]"),
        ({"title": "t" * 81}, "title"),
        ({"kind": "song"}, "kind"),
    ],
)
def test_a_faulty_resource_is_refused_with_its_place(session: Session, changes: dict[str, object], place: str) -> None:
    with pytest.raises(CourseFaulty) as faulty:
        add(session, **changes)
    assert [fault.place for fault in faulty.value.faults] == [place]
    assert courses.catalogue_of(session).resources == ()


def test_a_resource_is_changed_and_removed_and_each_is_noted(session: Session) -> None:
    factories.add_catalogue(session)
    row = resources.find_resource(session, resource_id="key-messages")
    assert row is not None
    resources.change_resource(session, row=row, entries={**NEW, "id": "other"}, actor_id=None, now=NOW)
    assert courses.catalogue_of(session).resource("key-messages").title == "A short film"
    resources.remove_resource(session, row=row, actor_id=None, now=NOW)
    assert resources.find_resource(session, resource_id="key-messages") is None
    wanted = select(AuditEvent.action).where(AuditEvent.subject == "key-messages").order_by(AuditEvent.id)
    assert list(session.scalars(wanted)) == ["changed a resource", "removed a resource"]
    assert courses.not_here_yet(session) == courses.Missing(courses=0, resources=1)
