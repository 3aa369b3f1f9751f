"""Any mix: whatever sounds in it, its tiles and its bed make up the file."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from repcast.encode import tile_cache
from repcast.encode.distinct import TileEncoder
from repcast.encode.tiles import LONGEST_FRAMES, Tile, bed_tile, frame_count, tiles_of
from repcast.sound.levels import Pcm
from repcast.sound.mix import Region
from sound import FRAME, FRAME_BYTES, mix_of, noise_bed, summed, tone

DELAY: Final = 1_105  # samples: in a decoder's output, the file's first sample comes after so many
LONGEST: Final = LONGEST_FRAMES * FRAME


@dataclass(frozen=True, eq=False)
class Drawn:
    """A mix that can be cut again and again."""

    length: int
    regions: tuple[Region, ...]
    bed: Pcm

    def tiles(self) -> list[Tile]:
        """Return its tiles."""
        return [*tiles_of(mix_of(self.length, self.regions, self.bed))]

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return frame_count(self.length)


_edges: Final = st.sampled_from((0, 1, 47, 48, 1_104, 1_105, 1_151, 1_152, 1_153, 2_304))
_whole_frames: Final = st.integers(0, 14).map(FRAME.__mul__)
_gaps: Final = st.one_of(_edges, _whole_frames, st.integers(0, 14 * FRAME))
_short: Final = st.one_of(st.sampled_from((1, 48, 1_152, 3_000, 3_000, 3_000)), st.integers(1, 3 * FRAME))
_long: Final = st.one_of(st.integers(LONGEST - 2 * FRAME, LONGEST + 6 * FRAME), st.just(2 * LONGEST + 1))
_beds: Final = st.integers(1, 5).map(noise_bed)


def _drawn(sounds: list[tuple[int, int, float]], tail: int, bed: Pcm) -> Drawn:
    """Return the mix of sounds: how long after the one before, how long, and how high."""
    ends = [*accumulate(gap + length for gap, length, _ in sounds)]
    regions = tuple(tone(end - length, length, step) for end, (_, length, step) in zip(ends, sounds, strict=True))
    return Drawn((ends[-1] if ends else 0) + tail or 1, regions, bed)


def _mixes(gaps: st.SearchStrategy[int], lengths: st.SearchStrategy[int], count: int) -> st.SearchStrategy[Drawn]:
    sounds = st.lists(st.tuples(gaps, lengths, st.sampled_from((0.1, 0.2))), max_size=count)
    return st.builds(_drawn, sounds, _gaps, _beds)


_dense: Final = _mixes(_gaps, _short, 8)
_alike: Final = _mixes(_whole_frames, st.just(FRAME), 30)  # of which many are the same
mixes: Final = st.one_of(_dense, _mixes(_gaps, st.one_of(_short, _long), 3), _alike)


@given(mixes)
@examples(400)
def test_every_frame_is_in_one_tile_or_in_the_bed(drawn: Drawn) -> None:
    """Otherwise a piece of the workout would be missing, or be heard twice, and all that follows be off its time."""
    cut = drawn.tiles()
    assert all(0 < tile.last - tile.first <= LONGEST_FRAMES for tile in cut)
    assert all(before.last <= after.first for before, after in pairwise(cut))
    assert (cut[0].first, cut[-1].last) == (0, drawn.frames)
    assert [tile.begins for tile in cut] == [True, *[False] * (len(cut) - 1)]
    assert cut[-1].ends


@given(mixes)
@examples(400)
def test_the_bed_s_frames_carry_nothing_else(drawn: Drawn) -> None:
    """Otherwise the begin or the end of a sound would be cut off."""
    in_tiles = {frame for tile in drawn.tiles() for frame in range(tile.first, tile.last)}
    for region in drawn.regions:
        # A frame overlaps with its neighbours: what is heard in one is partly in those. One more leads to short blocks.
        heard_from = (region.start + DELAY) // FRAME - 2
        heard_to = (region.start + region.length - 1 + DELAY) // FRAME + 1
        assert {*range(max(0, heard_from), min(heard_to + 1, drawn.frames))} <= in_tiles


@given(mixes)
@examples(400)
def test_a_tile_is_shown_all_that_is_heard_in_its_frames_and_around_them(drawn: Drawn) -> None:
    """Otherwise a click would be heard where two tiles meet, or a cue be missing in one of them."""
    for tile in drawn.tiles():
        assert tile.guards == min(3, tile.first)
        assert tile.start == (tile.first - tile.guards) * FRAME
        assert tile.stop == min((tile.last + 1) * FRAME, drawn.length)
        sounding = [each for each in drawn.regions if tile.start < each.start + each.length and each.start < tile.stop]
        assert [each for each in sounding if each not in tile.regions] == []
        under = np.resize(drawn.bed, tile.stop - tile.start)  # begins anew: it is a texture
        over = summed(drawn.length, drawn.regions)[tile.start : tile.stop]
        assert np.array_equal(tile.pcm(), [np.clip(under + over, -1, 1)])


@given(mixes)
@examples(400)
def test_tiles_of_the_same_content_sound_the_same(drawn: Drawn) -> None:
    """Otherwise one cue would be heard in place of another."""
    known: dict[object, Tile] = {}
    for tile in (bed_tile(mix_of(drawn.length, (), drawn.bed)), *drawn.tiles()):
        same = known.setdefault(tile.content(), tile)
        assert np.array_equal(same.pcm(), tile.pcm())
        assert (same.guards, same.last - same.first) == (tile.guards, tile.last - tile.first)


@given(_dense)
@examples(150)
def test_every_tile_can_be_encoded(drawn: Drawn) -> None:
    """Otherwise a render would end in a fault, or the file have too few frames or another bit rate."""
    with TileEncoder(tile_cache(Path(__file__))) as encoder:  # a file is no folder: nothing is kept
        for tile, frames in encoder.each(iter(drawn.tiles())):
            assert [frame.size for frame in frames] == [FRAME_BYTES] * (tile.last - tile.first)
            skips = [frame.has_sidedata("skip_samples") for frame in frames]
            assert skips == [
                number == 0 or (number == drawn.frames - 1 and drawn.frames * FRAME > drawn.length + DELAY)
                for number in range(tile.first, tile.last)
            ]
