"""The papers an agency needs before its people are asked: the sharing agreement and the assessment of the risks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.language import gettext, mark, ngettext
from tna.models.people import Agency, Agreement, Membership
from tna.services import audit
from tna.services.upserts import insert_or_change

_LONGEST_NAME = 200
_LONGEST_LINK = 500


class AgreementKind(StrEnum):
    """Which paper it is."""

    SHARING = "sharing"
    ASSESSMENT = "assessment"


_PAPERS = {
    AgreementKind.SHARING: mark("the data sharing agreement"),
    AgreementKind.ASSESSMENT: mark("the data protection impact assessment"),
}


def paper_in_words(kind: AgreementKind) -> str:
    """A paper as it stands in the middle of a sentence, with its article."""
    return gettext(_PAPERS[kind])


class AgreementRefused(Exception):
    """What was entered about a paper cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class MissingAgreement:
    """An agency in which people work and which lacks one paper or both."""

    agency: Agency
    kinds: tuple[AgreementKind, ...]

    @property
    def papers(self) -> tuple[str, ...]:
        """The missing papers as they stand in a sentence."""
        return tuple(paper_in_words(kind) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class AgencyPapers:
    """One agency, whether anybody works there, and its papers by kind; a kind that is missing has none."""

    agency: Agency
    has_people: bool
    papers: dict[AgreementKind, Agreement]

    @property
    def missing(self) -> tuple[AgreementKind, ...]:
        """The kinds that are not recorded, in their order."""
        return tuple(kind for kind in AgreementKind if kind not in self.papers)


def missing_agreements(session: Session) -> list[MissingAgreement]:
    """Agencies in which people work and for which a paper is not recorded, by name."""
    return [MissingAgreement(one.agency, one.missing) for one in all_papers(session) if one.has_people and one.missing]


def all_papers(session: Session) -> list[AgencyPapers]:
    """The papers of every agency, by the agency's name."""
    recorded: dict[str, dict[AgreementKind, Agreement]] = {}
    for row in session.scalars(select(Agreement).order_by(Agreement.agency_id, Agreement.kind)):
        recorded.setdefault(row.agency_id, {})[AgreementKind(row.kind)] = row
    staffed = set(session.scalars(select(Membership.agency_id).where(Membership.ended_on.is_(None)).distinct()))
    agencies = session.scalars(select(Agency).order_by(Agency.name, Agency.id))
    return [AgencyPapers(one, one.id in staffed, recorded.get(one.id, {})) for one in agencies]


def papers_of(session: Session, *, agency_id: str) -> dict[AgreementKind, Agreement]:
    """The papers recorded for one agency."""
    rows = session.scalars(select(Agreement).where(Agreement.agency_id == agency_id).order_by(Agreement.kind))
    return {AgreementKind(row.kind): row for row in rows}


def record_agreement(
    session: Session,
    *,
    agency_id: str,
    kind: AgreementKind,
    signed_on: date,
    signed_by: str,
    link: str,
    today: date,
    actor_id: int,
    now: datetime,
) -> None:
    """Record a paper of an agency, or change what is recorded of it. Raises AgreementRefused."""
    values = {
        "signed_on": _checked_day(signed_on, today),
        "signed_by": _checked_name(signed_by),
        "link": checked_link(link),
    }
    key = {"agency_id": agency_id, "kind": kind.value}
    insert_or_change(session, Agreement, key=key, new=values, change=values)
    session.expire_all()  # a row that was read before knows nothing of the change
    audit.note(session, at=now, actor_id=actor_id, action="recorded an agreement", subject=agency_id, detail=kind.value)
    session.flush()


def take_back_agreement(session: Session, *, agency_id: str, kind: AgreementKind, actor_id: int, now: datetime) -> None:
    """Take back what was recorded of a paper; taking back what is not there changes nothing."""
    found = session.get(Agreement, (agency_id, kind.value))
    if found is None:
        return
    session.delete(found)
    audit.note(
        session, at=now, actor_id=actor_id, action="took back an agreement", subject=agency_id, detail=kind.value
    )
    session.flush()


def checked_link(link: str) -> str:
    """The link to a paper, as it is kept, or nothing; it is shown and never opened. Raises AgreementRefused."""
    cleaned = link.strip()
    if not cleaned:
        return ""
    is_plain = cleaned.isprintable() and " " not in cleaned and len(cleaned) <= _LONGEST_LINK
    if not is_plain or not _is_https(cleaned):
        fault = ngettext(
            "Enter a link that begins with https://, in at most %(n)s character, or leave it empty.",
            "Enter a link that begins with https://, in at most %(n)s characters, or leave it empty.",
            _LONGEST_LINK,
        )
        raise AgreementRefused("link", fault)
    return cleaned


def _is_https(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:  # such as a bracket that nothing closes
        return False


def _checked_day(signed_on: date, today: date) -> date:
    if signed_on > today:
        raise AgreementRefused("signed_on", gettext("The day it was signed must be today or in the past."))
    return signed_on


def _checked_name(signed_by: str) -> str:
    cleaned = " ".join(signed_by.split())
    if not cleaned or len(cleaned) > _LONGEST_NAME or not cleaned.isprintable():
        fault = ngettext(
            "Enter who signed it, in at most %(n)s character.",
            "Enter who signed it, in at most %(n)s characters.",
            _LONGEST_NAME,
        )
        raise AgreementRefused("signed_by", fault)
    return cleaned
