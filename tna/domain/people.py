"""Who may do what: the permission table, as data. Nothing else decides access."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Duty(StrEnum):
    """What someone may do in the product; everybody is a practitioner."""

    PRACTITIONER = "practitioner"
    TRAINING_LEAD = "training-lead"
    TRAINER = "trainer"
    MANAGER = "partnership-manager"
    SUBGROUP = "subgroup-member"
    ANALYST = "analyst"
    SCREENER = "screener"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Something a screen or command lets a person do."""

    ANSWER_SURVEY = "answer the survey and read one's own profile"
    LEARN = "see courses and dates, ask for a place, and keep one's own record"
    ASSIGN_COURSES = "assign courses to the people of an agency, nominate and book them"
    KEEP_COURSES = "keep the catalogue, dates and trainers"
    KEEP_REGISTER = "keep the register of a date"
    SEE_SHIFT = "see what has been released of confidence before and after courses"
    SEE_REACH = "see how many of each agency were assigned, booked and trained"
    SEE_COVERAGE = "see how many of an agency took part"
    SEE_AGENCY_NEEDS = "see the released gaps of an agency"
    SEE_NEEDS = "see the released gaps of the whole partnership"
    AUDIT_TABLES = "audit a table that is meant to be published elsewhere"
    USE_API = "read what is released by a program of one's own"
    RUN_ROUNDS = "create, open and close survey rounds"
    SCREEN_TEXTS = "read first what people wrote in their own words, and release its themes"
    KEEP_SURVEYS = "write, check and publish surveys"
    REACH_PEOPLE = "invite and remind the people of an agency, and let newcomers in"
    KEEP_MAIL = "see how mail is sent, and try it"
    KEEP_AGENCIES = "keep agencies and their headcounts"
    KEEP_PEOPLE = "keep people and where they work"
    KEEP_ACCOUNTS = "give duties and set-up links"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "oneself"
    OWN_AGENCIES = "the agencies one leads training in"
    OWN_DATES = "the course dates one runs as a trainer"
    OWN_ROUNDS = "the rounds one is named to screen the texts of"
    ALL = "the whole partnership"


_READERS = MappingProxyType({Duty.MANAGER: Scope.ALL, Duty.SUBGROUP: Scope.ALL, Duty.ANALYST: Scope.ALL})
_READERS_AND_LEADS = MappingProxyType({**_READERS, Duty.TRAINING_LEAD: Scope.OWN_AGENCIES})

PERMISSIONS: Mapping[Action, Mapping[Duty, Scope]] = MappingProxyType(
    {
        Action.ANSWER_SURVEY: {Duty.PRACTITIONER: Scope.OWN},
        Action.LEARN: {Duty.PRACTITIONER: Scope.OWN},
        Action.ASSIGN_COURSES: {Duty.MANAGER: Scope.ALL, Duty.TRAINING_LEAD: Scope.OWN_AGENCIES},
        Action.KEEP_COURSES: {Duty.MANAGER: Scope.ALL},
        Action.KEEP_REGISTER: {Duty.MANAGER: Scope.ALL, Duty.TRAINER: Scope.OWN_DATES},
        # One breakdown, by course, the same for every reader: nothing in it belongs to one agency.
        Action.SEE_SHIFT: {**_READERS, Duty.TRAINING_LEAD: Scope.ALL},
        Action.SEE_REACH: _READERS,
        Action.SEE_COVERAGE: _READERS_AND_LEADS,
        Action.SEE_AGENCY_NEEDS: _READERS_AND_LEADS,
        Action.SEE_NEEDS: _READERS,
        Action.AUDIT_TABLES: {Duty.MANAGER: Scope.ALL, Duty.ANALYST: Scope.ALL},
        Action.USE_API: {Duty.SUBGROUP: Scope.ALL, Duty.ANALYST: Scope.ALL},
        Action.RUN_ROUNDS: {Duty.MANAGER: Scope.ALL},
        # Not the manager's: whoever names the screeners reads no text.
        Action.SCREEN_TEXTS: {Duty.SCREENER: Scope.OWN_ROUNDS},
        Action.KEEP_SURVEYS: {Duty.MANAGER: Scope.ALL},
        Action.REACH_PEOPLE: {Duty.MANAGER: Scope.ALL, Duty.TRAINING_LEAD: Scope.OWN_AGENCIES},
        Action.KEEP_MAIL: {Duty.MANAGER: Scope.ALL, Duty.ADMINISTRATOR: Scope.ALL},
        Action.KEEP_AGENCIES: {Duty.MANAGER: Scope.ALL},
        Action.KEEP_PEOPLE: {Duty.MANAGER: Scope.ALL},
        Action.KEEP_ACCOUNTS: {Duty.ADMINISTRATOR: Scope.ALL},
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person when access is decided.

    `works_in`: agencies with a current membership; `leads`: agencies whose training the person leads.
    """

    duties: frozenset[Duty] = frozenset()
    works_in: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answering:
    """As what somebody answers surveys: the person, and the agency and role group of their job."""

    person_id: int
    agency_id: str
    role_group: str


def may(
    standing: Standing,
    action: Action,
    agency: str | None = None,
    *,
    runs_date: bool = True,
    screens_round: bool = True,
) -> bool:
    """Whether somebody of this standing may do this, to this agency, date or round where the action is about one.

    Without an agency the question is whether they may do it for any agency at all; `runs_date` says whether the
    date in question is one that the person runs, `screens_round` whether the round is one they are named to screen.
    Nobody without a current membership answers surveys or learns: an account alone sees nothing.
    """
    granted = PERMISSIONS[action]
    if Duty.PRACTITIONER in granted and standing.works_in:
        return True
    reached = {
        Scope.ALL: True,
        Scope.OWN_AGENCIES: _reaches(standing, agency),
        Scope.OWN_DATES: runs_date,
        Scope.OWN_ROUNDS: screens_round,
    }
    return any(reached.get(scope, False) for duty, scope in granted.items() if duty in standing.duties)


def _reaches(standing: Standing, agency: str | None) -> bool:
    return bool(standing.leads) if agency is None else agency in standing.leads


def may_everywhere(standing: Standing, action: Action) -> bool:
    """Whether this standing reaches the whole partnership with this action, whichever agencies there are."""
    return any(PERMISSIONS[action].get(duty) is Scope.ALL for duty in standing.duties)


def agencies_within(standing: Standing, action: Action, everywhere: frozenset[str]) -> frozenset[str]:
    """The agencies, of all there are, that this standing reaches with this action."""
    return frozenset(agency for agency in everywhere if may(standing, action, agency))


def respondent_key(secret: str, person_id: int) -> bytes:
    """The key that stands for a person on answers: HMAC-SHA256 of the person's id under the installation's secret.

    32 bytes. The same person has the same key in every round, so that answers before and after can be paired;
    without the secret, which is not in the database, the key leads to nobody.
    """
    return hmac.new(secret.encode(), f"person:{person_id}".encode(), hashlib.sha256).digest()


def round_link_key(secret: str, token_hash: bytes) -> bytes:
    """The key on what is answered in a sign-in by a link that others have seen, until it is sent; 32 bytes.

    It comes from that one sign-in and not from the person, so nothing they have answered is ever met under it, and
    what the page of such a link shows cannot depend on them.
    """
    return hmac.new(secret.encode(), f"round link:{token_hash.hex()}".encode(), hashlib.sha256).digest()


def text_mark(secret: str, round_id: int, key: bytes) -> bytes:
    """The mark on what the holder of a respondent key wrote in a closed round; 32 bytes.

    Without the secret it leads neither to the answers under that key nor to what they wrote in another round.
    """
    return hmac.new(secret.encode(), f"text in round {round_id}:{key.hex()}".encode(), hashlib.sha256).digest()
