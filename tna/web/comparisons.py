"""Two released rounds compared, statement by statement."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.services.chart_packs import slug
from tna.services.comparisons import RoundsCompared, compare_rounds
from tna.services.reports import Released, figures_to_come, newest_with_figures, released_rounds, role_group_titles
from tna.web.access import allowed
from tna.web.csv_files import csv_file
from tna.web.figures import by_id, chart, newer_empty, table_of

blueprint = Blueprint("comparisons", __name__, url_prefix="/needs")


@dataclass(frozen=True, slots=True)
class Pair:
    """The two rounds compared, everyone or one role group in them, and every round there is to choose from."""

    earlier: Released
    later: Released
    role_group: str | None
    all: tuple[Released, ...]

    @property
    def newer_empty(self) -> tuple[Released, ...]:
        """The newer rounds that were passed over, since nothing of them may be shown."""
        return newer_empty(self.all, self.later)

    @property
    def query(self) -> dict[str, Any]:
        """The query that leads to this state again."""
        return {
            "earlier": self.earlier.round.id,
            "later": self.later.round.id,
            **({"role_group": self.role_group} if self.role_group else {}),
        }

    @property
    def is_asked(self) -> bool:
        """Whether the address names no other rounds than these, in the places where they are shown.

        Else it names them the wrong way round.
        """
        shown = {name: str(self.query[name]) for name in ("earlier", "later")}
        return all(request.args.get(name) in {None, "", id} for name, id in shown.items())

    @property
    def is_one_twice(self) -> bool:
        """Whether the address names one round in both places, so that there is nothing to compare."""
        return self.earlier == self.later

    @property
    def file_name(self) -> str:
        """Both rounds as the name of a file says them."""
        return f"{slug(self.later.round.title, 'round')}-and-{slug(self.earlier.round.title, 'round')}"

    @property
    def role_groups(self) -> dict[str, str]:
        """The role groups that either round asked, id to title."""
        asked = {*self.earlier.definition.role_groups, *self.later.definition.role_groups}
        return {one: role_group_titles()[one] for one in sorted(asked)}


@blueprint.get("/compare")
@allowed(Action.SEE_NEEDS)
def show() -> str:
    """Each statement in both rounds, what changed in what was asked, and in who answered."""
    pair = _pair()
    if pair is None:
        released = released_rounds(db.session())
        return render_template(
            "needs/nothing_to_compare.html", released=released, to_come=figures_to_come(db.session())
        )
    if pair.is_one_twice:
        return render_template("needs/compare.html", pair=pair, compared=None, figures=[])
    compared = _compared(pair)
    return render_template("needs/compare.html", pair=pair, compared=compared, figures=_figures(pair, compared))


def _figures(pair: Pair, compared: RoundsCompared) -> list[dict[str, object]]:
    """The pictures for the chart macro; whom they stand for is said above them, once."""
    figures, workings = [], compared.workings
    if compared.domains is not None:
        url = url_for(".domains_csv", **pair.query)
        domains = chart("domains", compared.domains, csv_url=url, workings=workings.domains)
        figures.append(domains | {"title": gettext("Domain by domain"), "notes": ()})
    url = url_for(".show_csv", **pair.query)
    statements = chart("statements", compared.dumbbell, csv_url=url, workings=workings.statements)
    # All there is to say of a statement: the picture has room for its shares alone.
    table = compared.statements.table if compared.statements.rows else None
    title = gettext("Statement by statement")
    return [*figures, statements | {"title": title, "notes": (), "table": table, "stacks": True}]


@blueprint.get("/compare.csv")
@allowed(Action.SEE_NEEDS)
def show_csv() -> Response:
    """The same, as a file; where there are not two rounds, the page that says so."""
    pair = _pair()
    if pair is None or pair.is_one_twice:
        return redirect(url_for(".show", **({} if pair is None else pair.query)))
    if not pair.is_asked:
        return redirect(url_for(".show_csv", **pair.query))
    return csv_file(_compared(pair).statements.table, f"needs-compared-{pair.file_name}")


@blueprint.get("/compare/domains.csv")
@allowed(Action.SEE_NEEDS)
def domains_csv() -> Response:
    """Domain by domain, as a file; 404 without figures in both rounds, and the page says so where there are not two."""
    pair = _pair()
    if pair is None or pair.is_one_twice:
        return redirect(url_for(".show", **({} if pair is None else pair.query)))
    if not pair.is_asked:
        return redirect(url_for(".domains_csv", **pair.query))
    return csv_file(table_of(_compared(pair).domains or abort(404)), f"needs-compared-by-domain-{pair.file_name}")


def _compared(pair: Pair) -> RoundsCompared:
    return compare_rounds(db.session(), later=pair.later, earlier=pair.earlier, role_group=pair.role_group)


def _pair() -> Pair | None:
    """The rounds in the query, else the newest with figures and the one before; None while there are not two.

    Two that are named the wrong way round are turned, and the page says so; one that is named twice is no pair, and one
    that is named alone stands beside its neighbour. 404 for a round or a role group that is not there.
    """
    rounds = tuple(released_rounds(db.session()))
    if len(rounds) < 2:
        return None
    named = [by_id(rounds, request.args.get(name)) for name in ("later", "earlier")]
    later = named[0] or newest_with_figures(rounds) or rounds[0]
    further = rounds[rounds.index(later) + 1 :] or rounds[-2:-1]
    earlier = named[1] or newest_with_figures(further) or further[0]
    if earlier == later and None in named:
        earlier = further[0]
    newer, older = sorted((later, earlier), key=rounds.index)  # the newest stands first
    pair = Pair(older, newer, request.args.get("role_group") or None, rounds)
    if pair.role_group is not None and pair.role_group not in pair.role_groups:
        abort(404)
    return pair
