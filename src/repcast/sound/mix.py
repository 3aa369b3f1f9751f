"""Timeline + clips -> a mix: a noise floor that loops through the whole file, and regions of sound over it.

Nothing is summed until it is asked for, so that what is heard a hundred times may be computed once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.plan.timeline import ClipKey, Event, Timeline
from repcast.session.model import Session
from repcast.sound.cadence import WithCadence
from repcast.sound.clips import Clip
from repcast.sound.gains import cadence_gain_db, settle
from repcast.sound.levels import Pcm
from repcast.sound.noise_floor import SILENCE, pink_noise
from repcast.sound.regions import Part, Region
from repcast.units import SAMPLE_RATE_HZ, samples

_FULL_SCALE: Final = 32_767  # of 16 bits


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Mix:
    """All that is heard in a file. It may be read any number of times.

    Attributes:
        length_samples: of the file.
        noise_floor: lies under everything and repeats; a whole number of MP3 frames. A texture, not a melody: it starts
            anew under each tile, so that a tile is the same wherever it stands.
        regions: in order of time, without overlaps; starts from the first region each time it is iterated.
        over_music: the regions with music under them, in blocks of shape (2, n), from the file's first sample to its
            last; all music plays from its start each time it is iterated. None without music.
        loudness_deficit_lu: how much softer the voice and the signals are than the session asks for, because their
            peaks are limited.
    """

    length_samples: int
    noise_floor: Pcm
    regions: Iterable[Region]
    over_music: Iterable[Pcm] | None = None
    loudness_deficit_lu: float = 0.0

    @property
    def channels(self) -> int:
        """Two with music, else one."""
        return 1 if self.over_music is None else 2


def mix(timeline: Timeline, clips: Mapping[ClipKey, Clip], session: Session) -> Mix:
    """Return a timeline's sound at its session's loudness; events that touch or overlap share a region."""
    gains = settle(timeline, clips, session)
    regions = tuple(_regions(timeline, clips, gains.by_clip_db))
    return Mix(
        length_samples=samples(timeline.duration_ms),
        noise_floor=pink_noise() if session.keep_awake == "on" else SILENCE,
        regions=_with_cadence(regions, timeline, clips, session),
        loudness_deficit_lu=gains.loudness_deficit_lu,
    )


def _with_cadence(
    regions: tuple[Region, ...], timeline: Timeline, clips: Mapping[ClipKey, Clip], session: Session
) -> Iterable[Region]:
    """Return regions with the ticks of each cadence between them: the session's own tick, unless it wants none."""
    tick = clips.get(("earcon", "tick"))
    if tick is None or not any(step.facts.cadence for step in timeline.steps):
        return regions
    return WithCadence(regions=regions, timeline=timeline, tick=tick, gain_db=cadence_gain_db(session, tick))


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
        start_sample=samples(start_ms),
        length_samples=samples(end_ms - start_ms),
        parts=tuple(
            Part(samples(event.start_ms - start_ms), clips[event.clip], gain_db[event.clip]) for event in events
        ),
    )


def summed(mixed: Mix) -> Iterator[Pcm]:
    """Yield all that is heard, in blocks of about a second, shape (channels, n)."""
    floor = mixed.noise_floor
    start = 0
    for pcm in _without_floor(mixed) if mixed.over_music is None else mixed.over_music:
        heard = pcm + np.resize(np.roll(floor, -start), pcm.shape[1])
        yield np.clip(heard, -1.0, 1.0, out=heard)
        start += pcm.shape[1]


def interleaved(pcm: Pcm) -> npt.NDArray[np.int16]:
    """Return samples within full scale as 16 bits, the channels by turns, shape (channels * n,)."""
    return np.asarray(np.rint(pcm.T.ravel() * np.float32(_FULL_SCALE)), dtype=np.int16)


def _without_floor(mixed: Mix) -> Iterator[Pcm]:
    overlay = Overlay(mixed.regions)
    for start in range(0, mixed.length_samples, SAMPLE_RATE_HZ):
        pcm = np.zeros((mixed.channels, min(SAMPLE_RATE_HZ, mixed.length_samples - start)), dtype=np.float32)
        overlay.add_to(pcm, start)
        yield pcm


class Overlay:
    """Adds regions to blocks of sound, in order of time; each region is summed once, and then forgotten."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = iter(regions)
        self._next: tuple[int, Pcm] | None = None

    def add_to(self, pcm: Pcm, start_sample: int) -> None:
        """Add what is heard in a block to it; each block begins where the last one ended."""
        end_sample = start_sample + pcm.shape[1]
        while heard := self._current():
            at, sound = heard
            begin, end = max(at, start_sample), min(at + sound.shape[-1], end_sample)
            if begin < end:
                pcm[:, begin - start_sample : end - start_sample] += sound[..., begin - at : end - at]
            if at + sound.shape[-1] > end_sample:
                return
            self._next = None

    def _current(self) -> tuple[int, Pcm] | None:
        if self._next is None and (region := next(self._regions, None)):
            self._next = region.start_sample, region.pcm()
        return self._next
