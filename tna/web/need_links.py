"""Where the cells of a table of needs lead: from a heatmap down to a domain, to a statement, to a role group."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import url_for

from tna.domain.reports import Heatmap
from tna.web.figures import Chosen, Links


def domain_links(heatmap: Heatmap, chosen: Chosen) -> Links:
    """Of role groups by domain: the row to the role group, the column to the domain, the figure to both together.

    The row of what is compared leads to the comparison.
    """
    domains = {one.id: url_for("need_details.domain", domain_id=one.id, **chosen.query) for one in heatmap.columns}
    links: list[list[str | None]] = []
    for row in heatmap.all_rows:
        # Of a row its address with another query, which is written out: a page would build hundreds.
        whole = url_for("need_filters.statements", role_group=row.id or None, **chosen.query)
        compared = comparison_address(chosen) if row is heatmap.in_both else None
        for column, domain in domains.items():
            both = f"{whole}{'&' if '?' in whole else '?'}{urlencode({'domain': column})}"
            links.append([whole if row.id else None, domain, compared or both])
    return links


def comparison_address(chosen: Chosen) -> str:
    """The page that compares the round shown with the one beside it."""
    earlier = None if chosen.earlier is None else chosen.earlier.round.id
    return url_for("comparisons.show", earlier=earlier, later=chosen.released.round.id)


def agency_links(heatmap: Heatmap, chosen: Chosen) -> Links:
    """Of agencies by domain: the row to the agency, the column to the domain, the figure to the agency's domain."""
    return [_of_agency(row.id, column.id, chosen) for row in heatmap.all_rows for column in heatmap.columns]


def _of_agency(agency_id: str, domain_id: str, chosen: Chosen) -> list[str | None]:
    domain = url_for("need_details.domain", domain_id=domain_id, **chosen.query)
    if not agency_id:
        return [None, domain]
    return [
        url_for("needs.agency", agency_id=agency_id, **chosen.query),
        domain,
        url_for("need_details.agency_domain", agency_id=agency_id, domain_id=domain_id, **chosen.query),
    ]


def own_domain_links(heatmap: Heatmap, chosen: Chosen, agency_id: str) -> Links:
    """On the page of one agency: the row to the role group, the column to the domain, the figure to both together."""
    own = {"agency_id": agency_id, **chosen.query}
    return [
        [
            None if not row.id else url_for("need_filters.agency_statements", role_group=row.id, **own),
            url_for("need_details.agency_domain", domain_id=column.id, **own),
            url_for("need_filters.agency_statements", role_group=row.id or None, domain=column.id, **own),
        ]
        for row in heatmap.all_rows
        for column in heatmap.columns
    ]


def statement_links(heatmap: Heatmap, chosen: Chosen, agency_id: str | None) -> Links:
    """Of role groups by statement: the column to the statement, of everyone or of one agency."""
    return [
        [None, statement_address(column.id, chosen, agency_id)] for _ in heatmap.all_rows for column in heatmap.columns
    ]


def statement_address(statement_id: str, chosen: Chosen, agency_id: str | None = None) -> str:
    """The page of one statement."""
    if agency_id is None:
        return url_for("need_details.statement", statement_id=statement_id, **chosen.query)
    return url_for("need_details.agency_statement", agency_id=agency_id, statement_id=statement_id, **chosen.query)


def ranked_links(statements: Sequence[str], chosen: Chosen) -> Links:
    """Of a ranking: its second column, the statement, to its page."""
    return [[None, statement_address(one, chosen)] for one in statements]
