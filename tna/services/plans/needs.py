"""What an agency's role groups need, from the newest released figures, and how to say so in a reason."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tna.domain.courses import Course
from tna.domain.plans import RoleGroupNeed, largest_needs
from tna.services.reports import Released, page_figures, released_rounds, role_group_titles


def agency_needs(
    session: Session, *, agency_id: str, courses: Sequence[Course], released: Released | None = None
) -> tuple[RoleGroupNeed, ...]:
    """Every released need of an agency's own groups with the courses that would close it, the most people first.

    Of the round that is named, else of the newest that has figures of the agency.
    """
    rounds = released_rounds(session) if released is None else [released]
    for one in rounds:
        page = page_figures(session, one, agency_id)
        if page is not None and any(figures.domains for figures in page.role_groups.values()):
            return largest_needs(
                page.role_groups, domains=one.definition.domains, titles=role_group_titles(), courses=courses
            )
    return ()


def reason_for(needs: Sequence[RoleGroupNeed], *, role_group: str | None, domain: str | None) -> str:
    """The sentence that gives a need as the reason for an assignment; empty where nothing was released of it."""
    fitting = (need.sentence for need in needs if (need.role_group, need.domain) == (role_group, domain))
    return next(fitting, "")
