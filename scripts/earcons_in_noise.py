"""Measure the signals: python scripts/earcons_in_noise.py [FOLDER] [--trials N] [--seed N].

For each: its loudness, the partials of its notes, and how much of its power is left after a phone's loudspeaker, which
gives little below 800 Hz, in an ear that has grown old, which hears little above 3 kHz, and after both. Then which is
taken for which: each signal again and again in noise, heard by an ear that knows all of them, the noise, and to a fifth
of a second the moment.

The ear is a model: what there is in critical bands (Glasberg and Moore 1990) every 10 ms, in decibels over the noise,
up to 6.5 kHz, an old ear's up to 3 kHz. It takes a sound for the signal whose pattern is nearest, or for none, each
band and moment weighed by how much the noise alone varies there. It knows of no melody and is never out of breath: its
tables compare signals with each other, and do not tell how often a person errs.

The ratio of signal to noise is that of RMS, while the signal sounds, before any loudspeaker; the noise comes from the
room. It is white, from 20 Hz to 20 kHz; pink; or shaped like speech: from 100 Hz, and above 500 Hz falling by 9 dB an
octave.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from repcast.sound.loudness import loudness_lufs
from repcast.sound.segments import decode

Sound = npt.NDArray[np.float64]
Table = npt.NDArray[np.int64]
Noise = Literal["white", "pink", "speech"]
NOISES: Final[tuple[Noise, ...]] = get_args(Noise)
SNRS_DB: Final = (0, -10, -15)
ORDER: Final = ("go", "recover", "tick", "halfway", "done", "rest", "finish")

RATE_HZ: Final = 48_000
MS: Final = 48
PHONE_HZ: Final = 800.0
PHONE_ORDER: Final = 2  # a small loudspeaker in a closed box falls by 12 dB an octave
OLD_EAR_HZ: Final = 3_000.0
OLD_EAR_ORDER: Final = 4
PARTIALS: Final = 4
_AFTER_MS: Final = 100  # of silence behind a sound, so that a filter's end does not go round to its beginning
_SOUNDING: Final = 0.02  # of a signal's peak
_APART: Final = 0.3  # of it: two notes have less between them
_SHORTEST_NOTE_MS: Final = 10

_FRAME: Final = 30 * MS
_HOP: Final = 10 * MS
_FFT: Final = 2_048
_BINS: Final = 342  # up to 8 kHz
_HEARD_HZ: Final = (300.0, 6_500.0)
_BANDS_IN_ERB: Final = 2
_LISTENING_MS: Final = 1_150
_EARLIEST_MS: Final = 50
_LATEST_MS: Final = 250
_ONSETS: Final = range(1, 26)  # of a pattern, in frames; it begins 30 ms before its signal
_LEARNT_S: Final = 30  # of noise, before anything is heard in it


# What there is in a signal


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note of a signal.

    Attributes:
        hz: of its first partial.
        partials_db: the levels of the first four, against the first.
    """

    hz: float
    start_ms: int
    end_ms: int
    partials_db: tuple[float, ...]


def read(path: Path) -> Sound:
    """Return a sound's samples at 48 kHz, full scale 1.0."""
    return np.frombuffer(decode(path).raw_data, dtype="<i2").astype(np.float64) / 32_768


def signals_in(folder: Path) -> dict[str, Sound]:
    """Return the signals of a folder, in the order of their table, without those that are not there."""
    return {name: read(folder / f"{name}.wav") for name in ORDER if (folder / f"{name}.wav").exists()}


def notes(sound: Sound) -> tuple[Note, ...]:
    """Return what is heard: the notes are parted by their ramps, or by pauses."""
    envelope = np.abs(sound).reshape(-1, MS).max(axis=1)  # of each ms
    heard = np.concatenate([[False], envelope > _APART * envelope.max(), [False]])
    edges = np.flatnonzero(np.diff(heard.astype(int))).reshape(-1, 2)
    return tuple(
        _note(sound[start * MS : end * MS], int(start), int(end))
        for start, end in edges
        if end - start >= _SHORTEST_NOTE_MS
    )


def _note(sound: Sound, start_ms: int, end_ms: int) -> Note:
    size = 1 << 18
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    first = int(np.argmax(spectrum))
    width = 2 * size // len(sound)  # to the first zero of the window's own spectrum
    places = (number * first for number in range(1, PARTIALS + 1))
    peaks = [float(spectrum[place - width : place + width].max()) for place in places]
    levels_db = tuple(20 * float(np.log10(peak / peaks[0])) for peak in peaks)
    return Note(hz=first * RATE_HZ / size, start_ms=start_ms, end_ms=end_ms, partials_db=levels_db)


def from_a_phone(sound: Sound) -> Sound:
    """Return what a phone's loudspeaker makes of a sound."""
    return _filtered(sound, lambda hz: 1 / np.sqrt(1 + (PHONE_HZ / np.maximum(hz, 1)) ** (2 * PHONE_ORDER)))


def in_an_old_ear(sound: Sound) -> Sound:
    """Return what is left of a sound in an ear that has grown old."""
    return _filtered(sound, lambda hz: 1 / np.sqrt(1 + (hz / OLD_EAR_HZ) ** (2 * OLD_EAR_ORDER)))


def _filtered(sound: Sound, response: Callable[[Sound], Sound]) -> Sound:
    """Return a sound with its amplitudes changed as Butterworth filters do, and its phases kept."""
    padded = np.pad(sound, (0, _AFTER_MS * MS))
    hz = _bins_hz(len(padded))
    return np.fft.irfft(np.fft.rfft(padded) * response(hz), len(padded))[: len(sound)]


def _bins_hz(length: int) -> Sound:
    """Return the frequencies of the spectrum of so many samples."""
    return np.asarray(np.fft.rfftfreq(length, 1 / RATE_HZ), dtype=np.float64)


def left_db(sound: Sound, heard: Sound) -> float:
    """Return how much of a sound's power is left, in decibels."""
    return float(10 * np.log10((heard**2).sum() / (sound**2).sum()))


# What an ear makes of it


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a signal is heard.

    Attributes:
        on_a_phone: whether a phone's loudspeaker plays it.
        old_ear: whether an ear hears it that has grown old.
    """

    noise: Noise
    snr_db: float
    on_a_phone: bool = False
    old_ear: bool = False

    def __str__(self) -> str:
        means = " and ".join([*["a phone"] * self.on_a_phone, *["an old ear"] * self.old_ear])
        return f"{self.noise} noise, {self.snr_db:g} dB" + (f", through {means}" if means else "")


def confusions(signals: Mapping[str, Sound], place: Place, trials: int, seed: int = 1) -> Table:
    """Return how often each signal (a row) is taken for each (a column), or for none (the last), of so many trials."""
    chance = np.random.default_rng(seed)
    played = {name: _played(sound, place) for name, sound in signals.items()}
    ear = _Ear(played, place)
    table = np.zeros((len(played), len(played) + 1), dtype=np.int64)
    for row, sound in enumerate(played.values()):
        for _ in range(trials):
            heard = noise(place.noise, _LISTENING_MS * MS, chance)
            at = int(chance.integers(_EARLIEST_MS * MS, _LATEST_MS * MS))
            heard[at : at + len(sound)] += sound
            table[row, ear.nearest(heard)] += 1
    return table


def _played(sound: Sound, place: Place) -> Sound:
    """Return a signal as loud against the noise, whose RMS is 1, as it is at a place."""
    is_on = np.repeat(np.abs(sound).reshape(-1, MS).max(axis=1) > _SOUNDING * np.abs(sound).max(), MS)
    sound = sound / np.sqrt((sound[is_on] ** 2).mean()) * 10 ** (place.snr_db / 20)
    return from_a_phone(sound) if place.on_a_phone else sound


def noise(kind: Noise, length: int, chance: np.random.Generator) -> Sound:
    """Return noise with an RMS of 1, in the long run."""
    hz = _bins_hz(length)
    match kind:
        case "white":
            shape = np.where((hz >= 20) & (hz <= 20_000), 1.0, 0.0)  # noqa: PLR2004 - what is audible
        case "pink":
            shape = np.where((hz >= 20) & (hz <= 20_000), 1 / np.sqrt(np.maximum(hz, 20)), 0.0)  # noqa: PLR2004
        case "speech":
            shape = np.where(hz >= 100, np.minimum(1.0, (500 / np.maximum(hz, 100)) ** 1.5), 0.0)  # noqa: PLR2004
    shape /= np.sqrt((shape**2).mean())
    return np.fft.irfft(np.fft.rfft(chance.standard_normal(length)) * shape, length)


class _Ear:
    """Knows some signals, as they are played, and the noise of a place."""

    def __init__(self, played: Mapping[str, Sound], place: Place) -> None:
        self._noise, mean, deviation = _learnt(place.noise)
        self._mean, self._deviation = mean, deviation
        self._bands = _centres_hz() <= (OLD_EAR_HZ if place.old_ear else _HEARD_HZ[1])
        self._patterns = [self._pattern(sound) for sound in played.values()]

    def _pattern(self, sound: Sound) -> Sound:
        """Return by how much a signal stands out of the noise, in each frame and band, in deviations of the noise."""
        power = _band_power(np.pad(sound, _FRAME))
        return (np.log10(1 + power / self._noise) / self._deviation)[:, self._bands]

    def nearest(self, heard: Sound) -> int:
        """Return the number of the signal whose pattern is nearest to what is heard, at any onset; -1 for none."""
        stands_out = ((np.log10(_band_power(heard) / self._noise) - self._mean) / self._deviation)[:, self._bands]
        distances = [self._distance(stands_out, pattern) for pattern in self._patterns]
        return int(np.argmin(distances)) if min(distances) < 0 else -1

    @staticmethod
    def _distance(heard: Sound, pattern: Sound) -> float:
        """Return the squared distance, less that of a pattern of nothing."""
        alike = max(float((heard[onset : onset + len(pattern)] * pattern).sum()) for onset in _ONSETS)
        return float((pattern**2).sum()) - 2 * alike


@cache
def _learnt(kind: Noise) -> tuple[Sound, Sound, Sound]:
    """Return of noise alone its power in each band; and the mean and the deviation of its logarithm, against that."""
    power = _band_power(noise(kind, _LEARNT_S * RATE_HZ, np.random.default_rng(0)))
    mean = power.mean(axis=0)
    logarithms = np.log10(power / mean)
    return mean, logarithms.mean(axis=0), logarithms.std(axis=0)


def _band_power(sound: Sound) -> Sound:
    """Return the power in each critical band, every 10 ms; shape (frames, bands)."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, _FRAME)[::_HOP] * np.hanning(_FRAME)
    power = np.abs(np.fft.rfft(frames, _FFT, axis=1)[:, :_BINS]) ** 2
    return np.asarray(np.einsum("fb,bn->fn", power, _weights()))  # threads of a matrix product cost more than it takes


@cache
def _weights() -> Sound:
    """Return how much each bin counts in each band, which is as wide as an equivalent rectangular bandwidth."""
    bins = _erb_number(_bins_hz(_FFT)[:_BINS])
    weights: Sound = np.exp(-np.pi * (bins[:, np.newaxis] - _erb_number(_centres_hz())) ** 2)
    return weights


def _centres_hz() -> Sound:
    lowest, highest = _erb_number(np.asarray(_HEARD_HZ))
    numbers = np.arange(lowest, highest, 1 / _BANDS_IN_ERB)
    return (10 ** (numbers / 21.4) - 1) / 0.00437


def _erb_number(hz: Sound) -> Sound:
    """Return frequencies as numbers of equivalent rectangular bandwidths: Glasberg and Moore 1990, equation 4."""
    return 21.4 * np.log10(1 + 0.00437 * hz)


# Tables


def spectra(signals: Mapping[str, Sound]) -> Iterator[str]:
    """Yield a table of what there is in each signal, as Markdown."""
    yield "| signal | LUFS | peak, dBFS | notes: Hz, and dB of partials 2 to 4 | a phone | an old ear | both |"
    yield "|---|---:|---:|---|---:|---:|---:|"
    for name, sound in signals.items():
        heard = "; ".join(
            f"{each.hz:.0f}: " + " ".join("–" if db < -40 else f"{db:.0f}" for db in each.partials_db[1:])  # noqa: PLR2004
            for each in notes(sound)
        )
        ways = (from_a_phone(sound), in_an_old_ear(sound), in_an_old_ear(from_a_phone(sound)))
        left = " | ".join(f"{left_db(sound, way):.1f} dB" for way in ways)
        peak_dbfs = 20 * np.log10(np.abs(sound).max())
        yield f"| {name} | {loudness_lufs(sound.astype(np.float32)):.1f} | {peak_dbfs:.1f} | {heard} | {left} |"


def confusion_table(names: list[str], place: Place, table: Table) -> Iterator[str]:
    """Yield who is taken for whom, as Markdown, in percent; one line if nobody is."""
    right = table.trace() / table.sum()
    yield f"{place}: {right:.1%} right"
    if right == 1:
        return
    yield ""
    yield f"| | {' | '.join([*names, 'nothing'])} |"
    yield f"|---|{'---:|' * (len(names) + 1)}"
    for name, row in zip(names, table / table.sum(axis=1, keepdims=True), strict=True):
        yield f"| {name} | {' | '.join(f'{share:.0%}' if share else '' for share in row)} |"


def main() -> None:
    """Print what there is in the signals, and who is taken for whom."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = Path(__file__).parent.parent / "sounds"
    parser.add_argument("folder", nargs="?", type=Path, default=here, help="of WAV files (default: repcast's own)")
    parser.add_argument("--trials", type=int, default=100, help="of each signal in each noise (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (default: 1)")
    wanted = parser.parse_args()
    signals = signals_in(wanted.folder)
    print("\n".join(spectra(signals)))
    for kind, snr_db, is_worst in product(NOISES, SNRS_DB, (False, True)):
        place = Place(noise=kind, snr_db=snr_db, on_a_phone=is_worst, old_ear=is_worst)
        table = confusions(signals, place, wanted.trials, wanted.seed)
        print("", *confusion_table([*signals], place, table), sep="\n", flush=True)


if __name__ == "__main__":
    main()
