"""`levels`: sounds brought to a loudness, metered as they pass, and peaks held without moving a sample."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import pytest

import builders
from builders import RATE_HZ
from repcast.sound.levels import PEAK_DBFS, Meter, Pcm, limit_blocks, limit_peaks, normalise
from repcast.sound.loudness import loudness_lufs

LIMIT = 10 ** (PEAK_DBFS / 20)


def sine(seconds: float, dbfs: float = 0.0, hz: float = 997) -> Pcm:
    """Return a sine whose peaks are at a level."""
    return builders.sine(seconds, hz, 10 ** (dbfs / 20))


def bursts(seconds: float, dbfs: float = -6.0) -> Pcm:
    """Return noise that comes and goes, as speech does."""
    count = round(seconds * RATE_HZ)
    noise = np.random.default_rng(5).standard_normal(count) / 8
    return np.asarray(noise * 10 ** (dbfs / 20) * (np.arange(count) // 9_600 % 3 > 0), dtype=np.float32)


def in_blocks(pcm: Pcm, sizes: tuple[int, ...]) -> list[Pcm]:
    """Return a sound cut into blocks of some lengths, again and again."""
    length = pcm.shape[-1]
    edges = [0, *(at for at in accumulate(sizes * (length // sum(sizes) + 1)) if at < length), length]
    return [pcm[..., begin:end] for begin, end in pairwise(edges)]


@pytest.mark.parametrize("target_lufs", [-30.0, -18.1, -12.5])
@pytest.mark.parametrize(
    "sound",
    [sine(0.06, -9), sine(0.3, -30), sine(2, -20), bursts(4), np.stack([sine(2, -20), bursts(2)])],
    ids=range(5),
)
def test_levelled_sounds_have_the_loudness_asked_for(sound: Pcm, target_lufs: float) -> None:
    """If this failed, "one" would shout where a sentence is spoken softly."""
    made = normalise(sound, target_lufs)
    assert made.shape == sound.shape
    assert made.dtype == np.float32
    if np.abs(sound).max() * 10 ** ((target_lufs - loudness_lufs(sound)) / 20) <= LIMIT:
        assert loudness_lufs(made) == pytest.approx(target_lufs, abs=0.2)
    else:
        assert np.abs(made).max() <= LIMIT + 1e-4


def test_most_of_the_levelled_sounds_here_need_no_limiting() -> None:
    """The test above would look at peaks alone, and at no loudness."""
    assert np.abs(normalise(sine(2, -20), -12.5)).max() < LIMIT
    assert np.abs(normalise(bursts(4), -30)).max() < LIMIT


def test_a_noise_that_nobody_hears_is_not_lifted_to_a_roar() -> None:
    """If this failed, a recording's hiss would be as loud as speech."""
    hiss = sine(2, -75)
    assert 20 * np.log10(np.abs(normalise(hiss, -18)).max()) == pytest.approx(-45, abs=0.1)


@pytest.mark.parametrize("silent", [np.zeros(0, dtype=np.float32), np.zeros(4_800, dtype=np.float32)])
def test_silence_stays_silence(silent: Pcm) -> None:
    """If this failed, a silent sound would end the render, or become noise."""
    assert np.array_equal(normalise(silent, -18), silent)
    assert np.array_equal(limit_peaks(silent), silent)


def test_a_sound_under_the_limit_is_left_as_it_is() -> None:
    """If this failed, everything would be changed a little, and none of it kept to the sample."""
    pcm = sine(1, PEAK_DBFS - 0.01)
    assert limit_peaks(pcm) is pcm


@pytest.mark.parametrize("shape", ["(n,)", "(1, n)", "(2, n)"])
@pytest.mark.parametrize("over_db", [0.1, 6.0, 20.0])
def test_peaks_are_held_at_the_same_length(over_db: float, shape: str) -> None:
    """If this failed, a loud moment would crack, or all that comes after it be late."""
    pcm = bursts(1.5)
    pcm *= np.float32(LIMIT * 10 ** (over_db / 20) / np.abs(pcm).max())
    pcm = {"(n,)": pcm, "(1, n)": pcm[np.newaxis], "(2, n)": np.stack([pcm, pcm[::-1]])}[shape]
    held = limit_peaks(pcm)
    assert held.shape == pcm.shape
    assert np.abs(held).max() <= LIMIT + 1e-4
    assert np.abs(held).max() > 0.9 * LIMIT, "no softer than it has to be"


def _lag(pcm: Pcm, held: Pcm) -> int:
    """Return by how many samples a sound comes later than another one."""
    return int(np.argmax(np.correlate(np.pad(held, 300), pcm))) - 300


@pytest.mark.parametrize("length", [1, 47, 200, 12_000])
def test_a_held_sound_is_not_moved(length: int) -> None:
    """If this failed, each loud cue would come some milliseconds late, and its end be cut off."""
    rng = np.random.default_rng(1)
    pcm = np.asarray(rng.uniform(-1.5, 1.5, length), dtype=np.float32)
    pcm[0] = 1.5
    held = limit_peaks(pcm)
    assert len(held) == length
    assert _lag(pcm, held) == 0
    assert np.all(np.sign(held) == np.sign(pcm))


def test_only_what_is_near_a_peak_is_made_softer() -> None:
    """If this failed, one loud moment would make the whole sentence softer."""
    pcm = sine(2, -20)
    pcm[48_000:48_100] *= 20
    held = limit_peaks(pcm)
    assert np.allclose(held[:47_000], pcm[:47_000], atol=1e-5)
    assert np.allclose(held[60_000:], pcm[60_000:], atol=1e-3)


def test_in_blocks_it_is_the_same_as_at_once() -> None:
    """If this failed, music would click, or be longer or shorter, wherever two seconds of it meet."""
    pcm = np.stack([bursts(4, 12), bursts(4, 12)[::-1]])[:, :180_005]
    assert np.abs(pcm).max() > 1.5
    joined: npt.NDArray[np.float32] = np.concatenate([*limit_blocks(in_blocks(pcm, (48_000,)))], axis=1)
    assert joined.shape == pcm.shape
    assert np.allclose(joined, limit_peaks(pcm), atol=1e-6)


@pytest.mark.parametrize("at", [0, 5_990, 6_000, 47_999, 48_000, 95_999, 120_000, 191_999])
def test_the_limiter_s_beginning_and_end_are_not_heard(at: int) -> None:
    """If this failed, music would click a moment before or after a signal, where the limiter is taken in and out."""
    pcm = np.stack([sine(4, -20), sine(4, -20)])
    pcm[:, at : at + 40] *= 20
    joined: npt.NDArray[np.float32] = np.concatenate([*limit_blocks(in_blocks(pcm, (48_000,)))], axis=1)
    assert np.allclose(joined, limit_peaks(pcm), atol=1e-6)
    assert np.array_equal(joined[:, : max(0, at - 12_000)], pcm[:, : max(0, at - 12_000)])
    assert np.array_equal(joined[:, at + 12_040 :], pcm[:, at + 12_040 :])


def test_blocks_come_out_while_others_are_still_to_be_made() -> None:
    """If this failed, an hour of music would have to be in memory before the first of it is written."""
    taken = 0

    def made() -> Iterator[Pcm]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield bursts(1)[np.newaxis]

    first = next(limit_blocks(made()))
    assert first.shape[1] > 0
    assert taken <= 3


def test_no_blocks_give_no_sound() -> None:
    """If this failed, a session of no length would end in a fault."""
    assert [*limit_blocks([])] == []


@pytest.mark.parametrize(("dbfs", "channels", "lufs"), [(-10.0, 1, -13.01), (-20.0, 1, -23.01), (-20.0, 2, -20.0)])
def test_a_long_sound_is_metered_as_it_passes(dbfs: float, channels: int, lufs: float) -> None:
    """If this failed, a file would be called louder, softer or nearer to clipping than it is."""
    pcm = np.tile(sine(5, dbfs), (channels, 1))
    meter = Meter()
    passed = [*meter.watch(in_blocks(pcm, (1_152,)))]
    np.testing.assert_array_equal(np.concatenate(passed, axis=1), pcm)
    assert meter.length_samples == pcm.shape[1]
    assert meter.loudness_lufs == pytest.approx(lufs, abs=0.05)
    assert meter.true_peak_dbtp == pytest.approx(dbfs, abs=0.1)


@pytest.mark.parametrize("pcm", [np.zeros((1, 96_000), dtype=np.float32), np.zeros((1, 10), dtype=np.float32)])
def test_silence_has_no_loudness(pcm: Pcm) -> None:
    """If this failed, a file in which nothing is heard would be given a figure."""
    meter = Meter()
    assert len([*meter.watch([pcm])]) == 1
    assert meter.loudness_lufs is None
