"""`verify.stream`: windows of a file as it passes, and what it is on the whole."""

import hashlib
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from builders import sine
from repcast.errors import NoEmbeddedSession
from repcast.sound.levels import Pcm
from repcast.verify.stream import Window, blocks, listen, measured, sound_digest

RAMP = np.arange(10_000, dtype=np.float32)


def in_blocks(pcm: Pcm, size: int) -> Iterator[Pcm]:
    """Yield a sound in blocks of one length."""
    return (pcm[..., at : at + size] for at in range(0, pcm.shape[-1], size))


@pytest.mark.parametrize("size", [1, 7, 1_152, 20_000])
def test_windows_are_cut_wherever_blocks_end(size: int) -> None:
    """If this failed, a cue would be looked for where it is not."""
    taken: dict[tuple[int, int], Pcm] = {}
    spans = [(12_000, 12_010), (-5, 5), (-9, -3), (0, 3_000), (100, 200), (2_999, 3_001), (9_990, 10_020)]
    windows = [Window(*span, partial(taken.__setitem__, span)) for span in spans]
    passed = [*listen(in_blocks(RAMP[np.newaxis], size), windows, lambda _done: None)]
    np.testing.assert_array_equal(np.concatenate(passed, axis=1)[0], RAMP)
    assert taken.keys() == set(spans)
    for (start, stop), window in taken.items():
        expected = [float(at) if 0 <= at < len(RAMP) else 0.0 for at in range(start, stop)]
        np.testing.assert_array_equal(window, expected)


def test_nothing_is_kept_but_the_window_in_hand() -> None:
    """If this failed, an hour of rest would fill the memory."""
    alive: list[weakref.ref[Pcm]] = []
    most = 0

    def passing() -> Iterator[Pcm]:
        for _ in range(1_000):
            block = np.ones((1, 1_152), dtype=np.float32)
            alive.append(weakref.ref(block))
            yield block

    windows = [Window(at, at + 2_000, lambda _pcm: None) for at in (0, 1_000_000, 1_100_000)]
    for _ in listen(passing(), windows, lambda _done: None):
        most = max(most, sum(block() is not None for block in alive))
    assert most <= 6


def test_both_channels_count() -> None:
    """If this failed, music on one side would hide that the voice is missing there."""
    taken: list[Pcm] = []
    blocks_of_both = in_blocks(np.stack([RAMP, -RAMP]), 1_000)
    assert [*listen(blocks_of_both, [Window(0, 100, taken.append)], lambda _done: None)]
    assert not taken[0].any()


def test_what_has_passed_is_told() -> None:
    """If this failed, a long file would show no progress."""
    told: list[int] = []
    assert [*listen(in_blocks(RAMP[np.newaxis], 4_000), [], told.append)]
    assert told == [4_000, 8_000, 10_000]


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 1), (44_100, 2), (8_000, 3)])
def test_a_sound_of_any_kind_is_brought_to_48_khz(rate_hz: int, channels: int, tmp_path: Path) -> None:
    """If this failed, a file that was converted could not be measured at all."""
    tone = sine(2, 440, 0.1, rate_hz)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone] * channels, axis=1), rate_hz)
    sound = measured(path, sound_digest(path), blocks(path))
    assert (sound.rate_hz, sound.channels) == (rate_hz, channels)
    assert sound.length == pytest.approx(96_000, abs=48)
    assert sound.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {len(block) for block in blocks(path)} == {min(channels, 2)}


def test_what_has_no_sound_is_called_that(tmp_path: Path) -> None:
    """If this failed, a picture would end in a traceback."""
    path = tmp_path / "a.mp3"
    path.write_bytes(b"ID3")
    with pytest.raises(NoEmbeddedSession, match="there is no sound in it"):
        measured(path, "", blocks(path))
