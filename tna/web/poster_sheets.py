"""A poster as a sheet of A4: what it is about, who sees what, and the code by which people take part."""

import segno
from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from tna.language import gettext
from tna.models.people import Agency, Poster
from tna.services.free_texts.questions import minutes_of_round
from tna.services.posters import words_of
from tna.services.rounds import running_round
from tna.settings import Settings

STYLE = "poster.css"
"""The style sheet of the sheet, for paper and screen alike."""


def sheet(session: Session, *, poster: Poster, agency: Agency, settings: Settings, is_page: bool) -> str:
    """The whole sheet as HTML with its QR code drawn in it; only as a page for a browser does it name its style."""
    address = f"{settings.base_url}/join/{words_of(poster.code)}"
    round_ = running_round(session)
    return render_template(
        "posters/sheet.html",
        agency=agency,
        is_page=is_page,
        partnership=settings.partnership_name,
        threshold=settings.threshold,
        round=round_,
        minutes=None if round_ is None else minutes_of_round(session, round_),
        address=address,
        shown=address.partition("://")[2],
        picture=_qr_code(address),
    )


def _qr_code(address: str) -> Markup:
    """A QR code as SVG that can be read with a quarter of it dirty or torn."""
    title = gettext("QR code that leads to %(address)s", address=address)
    drawn = segno.make(address, error="q", micro=False).svg_inline(
        border=4, omitsize=True, svgclass="qr", lineclass=None, title=title
    )
    return Markup(drawn)  # noqa: S704 - drawn here, of an address of our own
