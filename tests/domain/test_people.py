"""Who may do what, where the question is how far a permission reaches."""

from tna.domain.people import PERMISSIONS, Action, Duty, Scope, Standing, agencies_within, may_everywhere

LEAD = Standing(duties=frozenset({Duty.TRAINING_LEAD}), leads=frozenset({"a", "b"}))
BOTH = Standing(duties=frozenset({Duty.TRAINING_LEAD, Duty.SUBGROUP}), leads=frozenset({"a"}))
NOBODY = Standing(works_in=frozenset({"a"}))


def test_leading_every_agency_there_is_does_not_reach_the_whole_partnership() -> None:
    everywhere = frozenset({"a", "b"})
    assert agencies_within(LEAD, Action.SEE_COVERAGE, everywhere) == everywhere
    assert not may_everywhere(LEAD, Action.SEE_COVERAGE)


def test_a_duty_for_the_whole_partnership_reaches_it_beside_any_other() -> None:
    assert may_everywhere(BOTH, Action.SEE_COVERAGE)


def test_somebody_without_a_duty_reaches_nothing() -> None:
    assert not any(may_everywhere(NOBODY, action) for action in Action)


def test_whoever_reads_the_needs_of_people_reads_their_coverage_and_the_other_way_round() -> None:
    """Pictures of both have one address, and which of the two a picture shows is not kept with it."""
    assert PERMISSIONS[Action.SEE_COVERAGE] == PERMISSIONS[Action.SEE_AGENCY_NEEDS]
    whole = {duty for duty, scope in PERMISSIONS[Action.SEE_COVERAGE].items() if scope is Scope.ALL}
    assert whole == PERMISSIONS[Action.SEE_NEEDS].keys()


def test_whoever_reads_reach_reads_the_needs_of_the_partnership_and_the_other_way_round() -> None:
    """For the same reason: a picture of reach belongs to no agency, like those of the partnership's needs."""
    assert PERMISSIONS[Action.SEE_REACH] == PERMISSIONS[Action.SEE_NEEDS]
