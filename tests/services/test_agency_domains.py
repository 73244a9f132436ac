"""Where an agency's people have their addresses, as the service keeps it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tna.models.audit import AuditEvent
from tna.models.people import Agency
from tna.services.agency_domains import DomainsRefused, set_domains


def put(session: Session, agency: Agency, *lines: str, home: bool = False) -> None:
    set_domains(session, agency=agency, lines=lines, takes_home_addresses=home, actor_id=None, now=NOW)


def domains(agency: Agency) -> list[str]:
    return [row.domain for row in agency.domains]


def test_the_list_is_exactly_what_was_entered(session: Session) -> None:
    agency = factories.add_agency(session)
    put(session, agency, "b.example", "a.example")
    put(session, agency, "c.example", "b.example", home=True)
    assert domains(agency) == ["b.example", "c.example"]
    assert agency.takes_home_addresses
    put(session, agency)
    assert (domains(agency), agency.takes_home_addresses) == ([], False)
    told = select(AuditEvent.detail).where(AuditEvent.action == "set mail domains").order_by(AuditEvent.id)
    assert list(session.scalars(told)) == ["a.example, b.example", "b.example, c.example, home addresses", ""]


def test_two_agencies_may_share_a_domain(session: Session) -> None:
    for agency in (factories.add_agency(session), factories.add_agency(session)):
        put(session, agency, "nhs.example")
        assert domains(agency) == ["nhs.example"]


def test_a_fault_changes_nothing(session: Session) -> None:
    agency = factories.add_agency(session)
    put(session, agency, "a.example")
    with pytest.raises(DomainsRefused) as caught:
        put(session, agency, "gmail.com", "x@y.example", "b.example")
    assert len(caught.value.faults) == 2
    assert domains(agency) == ["a.example"]
