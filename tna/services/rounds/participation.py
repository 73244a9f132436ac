"""Who took part in a round, in counts, against headcounts; and what a round would publish."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.groups import Cell
from tna.models.people import Agency
from tna.models.surveys import Participation, Round, RoundHeadcount
from tna.services.rounds.audience import asked_headcounts


def frozen_headcounts(session: Session, *, round_id: int) -> dict[tuple[str, str], int | None]:
    """Heads by (agency, role group) as they were when the round opened."""
    wanted = select(RoundHeadcount.agency_id, RoundHeadcount.role_group, RoundHeadcount.heads)
    rows = session.execute(wanted.where(RoundHeadcount.round_id == round_id))
    return {(agency, role_group): heads for agency, role_group, heads in rows}


def participation_cells(session: Session, *, round_: Round) -> list[Cell]:
    """How many people of each agency and role group have sent their answers, against headcount when it opened."""
    counted = (
        select(Participation.agency_id, Participation.role_group, func.count())
        .where(Participation.round_id == round_.id)
        .group_by(Participation.agency_id, Participation.role_group)
    )
    answers = {(agency, group): number for agency, group, number in session.execute(counted)}
    return cells_of(session, answers, frozen_headcounts(session, round_id=round_.id))


def expected_cells(session: Session, *, round_: Round, expected_rate: float) -> list[Cell]:
    """The cells there would be if this share (0..1) of everybody whom a round asks answered; binds nothing."""
    heads = asked_headcounts(session, round_=round_)
    expected = {cell: round(number * expected_rate) for cell, number in heads.items()}
    return cells_of(session, expected, heads)


def cells_of(
    session: Session, answers: Mapping[tuple[str, str], int], heads: Mapping[tuple[str, str], int | None]
) -> list[Cell]:
    """Answers and heads by (agency, role group) as cells, in order."""
    sectors = {agency_id: sector for agency_id, sector in session.execute(select(Agency.id, Agency.sector))}
    return [
        Cell(agency, sectors[agency], role_group, answers.get((agency, role_group), 0), heads.get((agency, role_group)))
        for agency, role_group in sorted(answers.keys() | heads.keys())
    ]
