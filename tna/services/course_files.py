"""The course catalogue as files: read, checked to the last fault, and only then loaded."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tna.domain.courses import Catalogue
from tna.domain.surveys import Domain
from tna.paths import surveys_folder
from tna.services.course_checks import course_row_faults, resource_row_faults
from tna.services.course_data import build_course, build_resource, course_entries
from tna.services.course_rows import Known, Row
from tna.services.reference_files import load_reference
from tna.services.survey_checks import Entries, ids_seen_before, listed
from tna.services.survey_faults import Fault, SurveyFaults
from tna.services.survey_files import shipped_definitions
from tna.services.survey_shape import shape_faults
from tna.services.survey_yaml import Document, read_file


@cache
def load_catalogue() -> Catalogue:
    """The courses and learning resources that come with the product."""
    return read_catalogue(*sorted((surveys_folder() / "catalogue").glob("*.yaml")))


def read_catalogue(*paths: Path) -> Catalogue:
    """The catalogue in these files together. Raises SurveyFaults with every fault in any of them, and OSError."""
    documents = [read_file(path, path.name) for path in paths]
    faults = [fault for document in documents for fault in document.faults]
    faults += [fault for document in documents for fault in shape_faults(document, "catalogue")]
    faults += _catalogue_faults(documents)
    if faults:
        raise SurveyFaults(faults)
    return Catalogue(
        courses=tuple(build_course(row.data) for row in _rows(documents, "courses")),
        resources=tuple(build_resource(row.data) for row in _rows(documents, "resources")),
    )


def known_beside(catalogue: Catalogue) -> Known:
    """What one course or resource of this catalogue may name, for checking a change to it."""
    return _known({course.id: course_entries(course) for course in catalogue.courses})


def shipped_domains() -> tuple[Domain, ...]:
    """The domains of every survey that comes with the product, in the language spoken now."""
    return tuple(domain for survey in shipped_definitions() for domain in survey.domains)


def _catalogue_faults(documents: list[Document]) -> Iterator[Fault]:
    """Faults of the files together: ids used twice, and what does not fit in each course and resource."""
    for kind in ("courses", "resources"):
        seen: set[str] = set()
        for document in documents:
            yield from ids_seen_before(document, kind, seen)
    courses = _rows(documents, "courses")
    known = _known({row.data["id"]: row.data for row in reversed(courses) if isinstance(row.data.get("id"), str)})
    for row in courses:
        yield from course_row_faults(row, known)
    for row in _rows(documents, "resources"):
        yield from resource_row_faults(row, known)


def _rows(documents: Iterable[Document], kind: str) -> list[Row]:
    return [Row(each, steps, data) for each in documents for steps, data in listed(each.data.get(kind), kind)]


def _known(courses: Mapping[str, Entries]) -> Known:
    reference = load_reference()
    return Known(
        role_groups=tuple(role_group.id for role_group in reference.role_groups),
        sectors=tuple(sector.id for sector in reference.sectors),
        statements={domain.id: tuple(one.id for one in domain.statements) for domain in shipped_domains()},
        courses=courses,
    )
