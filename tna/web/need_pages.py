"""What pages of needs share: whom an address is about, and the page while there is nothing to show."""

from flask import render_template

from tna.domain.people import Action, may
from tna.extensions import db
from tna.models.people import Agency
from tna.services.reports import figures_to_come
from tna.web.access import standing
from tna.web.agencies import agency_or_404
from tna.web.figures import Chosen


def agency_of(agency_id: str | None) -> Agency | None:
    """The agency that an address is about; None for the whole partnership."""
    return None if agency_id is None else agency_or_404(agency_id)


def nothing_released(agency: Agency | None = None, chosen: Chosen | None = None) -> str:
    """The page without figures, of everyone or of one agency; with a round, the agency had nobody in it."""
    return render_template(
        "needs/nothing_released.html",
        agency=agency,
        chosen=chosen,
        to_come=figures_to_come(db.session()),
        may_assign=agency is not None and may(standing(), Action.ASSIGN_COURSES, agency.id),
    )
