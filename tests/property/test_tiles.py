"""Any mix: whatever sounds in it, its tiles and its noise floor make up the file."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from repcast.disk.caches import tile_cache
from repcast.encode.distinct import TileEncoder
from repcast.encode.frames import are_frames, frame_count
from repcast.encode.tiles import LONGEST_FRAMES, Tile, noise_floor_tile, tiles_of
from repcast.sound.levels import Pcm
from repcast.sound.regions import Region
from sound import FRAME, loud_floor, mix_of, summed, tone

DELAY_SAMPLES: Final = 1_105  # samples: in a decoder's output, the file's first sample comes after so many
LONGEST: Final = LONGEST_FRAMES * FRAME


@dataclass(frozen=True, eq=False)
class Drawn:
    """A mix that can be cut again and again."""

    length: int
    regions: tuple[Region, ...]
    floor: Pcm

    def tiles(self) -> list[Tile]:
        """Return its tiles."""
        return [*tiles_of(mix_of(self.length, self.regions, self.floor))]

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return frame_count(self.length)


_edges: Final = st.sampled_from((0, 1, 47, 48, 1_104, 1_105, 1_151, 1_152, 1_153, 2_304))
_whole_frames: Final = st.integers(0, 14).map(FRAME.__mul__)
_gaps: Final = st.one_of(_edges, _whole_frames, st.integers(0, 14 * FRAME))
_short: Final = st.one_of(st.sampled_from((1, 48, 1_152, 3_000, 3_000, 3_000)), st.integers(1, 3 * FRAME))
_long: Final = st.one_of(st.integers(LONGEST - 2 * FRAME, LONGEST + 6 * FRAME), st.just(2 * LONGEST + 1))
_floors: Final = st.integers(1, 5).map(loud_floor)


def _drawn(sounds: list[tuple[int, int, float]], tail: int, floor: Pcm) -> Drawn:
    """Return the mix of sounds: how long after the one before, how long, and how high."""
    ends = [*accumulate(gap + length for gap, length, _ in sounds)]
    regions = tuple(tone(end - length, length, step) for end, (_, length, step) in zip(ends, sounds, strict=True))
    return Drawn((ends[-1] if ends else 0) + tail or 1, regions, floor)


def _mixes(gaps: st.SearchStrategy[int], lengths: st.SearchStrategy[int], count: int) -> st.SearchStrategy[Drawn]:
    sounds = st.lists(st.tuples(gaps, lengths, st.sampled_from((0.1, 0.2))), max_size=count)
    return st.builds(_drawn, sounds, _gaps, _floors)


_dense: Final = _mixes(_gaps, _short, 8)
_alike: Final = _mixes(_whole_frames, st.just(FRAME), 30)  # of which many are the same
mixes: Final = st.one_of(_dense, _mixes(_gaps, st.one_of(_short, _long), 3), _alike)


@given(mixes)
@examples(400)
def test_every_frame_is_in_one_tile_or_in_the_noise_floor(drawn: Drawn) -> None:
    """Otherwise a piece of the workout would be missing, or be heard twice, and all that follows be off its time."""
    cut = drawn.tiles()
    assert all(0 < tile.end_frame - tile.first_frame <= LONGEST_FRAMES for tile in cut)
    assert all(before.end_frame <= after.first_frame for before, after in pairwise(cut))
    assert (cut[0].first_frame, cut[-1].end_frame) == (0, drawn.frames)
    assert [tile.begins for tile in cut] == [True, *[False] * (len(cut) - 1)]
    assert cut[-1].ends


@given(mixes)
@examples(400)
def test_the_noise_floor_s_frames_carry_nothing_else(drawn: Drawn) -> None:
    """Otherwise the begin or the end of a sound would be cut off."""
    in_tiles = {frame for tile in drawn.tiles() for frame in range(tile.first_frame, tile.end_frame)}
    for region in drawn.regions:
        # A frame overlaps with its neighbours: what is heard in one is partly in those. One more leads to short blocks.
        heard_from = (region.start_sample + DELAY_SAMPLES) // FRAME - 2
        heard_to = (region.start_sample + region.length_samples - 1 + DELAY_SAMPLES) // FRAME + 1
        assert {*range(max(0, heard_from), min(heard_to + 1, drawn.frames))} <= in_tiles


@given(mixes)
@examples(400)
def test_a_tile_is_shown_all_that_is_heard_in_its_frames_and_around_them(drawn: Drawn) -> None:
    """Otherwise a click would be heard where two tiles meet, or a cue be missing in one of them."""
    for tile in drawn.tiles():
        assert tile.guard_frames == min(3, tile.first_frame)
        assert tile.start_sample == (tile.first_frame - tile.guard_frames) * FRAME
        assert tile.end_sample == min((tile.end_frame + 1) * FRAME, drawn.length)
        sounding = [
            each
            for each in drawn.regions
            if tile.start_sample < each.start_sample + each.length_samples and each.start_sample < tile.end_sample
        ]
        assert [each for each in sounding if each not in tile.regions] == []
        under = np.resize(drawn.floor, tile.end_sample - tile.start_sample)  # begins anew: it is a texture
        over = summed(drawn.length, drawn.regions)[tile.start_sample : tile.end_sample]
        assert np.array_equal(tile.pcm(), np.clip(under + over, -1, 1))


@given(mixes)
@examples(400)
def test_tiles_of_the_same_content_sound_the_same(drawn: Drawn) -> None:
    """Otherwise one cue would be heard in place of another."""
    known: dict[object, Tile] = {}
    for tile in (noise_floor_tile(mix_of(drawn.length, (), drawn.floor)), *drawn.tiles()):
        same = known.setdefault(tile.fingerprint(), tile)
        assert np.array_equal(same.pcm(), tile.pcm())
        assert (same.guard_frames, same.end_frame - same.first_frame) == (
            tile.guard_frames,
            tile.end_frame - tile.first_frame,
        )


@given(_dense)
@examples(150)
def test_every_tile_can_be_encoded(drawn: Drawn) -> None:
    """Otherwise a render would end in a fault, or the file have too few frames or another bit rate."""
    with TileEncoder(tile_cache(Path(__file__))) as encoder:  # a file is no folder: nothing is kept
        for tile, encoded in encoder.each(iter(drawn.tiles())):
            assert are_frames(encoded.frames, frame_count=tile.end_frame - tile.first_frame, channels=1)
