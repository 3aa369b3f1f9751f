"""What is heard in a timeline, in forms that a test compares."""

from repcast.plan.rules import CueKind
from repcast.plan.timeline import Event, Timeline


def texts(timeline: Timeline, *kinds: CueKind) -> list[str]:
    """Return all that is said, in order; of some kinds alone, if any are given."""
    return [event.text for event in _spoken(timeline, kinds) if event.text]


def by_step(timeline: Timeline, *without: CueKind) -> list[str]:
    """Return what is said in each step in which something is, as one text, without counted numbers and other kinds."""
    said: dict[int, list[str]] = {}
    for event in _spoken(timeline, ()):
        if event.cue not in ("count", *without):
            said.setdefault(event.step, []).append(event.text or "")
    return [" ".join(words) for words in said.values()]


def in_step(timeline: Timeline, step: int, *kinds: CueKind) -> list[tuple[int, str]]:
    """Return what is said in a step, with its milliseconds from the step's start; of some kinds alone, if given."""
    start_ms = timeline.steps[step].start_ms
    return [(event.start_ms - start_ms, event.text or "") for event in _spoken(timeline, kinds) if event.step == step]


def signals(timeline: Timeline, step: int) -> list[tuple[int, str]]:
    """Return the signals of a step, with their milliseconds from its start."""
    start_ms = timeline.steps[step].start_ms
    return [(event.start_ms - start_ms, event.sound) for event in timeline.events if event.sound and event.step == step]


def lost(timeline: Timeline) -> list[tuple[CueKind, str]]:
    """Return what did not fit: what it was for, and its words."""
    return [(drop.cue, drop.text) for drop in timeline.dropped]


def _spoken(timeline: Timeline, kinds: tuple[CueKind, ...]) -> list[Event]:
    return [event for event in timeline.events if event.text and (event.cue in kinds or not kinds)]
