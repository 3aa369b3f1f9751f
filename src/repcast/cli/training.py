"""The commands of training plans: what is due today, and in the days to come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from repcast.bounds import MOST_WEEKS
from repcast.cli import output, surroundings
from repcast.cli.options import complete_training_plan, customising, handing_over, quiet, read_by
from repcast.cli.rendering import render_session
from repcast.cli.writing import writing
from repcast.files.outputs import OutputRequest, refuse_input_as_output
from repcast.units import format_clock

if TYPE_CHECKING:
    from repcast.files.outputs import Output
    from repcast.opening import OpenedTrainingPlan
    from repcast.session.customise import Customisation
    from repcast.session.model import Session
    from repcast.training.programme import Day, Programme

_WITHOUT_SESSION: Final = {"rest": "rest", "before": "not begun", "after": "over"}


def _read_date(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    del ctx, param
    if text is None:
        return None
    from repcast.training.model import parse_date  # noqa: PLC0415

    return read_by(parse_date, text, "a day")


def _read_time(ctx: click.Context, param: click.Parameter, moment: datetime | None) -> time | None:
    del ctx, param
    return moment.time() if moment else None


class Asked(NamedTuple):
    """Which training plan is meant, which day (None: today), and when it starts (None: as it says itself)."""

    plan: str
    on: date | None
    start: date | None

    def opened(self) -> "OpenedTrainingPlan":
        """Return the training plan."""
        from repcast import opening  # noqa: PLC0415

        return opening.open_training_plan(self.plan, self.start)

    @property
    def first_day(self) -> date:
        """The day that is asked for."""
        return self.on or surroundings.local_today()


_planned = handing_over(
    "asked",
    Asked,
    click.argument("plan", default="", shell_complete=complete_training_plan),
    click.option("--date", "on", callback=_read_date, metavar="DATE", help="A day other than today: 2026-11-30."),
    click.option(
        "--start", callback=_read_date, metavar="DATE", help="The plan's first day, in place of its own start."
    ),
)


@click.command()
@_planned
@writing
@quiet
@customising
def today(asked: Asked, *, request: OutputRequest, quiet: bool, customisation: "Customisation") -> None:
    """Render what is due today in PLAN, a training plan, and say why.

    PLAN is a file or a built-in training plan's name; without it, plan.yaml in this folder. Each session becomes a
    file of its own, named after the day: 2026-11-23-core.mp3; of several, 2026-11-23-1-core.mp3 is the first.

    \b
    Examples:
      repcast today
      repcast today plan.yaml --date 2026-11-30
      repcast today runner-strength-6-weeks --start 2026-11-23 --date 2026-11-25
      repcast today --scale holds=0.8
    """
    from repcast.training.programme import adjusted, day_of, status  # noqa: PLC0415

    opened = asked.opened()
    programme = opened.programme
    [day] = adjusted([day_of(programme, asked.first_day)], customisation)
    outputs = _outputs([day], request, opened)
    if not (quiet and day.due):
        output.say(status(programme, day))
    _render([day], outputs, opened, quiet=quiet)


@click.command()
@_planned
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=1, help="How many weeks to show; default 1.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--ics", "as_ics", is_flag=True, help="Print all training days that are left as an iCalendar.")
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    callback=_read_time,
    metavar="HH:MM",
    help="When training begins, for --ics. Default: its events last all day.",
)
@click.option("--render", "renders", is_flag=True, help="Render every session that is shown.")
@writing
@click.option("-q", "--quiet", is_flag=True, help="With --render: print problems only.")
@customising
def week(  # noqa: PLR0913 - each is an option
    asked: Asked,
    *,
    weeks: int,
    as_json: bool,
    as_ics: bool,
    at: time | None,
    renders: bool,
    request: OutputRequest,
    quiet: bool,
    customisation: "Customisation",
) -> None:
    """Show what is due in PLAN, a training plan, in the next seven days, today included.

    PLAN is a file or a built-in training plan's name; without it, plan.yaml in this folder.

    \b
    Examples:
      repcast week
      repcast week plan.yaml --date 2026-11-30 --weeks 2
      repcast week --render -o phone/
      repcast week --ics --at 07:00 > plan.ics
    """
    from repcast.training.ical import to_ical  # noqa: PLC0415
    from repcast.training.programme import WEEK_DAYS, adjusted, days_from, training_days  # noqa: PLC0415

    _check_uses(as_json=as_json, as_ics=as_ics, renders=renders, at=at, writing=request.is_made or quiet)
    opened = asked.opened()
    programme, first = opened.programme, asked.first_day
    shown = [*training_days(programme, first)] if as_ics else days_from(programme, first, WEEK_DAYS * weeks)
    days = adjusted(shown, customisation)
    if as_ics:
        output.data(to_ical(programme, days, at=at, length_ms=_about_ms, now=surroundings.now()))
    elif as_json:
        output.document([_as_json(programme, day) for day in days])
    else:
        outputs = _outputs(days, request, opened) if renders else ()
        if not quiet:
            _show(programme, days)
        if renders:
            _render(days, outputs, opened, quiet=quiet)


def _check_uses(*, as_json: bool, as_ics: bool, renders: bool, at: time | None, writing: bool) -> None:
    """Refuse options that would do nothing together with the others."""
    if as_json + as_ics + renders > 1:
        message = "ask for one of --json, --ics and --render"
        raise click.UsageError(message)
    if at and not as_ics:
        message = "it sets when the events of --ics begin; add --ics"
        raise click.BadParameter(message, param_hint="--at")
    if writing and not renders:
        message = "nothing is written without --render; add it"
        raise click.UsageError(message)


def _outputs(days: "Sequence[Day]", request: OutputRequest, opened: "OpenedTrainingPlan") -> "tuple[Output, ...]":
    """Return what is to be written for each session, in order, once all of it may be."""
    from repcast import pipeline  # noqa: PLC0415
    from repcast.session.step_music import music_of  # noqa: PLC0415

    with_distinct_music = {(due.reference, music_of(due.session)): due for day in days for due in day.due}
    for due in with_distinct_music.values():
        pipeline.check_new_music(opened.programme.sessions[due.reference], due.session)
    outputs = request.outputs([name for day in days for name in day.file_names], opened.output_folder)
    for each in outputs:
        for source in opened.sources():
            refuse_input_as_output(source, each.path)
        each.check()
    return outputs


def _render(days: "Sequence[Day]", outputs: "Sequence[Output]", opened: "OpenedTrainingPlan", *, quiet: bool) -> None:
    with surroundings.here(opened.settings) as environment:
        every = [(day, due) for day in days for due in day.due]
        for (on, due), each in zip(every, outputs, strict=True):
            on_day = replace(environment, training_day=(on.week, on.date.weekday()))
            render_session(due.session, due.length, each, on_day, quiet=quiet)


def _show(programme: "Programme", days: "Sequence[Day]") -> None:
    from repcast.training.programme import status  # noqa: PLC0415

    output.table(("day", "week", "session", "about", "changed"), [row for day in days for row in _rows(day)])
    if not any(day.due for day in days):
        output.say(status(programme, days[0]))


def _rows(day: "Day") -> list[tuple[str, ...]]:
    from repcast.training.programme import changes_of  # noqa: PLC0415

    when = (f"{day.weekday[:3]} {day.date}", str(day.week or ""))
    if not day.due:
        return [(*when, _WITHOUT_SESSION[day.state], "", "")]
    return [(*when, due.name, format_clock(_about_ms(due.fitted)), ", ".join(changes_of(due, day))) for due in day.due]


def _about_ms(session: "Session") -> int:
    from repcast import pipeline  # noqa: PLC0415

    return pipeline.outline(session).nominal_ms()


def _as_json(programme: "Programme", day: "Day") -> dict[str, object]:
    from repcast.training.programme import changes_of, status  # noqa: PLC0415

    sessions = [
        {
            "session": due.reference,
            "title": due.session.name,
            "about_ms": _about_ms(due.fitted),
            "changed": changes_of(due, day),
            "name": name,
        }
        for due, name in zip(day.due, day.file_names, strict=True)
    ]
    return {
        "date": day.date.isoformat(),
        "weekday": day.weekday,
        "state": day.state,
        "week": day.week,
        "deload": day.is_deload,
        "why": status(programme, day),
        "sessions": sessions,
    }
