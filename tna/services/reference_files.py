"""Role groups, sectors and jobs from their files, read and checked in the same manner as surveys."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from tna.domain.surveys import Job, Reference, RoleGroup, Sector
from tna.language import Language, gettext, spoken, spoken_in
from tna.paths import surveys_folder
from tna.services.survey_checks import NO_ROLE_GROUP, NO_SECTOR, ids_seen_before, listed, texts, unknown_names
from tna.services.survey_faults import Fault, SurveyFaults
from tna.services.survey_shape import shape_faults
from tna.services.survey_yaml import Document, read_file


def load_reference() -> Reference:
    """The role groups, sectors and jobs that come with the product, in the language spoken now."""
    return _said_in(spoken())


@lru_cache(maxsize=16)
def _said_in(language: Language) -> Reference:
    with spoken_in(language):
        shipped = shipped_reference()
        groups, sectors, jobs = shipped.role_groups, shipped.sectors, shipped.jobs
        return Reference(
            role_groups=tuple(
                replace(one, title=gettext(one.title), description=gettext(one.description)) for one in groups
            ),
            sectors=tuple(replace(one, title=gettext(one.title)) for one in sectors),
            jobs=tuple(replace(one, title=gettext(one.title)) for one in jobs),
        )


@cache
def shipped_reference() -> Reference:
    """The role groups, sectors and jobs as their files have them, which is in English."""
    return read_reference(*sorted((surveys_folder() / "reference").glob("*.yaml")))


def read_reference(*paths: Path) -> Reference:
    """The reference data in these files together. Raises SurveyFaults with every fault in any of them."""
    documents = [read_file(path, path.name) for path in paths]
    faults = [fault for document in documents for fault in document.faults]
    faults += [fault for document in documents for fault in shape_faults(document, "reference")]
    faults += _reference_faults(documents)
    if faults:
        raise SurveyFaults(faults)
    return _build_reference(documents)


def _reference_faults(documents: list[Document]) -> Iterator[Fault]:
    """Faults of the files together: ids used twice, and jobs of a sector or role group that is not there."""
    known: dict[str, set[str]] = {"role_groups": set(), "sectors": set(), "jobs": set()}
    for document in documents:
        for kind, seen in known.items():
            yield from ids_seen_before(document, kind, seen)
    for document in documents:
        for steps, job in listed(document.data.get("jobs"), "jobs"):
            sectors = texts(job.get("sectors"), *steps, "sectors")
            role_groups = [((*steps, "role_group"), one) for _, one in texts([job.get("role_group")])]
            yield from unknown_names(document, NO_SECTOR, sectors, known["sectors"])
            yield from unknown_names(document, NO_ROLE_GROUP, role_groups, known["role_groups"])


def _build_reference(documents: list[Document]) -> Reference:
    rows = {
        kind: [row for document in documents for _, row in listed(document.data.get(kind))]
        for kind in ("role_groups", "sectors", "jobs")
    }
    return Reference(
        role_groups=tuple(RoleGroup(row["id"], row["title"], row["description"]) for row in rows["role_groups"]),
        sectors=tuple(Sector(row["id"], row["title"]) for row in rows["sectors"]),
        jobs=tuple(Job(row["id"], row["title"], tuple(row["sectors"]), row["role_group"]) for row in rows["jobs"]),
    )
