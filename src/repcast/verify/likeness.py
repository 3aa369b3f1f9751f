"""Where in a window a clip is heard, how loud, and how alike: by cross-correlation, or by where it becomes audible.

Noise of the codec is not correlated with a clip, so the peak of the correlation stands at the clip's very place. A
threshold finds what was never heard before, but MP3's pre-echo may bring a sharp onset over it 2 ms early.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from repcast.sound.clips import FLOOR_DBFS, ONSET_DB
from repcast.sound.levels import Pcm
from repcast.units import SAMPLES_PER_MS, db_to_gain

_NOTHING: Final = 1e-6  # of a clip's energy: silence is alike nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """How a clip is found.

    Attributes:
        late: samples by which it is later than its place.
        gain: its amplitude, of the clip's.
        likeness: the normalised correlation: 1 for the same sound, about 0 for another.
    """

    late: int
    gain: float
    likeness: float


def match(window: Pcm, clip: Pcm, reach: int) -> Match:
    """Return where a clip is heard.

    Args:
        window: from `reach` samples before the clip's place to at least as many after its end.
        clip: shape (n,), not silent.
        reach: how far from its place it is looked for.
    """
    size = 1 << (len(window) + len(clip)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(clip, size))
    correlation = np.fft.irfft(spectrum, size)[: 2 * reach + 1]
    at = int(np.argmax(correlation))
    found = window[at : at + len(clip)]
    own, theirs = float(np.dot(clip, clip)), float(np.dot(found, found))
    peak = max(0.0, float(correlation[at]))
    return Match(late=at - reach, gain=peak / own, likeness=peak / max((own * theirs) ** 0.5, own * _NOTHING))


def audible_range(window: Pcm) -> tuple[int, int] | None:
    """Return the first sample and the end of what is audible, to the millisecond at its end; None where nothing is."""
    threshold = max(float(np.abs(window).max(initial=0)) * db_to_gain(ONSET_DB), db_to_gain(FLOOR_DBFS))
    sums = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    power = (sums[SAMPLES_PER_MS:] - sums[:-SAMPLES_PER_MS]) / SAMPLES_PER_MS
    reached = np.flatnonzero(power >= threshold**2)
    return (int(reached[0]), int(reached[-1]) + SAMPLES_PER_MS) if len(reached) else None


def rms(sound: Pcm) -> float:
    """Return the root mean square; 0 of nothing."""
    return float(np.sqrt(np.mean(np.square(sound), dtype=np.float64))) if len(sound) else 0.0
