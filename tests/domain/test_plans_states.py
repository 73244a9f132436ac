"""How somebody stands in a course: assigned, booked, current, due or lapsed, and in which words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import Completion, Renewal, RenewalState, standing_in
from tna.domain.plans import (
    Asked,
    Completed,
    CourseState,
    Facts,
    Place,
    Renewals,
    State,
    asked_words,
    course_states,
    place_words,
    record_table,
    renewal_words,
    taken,
)

TODAY = date(2027, 3, 1)
OFFERED = catalogue(
    course("joint", renew_months=24), course("refresher", renew_months=12, renews="joint"), course("once")
)
A_DAY = timedelta(days=1)


def state(
    *, of: str = "joint", asked: Asked | None = None, places: tuple[Place, ...] = (), done: str = ""
) -> CourseState:
    """How somebody stands who has completed what `done` says, such as "joint 2026-03-01, once 2020-01-01"."""
    completions = [one.split() for one in done.split(", ") if one]
    facts = Facts(
        asked=(asked,) if asked else (),
        places=places,
        completions=tuple(Completion(name, date.fromisoformat(day)) for name, day in completions),
    )
    return course_states(facts, Renewals(OFFERED, TODAY))[of]


def test_of_somebody_of_whom_nothing_is_known_there_is_nothing_to_say() -> None:
    assert course_states(Facts(), Renewals(OFFERED, TODAY)) == {}


def test_what_is_asked_and_booked_and_lapsed_holds_all_at_once() -> None:
    found = state(
        asked=Asked("joint", TODAY),
        places=(Place("joint", TODAY + A_DAY, has_place=True),),
        done="joint 2020-01-01",
    )
    assert found.states == {State.ASSIGNED, State.BOOKED, State.LAPSED}
    assert not found.is_held


def test_an_assignment_is_done_with_a_completion_since_then() -> None:
    asked = Asked("once", date(2027, 1, 1))
    assert state(of="once", asked=asked, done="once 2027-01-01").states == {State.CURRENT}


def test_an_assignment_is_done_by_what_is_held_with_nothing_due_however_early_it_was_completed() -> None:
    assert state(asked=Asked("joint", TODAY), done="joint 2027-02-01").asked is None


@pytest.mark.parametrize("done", ["joint 2025-04-01", "joint 2020-01-01"])  # due, and lapsed
def test_an_assignment_is_not_done_by_a_completion_that_runs_out(done: str) -> None:
    assert State.ASSIGNED in state(asked=Asked("joint", TODAY), done=done).states


def test_a_refresher_holds_up_what_it_renews_and_does_what_was_asked() -> None:
    found = state(asked=Asked("joint", date(2027, 2, 1)), done="joint 2024-01-01, refresher 2027-02-20")
    assert found.states == {State.CURRENT}


def test_an_assignment_stays_done_when_the_completion_lapses_later() -> None:
    found = state(asked=Asked("joint", date(2024, 1, 1)), done="joint 2024-02-01")
    assert found.states == {State.LAPSED}


def test_of_several_places_the_next_one_counts() -> None:
    places = (Place("joint", TODAY + 9 * A_DAY, has_place=False), Place("joint", TODAY + A_DAY, has_place=True))
    assert state(places=places).place == places[1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["joint", "refresher", "once"]), st.dates(date(2022, 1, 1), date(2028, 1, 1))).map(
            lambda made: Completion(*made)
        ),
        max_size=5,
    )
)
def test_for_many_people_a_standing_is_what_it_is_for_one(completions: list[Completion]) -> None:
    renewals = Renewals(OFFERED, TODAY)
    for one in OFFERED.courses:
        assert renewals.standing(one.id, completions) == standing_in(one, completions, OFFERED, TODAY)


def test_words_say_by_when_and_where_it_stands() -> None:
    assert asked_words(Asked("once", TODAY), TODAY) == "no date set"
    assert asked_words(Asked("once", TODAY, TODAY), TODAY) == "by 1 March 2027"
    assert asked_words(Asked("once", TODAY, TODAY - A_DAY), TODAY) == "overdue since 28 February 2027"
    assert place_words(Place("once", TODAY, has_place=True)) == "place on 1 March 2027"
    assert place_words(Place("once", TODAY, has_place=False)) == "in the queue for 1 March 2027"
    waits = Place("once", TODAY, has_place=False, awaits_nomination=True)
    assert place_words(waits) == "awaits a nomination for 1 March 2027"
    assert renewal_words(Renewal(RenewalState.CURRENT, None)) == "current"
    assert [renewal_words(Renewal(one, TODAY)) for one in RenewalState] == [
        "current until 1 March 2027",
        "due for renewal by 1 March 2027",
        "lapsed on 1 March 2027",
    ]


def test_the_record_is_a_table_with_days_that_sort() -> None:
    standing = Renewal(RenewalState.CURRENT, None)
    table = record_table([Completed(1, OFFERED.course("once"), date(2027, 2, 3), "the register", standing)])
    assert table.rows == (("2027-02-03", "once", "Course once", "1", "the register", "current"),)


def test_why_a_course_need_not_be_asked_for_is_said_with_the_day_and_without() -> None:
    def words(*places: Place, asked: Asked | None = None) -> tuple[str, str, bool]:
        said = taken(state(of="once", asked=asked, places=places), TODAY)
        assert said is not None
        return said.words, said.undated, said.is_booked

    soon = TODAY + A_DAY
    assert words(Place("once", soon, has_place=True)) == ("you have a place on 2 March 2027", "you have a place", True)
    assert words(Place("once", soon, has_place=False))[0] == "you are in the queue for 2 March 2027"
    waits = Place("once", soon, has_place=False, awaits_nomination=True)
    assert words(waits)[:2] == (
        "your wish for 2 March 2027 awaits a nomination",
        "your wish for a place awaits a nomination",
    )
    undated = "you are asked to take it"
    assert words(asked=Asked("once", TODAY)) == (undated, undated, False)
    assert words(asked=Asked("once", TODAY, soon))[0] == "you are asked to take it by 2 March 2027"
    late = Asked("once", TODAY - 9 * A_DAY, TODAY - A_DAY)
    assert words(asked=late) == ("you are asked to take it; it is overdue since 28 February 2027", undated, False)
    assert taken(state(of="once", done="once 2027-01-01"), TODAY) is None
