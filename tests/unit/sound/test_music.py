"""`music`: files and folders as one endless stream, each track as loud as the others, none of it kept."""

import struct
import subprocess
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import imageio_ffmpeg
import numpy as np
import pytest

from builders import RATE_HZ, write_sound
from repcast import opening, pipeline
from repcast.disk.untrusted import open_regular
from repcast.errors import UnreadableFile
from repcast.files.outputs import Output
from repcast.session.customise import Customisation
from repcast.sound.levels import Pcm
from repcast.sound.loudness import loudness_lufs
from repcast.sound.music import SUFFIXES, Stream, TrackReader, check_playable, track_lufs, tracks
from repcast.sound.untrusted import open_file


def tone(seconds: float, hz: float = 440, level: float = 0.1, rate_hz: int = RATE_HZ) -> np.typing.NDArray[np.float64]:
    """Return a tone that starts at its highest, so that a track's first sample can be found again."""
    return level * np.cos(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def played(track: Path) -> Pcm:
    """Return a whole track."""
    return np.concatenate([*TrackReader().blocks(track)], axis=1)


def measured_lufs(track: Path) -> float:
    """Return how loud a track is."""
    with open_file(track, any_format=True) as file:
        return track_lufs(file)[0]


def pitch_hz(pcm: Pcm) -> float:
    """Return the strongest frequency of a sound's left side."""
    spectrum = np.abs(np.fft.rfft(pcm[0] * np.hanning(pcm.shape[1])))
    return float(np.argmax(spectrum) * RATE_HZ / pcm.shape[1])


# Which files


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Return a folder of music, other files, and folders."""
    for name in (
        "b.mp3",
        "a.flac",
        "C.WAV",
        "disc 2/01.opus",
        "disc 2/deeper/x.m4a",
        "cover.jpg",
        "notes.txt",
        "a.yaml",
    ):
        path = tmp_path / "album" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "album" / "folder.mp3").mkdir()
    return tmp_path / "album"


def names(folder: Path, found: tuple[Path, ...]) -> list[str]:
    """Return files as they are named in their folder."""
    return [path.relative_to(folder).as_posix() for path in found]


def test_a_folder_plays_its_music_by_name_with_the_folders_in_it(album: Path) -> None:
    """If this failed, an album would play out of order, or repcast try to play its cover."""
    found = names(album, tracks([str(album)], None))
    assert found == ["C.WAV", "a.flac", "b.mp3", "disc 2/01.opus", "disc 2/deeper/x.m4a"]


def test_files_play_in_the_order_in_which_they_are_named(album: Path) -> None:
    """If this failed, the author's own order would be lost, or what is named twice not be played twice."""
    asked = [str(album / "b.mp3"), str(album / "disc 2"), str(album / "notes.txt"), str(album / "b.mp3")]
    assert names(album, tracks(asked, None)) == ["b.mp3", "disc 2/01.opus", "disc 2/deeper/x.m4a", "notes.txt", "b.mp3"]


def test_a_shuffle_is_an_order_of_its_own_that_comes_again(album: Path) -> None:
    """If this failed, two renders would differ, or a shuffle lose tracks or leave them in order."""
    plain = tracks([str(album)], None)
    shuffled = [tracks([str(album)], seed) for seed in range(10)]
    assert shuffled == [tracks([str(album)], seed) for seed in range(10)]
    assert all(sorted(each) == sorted(plain) for each in shuffled)
    assert len({plain, *shuffled}) > 5


def test_a_file_at_home_may_be_named_in_short(album: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, `--music ~/Music` in a file would not be found."""
    monkeypatch.setenv("HOME", str(album))
    monkeypatch.setenv("USERPROFILE", str(album))
    assert tracks(["~/b.mp3"], None) == (album / "b.mp3",)


@pytest.mark.parametrize(("name", "cause"), [("gone", "it does not exist"), ("gone.mp3", "it does not exist")])
def test_music_that_is_not_there_is_named(name: str, cause: str, tmp_path: Path) -> None:
    """If this failed, a mistyped name would give a file without music."""
    with pytest.raises(UnreadableFile, match=f"{name}: {cause}"):
        tracks([str(tmp_path / name)], None)


def test_a_folder_without_music_is_named(tmp_path: Path) -> None:
    """If this failed, the render would wait for ever for music that does not come."""
    (tmp_path / "cover.jpg").touch()
    with pytest.raises(UnreadableFile, match=f"{tmp_path.name}: no music is in it"):
        tracks([str(tmp_path)], None)


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + "/y.mp3"])
def test_a_name_that_no_file_can_have_is_an_error_too(name: str, tmp_path: Path) -> None:
    """If this failed, a text pasted in place of a file's name would end in a traceback."""
    with pytest.raises(UnreadableFile):
        tracks([str(tmp_path / name)], None)


def test_someone_s_home_that_is_not_there_is_an_error_too() -> None:
    """If this failed, a name that begins with ~ would end in a traceback."""
    with pytest.raises(UnreadableFile):
        tracks(["~no-such-user/x.mp3"], None)


# One track


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "aiff"])
def test_each_format_plays(suffix: str, tmp_path: Path) -> None:
    """If this failed, music that the documentation promises to play would be refused."""
    assert f".{suffix}" in SUFFIXES
    pcm = played(write_sound(tmp_path / f"x.{suffix}", tone(3, 1_000)))
    assert len(pcm) == 2
    assert pcm.shape[1] == pytest.approx(3 * RATE_HZ, abs=4_000)
    assert pitch_hz(pcm) == pytest.approx(1_000, abs=2)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 96_000])
@pytest.mark.parametrize("sides", [1, 2])
def test_each_sampling_rate_becomes_48_khz_stereo(rate_hz: int, sides: int, tmp_path: Path) -> None:
    """If this failed, music would play too fast, too slow or in one ear."""
    samples = tone(2, 1_000, rate_hz=rate_hz)[:, np.newaxis].repeat(sides, axis=1)
    pcm = played(write_sound(tmp_path / "x.wav", samples, rate_hz))
    assert pcm.dtype == np.float32
    assert pcm.shape[1] == pytest.approx(2 * RATE_HZ, abs=100)
    assert pitch_hz(pcm) == pytest.approx(1_000, abs=2)
    assert np.allclose(pcm[0], pcm[1], atol=1e-4)


def test_left_and_right_stay_where_they_are(tmp_path: Path) -> None:
    """If this failed, music would be turned round, or lose its width."""
    pcm = played(write_sound(tmp_path / "x.wav", np.stack([tone(2, 300), tone(2, 2_000)], axis=1)))
    assert [pitch_hz(pcm[:1]), pitch_hz(pcm[1:])] == [pytest.approx(300, abs=2), pytest.approx(2_000, abs=2)]


@pytest.mark.parametrize("level", [0.9, 0.1, 0.02])
def test_every_track_is_as_loud_as_the_others(level: float, tmp_path: Path) -> None:
    """If this failed, the listener would reach for the phone at each new track."""
    path = write_sound(tmp_path / "x.wav", tone(5, 997, level))
    # Two equal channels: a sine of full scale has -0.01 LUFS.
    assert measured_lufs(path) == pytest.approx(20 * np.log10(level), abs=0.15)
    assert loudness_lufs(played(path)) == pytest.approx(-16.5, abs=0.2), "as loud as the voice"


def test_a_long_track_is_measured_in_its_middle(tmp_path: Path) -> None:
    """If this failed, a soft intro would make the rest of a track far too loud."""
    soft, loud = tone(20, 997, 0.001), tone(40, 997, 0.25)
    path = write_sound(tmp_path / "x.wav", np.concatenate([soft, loud, soft]))
    assert measured_lufs(path) == pytest.approx(20 * np.log10(0.25), abs=0.3)


def test_fifteen_seconds_from_the_middle_tell_how_loud_a_track_is(tmp_path: Path) -> None:
    """If this failed, a short excerpt would take a quiet verse for the song, or a long one keep the render waiting."""
    around, first, second = tone(20, 997, 0.5), tone(7.5, 997, 0.1), tone(7.5, 997, 0.04)
    path = write_sound(tmp_path / "x.wav", np.concatenate([around, first, second, around[: 5 * RATE_HZ]]))
    assert measured_lufs(path) == pytest.approx(10 * np.log10((0.1**2 + 0.04**2) / 2), abs=0.15)


def test_a_track_that_is_silent_in_its_middle_is_measured_from_its_beginning(tmp_path: Path) -> None:
    """If this failed, music with a long pause would be refused as silent."""
    path = write_sound(tmp_path / "x.wav", np.concatenate([tone(10, 997, 0.25), np.zeros(60 * RATE_HZ)]))
    assert measured_lufs(path) == pytest.approx(20 * np.log10(0.25), abs=1)


def test_a_track_that_can_hardly_be_heard_is_not_lifted_to_a_roar(tmp_path: Path) -> None:
    """If this failed, the noise of an old tape would be as loud as music."""
    pcm = played(write_sound(tmp_path / "x.wav", tone(3, 997, 0.0005)))
    assert np.abs(pcm).max() == pytest.approx(0.005, rel=0.05)


# What cannot be played

BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("not music\n" * 100),
    "no samples": lambda path: write_sound(path, np.zeros(0)),
    "encrypted": lambda path: path.write_bytes(np.random.default_rng(1).bytes(50_000)),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_cannot_be_played_is_named(how: str, tmp_path: Path) -> None:
    """If this failed, one broken or protected file would end the render in a traceback."""
    path = tmp_path / "broken.wav"
    BROKEN[how](path)
    with pytest.raises(UnreadableFile, match=r"broken\.wav: "):
        check_playable(path)
    with pytest.raises(UnreadableFile, match=r"broken\.wav: "):
        played(path)


def test_a_playlist_is_no_music(tmp_path: Path) -> None:
    """If this failed, a session from a stranger could have any file of this machine played."""
    write_sound(tmp_path / "secret.wav", tone(1))
    (tmp_path / "cat.mp3").write_text("ffconcat version 1.0\nfile secret.wav\n")
    with pytest.raises(UnreadableFile, match=r"cat\.mp3: it cannot be read as sound \(a playlist, "):
        check_playable(tmp_path / "cat.mp3")
    with pytest.raises(UnreadableFile, match=r"cat\.mp3: it cannot be read as sound \(a playlist, "):
        played(tmp_path / "cat.mp3")


def test_a_silent_track_is_played_as_silence(tmp_path: Path) -> None:
    """If this failed, a pause between two tracks of an album would end the render, or become noise."""
    pcm = played(write_sound(tmp_path / "silent.wav", np.zeros(RATE_HZ)))
    assert pcm.shape == (2, RATE_HZ)
    assert not pcm.any()


@pytest.mark.parametrize("seconds", [0.001, 0.9])
def test_less_than_a_second_is_no_music(seconds: float, tmp_path: Path) -> None:
    """If this failed, a render over a millisecond of music would open and measure it a million times."""
    path = write_sound(tmp_path / "click.wav", tone(seconds))
    says = rf"click\.wav: it has {seconds:.3f} s of sound, and music needs at least 1 s"
    with pytest.raises(UnreadableFile, match=says):
        check_playable(path)
    with pytest.raises(UnreadableFile, match=says):
        played(path)


def test_what_is_skipped_of_a_track_is_told_once(tmp_path: Path) -> None:
    """If this failed, a damaged song would end the render, or nobody learn which song it is."""
    path = converted(tmp_path / "torn.mp3", 20)
    sound = path.read_bytes()
    path.write_bytes(sound[: len(sound) // 2] + b"\x55" * 900 + sound[len(sound) // 2 + 900 :] + bytes(5_000))
    check_playable(path)
    reader = TrackReader()
    assert Stream([path], reader).read(50 * RATE_HZ).shape == (2, 50 * RATE_HZ)
    [skipped] = reader.skipped
    assert skipped.track == path
    assert skipped.at_ms == pytest.approx(10_000, abs=200)


def test_a_track_that_says_it_is_long_is_kept_if_it_is_short(tmp_path: Path, opened: Counter[str]) -> None:
    """If this failed, a second that says it is an hour would be opened for each second of a render."""
    path = write_sound(tmp_path / "jingle.wav", tone(1.5))
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"data") + 4, 3_600 * RATE_HZ * 4)
    path.write_bytes(content)
    Stream([path], TrackReader()).read(60 * RATE_HZ)
    assert opened["jingle.wav"] == 1


def test_each_file_of_a_folder_is_looked_at(tmp_path: Path) -> None:
    """If this failed, a render would end at its twentieth minute, for a file that `check` could have found."""
    write_sound(tmp_path / "a.wav", tone(1))
    check_playable(tmp_path)
    (tmp_path / "b.mp3").write_text("not music")
    with pytest.raises(UnreadableFile, match=r"b\.mp3: it cannot be read as sound"):
        check_playable(tmp_path)


def test_a_picture_in_a_film_is_no_music(tmp_path: Path) -> None:
    """If this failed, a file of pictures alone would end in a traceback."""
    import av  # noqa: PLC0415

    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            film.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        film.mux(stream.encode(None))
    with pytest.raises(UnreadableFile, match=r"film\.mp4: it has no sound"):
        check_playable(path)


# The stream


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Return two short tracks, of other pitches and lengths."""
    return write_sound(tmp_path / "1.wav", tone(1, 500)), write_sound(tmp_path / "2.wav", tone(1.5, 2_000))


@pytest.mark.parametrize("counts", [(1,), (48_000,), (1, 2, 3, 100_000, 7), (500_000,), (0, 10)])
def test_gives_exactly_as_many_samples_as_are_asked_for(counts: tuple[int, ...], two: tuple[Path, Path]) -> None:
    """If this failed, the music would slip against the steps."""
    stream = Stream(two, TrackReader())
    assert [stream.read(count).shape for count in counts] == [(2, count) for count in counts]


def test_it_is_the_same_however_it_is_read(two: tuple[Path, Path]) -> None:
    """If this failed, samples would be lost or heard twice where two reads meet."""
    at_once = Stream(two, TrackReader()).read(200_000)
    stream = Stream(two, TrackReader())
    parts = [stream.read(count) for count in (1, 47_999, 2, 50_000, 101_998)]
    assert np.array_equal(np.concatenate(parts, axis=1), at_once)


def test_one_track_follows_the_other_and_then_all_begin_again(two: tuple[Path, Path]) -> None:
    """If this failed, the music would stop before the workout does, or click between two tracks."""
    first, second = (played(path) for path in two)
    heard = Stream(two, TrackReader()).read(3 * (first.shape[1] + second.shape[1]) + 100)
    assert np.array_equal(heard, np.concatenate([first, second] * 3 + [first[:, :100]], axis=1))
    assert (first.shape[1], second.shape[1]) == (48_000, 72_000)


def test_holds_no_more_than_a_moment(tmp_path: Path) -> None:
    """If this failed, memory would grow with the music."""
    path = write_sound(tmp_path / "long.flac", tone(180))  # 69 MB of samples
    stream = Stream([path], TrackReader())
    stream.read(48_000)
    tracemalloc.start()
    for _ in range(170):
        stream.read(48_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4e6


def test_looks_at_a_track_only_when_it_comes(two: tuple[Path, Path], tmp_path: Path) -> None:
    """If this failed, a render with a long folder of music would begin with a long wait."""
    stream = Stream([two[0], tmp_path / "gone.mp3"], TrackReader())
    assert stream.read(48_000).shape == (2, 48_000)
    with pytest.raises(UnreadableFile, match=r"gone\.mp3"):
        stream.read(1)


def test_a_second_track_that_cannot_be_played_is_named_when_it_comes(two: tuple[Path, Path], tmp_path: Path) -> None:
    """If this failed, the render would end in a traceback, or the music fall silent without a word."""
    (tmp_path / "torn.mp3").write_bytes(b"ID3" + bytes(5_000))
    stream = Stream([two[0], tmp_path / "torn.mp3"], TrackReader())
    stream.read(40_000)
    with pytest.raises(UnreadableFile, match=r"^cannot read .*torn\.mp3: "):
        stream.read(40_000)


# Opening


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each file is opened from now on, by its name."""
    counts: Counter[str] = Counter()

    def counted(path: Path) -> BinaryIO:
        counts[path.name] += 1
        return open_regular(path)

    monkeypatch.setattr("repcast.sound.untrusted.open_regular", counted)
    return counts


FIVE = [f"{number}.{suffix}" for number, suffix in enumerate(("mp3", "flac", "ogg", "wav", "opus"))]


def converted(path: Path, seconds: float) -> Path:
    """Write a tone in the format that the file's name tells."""
    source = write_sound(path.with_name("source.wav"), tone(seconds))
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", source, path], check=True, timeout=300)
    source.unlink()
    return path


def test_a_render_opens_each_track_twice(tmp_path: Path, opened: Counter[str]) -> None:
    """If this failed, a render over a folder of music would open and measure its files again and again."""
    for name in FIVE:
        converted(tmp_path / "songs" / name, 2)
    session = f"title: T\nmusic: {tmp_path / 'songs'}\nsteps:\n  - {{hold: Plank, for: 12s}}\n"  # longer than all five
    (tmp_path / "a.yaml").write_text(session)
    loaded = opening.open_session(str(tmp_path / "a.yaml"))
    assert {name: opened[name] for name in FIVE} == dict.fromkeys(FIVE, 1), "to check that it can be played"
    pipeline.render(loaded, Customisation(), Output(path=tmp_path / "a.mp3"))
    assert {name: opened[name] for name in FIVE} == dict.fromkeys(FIVE, 2), "to measure it and to play it"


@pytest.mark.parametrize("name", [*FIVE, "5.m4a"])
def test_a_track_that_was_measured_plays_as_if_it_were_opened_anew(name: str, tmp_path: Path) -> None:
    """If this failed, a track would begin late, or with a click, after its loudness is measured in its middle."""
    path, reader = converted(tmp_path / name, 40), TrackReader()
    measured, remembered = (np.concatenate([*reader.blocks(path)], axis=1) for _ in range(2))
    assert np.array_equal(measured, remembered)


def test_a_short_track_is_kept(tmp_path: Path, opened: Counter[str]) -> None:
    """If this failed, a jingle under an hour of training would be opened a thousand times."""
    path = write_sound(tmp_path / "jingle.wav", tone(1.5))
    Stream([path], TrackReader()).read(60 * RATE_HZ)
    assert opened["jingle.wav"] == 1


def test_a_long_track_is_measured_once(tmp_path: Path, opened: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, each repeat of a track would begin with a measurement of it."""
    path, measured = write_sound(tmp_path / "long.wav", tone(40)), []

    def measure(pcm: Pcm) -> float:
        measured.append(pcm.shape)
        return loudness_lufs(pcm)

    monkeypatch.setattr("repcast.sound.music.loudness_lufs", measure)
    Stream([path], TrackReader()).read(90 * RATE_HZ)
    assert (opened["long.wav"], len(measured)) == (3, 1), "opened for each time that it plays"


def test_only_half_a_minute_of_music_is_kept(tmp_path: Path) -> None:
    """If this failed, a folder of a thousand jingles would be in memory as a whole."""
    paths = [write_sound(tmp_path / f"{number}.wav", tone(12)) for number in range(5)]
    reader = TrackReader()
    Stream(paths, reader).read(60 * RATE_HZ)
    assert sum(kept.shape[1] for kept in reader._kept.values()) == 24 * RATE_HZ
