"""Catalogue files: what they become, and that every fault is told and nothing loads with one."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tna.domain.courses import Catalogue, CourseLevel, JointRule, Mode, Resource, ResourceKind, admission, open_to
from tna.paths import surveys_folder
from tna.services.course_checks import course_faults, resource_faults
from tna.services.course_data import build_course, course_entries
from tna.services.course_files import known_beside, load_catalogue, read_catalogue
from tna.services.reference_files import load_reference
from tna.services.survey_faults import SurveyFaults
from tna.services.survey_files import load_survey

TINY = Path(__file__).parents[1] / "catalogue"
FAULTY = sorted((TINY / "faults").glob("*.yaml"))
WHOLE = TINY / "features" / "whole.yaml"


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return read_catalogue(WHOLE)


def change(catalogue: Catalogue, course_id: str, **changes: object) -> dict[str, Any]:
    """The data of a course as a form would send it, with some of it changed."""
    return {**course_entries(catalogue.course(course_id)), **changes}


# What a file becomes ----------------------------------------------------------------------------------------


def test_what_a_course_leaves_out_is_filled_in() -> None:
    without_dates, with_dates = read_catalogue(TINY / "features" / "smallest.yaml").courses
    assert (without_dates.has_dates, without_dates.days, without_dates.capacity) == (False, 0, None)
    assert (with_dates.has_dates, with_dates.days, with_dates.capacity) == (True, 1, 10)
    assert (without_dates.renew_months, with_dates.renew_months) == (None, 36)
    assert (with_dates.prerequisites, with_dates.joint, with_dates.renews) == ((), None, None)
    assert (with_dates.on_nomination, with_dates.needs_nomination) == (frozenset(), False)


def test_everything_that_may_be_said_of_a_course_is_kept(whole: Catalogue) -> None:
    course = whole.course("C2")
    assert (course.is_for, course.on_nomination, course.needs_nomination) == ({"B", "C"}, {"E"}, True)
    assert course.role_groups == {"B", "C", "E"}
    assert course.nomination_note == "Ask about their training first."
    assert (course.level, course.mode) == (CourseLevel.SPECIALIST, Mode.ROOM_OR_VIRTUAL)
    assert (course.hours, course.days, course.capacity) == (7.5, 2, 10)
    assert course.prerequisites == (("C1", "C3"), ("C1",))
    assert (course.other_evidence, course.url) == ("A certificate.", "https://example.org/course?id=2")
    assert (course.domains, course.statements) == (("D3", "D5"), ("s09", "s17"))
    assert (course.renew_months, course.renews) == (36, "C1")
    assert course.joint == JointRule(("police", "health"), 1, {"police": 2, "education": 1}, 3)


def test_everything_that_may_be_said_of_a_resource_is_kept(whole: Catalogue) -> None:
    assert whole.resource("guide") == Resource(
        id="guide",
        title="A guide",
        kind=ResourceKind.GUIDE,
        publisher="Somebody",
        minutes=15,
        domains=("D3",),
        is_for=frozenset("BC"),
        url="https://example.org/guide",
    )


# Faults -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_every_fault_of_a_file_is_told_with_its_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = sorted(line.removeprefix("# ") for line in lines if line.startswith("# "))
    with pytest.raises(SurveyFaults) as raised:
        read_catalogue(path)
    assert sorted(f"{fault.place}: {fault.problem}" for fault in raised.value.faults) == expected
    for fault in raised.value.faults:
        assert fault.file == path.name
        assert fault.remedy
        assert 1 <= (fault.line or 0) <= len(lines)


def test_a_fault_names_the_line_it_stands_in() -> None:
    path = TINY / "faults" / "joint-sector-unknown.yaml"
    with pytest.raises(SurveyFaults) as raised:
        read_catalogue(path)
    line = (
        path.read_text(encoding="utf-8").splitlines().index("    joint: {balance: [police, fire], each: {schools: 1}}")
        + 1
    )
    sectors = "adult-housing, early-help, education, health, justice, police, social-care, voluntary"
    assert str(raised.value.faults[0]) == (
        f"joint-sector-unknown.yaml:{line}: courses[0].joint.balance[1]: There is no sector “fire”. "
        f"Use one of: {sectors}."
    )


def test_ids_are_unique_and_courses_known_across_files(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    text = (TINY / "features" / "smallest.yaml").read_text(encoding="utf-8")
    first.write_text(text, encoding="utf-8")
    second.write_text(f"{text}    prerequisites: [[C1]]\n", encoding="utf-8")
    with pytest.raises(SurveyFaults) as raised:
        read_catalogue(first, second)
    assert [f"{fault.file}: {fault.place}: {fault.problem}" for fault in raised.value.faults] == [
        "second.yaml: courses[0].id: “C1” is the id of an earlier entry",
        "second.yaml: courses[1].id: “C2” is the id of an earlier entry",
    ]


@settings(deadline=None)  # a shared machine may be busy
@given(data=st.data())
def test_no_change_to_a_catalogue_does_anything_but_load_or_be_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = WHOLE.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    changed = text[:start] + data.draw(st.text(alphabet="abC123: -[]{},.\n\"'", max_size=8)) + text[end:]
    path = tmp_path_factory.getbasetemp() / "changed.yaml"
    path.write_text(changed, encoding="utf-8")
    try:
        catalogue = read_catalogue(path)
    except SurveyFaults:
        return
    open_to(catalogue)
    assert all(build_course(course_entries(course)) == course for course in catalogue.courses)


# One course, as a form sends it -----------------------------------------------------------------------------


def test_a_course_without_faults_has_none_beside_its_catalogue(whole: Catalogue) -> None:
    known = known_beside(whole)
    for course in whole.courses:
        assert course_faults(course_entries(course), known) == ()
        assert build_course(course_entries(course)) == course
    new = change(whole, "C3", id="C4", prerequisites=[["C2"]])
    assert course_faults(new, known) == ()


def test_faults_of_one_course_are_told_by_its_own_fields(whole: Catalogue) -> None:
    changed = change(
        whole, "C2", title="", level=9, prerequisites=[["C1", "C9"]], hours="long", joint={"each": {"fire": 2}}
    )
    faults = course_faults(changed, known_beside(whole))
    assert {(fault.file, fault.line) for fault in faults} == {("the form", None)}
    assert sorted((fault.place, fault.problem) for fault in faults) == [
        ("hours", "This should be a number, but it is text"),
        ("joint.each.fire", "There is no sector “fire”"),
        ("level", "“9” is not known here"),
        ("prerequisites[0][1]", "There is no course “C9”"),
        ("title", "This is empty"),
    ]


def test_a_changed_course_is_held_against_the_others_and_not_against_what_it_was(whole: Catalogue) -> None:
    known = known_beside(whole)
    assert course_faults(change(whole, "C2", prerequisites=[["C3"]]), known) == ()
    [circle] = course_faults(change(whole, "C3", prerequisites=[["C2"]]), known)
    assert circle.problem == "This goes in a circle: C3 asks for C2, which asks for C3"
    [for_ever] = course_faults(change(whole, "C1", renew_months=None), known)
    assert for_ever.problem == "“C2” renews this course, so its completion has to lapse"


def test_faults_of_one_resource_are_told_by_its_own_fields(whole: Catalogue) -> None:
    data = {"id": "film", "title": "A film", "kind": "film", "publisher": "X", "minutes": None, "domains": ["D1"]}
    assert resource_faults(data, known_beside(whole)) == ()
    [fault] = resource_faults({**data, "url": "example.org"}, known_beside(whole))
    assert (fault.place, fault.problem) == ("url", "“example.org” is not the address of a page")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["C1", "D3", "s09"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(data=st.data())
def test_whatever_a_form_sends_is_told_to_be_a_fault_or_builds_a_course(data: st.DataObject) -> None:
    catalogue = read_catalogue(WHOLE)
    entries = change(catalogue, "C2")
    for name in data.draw(st.lists(st.sampled_from(sorted(entries)), min_size=1, max_size=3, unique=True)):
        entries[name] = data.draw(anything)
    if not course_faults(entries, known_beside(catalogue)):
        build_course(entries)


# The shipped catalogue, held against its table by hand --------------------------------------------------------

TABLE = {  # for, on nomination, places, days, prerequisites, domains, months
    "CSA-01": ("ABHJ", "", None, 0, "", "D1", 24),
    "CSA-02": ("ABCDEFGHIJ", "", None, 0, "", "D1 D2", 36),
    "CSA-03": ("BCDEH", "", 24, 1, "CSA-01/CSA-02", "D1 D2 D4", 36),
    "CSA-04": ("BCDEFH", "", 20, 1, "CSA-01/CSA-02", "D2", 36),
    "CSA-05": ("CDEH", "", 20, 1, "CSA-04", "D2 D7", 36),
    "CSA-06": ("CDE", "", 20, 1, "CSA-03", "D3", 36),
    "CSA-07": ("DEFG", "", 20, 1, "CSA-03", "D3 D6", 36),
    "CSA-08": ("CDEF", "", 24, 1, "CSA-03", "D4", 24),
    "CSA-09": ("CDEI", "", 25, 1, "CSA-03", "D4", 36),
    "CSA-10": ("BCDEG", "", 24, 1, "CSA-03", "D6", 36),
    "CSA-11": ("C", "E", 25, 1, "CSA-10", "D6", 24),
    "CSA-12": ("DEFG", "", 20, 1, "CSA-03", "D4 D6", 36),
    "CSA-13": ("BCDEH", "", 40, 1, "", "D5", 36),
    "CSA-14": ("F", "E", 10, 5, "CSA-03 CSA-04 CSA-13", "D2 D5", 12),
    "CSA-15": ("F", "", 12, 1, "CSA-14", "D5", 12),
    "CSA-16": ("I", "", 16, 1, "CSA-03", "D7", 36),
    "CSA-17": ("CDEFGHIJ", "", 20, 1, "CSA-01/CSA-02", "D1 D7", 36),
}

JOINT = {
    "CSA-03": JointRule(agencies_at_least=3),
    "CSA-08": JointRule(each={"police": 1, "social-care": 1, "health": 1}),
    "CSA-09": JointRule(agencies_at_least=3),
    "CSA-10": JointRule(agencies_at_least=2),
    "CSA-12": JointRule(each={"justice": 1, "police": 1, "social-care": 1}),
    "CSA-14": JointRule(("police", "social-care"), 1, {"police": 4, "social-care": 4}),
    "CSA-15": JointRule(each={"police": 1, "social-care": 1}),
}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def test_the_shipped_courses_are_those_of_the_table(shipped: Catalogue) -> None:
    found = {
        course.id: (
            "".join(sorted(course.is_for)),
            "".join(sorted(course.on_nomination)),
            course.capacity,
            course.days,
            " ".join("/".join(any_of) for any_of in course.prerequisites),
            " ".join(course.domains),
            course.renew_months,
        )
        for course in shipped.courses
    }
    assert found == TABLE
    assert {course.id: course.joint for course in shipped.courses if course.joint} == JOINT


def test_only_joint_interviewing_needs_a_nomination_of_everybody(shipped: Catalogue) -> None:
    assert [course.id for course in shipped.courses if course.needs_nomination] == ["CSA-14"]
    assert [(course.id, course.renews) for course in shipped.courses if course.renews] == [("CSA-15", "CSA-14")]


def test_a_shipped_course_asks_every_statement_it_covers_but_where_that_is_too_many(shipped: Catalogue) -> None:
    survey = load_survey(surveys_folder() / "csa-tna-2026" / "survey.yaml")
    covered = {
        course.id: {one.id for domain in course.domains for one in survey.domain(domain).statements}
        for course in shipped.courses
    }
    partly = [course.id for course in shipped.courses if set(course.statements) < covered[course.id]]
    assert partly == ["CSA-03", "CSA-13"]
    assert shipped.course("CSA-13").statements == ("s17",)


def test_everybody_a_shipped_course_is_for_can_get_there(shipped: Catalogue) -> None:
    for course in shipped.courses:
        for role_group in course.role_groups:
            done: frozenset[str] = frozenset()
            asked = admission(course, role_group, done=done, is_nominated=True, catalogue=shipped)
            for step in asked.route:
                taken = admission(shipped.course(step), role_group, done=done, is_nominated=True, catalogue=shipped)
                assert taken.may_book, (course.id, role_group, step)
                done |= {step}
            assert admission(course, role_group, done=done, is_nominated=True, catalogue=shipped).may_book


def test_every_role_group_and_every_domain_of_the_survey_has_a_course_and_a_resource(shipped: Catalogue) -> None:
    groups = {role_group.id for role_group in load_reference().role_groups}
    assert {one for course in shipped.courses for one in course.is_for} == groups
    domains = {f"D{number}" for number in range(1, 8)}
    assert {one for course in shipped.courses for one in course.domains} == domains
    assert {one for resource in shipped.resources for one in resource.domains} == domains


def test_the_shipped_resources_are_nine_to_read_and_twelve_films(shipped: Catalogue) -> None:
    kinds = [resource.kind for resource in shipped.resources]
    assert {kind: kinds.count(kind) for kind in ResourceKind} == {"guide": 7, "film": 12, "template": 1, "pathway": 1}
