"""What an agency's role groups need, from the newest released figures, and how to say so in a reason."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tna.domain.courses import Course
from tna.domain.plans import RoleGroupNeed, largest_needs
from tna.services.reports import page_figures, released_rounds, role_group_titles


def agency_needs(session: Session, *, agency_id: str, courses: Sequence[Course]) -> tuple[RoleGroupNeed, ...]:
    """Every released need of an agency's own groups with the courses that would close it, the most people first."""
    released = next(iter(released_rounds(session)), None)
    if released is None:
        return ()
    page = page_figures(session, released, agency_id)
    if page is None:
        return ()
    return largest_needs(
        page.role_groups, domains=released.definition.domains, titles=role_group_titles(), courses=courses
    )


def reason_for(needs: Sequence[RoleGroupNeed], *, role_group: str | None, domain: str | None) -> str:
    """The sentence that gives a need as the reason for an assignment; empty where nothing was released of it."""
    fitting = (need.sentence for need in needs if (need.role_group, need.domain) == (role_group, domain))
    return next(fitting, "")
