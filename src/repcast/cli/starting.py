"""The commands that a newcomer begins with: they write a session, a training plan and settings to change."""

from pathlib import Path

import click

from repcast.cli import output, surroundings
from repcast.cli.options import complete_builtin
from repcast.resources import STDIN

_force = click.option("--force", is_flag=True, help="Replace files that exist.")


@click.command()
@click.argument("file", default="session.yaml")
@click.option(
    "--from",
    "builtin",
    default=None,
    metavar="NAME",
    shell_complete=complete_builtin,
    help="Copy a built-in session or training plan; `repcast list` lists them.",
)
@_force
def new(file: str, *, builtin: str | None, force: bool) -> None:
    """Write an example session, with comments, to FILE (default: session.yaml), or with - to standard output.

    \b
    Examples:
      repcast new lunch.yaml
      repcast new my-core.yaml --from core
      repcast new - > lunch.yaml
    """
    from repcast import opening, saving  # noqa: PLC0415
    from repcast.disk.atomic import write_text  # noqa: PLC0415
    from repcast.resources import template  # noqa: PLC0415

    text = opening.copied(builtin) if builtin else template("session.yaml")
    if file == STDIN:
        output.text(text)
        return
    saving.check_new(Path(file), force=force)
    write_text(text, Path(file))
    output.say(file)


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@_force
def init(folder: Path, *, force: bool) -> None:
    """Write files to start with into FOLDER (default: this one): a session, a training plan, and settings.

    \b
    Examples:
      repcast init
      repcast init training && cd training && repcast today
    """
    from repcast import saving  # noqa: PLC0415

    for path in saving.write_starter_files(folder, surroundings.local_today(), force=force):
        output.say(str(path))
