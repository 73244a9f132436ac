"""How figures are worked out in steps: each step ends in the figure that the page shows."""

from dataclasses import replace

from tests.domain.published import DOMAINS, domain_figures, figures
from tna.domain.needs import GroupRow, statement_figures
from tna.domain.reports.words import percent, percent_range
from tna.domain.reports.workings.domains import domain_steps, domain_workings
from tna.domain.reports.workings.steps import Working, statement_steps
from tna.domain.reports.workings.together import statement_workings
from tna.domain.small_groups import ModelEstimate

WHY = "fewer than ten people answered"
TITLES = {"B": "Children's workforce", "D": "Targeted help"}
# By code: blank, the five levels, not part of my role.
LARGER = GroupRow(counts=(2, 4, 9, 11, 10, 5, 3), target=4, heads=120, answers=44)
SMALLER = GroupRow(counts=(1, 1, 3, 3, 9, 3, 0), target=4, heads=30, answers=20)


def test_the_figures_of_one_group_are_worked_out_from_its_counts() -> None:
    found = statement_figures("s2-1", [LARGER])
    assert found.below_interval is not None
    share, gap, range_, people = statement_steps(found)
    assert share == (
        f"Level 4 is needed. Lower levels were given by 4 + 9 + 11 = 24 of the 39 who gave a level: {percent(24 / 39)}."
    )
    assert gap == f"Gap: (4 × 3 + 9 × 2 + 11 × 1) ÷ 39 = {41 / 39:.2f} levels."
    assert range_.endswith(f"at that number is {percent_range(found.below_interval.low, found.below_interval.high)}.")
    assert people == f"People to train: 120 × 24 ÷ (39 + 3) = {120 * 24 / 42:.1f}, in tables 70."


def test_groups_together_count_by_their_headcounts() -> None:
    """Of two groups in one role group the counts give one share and the headcounts another, and both are said."""
    found = statement_figures("s2-1", [LARGER, SMALLER])
    assert found.below is not None
    steps = statement_steps(found)
    assert f"With each group counted by its headcount it is {percent(found.below)}." in steps
    assert any(step.startswith("People to train: worked out in each group and added up") for step in steps)


def test_all_role_groups_together_are_the_sum_of_their_parts() -> None:
    parts = {
        key: figures({}, statements={"s2-1": statement_figures("s2-1", [row])})
        for key, row in (("B", LARGER), ("D", SMALLER))
    }
    both = statement_figures("s2-1", [LARGER, SMALLER])
    together, *rows = statement_workings(
        parts, "s2-1", titles=TITLES, everyone=figures({}, statements={"s2-1": both}), why=WHY
    )
    assert [row.title for row in rows] == ["Children's workforce", "Targeted help"]
    assert both.below is not None
    assert together.steps[0] == (
        f"Each role group counts by its headcount: (120 × {percent(24 / 39)} + 30 × {percent(7 / 19)}) ÷ 150 = "
        f"{percent((120 * 24 / 39 + 30 * 7 / 19) / 150)}."
    )
    assert percent(both.below) == percent((120 * 24 / 39 + 30 * 7 / 19) / 150)


def test_without_headcounts_the_steps_say_so() -> None:
    unknown = GroupRow(LARGER.counts, 4, None, 44)
    assert statement_steps(statement_figures("s2-1", [unknown]))[-1].startswith("People to train are not known")
    parts = {key: figures({}, statements={"s2-1": statement_figures("s2-1", [unknown])}) for key in TITLES}
    both = figures({}, statements={"s2-1": statement_figures("s2-1", [unknown, unknown])})
    together, *_ = statement_workings(parts, "s2-1", titles=TITLES, everyone=both, why=WHY)
    assert together.steps[0].startswith("Groups count by their answers, since a headcount is missing")


def test_where_everybody_answered_there_is_no_range() -> None:
    everybody = GroupRow((0, 2, 3, 5, 6, 4, 0), 4, 20, 20)
    assert any(step.startswith("There is no range") for step in statement_steps(statement_figures("s", [everybody])))


def test_what_is_not_released_says_why_in_words() -> None:
    nothing = figures({})
    said = (Working("Children's workforce", ("Not shown: fewer than ten people answered.",)),)
    assert statement_workings({"B": nothing}, "s2-1", titles=TITLES, everyone=nothing, why=WHY) == said
    assert domain_workings({"B": nothing}, DOMAINS[0], titles=TITLES, everyone=nothing, why=WHY) == said


def test_a_domain_is_the_mean_of_its_statements() -> None:
    made = figures({"D2": 0.375})
    released, mean, range_ = domain_steps(made, DOMAINS[1])
    assert released == "2 of the 2 statements asked here are released."
    assert mean == "The mean of their shares below: (38 % + 38 %) ÷ 2 = 38 %."
    assert range_.startswith("Its range is that of its least certain statement")


def test_in_a_domain_each_statement_counts_by_its_people() -> None:
    made = figures({"D2": 0.3}, statements={one: statement_figures(one, [SMALLER]) for one in ("s2-1", "s2-2")})
    found = replace(made.domains["D2"], weights=(900.0, 100.0))
    shares = [replace(one, below=share) for one, share in zip(made.statements.values(), (0.32, 0.12), strict=True)]
    made = replace(made, domains={"D2": found}, statements={one.statement: one for one in shares})
    assert domain_steps(made, DOMAINS[1])[1] == (
        "The mean of their shares below, each counted by the people it was asked of: "
        "(900 × 32 % + 100 × 12 %) ÷ 1,000 = 30 %."
    )


def test_the_mean_of_one_statement_is_its_share_and_no_sum() -> None:
    made = figures({}, statements={"s2-1": statement_figures("s2-1", [LARGER])})
    made = replace(made, asked=frozenset({"s2-1", "s2-2"}), domains={"D2": domain_figures("D2", 0.6)})
    assert domain_steps(made, DOMAINS[1])[0] == "1 of the 2 statements asked here is released; its share below is 60 %."


def test_the_models_step_says_how_much_of_the_distance_is_kept() -> None:
    model = ModelEstimate(0.5, None, 0.4, 0.5, 6)
    found = replace(domain_figures("D2", 0.6), below_model=model)
    made = figures({"D2": 0.6})
    assert domain_steps(replace(made, domains={"D2": found}), DOMAINS[1])[-1] == (
        "Model: of its distance from 40 %, the middle of 6 groups, 50 % is kept, which gives 50 %."
    )
