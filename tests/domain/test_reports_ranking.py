"""The ranking of needs in words."""

from collections.abc import Sequence

from tests.domain.published import figures
from tna.domain.needs import Disagreement, Need
from tna.domain.reports import NeedSentences, need_sentences, role_groups_by_statement

TEXTS = {"s1": "plan an ABE interview jointly.", "s2": "use the pathway to decide my next step"}
PLAN = Need("s1", 312.0, 0.68, 1.1, 240, 900)
PATHWAY = Need("s2", 1.2, 0.2, 0.3, 240, 900)


def said(ranking: Sequence[Need], disagreements: Sequence[Disagreement] = ()) -> NeedSentences:
    return need_sentences(ranking, disagreements, texts=TEXTS, role_groups={"s1": 4, "s2": 1})


def test_a_need_is_said_with_people_to_train_share_and_role_groups() -> None:
    needs = said([PLAN, PATHWAY])
    assert [need.sentence for need in needs.needs] == [
        "About 310 people need training to plan an ABE interview jointly: 68 % of those who answered in four role "
        "groups are below the level their role needs.",
        "About 1 person needs training to use the pathway to decide their next step: 20 % of those who answered in "
        "one role group are below the level their role needs.",
    ]
    assert needs.finding == needs.needs[0].sentence
    assert [need.place for need in needs.needs] == [1, 2]


def test_without_headcounts_the_title_and_the_sentence_say_that_people_are_not_known() -> None:
    needs = said([Need("s1", None, 0.68, 1.1, 240, None)])
    assert needs.title == "Needs, by share below the level needed"
    assert needs.finding == (
        "People need training to plan an ABE interview jointly: 68 % of those who answered in four role groups are "
        "below the level their role needs; how many is not known without headcounts."
    )
    assert needs.table.rows[0][2] == "not known"


def test_a_statement_on_which_nobody_is_below_is_no_need_but_keeps_its_row() -> None:
    needs = said([PLAN, Need("s2", 0.0, 0.0, 0.0, 240, 900)])
    assert [need.statement for need in needs.needs] == ["s1"]
    assert len(needs.table.rows) == 2


def test_no_need_and_no_figure_are_said_apart() -> None:
    assert said([Need("s2", 0.0, 0.0, 0.0, 240, 900)]).finding.startswith("Nobody who answered is below")
    nothing = said([])
    assert nothing.finding == "There is no need to rank yet: no figure has been released."
    assert nothing.disagreement == ""


def test_statements_that_the_mean_gap_ranks_far_elsewhere_are_named_with_both_places() -> None:
    far = [Disagreement("s1", by_people=3, by_gap=14), Disagreement("s2", by_people=22, by_gap=1)]
    assert said([PLAN, PATHWAY], far).disagreement == (
        "Ranked by mean gap instead, “plan an ABE interview jointly” would be 14th instead of 3rd and "
        "“use the pathway to decide my next step” would be 1st instead of 22nd."
    )


def test_where_the_rankings_agree_the_sentence_says_so() -> None:
    assert said([PLAN]).disagreement == (
        "Ranked by mean gap instead, no statement would move by more than five places."
    )


def test_the_table_has_people_share_gap_and_n() -> None:
    assert said([PLAN]).table.rows == (("1", "plan an ABE interview jointly.", "310", "68", "1.10", "240"),)


def test_role_groups_are_counted_where_the_statement_is_released() -> None:
    by_role_group = {"A": figures({"D1": 0.2}), "B": figures({"D1": 0.2, "D2": 0.1}), "C": figures({})}
    assert role_groups_by_statement(by_role_group) == {"s1-1": 2, "s1-2": 2, "s2-1": 1, "s2-2": 1}
