"""Posters of an agency and the newcomers they bring, for its training lead and the manager."""

from functools import partial

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tna.domain.people import Action, agencies_within
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Agency, Joiner, Poster
from tna.services import joining, letting_in, posters
from tna.services.agencies import all_agencies
from tna.services.survey_files import load_reference
from tna.web.access import allowed, now, person, settings, standing
from tna.web.agencies import agency_or_404
from tna.web.documents import Busy, CannotBeMade, pdf_of
from tna.web.poster_sheets import STYLE, sheet
from tna.web.waking import commit_and_wake

blueprint = Blueprint("posters", __name__, url_prefix="/agencies")

Page = str | AnyResponse


@blueprint.get("/posters")
@allowed(Action.REACH_PEOPLE)
def choose() -> Page:
    """Where somebody who reaches people of several agencies chooses one; with one there is nothing to choose."""
    mine = _own_agencies()
    if len(mine) == 1:
        return redirect(url_for("posters.index", agency_id=mine[0].id))
    waiting = {agency.id: len(_waiting(agency)) for agency in mine}
    return render_template("posters/choose.html", agencies=mine, waiting=waiting)


@blueprint.route("/<agency_id>/posters", methods=["GET", "POST"])
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def index(agency_id: str) -> Page:
    """The posters of an agency; sending the form makes another."""
    agency = agency_or_404(agency_id)
    if request.method == "POST":
        posters.make_poster(db.session(), agency_id=agency.id, actor_id=person().id, now=now())
        db.session.commit()
        flash(gettext("The poster is made. Download it, print it and hang it up."))
        return redirect(url_for("posters.index", agency_id=agency_id))
    return render_template(
        "posters/index.html",
        agency=agency,
        posters=posters.posters_of(db.session(), agency_id=agency.id),
        words_of=posters.words_of,
        waiting=len(_waiting(agency)),
        is_one_of_several=len(_own_agencies()) > 1,
    )


@blueprint.get("/<agency_id>/posters/<code>.pdf")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def download(agency_id: str, code: str) -> Page:
    """A poster to print, made when it is asked for; a page that prints well where no PDF can be made here."""
    poster = _poster(agency_id, code)
    if poster.ended_at is not None:
        abort(404)
    draw = partial(sheet, db.session(), poster=poster, agency=agency_or_404(agency_id), settings=settings())
    try:
        content = pdf_of(draw(is_page=False), STYLE)
    except CannotBeMade:
        return draw(is_page=True)
    except Busy:
        abort(503)
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="poster-{poster.code}.pdf"'},
    )


@blueprint.post("/<agency_id>/posters/<code>/end")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def end(agency_id: str, code: str) -> Page:
    """Take a poster down: from now on its code lets nobody join."""
    posters.end_poster(db.session(), poster=_poster(agency_id, code), actor_id=person().id, now=now())
    db.session.commit()
    flash(gettext("The poster is ended. Take it off the wall: its code leads nowhere now."))
    return redirect(url_for("posters.index", agency_id=agency_id))


@blueprint.get("/<agency_id>/joiners")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def joiners(agency_id: str) -> Page:
    """Who has asked by a poster from an address outside the agency's domains."""
    agency = agency_or_404(agency_id)
    return render_template(
        "posters/joiners.html",
        agency=agency,
        waiting=_waiting(agency),
        refused=joining.joiners_of(db.session(), agency_id=agency.id, is_let_in=False),
        reference=load_reference(),
    )


@blueprint.post("/<agency_id>/joiners/<int:joiner_id>/let-in")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def let_in(agency_id: str, joiner_id: int) -> Page:
    """Say yes: a link goes to the address."""
    joiner = _joiner(agency_id, joiner_id)
    if joiner is not None:
        letting_in.let_in(db.session(), joiner=joiner, actor_id=person().id, now=now())
        flash(gettext("A link is on its way to %(address)s.", address=joiner.email))
        commit_and_wake()
    return redirect(url_for("posters.joiners", agency_id=agency_id))


@blueprint.post("/<agency_id>/joiners/<int:joiner_id>/turn-away")
@allowed(Action.REACH_PEOPLE, agency="agency_id")
def turn_away(agency_id: str, joiner_id: int) -> Page:
    """Say no: nothing is sent."""
    joiner = _joiner(agency_id, joiner_id)
    if joiner is not None:
        letting_in.turn_away(db.session(), joiner=joiner, actor_id=person().id, now=now())
        flash(gettext("%(address)s is not let in. Nothing is sent there.", address=joiner.email))
        db.session.commit()
    return redirect(url_for("posters.joiners", agency_id=agency_id))


def _own_agencies() -> list[Agency]:
    """The agencies whose people somebody reaches."""
    everyone = {agency.id: agency for agency in all_agencies(db.session())}
    within = agencies_within(standing(), Action.REACH_PEOPLE, frozenset(everyone))
    return [agency for key, agency in everyone.items() if key in within]


def _poster(agency_id: str, code: str) -> Poster:
    poster = posters.find_poster(db.session(), code=code)
    return poster if poster is not None and poster.agency_id == agency_id else abort(404)


def _waiting(agency: Agency) -> list[Joiner]:
    return joining.joiners_of(db.session(), agency_id=agency.id, is_let_in=None)


def _joiner(agency_id: str, joiner_id: int) -> Joiner | None:
    """Somebody to say yes or no to; None where that was done a moment ago, 404 for an agency that is not there."""
    return letting_in.find_joiner(db.session(), joiner_id=joiner_id, agency_id=agency_or_404(agency_id).id)
