"""The cues that a timeline lets expect, and where each of them may stand in a file that does not follow its plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from repcast.plan.timeline import Event
from repcast.sound.clips import LONGEST_EARCON_MS
from repcast.units import MINUTE_MS, SAMPLES_PER_MS, samples

REACH: Final = 50 * SAMPLES_PER_MS  # how far around its place a cue is looked for: two MP3 frames, a lost encoder delay
_ALONE_MS: Final = 60  # of nothing else before and after: more than two MP3 frames, and more than `REACH`
_LONGEST_MS: Final = {"voice": MINUTE_MS, "earcon": LONGEST_EARCON_MS}  # so much of an event is looked at
_NEVER_MS: Final = 1 << 62
_MOST_STRETCH: Final = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeMap:
    """Where a plan's moments stand in a file: a planned sample `at` at `at * factor + offset_samples`."""

    kind: Literal["planned", "moved", "stretched"]
    factor: float = 1.0
    offset_samples: int = 0


PLANNED: Final = TimeMap(kind="planned")


def hypotheses(length: int, planned: int) -> tuple[TimeMap, ...]:
    """Return how a file of so many samples may follow a plan of so many; the first is as planned.

    Either everything from some moment on is moved, or all is stretched.
    """
    if abs(length - planned) <= REACH:
        return (PLANNED,)
    moved, stretch = TimeMap(kind="moved", offset_samples=length - planned), length / planned
    stretched = (TimeMap(kind="stretched", factor=stretch),) if abs(stretch - 1) <= _MOST_STRETCH else ()
    return (PLANNED, moved, *stretched)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedCue:
    """An event, and what is heard with it.

    Attributes:
        is_alone: whether no other event is heard with it, before or after.
        begins_alone: whether none is when it begins.
    """

    event: Event
    is_alone: bool
    begins_alone: bool

    @property
    def length(self) -> int:
        """In samples."""
        return samples(min(self.event.end_ms - self.event.start_ms, _LONGEST_MS[self.event.track]))

    def span(self, time_map: TimeMap) -> tuple[int, int]:
        """Return the samples in which it should be heard, and `REACH` on both sides."""
        start = round(samples(self.event.start_ms) * time_map.factor) + time_map.offset_samples - REACH
        return start, start + self.length + 2 * REACH


def expected_cues(events: tuple[Event, ...]) -> Iterator[ExpectedCue]:
    """Yield a timeline's events."""
    quiet_from_ms = -_NEVER_MS
    for event, after in pairwise((*events, None)):
        assert event is not None
        next_ms = after.start_ms if after else _NEVER_MS
        is_first = quiet_from_ms + _ALONE_MS <= event.start_ms
        yield ExpectedCue(
            event=event,
            is_alone=is_first and event.end_ms + _ALONE_MS <= next_ms,
            begins_alone=is_first and event.start_ms + _ALONE_MS <= next_ms,
        )
        quiet_from_ms = max(quiet_from_ms, event.end_ms)
