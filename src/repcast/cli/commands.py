"""The commands: each reads its options, calls the pipeline, and hands the result to `output`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repcast.cli import clock, output
from repcast.cli.options import complete_session, customisation, customising, picturing, session_argument
from repcast.cli.rendering import render_opened, render_session
from repcast.cli.training import today, week
from repcast.cli.writing import Writing, refuse_input_as_output, saving, slug, writing
from repcast.cli.writing import target as target_path
from repcast.errors import InvalidFile, NotATerminal, RepcastError
from repcast.resources import STDIN
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.plan.timeline import Timeline
    from repcast.session.customise import Customisation
    from repcast.session.model import Session

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
    from repcast import opening  # noqa: PLC0415

    opened = opening.opened(session)
    target = writes.output(session)
    refuse_input_as_output(session, target.path)
    render_opened(session, opened, customisation(**options), target, quiet=quiet)


@cli.command()
@click.argument("text", nargs=-1, required=True)
@writing
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("--title", default="", metavar="NAME", help="What it is called. Default: what is done in it.")
@click.option("--plan", "as_plan", is_flag=True, help="Show the plan, and render nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --plan: print the timeline as JSON.")
@saving
@customising
def quick(  # noqa: PLR0913 - click hands each option over by its name
    text: tuple[str, ...],
    *,
    writes: Writing,
    quiet: bool,
    title: str,
    as_plan: bool,
    as_json: bool,
    save: Path | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Render TEXT, a workout as gyms write it (or - for standard input).

    Put it into quotes where it has parentheses. A file whose name ends in .txt may hold the same, for every command.

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
        message = "it shows the plan; add --plan"
        raise click.BadParameter(message, param_hint="--json")
    if title:
        options["settings"] = {**options["settings"], "title": title}
    opened, wanted = opening.quick(" ".join(text)), customisation(**options)
    checked = opened.session
    if save:
        saving.check_save(save, force=writes.force)
    if as_plan:
        _show_plan(_plan(checked, wanted, as_json=as_json), as_json=as_json)
    else:
        render_session(
            checked, wanted, writes.output(slug(options["settings"].get("title", checked.name))), quiet=quiet
        )
    if save:
        saving.save(opened.written, wanted, save)


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
    if session == STDIN or not output.is_terminal():  # whose input would be the keys
        raise NotATerminal(session)
    from repcast import opening  # noqa: PLC0415
    from repcast.cli.customiser import terminal as customiser_terminal  # noqa: PLC0415
    from repcast.cli.customiser.view import command  # noqa: PLC0415

    opened = opening.opened(session)
    left = customiser_terminal.show(session, opened)
    if left.changes:
        output.note(command(session, left.wanted))
    if left.output:
        render_opened(session, opened, left.wanted, left.output, quiet=False)


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
    from repcast import opening, saving  # noqa: PLC0415

    pictures = tuple(filter(None, (svg, png)))
    for picture in pictures:
        refuse_input_as_output(session, picture)
        saving.check_picture(picture, force=force)
    timeline = _plan(opening.open_session(session), customisation(**options), as_json=as_json)
    for picture in pictures:
        saving.draw(timeline, picture)
    _show_plan(timeline, as_json=as_json)
    for picture in () if as_json else pictures:
        output.say(str(picture))


def _plan(session: "Session", wanted: "Customisation", *, as_json: bool) -> "Timeline":
    from repcast import pipeline  # noqa: PLC0415

    with output.progress(quiet=as_json) as report:
        return pipeline.plan(session, wanted, report).timeline


def _show_plan(timeline: "Timeline", *, as_json: bool) -> None:
    if as_json:
        output.text(timeline.to_json())
    else:
        output.plan_table(timeline)


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
    from repcast import opening, saving  # noqa: PLC0415

    found = opening.read_back(file)
    if as_session:
        output.text(saving.written_out(found))
    elif as_json:
        output.text(found.timeline.to_json())
    else:
        output.plan_table(found.timeline)
        output.say(f"repcast {found.version} wrote {file}")


@cli.command()
@click.argument("sessions", nargs=-1, required=True, shell_complete=complete_session)
def check(sessions: tuple[str, ...]) -> int:
    """Check session files and training plans, and report every problem as FILE:LINE:COLUMN.

    \b
    Examples:
      repcast check my-circuit.yaml
      repcast check plan.yaml
      repcast check sessions/*.yaml
    """
    failed = False
    for name in sessions:
        try:
            found = _checked(name)
        except InvalidFile as error:
            output.note(str(error))
            failed = True
        except RepcastError as error:
            output.note(f"{name}: {error}")
            failed = True
        else:
            output.say(f"{name}: ok, {found}")
    return int(failed)


def _checked(name: str) -> str:
    """Return what a session, or a training plan, turned out to be."""
    from repcast import opening, pipeline  # noqa: PLC0415

    if opening.is_training_plan(name):
        programme = opening.programme(name)
        return f"{programme.plan.weeks} weeks, {programme.count} sessions"
    script = pipeline.outline(opening.open_session(name))
    return f"{len(script.steps)} steps, about {format_clock(script.nominal_ms())}"


@cli.command()
@click.argument("file", default="session.yaml")
@click.option("--force", is_flag=True, help="Replace what stands there.")
def new(file: str, *, force: bool) -> None:
    """Write a session with comments to begin from, to FILE (default: session.yaml), or with - to standard output.

    \b
    Examples:
      repcast new lunch.yaml
      repcast new - > lunch.yaml
    """
    from repcast import saving  # noqa: PLC0415
    from repcast.resources import template  # noqa: PLC0415

    text = template("session.yaml")
    if file == "-":
        output.text(text)
        return
    saving.write_new(text, Path(file), force=force)
    output.say(file)


@cli.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole result, every cue, as JSON.")
def verify_(file: Path, *, as_json: bool) -> int:
    """Measure an MP3 that repcast wrote against the plan that it carries, and say what is wrong with it.

    \b
    Examples:
      repcast verify core.mp3
      repcast verify core.mp3 --json
    """
    from repcast import opening  # noqa: PLC0415
    from repcast.verify import verify  # noqa: PLC0415

    embedded = opening.read_back(file)
    with output.progress(quiet=as_json) as report:
        verified = verify(file, embedded, report)
    if as_json:
        output.document(asdict(verified))
    else:
        output.verdict(file.name, verified)
    return int(bool(verified.findings))


@cli.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what stands there.")
def init(folder: Path, *, force: bool) -> None:
    """Write what a newcomer begins with into FOLDER (default: this one): a session, a training plan, and settings.

    \b
    Examples:
      repcast init
      repcast init training && cd training && repcast today
    """
    from repcast import saving  # noqa: PLC0415

    for path in saving.write_starter_files(folder, clock.local_today(), force=force):
        output.say(str(path))


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def list_(*, as_json: bool) -> None:
    """List the built-in sessions, with about how long each lasts, and their levels; and the built-in training plans.

    \b
    Examples:
      repcast list
      repcast list --json
    """
    from repcast import opening, pipeline  # noqa: PLC0415

    sessions = opening.builtins()
    about_ms = {name: pipeline.outline(session).nominal_ms() for name, session in sessions.items()}
    programmes = opening.builtin_programmes()
    if as_json:
        output.document(
            [
                *(
                    {
                        "kind": "session",
                        "name": name,
                        "title": session.name,
                        "description": session.description,
                        "about_ms": about_ms[name],
                        "levels": list(session.levels),
                    }
                    for name, session in sessions.items()
                ),
                *(
                    {
                        "kind": "plan",
                        "name": name,
                        "title": programme.plan.title,
                        "description": programme.plan.description,
                        "weeks": programme.plan.weeks,
                        "sessions": programme.count,
                    }
                    for name, programme in programmes.items()
                ),
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
        output.say("")
        output.table(
            ("training plan", "weeks", "sessions", "what it is"),
            [(name, str(each.plan.weeks), str(each.count), each.plan.description) for name, each in programmes.items()],
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
    from repcast import opening, pipeline  # noqa: PLC0415

    checked = opening.open_session(session) if session else opening.plain_session()
    if target:
        from repcast.files.outputs import Output  # noqa: PLC0415

        wanted = Output(path=target_path("signals", target, "mp3"), force=force)
        with output.progress(quiet=as_json) as report:
            rendered = pipeline.demonstrate(checked, wanted, report, pipeline.Environment(date=clock.today()))
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
    from repcast.speech.synthesize import ENGINES  # noqa: PLC0415

    with ENGINES["pyttsx3"]() as engine:
        known = engine.voices()
    found = [voice for voice in known if _speaks(voice.language, language)]
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
    from repcast import opening  # noqa: PLC0415

    found = opening.configuration()
    if as_json:
        output.document(
            {"path": str(found.path), "exists": found.exists, "settings": [asdict(each) for each in found.settings]}
        )
    else:
        output.say(f"{found.path}" + ("" if found.exists else " (not there: all is as built in)"))
        rows = [(each.key, output.value(each.value), each.origin, each.variable) for each in found.settings]
        output.table(("setting", "value", "from", "variable"), rows)


@cli.command()
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


cli.add_command(today)
cli.add_command(week)
