"""The events of a timeline as they are sought: where in the file, and with what other sound around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from repcast.plan.timeline import Event
from repcast.sound.levels import Pcm
from repcast.units import SAMPLE_RATE_HZ, samples
from repcast.verify.course import REACH, Course

ALONE_MS: Final = 60  # of nothing else before and after: more than two MP3 frames, and more than `REACH`
_LONGEST_SAMPLES: Final = 60 * SAMPLE_RATE_HZ  # so much of an event is looked at
_NEVER_MS: Final = 1 << 62

Listen = Callable[[Iterable[tuple[int, int]]], Iterator[Pcm]]
"""Yields the samples of spans of a file; they come in order of their start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
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
        return min(samples(self.event.end_ms - self.event.start_ms), _LONGEST_SAMPLES)

    def span(self, course: Course) -> tuple[int, int]:
        """Return the samples in which it should be heard, and `REACH` on both sides."""
        start = course.place(samples(self.event.start_ms)) - REACH
        return start, start + self.length + 2 * REACH


def sought_events(events: tuple[Event, ...]) -> Iterator[Sought]:
    """Yield a timeline's events."""
    quiet_from_ms = -_NEVER_MS
    for event, after in pairwise((*events, None)):
        assert event is not None
        next_ms = after.start_ms if after else _NEVER_MS
        is_first = quiet_from_ms + ALONE_MS <= event.start_ms
        yield Sought(
            event=event,
            is_alone=is_first and event.end_ms + ALONE_MS <= next_ms,
            begins_alone=is_first and event.start_ms + ALONE_MS <= next_ms,
        )
        quiet_from_ms = max(quiet_from_ms, event.end_ms)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hearing:
    """What is heard where an event is sought.

    Attributes:
        index: of the event.
        window: from `REACH` before its place to `REACH` after its end, shape (n,).
    """

    index: int
    sought: Sought
    course: Course
    window: Pcm

    @property
    def own(self) -> Pcm:
        """What stands exactly in its place."""
        return self.window[REACH:-REACH]


def hearings(sought: Iterable[tuple[int, Sought, Course]], listen: Listen) -> Iterator[Hearing]:
    """Yield what is heard where numbered events are sought, each along a course, in order of time."""
    places = [(each.span(course), index, each, course) for index, each, course in sought]
    places.sort(key=lambda place: place[:2])
    windows = listen(span for span, *_ in places)
    for (_span, index, each, course), window in zip(places, windows, strict=True):
        yield Hearing(index=index, sought=each, course=course, window=window)
