"""The ranking of needs in words."""

from collections.abc import Sequence
from dataclasses import replace

from tests.domain.published import figures
from tna.domain.intervals import Interval
from tna.domain.needs import Disagreement, Need
from tna.domain.reports import NeedSentences, need_sentences, role_groups_by_statement
from tna.domain.reports.ranking import heads_not_counted, why_not_ranked

TEXTS = {"s1": "plan an ABE interview jointly.", "s2": "use the pathway to decide my next step"}
PLAN = Need("s1", 312.0, 0.68, 1.1, 240, 900)
PATHWAY = Need("s2", 1.2, 0.2, 0.3, 240, 900)


def said(ranking: Sequence[Need], disagreements: Sequence[Disagreement] = ()) -> NeedSentences:
    return need_sentences(ranking, disagreements, texts=TEXTS, role_groups={"s1": 4, "s2": 1})


def test_a_need_is_said_with_people_to_train_share_and_role_groups() -> None:
    needs = said([PLAN, PATHWAY])
    assert [need.sentence for need in needs.needs] == [
        "About 310 of 900 people need training to plan an ABE interview jointly: leaving out those for whom it is no "
        "part of their role, 68 % of 240 who answered in four role groups are below the level their role needs.",
        "About 1 of 900 people needs training to use the pathway to decide their next step: leaving out those for whom "
        "it is no part of their role, 20 % of 240 who answered in one role group are below the level their role needs.",
    ]
    assert needs.finding == needs.needs[0].sentence
    assert [need.place for need in needs.needs] == [1, 2]


def test_where_it_is_part_of_everybodys_role_nobody_is_said_to_be_left_out() -> None:
    """612 of 900 are 68 %."""
    assert said([replace(PLAN, people=612.0)]).finding == (
        "About 610 of 900 people need training to plan an ABE interview jointly: 68 % of 240 who answered in four role "
        "groups are below the level their role needs."
    )


def test_without_headcounts_the_title_and_the_sentence_say_that_people_are_not_known() -> None:
    needs = said([Need("s1", None, 0.68, 1.1, 240, None)])
    assert needs.title == "Needs, by share below the level needed"
    assert needs.finding == (
        "People need training to plan an ABE interview jointly: 68 % of 240 who answered in four role groups are below "
        "the level their role needs; how many is not known without headcounts."
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


def test_statements_that_the_mean_gap_ranks_far_elsewhere_are_listed_with_both_places() -> None:
    far = [Disagreement("s1", by_people=3, by_gap=14), Disagreement("s2", by_people=22, by_gap=1)]
    found = said([PLAN, PATHWAY], far)
    assert found.disagreement == ("Ranked by mean gap instead, two statements would move by more than five places.")
    assert found.moves == (
        "“plan an ABE interview jointly”: 14th instead of 3rd",
        "“use the pathway to decide my next step”: 1st instead of 22nd",
    )


def test_where_the_rankings_agree_the_sentence_says_so() -> None:
    assert said([PLAN]).disagreement == (
        "Ranked by mean gap instead, no statement would move by more than five places."
    )


def test_the_table_has_people_with_their_range_whom_they_are_counted_for_share_gap_and_n() -> None:
    need = replace(PLAN, people_interval=Interval(280.4, 344.0), below_interval=Interval(0.6, 0.75))
    found = need_sentences([need], [], texts=TEXTS, role_groups={}, not_counted={"s1": 111})
    assert found.table.rows == (
        (
            "1", "plan an ABE interview jointly.", "310", "280 to 340", "900", "111", "68", "60 to 75", "1.10", "240",
        ),
    )  # fmt: skip


def test_a_row_says_whom_it_is_counted_for_with_its_range_and_how_many_more_are_asked() -> None:
    """240 of the 521 who stand in figures of it; 63 % where the answers alone say 60 %."""
    need = Need("s1", 240.0, 0.63, 1.1, 101, 521, Interval(206.0, 274.0), None, 0.6)
    [row] = need_sentences([need], [], texts=TEXTS, role_groups={"s1": 4}, not_counted={"s1": 111}).needs
    assert row.sentence == (
        "About 240 of 521 people (range 210 to 270) need training to plan an ABE interview jointly: leaving out those "
        "for whom it is no part of their role, 63 % of people in four role groups (estimated from 101 answers) are "
        "below the level their role needs. 111 more people are asked this, but work in groups for which it cannot be "
        "shown."
    )
    few = need_sentences([need], [], texts=TEXTS, role_groups={}, not_counted={"s1": 4})
    assert few.needs[0].sentence.endswith(
        "A few more people are asked this, but work in groups for which it cannot be shown."
    )
    assert few.table.rows[0][5] == ""


def test_the_notes_say_that_people_are_counted_more_than_once_and_who_may_stand_too_low() -> None:
    assert said([PLAN, PATHWAY]).notes == ("The same person may be counted in several needs.",)
    assert said([PLAN, replace(PATHWAY, heads=52)]).notes[1] == (
        "A need that can be counted for fewer people can stand too low."
    )
    assert said([PLAN]).notes == ()


def test_what_cannot_be_ranked_stands_at_the_foot_with_its_reason() -> None:
    shown = figures({"D1": 0.2})
    aimless = {**shown.statements, "s1-2": replace(shown.statements["s1-2"], below=None)}
    reasons = why_not_ranked(replace(shown, statements=aimless), ["s2-1", "s1-1", "s1-2", "s9-9"], 10)
    assert reasons == {
        "s2-1": "not shown: fewer than ten people answered, or all gave the same answer",
        "s1-2": "no level is needed",
    }
    found = need_sentences([PLAN], [], texts=TEXTS, role_groups={}, not_ranked={"s2": reasons["s2-1"]})
    assert found.table.rows[1][:3] == ("", TEXTS["s2"], reasons["s2-1"])
    assert found.ranked == ("s1", "s2")


def test_those_who_are_asked_and_in_no_figure_are_the_rest_of_the_heads_of_who_was_asked() -> None:
    one = replace(figures({"D1": 0.2}), heads=300, heads_left_out=13)
    two = replace(figures({}), heads=0, heads_left_out=98)
    elsewhere = replace(figures({}, asked=()), heads=500)
    by_role_group = {"A": one, "B": two, "C": elsewhere}
    everyone = figures({"D1": 0.2})
    assert heads_not_counted(everyone, by_role_group) == {"s1-1": 211, "s1-2": 211}
    unknown = {"A": replace(one, heads=None), "B": two}
    assert heads_not_counted(everyone, unknown) == {}


def test_role_groups_are_counted_where_the_statement_is_released() -> None:
    by_role_group = {"A": figures({"D1": 0.2}), "B": figures({"D1": 0.2, "D2": 0.1}), "C": figures({})}
    assert role_groups_by_statement(by_role_group) == {"s1-1": 2, "s1-2": 2, "s2-1": 1, "s2-2": 1}
