"""The forecast of what a round would publish, in words."""

from tna.domain.groups import Cell, form_groups
from tna.domain.reports.preview import GroupPreview, Titles, group_preview

TITLES = Titles(
    agencies={"a": "Amber Trust", "b": "Beech Trust", "c": "Cedar Police", "d": "Dale Council"},
    sectors={"health": "Health", "police": "Police", "social-care": "Children's social care"},
    role_groups={"D": "Targeted help", "F": "Joint interviewers (ABE)"},
)


def forecast(*cells: Cell, k: int = 10) -> GroupPreview:
    return group_preview(form_groups(cells, k), cells, rate=0.25, k=k, titles=TITLES)


def test_a_group_says_who_is_published_together() -> None:
    found = forecast(
        Cell("a", "health", "D", 6, 24),
        Cell("b", "health", "D", 6, 24),
        Cell("c", "police", "D", 15, 60),
        Cell("a", "health", "F", 4, 16),
        Cell("c", "police", "F", 8, 1_200),
    )
    assert found.groups.rows == (
        ("Targeted help", "Cedar Police", "15", "60"),
        ("Targeted help", "Other agencies, health: Amber Trust and Beech Trust", "12", "48"),
        ("Joint interviewers (ABE)", "Other agencies: Amber Trust and Cedar Police", "12", "1,216"),
    )
    assert found.findings == (
        "If 25 % of every headcount answered, 39 of 1,324 people would have taken part.",
        "Figures of 3 groups would be published, each of ten or more.",
        "Everybody would stand in a group.",
    )


def test_who_would_be_in_no_group_is_named_by_role_group_with_their_numbers() -> None:
    found = forecast(
        Cell("c", "police", "D", 15, 60), Cell("d", "social-care", "F", 1, 4), Cell("a", "health", "F", 0, 1)
    )
    assert found.in_no_group == (
        "Joint interviewers (ABE): 1 of 5 people would answer, in Amber Trust and Dale Council.",
    )
    assert (found.answers, found.heads, found.left_out) == (16, 65, 5)
    assert found.findings[1:] == (
        "Figures of 1 group would be published, each of ten or more.",
        "In 1 role group too few would answer to stand in a group: totals would leave out 5 people.",
    )


def test_a_partnership_too_small_for_any_group_is_told_so() -> None:
    found = forecast(Cell("a", "health", "D", 9, 36))
    assert found.groups.rows == ()
    assert found.findings[1] == "No group would reach ten answers, so nothing would be published."


def test_without_headcounts_there_is_nobody_to_speak_of() -> None:
    assert (forecast().heads, forecast().groups.rows) == (0, ())
