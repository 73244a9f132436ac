"""Everything there is to do, for one who leads training or runs the partnership."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from tna.domain.people import Action, Standing, agencies_within, may
from tna.domain.reports.this_week import ToDo, in_order
from tna.services.courses import catalogue_of
from tna.services.reports import agency_titles
from tna.services.week import courses, people, rounds


def to_do(
    session: Session, *, standing: Standing, today: date, has_base_url: bool, person_id: int | None = None
) -> tuple[ToDo, ...]:
    """What somebody of this standing has to do, the most pressing first; nothing for those who have no duty for it.

    `person_id`: who it is, for what they do as a screener.

    Nothing here derives from anybody's answers: of the open round only what coverage shows is used.
    """
    titles = agency_titles(session)
    own = agencies_within(standing, Action.ASSIGN_COURSES, frozenset(titles))
    agencies = {agency_id: title for agency_id, title in titles.items() if agency_id in own}
    of_all = _of_the_partnership(session, standing, today, has_base_url=has_base_url)
    screener_id = person_id if may(standing, Action.SCREEN_TEXTS) else None
    is_manager = may(standing, Action.RUN_ROUNDS)
    texts = rounds.texts_to_hand_on(session, today=today, screener_id=screener_id, is_manager=is_manager)
    return in_order([*texts, *of_all, *_of_agencies(session, standing, agencies, today)])


def _of_the_partnership(session: Session, standing: Standing, today: date, *, has_base_url: bool) -> Iterator[ToDo]:
    if may(standing, Action.RUN_ROUNDS):
        yield from rounds.rounds_to_run(session, today=today, has_base_url=has_base_url)
    if may(standing, Action.KEEP_AGENCIES):
        yield from people.agencies_to_ask(session, today=today)
    if may(standing, Action.KEEP_COURSES):
        yield from courses.registers_to_keep(session, today=today)


def _of_agencies(session: Session, standing: Standing, agencies: Mapping[str, str], today: date) -> Iterator[ToDo]:
    if not agencies:
        return
    yield from people.people_to_answer(session, agencies=agencies)
    yield from courses.dates_to_fill(session, today=today)
    yield from courses.wishes_to_nominate(session, agency_ids=list(agencies), today=today)
    yield from courses.renewals_due(session, agencies=agencies, catalogue=catalogue_of(session), today=today)
    if not may(standing, Action.RUN_ROUNDS):  # who runs rounds has been told of all agencies already
        yield from rounds.agencies_that_lag(session, agencies=dict(agencies))
