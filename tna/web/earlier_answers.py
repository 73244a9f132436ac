"""Closing what somebody answered before, where a page lets perhaps somebody else into their account."""

from tna.extensions import db
from tna.models.people import Person
from tna.services import course_forms, sealing, surveys
from tna.web.access import key_of


def close_earlier_answers(person: Person) -> None:
    """Delete what a person has not sent and seal their course forms; what they sent is sealed by the service."""
    key = key_of(person)
    sealing.seal_only_what_was_sent(db.session(), person=person, key=key)
    surveys.delete_unsent(db.session(), key=key)
    course_forms.seal_forms(db.session(), key=key)
