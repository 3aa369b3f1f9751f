"""`encode.distinct`: each sound is encoded once, and comes out in its order, wherever it comes from."""

import gc
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from weakref import ref

import pytest

from repcast.disk.cache import Cache
from repcast.disk.caches import tile_cache
from repcast.encode.distinct import TileEncoder
from repcast.encode.lame import encode_samples
from repcast.encode.tiles import Tile, tiles_of
from repcast.sound.levels import Pcm
from repcast.sound.mix import Mix
from repcast.sound.regions import Region
from sound import FRAME, count_encodes, loud_floor, mix_of, tone, very_many

LENGTH = 1_000 * FRAME
STEPS = (0.05, 0.1, 0.2)
SOUNDS = [tone((20 + 20 * number) * FRAME, 3_000, STEPS[number % 3]) for number in range(40)]


def mix() -> Mix:
    """Return a mix of forty sounds, of which three differ, over a noise floor that is never silent."""
    return mix_of(LENGTH, SOUNDS, loud_floor(2))


ALL = [*tiles_of(mix())]
DISTINCT = {tile.fingerprint(): tile for tile in ALL}


def encoded(cache: Cache, threads: int = 2) -> list[bytes]:
    """Return the frames of the mix, tile by tile."""
    with TileEncoder(cache, threads) as encoder:
        return [tile.frames for _, tile in encoder.each(tiles_of(mix()))]


def right(tile: Tile) -> bytes:
    """Return the frames that a tile has to have."""
    return encode_samples(tile.pcm(), skip_frames=tile.guard_frames, frame_count=tile.frame_count, to_the_end=tile.ends)


def entries(folder: Path) -> list[Path]:
    """Return the files of a cache."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def no_cache(tmp_path: Path) -> Cache:
    """Return a cache that keeps nothing."""
    (tmp_path / "file").touch()
    return tile_cache(tmp_path / "file")


def test_the_mix_of_these_tests_is_as_they_need_it() -> None:
    """The tests below would pass without looking at anything: no sound would come again."""
    assert (len(ALL), len(DISTINCT)) == (42, 5)


def test_each_distinct_tile_is_encoded_once(no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long session would take as long to render as all that is heard in it, even where no cache can be kept."""
    calls = count_encodes(monkeypatch)
    encoded(no_cache)
    assert sorted(calls) == sorted(tile.pcm().tobytes() for tile in DISTINCT.values())


def test_tiles_come_in_order_with_their_own_frames(no_cache: Cache) -> None:
    """The workout would be heard in another order, or one cue in place of another."""
    with TileEncoder(no_cache) as encoder:
        given = [(tile.first_frame, each.frames) for tile, each in encoder.each(tiles_of(mix()))]
    assert given == [(tile.first_frame, right(tile)) for tile in ALL]


def test_a_tile_that_takes_long_keeps_its_place(no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """On several cores, sounds would be written in the order in which they happen to be ready."""
    slow, another_is_ready = ALL[0].pcm().tobytes(), threading.Event()

    def encode_slowly(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> bytes:
        if pcm.tobytes() == slow:
            assert another_is_ready.wait(60)
        frames = encode_samples(pcm, skip_frames=skip_frames, frame_count=frame_count, to_the_end=to_the_end)
        if pcm.tobytes() != slow:
            another_is_ready.set()
        return frames

    monkeypatch.setattr("repcast.encode.distinct.encode_samples", encode_slowly)
    assert encoded(no_cache) == [right(tile) for tile in ALL]


def test_a_tile_can_be_asked_for_alone(tmp_path: Path) -> None:
    """The noise floor could not be had before the tiles are."""
    with TileEncoder(tile_cache(tmp_path)) as encoder:
        assert encoder.encoded(ALL[3]).frames == right(ALL[3])


def test_a_second_run_encodes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering again with another lead-in would take as long as the first time, or give other bytes."""
    first = encoded(tile_cache(tmp_path))
    assert len(entries(tmp_path)) == len(DISTINCT)
    calls = count_encodes(monkeypatch)
    assert encoded(tile_cache(tmp_path)) == first
    assert calls == []


@pytest.mark.parametrize(
    "damaged", [lambda _: b"", lambda entry: entry[:-1], lambda entry: entry[:-1] + bytes([entry[-1] ^ 1])]
)
def test_a_damaged_entry_is_encoded_again(
    damaged: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click would be heard in every render, until the user finds and deletes the cache."""
    first = encoded(tile_cache(tmp_path))
    whole = {path: path.read_bytes() for path in entries(tmp_path)}
    for path, entry in whole.items():
        path.write_bytes(damaged(entry))
    calls = count_encodes(monkeypatch)
    assert encoded(tile_cache(tmp_path)) == first
    assert len(calls) == len(DISTINCT)
    assert {path: path.read_bytes() for path in entries(tmp_path)} == whole


def test_another_encoder_s_frames_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update, frames of two encoders would stand beside each other."""
    encoded(tile_cache(tmp_path))
    calls = count_encodes(monkeypatch)
    monkeypatch.setattr("repcast.encode.distinct.VERSION", "another")
    encoded(tile_cache(tmp_path))
    assert len(calls) == len(DISTINCT)


def test_the_same_samples_cut_otherwise_are_kept_apart(tmp_path: Path) -> None:
    """A tile's frames would be heard a little early or late, after a session that was cut otherwise."""
    sounding = mix()
    cuts = [
        Tile(
            first_frame=first,
            end_frame=last,
            start_sample=10 * FRAME,
            end_sample=31 * FRAME,
            mix=sounding,
            regions=(SOUNDS[0],),
        )
        for first, last in ((13, 30), (12, 30), (13, 29), (12, 29))
    ]
    assert len({cut.pcm().tobytes() for cut in cuts}) == 1
    for _ in range(2):
        with TileEncoder(tile_cache(tmp_path)) as encoder:
            assert [encoder.encoded(cut).frames for cut in cuts] == [right(cut) for cut in cuts]


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, no_cache: Cache) -> None:
    """A full disk or a closed home folder would stop every render."""
    assert encoded(no_cache) == encoded(tile_cache(tmp_path / "cache"))


def test_the_cache_is_kept_within_its_bound(tmp_path: Path) -> None:
    """Sounds of sessions that are long gone would fill the disk."""
    before = Cache(tmp_path, "tile", version=1, limit_bytes=0)
    before.put(b"long gone", b"frames")
    encoded(Cache(tmp_path, "tile", version=1, limit_bytes=0))
    assert before.path(b"long gone") not in entries(tmp_path)
    assert entries(tmp_path), "what this run has encoded stays"


@pytest.mark.parametrize(
    "forge",
    [
        lambda _: b"no frames",
        lambda kept: kept[:-192],
        lambda kept: kept * 2,
        lambda kept: kept[1:],
        lambda kept: b"\0" + kept[1:],
        lambda kept: kept[:-8] + b"\xff\xff\xff\xff" + kept[-4:],  # a level that is no number
    ],
)
def test_a_forged_entry_is_encoded_again(forge: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Bytes that are no frames, although their digest is right, would end in a fault, or be heard as noise."""
    first = encoded(tile_cache(tmp_path))
    put = Cache.put
    cache = tile_cache(tmp_path / "forged")
    with pytest.MonkeyPatch.context() as forging:
        forging.setattr(Cache, "put", lambda self, made_from, data: put(self, made_from, forge(data)))
        encoded(cache)
    assert encoded(tile_cache(tmp_path / "forged")) == first


def working() -> set[threading.Thread]:
    """Return the threads there are, but this one."""
    return {*threading.enumerate()} - {threading.current_thread()}


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_an_error_comes_out_and_all_work_ends(threads: int, no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault would be lost in a thread, and the render hang or write a file with a piece missing."""
    failing = ALL[2].pcm().tobytes()

    def fail(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> bytes:
        if pcm.tobytes() == failing:
            raise RuntimeError("no more")
        return encode_samples(pcm, skip_frames=skip_frames, frame_count=frame_count, to_the_end=to_the_end)

    monkeypatch.setattr("repcast.encode.distinct.encode_samples", fail)
    before = working()
    with pytest.raises(RuntimeError, match="no more"):
        encoded(no_cache, threads)
    assert working() <= before


def test_tiles_are_asked_for_only_so_far_ahead(no_cache: Cache) -> None:
    """All of a day's sound would have to be in memory before the first of it is written."""
    asked: list[Tile] = []

    def followed() -> Iterator[Tile]:
        for tile in tiles_of(mix_of(10**12, very_many(5_000))):
            asked.append(tile)
            yield tile

    with TileEncoder(no_cache) as encoder:
        for number, _ in enumerate(islice(encoder.each(followed()), 3), start=1):
            assert len(asked) <= number + 8


def test_who_stops_early_does_not_wait_for_the_rest(no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """^C would be heeded only when all that was asked for is encoded, for nothing."""
    cancelled, calls = threading.Event(), []

    def encode_until_cancelled(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> bytes:
        calls.append(frame_count)
        if len(calls) > 1:
            cancelled.wait(10)
        return encode_samples(pcm, skip_frames=skip_frames, frame_count=frame_count, to_the_end=to_the_end)

    monkeypatch.setattr("repcast.encode.distinct.encode_samples", encode_until_cancelled)
    with TileEncoder(no_cache, threads=1) as encoder:
        next(encoder.each(tiles_of(mix_of(10**12, very_many(5_000)))))
        *_, last_in_hand = encoder._recent.values()
        last_in_hand.add_done_callback(lambda _: cancelled.set())
    assert len(calls) <= 2


def test_what_was_heard_lately_is_remembered(no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The countdown of every step would be encoded anew after so many other sounds."""
    monkeypatch.setattr("repcast.encode.distinct._REMEMBERED", 2)
    calls = count_encodes(monkeypatch)
    with TileEncoder(no_cache) as encoder:
        for number in (1, 2, 1, 3, 1, 3):
            encoder.encoded(ALL[number])
    assert len(calls) == 3


@pytest.mark.slow
def test_memory_does_not_grow_with_what_is_heard(no_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of sounds that never come again would have to fit into memory."""
    monkeypatch.setattr("repcast.encode.distinct._REMEMBERED", 8)
    clips: list[ref[object]] = []

    def followed() -> Iterator[Region]:
        for region in islice(very_many(3_000), 400):
            clips.append(ref(region.parts[0].clip))
            # Twenty frames apart, so that each is a tile of its own.
            yield Region(
                start_sample=region.start_sample * 10, length_samples=region.length_samples, parts=region.parts
            )

    with TileEncoder(no_cache) as encoder:
        for number, _ in enumerate(encoder.each(tiles_of(mix_of(10**12, followed())))):
            if number == 300:
                gc.collect()
                assert sum(clip() is not None for clip in clips) < 8 + 8 + 10, "remembered, in hand, being cut"
