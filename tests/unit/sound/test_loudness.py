"""`loudness`: as the standard has it, and as FFmpeg's meter says."""

from itertools import pairwise
from typing import get_args

import av
import numpy as np
import pytest

import builders
from builders import RATE_HZ
from repcast.session.settings import Signal
from repcast.sound.earcons import earcons
from repcast.sound.levels import Pcm
from repcast.sound.loudness import loudness_lufs

LEAST_MS = 3_000  # a shorter sound is repeated


def sine(seconds: float, dbfs: float = 0.0, hz: float = 997) -> Pcm:
    """Return a sine whose peaks are at a level."""
    return builders.sine(seconds, hz, 10 ** (dbfs / 20))


def speech(ms: int, dbfs: float = -20.0) -> Pcm:
    """Return noise with the spectrum and the syllables of speech, some samples longer than asked."""
    count = ms * RATE_HZ // 1_000 + 7
    noise = np.random.default_rng(ms).standard_normal(count)
    voiced = np.convolve(noise, np.hanning(48) / 24, "same") + noise / 20
    syllables = np.sin(np.arange(count) * np.pi / 9_000) ** 2
    return np.asarray(voiced * syllables * 10 ** (dbfs / 20), dtype=np.float32)


def by_ffmpeg(pcm: Pcm) -> float:
    """Return what FFmpeg's meter says of a sound, and of a short one repeated to three seconds."""
    channels = np.atleast_2d(pcm)
    layout = "mono" if len(channels) == 1 else "stereo"
    whole = np.tile(channels, max(1, -(-LEAST_MS * RATE_HZ // 1_000 // channels.shape[1])))
    graph = av.filter.Graph()
    chain = [graph.add_abuffer(sample_rate=RATE_HZ, format="fltp", layout=layout)]
    chain += [graph.add("ebur128", "metadata=1"), graph.add("abuffersink")]
    for before, after in pairwise(chain):
        before.link_to(after)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole), format="fltp", layout=layout)
    frame.sample_rate, frame.pts = RATE_HZ, 0
    graph.push(frame)
    graph.push(None)
    loudness = "-70"
    while True:
        try:
            loudness = graph.pull().metadata.get("lavfi.r128.I", loudness)
        except (av.BlockingIOError, av.EOFError):
            return float(loudness)


@pytest.mark.parametrize("ms", [1, 7, 60, 99, 100, 270, 400, 999, 1_500, 2_999, 3_000, 4_700, 13_000])
@pytest.mark.parametrize("dbfs", [-8.0, -20.0, -45.0])
def test_a_sound_is_as_loud_as_ffmpeg_says(ms: int, dbfs: float) -> None:
    """If this failed, clips would be at another loudness than files are measured to have."""
    one, other = speech(ms, dbfs), speech(ms, dbfs)[::-1]
    assert loudness_lufs(one) == pytest.approx(by_ffmpeg(one), abs=0.05)
    assert loudness_lufs(np.stack([one, other])) == pytest.approx(by_ffmpeg(np.stack([one, other])), abs=0.05)


@pytest.mark.parametrize("name", get_args(Signal))
def test_a_signal_is_as_loud_as_ffmpeg_says(name: Signal) -> None:
    """If this failed, signals would stand out of the speech, or not be heard."""
    pcm = earcons({})[name].pcm
    assert loudness_lufs(pcm) == pytest.approx(by_ffmpeg(pcm), abs=0.02)


@pytest.mark.parametrize("soft_db", [-3.0, -9.0, -11.0, -25.0, -90.0])
def test_what_is_soft_counts_as_the_gates_let_it(soft_db: float) -> None:
    """If this failed, a sentence with pauses would be louder than one without."""
    pcm = speech(5_000)
    pcm[60_000:] *= 10 ** (soft_db / 20)
    assert loudness_lufs(pcm) == pytest.approx(by_ffmpeg(pcm), abs=0.05)


@pytest.mark.parametrize("pcm", [np.zeros(1, np.float32), np.zeros((2, 200_000), np.float32), speech(500, -90)])
def test_what_is_not_heard_has_the_least_loudness(pcm: Pcm) -> None:
    """If this failed, silence would be lifted without end."""
    assert loudness_lufs(pcm) == by_ffmpeg(pcm) == -70.0


@pytest.mark.parametrize("dbfs", [0.0, -3.0, -20.0, -40.0])
@pytest.mark.parametrize("seconds", [3, 10])
def test_a_sine_has_the_loudness_that_the_standard_gives_it(dbfs: float, seconds: float) -> None:
    """If this failed, every file would be louder or softer than what else is on the phone."""
    # ITU-R BS.1770-4, annex 1: a 997 Hz sine at 0 dBFS in one channel gives -3.01 LKFS.
    assert loudness_lufs(sine(seconds, dbfs)) == pytest.approx(-3.01 + dbfs, abs=0.1)


def test_two_channels_are_three_louder_than_one() -> None:
    """If this failed, a file with music would be 3 LU too loud or too soft."""
    one = sine(4, -20)
    assert loudness_lufs(np.stack([one, one])) == pytest.approx(-20.0, abs=0.1)
    assert loudness_lufs(np.stack([one, 0 * one])) == pytest.approx(-23.01, abs=0.1)


def test_what_the_ear_hardly_hears_counts_less() -> None:
    """If this failed, a deep voice would be made softer than a high one: no K-weighting would be done."""
    # BS.1770-4's filters take a 25 Hz tone down by more than 10 dB, and lift 4 kHz by about 3.
    plain = loudness_lufs(sine(4, -20))
    assert loudness_lufs(sine(4, -20, hz=25)) < plain - 8
    assert loudness_lufs(sine(4, -20, hz=4_000)) == pytest.approx(plain + 3.3, abs=0.5)


@pytest.mark.parametrize("ms", [1, 20, 60, 270, 399, 401, 1_000, 2_999])
def test_a_short_sound_is_as_loud_as_when_it_is_heard_again_and_again(ms: int) -> None:
    """If this failed, a tick would be levelled by the meter's silence, and shout."""
    short = sine(ms / 1_000, -12, hz=1_000)
    assert loudness_lufs(short) == pytest.approx(-15.0, abs=0.15)
    assert loudness_lufs(short) == pytest.approx(loudness_lufs(np.tile(short, 12_000 // ms)), abs=0.1)


def test_silence_between_sounds_does_not_make_them_soft() -> None:
    """If this failed, a sentence with pauses would be louder than one without: the meter's gate would be missing."""
    word = sine(1, -20)
    spaced = np.concatenate([word, np.zeros(4 * RATE_HZ, dtype=np.float32), word])
    assert loudness_lufs(spaced) == pytest.approx(loudness_lufs(word), abs=1.5)
