"""Pages: a route reads a form, calls one service, commits, and redirects or renders."""

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.routing import IntegerConverter

from tna.paths import templates_folder
from tna.web import (
    access,
    account,
    agencies,
    agency_addresses,
    agency_invitations,
    agreements,
    api,
    api_pages,
    asked_editor,
    assets,
    assigning,
    bookings,
    certificates,
    comparisons,
    completions,
    course_changes,
    course_dates,
    courses,
    development,
    downloads,
    errors,
    evaluations,
    filters,
    frame,
    headcount_imports,
    headcount_returns,
    headers,
    health,
    home,
    invitations,
    joining,
    languages,
    learning,
    links,
    mail,
    merging,
    movers,
    need_details,
    need_filters,
    needs,
    open_questions,
    own_words,
    people,
    people_imports,
    plans,
    posters,
    profiles,
    question_editor,
    reach,
    recording,
    registers,
    reports,
    resources,
    round_changes,
    round_notices,
    round_targets,
    rounds,
    screening,
    shift,
    sign_ins,
    static_pages,
    survey_drafts,
    survey_editor,
    survey_parts,
    survey_publishing,
    survey_translations,
    surveys,
    table_audits,
    target_files,
    target_proposals,
    uploads,
    week,
    what_if,
)

_BLUEPRINTS = (
    account.blueprint,
    api.blueprint,
    api_pages.blueprint,
    agencies.blueprint,
    agency_addresses.blueprint,
    agreements.blueprint,
    headcount_returns.blueprint,
    merging.blueprint,
    movers.blueprint,
    agency_invitations.blueprint,
    bookings.blueprint,
    comparisons.blueprint,
    completions.blueprint,
    course_dates.blueprint,
    certificates.blueprint,
    evaluations.blueprint,
    assigning.blueprint,
    course_changes.blueprint,
    courses.blueprint,
    development.blueprint,
    downloads.blueprint,
    headcount_imports.blueprint,
    health.blueprint,
    home.blueprint,
    joining.blueprint,
    languages.blueprint,
    invitations.blueprint,
    learning.blueprint,
    links.blueprint,
    mail.blueprint,
    need_details.blueprint,
    need_filters.blueprint,
    needs.blueprint,
    people.blueprint,
    people_imports.blueprint,
    registers.blueprint,
    plans.blueprint,
    posters.blueprint,
    reach.blueprint,
    recording.blueprint,
    reports.blueprint,
    resources.blueprint,
    round_changes.blueprint,
    round_notices.blueprint,
    round_targets.blueprint,
    rounds.blueprint,
    shift.blueprint,
    sign_ins.blueprint,
    static_pages.blueprint,
    survey_drafts.blueprint,
    survey_editor.blueprint,
    asked_editor.blueprint,
    question_editor.blueprint,
    survey_publishing.blueprint,
    survey_translations.blueprint,
    profiles.blueprint,
    open_questions.blueprint,
    own_words.blueprint,
    screening.blueprint,
    survey_parts.blueprint,
    surveys.blueprint,
    target_files.blueprint,
    target_proposals.blueprint,
    table_audits.blueprint,
    week.blueprint,
    what_if.blueprint,
)


class _Digits(IntegerConverter):
    """A number in an address, in the digits that every other number is typed in here, and in no others."""

    regex = "[0-9]+"


def register(app: Flask) -> None:
    """Give an application its pages."""
    app.url_map.converters["int"] = _Digits
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
    for part in (languages, assets, filters, headers, frame, errors, access, uploads):
        part.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
