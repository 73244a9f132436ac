"""`tna survey`: looking after survey files."""

from pathlib import Path

import click

from tna.domain.surveys import SurveyDefinition
from tna.services.survey_files import SurveyFaults, load_survey


@click.group()
def survey() -> None:
    """Survey files."""


@survey.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """List every fault of survey files, with its place and what to do.

    Ends with status 1 if any file has a fault. Nothing is loaded either way.
    """
    faulty = 0
    for file in files:
        try:
            click.echo(f"{file}: {_found(load_survey(file))}")
        except SurveyFaults as found:
            faulty += 1
            for fault in found.faults:
                click.echo(str(fault), err=True)
    if faulty:
        context.exit(1)


def _found(definition: SurveyDefinition) -> str:
    """One line on a survey without faults."""
    parts = [
        _number(len(definition.domains), "domain"),
        _number(len(definition.statements), "statement"),
        _number(len(definition.questions), "question"),
        _number(len(definition.role_groups), "role group"),
    ]
    return f"no faults in {definition.id} version {definition.version}: {', '.join(parts)}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
