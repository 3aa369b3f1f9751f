"""`verify.likeness`: where a clip is heard, how loud, and how alike."""

import numpy as np
import pytest

from repcast.sound.levels import Pcm
from repcast.verify.course import REACH
from repcast.verify.likeness import audible_range, match, rms

CLIP = np.random.default_rng(3).normal(scale=0.1, size=4_800).astype(np.float32)
OTHER = np.random.default_rng(4).normal(scale=0.1, size=4_800).astype(np.float32)


def around(clip: Pcm, late: int = 0) -> Pcm:
    """Return a window with a clip in its place, or later."""
    return np.pad(clip, (REACH + late, REACH - late))


@pytest.mark.parametrize("late", [-REACH, -480, -1, 0, 1, 480, REACH])
@pytest.mark.parametrize("gain", [0.1, 1.0, 3.0])
def test_a_clip_is_found_at_its_very_sample(late: int, gain: float) -> None:
    """If this failed, a cue would be called late that is not, or in time where it is late."""
    found = match(around(CLIP * np.float32(gain), late), CLIP, REACH)
    assert found.late == late
    assert found.gain == pytest.approx(gain, rel=1e-3)
    assert found.likeness == pytest.approx(1, abs=1e-3)


def test_another_sound_is_not_alike() -> None:
    """If this failed, a word in place of another would pass for it."""
    assert match(around(OTHER), CLIP, REACH).likeness < 0.2


def test_silence_is_like_nothing() -> None:
    """If this failed, a missing cue would be a division by zero, or pass."""
    found = match(around(CLIP * 0), CLIP, REACH)
    assert (found.gain, found.likeness) == (0, 0)


def test_what_is_audible_begins_and_ends_to_the_millisecond() -> None:
    """If this failed, a word that is heard once would be at another time than it is."""
    audible = audible_range(around(CLIP))
    assert audible
    assert abs(audible[0] - REACH) <= 48
    assert abs(audible[1] - REACH - len(CLIP)) <= 48


def test_what_nobody_hears_is_not_audible() -> None:
    """If this failed, the noise that keeps earbuds awake would be taken for a word."""
    assert audible_range(around(CLIP * np.float32(1e-3))) is None
    assert rms(CLIP[:0]) == 0
