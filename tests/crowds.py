"""Many people and their answers at once, through the same services; differing answers from a seed."""

from random import Random

from sqlalchemy.orm import Session

from tests.factories import NOW, SECRET, TODAY, definition_of, statements_asked
from tna.domain.people import respondent_key
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services.newcomers import Newcomer, add_people
from tna.services.survey_files import load_reference
from tna.services.surveys import Collected, send_collected

_JOBS = {"B": "response-officer", "D": "health-visitor", "E": "front-door-officer"}
_VALUES = ("", "1", "2", "3", "3", "4", "4", "5", "6")


def add_crowd(session: Session, agency: Agency, number: int, *, role_group: str = "D") -> list[int]:
    """So many people of one role group in an agency, without passwords; returns their ids."""
    start = Random(f"{agency.id} {role_group} {number}").randrange(10**9)
    newcomers = [
        Newcomer(f"p{start + n}@{agency.id}.example", f"Somebody {n}", agency.id, _JOBS[role_group], role_group)
        for n in range(number)
    ]
    return add_people(session, newcomers=newcomers, reference=load_reference(), actor_id=None, now=NOW)


def send_answers(
    session: Session, round_: Round, people: list[int], *, role_group: str = "D", seed: int = 1, secret: str = SECRET
) -> None:
    """These people send answers that differ: any level, not my role, or blank."""
    random = Random(seed)
    asked = statements_asked(definition_of(round_), role_group)
    collected = [
        Collected(person, respondent_key(secret, person), {one: random.choice(_VALUES) for one in asked}, TODAY)
        for person in people
    ]
    send_collected(session, round_=round_, collected=collected)


def add_answering_crowd(
    session: Session, round_: Round, agency: Agency, number: int, *, role_group: str = "D", seed: int = 1
) -> list[int]:
    """So many new people of an agency, who have all sent their answers."""
    people = add_crowd(session, agency, number, role_group=role_group)
    send_answers(session, round_, people, role_group=role_group, seed=seed)
    return people
