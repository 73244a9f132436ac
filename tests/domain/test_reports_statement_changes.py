"""Two rounds beside each other, statement by statement, and who answered each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.domain import published
from tna.domain.disclosure import Figures
from tna.domain.like_with_like import LikeWithLike
from tna.domain.reports.clearest_changes import ClearestChanges, clearest_changes
from tna.domain.reports.compared_groups import compared_groups
from tna.domain.reports.comparison import Change
from tna.domain.reports.response_mix import ResponseMix, response_mix
from tna.domain.reports.statement_changes import (
    RoundSide,
    StatementChange,
    StatementsCompared,
    statements_compared,
)
from tna.domain.surveys import SurveyDefinition

TITLES = {"B": "Children's workforce", "D": "Targeted help"}
MIX_TITLES = {**TITLES, "F": "Joint interviewers (ABE)"}
IDS = tuple(statement.id for one in published.DOMAINS for statement in one.statements)
SURVEY = published.survey(
    asked=dict.fromkeys(TITLES, frozenset(IDS)),
    targets={group: dict.fromkeys(IDS, 3) for group in TITLES},
)


def figures(shares: Mapping[str, float], *, named: tuple[str, ...] = (), covered: int = 41) -> Figures:
    """Figures of a round: the share below of each statement released, of a hundred people."""
    made = published.figures({}, named=named)
    statements = {
        one: published.statement_figures(one, (20, 20, 20, 20, 20), below=share) for one, share in shares.items()
    }
    return replace(made, statements=statements, asked=frozenset(IDS), covered=covered)


def compared(
    then: Mapping[str, float],
    now: Mapping[str, float],
    *,
    before: SurveyDefinition = SURVEY,
    after: SurveyDefinition = SURVEY,
    role_group: str | None = None,
) -> StatementsCompared:
    sides = RoundSide("Spring", before, figures(then)), RoundSide("Autumn", after, figures(now))
    return statements_compared(*sides, role_group=role_group, titles=TITLES)


def row(found: StatementsCompared, statement: str) -> StatementChange:
    return next(one for one in found.rows if one.id == statement)


def reworded(statement: str, text: str) -> SurveyDefinition:
    domains = tuple(
        replace(one, statements=tuple(replace(s, text=text) if s.id == statement else s for s in one.statements))
        for one in SURVEY.domains
    )
    return replace(SURVEY, domains=domains)


def test_a_change_is_clear_where_the_ranges_do_not_overlap() -> None:
    found = compared({"s1-1": 0.7, "s1-2": 0.3, "s2-1": 0.5}, {"s1-1": 0.4, "s1-2": 0.6, "s2-1": 0.45})
    assert [(one.id, one.change) for one in found.rows[:3]] == [
        ("s1-1", Change.FEWER),
        ("s1-2", Change.MORE),
        ("s2-1", Change.UNCLEAR),
    ]
    assert [one.words for one in found.rows[:3]] == [
        "Clearly fewer are below.",
        "Clearly more are below.",
        "No clear change.",
    ]
    assert found.finding == (
        "Since Spring, clearly fewer people are below the level their role needs on one of the 3 statements that can "
        "be compared, and clearly more on one statement."
    )


def test_the_largest_clear_change_stands_first_and_what_cannot_be_compared_last() -> None:
    found = compared({"s1-1": 0.8, "s1-2": 0.9, "s2-1": 0.5}, {"s1-1": 0.5, "s1-2": 0.2, "s2-1": 0.5})
    assert [one.id for one in found.rows] == ["s1-2", "s1-1", "s2-1", "s2-2", "s3-1", "s3-2"]


def test_a_statement_released_in_one_round_alone_says_which() -> None:
    found = compared({"s1-1": 0.5}, {"s1-2": 0.5})
    assert row(found, "s1-1").words == "Not comparable: not released now."
    assert row(found, "s1-2").words == "Not comparable: not released then."
    assert row(found, "s2-1").words == "Not comparable: not released in either round."
    assert found.finding == "No statement can be compared with Spring."


def test_changed_words_stand_beside_each_other_and_are_not_compared() -> None:
    found = compared({"s1-1": 0.7}, {"s1-1": 0.3}, after=reworded("s1-1", "do it better"))
    one = row(found, "s1-1")
    assert (one.text, one.earlier_text) == ("do it better", "do 1-1")
    assert (one.change, one.words) == (Change.NOT_COMPARABLE, "Not comparable: the words changed.")
    assert [cells[-1] for cells in found.table.rows if cells[0] == "do it better"] == ["do 1-1"]


def test_another_wording_of_one_role_group_is_marked_for_everyone_and_for_that_group_alone() -> None:
    worded = replace(SURVEY, wordings={"B": {"s1-1": "see to it"}})
    shares = {"s1-1": 0.5}
    assert row(compared(shares, shares, after=worded), "s1-1").marks == ("the words changed",)
    assert row(compared(shares, shares, after=worded, role_group="B"), "s1-1").text == "see to it"
    assert row(compared(shares, shares, after=worded, role_group="D"), "s1-1").marks == ()


def test_a_changed_target_names_each_role_group_with_both_levels() -> None:
    targets = {group: {**SURVEY.targets[group], "s2-1": 4} for group in TITLES}
    after = replace(SURVEY, targets=targets)
    one = row(compared({"s2-1": 0.5}, {"s2-1": 0.5}, after=after), "s2-1")
    assert one.marks == ("the level needed changed: children's workforce 3 to 4 and targeted help 3 to 4",)
    assert one.change is Change.NOT_COMPARABLE


def test_statements_put_to_other_people_new_ones_and_those_that_went_are_named() -> None:
    fewer = replace(SURVEY, asked=SURVEY.asked | {"B": frozenset(IDS) - {"s1-1"}})
    assert row(compared({"s1-1": 0.5}, {"s1-1": 0.5}, after=fewer), "s1-1").marks == (
        "it was put to other role groups",
    )
    shorter = replace(SURVEY, domains=SURVEY.domains[1:], asked={group: frozenset(IDS[2:]) for group in TITLES})
    found = compared({}, {}, after=shorter)
    assert (found.new, found.gone) == ((), ("do 1-1", "do 1-2"))
    found = compared({}, {}, before=shorter)
    assert (found.new, found.gone) == (("do 1-1", "do 1-2"), ())


def test_with_a_wrong_headcount_or_the_same_printed_share_nothing_is_called_clear() -> None:
    def without_range(share: float, named: tuple[str, ...]) -> RoundSide:
        made = figures({"s1-1": share}, named=named)
        bare = replace(made.statements["s1-1"], below_interval=None)
        return RoundSide("Round", SURVEY, replace(made, statements={"s1-1": bare}))

    def change(then: RoundSide, now: RoundSide) -> Change:
        return row(statements_compared(then, now, role_group=None, titles=TITLES), "s1-1").change

    assert change(without_range(0.2, ("B:own:a",)), without_range(0.9, ())) is Change.UNCLEAR
    assert change(without_range(0.2, ()), without_range(0.9, ())) is Change.MORE
    assert change(without_range(0.2, ()), without_range(0.201, ())) is Change.UNCLEAR


def test_the_table_holds_what_the_pages_of_both_rounds_hold() -> None:
    found = compared({"s1-1": 0.7}, {"s1-1": 0.4})
    cells = next(cells for cells in found.table.rows if cells[0] == "do 1-1")
    assert cells == ("do 1-1", "70", "60 to 78", "100", "40", "31 to 50", "100", "Clearly fewer are below.", "")
    withheld = next(cells for cells in found.table.rows if cells[0] == "do 3-2")
    assert withheld[1:4] == ("no figure", "", "")


def test_a_statement_without_a_target_is_not_compared() -> None:
    made = figures({"s1-1": 0.5})
    bare = replace(made.statements["s1-1"], below=None, below_interval=None)
    side = RoundSide("Round", SURVEY, replace(made, statements={"s1-1": bare}))
    assert row(statements_compared(side, side, role_group=None, titles=TITLES), "s1-1").words == (
        "Not comparable: no level is needed."
    )


# All role groups together ---------------------------------------------------------------------------------


def test_everyone_is_compared_over_role_groups_that_are_named_and_not_at_all_without_one() -> None:
    sides = RoundSide("Spring", SURVEY, figures({"s1-1": 0.7})), RoundSide("Autumn", SURVEY, figures({"s1-1": 0.4}))
    found = statements_compared(*sides, role_group=None, titles=TITLES, over={"s1-1": ("B", "D")})
    assert row(found, "s1-1").over == ("Children's workforce", "Targeted help")
    assert found.table.headers[8] == "Role groups compared"
    assert [cells[8] for cells in found.table.rows][:2] == ["Children's workforce; Targeted help", ""]
    assert row(found, "s1-2").words == "Cannot be compared: no role group has a figure in both rounds."


def both(earlier_only: tuple[str, ...] = (), later_only: tuple[str, ...] = (), **more: object) -> LikeWithLike:
    made = LikeWithLike(figures({}), figures({}), {"s1-1": ("B", "D")}, earlier_only, later_only, by_heads=True)
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_role_groups_compared_and_those_left_out_are_named_with_the_round_that_has_them() -> None:
    assert compared_groups(both(later_only=("F",)), earlier="Spring", later="Autumn", titles=MIX_TITLES) == (
        "Everyone is compared over the role groups with figures in both rounds: children's workforce; targeted help.",
        "Left out, with figures in Autumn alone: joint interviewers (ABE).",
        "On both sides each counts by its headcount in Autumn, so who answers more, and a mix of role groups that "
        "changed, do not move a figure.",
        "So a figure then may differ from the one on the pages of Spring.",
    )


def test_a_missing_headcount_and_role_groups_in_no_round_alike_are_said() -> None:
    said = compared_groups(both(by_heads=False), earlier="Spring", later="Autumn", titles=MIX_TITLES)
    assert said[1].startswith("A headcount is missing, so on both sides each counts by its answers in Autumn")
    said = compared_groups(both(("B",), over={}), earlier="Spring", later="Autumn", titles=MIX_TITLES)
    assert said == (
        "No role group has figures in both rounds, so figures for everyone cannot be compared.",
        "Left out, with figures in Spring alone: children's workforce.",
    )


# Clearest changes -------------------------------------------------------------------------------------------


def test_the_clearest_changes_are_counted_and_said_with_both_figures() -> None:
    found = compared({"s1-1": 0.7, "s1-2": 0.3, "s2-1": 0.5}, {"s1-1": 0.4, "s1-2": 0.7, "s2-1": 0.45})
    assert clearest_changes(found, most=2) == ClearestChanges(
        "2 of 3 statements clearly changed, all role groups together.",
        (
            "Clearly more are below on “do 1-2”: 70 %, from 30 %.",
            "Clearly fewer are below on “do 1-1”: 40 %, from 70 %.",
        ),
    )
    assert len(clearest_changes(found, most=1).largest) == 1


def test_without_a_clear_change_that_is_said_and_without_any_figure_that_nothing_can_be() -> None:
    same = compared({"s1-1": 0.5, "s1-2": 0.5}, {"s1-1": 0.5, "s1-2": 0.5})
    assert clearest_changes(same) == ClearestChanges(
        "None of 2 statements clearly changed, all role groups together.", ()
    )
    assert clearest_changes(compared({}, {})).finding == "No statement can be compared, all role groups together."


# Who answered -----------------------------------------------------------------------------------------------


def mix(then: Sequence[int], now: Sequence[int]) -> ResponseMix:
    """The mix of role groups with so many answers in figures; one without any is withheld or was not there."""
    sides = [
        {
            group: figures({"s1-1": 0.5} if answers else {}, covered=answers)
            for group, answers in zip(MIX_TITLES, counts, strict=False)
        }
        for counts in (then, now)
    ]
    return response_mix(*sides, earlier="Spring", later="Autumn", titles=MIX_TITLES)


def test_a_share_of_the_answers_that_moved_by_five_points_is_named() -> None:
    found = mix((50, 50), (45, 55))
    assert found.finding.startswith(
        "The mix of those who answered changed: of the answers, children's workforce made up 45 %, from 50 % and "
        "targeted help made up 55 %, from 50 %."
    )
    assert found.table is not None
    assert found.table.rows == (("Children's workforce", "50 %", "45 %"), ("Targeted help", "50 %", "55 %"))


@pytest.mark.parametrize(("then", "now"), [((50, 50), (46, 54)), ((50, 50), (500, 500))])
def test_a_mix_that_is_much_the_same_says_so(then: Sequence[int], now: Sequence[int]) -> None:
    found = mix(then, now)
    assert "much the same" in found.finding


def test_a_role_group_withheld_in_one_round_is_left_out_and_named_as_not_shown() -> None:
    found = mix((45, 45, 10), (50, 50, 0))
    assert found.finding == (
        "The mix of role groups among the answers of the role groups with figures in both rounds is much the same: no "
        "share moved by five points or more. Not among these shares: joint interviewers (ABE), which has figures in "
        "only one of the two rounds."
    )
    assert found.table is not None
    assert found.table.rows == (("Children's workforce", "50 %", "50 %"), ("Targeted help", "50 %", "50 %"))


def test_a_move_among_the_role_groups_shown_says_what_it_is_a_share_of() -> None:
    found = mix((50, 50, 0), (30, 70, 10))
    assert "of the answers of the role groups with figures in both rounds, children's workforce made" in found.finding
    assert found.finding.endswith("has figures in only one of the two rounds.")


def test_one_role_group_in_both_rounds_is_no_mix() -> None:
    found = mix((10, 0), (10, 10))
    assert found.finding == (
        "Only children's workforce has figures in both rounds, so there is no mix to compare. Not among these shares: "
        "targeted help, which has figures in only one of the two rounds."
    )
    assert found.table is None


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((50, 50), (0, 0), "No role group has figures in Autumn, so"),
        ((0, 0), (0, 0), "No role group has figures in Spring or in Autumn, so"),
        ((50, 0), (0, 50), "No role group has figures in both rounds, so"),
    ],
)
def test_a_round_without_figures_says_so_instead_of_a_share(then: Sequence[int], now: Sequence[int], said: str) -> None:
    found = mix(then, now)
    assert found.finding.startswith(said)
    assert "%" not in found.finding
    assert found.table is None
