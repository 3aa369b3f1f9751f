"""Timeline + clips -> what the file sounds like: a bed that goes on throughout, and regions of sound laid over it.

Nothing is summed until it is asked for, so that what is heard a hundred times may be computed once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.sounds import Clip
from repcast.timeline import ClipKey, Event, Timeline, Track
from repcast.units import FRAME_SAMPLES, db_to_gain, samples

# Speech may reach full scale and an earcon -9 dBFS; at these levels their sum stays inside full scale.
TRACK_DB: Final[Mapping[Track, float]] = {"voice": -4.5, "earcon": 0.0}
_FULL_SCALE: Final = 32_768.0

Pcm = npt.NDArray[np.float32]
"""Mono, 48 kHz, of full scale 1.0, shape (n,)."""

SILENCE: Final[Pcm] = np.zeros(FRAME_SAMPLES, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Part:
    """A clip in a region: from which of its samples on, and how loud."""

    at: int
    clip: Clip
    gain_db: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """Sound between two stretches of nothing but bed; regions of the same parts and length sound the same.

    Attributes:
        start: the first sample's place, from the first sample of the file.
        length: in samples; covers every part.
    """

    start: int
    length: int
    parts: tuple[Part, ...]

    def pcm(self) -> Pcm:
        """Return the sum of the parts, shape (length,)."""
        pcm = np.zeros(self.length, dtype=np.float32)
        for part in self.parts:
            clip = part.clip.samples
            pcm[part.at : part.at + len(clip)] += clip * np.float32(db_to_gain(part.gain_db) / _FULL_SCALE)
        return pcm


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Mix:
    """All that is heard in a file.

    Attributes:
        length: in samples.
        bed: lies under everything, again and again from the first sample on; a whole number of MP3 frames.
        regions: in order of time, not overlapping, made one at a time.
    """

    length: int
    bed: Pcm
    regions: Iterator[Region]


def mix(timeline: Timeline, clips: Mapping[ClipKey, Clip], bed: Pcm = SILENCE) -> Mix:
    """Return a timeline's sound; events that touch or overlap share a region."""
    return Mix(length=samples(timeline.duration_ms), bed=bed, regions=_regions(timeline, clips))


def _regions(timeline: Timeline, clips: Mapping[ClipKey, Clip]) -> Iterator[Region]:
    together: list[Event] = []
    end_ms = 0
    for event in timeline.events:
        if together and event.start_ms > end_ms:
            yield _region(together, end_ms, clips)
            together = []
        together.append(event)
        end_ms = max(end_ms, event.end_ms)
    if together:
        yield _region(together, end_ms, clips)


def _region(events: list[Event], end_ms: int, clips: Mapping[ClipKey, Clip]) -> Region:
    start_ms = events[0].start_ms
    return Region(
        start=samples(start_ms),
        length=samples(end_ms - start_ms),
        parts=tuple(
            Part(samples(event.start_ms - start_ms), clips[event.clip], TRACK_DB[event.track]) for event in events
        ),
    )
