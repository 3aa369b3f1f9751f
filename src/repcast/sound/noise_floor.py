"""What lies under everything. A faint noise keeps Bluetooth earbuds awake, which sleep in digital silence."""

import hashlib
from typing import Final

import numpy as np

from repcast.sound.levels import Pcm
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ, db_to_gain

SILENCE: Final[Pcm] = np.zeros(FRAME_SAMPLES, dtype=np.float32)
FLOOR_DBFS: Final = -70.0
_FLOOR_FRAMES: Final = 125  # three seconds
_FLOOR_BAND_HZ: Final = (40, 10_000)


def awake() -> Pcm:
    """Return pink noise of `FLOOR_DBFS` (root mean square) that joins its own beginning, shape (144000,).

    Its spectrum has the amplitude 1/sqrt(f) and random phases, so its inverse transform is periodic.
    """
    count = _FLOOR_FRAMES * FRAME_SAMPLES
    frequencies_hz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)
    low_hz, high_hz = _FLOOR_BAND_HZ
    inside = (frequencies_hz >= low_hz) & (frequencies_hz <= high_hz)
    amplitudes = np.where(inside, 1 / np.sqrt(np.maximum(frequencies_hz, low_hz)), 0.0)
    # A hash's bytes are as random as is needed here, and the same with every version of numpy.
    turns = np.frombuffer(hashlib.shake_128(b"repcast").digest(2 * len(amplitudes)), dtype="<u2") / 65_536
    noise = np.fft.irfft(amplitudes * np.exp(2j * np.pi * turns), count)
    return np.asarray(noise * (db_to_gain(FLOOR_DBFS) / noise.std()), dtype=np.float32)
