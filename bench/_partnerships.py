"""A partnership of fourteen agencies, and rounds with as many packed responses as a benchmark asks for."""

import secrets
from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests import factories
from tna.domain.answers import CODES
from tna.domain.surveys import SurveyDefinition
from tna.models.surveys import Round
from tna.services.survey_files import load_reference

AGENCIES = 14
_AT_ONCE = 20_000
# Answers pile up on the middle levels, as real ones do: blank, one to five, not part of my role.
_SHARES = (0.05, 0.06, 0.16, 0.3, 0.27, 0.12, 0.04)
_INSERT = (
    "INSERT INTO responses (key, round_id, respondent_key, is_submitted, agency_id, role_group, answers) "
    "VALUES (?, ?, ?, 1, ?, ?, ?)"
)
_COPY = "COPY responses (key, round_id, respondent_key, is_submitted, agency_id, role_group, answers) FROM STDIN"

Row = tuple[bytes, int, bytes, str, str, bytes]


def add_partnership(session: Session, heads: int) -> list[str]:
    """Agencies of every sector with so many heads in each role group; returns their ids."""
    sectors = [sector.id for sector in load_reference().sectors]
    role_groups = [group.id for group in load_reference().role_groups]
    return [
        factories.add_agency(session, sector=sectors[place % len(sectors)], heads=dict.fromkeys(role_groups, heads)).id
        for place in range(AGENCIES)
    ]


def fill(session: Session, round_: Round, agencies: list[str], responses: int) -> None:
    """Put so many sent responses into an open round, past the services: a million by them would take hours."""
    session.commit()
    connection = session.connection()
    raw = connection.connection.cursor()
    rows = _rows(factories.definition_of(round_), round_.id, agencies, responses)
    if connection.dialect.name == "sqlite":
        raw.execute("PRAGMA cache_size = -65536")
        raw.executemany(_INSERT, rows)
    else:
        with raw.copy(_COPY) as copy:
            for key, round_id, respondent_key, agency, role_group, answers in rows:
                copy.write_row((key, round_id, respondent_key, True, agency, role_group, answers))
    session.commit()
    if connection.dialect.name == "postgresql":
        session.execute(sa.text("ANALYZE responses"))


def _rows(definition: SurveyDefinition, round_id: int, agencies: list[str], responses: int) -> Iterator[Row]:
    rng = np.random.default_rng(responses)
    role_groups = definition.role_groups
    highest = np.array([_highest_codes(definition, role_group) for role_group in role_groups], dtype=np.uint8)
    for start in range(0, responses, _AT_ONCE):
        number = min(_AT_ONCE, responses - start)
        agency, group = rng.integers(0, len(agencies), number), rng.integers(0, len(role_groups), number)
        packed = rng.choice(CODES, size=(number, len(definition.items)), p=_SHARES).astype(np.uint8)
        packed[packed > highest[group]] = 0
        for its_agency, its_group, answers in zip(agency, group, packed, strict=True):
            yield (
                secrets.token_bytes(16),
                round_id,
                secrets.token_bytes(32),
                agencies[its_agency],
                role_groups[its_group],
                answers.tobytes(),
            )


def _highest_codes(definition: SurveyDefinition, role_group: str) -> list[int]:
    """The largest code each item may hold for a role group: none where it is not asked."""
    statements = [CODES - 1 if definition.is_asked(role_group, one.id) else 0 for one in definition.statements]
    return statements + [len(question.choices) for question in definition.questions]
