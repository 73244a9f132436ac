"""What somebody answered before: closed where somebody else may be let in, adopted where it is surely themselves."""

from tna.extensions import db
from tna.models.people import Person
from tna.services import course_forms, round_link_answers, sealing, surveys
from tna.web.access import begun_by_links, key_of


def close_earlier_answers(person: Person) -> None:
    """Delete what a person has not sent and seal their course forms; what they sent is sealed by the service."""
    key = key_of(person)
    sealing.seal_only_what_was_sent(db.session(), person=person, key=key)
    surveys.delete_unsent(db.session(), key=key)
    forget_begun_by_links(person)
    course_forms.seal_forms(db.session(), key=key)


def adopt_begun_by_links(person: Person) -> None:
    """Let somebody who has come by their own address go on with what a link that others have seen began for them."""
    round_link_answers.adopt_begun(db.session(), person_id=person.id, key=key_of(person), begun=begun_by_links(person))


def forget_begun_by_links(person: Person) -> None:
    """Delete what links that others have seen began for somebody and nobody sent."""
    round_link_answers.forget_begun(db.session(), begun=begun_by_links(person))
