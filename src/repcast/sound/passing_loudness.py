"""The integrated loudness of a sound that passes, after ITU-R BS.1770-4, by the power of its steps.

A step is weighed by the frequencies that it holds, as if it were heard again and again. At 8 ms that is within 0.02 LU
of what the standard's filters give (0.07 for a bare hum), at a fifth of what they cost; with longer steps, what begins
on a whole second would count in blocks beside its own. Memory does not grow with what passes: what the gates need is
counted in classes of a tenth of a LU.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.sound.loudness import NO_LOUDNESS_LUFS, RELATIVE_GATE_LU, lufs_of, power_of, response
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

Powers = npt.NDArray[np.float32]
"""Of some steps of a sound, one after another, all channels together."""

STEP_SAMPLES: Final = FRAME_SAMPLES // 3
_HOP_SAMPLES: Final = SAMPLE_RATE_HZ // 10
_BLOCK_SAMPLES: Final = 4 * _HOP_SAMPLES
_CLASSES_A_LU: Final = 10
_CLASSES: Final = 100 * _CLASSES_A_LU  # from the absolute gate on: far beyond full scale
_MOST_WAITING: Final = 1 << 14  # steps


def step_powers(pcm: npt.NDArray[np.float32]) -> Powers:
    """Return the power of a sound in each step, as the ear weighs it: by Parseval's theorem.

    Args:
        pcm: 48 kHz, full scale 1.0, shape (n,) or (channels, n); what is left after the last whole step does not count.
    """
    channels = np.atleast_2d(pcm)
    count = channels.shape[1] // STEP_SAMPLES
    spectrum = np.fft.rfft(channels[:, : count * STEP_SAMPLES].reshape(len(channels), count, STEP_SAMPLES))
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    return np.asarray(power.sum(axis=0) @ _weights(), np.float32)


class PassingLoudness:
    """Takes the power of each step of a sound, from its first to its last."""

    def __init__(self) -> None:
        self._waiting = [np.zeros(0, np.float32)]
        self._waiting_from = 0  # the sample at which they begin
        self._next_block = 0  # the sample at which it begins
        self._counts, self._sums = np.zeros(_CLASSES), np.zeros(_CLASSES)

    def add(self, powers: Powers) -> None:
        """Take the next steps."""
        self._waiting.append(powers)
        if sum(map(len, self._waiting)) >= _MOST_WAITING:
            self._classify()

    def lufs(self) -> float:
        """Return the loudness of all that has passed; `NO_LOUDNESS_LUFS` where nothing is heard."""
        self._classify()
        if not self._counts.any():
            return NO_LOUDNESS_LUFS
        gate = lufs_of(self._sums.sum() / self._counts.sum()) + RELATIVE_GATE_LU
        first = max(0, int((gate - NO_LOUDNESS_LUFS) * _CLASSES_A_LU))
        return lufs_of(self._sums[first:].sum() / self._counts[first:].sum())

    def _classify(self) -> None:
        """Count each block of 400 ms that has passed, in the class of its loudness."""
        powers, begin = np.concatenate(self._waiting), self._waiting_from
        at = begin + np.arange(len(powers) + 1) * STEP_SAMPLES
        passed = np.concatenate([[0.0], np.cumsum(powers, dtype=np.float64) * STEP_SAMPLES])
        starts = np.arange(self._next_block, int(at[-1]) - _BLOCK_SAMPLES + 1, _HOP_SAMPLES)
        blocks = (np.interp(starts + _BLOCK_SAMPLES, at, passed) - np.interp(starts, at, passed)) / _BLOCK_SAMPLES
        heard = blocks[blocks > power_of(NO_LOUDNESS_LUFS)]
        louder_lu = 10 * np.log10(heard / power_of(NO_LOUDNESS_LUFS))
        classes = np.minimum((louder_lu * _CLASSES_A_LU).astype(int), _CLASSES - 1)
        self._counts += np.bincount(classes, minlength=_CLASSES)
        self._sums += np.bincount(classes, heard, minlength=_CLASSES)
        self._next_block += len(starts) * _HOP_SAMPLES
        done = (self._next_block - begin) // STEP_SAMPLES
        self._waiting, self._waiting_from = [powers[done:]], begin + done * STEP_SAMPLES


@cache
def _weights() -> npt.NDArray[np.float32]:
    """Return what the square of each frequency adds to a step's power; all but the first and the last stand for two."""
    weights = np.square(np.abs(response(STEP_SAMPLES))) / STEP_SAMPLES**2
    weights[1:-1] *= 2
    return weights.astype(np.float32)
