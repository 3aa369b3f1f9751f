"""The commands that render a session: from a file, from a line of text, or after changing it with the keyboard."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repcast.cli import output, surroundings
from repcast.cli.inspecting import planned
from repcast.cli.options import customising, fit_option, in_voice, quiet, session_argument, talk_option, voice_option
from repcast.cli.writing import saving, writing
from repcast.errors import NotATerminal
from repcast.files.outputs import OutputRequest, refuse_input_as_output, slug
from repcast.resources import STDIN

if TYPE_CHECKING:
    from repcast.files.outputs import Output
    from repcast.opening import Opened
    from repcast.pipeline import Surroundings
    from repcast.session.customise import Customisation
    from repcast.session.model import Session


@click.command()
@session_argument
@writing
@quiet
@customising
def render(session: str, *, request: OutputRequest, quiet: bool, customisation: "Customisation") -> None:
    """Render SESSION (a file, a built-in's name, or - for standard input) to an MP3.

    SESSION may also be a file that repcast wrote: its tags hold the session that it was made from.

    \b
    Examples:
      repcast render core
      repcast render planks --level "double holds"
      repcast render sprint-lunges --set rounds=2 --set rest_between_rounds=60s
      repcast render core --scale holds=1.5 -o longer.mp3
      repcast render core --fit 20m
      repcast render core --talk little
      repcast render core.mp3 --set "Side plank.for=45s"
      repcast render core --split                an album in the folder core
      repcast render core -o core.m4a --captions srt
      repcast render - -o today.mp3 < today.yaml
    """
    from repcast import opening  # noqa: PLC0415

    opened = opening.opened(session)
    target = request.output(session, opened.output_folder)
    refuse_input_as_output(session, target.path)
    with surroundings.here(opened.settings) as environment:
        _render_opened(session, opened, customisation, target, environment, quiet=quiet)


@click.command()
@click.argument("text", nargs=-1, required=True)
@writing
@quiet
@click.option("--title", default="", metavar="NAME", help="The workout's title. Default: its exercises.")
@click.option("--plan", "as_plan", is_flag=True, help="Show the plan, and render nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --plan: print the timeline as JSON.")
@saving
@customising
def quick(  # noqa: PLR0913 - click hands each option over by its name
    text: tuple[str, ...],
    *,
    request: OutputRequest,
    quiet: bool,
    title: str,
    as_plan: bool,
    as_json: bool,
    save: Path | None,
    customisation: "Customisation",
) -> None:
    """Render TEXT, a workout as gyms write it (or - for standard input).

    Put TEXT in quotes if it has parentheses. Every command also takes a .txt file that holds such a text.

    \b
    Examples:
      repcast quick 3x10 push-ups rest 60s
      repcast quick "3x(30s flutter kicks, 1m side plank each side) rest 90s"
      repcast quick tabata squats -o squats.mp3
      repcast quick "EMOM 10: 12 swings" --plan
      repcast quick "title: Lunch; 5 rounds: 10 squats, 30s plank, rest 60s" --save lunch.yaml
      repcast render lunch.txt
    """
    from repcast import opening, saving  # noqa: PLC0415

    if as_json and not as_plan:
        message = "it prints the plan; add --plan"
        raise click.BadParameter(message, param_hint="--json")
    if title:
        customisation = replace(customisation, settings={**customisation.settings, "title": title})
    opened = opening.quick(" ".join(text))
    if save:
        saving.check_save(save, force=request.force)
    if as_plan:
        output.plan(planned(opened, customisation, quiet=as_json), as_json=as_json)
    else:
        name = slug(customisation.settings.get("title", opened.session.name))
        target = request.output(name, opened.output_folder)
        with surroundings.here(opened.settings) as environment:
            render_session(opened.session, customisation, target, environment, quiet=quiet)
    if save:
        saving.save(opened.written, customisation, save)


@click.command()
@session_argument
@voice_option
@talk_option
@fit_option
def customise(session: str, *, voice: str | None, talk: str | None, fit_ms: int | None) -> None:
    """Change SESSION (a file, a built-in's name, or a file that repcast wrote) by keys, then save or render it.

    The view shows the flags that do the same; ? lists its keys.

    \b
    Examples:
      repcast customise core
      repcast customise my-circuit.yaml
      repcast customise core.mp3
      repcast customise core --voice en-gb
      repcast customise core --fit 20m
    """
    if session == STDIN or not output.is_terminal():  # the keys come from standard input
        raise NotATerminal(session)
    from repcast import opening  # noqa: PLC0415
    from repcast.cli.customiser import terminal  # noqa: PLC0415
    from repcast.session.flags import command  # noqa: PLC0415

    opened = opening.opened(session)
    asked = replace(in_voice(voice, talk), fit_ms=fit_ms)
    with surroundings.here(opened.settings) as environment:
        outcome = terminal.show(session, opened, asked, environment)
        if outcome.changes:
            output.note(command(session, outcome.customisation))
        if outcome.output:
            _render_opened(session, opened, outcome.customisation, outcome.output, environment, quiet=False)


def _render_opened(  # noqa: PLR0913 - who calls it has all of them apart
    reference: str,
    opened: "Opened",
    customisation: "Customisation",
    target: "Output",
    environment: "Surroundings",
    *,
    quiet: bool,
) -> None:
    render_session(opened.session, customisation, target, environment, quiet=quiet)
    if lacking := opened.lacking(customisation):
        output.note(f"not in {reference}, and so not in this file: {', '.join(lacking)}")


def render_session(
    session: "Session", customisation: "Customisation", target: "Output", environment: "Surroundings", *, quiet: bool
) -> None:
    """Render a session, showing progress, and then what was written; or with `quiet`, only what went wrong."""
    from repcast import pipeline  # noqa: PLC0415

    with output.progress(quiet=quiet) as report:
        rendered = pipeline.render(session, customisation, target, report, environment)
    if quiet:
        output.shortcomings(rendered)
    else:
        output.summary(rendered)
