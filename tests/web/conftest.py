"""Those who keep people, at their browsers."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import sign_in
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
