"""The commands: each reads its options, calls the pipeline, and hands the result to `output`."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from repcast.cli import output
from repcast.cli.options import complete_session, customisation, customising, session_argument
from repcast.errors import InvalidSession, OutputIsInput, RepcastError
from repcast.units import format_clock

_OTHER_FORMATS = {".aac", ".flac", ".m4a", ".ogg", ".opus", ".wav"}
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
@click.option(
    "-o",
    "--output",
    "target",
    default="",
    metavar="PATH",
    help="The MP3 to write, or a folder for it. Default: the session's name, in this folder.",
)
@click.option("--force", is_flag=True, help="Replace a file that repcast did not write.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@customising
def render(session: str, target: str, *, force: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401
    """Render SESSION (a file, a built-in's name, or - for standard input) to an MP3.

    \b
    Examples:
      repcast render core
      repcast render planks --level "double holds"
      repcast render sprint-lunges --set rounds=2 --set rest_between_rounds=60s
      repcast render core --scale holds=1.5 -o longer.mp3
      repcast render - -o today.mp3 < today.yaml
    """
    from repcast import pipeline  # noqa: PLC0415

    path = _target(session, target)
    if path.exists() and Path(session).exists() and path.samefile(session):
        raise OutputIsInput(path)
    checked = pipeline.check(session)
    with output.progress(quiet=quiet) as report:
        rendered = pipeline.render(checked, customisation(**options), path, force=force, report=report)
    if quiet:
        output.drops(rendered.timeline)
    else:
        output.summary(rendered)


def _target(session: str, wanted: str) -> Path:
    name = "session.mp3" if session == "-" else f"{Path(session).stem}.mp3"
    target = Path(wanted)
    if wanted == "-":
        message = "an MP3 cannot be written to standard output; name a file"
        raise click.BadParameter(message, param_hint="--output")
    if target.suffix.lower() in _OTHER_FORMATS:
        message = f"repcast writes MP3; end the name in .mp3, not {target.suffix}"
        raise click.BadParameter(message, param_hint="--output")
    return target / name if target.is_dir() or wanted.endswith(("/", os.sep)) else target


@cli.command()
@session_argument
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")
@customising
def plan(session: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Show everything that render will do: steps and cues at their times, the total, what does not fit.

    \b
    Examples:
      repcast plan core
      repcast plan core --level "double holds"
      repcast plan core --json > core.timeline.json
    """
    from repcast import pipeline  # noqa: PLC0415

    checked = pipeline.check(session)
    with output.progress(quiet=as_json) as report:
        timeline = pipeline.plan(checked, customisation(**options), report).timeline
    if as_json:
        output.json_text(timeline.to_json())
    else:
        output.plan_table(timeline)


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
        except InvalidSession as error:
            output.note(str(error))
            failed = True
        except RepcastError as error:
            output.note(f"{name}: {error}")
            failed = True
        else:
            script = pipeline.outline(session)
            output.say(f"{name}: ok, {len(script.steps)} steps, about {format_clock(script.nominal_ms())}")
    return int(failed)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole result, every cue, as JSON.")
def verify(file: Path, *, as_json: bool) -> int:
    """Measure an MP3 that repcast wrote against the plan that it carries, and say what is wrong with it.

    \b
    Examples:
      repcast verify core.mp3
      repcast verify core.mp3 --json
    """
    from repcast import pipeline  # noqa: PLC0415

    verified = pipeline.verify(file)
    if as_json:
        output.document(asdict(verified))
    else:
        output.verdict(file.name, verified)
    return int(bool(verified.findings))


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
    from repcast.resources import builtin_sessions  # noqa: PLC0415

    sessions = {name: pipeline.check(name) for name in builtin_sessions()}
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
        path = _target("signals", target)
        with output.progress(quiet=as_json) as report:
            rendered = pipeline.demonstrate(checked, path, force=force, report=report)
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
def schema() -> None:
    """Print the JSON Schema of session files, for editors that complete and check them.

    \b
    Example:
      repcast schema > session.schema.json
    """
    from repcast.session import json_schema  # noqa: PLC0415

    output.document(json_schema())
