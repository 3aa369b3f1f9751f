"""Workouts as people write them in YAML: what each becomes, step by step, or why it is refused.

They stand in yaml_workouts.txt. A session in one line: each of its unrolled steps with its time, and what comes several
times in a row as `3 x (…)`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from repcast.session.cues import Cue
from repcast.session.model import Reps, Session
from repcast.session.unroll import Interval, unroll
from repcast.units import format_duration
from shorthand_lines import workouts

WORKOUTS: Final = workouts("yaml_workouts.txt")


def heard(session: Session) -> str:
    """Return in one line how long a session lasts but for what is spoken, and each step with its time."""
    intervals = unroll(session)
    total_ms = sum(each.duration_ms or 0 for each in intervals)
    return f"{format_duration(total_ms)}: {', '.join(_gathered([*map(_step, intervals)]))}"


def _step(interval: Interval) -> str:
    facts = interval.facts
    told = [facts.kind if facts.purpose != "switch" else "switch", facts.label]
    if isinstance(interval.exercise, Reps):
        told.append(f"x{interval.exercise.count}")
        told += [f"({phase.name} {format_duration(phase.length_ms)})" for phase in interval.exercise.each_phase]
    told.append("" if interval.duration_ms is None else format_duration(interval.duration_ms))
    words = interval.text or (interval.exercise.say if interval.exercise else "")
    told += [f"“{words}”" if words else "", f"at {facts.cadence} a minute" if facts.cadence else ""]
    return " ".join(filter(None, (*told, *map(_cue, interval.cues))))


def _cue(cue: Cue) -> str:
    sign = "-" if (cue.at_ms or 0) < 0 else ""
    when = (
        f"every {format_duration(cue.every_ms)}" if cue.at_ms is None else f"at {sign}{format_duration(abs(cue.at_ms))}"
    )
    return f"[{when} {cue.sound or f'“{cue.say}”'}]"


def _gathered(steps: Sequence[str]) -> Iterator[str]:
    """Yield steps, and for those that come several times in a row how often."""
    start = 0
    while start < len(steps):
        length, times = max(
            ((length, _times(steps[start:], length)) for length in range(1, (len(steps) - start) // 2 + 1)),
            key=lambda found: (found[0] * (found[1] - 1), -found[0]),
            default=(1, 1),
        )
        if times == 1:
            yield steps[start]
            start += 1
            continue
        yield f"{times} x ({', '.join(_gathered(steps[start : start + length]))})"
        start += length * times


def _times(steps: Sequence[str], length: int) -> int:
    """Return how often the first so many steps come in a row."""
    times = 1
    while list(steps[times * length : (times + 1) * length]) == list(steps[:length]):
        times += 1
    return times
