"""`encode.tiles`: a file is cut where nothing is heard, into pieces that can be told apart and recognised.

`tests/property/test_tiles.py` has what holds for any mix.
"""

import gc
from collections.abc import Iterator
from itertools import islice, pairwise
from weakref import ref

import numpy as np
import pytest

from repcast.encode.frames import frame_count
from repcast.encode.tiles import Tile, noise_floor_tile, tiles_of
from repcast.sound.levels import Pcm, ceiling_dbfs
from repcast.sound.noise_floor import SILENCE
from repcast.sound.regions import Part, Region
from sound import FRAME, loud_floor, mix_of, summed, tone, tone_clip, very_many

LENGTH = 10 * 48_000
FRAMES = 418  # of so many samples, with the encoder's delay of 1,105


def frames_of(*regions: Region, length: int = LENGTH) -> list[tuple[int, int]]:
    """Return from which frame to which the tiles of some regions go."""
    return [(tile.first_frame, tile.end_frame) for tile in tiles_of(mix_of(length, regions))]


def tile_of(region: Region, floor: Pcm) -> Tile:
    """Return the one tile of a region that is far from the file's ends."""
    [tile] = [tile for tile in tiles_of(mix_of(2 * LENGTH, [region], floor)) if region in tile.regions]
    return tile


@pytest.mark.parametrize(
    ("length", "frames"),
    [(1, 1), (47, 1), (48, 2), (1_199, 2), (1_200, 3), (LENGTH, FRAMES), (24 * 3_600 * 48_000, 3_600_001)],
)
def test_a_file_has_frames_for_its_samples_and_the_encoders_delay(length: int, frames: int) -> None:
    """The last sound would be cut off, or the file be a frame too long."""
    assert frame_count(length) == frames


def test_only_the_first_and_the_last_frames_of_a_silent_file_are_its_own() -> None:
    """A long rest would take as long to render as so much sound, or the file not begin and end as a whole one does."""
    assert frames_of() == [(0, 2), (FRAMES - 3, FRAMES)]


@pytest.mark.parametrize("length", [1, 48, 1_152, 3_000])
def test_a_short_file_is_one_tile(length: int) -> None:
    """A file shorter than the encoder's delay could not be written."""
    assert frames_of(length=length) == [(0, frame_count(length))]


def test_a_sound_has_the_frames_in_which_it_is_heard_and_those_beside_them() -> None:
    """The begin or the end of a word would be cut off."""
    # Sample 100,000 leaves a decoder in its frame 87 (of 101,105 / 1,152), sample 102,999 in its frame 90. The frame
    # before overlaps, and the one before that changes to short blocks, if the onset is sharp.
    assert frames_of(tone(100_000, 3_000)) == [(0, 2), (85, 92), (FRAMES - 3, FRAMES)]


@pytest.mark.parametrize(("gap", "together"), [(0, True), (1, True), (3 * FRAME, True), (6 * FRAME, False)])
def test_sounds_are_encoded_together_where_they_are_near(gap: int, together: bool) -> None:  # noqa: FBT001 - a parameter
    """One of two sounds close to each other would be missing where the other is encoded, and a click be heard."""
    first, second = tone(100_000, 3_000), tone(103_000 + gap, 3_000)
    regions = [tile.regions for tile in tiles_of(mix_of(LENGTH, [first, second]))][1:-1]
    assert regions == ([(first, second)] if together else [(first,), (second,)])


def test_a_long_sound_is_cut_into_tiles_of_three_seconds() -> None:
    """Ten minutes of speech would be held in memory at once, and wait for one core."""
    inner = frames_of(tone(100_000, 300_000))[1:-1]
    assert [last - first for first, last in inner] == [125, 125, 15]
    assert all(before == after for (_, before), (after, _) in pairwise(inner))


def test_a_tile_is_shown_three_frames_before_it_and_one_after_it() -> None:
    """Its first frames would carry the encoder's beginning: a cue would fade in, late."""
    tile = tile_of(tone(100_000, 3_000), loud_floor(1))
    assert (tile.first_frame, tile.end_frame) == (85, 92)
    assert (tile.start_sample, tile.end_sample, tile.guard_frames) == (82 * FRAME, 93 * FRAME, 3)
    assert not tile.ends


def test_only_the_last_tile_goes_to_the_end() -> None:
    """The last frames would not come out of the encoder, or those of another sound be taken for them."""
    first, middle, last = tiles_of(mix_of(LENGTH, [tone(100_000, 3_000)]))
    assert [tile.ends for tile in (first, middle, last)] == [False, False, True]
    assert (first.start_sample, first.guard_frames, last.end_sample) == (0, 0, LENGTH)


def test_an_overload_is_held_under_the_limit() -> None:
    """Too loud a moment would wrap around into noise, or be clipped by the encoder."""
    clip = tone_clip(3_000)
    region = Region(start_sample=100_000, length_samples=3_000, parts=(Part(0, clip, 6.0), Part(0, clip, 9.0)))
    limit = 10 ** (ceiling_dbfs(9.0) / 20)
    assert 0.9 * limit < np.abs(tile_of(region, SILENCE).pcm()).max() <= limit + 1e-4


def test_what_is_over_full_scale_in_spite_of_all_is_cut_off_there() -> None:
    """The noise floor over a limited sound would wrap around into noise, were it loud."""
    pcm = tile_of(tone(100_000, 3_000), 20 * loud_floor(1)).pcm()
    assert (pcm.min(), pcm.max()) == (-1.0, 1.0)


@pytest.mark.parametrize("floor_frames", [1, 2, 5, 125])
@pytest.mark.parametrize("frames_later", [1, 7, 150])
def test_what_sounds_the_same_is_recognised(floor_frames: int, frames_later: int) -> None:
    """A countdown that is heard a hundred times would be encoded a hundred times over a noise floor."""
    floor = loud_floor(floor_frames)
    first = tile_of(tone(100 * FRAME, 3_000), floor)
    again = tile_of(tone((100 + frames_later) * FRAME, 3_000), floor)
    assert first.fingerprint() == again.fingerprint()
    assert np.array_equal(first.pcm(), again.pcm())
    assert hash(first.fingerprint()) == hash(again.fingerprint())
    assert first.first_frame != again.first_frame


@pytest.mark.parametrize(
    "other",
    [
        *(tone(100 * FRAME + 1, 3_000), tone(100 * FRAME, 2_999)),
        *(tone(100 * FRAME, 3_000, 0.2), Region(start_sample=100 * FRAME, length_samples=3_000, parts=())),
        Region(start_sample=100 * FRAME, length_samples=3_000, parts=(Part(0, tone_clip(3_000), -0.5),)),
        Region(start_sample=100 * FRAME, length_samples=3_001, parts=(Part(1, tone_clip(3_000), 0.0),)),
    ],
    ids=["a sample later", "shorter", "higher", "without sound", "softer", "delayed"],
)
def test_what_sounds_otherwise_is_told_apart(other: Region) -> None:
    """One cue would be heard in place of another, or off its time."""
    floor = loud_floor(4)
    assert tile_of(tone(100 * FRAME, 3_000), floor).fingerprint() != tile_of(other, floor).fingerprint()


@pytest.mark.parametrize("floor_frames", [1, 2, 3, 4, 7])
def test_the_noise_floor_s_frames_are_those_of_a_noise_floor_that_is_on_its_way(floor_frames: int) -> None:
    """The noise floor would fade in again and again, or not join its own beginning."""
    floor = loud_floor(floor_frames)
    tile = noise_floor_tile(mix_of(LENGTH, [tone(0, LENGTH)], floor))
    assert (tile.end_frame - tile.first_frame, tile.guard_frames) == (floor_frames, 3)
    assert np.array_equal(tile.pcm(), summed(tile.end_sample - tile.start_sample, [], floor))
    assert tile.end_sample == (tile.end_frame + 1) * FRAME


def test_tiles_are_cut_while_more_sound_is_still_to_come_and_let_go_of_what_is_past() -> None:
    """Memory would grow with the session's length, up to that of a day."""
    made: list[ref[object]] = []

    def followed() -> Iterator[Region]:
        for region in very_many(5_000):
            made.append(ref(region.parts[0].clip))
            yield region

    cut = tiles_of(mix_of(10**12, followed()))
    reached = 0
    for tile in islice(cut, 40):
        assert tile.first_frame == reached
        reached = tile.end_frame
    assert reached == 40 * 125
    assert len(made) * 5_000 < (reached + 10) * FRAME, "no more sound is made than is needed"
    del tile
    gc.collect()
    assert sum(clip() is not None for clip in made) < 10
