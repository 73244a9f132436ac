"""What would be published of a round, forecast before it opens from the headcounts alone."""

from sqlalchemy.orm import Session

from tna.domain.groups import form_groups
from tna.domain.reports.preview import GroupPreview, Titles, group_preview
from tna.models.surveys import Round
from tna.services.reports import agency_titles, role_group_titles
from tna.services.rounds import expected_cells
from tna.services.survey_files import load_reference


def preview(session: Session, *, round_: Round, rate: float, threshold: int) -> GroupPreview:
    """The release groups that would form if this share (0..1) of everybody asked answered; binds nothing."""
    titles = Titles(
        agencies=agency_titles(session),
        sectors={sector.id: sector.title for sector in load_reference().sectors},
        role_groups=role_group_titles(),
    )
    cells = expected_cells(session, round_=round_, expected_rate=rate)
    return group_preview(form_groups(cells, threshold), cells, rate=rate, k=threshold, titles=titles)
