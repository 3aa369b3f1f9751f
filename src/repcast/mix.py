"""Timeline + clips -> regions of sound. Between two regions there is silence, and nothing is computed for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.sounds import Clip
from repcast.timeline import ClipKey, Event, Timeline, Track
from repcast.units import db_to_gain, samples

# Speech may reach full scale and an earcon -9 dBFS; at these levels their sum stays inside full scale.
TRACK_DB: Final[Mapping[Track, float]] = {"voice": -4.5, "earcon": 0.0}
_FULL_SCALE: Final = 32_768.0


@dataclass(frozen=True, eq=False)
class Region:
    """Sound between two silences.

    Attributes:
        start: the first sample's place, from the first sample of the file.
        pcm: mono, 48 kHz, float32 of full scale 1.0, shape (n,).
    """

    start: int
    pcm: npt.NDArray[np.float32]


def mix(timeline: Timeline, clips: Mapping[ClipKey, Clip]) -> Iterator[Region]:
    """Yield the sounding regions in order; events that touch or overlap share one.

    Memory is bounded by the longest region, not by the session.
    """
    together: list[Event] = []
    end_ms = 0
    for event in timeline.events:
        if together and event.start_ms > end_ms:
            yield _mixed(together, end_ms, clips)
            together = []
        together.append(event)
        end_ms = max(end_ms, event.end_ms)
    if together:
        yield _mixed(together, end_ms, clips)


def _mixed(events: list[Event], end_ms: int, clips: Mapping[ClipKey, Clip]) -> Region:
    start = samples(events[0].start_ms)
    pcm = np.zeros(samples(end_ms) - start, dtype=np.float32)
    for event in events:
        clip = clips[event.clip].samples
        at = samples(event.start_ms) - start
        pcm[at : at + len(clip)] += clip * np.float32(db_to_gain(TRACK_DB[event.track]) / _FULL_SCALE)
    return Region(start=start, pcm=np.clip(pcm, -1.0, 1.0))
