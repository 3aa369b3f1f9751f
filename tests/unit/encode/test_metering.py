"""A file's loudness and peak are the same whether its frames bring their level, or it passes as a stream."""

from itertools import pairwise

import numpy as np
import pytest

from repcast.encode.frames import frame_count
from repcast.encode.metering import FileMeter, Level, level_of
from repcast.encode.tiles import Tile, noise_floor_tile, tiles_of
from repcast.files.replay_gain import ReplayGain
from repcast.sound.levels import Pcm
from repcast.sound.loudness import loudness_lufs
from sound import FRAME, loud_floor, mix_of, summed, tone

_LENGTH = 500 * FRAME + 77
_REGIONS = [tone(30_000, 60_000), tone(218_000, 2_000, 0.3), tone(400_000, 90_000, 0.05), tone(_LENGTH - 9_000, 9_000)]


def _by_frames(floor: Pcm) -> ReplayGain | None:
    """Return the gain of a mix by its tiles, as they are written."""
    mix, meter, next_frame = mix_of(_LENGTH, _REGIONS, floor), FileMeter(), 0
    loop = noise_floor_tile(mix)
    for tile in tiles_of(mix):
        meter.add_repeated(_level(loop), next_frame - loop.first_frame, tile.first_frame - next_frame)
        meter.add(_level(tile))
        next_frame = tile.end_frame
    assert next_frame == frame_count(_LENGTH)
    return meter.gain()


def _level(tile: Tile) -> Level:
    own = slice(tile.guard_frames * FRAME, (tile.guard_frames + tile.frame_count) * FRAME)
    return level_of(tile.pcm()[own], tile.frame_count)


@pytest.mark.parametrize("frames", [1, 5])
def test_tiles_and_the_floor_between_them_make_up_the_file(frames: int) -> None:
    """A player would turn a session up or down by what is counted twice, or not at all."""
    whole = summed(_LENGTH, _REGIONS, loud_floor(frames))
    gain = _by_frames(loud_floor(frames))
    assert gain
    assert gain.gain_db == pytest.approx(-18 - loudness_lufs(whole), abs=0.05)
    assert gain.peak == pytest.approx(np.abs(whole).max(), abs=0.03)  # the floor begins anew under each tile


@pytest.mark.parametrize("edges", [(0, _LENGTH), (0, 1, 7_000, 7_001, 300_000, _LENGTH)])
def test_a_stream_passes_as_it_is_and_is_measured(edges: tuple[int, ...]) -> None:
    """Music would be changed on its way, or its last part not be counted."""
    whole = summed(_LENGTH, _REGIONS, loud_floor(3))[np.newaxis]
    meter = FileMeter()
    passed = np.concatenate([*meter.watch(whole[:, start:end] for start, end in pairwise(edges))], axis=1)
    gain = meter.gain(-6.0)
    assert np.array_equal(passed, whole)
    assert gain
    assert gain.gain_db == pytest.approx(-18 - loudness_lufs(whole) + 6, abs=0.05)
    assert gain.peak == pytest.approx(np.abs(whole).max() / 2, rel=0.01)


def test_silence_has_no_gain() -> None:
    """A player would turn up the noise of a session in which nothing is heard."""
    meter = FileMeter()
    assert [*meter.watch([])] == []
    assert meter.gain() is None
