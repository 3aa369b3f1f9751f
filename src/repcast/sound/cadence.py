"""The cadence under steps: soft ticks, so many a minute, each at its exact sample.

A tick gives way to whatever else is heard at its moment, and the beat goes on. A minute has 2,500 MP3 frames, so ticks
stand at the same places in their frames again and again, and each distinct one is encoded once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Final

from repcast.plan.timeline import Event, Step, Timeline
from repcast.sound.clips import Clip
from repcast.sound.regions import Part, Region
from repcast.units import SAMPLE_RATE_HZ, samples

_MINUTE_SAMPLES: Final = 60 * SAMPLE_RATE_HZ
_CLEAR_SAMPLES: Final = samples(50)  # around all else that is heard


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class WithCadence:
    """The regions of what is planned, with ticks between them; made as they are read, for a day has 400,000.

    Attributes:
        regions: of all else, in order of time.
        timeline: says which steps have a cadence.
        tick: the clip.
        gain_db: its gain.
    """

    regions: Sequence[Region]
    timeline: Timeline
    tick: Clip
    gain_db: float

    def __iter__(self) -> Iterator[Region]:
        return merge(self.regions, self._ticks(), key=lambda region: region.start_sample)

    def _ticks(self) -> Iterator[Region]:
        busy = _Busy(self.timeline.events)
        for step in self.timeline.steps:
            if step.facts.cadence:
                tick = Clip(self.tick.samples[: _MINUTE_SAMPLES // step.facts.cadence])
                length_samples, parts = len(tick.samples), (Part(0, tick, self.gain_db),)
                for at in beats(step):
                    if busy.is_free(at, at + length_samples):
                        yield Region(start_sample=at, length_samples=length_samples, parts=parts)


def beats(step: Step) -> Iterable[int]:
    """Return the samples at which the beats of a step fall; the first is its start."""
    start, length, a_minute = samples(step.start_ms), samples(step.length_ms), step.facts.cadence
    return (start + beat * _MINUTE_SAMPLES // a_minute for beat in range(-(-length * a_minute // _MINUTE_SAMPLES)))


class _Busy:
    """The samples in which something else is heard; asked about in order of time."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._coming = ((samples(event.start_ms), samples(event.end_ms)) for event in events)
        self._next = next(self._coming, None)
        self._until = 0

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing else is heard in a range of samples, nor close to it."""
        while self._next and self._next[0] < end + _CLEAR_SAMPLES:
            self._until = max(self._until, self._next[1] + _CLEAR_SAMPLES)
            self._next = next(self._coming, None)
        return self._until <= start
