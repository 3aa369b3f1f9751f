"""What the page is told, as JSON: a session's rows and flags at once, how far its plan has come, and the plan."""

import json
from collections.abc import Iterable
from typing import Any, Final

from repcast.background import Progress
from repcast.errors import InvalidFile, OutputExists, Problem, RepcastError, TextExists
from repcast.pipeline import Plan, Rendered
from repcast.reading.step_lines import lines_of, steps_in
from repcast.session import flags, rows_in_words
from repcast.session.adjust import TALK, Adjustment
from repcast.session.adjustable import Row
from repcast.units import format_clock

Told = dict[str, Any]

_FEWEST_PRESSES: Final = 6
_MOST_PRESSES: Final = 24
"""That a slider reaches up, and down, from what was written, where the author gives no range."""

_LONGEST_LABEL: Final = 80
_BEYOND: Final = 2
"""Presses that it reaches beyond the author's range."""


def outline(now: Adjustment, command: str, nominal_ms: int) -> Told:
    """Return what is known at once."""
    return {
        "kind": "outline",
        "title": now.session.name,
        "nominal_ms": nominal_ms,
        "total": f"about {format_clock(nominal_ms)}",
        "message": now.message,
        "flags": _flags(now),
        "command": command,
        "levels": list(now.original.levels),
        "level": now.level,
        "talk": now.talk,
        "talks": list(TALK),
        "voice": now.session.voice.name,
        "music": ", ".join(now.session.music.files),
        "loudness_lufs": now.session.mix.loudness_lufs,
        "beyond_range": now.customisation.beyond_range,
        "fit": now.fit,
        "scale": dict(now.customisation.scale),
        "rows": rows(now),
    }


def rows(now: Adjustment) -> list[Told]:
    """Return what can be changed."""
    return [_row(row) for row in now.rows]


def _row(row: Row) -> Told:
    least, most = _reach(row)
    has_range = row.author != row.format
    return {
        "setting": row.setting,
        "name": row.name,
        "quality": row.quality,
        "label": rows_in_words.label(row),
        "amount": rows_in_words.amount(row),
        "note": rows_in_words.note(row),
        "value": row.values[0],
        "text": row.text(row.values[0]),
        "written": row.text(row.written[0]),
        "press": row.measure.press,
        "least": least,
        "most": most,
        "author": [row.author.least, row.author.most] if has_range else None,
        "changed": row.is_changed,
    }


def _reach(row: Row) -> tuple[int, int]:
    """Return what a slider reaches, in whole presses from what was written: a little more than the author allows.

    So it is seen that a range stops it, and the message says which.
    """
    press, origin = row.measure.press, row.written[0]
    around = press * max(_FEWEST_PRESSES, min(2 * origin // press, _MOST_PRESSES))
    least, most = origin - around, origin + around
    if row.author.most - row.author.least <= 2 * press * _MOST_PRESSES:
        least, most = row.author.least - _BEYOND * press, row.author.most + _BEYOND * press
    least = max(min(least, *row.values), row.format.least)
    most = min(max(most, *row.values), row.format.most)
    return origin - (origin - least) // press * press, origin + (most - origin) // press * press


def _flags(now: Adjustment) -> Told:
    """Return the flags, each with all its values, as the page's address has them."""
    found: Told = {}
    for name, value in flags.flags(now.customisation):
        if name == "beyond-range":
            found[name] = True
        elif name == "fit":
            found[name] = value
        else:
            found.setdefault(name, []).append(value)
    return found


def progress(made: Progress) -> Told:
    """Return how far a stage has come."""
    return {"kind": "progress", "stage": made.stage, "done": made.done, "total": made.total}


def plan(identifier: str, planned: Plan, now: Adjustment) -> Told:
    """Return a plan: what `repcast plan --json` prints, and what else is to be known of it."""
    return {
        "kind": "plan",
        "id": identifier,
        "total": format_clock(planned.timeline.duration_ms),
        "timeline": json.loads(planned.timeline.to_json()),
        "labels": [step.facts.label for step in planned.timeline.steps],
        "remarks": list(planned.remarks),
        "fit": now.fit,
        "rows": rows(now),
    }


def rendered(identifier: str, made: Rendered, *, listens: bool) -> Told:
    """Return what was written, and where it is heard."""
    return {
        "kind": "rendered",
        "id": identifier,
        "listens": listens,
        "path": str(made.path),
        "name": made.path.name,
        "is_album": made.path.is_dir(),
        "duration_ms": made.timeline.duration_ms,
        "size_bytes": made.size_bytes,
        "remarks": list(made.remarks),
        "shortcomings": list(made.shortcomings),
    }


def refused(error: RepcastError) -> Told:
    """Return why something cannot be done: of a file, every problem with its place; and whether a yes would do."""
    problems = error.problems if isinstance(error, InvalidFile) else ()
    return {
        "kind": "refused",
        "problem": error.problem,
        "hint": error.hint,
        "problems": _problems(problems),
        "replaceable": isinstance(error, OutputExists | TextExists),
    }


def steps(text: str) -> list[Told]:
    """Return the steps of a session's text that can be moved by their lines, and what may be done with each."""
    lines = lines_of(text)
    return [
        {
            "line": step.line,
            "label": lines[step.line - 1].strip().removeprefix("-").strip()[:_LONGEST_LABEL],
            "depth": step.depth,
            "list": "/".join(map(str, step.list_at)),
            "up": step.can_move_up,
            "down": step.can_move_down,
            "removable": step.can_be_deleted,
        }
        for step in steps_in(text)
    ]


def _problems(problems: Iterable[Problem]) -> list[Told]:
    return [
        {"file": each.file, "line": each.line, "column": each.column, "message": each.message, "hint": each.hint}
        for each in problems
    ]
