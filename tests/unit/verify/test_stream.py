"""`verify.stream`: windows of a file as it passes, and what it is on the whole."""

import hashlib
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from builders import sine
from repcast.errors import UnreadableFile
from repcast.progress import Report
from repcast.sound.levels import Meter, Pcm
from repcast.verify.stream import Measurement, blocks, measured, windows

DAY = 24 * 3_600 * 48_000
RAMP = np.arange(10_000, dtype=np.float32)


def ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def measured_whole(path: Path, planned: int, report: Report = ignore) -> Measurement:
    """Decode a file, and measure it on the way."""
    meter = Meter()
    assert sum(block.shape[1] for block in meter.watch(blocks(path, planned, report))) == meter.length_samples
    return measured(path, planned, meter)


def in_blocks(pcm: Pcm, size: int) -> Iterator[Pcm]:
    """Yield a sound in blocks of one length."""
    return (pcm[..., at : at + size] for at in range(0, pcm.shape[-1], size))


@pytest.mark.parametrize("size", [1, 7, 1_152, 20_000])
def test_windows_are_cut_wherever_blocks_end(size: int) -> None:
    """If this failed, a cue would be looked for where it is not."""
    spans = [(-9, -3), (-5, 5), (0, 3_000), (100, 200), (2_999, 3_001), (9_990, 10_020), (12_000, 12_010)]
    for (start, stop), window in zip(spans, windows(in_blocks(RAMP[np.newaxis], size), spans), strict=True):
        expected = [float(at) if 0 <= at < len(RAMP) else 0.0 for at in range(start, stop)]
        np.testing.assert_array_equal(window, expected)


def test_nothing_is_kept_but_the_window_in_hand() -> None:
    """If this failed, an hour of rest would fill the memory."""
    alive: list[weakref.ref[Pcm]] = []
    most = 0

    def passing() -> Iterator[Pcm]:
        nonlocal most
        for _ in range(1_000):
            block = np.ones((1, 1_152), dtype=np.float32)
            alive.append(weakref.ref(block))
            most = max(most, sum(each() is not None for each in alive))
            yield block

    assert len([*windows(passing(), [(0, 2_000), (1_000_000, 1_002_000), (1_100_000, 1_102_000)])]) == 3
    assert most <= 6


def test_both_channels_count() -> None:
    """If this failed, music on one side would hide that the voice is missing there."""
    [window] = windows(in_blocks(np.stack([RAMP, -RAMP]), 1_000), [(0, 100)])
    assert not window.any()


def test_what_has_passed_is_told(tmp_path: Path) -> None:
    """If this failed, a long file would show no progress."""
    path = tmp_path / "a.wav"
    soundfile.write(path, sine(3.5), 48_000)
    told: list[tuple[int, int]] = []
    assert sum(block.shape[1] for block in blocks(path, 2 * 48_000, lambda *each: told.append(each))) == 168_000
    assert told == [(48_000, 96_000), (96_000, 96_000), (96_000, 96_000)]


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 1), (44_100, 2), (8_000, 3)])
def test_a_sound_of_any_kind_is_brought_to_48_khz(rate_hz: int, channels: int, tmp_path: Path) -> None:
    """If this failed, a file that was converted could not be measured at all."""
    tone = sine(2, 440, 0.1, rate_hz)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone] * channels, axis=1), rate_hz)
    sound = measured_whole(path, DAY)
    assert (sound.rate_hz, sound.channels) == (rate_hz, channels)
    assert sound.length == pytest.approx(96_000, abs=48)
    assert sound.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {len(block) for block in blocks(path, DAY, ignore)} == {min(channels, 2)}


def test_what_has_no_sound_is_called_that(tmp_path: Path) -> None:
    """If this failed, a picture would end in a traceback."""
    path = tmp_path / "a.mp3"
    path.write_bytes(b"ID3")
    with pytest.raises(UnreadableFile, match="cannot be read as sound"):
        measured_whole(path, DAY)


def test_far_beyond_the_plan_nothing_is_decoded(tmp_path: Path) -> None:
    """If this failed, 160 kB that hold a day of silence would be decoded to their end."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(11 * 60 * 4_000, dtype=np.float32), 4_000)
    sound = measured_whole(path, 48_000)
    assert sound.length == pytest.approx((10 * 60 + 1.1) * 48_000, abs=48_000)
    assert not sound.is_whole
    assert measured_whole(path, 2 * 60 * 48_000).is_whole
