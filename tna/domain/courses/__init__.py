"""The course catalogue and its rules: who may book what, who may take a place, and how long a completion keeps."""

from tna.domain.courses.admissions import Admission, Reason, Why, admission, needs_nomination
from tna.domain.courses.catalogue import Catalogue, Course, CourseLevel, JointRule, Mode, Resource, ResourceKind
from tna.domain.courses.descriptions import LEVELS, MODES, audience_words, joint_words, keeping_words, length_words
from tna.domain.courses.needs import courses_closing, resources_for
from tna.domain.courses.prerequisites import missing_prerequisites, open_to, route
from tna.domain.courses.renewals import (
    DECISION_DAYS,
    DUE_DAYS,
    Completion,
    Renewal,
    RenewalState,
    decision_day,
    renewal_state,
    standing_in,
)
from tna.domain.courses.retiring import still_offered, without_a_way
from tna.domain.courses.seats import (
    RuleState,
    Seat,
    SectorState,
    may_take_place,
    next_from_queue,
    state_of_rule,
    still_possible,
)
from tna.domain.courses.terms import DateTerms, RuleBoard, RuleColumn, day_words, rule_board
from tna.domain.courses.words import (
    admission_words,
    course_name,
    lacking_words,
    reason_words,
    route_words,
    rule_words,
)

__all__ = [
    "DECISION_DAYS",
    "DUE_DAYS",
    "LEVELS",
    "MODES",
    "Admission",
    "Catalogue",
    "Completion",
    "Course",
    "CourseLevel",
    "DateTerms",
    "JointRule",
    "Mode",
    "Reason",
    "Renewal",
    "RenewalState",
    "Resource",
    "ResourceKind",
    "RuleBoard",
    "RuleColumn",
    "RuleState",
    "Seat",
    "SectorState",
    "Why",
    "admission",
    "admission_words",
    "audience_words",
    "course_name",
    "courses_closing",
    "day_words",
    "decision_day",
    "joint_words",
    "keeping_words",
    "lacking_words",
    "length_words",
    "may_take_place",
    "missing_prerequisites",
    "needs_nomination",
    "next_from_queue",
    "open_to",
    "reason_words",
    "renewal_state",
    "resources_for",
    "route",
    "route_words",
    "rule_board",
    "rule_words",
    "standing_in",
    "state_of_rule",
    "still_offered",
    "still_possible",
    "without_a_way",
]
