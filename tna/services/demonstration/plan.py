"""The demonstration partnership as data: a made-up town and valley, its agencies, and how each of them answers.

Nothing here is measured. Numbers of people are for a partnership of about ten thousand and are scaled; leanings
are added to the confidence of people, in levels of the scale, and were chosen so that charts differ in kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tna.domain.people import Duty

TOWN = "weirbridge"
EVERYWHERE = "all"
"""A leaning under this key holds for every domain."""

Leaning = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of one role group in an agency: how many of some ten thousand, and the jobs they share."""

    number: int
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedAgency:
    """One agency of the plan.

    `rates`: the share that answers each round (0..1), in the order of the rounds. `without_account`: people in
    the headcount for whom there is no account, as a share of those with one. `leaning`: how confident its people
    are, by domain; `change`: how that moves from one round to the next.
    """

    name: str
    mail: str
    sector: str
    staff: Mapping[str, Staff]
    rates: tuple[float, float, float]
    without_account: float = 0.0
    leaning: Leaning = field(default_factory=dict)
    change: Leaning = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in to the demonstration; answers every closed round and not the open one."""

    email: str
    name: str
    agency: str
    job: str
    role_group: str
    duties: frozenset[Duty] = frozenset()
    leads: tuple[str, ...] = ()


COUNCIL = "Weirbridge Council children's services"
EARLY_HELP = "Weirbridge Early Help and Family Hubs"
HOSPITALS = "Weirbridge Hospitals"
POLICE = "Osier Valley Police"

AGENCIES = (
    PlannedAgency(
        name=COUNCIL,
        mail="children",
        sector="social-care",
        staff={
            "A": Staff(54, ("child-care-lawyer",)),
            "D": Staff(180, ("family-support-worker", "edge-of-care-worker")),
            "E": Staff(480, ("front-door-social-worker", "safeguarding-social-worker", "looked-after-social-worker")),
            "F": Staff(90, ("safeguarding-social-worker",)),
            "H": Staff(60, ("childrens-home-worker",)),
            "I": Staff(130, ("social-work-manager",)),
            "J": Staff(6, ("business-manager", "executive")),
        },
        rates=(0.31, 0.38, 0.16),
        without_account=0.03,
        leaning={EVERYWHERE: 0.15, "D3": 0.2},
        change={"D4": 0.6, "D5": 0.45},
    ),
    PlannedAgency(
        name="Weirbridge Fostering and Children's Homes",
        mail="fostering",
        sector="social-care",
        staff={
            "E": Staff(60, ("supervising-social-worker",)),
            "F": Staff(4, ("supervising-social-worker",)),
            "H": Staff(420, ("foster-carer", "foster-carer", "kinship-carer", "childrens-home-worker")),
            "I": Staff(34, ("social-work-manager",)),
            "J": Staff(2, ("executive",)),
        },
        rates=(0.20, 0.26, 0.10),
        without_account=0.12,
        leaning={EVERYWHERE: -0.2, "D2": 0.3},
        change={"D1": 0.2},
    ),
    PlannedAgency(
        name=POLICE,
        mail="police",
        sector="police",
        staff={
            "B": Staff(700, ("response-officer",)),
            "E": Staff(40, ("front-door-officer",)),
            "F": Staff(150, ("child-protection-detective", "online-abuse-investigator")),
            "G": Staff(80, ("offender-manager",)),
            "I": Staff(170, ("police-supervisor",)),
            "J": Staff(10, ("executive",)),
        },
        rates=(0.17, 0.24, 0.09),
        without_account=0.05,
        leaning={"D2": -0.2, "D3": -0.35, "D5": 0.3, "D6": 0.25},
        change={"D5": 0.5, "D2": 0.15},
    ),
    PlannedAgency(
        name=HOSPITALS,
        mail="hospitals",
        sector="health",
        staff={
            "B": Staff(300, ("ambulance-clinician",)),
            "C": Staff(30, ("named-professional",)),
            "D": Staff(900, ("midwife", "emergency-clinician", "paediatrician")),
            "G": Staff(6, ("forensic-clinician",)),
            "I": Staff(60, ("health-manager",)),
            "J": Staff(4, ("executive",)),
        },
        rates=(0.16, 0.19, 0.08),
        without_account=0.1,
        leaning={"D1": 0.1, "D3": -0.2},
        # The one agency that falls back: many people left between the rounds.
        change={EVERYWHERE: -0.4},
    ),
    PlannedAgency(
        name="Osier Valley Community Health",
        mail="community",
        sector="health",
        staff={
            "C": Staff(25, ("named-professional",)),
            "D": Staff(560, ("gp", "practice-nurse", "health-visitor", "school-nurse", "sexual-health-practitioner")),
            "G": Staff(10, ("therapist",)),
            "I": Staff(50, ("health-manager",)),
            "J": Staff(5, ("executive",)),
        },
        rates=(0.30, 0.33, 0.17),
        without_account=0.06,
        leaning={"D1": 0.2, "D7": 0.15},
        change={EVERYWHERE: 0.1, "D4": 0.25},
    ),
    PlannedAgency(
        name="Osier Valley Child and Adolescent Mental Health",
        mail="camh",
        sector="health",
        staff={
            "D": Staff(40, ("adult-mental-health-practitioner", "substance-misuse-practitioner")),
            "G": Staff(190, ("camhs-practitioner",)),
            "I": Staff(28, ("health-manager",)),
            "J": Staff(2, ("executive",)),
        },
        rates=(0.29, 0.31, 0.14),
        leaning={"D2": 0.45, "D4": -0.35, "D7": 0.3},
        change={"D4": 0.2},
    ),
    PlannedAgency(
        name="Larkholt Sexual Assault Referral Centre",
        mail="sarc",
        sector="health",
        staff={
            "G": Staff(30, ("crisis-worker", "forensic-clinician", "isva")),
            "I": Staff(3, ("health-manager",)),
            "J": Staff(1, ("executive",)),
        },
        rates=(0.22, 0.25, 0.1),
        leaning={EVERYWHERE: 0.4},
    ),
    PlannedAgency(
        name="Weirbridge Schools Partnership",
        mail="schools",
        sector="education",
        staff={
            "B": Staff(2200, ("teacher", "teacher", "pastoral-worker", "nursery-worker", "childminder", "sendco")),
            "C": Staff(180, ("designated-safeguarding-lead",)),
            "D": Staff(60, ("education-officer",)),
            "I": Staff(240, ("head-teacher",)),
            "J": Staff(6, ("executive",)),
        },
        rates=(0.24, 0.27, 0.13),
        without_account=0.08,
        leaning={"D1": 0.2, "D4": -0.2, "D6": -0.15},
        change={"D1": 0.15, "D6": 0.4},
    ),
    PlannedAgency(
        name="Mill Lane College",
        mail="college",
        sector="education",
        staff={
            "B": Staff(370, ("teacher", "teacher", "pastoral-worker")),
            "C": Staff(16, ("designated-safeguarding-lead",)),
            "I": Staff(32, ("head-teacher",)),
            "J": Staff(2, ("executive",)),
        },
        rates=(0.17, 0.20, 0.08),
        leaning={EVERYWHERE: -0.15},
    ),
    PlannedAgency(
        name=EARLY_HELP,
        mail="earlyhelp",
        sector="early-help",
        staff={
            "B": Staff(90, ("family-hub-worker",)),
            "D": Staff(260, ("early-help-worker", "youth-worker", "family-support-worker")),
            "I": Staff(26, ("early-help-worker",)),
            "J": Staff(4, ("subgroup-member",)),
        },
        rates=(0.40, 0.43, 0.22),
        without_account=0.02,
        leaning={"D2": 0.25, "D3": 0.3, "D5": -0.2},
        change={EVERYWHERE: 0.15},
    ),
    PlannedAgency(
        name="Weirbridge Youth Justice Service",
        mail="youthjustice",
        sector="justice",
        staff={
            "D": Staff(100, ("youth-justice-worker",)),
            "I": Staff(18, ("youth-justice-worker",)),
            "J": Staff(2, ("executive",)),
        },
        rates=(0.42, 0.45, 0.20),
        leaning={"D6": 0.45, "D3": -0.1},
    ),
    PlannedAgency(
        name="Osier Valley Probation",
        mail="probation",
        sector="justice",
        staff={
            "A": Staff(30, ("prison-worker",)),
            "G": Staff(180, ("probation-practitioner",)),
            "I": Staff(28, ("probation-practitioner",)),
            "J": Staff(2, ("executive",)),
        },
        rates=(0.22, 0.27, 0.10),
        leaning={"D2": -0.5, "D3": -0.3, "D6": 0.35},
        change={"D6": 0.1},
    ),
    PlannedAgency(
        name="Weirbridge Council adult services and housing",
        mail="adults",
        sector="adult-housing",
        staff={
            "A": Staff(896, ("adult-social-care-practitioner", "housing-officer", "licensing-officer", "firefighter")),
            "J": Staff(4, ("executive",)),
        },
        rates=(0.15, 0.20, 0.09),
        without_account=0.1,
        leaning={EVERYWHERE: -0.1, "D7": 0.2},
        change={"D1": 0.2},
    ),
    PlannedAgency(
        name="Weirbridge Voluntary and Faith Alliance",
        mail="voluntary",
        sector="voluntary",
        staff={
            "B": Staff(200, ("service-worker",)),
            "C": Staff(40, ("volunteer-lead",)),
            "D": Staff(30, ("youth-worker", "family-support-worker")),
            "G": Staff(50, ("therapist", "isva")),
            "H": Staff(10, ("foster-carer",)),
            "J": Staff(4, ("executive",)),
        },
        rates=(0.18, 0.22, 0.10),
        without_account=0.15,
        leaning={"D2": 0.2, "D4": -0.3},
        change={"D7": 0.1},
    ),
)

# So few strategic leaders answer the first round that their role group is withheld in it.
WILLINGNESS: Mapping[str, tuple[float, float, float]] = {"J": (0.4, 1.5, 1.0)}
"""By what an agency's rate is multiplied for a role group, round by round; 1 where it is not named."""

DOMAIN_LEANING: Leaning = {"D1": 0.1, "D2": -0.2, "D3": -0.45, "D4": -0.35, "D5": -0.6, "D6": -0.5, "D7": 0.15}
STATEMENT_LEANING: Leaning = {"s03": -0.25, "s07": -0.3, "s10": -0.5, "s13": 0.2, "s15": -0.45, "s22": -0.2}
ROLE_GROUP_LEANING: Mapping[str, Leaning] = {
    "B": {"D4": -0.25, "D6": -0.2},
    "C": {EVERYWHERE: 0.2},
    "E": {"D4": 0.3, "D5": -0.2},
    "F": {"D5": 0.45, "D3": -0.2},
    "G": {"D6": 0.3},
    "H": {"D3": -0.2, "D7": 0.2},
    "I": {"D4": 0.2},
    "J": {EVERYWHERE: 0.1},
}

ACCOUNTS = (
    Account("practitioner@demo.example", "Marisol Fenwright", COUNCIL, "safeguarding-social-worker", "E"),
    Account("lead@demo.example", "Tobias Larkholm", COUNCIL, "social-work-manager", "I", leads=(COUNCIL, EARLY_HELP)),
    Account(
        "trainer@demo.example",
        "Ngozi Thornaby",
        POLICE,
        "child-protection-detective",
        "F",
        duties=frozenset({Duty.TRAINER, Duty.SCREENER}),
    ),
    Account(
        "subgroup@demo.example",
        "Harriet Osmere",
        HOSPITALS,
        "named-professional",
        "C",
        duties=frozenset({Duty.SUBGROUP, Duty.ANALYST}),
    ),
    Account(
        "admin@demo.example",
        "Idris Calloway-Brandt",
        COUNCIL,
        "business-manager",
        "J",
        duties=frozenset({Duty.ADMINISTRATOR, Duty.MANAGER}),
    ),
)
