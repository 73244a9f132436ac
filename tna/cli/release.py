"""`tna release`: looking after what was released."""

import click

from tna.cli.tools import Tools, pass_tools
from tna.services.block_checks import verify_blocks
from tna.services.free_texts.releasing import verify_themes
from tna.services.releases import verify_releases


@click.group()
def release() -> None:
    """Released rounds, and released blocks of course forms."""


@release.command()
@click.pass_context
@pass_tools
def verify(tools: Tools, context: click.Context) -> None:
    """Count every release again: its figures must be those of the stored answers and of what was erased since.

    The themes of what people wrote must be as they were frozen; their texts are gone.

    Ends with status 1 if anything differs, and says what.
    """
    with tools.session_factory()() as session:
        differences = verify_releases(session) + verify_blocks(session) + verify_themes(session)
    for difference in differences:
        click.echo(f"{difference.title}, {difference.group}: {difference.problem}", err=True)
    if differences:
        context.exit(1)
    click.echo("Every release agrees with a recount.")
