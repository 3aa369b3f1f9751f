"""The commands that look at a session or at a file: what will be heard, what is wrong, what was written."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repcast.cli import output, surroundings
from repcast.cli.options import Pictures, complete_builtin, complete_session, customising, picturing, session_argument
from repcast.errors import InvalidFile, RepcastError, counted
from repcast.files.outputs import refuse_input_as_output
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.opening import Opened
    from repcast.pipeline import Plan
    from repcast.session.customise import Customisation

_as_json = click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")


@click.command()
@session_argument
@_as_json
@picturing
@customising
def plan(session: str, *, as_json: bool, pictures: Pictures, customisation: "Customisation") -> None:
    """Show everything that render will do: steps and cues at their times, the total, what does not fit.

    \b
    Examples:
      repcast plan core
      repcast plan core --level "double holds"
      repcast plan core --json > core.timeline.json
      repcast plan core --svg core.svg
    """
    from repcast import opening, saving  # noqa: PLC0415

    for picture in pictures.paths:
        refuse_input_as_output(session, picture)
        saving.check_picture(picture, force=pictures.force)
    found = planned(opening.opened(session), customisation, quiet=as_json)
    for picture in pictures.paths:
        saving.draw(found.timeline, picture)
    output.plan(found, as_json=as_json)
    for picture in () if as_json else pictures.paths:
        output.say(str(picture))


def planned(opened: "Opened", customisation: "Customisation", *, quiet: bool) -> "Plan":
    """Return a session's plan, showing progress unless `quiet`."""
    from repcast import pipeline  # noqa: PLC0415

    with surroundings.here(opened.settings) as environment, output.progress(quiet=quiet) as report:
        return pipeline.plan(opened.session, customisation, report, environment)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), shell_complete=complete_builtin)
@_as_json
@click.option("--session", "as_session", is_flag=True, help="Print the session as YAML, to save and change it.")
def show(file: Path, *, as_json: bool, as_session: bool) -> None:
    """Show the plan of a FILE that repcast wrote, from the file alone; of what is built in, the text.

    \b
    Examples:
      repcast show core.mp3
      repcast show core.mp3 --session > mine.yaml
      repcast show core
    """
    from repcast import opening  # noqa: PLC0415
    from repcast.reading.serialise import serialise  # noqa: PLC0415
    from repcast.reading.source_file import is_there  # noqa: PLC0415

    text = None if is_there(file) else opening.builtin_text(str(file))
    if text is not None and not as_json:
        output.text(text)
        return
    found = opening.read_back(file)
    if as_session:
        output.text(serialise(found.session))
        return
    output.timeline(found.timeline, as_json=as_json)
    if not as_json:
        output.say(f"repcast {found.version} wrote {file}")


@click.command()
@click.argument("sessions", nargs=-1, required=True, shell_complete=complete_session)
def check(sessions: tuple[str, ...]) -> int:
    """Check session files and training plans, and report every problem as FILE:LINE:COLUMN.

    What is allowed, but probably a mistake, gets a warning: a rest after everything, tips or encouragement that nobody
    hears, or that a comma tears in two, an instruction that is too long for its place.

    \b
    Examples:
      repcast check my-circuit.yaml
      repcast check plan.yaml
      repcast check sessions/*.yaml
    """
    failed = False
    for name in sessions:
        try:
            found = _described(name)
        except RepcastError as error:
            output.note(str(error) if isinstance(error, InvalidFile) else f"{name}: {error}")
            failed = True
        else:
            output.say(f"{name}: ok, {found}")
    return int(failed)


def _described(name: str) -> str:
    """Return what a session or a training plan amounts to."""
    from repcast import opening, pipeline  # noqa: PLC0415
    from repcast.doubts import doubts  # noqa: PLC0415

    opened = opening.open_either(name)
    if isinstance(opened, opening.Opened) and opened.source:
        for doubt in doubts(opened.source, opened.session):
            output.warning(doubt)
    if isinstance(opened, opening.OpenedTrainingPlan):
        programme = opened.programme
        return f"{counted(programme.training_plan.weeks, 'week')}, {counted(programme.count, 'session')}"
    script = pipeline.outline(opened.session)
    return f"{counted(len(script.steps), 'step')}, about {format_clock(script.nominal_ms())}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole result, every cue, as JSON.")
def verify(file: Path, *, as_json: bool) -> int:
    """Measure an MP3 that repcast wrote against the plan in its tags, and say what is wrong with it.

    \b
    Examples:
      repcast verify core.mp3
      repcast verify core.mp3 --json
    """
    from repcast import opening  # noqa: PLC0415
    from repcast.verify import verify as measure  # noqa: PLC0415

    embedded = opening.read_back(file)
    with output.progress(quiet=as_json) as report:
        verified = measure(file, embedded, report)
    if as_json:
        output.document(asdict(verified))
    else:
        output.verdict(file.name, verified)
    return int(bool(verified.findings))
