"""What no schema can say of courses and learning resources: whether what they say fits together.

`course_faults` and `resource_faults` check one course or resource by itself, as a form sends it; the others check
those that stand in a file. Each takes what it can read: a value of the wrong kind is the schema's to name.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tna.domain.courses import Mode
from tna.services.course_joint_checks import joint_faults
from tna.services.course_order_checks import order_faults
from tna.services.course_rows import Known, Row
from tna.services.survey_checks import Entries
from tna.services.survey_faults import Fault
from tna.services.survey_shape import shape_faults
from tna.services.survey_yaml import Document, quoted

A_FORM = "the form"
"""What faults call the file where a course or resource comes from none."""


def course_faults(data: Entries, known: Known, file: str = A_FORM) -> tuple[Fault, ...]:
    """Every fault of one course; a known course of the same id is the one that this one replaces."""
    document = Document(file, data)
    return (*shape_faults(document, "catalogue", "course"), *course_row_faults(Row(document, (), data), known))


def resource_faults(data: Entries, known: Known, file: str = A_FORM) -> tuple[Fault, ...]:
    """Every fault of one learning resource."""
    document = Document(file, data)
    return (*shape_faults(document, "catalogue", "resource"), *resource_row_faults(Row(document, (), data), known))


def course_row_faults(row: Row, known: Known) -> Iterator[Fault]:
    """What does not fit together in one course: who it is for, its dates, what it teaches, its order, its rule."""
    yield from _audience_faults(row, known)
    yield from _date_faults(row)
    yield from _learning_faults(row, known)
    yield from order_faults(row, known)
    yield from joint_faults(row, known)
    yield from _url_faults(row)


def resource_row_faults(row: Row, known: Known) -> Iterator[Fault]:
    """What does not fit together in one resource: role groups, domains and address."""
    yield from row.unknown("role group", row.texts("for"), known.role_groups)
    yield from row.unknown("domain", row.texts("domains"), known.statements)
    yield from _url_faults(row)


def _audience_faults(row: Row, known: Known) -> Iterator[Fault]:
    nominated = row.texts("on_nomination")
    yield from row.unknown("role group", [*row.texts("for"), *nominated], known.role_groups)
    for steps, role_group in nominated:
        if role_group in row.values("for"):
            yield row.fault(steps, f"{quoted(role_group)} stands under “for” too", "Keep it in one of the two")
    if "nomination_note" in row.data and not nominated and row.data.get("needs_nomination") is not True:
        problem = "Nobody needs a nomination for this course"
        yield row.fault(("nomination_note",), problem, "Add “needs_nomination: true”, or take this away")


def _date_faults(row: Row) -> Iterator[Fault]:
    is_e_learning = row.data.get("mode") == Mode.E_LEARNING
    says_no_dates = row.data.get("dates") is False
    if is_e_learning and not says_no_dates:
        yield row.fault(("dates",), "E-learning has no dates", "Write “dates: false”")
    if is_e_learning or says_no_dates:
        yield from _faults_without_dates(row)
        return
    if "days" not in row.data:
        problem = "“days” is missing"
        yield row.fault((), problem, "Add a line that begins with “days:”, or “dates: false”")
    if "capacity" in row.data and row.data["capacity"] is None:
        yield row.fault(
            ("capacity",), "A date needs a number of places", "Write how many people fit, or “dates: false”"
        )


def _faults_without_dates(row: Row) -> Iterator[Fault]:
    if row.data.get("capacity") is not None:
        problem = "A course without dates has no places that could run out"
        yield row.fault(("capacity",), problem, "Write “capacity: null”")
    for name in ("days", "joint"):
        if name in row.data:
            problem = f"A course without dates has no {quoted(name)}"
            yield row.fault((name,), problem, "Take this away")


def _learning_faults(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of the domains covered and of the statements asked: each statement belongs to one of them."""
    domains, statements = row.texts("domains"), row.texts("statements")
    domain_of = {one: domain for domain, ids in known.statements.items() for one in ids}
    yield from row.unknown("domain", domains, known.statements)
    yield from row.unknown("statement", statements, domain_of)
    covered = [domain for _, domain in domains]
    asked = {domain_of.get(one) for _, one in statements}
    for steps, one in statements:
        if covered and one in domain_of and domain_of[one] not in covered:
            problem = f"{quoted(one)} belongs to {domain_of[one]}, which this course does not cover"
            yield row.fault(steps, problem, f"Add {domain_of[one]} to “domains”, or take the statement away")
    for steps, domain in domains:
        if statements and domain in known.statements and domain not in asked:
            problem = f"No statement of {quoted(domain)} is asked"
            yield row.fault(steps, problem, f"Add one of: {', '.join(known.statements[domain])}")


def _url_faults(row: Row) -> Iterator[Fault]:
    url = row.data.get("url")
    if isinstance(url, str) and url and not is_web_address(url):
        yield row.fault(("url",), f"{quoted(url)} is not the address of a page", "Write it whole, from “https://” on")


def is_web_address(url: str) -> bool:
    """Whether this is the whole address of a page."""
    if any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and "." in (parts.hostname or "")
    except ValueError:  # such as a bracket that is never closed
        return False
