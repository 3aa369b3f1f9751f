"""The commands that list what there is: built-in sessions and training plans, signals, settings, schemas."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from repcast.cli import output, surroundings
from repcast.cli.options import as_json, complete_session, in_voice, voice_option
from repcast.cli.writing import usage
from repcast.files.outputs import Output, output_path
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.session.model import Session
    from repcast.training.programme import Programme


@click.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List the built-in sessions, with their lengths and levels, and the built-in training plans.

    \b
    Examples:
      repcast list
      repcast list --json
    """
    from repcast import opening  # noqa: PLC0415

    sessions = [_session(name, session) for name, session in opening.builtins().items()]
    plans = [_training_plan(name, programme) for name, programme in opening.builtin_programmes().items()]
    if as_json:
        output.document([*sessions, *plans])
        return
    output.table(
        ("session", "about", "levels", "what it is"),
        [
            (each["name"], format_clock(each["about_ms"]), ", ".join(each["levels"]), each["description"])
            for each in sessions
        ],
    )
    output.say("")
    output.table(
        ("training plan", "weeks", "sessions", "what it is"),
        [(each["name"], str(each["weeks"]), str(each["sessions"]), each["description"]) for each in plans],
    )


def _session(name: str, session: "Session") -> dict[str, Any]:
    from repcast import pipeline  # noqa: PLC0415

    return {
        "kind": "session",
        "name": name,
        "title": session.name,
        "description": session.description,
        "about_ms": pipeline.outline(session).nominal_ms(),
        "levels": list(session.levels),
    }


def _training_plan(name: str, programme: "Programme") -> dict[str, Any]:
    return {
        "kind": "plan",
        "name": name,
        "title": programme.training_plan.title,
        "description": programme.training_plan.description,
        "weeks": programme.training_plan.weeks,
        "sessions": programme.count,
    }


@click.command()
@click.argument("session", default="", shell_complete=complete_session)
@click.option("--demo", "target", default="", metavar="PATH", help="Write an MP3 that names and plays each signal.")
@click.option("--force", is_flag=True, help="Replace a file that repcast did not write.")
@voice_option
@as_json
def sounds(session: str, target: str, *, force: bool, voice: str | None, as_json: bool) -> None:
    """List the signals and what they mean: the built-in ones, or those of a SESSION that has its own.

    \b
    Examples:
      repcast sounds
      repcast sounds --demo signals.mp3
      repcast sounds my-circuit.yaml --demo mine.mp3
    """
    from repcast import opening, pipeline  # noqa: PLC0415
    from repcast.session.customise import customise  # noqa: PLC0415

    opened = opening.opened(session) if session else opening.plain()
    chosen = customise(opened.session, in_voice(voice))
    if target:
        with usage("--demo"):
            path = output_path("signals", target, "mp3")
        with surroundings.here(opened.settings) as environment, output.progress(quiet=as_json) as report:
            rendered = pipeline.demonstrate(chosen, Output(path=path, force=force), report, environment)
    signals = pipeline.signals(chosen)
    if as_json:
        output.document([asdict(signal) for signal in signals])
        return
    rows = [(signal.name, f"{signal.length_ms} ms", signal.meaning, signal.file) for signal in signals]
    output.table(("signal", "length", "what it means", "file"), rows)
    if target:
        output.summary(rendered)


@click.command()
@as_json
def config(*, as_json: bool) -> None:
    """Show where your settings file is, and the settings that every session starts with.

    A session's own settings replace them, and a command's options replace both.

    \b
    Example:
      repcast config
    """
    from repcast import opening  # noqa: PLC0415

    found = opening.configuration()
    if as_json:
        output.document(
            {"path": str(found.path), "exists": found.exists, "settings": [asdict(each) for each in found.settings]}
        )
        return
    output.say(f"{found.path}" + ("" if found.exists else " (there is no such file yet)"))
    rows = [(each.key, output.value(each.value), each.origin, each.variable) for each in found.settings]
    output.table(("setting", "value", "from", "variable"), rows)


@click.command()
@click.option("--plan", "of_plans", is_flag=True, help="The schema of training plans.")
def schema(*, of_plans: bool) -> None:
    """Print the JSON Schema of session files, or of training plans, for editors that complete and check them.

    \b
    Examples:
      repcast schema > session.schema.json
      repcast schema --plan > plan.schema.json
    """
    from repcast.session import model as session  # noqa: PLC0415
    from repcast.training import model as training  # noqa: PLC0415

    output.document(training.json_schema() if of_plans else session.json_schema())
