"""The API holds what its description promises, whatever it is asked: cases made from the description itself."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY
from tests.web.partnerships import scene
from tna.domain.people import Duty
from tna.models.needs import Release
from tna.models.people import FailedSignIns
from tna.services import api_tokens
from tna.web.api_document import document

# Each has its reason: what a strict reader of the description could hold against an answer.
HELD_TO = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "unsupported_method",
)

ASKED = set(document()["paths"]) - {"/api/v1/openapi.json"}  # which schemathesis itself reads


@pytest.fixture
def hold(app: Flask, session: Session) -> Callable[[int], set[str]]:
    """Asks every operation so many times within what is described and outside of it; gives their names."""
    made = scene(session)
    made.released()
    release_id = session.scalars(select(Release.id).order_by(Release.id)).one()
    person = made.somebody(Duty.ANALYST)
    token = api_tokens.make(session, person_id=person.id, name="Tests", days=30, today=TODAY, now=NOW)
    session.commit()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {token}"}
    held_to = checks.CHECKS.get_by_names(HELD_TO)

    def held(examples: int) -> set[str]:
        operations = [one.ok() for one in schema.get_all_operations()]
        for operation in operations:
            strategy = (
                operation.as_strategy(path_parameters={"release_id": release_id})
                | operation.as_strategy()
                | operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
            )

            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )
            @given(case=strategy)
            def ask(case: Any) -> None:
                session.execute(delete(FailedSignIns))  # thousands of questions, and no quarter of an hour to wait
                session.commit()
                case.call_and_validate(headers=headers, checks=held_to)

            ask()
        return {operation.path for operation in operations}

    return held


def test_every_operation_answers_as_it_is_described(hold: Callable[[int], set[str]]) -> None:
    assert hold(6) == ASKED


@pytest.mark.slow
def test_every_operation_answers_as_it_is_described_hundreds_of_times(hold: Callable[[int], set[str]]) -> None:
    assert hold(400) == ASKED
