"""The command `repcast`, and all that it can be asked to do."""

import click

from repcast.cli.cache import cache
from repcast.cli.inspecting import check, plan, show, verify
from repcast.cli.listing import config, list_, schema, sounds
from repcast.cli.publish import publish
from repcast.cli.rendering import customise, quick, render
from repcast.cli.starting import init, new
from repcast.cli.studio import studio
from repcast.cli.training import today, week
from repcast.cli.voices import voices

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="repcast", message="repcast %(version)s")
def cli() -> None:
    """Turn a workout written as a short YAML file into one MP3 that coaches you by ear.

    \b
    Examples:
      repcast list                              the built-in sessions
      repcast render core                       writes core.mp3
      repcast render my-circuit.yaml -o today.mp3
      repcast quick 3x10 push-ups rest 60s      from a line, without a file
      repcast render core --set "Side plank.for=45s" --scale rests=0.8
    """


for _command in (
    *(render, quick, customise),
    *(studio, publish),
    *(plan, show, check, verify),
    *(today, week),
    *(new, init),
    *(list_, sounds, voices, config, cache, schema),
):
    cli.add_command(_command)
