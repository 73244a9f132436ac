"""The survey page, which everybody waits for: rendering it, its way through the web server, and its size.

Run: .venv/bin/python bench/survey_page.py. Eight people, each signed in by a password, open a part and save it, over
and over, as fast as they are answered; the same eight browsers then ask a bare Flask route for the same bytes under the
same web server. A visit is one GET and one POST. Both take turns, so that what else the machine does meets both alike.
"""

import gzip
import itertools
import re
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from _figures import figure, heading, last_words, remark, timed
from _installations import NAMES, ROOT, environment_of, fresh, fresh_installations, session_of
from _serving import Answer, Browser, Rate, Served, free_port, rate, served
from flask import render_template, render_template_string

from scripts.run import gunicorn_options
from tests import factories
from tests.databases import KINDS, Database, run_folder
from tests.web.pages import application
from tna.domain.surveys import Part
from tna.services.survey_files import load_survey

VISITORS, TURNS = 8, 3
VISITS, BARE_VISITS = 200, 1000
LEAST_SHARE = 0.15
_RADIO = re.compile(rb'<input class="govuk-radios__input" id="[^"]+" name="([^"]+)" type="radio" value="([^"]+)"')
_ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')

_BY_MACROS = """
{% from "govuk_frontend_jinja/components/radios/macro.html" import govukRadios %}
{% for statement in part.statements %}
{{ govukRadios({"idPrefix": statement.id, "name": statement.id, "value": values[statement.id], "items": levels,
  "fieldset": {"legend": {"text": statement.text}}}) }}
{% endfor %}
"""

_BARE = """
from pathlib import Path

from flask import Flask, request

app = Flask("bare")
pages = [path.read_bytes() for path in sorted(Path().glob("part-*.html"))]
saved = [path.read_bytes() for path in sorted(Path().glob("saved-*.html"))]


@app.route("/parts/<int:number>", methods=["GET", "POST"])
def part(number):
    if request.method == "POST":
        return saved[number], 302, {"Location": f"/parts/{number}"}
    return pages[number]


@app.get("/healthz")
def healthz():
    return "ok"
"""


def main() -> None:
    """Print every figure."""
    rendering()
    with fresh_installations() as made:
        for kind in KINDS:
            through_the_server(fresh(made, kind))
    last_words()


def rendering() -> None:
    """The template alone, with as many statements as the whole survey has, against the same by the GOV.UK macros."""
    survey = load_survey(factories.shipped_survey().path)
    part = Part(1, 1, survey.domains[0], survey.statements)
    context = {
        "part": part,
        "questions": (),
        "stem": survey.stem,
        "scale": survey.scale,
        "not_my_role": survey.not_my_role,
        "values": {statement.id: "3" for statement in part.statements},
        "faults": {},
        "back_url": "/",
        "saved": True,
        "seen": "",
        "owner": "",
        "is_typed": False,
        "all_parts_url": "/",
        "clear_url": "/",
        "is_correcting": False,
        "levels": [{"value": str(level.value), "text": level.label} for level in survey.scale],
    }
    with application().test_request_context("/"):
        ours, macros = timed(
            30,
            lambda: render_template("surveys/section.html", **context),
            lambda: render_template_string(_BY_MACROS, **context),
        )
    heading(f"Rendering a part of {len(part.statements)} statements")
    figure("processor time", ours.middle_cpu * 1000, "ms", at_most=6)
    figure("its radio groups alone, by the GOV.UK macros", macros.middle_cpu * 1000, "ms")
    figure("the macros' time for one of ours", macros.middle_cpu / ours.middle_cpu, "x")


def through_the_server(database: Database) -> None:
    """Opening and saving a part, against a bare route that returns the same bytes."""
    emails, round_id = _prepare(database)
    port, bare_port = free_port(), free_port()
    environment = environment_of(database, port)
    with served("wsgi:app", folder=ROOT, options=gunicorn_options(port), environment=environment) as site:
        visitors = [Visitor(site, email, round_id) for email in emails]
        way = visitors[0].whole_way()
        folder = _bare_folder(way)
        with served("bare:app", folder=folder, options=gunicorn_options(bare_port), environment={}) as bare:
            heading(f"Opening and saving a part on {NAMES[database.kind]}, {VISITORS} people at once")
            _compare(site, visitors, bare, [visitors[0].filled_in(page) for page, _ in way])
        if database.kind == "sqlite":
            _sizes(visitors[0], max((page for page, _ in way), key=lambda page: len(page.body)))


def _prepare(database: Database) -> tuple[list[str], int]:
    """An open round and the people who will answer it; returns their addresses and the round's id."""
    with session_of(database) as session:
        agency = factories.add_agency(session)
        round_ = factories.add_open_round(session)
        people = [factories.add_person(session, agency) for _ in range(VISITORS)]
        return [person.email for person in people], round_.id


class Visitor:
    """One person who signs in, reads who sees what, and goes through the parts again and again."""

    def __init__(self, site: Served, email: str, round_id: int) -> None:
        self._browser = Browser(site.port)
        self._first = f"/surveys/{round_id}/parts/1"
        self._next = self._first
        self._visits = 0
        form = self._browser.get("/sign-in")
        self._browser.post("/sign-in", {"csrf_token": form.token, "email": email, "password": factories.PASSWORD})
        notice = self._browser.get(f"/surveys/{round_id}/before-you-start")
        self._browser.post(f"/surveys/{round_id}/before-you-start", {"csrf_token": notice.token})

    def get(self, path: str) -> Answer:
        return self._browser.get(path)

    def visit(self) -> tuple[Answer, Answer]:
        """Open the part that comes next, fill it in, save it; returns the page and what saving answered."""
        page = self._browser.get(self._next)
        assert page.status == 200, f"{self._next} answered {page.status}"
        saved = self._browser.post(self._next, self.filled_in(page))
        assert saved.status == 302, f"saving {self._next} answered {saved.status}"
        self._next = saved.location if "/parts/" in saved.location else self._first
        return page, saved

    def whole_way(self) -> list[tuple[Answer, Answer]]:
        """One visit to each part, from the first to the last."""
        way = [self.visit()]
        while self._next != self._first:
            way.append(self.visit())
        return way

    def filled_in(self, page: Answer) -> dict[str, str]:
        """What the form of a part sends: something else on every visit, so that every visit changes a row."""
        choices: dict[str, list[str]] = {}
        for name, value in _RADIO.findall(page.body):
            choices.setdefault(name.decode(), []).append(value.decode())
        self._visits += 1
        chosen = {name: values[self._visits % len(values)] for name, values in choices.items()}
        return {"csrf_token": page.token, "then": "continue", **chosen}


def _bare_folder(way: Sequence[tuple[Answer, Answer]]) -> Path:
    """A folder with the bare application and the bytes it returns."""
    folder = run_folder() / "bare"
    folder.mkdir(exist_ok=True)
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    for number, (page, saved) in enumerate(way):
        (folder / f"part-{number}.html").write_bytes(page.body)
        (folder / f"saved-{number}.html").write_bytes(saved.body)
    return folder


def _compare(site: Served, visitors: Sequence[Visitor], bare: Served, forms: Sequence[dict[str, str]]) -> None:
    bare_visits = [_bare_visit(Browser(bare.port), forms) for _ in visitors]
    ours: list[Rate] = []
    plain: list[Rate] = []
    for _ in range(TURNS):
        ours.append(rate(site, [visitor.visit for visitor in visitors], together=VISITS))
        plain.append(rate(bare, bare_visits, together=BARE_VISITS))
    shares = [one.per_second / other.per_second for one, other in zip(ours, plain, strict=True)]
    figure("visits a second", max(one.per_second for one in ours), "")
    figure("of the bare route", max(one.per_second for one in plain), "")
    figure("share of the bare route's rate, the middle turn", statistics.median(shares), "", at_least=LEAST_SHARE)
    figure("the server's processor time for a visit", min(one.cpu_each for one in ours) * 1000, "ms")
    figure("of the bare route", min(one.cpu_each for one in plain) * 1000, "ms")


def _bare_visit(browser: Browser, forms: Sequence[dict[str, str]]) -> Callable[[], object]:
    parts = itertools.cycle(enumerate(forms))

    def visit() -> None:
        number, form = next(parts)
        assert browser.get(f"/parts/{number}").status == 200
        assert browser.post(f"/parts/{number}", form).status == 302

    return visit


def _sizes(visitor: Visitor, page: Answer) -> None:
    """How much a browser that knows nothing yet has to fetch, and one that has been here before."""
    static = {path.decode(): visitor.get(path.decode()) for path in dict.fromkeys(_ASSET.findall(page.body))}
    for path, answer in static.items():
        assert answer.status == 200, path
        assert "max-age=31536000" in answer.headers["Cache-Control"], f"{path} is fetched again and again"
    later = len(gzip.compress(page.body))
    first = later + sum(len(gzip.compress(answer.body)) for answer in static.values())
    heading(f"Size of a part, compressed: the page and its {len(static)} style sheets and scripts")
    figure("first view", first / 1000, "kB", at_most=60)
    figure("later views: the page alone, the rest is kept for a year", later / 1000, "kB", at_most=15)
    sent = len(page.body) + sum(len(answer.body) for answer in static.values())
    remark(f"A proxy in front compresses; without one {sent / 1000:.0f} kB are sent at first.")


if __name__ == "__main__":
    main()
