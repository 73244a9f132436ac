"""The largest released needs of role groups as sentences, and the courses that would close them."""

from dataclasses import replace

from tests.domain.catalogues import course
from tests.domain.published import DOMAINS, figures
from tna.domain.disclosure import Figures
from tna.domain.plans import RoleGroupNeed, largest_needs

TITLES = {"D": "Targeted help", "F": "Joint interviewers (ABE)"}
COURSES = [
    replace(course("wide", is_for="D"), domains=("D2", "D3")),
    replace(course("narrow", is_for="D"), domains=("D2",)),
    replace(course("others", is_for="A"), domains=("D2",)),
]


def needs(**role_groups: Figures) -> tuple[RoleGroupNeed, ...]:
    return largest_needs(role_groups, domains=DOMAINS, titles=TITLES, courses=COURSES)


def test_a_need_says_its_share_of_whom_and_in_what() -> None:
    [need] = needs(D=figures({"D2": 0.62}, n=(39, 41)))
    assert need.sentence == (
        "In talking with children, on average over its statements, 62 % of 39 to 41 people in the role group "
        "“Targeted help” who answered are below the level this role needs."
    )


def test_the_courses_that_close_a_need_are_for_the_role_group_and_the_closest_comes_first() -> None:
    [need] = needs(D=figures({"D2": 0.62}))
    assert [one.id for one in need.courses] == ["narrow", "wide"]
    [other] = needs(F=figures({"D2": 0.62}))
    assert other.courses == ()


def test_the_need_of_most_people_comes_first_and_equal_shares_by_how_many_there_are() -> None:
    few = replace(figures({"D1": 0.9, "D2": 0.5}), heads=50)
    many = replace(figures({"D2": 0.5}), heads=300)
    assert [(one.role_group, one.domain) for one in needs(D=few, F=many)] == [("F", "D2"), ("D", "D1"), ("D", "D2")]


def test_what_is_withheld_or_has_nobody_below_is_no_need() -> None:
    assert needs(D=figures({"D1": 0.0}), F=figures({})) == ()


def test_a_reason_from_the_longest_titles_fits_into_what_is_kept() -> None:
    title = "Targeted, health and early help and something longer than any"
    found = largest_needs(
        {"D": figures({"D2": 0.62}, n=(1039, 1041))}, domains=DOMAINS, titles={"D": title}, courses=COURSES
    )
    assert len(found[0].sentence) <= 300
