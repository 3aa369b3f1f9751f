"""`encode.album`: an album's files are, one after another, the single file."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from repcast.disk.caches import tile_cache
from repcast.encode import Recording, TileEncoder, encode, encode_album
from repcast.errors import FolderExists, OutputNotWritable
from repcast.files.ownership import check_folder
from repcast.files.playlist import playlist_name
from repcast.plan.chapters import Chapter
from repcast.sound.levels import Pcm
from repcast.sound.noise_floor import SILENCE, pink_noise
from sound import PLAIN, decoded, loud_floor, mix_of, tone, tone_pcm


def _chapters(*edges_ms: int, name: str = "Plank") -> tuple[Chapter, ...]:
    return tuple(
        Chapter(start_ms=start_ms, end_ms=end_ms, name=name, title=f"{name} {start_ms}")
        for start_ms, end_ms in pairwise(edges_ms)
    )


def _ignore(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def _decoded_by_ffmpeg(path: Path) -> npt.NDArray[np.float32]:
    resampler = av.AudioResampler(format="flt", rate=48_000)
    with av.open(str(path)) as container:
        blocks = [part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate(blocks)


# A step lasts a second at least, and one rep a tenth.
CUTS = [
    (0, 5_000),
    (0, 100, 200, 301, 402, 5_000),
    (0, 120, 240, 1_000, 5_000),
    (0, 1_000, 2_000, 3_000, 4_000, 5_000),
    (0, 2_473, 2_597, 5_000),
    (0, 4_777, 4_899, 5_000),
]


@pytest.mark.parametrize("cuts", CUTS, ids=str)
@pytest.mark.parametrize("floor", [SILENCE, loud_floor(5), pink_noise()], ids=["silence", "loud", "noise floor"])
def test_joined_tracks_are_the_single_file(cuts: tuple[int, ...], floor: Pcm, tmp_path: Path) -> None:
    """If this failed, an album would click, or lose time, from step to step."""
    cache = TileEncoder(tile_cache(tmp_path / "cache"))

    def recording() -> Recording:
        regions = [tone(30_000, 60_000), tone(118_000, 2_000, 0.3), tone(200_000, 40_000)]
        return Recording(mix=mix_of(240_000, regions, floor), tags=PLAIN)

    encode(recording(), "mp3", cache, tmp_path / "x.mp3", _ignore)
    encode_album(recording(), _chapters(*cuts), cache, tmp_path / "album", _ignore)
    tracks = sorted((tmp_path / "album").glob("*.mp3"))
    lengths = [end - start for start, end in pairwise(cuts)]
    assert [soundfile.info(track).frames for track in tracks] == [length_ms * 48 for length_ms in lengths]
    assert np.array_equal(
        np.concatenate([_decoded_by_ffmpeg(track) for track in tracks]), _decoded_by_ffmpeg(tmp_path / "x.mp3")
    )
    # libsndfile's decoder rounds otherwise depending on where a file begins: by half a step of 24 bit.
    joined = np.concatenate([decoded(track) for track in tracks])
    assert np.abs(joined - decoded(tmp_path / "x.mp3")).max() <= 2**-23


@pytest.mark.parametrize("cuts", CUTS, ids=str)
def test_joined_tracks_over_music_have_no_seam(cuts: tuple[int, ...], tmp_path: Path) -> None:
    """If this failed, an album over music would click, lose time, or fade from step to step."""
    noise = np.random.default_rng(1).normal(0, 0.02, (2, 240_000)).astype(np.float32)
    music = noise + np.stack([tone_pcm(240_000, 0.03), tone_pcm(240_000, 0.1)])
    recording = Recording(mix=mix_of(240_000, [], over_music=[music]), tags=PLAIN)
    encode_album(recording, _chapters(*cuts), TileEncoder(tile_cache(tmp_path)), tmp_path / "album", _ignore)
    tracks = [decoded(track) for track in sorted((tmp_path / "album").glob("*.mp3"))]
    assert [track.shape for track in tracks] == [((end - start) * 48, 2) for start, end in pairwise(cuts)]
    off = np.concatenate(tracks).T - music
    usual = np.sqrt((off**2).mean())
    for seam in (ms * 48 for ms in cuts[1:-1]):
        assert np.sqrt((off[:, seam - 240 : seam + 240] ** 2).mean()) < 2 * usual


def _as_media3_1_11_plays_it(path: Path) -> npt.NDArray[np.float32]:
    """Return what is heard of a track where an Android decoder leaves out its delay, and the player does so again.

    The decoder drops the first 529 samples that it gives, and ends with as many of silence. The player adds 529 to what
    the Info frame says to skip at the start, and takes them from what it says of the end: androidx/media 3200, 3425.
    """
    data = path.read_bytes()
    sound_at = 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    frame_bytes = {0x54: 192, 0x94: 384}[data[sound_at + 2]]
    told = int.from_bytes(data[(at := data.index(b"LAME", sound_at)) + 21 : at + 24])
    delay, padding = told >> 12, told & 0xFFF
    decoder = av.CodecContext.create("mp3float", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    frames = [data[at : at + frame_bytes] for at in range(sound_at + frame_bytes, len(data), frame_bytes)]
    given = np.concatenate([part.to_ndarray() for frame in frames for part in decoder.decode(av.Packet(frame))], axis=1)
    heard = np.concatenate([given[:, 529:], np.zeros((len(given), 529), np.float32)], axis=1)
    return np.asarray(heard[:, delay + 529 : heard.shape[1] - max(0, padding - 529)])


@pytest.mark.parametrize("cuts", CUTS, ids=str)
def test_no_seam_loses_anything_in_a_player_that_skips_too_much(cuts: tuple[int, ...], tmp_path: Path) -> None:
    """If this failed, a phone would leave out 2 to 11 ms at each step, with a click."""
    mix = mix_of(240_000, [tone(30_000, 60_000), tone(118_000, 2_000, 0.3), tone(200_000, 40_000)], loud_floor(5))
    recording, cache = Recording(mix=mix, tags=PLAIN), TileEncoder(tile_cache(tmp_path / "cache"))
    encode(recording, "mp3", cache, tmp_path / "x.mp3", _ignore)
    encode_album(recording, _chapters(*cuts), TileEncoder(tile_cache(tmp_path)), tmp_path / "album", _ignore)
    tracks = [_as_media3_1_11_plays_it(track)[0] for track in sorted((tmp_path / "album").glob("*.mp3"))]
    assert [len(track) for track in tracks[:-1]] == [(end - start) * 48 for start, end in pairwise(cuts[:-1])]
    whole = _decoded_by_ffmpeg(tmp_path / "x.mp3")
    assert np.array_equal(np.concatenate(tracks)[: len(whole) - 529], whole[529:])


def test_no_seam_over_music_loses_anything_in_such_a_player(tmp_path: Path) -> None:
    """If this failed, a phone would leave out some music at each step, with a click."""
    noise = np.random.default_rng(1).normal(0, 0.02, (2, 240_000)).astype(np.float32)
    music = noise + np.stack([tone_pcm(240_000, 0.03), tone_pcm(240_000, 0.1)])
    recording, cuts = Recording(mix=mix_of(240_000, [], over_music=[music]), tags=PLAIN), (0, 1_001, 2_473, 5_000)
    encode_album(recording, _chapters(*cuts), TileEncoder(tile_cache(tmp_path)), tmp_path / "album", _ignore)
    tracks = [_as_media3_1_11_plays_it(track) for track in sorted((tmp_path / "album").glob("*.mp3"))]
    heard = np.concatenate(tracks, axis=1)[:, : 240_000 - 529]
    off = heard / np.float32(0.95) - music[:, 529:]
    usual = np.sqrt((off**2).mean())
    assert usual < 0.02
    for seam in (ms * 48 - 529 for ms in cuts[1:-1]):
        assert np.sqrt((off[:, seam - 240 : seam + 240] ** 2).mean()) < 2 * usual


def test_each_track_is_as_loud_as_the_whole(tmp_path: Path) -> None:
    """If this failed, a player that levels its tracks would make each step as loud as every other."""
    recording = Recording(mix=mix_of(240_000, [tone(0, 90_000), tone(130_000, 60_000)]), tags=PLAIN)
    encode(recording, "mp3", TileEncoder(tile_cache(tmp_path)), tmp_path / "x.mp3", _ignore)
    encode_album(
        recording, _chapters(0, 1_000, 2_000, 5_000), TileEncoder(tile_cache(tmp_path)), tmp_path / "a", _ignore
    )
    whole = _gains(tmp_path / "x.mp3")
    assert {*whole} == {"REPLAYGAIN_TRACK_GAIN", "REPLAYGAIN_TRACK_PEAK"}
    for track in sorted((tmp_path / "a").glob("*.mp3")):
        gains = _gains(track)
        assert len(gains) == 4
        assert {key.replace("ALBUM", "TRACK"): text for key, text in gains.items()} == whole


def _gains(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        return {key: text for key, text in container.metadata.items() if key.startswith("REPLAYGAIN")}


def test_the_playlist_names_every_track_with_its_length(tmp_path: Path) -> None:
    """If this failed, a player would find no files, or show wrong times."""
    recording = Recording(mix=mix_of(240_000, [tone(0, 5_000)]), tags=PLAIN)
    tracks = (*_chapters(0, 2_000, 2_500, name="Get ready"), *_chapters(2_500, 5_000, name='A/B: "c"?'))
    encode_album(recording, tracks, TileEncoder(tile_cache(tmp_path)), tmp_path / "album", _ignore)
    assert (tmp_path / "album" / "Test.m3u8").read_text(encoding="utf-8") == (
        "#EXTM3U\n#PLAYLIST:Test\n"
        "#EXTINF:2,Get ready 0\n01 Get ready.mp3\n"
        "#EXTINF:0.5,Get ready 2000\n02 Get ready.mp3\n"
        '#EXTINF:2.5,A/B: "c"? 2500\n03 A_B_ _c__.mp3\n'
    )
    assert sorted(path.name for path in (tmp_path / "album").iterdir()) == [
        "01 Get ready.mp3",
        "02 Get ready.mp3",
        "03 A_B_ _c__.mp3",
        "Test.m3u8",
    ]


def test_tracks_are_numbered_and_belong_together(tmp_path: Path) -> None:
    """If this failed, a player would sort an album's tracks by name, or among others."""
    recording = Recording(mix=mix_of(240_000, []), tags=PLAIN)
    encode_album(recording, _chapters(0, 1_000, 5_000), TileEncoder(tile_cache(tmp_path)), tmp_path / "album", _ignore)
    with av.open(str(tmp_path / "album" / "02 Plank.mp3")) as container:
        shown = {key: container.metadata.get(key) for key in ("title", "album", "track", "artist")}
    assert shown == {"title": "Plank 1000", "album": "Test", "track": "2/2", "artist": "nobody"}


def _album(folder: Path, tracks: int = 1, title: str = "Test", name: str = "album") -> Path:
    recording = Recording(mix=mix_of(48_000, []), tags=replace(PLAIN, title=title))
    chapters = _chapters(*(number * 1_000 // tracks for number in range(tracks + 1)), name="Übung")
    encode_album(recording, chapters, TileEncoder(tile_cache(folder)), folder / name, _ignore)
    return folder / name


@pytest.mark.parametrize("tracks", [1, 3])
@pytest.mark.parametrize("title", ["Test", "Another: 1.5"])
def test_an_album_of_ours_is_replaced_whole(tracks: int, title: str, tmp_path: Path) -> None:
    """If this failed, tracks of last time would be left among the new ones, or the new ones be refused."""
    album = _album(tmp_path, tracks=2, title="Test: before")
    check_folder(album)
    names = [f"{number:02} Übung.mp3" for number in range(1, tracks + 1)]
    assert {path.name for path in _album(tmp_path, tracks, title).iterdir()} == {*names, playlist_name(title)}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_album_by_another_version_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, whoever updates repcast could no longer render into the folders of before."""
    monkeypatch.setattr("repcast.files.tags.version", lambda _name: "0.0.1")
    album = _album(tmp_path, tracks=2)
    monkeypatch.undo()
    check_folder(album)


def test_an_album_that_lost_a_track_is_replaced(tmp_path: Path) -> None:
    """If this failed, an album of which one track was deleted would stand in the way for ever."""
    (_album(tmp_path, tracks=3) / "02 Übung.mp3").unlink()
    check_folder(tmp_path / "album")


def test_an_album_is_known_by_its_names_however_a_file_system_spells_them(tmp_path: Path) -> None:
    """If this failed, an album with an Ü on a USB stick could not be rendered again on a Mac."""
    album = _album(tmp_path, title="Übungen")
    for path in [*album.iterdir()]:
        path.rename(path.with_name(normalize("NFD", path.name)))
    check_folder(album)


STRANGERS: dict[str, Callable[[Path], object]] = {
    "notes.txt": lambda path: path.write_bytes(b"mine"),
    "song.mp3": lambda path: path.write_bytes(b"mine"),
    ".hidden": lambda path: path.write_bytes(b"mine"),
    "folder": lambda path: path.mkdir(),
    "party.m3u8": lambda path: path.write_text("#EXTM3U\n#PLAYLIST:party\n#EXTINF:9,Song\n/music/song.mp3\n"),
    "favourites.m3u8": lambda path: path.write_bytes((path.parent / "Test.m3u8").read_bytes()),
    "session.mp3": lambda path: encode(
        Recording(mix=mix_of(48_000, []), tags=PLAIN), "mp3", TileEncoder(tile_cache(path.parents[1])), path, _ignore
    ),
    "09 Old.mp3": lambda path: path.write_bytes((path.parent / "01 Übung.mp3").read_bytes()),
    "Zumba.m3u8": lambda path: path.write_bytes(
        (_album(path.parents[1], title="Zumba", name="other") / path.name).read_bytes()
    ),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_folder_with_other_files_is_left_alone(name: str, tmp_path: Path) -> None:
    """If this failed, an album would delete somebody's files."""
    album = _album(tmp_path)
    STRANGERS[name](album / name)
    with pytest.raises(FolderExists, match=f"holds {name}, which is not part of a repcast album"):
        check_folder(album)
    (album / name).rmdir() if name == "folder" else (album / name).unlink()
    check_folder(album)


@pytest.mark.parametrize("name", ["song.mp3", "party.m3u8", "session.mp3"])
def test_a_folder_without_an_album_is_left_alone(name: str, tmp_path: Path) -> None:
    """If this failed, an album would delete the sessions that somebody rendered into a folder, and their playlist."""
    (tmp_path / "workouts").mkdir()
    STRANGERS[name](tmp_path / "workouts" / name)
    with pytest.raises(FolderExists, match=f"holds {name}, which is not part of a repcast album"):
        check_folder(tmp_path / "workouts")


def test_a_single_file_in_the_place_of_a_track_is_left_alone(tmp_path: Path) -> None:
    """If this failed, a session that somebody gave a track's name would be deleted."""
    album = _album(tmp_path)
    STRANGERS["session.mp3"](album / "01 Übung.mp3")
    with pytest.raises(FolderExists, match=r"holds 01 Übung\.mp3"):
        check_folder(album)


def test_what_comes_into_a_folder_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """If this failed, a file that somebody saves into an album while it is rendered would be deleted."""
    album = _album(tmp_path)
    recording = Recording(mix=mix_of(48_000, []), tags=PLAIN)

    def save(_done: int, _total: int) -> None:
        (album / "notes.txt").write_text("mine")

    with pytest.raises(FolderExists, match=r"holds notes\.txt"):
        encode_album(recording, _chapters(0, 1_000), TileEncoder(tile_cache(tmp_path)), album, save)
    assert {path.name for path in album.iterdir()} == {"01 Übung.mp3", "Test.m3u8", "notes.txt"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_error_leaves_the_old_album_and_nothing_else(tmp_path: Path) -> None:
    """If this failed, a render that is stopped would destroy the album of last time, or leave half of a new one."""
    album = _album(tmp_path)
    before = {path.name: path.read_bytes() for path in album.iterdir()}
    recording = Recording(mix=mix_of(48_000, []), tags=PLAIN)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_album(recording, _chapters(0, 1_000), TileEncoder(tile_cache(tmp_path)), album, stop)
    assert {path.name: path.read_bytes() for path in album.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_is_no_place_for_an_album(tmp_path: Path) -> None:
    """If this failed, a file would be replaced by a folder."""
    (tmp_path / "album").write_text("mine")
    with pytest.raises(OutputNotWritable, match="it is not a folder"):
        check_folder(tmp_path / "album")
