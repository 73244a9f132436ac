"""A partnership with released rounds, for tests of the pages that show what was released."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd, send_answers
from tests.factories import NOW, TODAY
from tna.domain.people import Duty
from tna.models.needs import Release
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import pictures, releases

HEADS = {"B": 30, "D": 100}
A_YEAR = timedelta(days=365)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
Crowds = dict[tuple[str, str], int]

ANSWERED: Crowds = {("north", "D"): 30, ("north", "B"): 12, ("south", "D"): 14, ("south", "B"): 3}
"""By agency and role group. The three of South are too few for a group, and there is none for them to join."""


@dataclass
class Scene:
    """Two agencies, North with two groups of its own and South with one, and whatever rounds a test adds."""

    session: Session
    agencies: dict[str, Agency]
    people: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def released(
        self, title: str = "Spring", *, opens_on: date = TODAY, answered: Crowds | None = None, threshold: int = 10
    ) -> Round:
        """A round that was answered, closed and released."""
        return self.release(self.open(title, opens_on=opens_on, answered=answered), threshold=threshold)

    def release(self, round_: Round, *, threshold: int = 10) -> Round:
        """Close an open round and release it."""
        factories.close(self.session, round_)
        releases.make_release(self.session, round_id=round_.id, threshold=threshold, secret_id="test", now=NOW)
        self.session.commit()
        return round_

    def closed(self, title: str = "Spring", *, opens_on: date = TODAY, answered: Crowds | None = None) -> Round:
        """A round that was answered and closed, and whose release is owed."""
        round_ = self.open(title, opens_on=opens_on, answered=answered)
        factories.close(self.session, round_)
        self.session.commit()
        return round_

    def open(self, title: str = "Spring", *, opens_on: date = TODAY, answered: Crowds | None = None) -> Round:
        """A round that people are answering."""
        return self.answer(factories.add_round(self.session, title=title, opens_on=opens_on), answered)

    def answer(self, round_: Round, answered: Crowds | None = None) -> Round:
        """Open a planned round and let people answer it."""
        factories.open_round(self.session, round_)
        # By its place among all rounds: the id goes on growing in PostgreSQL, test after test.
        place = self.session.scalar(select(func.count()).where(Round.id <= round_.id)) or 0
        for seed, (cell, number) in enumerate((ANSWERED if answered is None else answered).items(), start=1):
            people = self._people(cell, number)
            send_answers(self.session, round_, people, role_group=cell[1], seed=seed + 100 * place)
        self.session.commit()
        return round_

    def draw(self, round_: Round) -> None:
        """Store a picture, the same for all, wherever the worker would draw one for this round."""
        release_id = self.session.scalar(select(Release.id).where(Release.round_id == round_.id))
        if release_id is None:
            missing = pictures.missing_coverage(self.session, round_id=round_.id, now=NOW)
        else:
            missing = pictures.missing_pictures(self.session, release_id=release_id)
        for wanted in missing:
            pictures.keep(self.session, wanted, PICTURE)
        self.session.commit()

    def _people(self, cell: tuple[str, str], number: int) -> list[int]:
        """The same people answer every round."""
        there = self.people.setdefault(cell, [])
        if len(there) < number:
            agency, role_group = cell
            there += add_crowd(self.session, self.agencies[agency], number - len(there), role_group=role_group)
        return there[:number]

    def somebody(self, *duties: Duty, leads: tuple[str, ...] = ()) -> Person:
        """Somebody who works at South, with these duties, leading the training of these agencies."""
        led = [self.agencies[one] for one in leads]
        person = factories.add_person(self.session, self.agencies["south"], duties=duties, leads=led)
        self.session.commit()
        return person


def scene(session: Session, *, north: str = "North", heads: dict[str, int] | None = None) -> Scene:
    """The two agencies, with everybody's headcount."""
    agencies = {
        "north": factories.add_agency(session, name=north, sector="health", heads=heads or HEADS),
        "south": factories.add_agency(session, name="South", sector="police", heads=HEADS),
    }
    return Scene(session, agencies)
