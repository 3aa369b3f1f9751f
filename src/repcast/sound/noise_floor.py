"""The noise floor: a faint noise under everything, because Bluetooth earbuds go to sleep in digital silence."""

import hashlib
from typing import Final

import numpy as np

from repcast.sound.levels import Pcm
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ, db_to_gain

SILENCE: Final[Pcm] = np.zeros(FRAME_SAMPLES, dtype=np.float32)
NOISE_FLOOR_DBFS: Final = -70.0
_FRAMES: Final = 125  # three seconds
_BAND_HZ: Final = (40, 10_000)


def pink_noise() -> Pcm:
    """Return pink noise at `NOISE_FLOOR_DBFS` (root mean square) that loops without a seam, shape (144000,).

    Its spectrum has the amplitude 1/sqrt(f) and random phases, so its inverse transform is periodic.
    """
    count = _FRAMES * FRAME_SAMPLES
    frequencies_hz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)
    low_hz, high_hz = _BAND_HZ
    inside = (frequencies_hz >= low_hz) & (frequencies_hz <= high_hz)
    amplitudes = np.where(inside, 1 / np.sqrt(np.maximum(frequencies_hz, low_hz)), 0.0)
    # The bytes of a hash are random enough here, and the same with every version of numpy.
    turns = np.frombuffer(hashlib.shake_128(b"repcast").digest(2 * len(amplitudes)), dtype="<u2") / 65_536
    noise = np.fft.irfft(amplitudes * np.exp(2j * np.pi * turns), count)
    return np.asarray(noise * (db_to_gain(NOISE_FLOOR_DBFS) / noise.std()), dtype=np.float32)
