"""The papers of agencies, as services keep them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.models.audit import AuditEvent
from tna.models.people import Agency
from tna.services import agreements
from tna.services.agreements import AgreementKind, AgreementRefused, missing_agreements, papers_of

SHARING, ASSESSMENT = AgreementKind.SHARING, AgreementKind.ASSESSMENT


def record(
    session: Session,
    agency: Agency,
    kind: AgreementKind = SHARING,
    *,
    signed_on: date = TODAY,
    signed_by: str = "Ruth Vale",
    link: str = "",
) -> None:
    agreements.record_agreement(
        session,
        agency_id=agency.id,
        kind=kind,
        signed_on=signed_on,
        signed_by=signed_by,
        link=link,
        today=TODAY,
        actor_id=factories.add_person(session, agency, password=None).id,
        now=NOW,
    )


def test_agencies_with_people_lack_what_is_not_recorded_in_the_order_of_their_names(session: Session) -> None:
    second, first = factories.add_agency(session, name="Vale Trust"), factories.add_agency(session, name="Abbey Trust")
    factories.add_agency(session, name="Nobody's Trust")
    whole = factories.add_agency(session, name="Kent Trust")
    for agency in (first, second, whole):
        factories.add_person(session, agency, password=None)
    record(session, second)
    for kind in AgreementKind:
        record(session, whole, kind)
    missing = missing_agreements(session)
    assert [(one.agency.name, one.kinds) for one in missing] == [
        ("Abbey Trust", (SHARING, ASSESSMENT)),
        ("Vale Trust", (ASSESSMENT,)),
    ]
    assert missing[1].papers == ("the data protection impact assessment",)


def test_an_agency_whose_people_have_all_gone_lacks_nothing(session: Session) -> None:
    agency = factories.add_agency(session)
    factories.leave(session, factories.add_person(session, agency))
    assert missing_agreements(session) == []


def test_a_paper_is_recorded_changed_and_taken_back_and_each_is_written_down(session: Session) -> None:
    agency = factories.add_agency(session)
    actor = factories.add_person(session, agency)
    record(session, agency, link="https://council.example/papers/1")
    record(session, agency, signed_on=TODAY - timedelta(days=3), signed_by="  Ruth  Vale ")
    paper = papers_of(session, agency_id=agency.id)[SHARING]
    assert (paper.signed_on, paper.signed_by, paper.link) == (TODAY - timedelta(days=3), "Ruth Vale", "")
    for _ in range(2):
        agreements.take_back_agreement(session, agency_id=agency.id, kind=SHARING, actor_id=actor.id, now=NOW)
    assert papers_of(session, agency_id=agency.id) == {}
    events = select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.action.contains("agreement"))
    assert [tuple(row) for row in session.execute(events.order_by(AuditEvent.id))] == [
        ("recorded an agreement", "sharing"),
        ("recorded an agreement", "sharing"),
        ("took back an agreement", "sharing"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "http://council.example/",
        "javascript:alert(1)",
        "council.example",
        "https://",
        "https://a b.example",
        "https://user:word@council.example",
        "https://[council.example",
        "https://council.example/" + "x" * 500,
        "https://council.example/\x00",
    ],
)
def test_a_link_that_is_not_safe_to_follow_is_refused(session: Session, link: str) -> None:
    with pytest.raises(AgreementRefused, match="begins with https://") as caught:
        record(session, factories.add_agency(session), link=link)
    assert caught.value.field == "link"


def test_nobody_has_signed_on_a_day_to_come_or_without_a_name(session: Session) -> None:
    agency = factories.add_agency(session)
    with pytest.raises(AgreementRefused, match="today or in the past"):
        record(session, agency, signed_on=TODAY + timedelta(days=1))
    for name in ("", " ", "n" * 201, "\x00"):
        with pytest.raises(AgreementRefused, match="who signed it"):
            record(session, agency, signed_by=name)
    assert papers_of(session, agency_id=agency.id) == {}
