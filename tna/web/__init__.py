"""Pages: a route reads a form, calls one service, commits, and redirects or renders."""

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from tna.paths import templates_folder
from tna.web import (
    access,
    account,
    agencies,
    assets,
    assigning,
    bookings,
    certificates,
    completions,
    course_changes,
    course_dates,
    courses,
    errors,
    evaluations,
    filters,
    frame,
    headers,
    health,
    home,
    learning,
    needs,
    people,
    plans,
    profiles,
    reach,
    recording,
    registers,
    reports,
    resources,
    rounds,
    shift,
    sign_ins,
    static_pages,
    survey_parts,
    surveys,
)

_BLUEPRINTS = (
    account.blueprint,
    agencies.blueprint,
    bookings.blueprint,
    completions.blueprint,
    course_dates.blueprint,
    certificates.blueprint,
    evaluations.blueprint,
    assigning.blueprint,
    course_changes.blueprint,
    courses.blueprint,
    health.blueprint,
    home.blueprint,
    learning.blueprint,
    needs.blueprint,
    people.blueprint,
    registers.blueprint,
    plans.blueprint,
    reach.blueprint,
    recording.blueprint,
    reports.blueprint,
    resources.blueprint,
    rounds.blueprint,
    shift.blueprint,
    sign_ins.blueprint,
    static_pages.blueprint,
    profiles.blueprint,
    survey_parts.blueprint,
    surveys.blueprint,
)


def register(app: Flask) -> None:
    """Give an application its pages."""
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(templates_folder()),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    WTFormsHelpers(app)
    for part in (assets, filters, headers, frame, errors, access):
        part.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
