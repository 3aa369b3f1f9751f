"""The commands: each reads its options, calls the pipeline, and hands the result to `output`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repcast.cli import output
from repcast.cli.options import complete_session, customisation, customising, picturing, session_argument
from repcast.cli.writing import Writing, spare, writing
from repcast.cli.writing import target as target_path
from repcast.errors import InvalidFile, NotATerminal, RepcastError
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.customise import Customisation
    from repcast.outputs import Output
    from repcast.session import Session

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
      repcast render core --set "Side plank.for=45s" --scale rests=0.8
    """


@cli.command()
@session_argument
@writing
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@customising
def render(session: str, *, writes: Writing, quiet: bool, **options: Any) -> None:  # noqa: ANN401
    """Render SESSION (a file, a built-in's name, or - for standard input) to an MP3.

    SESSION may also be a file that repcast wrote: it carries the session that it was made from.

    \b
    Examples:
      repcast render core
      repcast render planks --level "double holds"
      repcast render sprint-lunges --set rounds=2 --set rest_between_rounds=60s
      repcast render core --scale holds=1.5 -o longer.mp3
      repcast render core.mp3 --set "Side plank.for=45s"
      repcast render core --split                an album in the folder core
      repcast render core -o core.m4a --captions srt
      repcast render - -o today.mp3 < today.yaml
    """
    from repcast import pipeline  # noqa: PLC0415

    target = writes.output(session)
    spare(session, target.path)
    _render(session, pipeline.check(session), customisation(**options), target, quiet=quiet)


def _render(session: str, checked: "Session", wanted: "Customisation", target: "Output", *, quiet: bool) -> None:
    """Render a session, that the user named so, and tell what came of it."""
    from repcast import pipeline  # noqa: PLC0415

    with output.progress(quiet=quiet) as report:
        rendered = pipeline.render(checked, wanted, target, report)
    if (source := pipeline.carried(session)) and source.left_out:
        output.note(f"not in {session}, and so not in this file: {', '.join(source.left_out)}")
    if quiet:
        output.shortcomings(rendered)
    else:
        output.summary(rendered)


@cli.command("customise")
@session_argument
def customise_(session: str) -> None:
    """Change SESSION (a file, a built-in's name, or a file that repcast wrote) by keys, then save or render it.

    The view shows the flags that ask for the same; ? shows its keys.

    \b
    Examples:
      repcast customise core
      repcast customise my-circuit.yaml
      repcast customise core.mp3
    """
    if not output.is_terminal():
        raise NotATerminal(session)
    from repcast import pipeline  # noqa: PLC0415
    from repcast.cli import customiser_terminal  # noqa: PLC0415
    from repcast.cli.customiser_view import command  # noqa: PLC0415

    opened = pipeline.opened(session)
    left = customiser_terminal.show(session, opened)
    if left.changes:
        output.note(command(session, left.wanted))
    if left.output:
        _render(session, opened.session, left.wanted, left.output, quiet=False)


@cli.command()
@session_argument
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")
@picturing
@customising
def plan(
    session: str,
    *,
    as_json: bool,
    svg: Path | None,
    png: Path | None,
    force: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Show everything that render will do: steps and cues at their times, the total, what does not fit.

    \b
    Examples:
      repcast plan core
      repcast plan core --level "double holds"
      repcast plan core --json > core.timeline.json
      repcast plan core --svg core.svg
    """
    from repcast import pipeline  # noqa: PLC0415

    pictures = tuple(filter(None, (svg, png)))
    for picture in pictures:
        spare(session, picture)
        pipeline.check_picture(picture, force=force)
    checked = pipeline.check(session)
    with output.progress(quiet=as_json) as report:
        timeline = pipeline.plan(checked, customisation(**options), report).timeline
    for picture in pictures:
        pipeline.draw(timeline, picture)
    if as_json:
        output.text(timeline.to_json())
    else:
        output.plan_table(timeline)
        for picture in pictures:
            output.say(str(picture))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")
@click.option("--session", "as_session", is_flag=True, help="Print the session as YAML, to save and change it.")
def show(file: Path, *, as_json: bool, as_session: bool) -> None:
    """Show the plan of a FILE that repcast wrote, from the file alone.

    \b
    Examples:
      repcast show core.mp3
      repcast show core.mp3 --session > mine.yaml
    """
    from repcast import pipeline  # noqa: PLC0415

    found = pipeline.reopened(file)
    if as_session:
        output.text(pipeline.written_out(found))
    elif as_json:
        output.text(found.timeline.to_json())
    else:
        output.plan_table(found.timeline)
        output.say(f"repcast {found.version} wrote {file}")


@cli.command()
@click.argument("sessions", nargs=-1, required=True, shell_complete=complete_session)
def check(sessions: tuple[str, ...]) -> int:
    """Check session files, and report every problem as FILE:LINE:COLUMN.

    \b
    Examples:
      repcast check my-circuit.yaml
      repcast check sessions/*.yaml
    """
    from repcast import pipeline  # noqa: PLC0415

    failed = False
    for name in sessions:
        try:
            session = pipeline.check(name)
        except InvalidFile as error:
            output.note(str(error))
            failed = True
        except RepcastError as error:
            output.note(f"{name}: {error}")
            failed = True
        else:
            script = pipeline.outline(session)
            output.say(f"{name}: ok, {len(script.steps)} steps, about {format_clock(script.nominal_ms())}")
    return int(failed)


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def list_(*, as_json: bool) -> None:
    """List the built-in sessions, with about how long each lasts, and their levels.

    \b
    Examples:
      repcast list
      repcast list --json
    """
    from repcast import pipeline  # noqa: PLC0415

    sessions = pipeline.builtins()
    about_ms = {name: pipeline.outline(session).nominal_ms() for name, session in sessions.items()}
    if as_json:
        output.document(
            [
                {
                    "name": name,
                    "title": session.name,
                    "description": session.description,
                    "about_ms": about_ms[name],
                    "levels": list(session.levels),
                }
                for name, session in sessions.items()
            ]
        )
    else:
        output.table(
            ("session", "about", "levels", "what it is"),
            [
                (name, format_clock(about_ms[name]), ", ".join(session.levels), session.description)
                for name, session in sessions.items()
            ],
        )


@cli.command()
@click.argument("session", default="", shell_complete=complete_session)
@click.option("--demo", "target", default="", metavar="PATH", help="Write an MP3 in which each is named, then played.")
@click.option("--force", is_flag=True, help="Replace a file that repcast did not write.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def sounds(session: str, target: str, *, force: bool, as_json: bool) -> None:
    """List the signals and what they mean: the built-in ones, or those of a SESSION that has its own.

    \b
    Examples:
      repcast sounds
      repcast sounds --demo signals.mp3
      repcast sounds my-circuit.yaml --demo mine.mp3
    """
    from repcast import pipeline  # noqa: PLC0415

    checked = pipeline.check(session) if session else pipeline.plain_session()
    if target:
        from repcast.outputs import Output  # noqa: PLC0415

        wanted = Output(path=target_path("signals", target, "mp3"), force=force)
        with output.progress(quiet=as_json) as report:
            rendered = pipeline.demonstrate(checked, wanted, report)
    known = pipeline.signals(checked)
    if as_json:
        output.document([asdict(signal) for signal in known])
    else:
        rows = [(signal.name, f"{signal.length_ms} ms", signal.meaning, signal.file) for signal in known]
        output.table(("signal", "length", "what it means", "file"), rows)
        if target:
            output.summary(rendered)


@cli.command()
@click.argument("language", default="")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def voices(language: str, *, as_json: bool) -> None:
    """List the voices on this machine by language, or those of one LANGUAGE only.

    A session chooses one with `voice: {name: en-gb}`, a command with --set voice.name=en-gb.

    \b
    Examples:
      repcast voices
      repcast voices en
    """
    from repcast import pipeline  # noqa: PLC0415

    found = [voice for voice in pipeline.voices() if _speaks(voice.language, language)]
    if not found:
        message = f"no voice speaks '{language}'; `repcast voices` lists them all"
        raise click.BadParameter(message, param_hint="LANGUAGE")
    if as_json:
        output.document([{"name": each.name, "language": each.language, "label": each.label} for each in found])
    else:
        output.table(("language", "name", "voice"), [(each.language, each.name, each.label) for each in found])


def _speaks(spoken: str, wanted: str) -> bool:
    return not wanted or spoken == wanted.lower() or spoken.startswith(f"{wanted.lower()}-")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def config(*, as_json: bool) -> None:
    """Show where your own settings are, and the settings with which every session begins.

    What a session says goes before them, and what a command says before both.

    \b
    Example:
      repcast config
    """
    from repcast import pipeline  # noqa: PLC0415

    found = pipeline.configuration()
    if as_json:
        output.document(
            {"path": str(found.path), "exists": found.exists, "settings": [asdict(each) for each in found.settings]}
        )
    else:
        output.say(f"{found.path}" + ("" if found.exists else " (not there: all is as built in)"))
        rows = [(each.key, output.value(each.value), each.origin) for each in found.settings]
        output.table(("setting", "value", "from"), rows)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of session files, for editors that complete and check them.

    \b
    Example:
      repcast schema > session.schema.json
    """
    from repcast.session import json_schema  # noqa: PLC0415

    output.document(json_schema())
