"""Bringing in a hundred thousand people from one file, against nothing but the inserts of the same rows.

Run: .venv/bin/python bench/imports.py. Ours reads the file, checks every row, holds it against who is here, and writes
all of it in one transaction as the worker does; the bare loop sends the rows to the driver as they are.
"""

import csv
from dataclasses import replace
from io import StringIO

import sqlalchemy as sa
from _figures import figure, forget_peak, heading, last_words, peak_megabytes, remark, stopwatch
from _installations import NAMES, fresh, fresh_installations, session_of
from sqlalchemy import func, insert, select

from tests import factories
from tests.databases import KINDS, Database
from tests.factories import NOW, TODAY
from tna.domain.lists import ListKind
from tna.models.people import Membership, Person
from tna.services.lists import bringing_in, taking_back, uploads
from tna.services.lists.acts import Act
from tna.services.lists.checks import check_list
from tna.services.survey_files import load_reference
from tna.services.tables import read_list

PEOPLE = 100_000


def main() -> None:
    """Print every figure."""
    content = file_of(PEOPLE)
    with fresh_installations() as made:
        for kind in KINDS:
            heading(f"{PEOPLE:,} people from one file of {len(content) / 1e6:.1f} MB on {NAMES[kind]}")
            bring_in(fresh(made, kind), content)
    last_words()


def file_of(people: int) -> bytes:
    """A file as an agency would send it, with columns of no use here."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["Payroll number", "Forename", "Surname", "Work e-mail", "Job title", "Team", "Grade"])
    for n in range(people):
        row = [
            f"{n:06}",
            f"Given{n % 700}",
            f"Family{n}",
            f"given.family{n}@harbour.example",
            "Health visitor",
            "A",
            "6",
        ]
        writer.writerow(row)
    return out.getvalue().encode()


def bring_in(database: Database, content: bytes) -> None:
    """Upload, check, bring in and take back; then the bare rows."""
    with session_of(database) as session, stopwatch() as whole:
        actor = factories.add_person(session, factories.add_agency(session, name="Harbour Trust"), password=None)
        session.commit()
        with stopwatch() as reading:
            table = read_list(content, file_name="staff.csv")
            import_ = uploads.keep_upload(
                session,
                kind=ListKind.PEOPLE,
                agency_id="harbour-trust",
                table=table,
                file_name="staff.csv",
                actor_id=actor.id,
                now=NOW,
            )
            session.commit()
        del table
        act = Act(actor.id, NOW, TODAY, load_reference())
        choices = uploads.choices_of(import_)
        with stopwatch() as checking:
            found = check_list(
                session, import_=import_, choices=choices, reference=act.reference, today=TODAY, actor_id=actor.id
            )
            assert not found.faults
            digest = found.digest
        del found
        with stopwatch() as writing:
            import_id = import_.id
            forget_peak()  # another process does this
            agreed = replace(choices, expected=digest)
            bringing_in.bring_in(session, import_id=import_id, choices=agreed, act=act)
            session.commit()
            for _ in bringing_in.bring_in_steps(
                session, import_id=import_id, reference=act.reference, now=NOW, today=TODAY
            ):
                session.commit()
            session.commit()
        assert session.scalar(select(func.count()).select_from(Person)) == PEOPLE + 1
        most = peak_megabytes()
    figure("reading the file and keeping it", reading(), "s")
    figure("checking it for the page", checking(), "s")
    figure("bringing it in", writing(), "s", at_most=60)
    figure("all three", whole(), "s", at_most=60)
    figure("the most memory while it is brought in", most, "MB", at_most=500)
    with session_of(database) as session:
        with stopwatch() as undoing:
            for _ in taking_back.take_back_steps(session, import_id=import_id, now=NOW):
                session.commit()
            session.commit()
        assert session.scalar(select(func.count()).select_from(Person)) == 1
        figure("taking it back", undoing(), "s")
        with stopwatch() as bare:
            _bare(session)
    figure("the same rows by bare inserts", bare(), "s")
    figure("bringing in for one of the bare inserts", writing() / bare(), "x")
    remark("Ours also checks every row twice, and writes down what it would take to undo it.")


def _bare(session: sa.orm.Session) -> None:
    rows = [{"id": n + 10**6, "email": f"bare{n}@harbour.example", "name": f"Bare {n}"} for n in range(PEOPLE)]
    jobs = [
        {"person_id": n + 10**6, "agency_id": "harbour-trust", "job": "health-visitor", "role_group": "D",
         "is_answering": True}
        for n in range(PEOPLE)
    ]  # fmt: skip
    session.execute(insert(Person.__table__), rows)  # type: ignore[arg-type]
    session.execute(insert(Membership.__table__), jobs)  # type: ignore[arg-type]
    session.commit()


if __name__ == "__main__":
    main()
