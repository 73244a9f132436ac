"""Versions of surveys: what there is, which numbers and ids they use, and what a new round may be made from.

A version is written once, by publishing or by the first round on a survey that comes with the product, and nothing
changes it afterwards.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.survey_edits.base import Data, EditRefused
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.surveys import Round, SurveyVersion
from tna.services.rounds import title_of
from tna.services.survey_files import ShippedSurvey, shipped_definitions, shipped_surveys
from tna.services.survey_yaml import read_text


@dataclass(frozen=True, slots=True)
class SurveyChoice:
    """A survey as it stands for good: published, or come with the product and not used yet.

    `title` is in the language spoken now; `rounds`: the titles of the rounds made from it, the newest first.
    """

    survey_id: str
    version: int
    title: str
    source: ShippedSurvey | SurveyVersion
    rounds: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.survey_id}:{self.version}"

    @property
    def words(self) -> str:
        """What people call it."""
        return gettext("%(title)s, version %(version)s", title=self.title, version=self.version)

    @property
    def published(self) -> SurveyVersion | None:
        """Its row, once it has one."""
        return self.source if isinstance(self.source, SurveyVersion) else None

    @property
    def text(self) -> str:
        """The text of its file."""
        if isinstance(self.source, ShippedSurvey):
            return self.source.path.read_text(encoding="utf-8")
        return self.source.definition


def choices(session: Session) -> list[SurveyChoice]:
    """What a new round may be made from: every version, the newest first within its survey."""
    found = [_published(session, one) for one in session.scalars(select(SurveyVersion).order_by(SurveyVersion.id))]
    frozen = {choice.key for choice in found}
    found += [choice for choice in _shipped() if choice.key not in frozen]
    return sorted(found, key=lambda choice: (choice.survey_id, -choice.version))


def _published(session: Session, version: SurveyVersion) -> SurveyChoice:
    made_from_it = select(Round.title).where(Round.survey_version_id == version.id)
    titles = session.scalars(made_from_it.order_by(Round.opens_on.desc(), Round.id.desc()))
    return SurveyChoice(version.survey_id, version.version, title_of(version), version, tuple(titles))


def _shipped() -> list[SurveyChoice]:
    shipped = zip(shipped_surveys(), shipped_definitions(), strict=True)
    return [SurveyChoice(one.id, one.version, spoken.title, one) for one, spoken in shipped]


def find_version(session: Session, *, version_id: int) -> SurveyVersion | None:
    """The published version with this id."""
    return session.get(SurveyVersion, version_id) if 0 < version_id <= LARGEST_ID else None


def highest_version(session: Session, *, survey_id: str) -> int:
    """The highest number that a version of this survey has; 0 where there is none."""
    numbers = session.scalars(select(SurveyVersion.version).where(SurveyVersion.survey_id == survey_id)).all()
    shipped = [one.version for one in _shipped() if one.survey_id == survey_id]
    return max((*numbers, *shipped), default=0)


def refuse_used(session: Session, *, survey_id: str, version: int) -> None:
    """Raise EditRefused where a draft cannot be of this version, since there is one as high or higher."""
    highest = highest_version(session, survey_id=survey_id)
    if version <= highest:
        message = gettext("There is a version %(highest)s already. Enter a higher number.", highest=highest)
        raise EditRefused("version", message)


def last_before(session: Session, *, survey_id: str, version: int) -> SurveyChoice | None:
    """The newest version of a survey below a number: what a draft of that number is held against."""
    older = [one for one in choices(session) if one.survey_id == survey_id and one.version < version]
    return older[0] if older else None


def earlier_data(session: Session, *, survey_id: str) -> list[Data]:
    """Every version of a survey as plain data, so that no id is given to something else."""
    own = [one for one in choices(session) if one.survey_id == survey_id]
    return [read_text(one.text, one.key).data for one in own]
