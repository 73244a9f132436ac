"""Those who keep people and those who read figures, at their browsers; and an installation of two languages."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.pseudo import write_catalogue
from tests.web.browsing import sign_in
from tests.web.partnerships import Scene, scene
from tna.domain.people import Duty
from tna.models.people import Agency, Person


@pytest.fixture
def agency(session: Session) -> Agency:
    """Where everybody works unless a test says otherwise."""
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def manager(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Mara Keeper", duties=[Duty.MANAGER])


@pytest.fixture
def administrator(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Ada Admin", duties=[Duty.ADMINISTRATOR])


@pytest.fixture
def browser(client: Any, session: Session, manager: Person) -> Any:
    """The browser of a partnership manager."""
    sign_in(client, session, manager)
    return client


@pytest.fixture
def admin_browser(browsers: Any, session: Session, administrator: Person) -> Any:
    """The browser of an administrator."""
    made = browsers()
    sign_in(made, session, administrator)
    return made


@pytest.fixture
def partnership(session: Session) -> Scene:
    """Two agencies with headcounts, and whatever rounds a test adds."""
    return scene(session)


@pytest.fixture
def reader(client: Any, session: Session, partnership: Scene) -> Any:
    """The browser of a member of the subgroup."""
    sign_in(client, session, partnership.somebody(Duty.SUBGROUP))
    return client


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that has the language nobody speaks."""
    folder = tmp_path_factory.mktemp("instance")
    write_catalogue(folder / "languages")
    return folder


@pytest.fixture
def two_languages(app: Any, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page can be had in English and in the language nobody speaks."""
    spoken = replace(app.extensions["settings"], languages=("en", "cy"), instance=catalogues)
    monkeypatch.setitem(app.extensions, "settings", spoken)
