"""`noise_floor`: a noise that nobody hears and no earbud takes for silence."""

import numpy as np
import pytest

from repcast.sound.noise_floor import NOISE_FLOOR_DBFS, SILENCE, pink_noise

FRAME = 1_152
NOISE = pink_noise()


def level_db(pcm: np.typing.NDArray[np.float32]) -> float:
    """Return a root mean square in dBFS."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))))


def test_silence_is_a_frame_of_nothing() -> None:
    """If this failed, `keep_awake: off` would leave a hum, or the noise floor's frames not fit together."""
    assert SILENCE.shape == (FRAME,)
    assert not SILENCE.any()


def test_the_noise_is_as_loud_as_designed() -> None:
    """If this failed, the noise would be heard, or be too faint to keep an earbud awake."""
    assert level_db(NOISE) == pytest.approx(-70, abs=0.01) == pytest.approx(NOISE_FLOOR_DBFS, abs=0.01)
    assert 20 * np.log10(np.abs(NOISE).max()) < -55, "no crackle stands out of it"


def test_it_is_a_whole_number_of_frames() -> None:
    """If this failed, its frames could not be repeated: it would have to be encoded for the whole workout."""
    assert NOISE.shape == (125 * FRAME,)
    assert len(NOISE) == 3 * 48_000
    assert NOISE.dtype == np.float32


def test_each_tenth_of_a_second_has_noise() -> None:
    """If this failed, earbuds would fall asleep in a moment of silence."""
    around = np.concatenate([NOISE, NOISE[:4_800]])
    levels = [level_db(around[at : at + 4_800]) for at in range(0, len(NOISE), 480)]
    assert min(levels) > -73
    assert max(levels) < -67


def test_it_joins_its_own_beginning() -> None:
    """If this failed, a tick would be heard every three seconds."""
    steps = np.abs(np.diff(np.concatenate([NOISE, NOISE[:1]])))
    assert steps[-1] < np.sort(steps[:-1])[int(0.999 * len(steps))]
    # The slope goes on, too: the spectrum of what stands around the seam is that of any other place.
    seam = np.concatenate([NOISE[-2_400:], NOISE[:2_400]])
    high_db = [level_db(np.diff(part, n=4)) for part in (seam, NOISE[10_000:14_800], NOISE[90_000:94_800])]
    assert high_db[0] == pytest.approx(np.mean(high_db[1:]), abs=1.5)


def test_it_is_pink() -> None:
    """If this failed, it would hiss or rumble: each octave is to be as loud as any other."""
    power = np.abs(np.fft.rfft(NOISE)) ** 2
    hz = np.fft.rfftfreq(len(NOISE), 1 / 48_000)
    octaves = [
        10 * np.log10(power[(hz >= low) & (hz < 2 * low)].sum()) for low in (40, 80, 160, 320, 640, 1_280, 2_560)
    ]
    assert max(octaves) - min(octaves) < 0.5
    total = power.sum()
    assert power[(hz < 39) | (hz > 10_001)].sum() < 1e-6 * total


def test_it_has_the_same_bytes_each_time() -> None:
    """If this failed, two renders would differ, and nothing that is encoded could be kept."""
    assert pink_noise().tobytes() == NOISE.tobytes()
