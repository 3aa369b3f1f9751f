"""What the commands show: progress, tables, summaries. Knows the terminal; decides nothing."""

import io
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import click

from repcast.cli import interruption
from repcast.errors import counted, joined, printable, printable_lines
from repcast.progress import StageReport
from repcast.units import SAMPLES_PER_MS, format_clock, format_length, format_moment

if TYPE_CHECKING:
    from repcast.errors import Problem
    from repcast.pipeline import Plan, Rendered
    from repcast.plan.timeline import Drop, Timeline
    from repcast.verify import Cue, Verification

_RULE: Final = "─"
_MOST_FINDINGS: Final = 8
_NAMES: Final = ("name", "side")
_COMPARED: Final = {
    "clip": "their clip",
    "onset": "silence before and after",
    "nothing": "nothing: too soft, or heard with other sound",
}


def is_terminal() -> bool:
    """Tell whether input and output are a terminal that can show a full-screen view."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Print a line of the result; what comes from outside, such as a file's name, cannot command the terminal."""
    click.echo(printable(text))


def note(text: str) -> None:
    """Print lines that are not part of the result, on standard error."""
    click.echo(printable_lines(text), err=True)


def warning(problem: "Problem") -> None:
    """Print what is doubtful in a file, at its place."""
    note(f"{problem.file}:{problem.line}:{problem.column}: warning: {joined(problem.message, problem.hint)}")


def document(value: Any) -> None:  # noqa: ANN401
    """Print a JSON document, in UTF-8 whatever the terminal's encoding (RFC 8259, clause 8.1)."""
    text(json.dumps(value, ensure_ascii=False, indent=2))


def text(document: str) -> None:
    """Print a text that another program may read, in UTF-8."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    click.echo(document.rstrip("\n"))


def data(document: bytes) -> None:
    """Print a document with the line ends that it has."""
    click.echo(document, nl=False)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: fitted to a terminal's width; elsewhere each row is one line."""
    from rich.cells import cell_len  # noqa: PLC0415

    from repcast.cli.table import fitted  # noqa: PLC0415

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    head, *body = fitted([[printable(text) for text in row] for row in (headings, *rows)], width)
    rule = _RULE if (sys.stdout.encoding or "").lower().startswith("utf") else "-"
    shown = (click.style("\n".join(head), bold=True), rule * cell_len(head[0]), *chain.from_iterable(body))
    click.echo("\n".join(shown))


def value(setting: object) -> str:
    """Return a setting's value as a table shows it."""
    if isinstance(setting, tuple):
        return ", ".join(setting)
    return "" if setting is None else str(setting)


@contextmanager
def progress(*, quiet: bool) -> Iterator[StageReport]:
    """Yield a report that draws a bar on a terminal, and prints a line for each stage elsewhere."""
    if quiet:
        yield _interruptible(lambda _stage, _done, _total: None)
    elif sys.stderr.isatty():
        with _bars() as report:
            yield _interruptible(report)
    else:
        yield _interruptible(_line_for_each_stage())


def _interruptible(report: StageReport) -> StageReport:
    def raise_or_report(stage: str, done: int, total: int) -> None:
        interruption.raise_if_requested()
        report(stage, done, total)

    return raise_or_report


def _line_for_each_stage() -> StageReport:
    begun = set()

    def report(stage: str, done: int, total: int) -> None:
        del done, total
        if stage not in begun:
            begun.add(stage)
            note(f"{stage}...")

    return report


@contextmanager
def _bars() -> Iterator[StageReport]:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<9}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done)

        yield report


def summary(rendered: "Rendered") -> None:
    """Print what was written: the file, its length and size, who speaks, its sidecars, and what fell short."""
    written(rendered)
    for path in rendered.sidecars:
        say(str(path))
    shortcomings(rendered)


def written(rendered: "Rendered") -> None:
    """Print which file was written, its length and size, and who speaks in it."""
    timeline, size = rendered.timeline, f"{rendered.size_bytes / 1_000_000:.1f} MB"
    say("  ".join(filter(None, (str(rendered.path), format_clock(timeline.duration_ms), size, timeline.voice))))


def shortcomings(rendered: "Rendered") -> None:
    """Print where a file is not what was asked for: cues and music that it lacks, a loudness that is not reached."""
    speakers(rendered.timeline, rendered.remarks)
    drops(rendered.timeline)
    for sentence in rendered.shortcomings:
        note(printable(sentence))


def speakers(timeline: "Timeline", remarks: Sequence[str] = ()) -> None:
    """Print what is not spoken by the voice of a plan, and by whom; and what is remarked on the voice."""
    for remark in remarks:
        note(remark)
    by_others = {event.text: event.voice for event in timeline.events if event.voice}
    for text, voice in [*by_others.items()][:_MOST_FINDINGS]:
        note(f"“{text}” is spoken by {voice}, for {timeline.voice} cannot say it")
    if len(by_others) > _MOST_FINDINGS:
        note(f"and {counted(len(by_others) - _MOST_FINDINGS, 'text')} more")


def drops(timeline: "Timeline") -> None:
    """Print what was dropped, names first; each text once: how often, why, and the line that it comes from."""
    lost = [drop for drop in timeline.dropped if drop.cue in _NAMES]
    others = [drop for drop in timeline.dropped if drop.cue not in _NAMES]
    if lost:
        names = "its name" if len(lost) == 1 else "their names"
        note(f"{counted(len(lost), 'step')} will start without {names}, for there is no room to say it:")
        _listed(lost)
    if others:
        note(f"{counted(len(others), 'cue')} did not fit and will not be heard:")
        _listed(others)


def _listed(dropped: "Sequence[Drop]") -> None:
    for drop, times in Counter(map(_without_step, dropped)).items():
        text, reason, file, line = drop
        where = f"{file}:{line}: " if line else ""
        note(f"  {where}“{text}”" + (f" ({times} times)" if times > 1 else "") + f": {reason}")


def verdict(name: str, verified: "Verification") -> None:
    """Print whether a file is as it was written, and how that is known; or what is wrong with it."""
    sound = verified.sound
    loudness = "" if sound.loudness_lufs is None else f", {sound.loudness_lufs:.1f} LUFS"
    peak = "" if sound.true_peak_dbtp is None else f", true peak {sound.true_peak_dbtp:.1f} dBTP"
    length = f"{format_clock(sound.length // SAMPLES_PER_MS)}{loudness}{peak}"
    if verified.findings:
        note(f"{name}: not as written; {length}")
        for finding in verified.findings[:_MOST_FINDINGS]:
            note(f"  {finding.text}")
        if len(verified.findings) > _MOST_FINDINGS:
            note(f"  and {len(verified.findings) - _MOST_FINDINGS} more")
        return
    say(f"{name}: as written; {length}")
    rows = [_compared(by, [cue for cue in verified.cues if cue.by == by]) for by in _COMPARED]
    table(("cues, compared with", "heard", "off by at most"), [row for row in rows if row[1] != "0"])


def _compared(by: str, cues: "Sequence[Cue]") -> tuple[str, str, str]:
    late_ms = [abs(cue.late_ms) for cue in cues if cue.late_ms is not None]
    return _COMPARED[by], str(len(cues)), f"{max(late_ms):.1f} ms" if late_ms else "not timed"


def _without_step(drop: "Drop") -> tuple[str, str, str, int]:
    return drop.text, drop.reason, drop.file, drop.line


def plan(planned: "Plan", *, as_json: bool) -> None:
    """Print every step and cue at its time, the total, who speaks, and the drops; or all of it as JSON."""
    timeline(planned.timeline, as_json=as_json)
    for remark in planned.remarks:
        note(remark)


def timeline(timeline: "Timeline", *, as_json: bool) -> None:
    """Print a plan's timeline in a table, or as JSON."""
    if as_json:
        text(timeline.to_json())
        return
    rows: list[tuple[str, ...]] = []
    by_step: dict[int, list[tuple[str, ...]]] = {}
    for event in timeline.events:
        heard = f"“{event.text}”" if event.text else f"[{event.sound}]"
        heard += " (faster)" if event.hurried else ""
        by_step.setdefault(event.step, []).append((format_moment(event.start_ms), "", heard))
    for step in timeline.steps:
        rows.append((format_moment(step.start_ms), format_length(step.length_ms), step.facts.label))
        if step.facts.cadence:
            rows.append((format_moment(step.start_ms), "", f"    [{step.facts.cadence} ticks a minute]"))
        rows.extend((at, length, f"    {heard}") for at, length, heard in by_step.get(step.index, ()))
    table(("at", "length", "step and what is heard"), rows)
    total = f"{timeline.title}: {format_clock(timeline.duration_ms)}, {counted(len(timeline.steps), 'step')}"
    say(f"{total}, spoken by {timeline.voice}" if timeline.voice else total)
    speakers(timeline)
    drops(timeline)
