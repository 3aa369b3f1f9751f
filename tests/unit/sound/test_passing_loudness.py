"""The loudness of a sound that passes is that of the same sound in memory."""

import numpy as np
import pytest

from repcast.sound.levels import Pcm
from repcast.sound.loudness import NO_LOUDNESS_LUFS, loudness_lufs
from repcast.sound.passing_loudness import STEP_SAMPLES, PassingLoudness, step_powers
from repcast.units import SAMPLE_RATE_HZ

_NOISE = np.random.default_rng(7).normal(0, 0.1, (2, 61 * SAMPLE_RATE_HZ)).astype(np.float32)
_SECONDS = np.arange(_NOISE.shape[1]) / SAMPLE_RATE_HZ
_WORDS = _NOISE * ((_SECONDS % 7 < 1.3) | (_SECONDS % 11 < 0.2)).astype(np.float32)
_SOFTER = _NOISE * np.where(_SECONDS < 30, 1.0, 0.2).astype(np.float32)
_HUM = (0.2 * np.sin(2 * np.pi * 60 * _SECONDS)).astype(np.float32)[np.newaxis]


def _passed(pcm: Pcm, steps_at_once: int = 1_000) -> float:
    passing = PassingLoudness()
    powers = step_powers(pcm)
    for at in range(0, len(powers), steps_at_once):
        passing.add(powers[at : at + steps_at_once])
    return passing.lufs()


@pytest.mark.parametrize(
    "pcm", [_NOISE, _NOISE[:1], _WORDS, _SOFTER, _HUM], ids=["noise", "mono", "words", "gate", "hum"]
)
def test_it_is_what_the_filters_give(pcm: Pcm) -> None:
    """A player would turn a file up or down by as much as this is off."""
    assert _passed(pcm) == pytest.approx(loudness_lufs(pcm), abs=0.08)  # a hum is off the most


@pytest.mark.parametrize("steps_at_once", [1, 13, 7_000, 1_000_000])
def test_it_does_not_depend_on_the_pieces(steps_at_once: int) -> None:
    """The same sound would have another gain where it is encoded in other pieces."""
    assert _passed(_WORDS, steps_at_once) == pytest.approx(_passed(_WORDS), abs=1e-6)


@pytest.mark.parametrize("length", [0, 100, SAMPLE_RATE_HZ // 3, 5 * SAMPLE_RATE_HZ])
def test_silence_and_next_to_nothing_have_none(length: int) -> None:
    """A silent file would be turned up as far as a player can."""
    assert _passed(np.zeros((1, length), np.float32)) == NO_LOUDNESS_LUFS


def test_what_waits_is_forgotten() -> None:
    """A session of a day would take memory for each of its milliseconds."""
    passing = PassingLoudness()
    for _ in range(100):
        passing.add(np.full(10_000, 0.01, np.float32))
    assert sum(map(len, passing._waiting)) < 50_000
    assert passing.lufs() == pytest.approx(-0.691 - 20, abs=0.01)


def test_steps_are_whole() -> None:
    """What is left of a block would count twice, or as silence."""
    assert [len(step_powers(_NOISE[:, :count])) for count in (0, 1, STEP_SAMPLES, 3 * STEP_SAMPLES - 1)] == [0, 0, 1, 2]
