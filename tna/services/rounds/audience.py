"""Whom a round asks: only those of whose role group its survey wants to know anything."""

from sqlalchemy import ColumnExpressionArgument
from sqlalchemy.orm import Session

from tna.models.people import Membership, Person
from tna.models.surveys import Round
from tna.services.agencies import headcounts
from tna.services.rounds.definitions import definition_of


def are_asked(round_: Round) -> tuple[ColumnExpressionArgument[bool], ...]:
    """The conditions on people joined with their memberships that a round asks them anything."""
    asks = Membership.role_group.in_(definition_of(round_).role_groups)
    return Membership.is_answering, Person.left_on.is_(None), asks


def asked_headcounts(session: Session, *, round_: Round) -> dict[tuple[str, str], int]:
    """Heads of today by (agency, role group), of those whom a round asks anything."""
    asked = frozenset(definition_of(round_).role_groups)
    return {cell: heads for cell, heads in headcounts(session).items() if cell[1] in asked}
