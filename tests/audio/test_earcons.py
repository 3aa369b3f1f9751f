"""The six signals, told apart by pitch and by rhythm; measured in the files that travel with repcast."""

from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from metering import own_loudness

MS: Final = 48
SOUNDS: Final = Path(__file__).parents[2] / "sounds"
FAINT: Final = 0.002  # 45 dB below a signal's peak
LOUDNESS_LUFS: Final = -12.5  # docs/sound.md
SEMITONE: Final = 2 ** (1 / 12)

# docs/sounds.md: for each note its frequency, and when it begins and ends, in Hz and ms.
TABLE: Final = {
    "go": ((660, 0, 90), (990, 90, 270)),
    "tick": ((1320, 0, 60),),
    "halfway": ((784, 0, 80), (784, 140, 220)),
    "done": ((880, 0, 120), (587, 120, 320)),
    "rest": ((523, 0, 480),),
    "finish": ((659, 0, 150), (831, 180, 330), (988, 360, 760)),
}

Sound = npt.NDArray[np.float64]
Note = tuple[float, int, int]


def read(name: str) -> Sound:
    """Return a signal's samples."""
    samples, _ = soundfile.read(SOUNDS / f"{name}.wav")
    return np.asarray(samples, dtype=np.float64)


def notes(sound: Sound) -> tuple[Note, ...]:
    """Return what is heard: each note's spectral peak, and when it begins and ends; ramps of 5 ms part two notes."""
    envelope = np.abs(sound).reshape(-1, MS).max(axis=1)  # of each ms
    heard = np.concatenate([[False], envelope > 0.5 * envelope.max(), [False]])
    edges = np.flatnonzero(np.diff(heard.astype(int))).reshape(-1, 2)
    found = []
    for start, end in edges:
        if end - start < 10:
            continue
        inside = sound[start * MS : end * MS]
        spectrum = np.abs(np.fft.rfft(inside * np.hanning(len(inside)), 1 << 18))
        found.append((float(np.argmax(spectrum)) * 48_000 / (1 << 18), int(start), int(end)))
    return tuple(found)


@pytest.mark.parametrize("name", TABLE)
def test_has_its_pitches_and_its_rhythm(name: str) -> None:
    """A signal would not be the one that the listener has learnt."""
    found = notes(read(name))
    assert len(found) == len(TABLE[name])
    for (hz, start, end), (wanted_hz, wanted_start, wanted_end) in zip(found, TABLE[name], strict=True):
        assert hz == pytest.approx(wanted_hz, rel=0.01)
        assert start == pytest.approx(wanted_start, abs=6)
        assert end == pytest.approx(wanted_end, abs=6)
        assert 500 <= hz <= 2_000, "small loudspeakers and tired ears hear this best"


@pytest.mark.parametrize("name", TABLE)
def test_is_as_loud_as_the_others(name: str) -> None:
    """If this failed, one signal would be lost where the others are heard, or startle."""
    assert own_loudness(read(name)) == pytest.approx(LOUDNESS_LUFS, abs=0.1)


@pytest.mark.parametrize("name", TABLE)
def test_does_not_click(name: str) -> None:
    """A signal would begin or end with a click, which is sharper than any beep."""
    sound = read(name)
    assert abs(sound[0]) < FAINT
    assert abs(sound[-1]) < FAINT
    slope = 2 * np.pi * 1_320 / 48_000 * float(np.abs(sound).max())
    assert float(np.abs(np.diff(sound, prepend=0.0, append=0.0)).max()) <= 1.05 * slope, "no steeper than its notes"
    for edge in (sound[: 5 * MS], sound[::-1][: 5 * MS]):
        envelope = np.abs(edge).reshape(5, MS).max(axis=1)
        assert (np.diff(envelope) > 0).all(), "a ramp of 5 ms"
        assert envelope[0] < 0.3 * float(np.abs(sound).max())


@pytest.mark.parametrize("pair", list(combinations(TABLE, 2)), ids="-".join)
def test_are_told_apart(pair: tuple[str, str]) -> None:
    """The listener would go where they should rest, or stop where they are halfway."""
    first, second = (notes(read(name)) for name in pair)
    pitches = [sorted(hz for hz, _, _ in each) for each in (first, second)]
    lengths = [sum(end - start for _, start, end in each) for each in (first, second)]
    other_rhythm = len(first) != len(second) or max(lengths) > 1.5 * min(lengths)
    other_pitch = len(first) != len(second) or any(
        max(a, b) / min(a, b) > 2 * SEMITONE - 1 for a, b in zip(*pitches, strict=True)
    )
    assert other_rhythm or other_pitch


def test_rise_and_fall_as_they_mean() -> None:
    """A start would sound like an end."""
    pitches = {name: [hz for hz, _, _ in notes(read(name))] for name in TABLE}
    assert pitches["go"][0] * 1.2 < pitches["go"][1]
    assert pitches["done"][0] > 1.2 * pitches["done"][1]
    assert pitches["finish"][0] * 1.2 < pitches["finish"][1] * 1.1 < pitches["finish"][2] * 1.1
