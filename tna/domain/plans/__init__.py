"""What people are asked to learn: how they stand in a course, whom an assignment reaches, what suits one's own gaps."""

from tna.domain.plans.needs import MOST_NEEDS, RoleGroupNeed, largest_needs
from tna.domain.plans.preview import Candidate, Missing, Preview, sorted_out
from tna.domain.plans.record import Completed, record_table
from tna.domain.plans.states import Asked, CourseState, Facts, Place, Renewals, State, course_states
from tna.domain.plans.suggestions import MOST_RESOURCES, NextStep, Suggestion, next_steps, suggestions
from tna.domain.plans.words import Taken, any_of_words, asked_words, place_words, renewal_words, taken

__all__ = [
    "MOST_NEEDS",
    "MOST_RESOURCES",
    "Asked",
    "Candidate",
    "Completed",
    "CourseState",
    "Facts",
    "Missing",
    "NextStep",
    "Place",
    "Preview",
    "Renewals",
    "RoleGroupNeed",
    "State",
    "Suggestion",
    "Taken",
    "any_of_words",
    "asked_words",
    "course_states",
    "largest_needs",
    "next_steps",
    "place_words",
    "record_table",
    "renewal_words",
    "sorted_out",
    "suggestions",
    "taken",
]
