"""How much of a codec's noise is heard: the noise-to-mask ratio, by the ear model of ITU-R BS.1387-1, basic version.

The noise here is the difference of the samples, which is stricter than that of the spectra. What is softer than
-60 dBFS is left out: there is the noise floor, and nothing is masked.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

_WINDOW: Final = 2_048  # samples at 48 kHz; clause 2.1.3
_RATE_HZ: Final = 48_000
_FULL_SCALE_DB_SPL: Final = 92.0
_SOFTEST: Final = 1e-6  # mean square
_BANDS: Final = 109  # from 80 Hz to 18 kHz, a quarter of a Bark each
_AT_ONCE: Final = 512  # windows

_Values = npt.NDArray[np.floating]
_Sound = npt.NDArray[np.float32]


def _bark(hz: _Values) -> _Values:
    return np.asarray(7 * np.arcsinh(hz / 650))


_HZ: Final = np.fft.rfftfreq(_WINDOW, 1 / _RATE_HZ)
_HANN: Final = np.sqrt(8 / 3) * np.hanning(_WINDOW)
_KHZ: Final = np.maximum(_HZ, 1) / 1_000
_EAR_DB: Final = -2.184 * _KHZ**-0.8 + 6.5 * np.exp(-0.6 * (_KHZ - 3.3) ** 2) - 1e-3 * _KHZ**3.6
_SCALE: Final = 10 ** ((_FULL_SCALE_DB_SPL + _EAR_DB) / 10) / (_WINDOW / 4) ** 2 / (8 / 3)
_LOWEST, _HIGHEST = _bark(np.array([80.0, 18_000.0]))
_EDGES: Final = np.linspace(_LOWEST, _HIGHEST, _BANDS + 1)
_MIDDLES: Final = (_EDGES[1:] + _EDGES[:-1]) / 2
_MIDDLES_HZ: Final = 650 * np.sinh(_MIDDLES / 7)
_INTERNAL_NOISE: Final = 10 ** (0.1456 * (_MIDDLES_HZ / 1_000) ** -0.8)
_OFFSET_DB: Final = np.maximum(3.0, 0.25 * _MIDDLES)  # by which noise must lie under what masks it
_LOWER_SLOPE_DB: Final = 27.0  # a Bark


def _shares() -> _Values:
    """Return how much of each line of a spectrum belongs to each band, shape (bands, lines)."""
    bark, width = _bark(_HZ), np.gradient(_bark(_HZ))
    low, high = bark - width / 2, bark + width / 2
    inside = np.minimum(high, _EDGES[1:, np.newaxis]) - np.maximum(low, _EDGES[:-1, np.newaxis])
    return np.asarray(np.clip(inside, 0, None) / width)


_SHARES: Final = _shares()


def noise_to_mask_db(original: _Sound, noise: _Sound) -> float:
    """Return the noise-to-mask ratio of a sound on average over time and bands; below 0 most of the noise is masked.

    Args:
        original: one channel at 48 kHz, full scale 1.0, shape (n,).
        noise: what was added to it, of the same shape.
    """
    told = [
        _ratios(*windows)
        for windows in zip(_windows(original), _windows(noise), strict=True)
        if np.any(np.mean(windows[0] ** 2, axis=1) > _SOFTEST)
    ]
    return float(10 * np.log10(np.concatenate(told)).mean())


def _windows(sound: _Sound) -> list[_Sound]:
    half = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[:: _WINDOW // 2]
    return [half[at : at + _AT_ONCE] for at in range(0, len(half), _AT_ONCE)]


def _ratios(original: _Sound, noise: _Sound) -> _Values:
    """Return each window's noise-to-mask ratio, as a power."""
    is_heard = np.mean(original**2, axis=1) > _SOFTEST
    mask = _spread(_energies(original[is_heard]) + _INTERNAL_NOISE) / 10 ** (_OFFSET_DB / 10)
    return np.asarray((_energies(noise[is_heard]) / mask).mean(axis=1))


def _energies(windows: _Sound) -> _Values:
    """Return the energy in each band, shape (windows, bands)."""
    return np.asarray((np.abs(np.fft.rfft(windows * _HANN)) ** 2 * _SCALE) @ _SHARES.T)


def _spread(energies: _Values) -> _Values:
    """Return what each band's energy masks in all bands: clause 2.1.8, spread in the frequency domain."""
    levels_db = 10 * np.log10(np.maximum(energies, 1e-12))
    masked, of_flat = np.zeros_like(energies), np.zeros(_BANDS)
    for band in range(_BANDS):
        away = _MIDDLES - _MIDDLES[band]
        steepest = -24 - 230 / _MIDDLES_HZ[band]
        upper = np.minimum(steepest + 0.2 * levels_db[:, band : band + 1], -4)
        masked += _laid_out(energies[:, band : band + 1], away, upper)
        of_flat += _laid_out(np.ones((1, 1)), away, np.array([[steepest]]))[0]
    return np.asarray((masked / of_flat) ** 2.5)


def _laid_out(energy: _Values, away: _Values, upper_slope_db: _Values) -> _Values:
    slopes = 10 ** (np.where(away < 0, _LOWER_SLOPE_DB * away, upper_slope_db * away) / 10)
    return np.asarray((energy * slopes / slopes.sum(axis=1, keepdims=True)) ** 0.4)
