"""Whom an assignment reaches, whom it leaves out, and what its preview says."""

from datetime import date

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import Renewal, RenewalState
from tna.domain.plans import Asked, Candidate, CourseState, sorted_out

BASICS = course("basics")
OTHER = course("other")
JOINT = course("joint", ("basics", "other"), is_for="F", on_nomination="E")
OFFERED = catalogue(BASICS, OTHER, JOINT)
ASKED = CourseState("joint", Asked("joint", date(2027, 1, 1)), None, None)


def held(state: RenewalState) -> CourseState:
    return CourseState("joint", None, None, Renewal(state, date(2027, 6, 1)))


def candidate(number: int, *, groups: str = "F", done: str = "basics", state: CourseState | None = None) -> Candidate:
    return Candidate(number, f"Person {number}", frozenset(groups), frozenset(done.split()), state)


def ids(people: tuple[Candidate, ...]) -> list[int]:
    return [one.id for one in people]


def test_everybody_is_sorted_by_what_it_would_mean_for_them() -> None:
    people = [
        candidate(1),
        candidate(2, done=""),
        candidate(3, state=held(RenewalState.CURRENT)),
        candidate(4, state=held(RenewalState.DUE)),
        candidate(5, state=held(RenewalState.LAPSED)),
        candidate(6, state=ASKED),
        candidate(7, groups="A"),
        candidate(8, groups="AE"),
    ]
    seen = sorted_out(JOINT, people, OFFERED, elsewhere=2)
    assert ids(seen.to_assign) == [1, 2, 4, 5, 8]
    assert [ids(one.people) for one in seen.missing] == [[2]]
    assert (ids(seen.holding), ids(seen.asked_already), ids(seen.not_for)) == ([3], [6], [7])
    assert seen.elsewhere == 2
    assert seen.sentence == (
        "This will assign joint to 5 people; 1 of them lacks basics or other, which comes first; "
        "1 already holds it; 1 has it assigned already."
    )


def test_the_sentence_says_of_one_and_of_many_what_is_right_for_them() -> None:
    many = [candidate(n, done="") for n in (1, 2)] + [candidate(n, state=ASKED) for n in (3, 4)]
    many += [candidate(n, state=held(RenewalState.CURRENT)) for n in (5, 6)]
    assert sorted_out(JOINT, many, OFFERED).sentence == (
        "This will assign joint to 2 people; 2 of them lack basics or other, which comes first; "
        "2 already hold it; 2 have it assigned already."
    )
    assert sorted_out(JOINT, [candidate(1)], OFFERED).sentence == "This will assign joint to 1 person."
    assert sorted_out(JOINT, [], OFFERED).sentence == "This will assign joint to nobody."


def test_a_refresher_reaches_those_who_did_the_course_whatever_their_role_group_is_now() -> None:
    refresher = course("refresher", is_for="F", renews="joint")
    offered = catalogue(*OFFERED.courses, refresher)
    people = [candidate(1, groups="I", done="joint"), candidate(2, groups="I")]
    seen = sorted_out(refresher, people, offered)
    assert (ids(seen.to_assign), ids(seen.not_for)) == ([1], [2])
