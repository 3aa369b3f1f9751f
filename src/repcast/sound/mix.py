"""Timeline + clips -> what the file sounds like: a bed that goes on throughout, and regions of sound laid over it.

Nothing is summed until it is asked for, so that what is heard a hundred times may be computed once.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.session.model import Session
from repcast.sound.clips import FULL_SCALE, Clip
from repcast.sound.gains import settle
from repcast.sound.levels import Pcm, held_at_dbfs, limited
from repcast.sound.noise_floor import SILENCE, awake
from repcast.units import SAMPLE_RATE_HZ, db_to_gain, samples


class Sounding(Protocol):
    """Sound between two stretches of nothing but bed.

    Attributes:
        start: the first sample's place, from the first sample of the file.
        length: in samples.
        content: what two that sound the same share, and no others; None for what does not come again.
    """

    @property
    def start(self) -> int:  # noqa: D102 - above
        ...

    @property
    def length(self) -> int:  # noqa: D102
        ...

    @property
    def content(self) -> Hashable | None:  # noqa: D102
        ...

    def pcm(self) -> Pcm:
        """Return the samples, shape (length,) or (channels, length)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clip in a region: from which of its samples on, and how loud."""

    at: int
    clip: Clip
    gain_db: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A `Sounding` of clips; `length` covers them all."""

    start: int
    length: int
    parts: tuple[Part, ...]

    @property
    def content(self) -> Hashable:
        """Return what makes the sound."""
        return self.length, self.parts

    def pcm(self) -> Pcm:
        """Return the sum of the parts, its peaks limited, shape (length,)."""
        pcm = np.zeros(self.length, dtype=np.float32)
        for part in self.parts:
            clip = part.clip.samples
            pcm[part.at : part.at + len(clip)] += clip * (np.float32(db_to_gain(part.gain_db)) / FULL_SCALE)
        return limited(pcm, held_at_dbfs(max(part.gain_db for part in self.parts)))


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Mix:
    """All that is heard in a file.

    Attributes:
        length: in samples.
        channels: one, or two.
        bed: lies under everything, again and again; a whole number of MP3 frames. A texture, not a melody: under each
            tile it begins anew, so that a tile is the same wherever it stands.
        regions: in order of time, not overlapping, made one at a time.
        short_lu: by how much the voice and the signals are softer than was asked, since their peaks are held.
    """

    length: int
    channels: int
    bed: Pcm
    regions: Iterator[Sounding]
    short_lu: float = 0.0


def mix(timeline: Timeline, clips: Mapping[ClipKey, Clip], session: Session) -> Mix:
    """Return a timeline's sound, as loud as its session says; events that touch or overlap share a region."""
    gains = settle(timeline, clips, session)
    return Mix(
        length=samples(timeline.duration_ms),
        channels=2 if session.music.is_wanted else 1,
        bed=awake() if session.keep_awake == "on" else SILENCE,
        regions=_regions(timeline, clips, gains.by_clip_db),
        short_lu=gains.short_lu,
    )


def _regions(timeline: Timeline, clips: Mapping[ClipKey, Clip], gain_db: Mapping[ClipKey, float]) -> Iterator[Region]:
    together: list[Event] = []
    end_ms = 0
    for event in timeline.events:
        if together and event.start_ms > end_ms:
            yield _region(together, end_ms, clips, gain_db)
            together = []
        together.append(event)
        end_ms = max(end_ms, event.end_ms)
    if together:
        yield _region(together, end_ms, clips, gain_db)


def _region(
    events: list[Event], end_ms: int, clips: Mapping[ClipKey, Clip], gain_db: Mapping[ClipKey, float]
) -> Region:
    start_ms = events[0].start_ms
    return Region(
        start=samples(start_ms),
        length=samples(end_ms - start_ms),
        parts=tuple(
            Part(samples(event.start_ms - start_ms), clips[event.clip], gain_db[event.clip]) for event in events
        ),
    )


def summed(mixed: Mix) -> Iterator[Pcm]:
    """Yield all that is heard, in blocks of a second, shape (channels, n)."""
    over = Over(mixed.regions)
    for start in range(0, mixed.length, SAMPLE_RATE_HZ):
        moments = np.arange(start, min(start + SAMPLE_RATE_HZ, mixed.length))
        pcm = mixed.bed[moments % len(mixed.bed)][np.newaxis].repeat(mixed.channels, axis=0)
        over.add_to(pcm, start)
        yield np.clip(pcm, -1.0, 1.0, out=pcm)


class Over:
    """Regions, to be added to blocks of sound in order of time: each summed once, and forgotten."""

    def __init__(self, regions: Iterator[Sounding]) -> None:
        self._regions = regions
        self._next: tuple[int, Pcm] | None = None

    def add_to(self, pcm: Pcm, start: int) -> None:
        """Add to a block what is heard in it."""
        stop = start + pcm.shape[1]
        while heard := self._coming():
            at, sound = heard
            begin, end = max(at, start), min(at + sound.shape[-1], stop)
            if begin < end:
                pcm[:, begin - start : end - start] += sound[..., begin - at : end - at]
            if at + sound.shape[-1] > stop:
                return
            self._next = None

    def _coming(self) -> tuple[int, Pcm] | None:
        if self._next is None and (region := next(self._regions, None)):
            self._next = region.start, region.pcm()
        return self._next
