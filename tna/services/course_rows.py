"""One course or resource as it was written, with where it stands, and what it may speak of by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tna.language import gettext
from tna.services.survey_checks import Entries, entries_of, texts
from tna.services.survey_faults import Fault, Steps
from tna.services.survey_yaml import Document, quoted


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that courses and resources may name: role groups, sectors, each domain's statements, and courses.

    `courses` holds every course of the catalogue by its id, as it was written.
    """

    role_groups: tuple[str, ...]
    sectors: tuple[str, ...]
    statements: Mapping[str, tuple[str, ...]]
    courses: Mapping[str, Entries]


@dataclass(frozen=True, slots=True)
class Row:
    """The named entries of one course or resource, and the steps down to it in its document."""

    document: Document
    steps: Steps
    data: Entries

    def entries(self, name: str) -> Entries:
        """The named entries under a name, or none if something else stands there."""
        return entries_of(self.data.get(name))

    def texts(self, name: str) -> list[tuple[Steps, str]]:
        """The texts in the list under a name, each with its steps from here."""
        return texts(self.data.get(name), name)

    def values(self, name: str) -> list[str]:
        """The texts in the list under a name."""
        return [text for _, text in self.texts(name)]

    def fault(self, inner: Steps, problem: str, remedy: str) -> Fault:
        """A fault at steps from here."""
        return self.document.fault((*self.steps, *inner), problem, remedy)

    def unknown(self, problem: str, named: Iterable[tuple[Steps, str]], known: Iterable[str]) -> list[Fault]:
        """A fault for every name that is not known; `problem` says so of `%(name)s`, and the steps are from here."""
        names = sorted(known)
        remedy = gettext("Use one of: %(names)s", names=", ".join(names))
        unknown = [(steps, name) for steps, name in named if name not in names]
        return [self.fault(steps, gettext(problem, name=quoted(name)), remedy) for steps, name in unknown]
