"""What a release would say under other targets: scored anew for each reader, and kept nowhere."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from tna.domain.disclosure import Selection
from tna.domain.reports.what_if import WhatIfReport, what_if_report
from tna.domain.reports.what_if_sides import Sides
from tna.domain.targets import with_levels
from tna.domain.what_if import what_if
from tna.services.releases import released_round
from tna.services.reports import Released, partnership_figures, role_group_titles


def report(session: Session, released: Released, changes: Mapping[str, Mapping[str, int]]) -> WhatIfReport:
    """The report of a released round under other levels."""
    page = partnership_figures(session, released)
    changed = with_levels(released.definition, changes)
    release = released_round(released.release, released.definition)
    # A role group whose levels stay has the figures it was released with: they are not scored again.
    moved = [one for one in page.role_groups if changed.targets[one] != released.definition.targets[one]]
    return what_if_report(
        Sides(
            definition=released.definition,
            changed=changed,
            everyone=(page.everyone, what_if(release, changed.targets)),
            released=page.role_groups,
            tried={one: what_if(release, changed.targets, Selection(role_groups=frozenset({one}))) for one in moved},
        ),
        titles=role_group_titles(),
    )
