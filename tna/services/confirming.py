"""Whether an address is its person's own: what follows from it, and what ends once it may not be."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tna.domain.reminders import start_of_day_of
from tna.models.people import Person, PersonalLink
from tna.services import audit, passwords, sealing
from tna.services.sign_ins import SignInRefused, end_all_sign_ins, end_other_sign_ins


def set_first_password(session: Session, *, person: Person, new: str, token: str, now: datetime) -> None:
    """Give somebody who came by links alone a password of their own, and end their other sign-ins.

    Raises SignInRefused where they have a password or their address is not confirmed, or PasswordRefused.
    """
    # Read anew under a lock: a password set elsewhere in the meantime is not replaced without being known.
    session.refresh(person, with_for_update=True)
    if person.password_hash is not None or not person.is_confirmed:
        raise SignInRefused
    passwords.check_new_password(new, email=person.email)
    person.password_hash = passwords.hash_password(new)
    end_other_sign_ins(session, person_id=person.id, token=token, now=now)
    audit.note(session, at=now, actor_id=person.id, action="set a password", subject=f"person {person.id}")
    session.flush()


def unconfirm(session: Session, *, person: Person, now: datetime) -> None:
    """Somebody else has given the person another address: nothing that was open stays so, and nothing sent is shown.

    The caller does with the key what seal() says.
    """
    person.is_confirmed = False
    sealing.seal(session, person=person)
    unused = PersonalLink.person_id == person.id, PersonalLink.used_at.is_(None)
    session.execute(update(PersonalLink).where(*unused).values(used_at=start_of_day_of(now)))
    end_all_sign_ins(session, person_id=person.id, now=now)
