"""One's own profile: strengths first, drawn and in words, and whom to talk to."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, classes, sign_in, text_of, visit
from tna.domain.people import Duty

# What role group D is asked, by domain; its targets are 4, 4, 4, 4, 3, 3 and 4.
ITEMS: Mapping[str, tuple[str, ...]] = {
    "D1": ("s01", "s02", "s03", "s04"),
    "D2": ("s05", "s06", "s07", "s08"),
    "D6": ("s20", "s21", "s22"),
}


def levels(**by_domain: int) -> dict[str, str]:
    """The same level for every statement of a domain."""
    return {item: str(level) for domain, level in by_domain.items() for item in ITEMS[domain]}


def profile_of(client: Any, session: Session, app: Any, answers: Mapping[str, str], person: Any = None) -> Page:
    """The profile of somebody of role group D who has sent these answers."""
    person = person or factories.add_person(session)
    round_ = factories.add_open_round(session, title="Autumn")
    secret = app.extensions["settings"].respondent_secret
    factories.answer(session, round_, person, secret=secret, answers=answers)
    sign_in(client, session, person)
    return visit(client, f"/surveys/{round_.id}/profile")


def test_the_first_line_names_a_strength(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, levels(D1=4, D2=2, D6=3))
    paragraphs = [text_of(p) for p in page.main.iter("p")]
    assert paragraphs[0] == "You are most confident in noticing signs."
    assert (
        paragraphs[1] == "You are at the level your role needs there, and in responding to harmful behaviour and risk."
    )


def test_a_strength_that_is_still_below_the_level_is_a_strength(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, levels(D1=3, D2=2))
    assert "You are most confident in noticing signs." in page.text
    assert "You are at the level" not in page.text


def test_a_level_that_is_met_elsewhere_than_in_the_strength_is_named(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, {"s01": "5", "s02": "3", **levels(D6=3)})
    assert "You are most confident in noticing signs." in page.text
    assert "You are at the level your role needs in responding to harmful behaviour and risk." in page.text


def test_every_domain_is_drawn_and_said_in_words(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, levels(D1=4, D2=2) | {"s09": "6", "s10": "6", "s11": "6"})
    rows = [text_of(li) for li in page.main.iter("li") if "tna-profile__row" in classes(li)]
    assert len(rows) == 7
    assert rows[0].startswith("Noticing signs At the level this role needs. You 4.0 on average, your role 4.0.")
    assert rows[1].startswith(
        "Talking with children Below the level this role needs on 4 of 4. You 2.0 on average, your role 4.0."
    )
    assert "You said this is not part of your role" in rows[2]
    assert "Not answered" in rows[3]
    pictures = [element for element in page.main.iter() if element.get("role") == "img"]
    assert len(pictures) == 7
    assert all(svg.get("aria-labelledby") for svg in pictures)


def test_where_training_could_help_lists_every_gap_the_largest_first(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, {"s01": "3", "s05": "1", "s09": "2", "s12": "3", "s20": "5"})
    [gaps] = page.main.iter("ol")
    titles = [text_of(li).partition(":")[0] for li in gaps.iter("li")]
    assert titles == [
        "Talking with children",
        "Supporting parents, carers and family",
        "Noticing signs",
        "Working together on the pathway",
    ]


def test_somebody_at_the_level_everywhere_is_told_so(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, levels(D1=5, D2=4))
    assert "You are at the level your role needs in everything you rated." in page.text
    assert list(page.main.iter("ol")) == []


def test_somebody_who_rated_nothing_is_not_told_of_a_strength(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, {"s01": "6", "s02": "6"})
    assert "You did not rate any statement" in page.text
    assert [element for element in page.main.iter() if element.get("role") == "img"] == []
    assert "You are most confident" not in page.text
    assert "You are at the level" not in page.text


def test_a_weak_spot_is_never_praised(client: Any, session: Session, app: Any) -> None:
    page = profile_of(client, session, app, levels(D1=1, D2=2))
    assert "You are most confident" not in page.text
    assert "Nobody is expected to know all this already." in page.text
    assert "You did not rate" not in page.text
    assert "Where training could help most" in page.text
    assert len([element for element in page.main.iter() if element.get("role") == "img"]) == 7


def test_the_page_says_that_only_its_owner_sees_it_and_where_support_is(
    client: Any, session: Session, app: Any
) -> None:
    page = profile_of(client, session, app, levels(D1=3))
    assert "Only you can see this page." in page.text
    assert "If any of this is hard for you" in page.text
    assert "Autumn" in page.heading


def test_whom_to_talk_to_is_the_training_lead_of_the_own_agency(client: Any, session: Session, app: Any) -> None:
    agency, other = factories.add_agency(session), factories.add_agency(session)
    factories.add_person(session, agency, name="Ada Meadow", email="ada@example.org", leads=[agency])
    factories.add_person(session, agency, name="Bo Rivers", email="bo@example.org", leads=[agency])
    factories.add_person(session, other, name="Cy Stone", leads=[other])
    factories.add_person(session, name="Di Field", duties=[Duty.MANAGER])
    page = profile_of(client, session, app, levels(D1=3), factories.add_person(session, agency))
    assert "talk to Ada Meadow (ada@example.org) or Bo Rivers (bo@example.org). They cannot see this page" in page.text
    assert "Cy Stone" not in page.text
    assert "Di Field" not in page.text


def test_without_a_training_lead_it_is_the_partnership_manager(client: Any, session: Session, app: Any) -> None:
    factories.add_person(session, name="Di Field", email="di@example.org", duties=[Duty.MANAGER])
    page = profile_of(client, session, app, levels(D1=3))
    assert page.links["di@example.org"] == "mailto:di@example.org"


def test_without_either_it_is_the_own_manager(client: Any, session: Session, app: Any) -> None:
    assert "talk to your manager" in profile_of(client, session, app, levels(D1=3)).text


def test_the_profile_keeps_to_the_role_group_the_answers_were_sent_with(
    client: Any, session: Session, app: Any
) -> None:
    from tna.services import people
    from tna.services.survey_files import load_reference

    person = factories.add_person(session)
    page = profile_of(client, session, app, levels(D2=4), person)
    people.change_role_group(
        session,
        membership=person.memberships[0],
        role_group="E",  # whose level for talking with children is 5
        reference=load_reference(),
        actor_id=person.id,
        now=factories.NOW,
    )
    assert visit(client, page.path).text == page.text


@pytest.mark.parametrize("duty", list(Duty))
def test_no_duty_opens_somebody_elses_profile(client: Any, session: Session, app: Any, duty: Duty) -> None:
    agency = factories.add_agency(session)
    page = profile_of(client, session, app, levels(D1=5), factories.add_person(session, agency))
    leads = [agency] if duty is Duty.TRAINING_LEAD else []
    colleague = factories.add_person(session, agency, duties=[duty], leads=leads)
    sign_in(client, session, colleague)
    assert visit(client, page.path).heading == "Before you start"
