"""What no schema can say of courses and learning resources: whether what they say fits together.

`course_faults` and `resource_faults` check one course or resource by itself, as a form sends it; the others check
those that stand in a file. Each takes what it can read: a value of the wrong kind is the schema's to name.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tna.domain.courses import Mode
from tna.language import gettext, mark
from tna.services.course_joint_checks import joint_faults
from tna.services.course_order_checks import order_faults
from tna.services.course_rows import Known, Row
from tna.services.survey_checks import Entries
from tna.services.survey_faults import Fault
from tna.services.survey_shape import shape_faults
from tna.services.survey_yaml import Document, quoted

A_FORM = "the form"
"""What faults call the file where a course or resource comes from none."""

_NO_ROLE_GROUP = mark("There is no role group %(name)s")
_NO_DOMAIN = mark("There is no domain %(name)s")


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
    yield from row.unknown(_NO_ROLE_GROUP, row.texts("for"), known.role_groups)
    yield from row.unknown(_NO_DOMAIN, row.texts("domains"), known.statements)
    yield from _url_faults(row)


def _audience_faults(row: Row, known: Known) -> Iterator[Fault]:
    nominated = row.texts("on_nomination")
    yield from row.unknown(_NO_ROLE_GROUP, [*row.texts("for"), *nominated], known.role_groups)
    for steps, role_group in nominated:
        if role_group in row.values("for"):
            problem = gettext("%(role_group)s stands under “for” too", role_group=quoted(role_group))
            yield row.fault(steps, problem, gettext("Keep it in one of the two"))
    if "nomination_note" in row.data and not nominated and row.data.get("needs_nomination") is not True:
        problem = gettext("Nobody needs a nomination for this course")
        yield row.fault(("nomination_note",), problem, gettext("Add “needs_nomination: true”, or take this away"))


def _date_faults(row: Row) -> Iterator[Fault]:
    is_e_learning = row.data.get("mode") == Mode.E_LEARNING
    says_no_dates = row.data.get("dates") is False
    if is_e_learning and not says_no_dates:
        yield row.fault(("dates",), gettext("E-learning has no dates"), gettext("Write “dates: false”"))
    if is_e_learning or says_no_dates:
        yield from _faults_without_dates(row)
        return
    if "days" not in row.data:
        problem = gettext("“days” is missing")
        yield row.fault((), problem, gettext("Add a line that begins with “days:”, or “dates: false”"))
    if "capacity" in row.data and row.data["capacity"] is None:
        yield row.fault(
            ("capacity",),
            gettext("A date needs a number of places"),
            gettext("Write how many people fit, or “dates: false”"),
        )


def _faults_without_dates(row: Row) -> Iterator[Fault]:
    if row.data.get("capacity") is not None:
        problem = gettext("A course without dates has no places that could run out")
        yield row.fault(("capacity",), problem, gettext("Write “capacity: null”"))
    for name in ("days", "joint"):
        if name in row.data:
            problem = gettext("A course without dates has no %(entry)s", entry=quoted(name))
            yield row.fault((name,), problem, gettext("Take this away"))


def _learning_faults(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of the domains covered and of the statements asked: each statement belongs to one of them."""
    domains, statements = row.texts("domains"), row.texts("statements")
    domain_of = {one: domain for domain, ids in known.statements.items() for one in ids}
    yield from row.unknown(_NO_DOMAIN, domains, known.statements)
    yield from row.unknown(mark("There is no statement %(name)s"), statements, domain_of)
    covered = [domain for _, domain in domains]
    asked = {domain_of.get(one) for _, one in statements}
    for steps, one in statements:
        if covered and one in domain_of and domain_of[one] not in covered:
            names = {"statement": quoted(one), "domain": domain_of[one]}
            problem = gettext("%(statement)s belongs to %(domain)s, which this course does not cover", **names)
            remedy = gettext("Add %(domain)s to “domains”, or take the statement away", domain=domain_of[one])
            yield row.fault(steps, problem, remedy)
    for steps, domain in domains:
        if statements and domain in known.statements and domain not in asked:
            problem = gettext("No statement of %(domain)s is asked", domain=quoted(domain))
            remedy = gettext("Add one of: %(statements)s", statements=", ".join(known.statements[domain]))
            yield row.fault(steps, problem, remedy)


def _url_faults(row: Row) -> Iterator[Fault]:
    url = row.data.get("url")
    if isinstance(url, str) and url and not is_web_address(url):
        problem = gettext("%(url)s is not the address of a page", url=quoted(url))
        yield row.fault(("url",), problem, gettext("Write it whole, from “https://” on"))


def is_web_address(url: str) -> bool:
    """Whether this is the whole address of a page."""
    if any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and "." in (parts.hostname or "")
    except ValueError:  # such as a bracket that is never closed
        return False
