"""The papers an agency needs before its people are asked: a sharing agreement and a data protection assessment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.models.people import Agency, Agreement, Membership

KINDS = {"sharing": "sharing agreement", "assessment": "data protection assessment"}


@dataclass(frozen=True, slots=True)
class MissingAgreement:
    """One paper that an agency with people in it has not signed, by its kind and in words."""

    agency_id: str
    agency_name: str
    kind: str

    @property
    def what(self) -> str:
        """The paper in words, inside a sentence."""
        return KINDS[self.kind]


def missing_agreements(session: Session) -> list[MissingAgreement]:
    """Every paper that is missing of an agency in which somebody works now, by the agency's name."""
    working = select(Membership.agency_id).where(Membership.ended_on.is_(None))
    agencies = session.execute(
        select(Agency.id, Agency.name).where(Agency.id.in_(working)).order_by(Agency.name, Agency.id)
    )
    there = {(agency_id, kind) for agency_id, kind in session.execute(select(Agreement.agency_id, Agreement.kind))}
    return [
        MissingAgreement(agency_id, name, kind)
        for agency_id, name in agencies
        for kind in KINDS
        if (agency_id, kind) not in there
    ]
