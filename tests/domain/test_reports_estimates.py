"""A share estimated in every way: the sentence, the rows, the table."""

from dataclasses import replace

from tests.domain.published import DOMAINS, K, figures
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.reports.estimates import Estimates, domain_estimates, statement_estimates
from tna.domain.small_groups import ModelEstimate

TITLES = {"A": "Universal", "D": "Health visitors"}
MODEL = ModelEstimate(0.43, Interval(0.33, 0.53), 0.4, 0.5, 7)


def made(
    *, covered: int = 181, heads: int | None = 373, left_out: int = 0, unweighted: float = 0.47, share: float = 0.45
) -> Figures:
    one = figures({"D1": share}, n=120)
    domain = replace(one.domains["D1"], below_unweighted=unweighted)
    statements = {key: replace(each, covered=covered, heads=heads) for key, each in one.statements.items()}
    return replace(one, statements=statements, heads_left_out=left_out, domains={"D1": domain})


def said(everyone: Figures, **rows: Figures) -> Estimates:
    return domain_estimates(DOMAINS[0], rows=rows, titles=TITLES, everyone=everyone, k=K)


def test_both_estimates_and_the_response_rate_stand_in_one_breath() -> None:
    assert said(made()).finding == (
        "With every group counted by its headcount, 45 % are below the level their role needs (range 36 % to 54 %). "
        "The answers alone would say 47 %. Of the people this stands for, 181 of 373 answered: 49 %."
    )


def test_estimates_that_print_alike_are_said_to_agree() -> None:
    assert "The answers alone say the same." in said(made(unweighted=0.451)).finding


def test_that_nearly_all_answered_is_said_in_words() -> None:
    assert said(made(covered=372)).finding.endswith("All or nearly all of the people this stands for answered.")
    assert said(made(covered=373)).everyone.answered == "all or nearly all"


def test_a_number_that_would_tell_of_fewer_than_five_left_out_of_all_figures_is_not_said_and_why() -> None:
    everyone = replace(made(left_out=4), partial=True)
    assert everyone.answers == everyone.covered
    shown = said(everyone, A=made(left_out=4), D=made())
    assert [row.answered for row in (*shown.rows, shown.everyone)] == ["", "181 of 373", ""]
    assert shown.finding.endswith("The answers alone would say 47 %.")
    assert shown.notes[-1] == (
        "How many of the headcount answered is not said where a few people alone are in no figure: beside coverage it "
        "would tell who of them answered."
    )


def test_a_role_group_that_leaves_out_a_few_says_how_many_answered_where_others_are_left_out_as_well() -> None:
    everyone = replace(made(left_out=40), partial=True, answers=60)
    shown = said(everyone, A=made(left_out=4))
    assert [row.answered for row in (*shown.rows, shown.everyone)] == ["181 of 373", "181 of 373"]
    assert not any("not said" in note for note in shown.notes)


def test_without_headcounts_the_answers_speak_for_themselves() -> None:
    assert said(made(heads=None)).finding == (
        "Of those who answered, 45 % are below the level their role needs (range 36 % to 54 %)."
    )


def test_a_figure_without_a_range_is_said_without() -> None:
    one = made(covered=373)
    bare = replace(one, domains={"D1": replace(one.domains["D1"], below_interval=None)})
    assert "needs. The answers alone" in said(bare).finding
    assert said(bare).table.rows[-1][2] == "no range"


def test_what_is_withheld_says_why_and_has_no_estimate_at_all() -> None:
    shown = said(made(), A=figures({}), D=made())
    assert shown.table.rows[0] == (
        "Universal",
        "fewer than ten people answered, or all gave the same answer",
        *[""] * 6,
    )
    assert shown.rows[0].model is None
    nothing = said(figures({}))
    assert nothing.finding.startswith("There is no figure to show: fewer than ten")


def test_the_model_stands_beside_the_figure_and_is_called_one() -> None:
    one = made(covered=41, heads=58)
    modelled = replace(one, domains={"D1": replace(one.domains["D1"], below_model=MODEL)})
    shown = said(made(), D=modelled)
    assert shown.table.rows[0] == (
        "Health visitors", "45", "36 to 54", "47", "43", "33 to 53", "120", "41 of 58",
    )  # fmt: skip
    (note,) = shown.notes
    assert "never takes the place of the figure itself" in note
    assert "Where there is none" not in note
    assert (
        said(made(), A=one, D=modelled)
        .notes[0]
        .endswith(
            "Where there is none, a row puts several release groups together, or nobody is left in it to estimate for."
        )
    )
    assert said(made(), D=one).notes == (
        "There is no model’s estimate here: it is made for one release group by itself, of whom some did not answer.",
    )


def test_a_statement_has_rows_of_those_who_were_asked_it() -> None:
    shown = statement_estimates(
        "s1-1",
        "do 1-1",
        rows={"A": replace(figures({}), asked=frozenset()), "D": figures({"D1": 0.4})},
        titles=TITLES,
        everyone=figures({"D1": 0.4}),
        k=K,
    )
    assert [row.title for row in shown.rows] == ["Health visitors"]
    assert shown.rows[0].n == 40
    assert shown.title == "do 1-1: the share below the level needed, estimated in each way"


def test_a_figure_stands_for_the_groups_that_release_it_and_not_for_all_of_them() -> None:
    one = replace(made(), covered=246, heads=521)
    assert said(one).everyone.answered == "181 of 373"
    statements = dict(one.statements)
    statements["s1-2"] = replace(statements["s1-2"], covered=35, heads=141)
    partly = said(replace(one, statements=statements))
    assert partly.everyone.answered == "35 of 141 to 181 of 373"
    assert partly.finding.endswith("Of the people this stands for, 35 of 141 to 181 of 373 answered: 25 % to 49 %.")


def test_beside_words_no_number_is_said_of_a_domain() -> None:
    one = made()
    statements = {"s1-1": one.statements["s1-1"], "s1-2": replace(one.statements["s1-2"], covered=20, heads=21)}
    assert said(replace(one, statements=statements)).everyone.answered == ""
