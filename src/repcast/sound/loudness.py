"""The integrated loudness of a sound in memory, after ITU-R BS.1770-4, in LUFS.

It is what FFmpeg's `ebur128` says, at a tenth of what that costs: the standard's filters are applied by FFT. What is
longer is measured by `levels.Meter`, or in passing by `passing_loudness`.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from repcast.units import SAMPLE_RATE_HZ

NO_LOUDNESS_LUFS: Final = -70.0  # where nothing passes the standard's absolute gate
RELATIVE_GATE_LU: Final = -10.0
_OFFSET_LU: Final = -0.691  # so that a 997 Hz sine at 0 dBFS in one channel has -3.01
_STEP_SAMPLES: Final = SAMPLE_RATE_HZ // 10
_BLOCK_STEPS: Final = 4  # of 400 ms, each 100 ms
_LEAST_SAMPLES: Final = 3 * SAMPLE_RATE_HZ  # a shorter sound is measured as if it were repeated
_BIQUADS: Final = (  # annex 1, tables 1 and 2, for 48 kHz: the head's shelf, and the high-pass; (b, a)
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)
_FFT_SAMPLES: Final = 1 << 13  # small enough for a processor's cache
_MEMORY_SAMPLES: Final = SAMPLE_RATE_HZ // 20  # after which the filters' response is 100 dB down
_NEW_SAMPLES: Final = _FFT_SAMPLES - _MEMORY_SAMPLES  # in each block; it begins with the end of the last one


def loudness_lufs(pcm: npt.NDArray[np.float32]) -> float:
    """Return the integrated loudness of a sound; a short one is measured as if it were repeated.

    Args:
        pcm: 48 kHz, full scale 1.0, shape (n,) or (channels, n); not empty.
    """
    channels = np.atleast_2d(pcm)
    times = -(-_LEAST_SAMPLES // channels.shape[1])
    power = np.zeros(channels.shape[1], np.float32)
    for channel in channels:
        power += np.square(_k_weighted(channel, is_repeated=times > 1))
    repeated = np.tile(power, times)
    steps = repeated[: len(repeated) // _STEP_SAMPLES * _STEP_SAMPLES].reshape(-1, _STEP_SAMPLES)
    blocks = np.convolve(steps.mean(axis=1, dtype=np.float64), np.full(_BLOCK_STEPS, 1 / _BLOCK_STEPS), "valid")
    heard = blocks[blocks > power_of(NO_LOUDNESS_LUFS)]
    if not len(heard):
        return NO_LOUDNESS_LUFS
    return lufs_of(heard[heard > power_of(lufs_of(heard.mean()) + RELATIVE_GATE_LU)].mean())


def _k_weighted(channel: npt.NDArray[np.float32], *, is_repeated: bool) -> npt.NDArray[np.float32]:
    """Return a channel as the ear weighs it, after silence, or where it is heard again and again."""
    before = np.zeros(_MEMORY_SAMPLES, np.float32)
    if is_repeated:
        before = channel[np.arange(-_MEMORY_SAMPLES, 0) % len(channel)]
    after = np.concatenate([before, channel])
    weighted = np.empty(len(channel), np.float32)
    for at in range(0, len(channel), _NEW_SAMPLES):
        spectrum = np.fft.rfft(after[at : at + _FFT_SAMPLES], _FFT_SAMPLES)
        block = np.fft.irfft(spectrum * response(_FFT_SAMPLES), _FFT_SAMPLES)[_MEMORY_SAMPLES:]
        weighted[at : at + _NEW_SAMPLES] = block[: len(channel) - at]
    return weighted


@cache
def response(fft_samples: int) -> npt.NDArray[np.complex64]:
    """Return what the standard's filters make of each frequency of a block of so many samples."""
    z = np.exp(-2j * np.pi * np.arange(fft_samples // 2 + 1) / fft_samples)
    response: npt.NDArray[np.complex128] = np.prod(
        [np.polyval(b[::-1], z) / np.polyval(a[::-1], z) for b, a in _BIQUADS], axis=0
    )
    return response.astype(np.complex64)


def power_of(lufs: float) -> float:
    """Return the power of a loudness, as the filters give it."""
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


def lufs_of(power: float) -> float:
    """Return the loudness of a power, as the filters give it."""
    return float(_OFFSET_LU + 10 * np.log10(power))
