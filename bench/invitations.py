"""Queueing 5,000 invitations and as many reminders, committed, against one object a person through the ORM.

Run: .venv/bin/python bench/invitations.py. Also what a minute costs in which nobody is left to invite or remind.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import sqlalchemy as sa
from _figures import figure, heading, last_words, timed
from _installations import NAMES, fresh, fresh_installations, session_of
from _partnerships import AGENCIES, add_partnership
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.databases import KINDS, Database
from tna.domain.notices import NoticeKind
from tna.models.notices import Notice
from tna.models.people import Agency, Membership
from tna.models.surveys import Round
from tna.services import invitations, reminder_plans, reminders

PEOPLE, RUNS = 5_000, 5
MOST_SECONDS = 5.0
OPENS_ON, REMINDED_ON = date(2027, 3, 1), date(2027, 3, 9)
NOON, REMINDED_AT = datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 3, 9, 12, tzinfo=UTC)


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made:
        for kind in KINDS:
            database = fresh(made, kind)
            with session_of(database) as session:
                round_id = prepare(session)
                session.execute(sa.text("ANALYZE"))  # as a database in use does by itself
            heading(f"{PEOPLE:,} invitations and reminders on {NAMES[kind]}")
            queueing(database, round_id)
    last_words()


def prepare(session: Session) -> int:
    """A partnership of so many people, and an open round with a day of reminders; its id."""
    agencies = add_partnership(session, 1_000)
    for place, agency_id in enumerate(agencies):
        number = PEOPLE // AGENCIES + (place < PEOPLE % AGENCIES)
        add_crowd(session, session.get_one(Agency, agency_id), number)
    round_ = factories.add_open_round(session, opens_on=OPENS_ON)
    reminder_plans.save_plan(
        session,
        round_=round_,
        agency_id=None,
        days=[REMINDED_ON],
        takes_weekends=False,
        quiet_from=19,
        quiet_until=8,
        today=OPENS_ON,
        actor_id=None,
        now=NOON,
    )
    return round_.id


def queueing(database: Database, round_id: int) -> None:
    """Both kinds of message, and both again with nobody left."""
    ours, plain = timed(
        RUNS,
        clean(database, NoticeKind.INVITATION, lambda session: invite(session, round_id)),
        clean(database, NoticeKind.INVITATION, lambda session: one_by_one(session, round_id)),
    )
    figure("queueing the invitations, committed", ours.middle, "s", at_most=MOST_SECONDS)
    figure("the same, for one of adding one object a person", ours.middle / plain.middle, "x", at_most=1)
    # The plain way came last and has left its own invitations, which would do as well.
    reminding = clean(
        database, NoticeKind.REMINDER, lambda session: reminders.write_due_reminders(session, REMINDED_AT)
    )
    (reminded,) = timed(RUNS, reminding)
    figure("queueing the reminders of a day, committed", reminded.middle, "s", at_most=MOST_SECONDS)
    idle, quiet = timed(
        RUNS,
        clean(database, None, lambda session: invitations.invite_newcomers(session, NOON)),
        clean(database, None, lambda session: reminders.write_due_reminders(session, REMINDED_AT)),
    )
    figure("a minute in which nobody is left to invite", idle.middle * 1000, "ms")
    figure("a minute of a day whose reminders are written", quiet.middle * 1000, "ms")


def invite(session: Session, round_id: int) -> None:
    """As the manager's button does."""
    round_ = session.get_one(Round, round_id)
    written = invitations.invite_everybody(session, round_=round_, actor_id=None, today=OPENS_ON, now=NOON)
    assert written == PEOPLE


def one_by_one(session: Session, round_id: int) -> None:
    """As a first draft would: everybody through the mapped class, one object for each."""
    for membership in session.scalars(select(Membership).where(Membership.is_answering)).all():
        session.add(
            Notice(
                kind=NoticeKind.INVITATION.value,
                key=f"invitation:{round_id}:{membership.person_id}",
                due_at=NOON,
                person_id=membership.person_id,
                round_id=round_id,
                agency_id=membership.agency_id,
            )
        )
    session.flush()


def clean(database: Database, kind: NoticeKind | None, work: Callable[[Session], None]) -> Callable[[], None]:
    """The work in a transaction of its own, committed, after what it writes has been deleted."""

    def run() -> None:
        with session_of(database) as session:
            if kind is not None:
                session.execute(delete(Notice).where(Notice.kind == kind.value))
            work(session)

    return run


if __name__ == "__main__":
    main()
