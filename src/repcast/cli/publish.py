"""The command that makes a page for the phone, as a folder for any host."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from repcast.cli import output, surroundings
from repcast.cli.options import complete_session, in_voice, quiet, talk_option, voice_option
from repcast.errors import counted
from repcast.files.outputs import Output
from repcast.resources import user_path

if TYPE_CHECKING:
    from repcast.opening import Opened
    from repcast.pipeline import Surroundings
    from repcast.session.customise import Customisation
    from repcast.studio.publish import Site

_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?", re.IGNORECASE)


def _served(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the address of a folder with its last slash."""
    del ctx, param
    if text and not _ADDRESS.fullmatch(text):
        message = f"'{text}' is not where a folder is served; write it as in https://example.org/workouts/"
        raise click.BadParameter(message)
    return f"{text.rstrip('/')}/" if text else ""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION...", shell_complete=complete_session)
@click.option(
    "--address",
    default="",
    callback=_served,
    metavar="URL",
    help="Where FOLDER will be on the web: adds a podcast feed, whose addresses must be whole.",
)
@voice_option
@talk_option
@quiet
def publish(  # noqa: PLR0913 - a parameter for each option
    folder: Path, *, sessions: tuple[str, ...], address: str, voice: str | None, talk: str | None, quiet: bool
) -> None:
    """Write a page for the phone into FOLDER, with each SESSION as an MP3: to play, skip and keep.

    Put the folder on any host that serves https, such as GitHub Pages. The phone can install the page, and then plays
    without a network. SESSION is whatever `repcast render` takes. An MP3 that repcast wrote is copied as it is, unless
    --voice or --talk changes it. Publish to the same folder again, and phones take what is new.

    \b
    Examples:
      repcast publish site core
      repcast publish site core planks my-circuit.yaml
      repcast publish site today.mp3
      repcast publish site core --voice en-gb --talk little
      repcast publish site core planks --address https://example.org/workouts/
    """
    from repcast import opening  # noqa: PLC0415
    from repcast.studio import publish as publishing  # noqa: PLC0415

    folder = user_path(str(folder))
    publishing.check(folder)
    opened = [opening.opened(reference) for reference in sessions]
    customisation = in_voice(voice, talk)
    with publishing.site(folder, address) as site, surroundings.here(opened[0].settings) as environment:
        for reference, each in zip(sessions, opened, strict=True):
            if publishing.is_ready_made(reference) and not customisation.settings:
                _copy(site, reference, quiet=quiet)
            else:
                _render(site, reference, each, customisation, environment, quiet=quiet)
    if not quiet:
        _say_where(folder, counted(len(sessions), "session"), address)


def _say_where(folder: Path, sessions: str, address: str) -> None:
    from repcast.files.feed import FEED_NAME  # noqa: PLC0415

    if address:
        output.say(f"{folder}  {sessions}; put it at {address}")
        output.say(f"podcast feed: {address}{FEED_NAME}")
    else:
        output.say(f"{folder}  {sessions}; put it on a host that serves https")
        output.say("for a podcast feed, too, name that place: --address URL")


def _copy(site: "Site", reference: str, *, quiet: bool) -> None:
    path = site.copy(user_path(reference))
    if not quiet:
        output.say(str(path))


def _render(  # noqa: PLR0913 - who calls it has all of them apart
    site: "Site",
    reference: str,
    opened: "Opened",
    customisation: "Customisation",
    environment: "Surroundings",
    *,
    quiet: bool,
) -> None:
    from repcast import pipeline  # noqa: PLC0415

    with output.progress(quiet=quiet) as report:
        target = Output(path=site.place_for(reference))
        rendered = pipeline.render(opened.session, customisation, target, report, environment)
    named = replace(rendered, path=site.add(rendered.path))
    if quiet:
        output.shortcomings(named)
    else:
        output.summary(named)
    if lacking := opened.lacking(customisation):
        output.note(f"not in {reference}, and so not in this file: {', '.join(lacking)}")
