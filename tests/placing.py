"""Sessions placed in time, with clips and signals of lengths that a test gives, and what comes of it."""

import re
from collections.abc import Mapping
from typing import Final, get_args

from repcast.plan.coach import write_script
from repcast.plan.placing import Lengths
from repcast.plan.schedule import schedule
from repcast.plan.script import Script
from repcast.plan.timeline import ClipKey, Drop, Event, Timeline
from repcast.session.model import Session
from repcast.session.settings import Signal
from repcast.session.unroll import unroll

GAP_MS: Final = 150
FRAME_MS: Final = 24  # of an MP3: floating speech begins on a whole one, counted from the file's start
GRID_MS: Final = FRAME_MS - 1  # what it may have to wait for that
CLIP_MS: Final = 300
SIGNAL_MS: Final = 200


def lengths_of(session: Session, clip_ms: Mapping[str, int], without: tuple[str, ...] = ()) -> tuple[Script, Lengths]:
    """Return a session's script, and how long its clips are: those that are not given 300 ms, and signals 200 ms."""
    script = write_script(session, unroll(session))
    lengths: dict[ClipKey, int] = {
        ("voice", each.text): clip_ms.get(each.text, CLIP_MS) for each in script.utterances()
    }
    earcons: dict[ClipKey, int] = {("earcon", sound): SIGNAL_MS for sound in get_args(Signal) if sound not in without}
    return script, lengths | earcons


def placed(
    session: Session,
    clip_ms: Mapping[str, int],
    signal_ms: Mapping[Signal, int],
    hurried_ms: Mapping[str, int] | None = None,
) -> Timeline:
    """Return a session's timeline, with clips and signals of such lengths; a signal of 0 ms is not wanted."""
    script, lengths = lengths_of(session, clip_ms, tuple(signal for signal, ms in signal_ms.items() if not ms))
    own: dict[ClipKey, int] = {("earcon", signal): length_ms for signal, length_ms in signal_ms.items() if length_ms}
    hurried: dict[ClipKey, int] = {("hurried", text): length_ms for text, length_ms in (hurried_ms or {}).items()}
    return schedule(script, {**lengths, **own, **hurried}).timeline


def events_of(timeline: Timeline, step: int) -> list[Event]:
    """Return what is heard in a step."""
    return [event for event in timeline.events if event.step == step]


def anchored(timeline: Timeline, step: int) -> list[tuple[int, str]]:
    """Return what is heard at exact moments: milliseconds from the step's start, and words or [sound]."""
    start_ms = timeline.steps[step].start_ms
    return [
        (event.start_ms - start_ms, event.text or f"[{event.sound}]")
        for event in events_of(timeline, step)
        if event.anchored
    ]


def floating(timeline: Timeline, step: int) -> list[tuple[int, int, str]]:
    """Return the floating speech of a step as (start, end, words), in milliseconds from the step's start."""
    start_ms = timeline.steps[step].start_ms
    return [
        (event.start_ms - start_ms, event.end_ms - start_ms, event.text)
        for event in events_of(timeline, step)
        if event.text and not event.anchored
    ]


def frame(timeline: Timeline, step: int, ms: int) -> int:
    """Return the first whole frame at or after a moment; both in milliseconds from the step's start."""
    start_ms = timeline.steps[step].start_ms
    return -(-(start_ms + ms) // FRAME_MS) * FRAME_MS - start_ms


def is_true(drop: Drop) -> bool:
    """Tell whether the reason of a drop can be one: that it needs more time than there is."""
    found = re.search(r"needs ([\d.]+) s.* longest free time .* ([\d.]+) s", drop.reason)
    return float(found[1]) >= float(found[2]) if found else bool(drop.reason)
