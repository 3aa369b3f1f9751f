"""`untrusted`: a stranger's file is opened as sound and as nothing else."""

import os
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from builders import sine
from repcast.errors import UnreadableFile
from repcast.sound.untrusted import decoded, open_sound, resampled

# All of one file that lies beside them.
LISTS = (
    "ffconcat version 1.0\nfile secret.wav\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n",
    "<?xml version='1.0'?>\n<MPD><BaseURL>secret.wav</BaseURL></MPD>\n",
    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file of sound that another file may name."""
    path = tmp_path / "secret.wav"
    soundfile.write(path, np.zeros(4_800, dtype=np.float32), 48_000)
    return path


@pytest.mark.parametrize("any_format", [False, True])
@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_files_is_no_sound(text: str, any_format: bool, secret: Path) -> None:  # noqa: FBT001 - a parameter
    """If this failed, a file from a stranger could have others read: of this machine, or across the network."""
    path = secret.with_name("a.mp3")
    path.write_text(text)
    with pytest.raises(UnreadableFile), open_sound(path, any_format=any_format):
        pass


@pytest.mark.parametrize("any_format", [False, True])
def test_a_list_is_called_one(any_format: bool, secret: Path) -> None:  # noqa: FBT001 - a parameter
    """If this failed, whoever names a playlist as music would read of an invalid argument."""
    path = secret.with_name("a.mp3")
    path.write_text(LISTS[0])
    with pytest.raises(UnreadableFile, match="a playlist, damaged, or of a kind that is not opened"):
        open_sound(path, any_format=any_format).__enter__()


def test_a_format_that_repcast_does_not_write_is_opened_where_any_may_be(secret: Path) -> None:
    """If this failed, `verify` would open more than it needs to, or music in AIFF be refused."""
    path = secret.with_name("a.aiff")
    soundfile.write(path, np.zeros(4_800, dtype=np.float32), 48_000)
    with open_sound(path, any_format=True) as container:
        assert container.format.name == "aiff"
    with pytest.raises(UnreadableFile, match="of a kind that is not opened"):
        open_sound(path).__enter__()


@pytest.mark.parametrize(("rate_hz", "layout"), [(48_000, "mono"), (44_100, "stereo"), (8_000, "mono")])
def test_a_sound_is_brought_to_48_khz_to_its_end(rate_hz: int, layout: str, tmp_path: Path) -> None:
    """If this failed, sounds would play too fast or too slow, or lose what the resampler still holds at their end."""
    soundfile.write(tmp_path / "a.wav", np.full((rate_hz, 2), 0.5), rate_hz)
    with open_sound(tmp_path / "a.wav") as container:
        frames = [*resampled(container.decode(audio=0), "fltp", layout)]
    assert {(frame.rate, frame.layout.name, frame.format.name) for frame in frames} == {(48_000, layout, "fltp")}
    assert sum(frame.samples for frame in frames) == pytest.approx(48_000, abs=24)


def test_a_sound_is_opened(secret: Path) -> None:
    """If this failed, no file could be verified."""
    with open_sound(secret) as container:
        assert container.streams.audio[0].rate == 48_000


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in its file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever for a file that never begins."""
    os.mkfifo(tmp_path / "a.mp3")
    with pytest.raises(UnreadableFile, match="it is a pipe"), open_sound(tmp_path / "a.mp3"):
        pass


@pytest.mark.parametrize("content", [b"", b"x", bytes(200)])
def test_what_is_no_sound_is_refused_in_one_sentence(
    content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """If this failed, an empty file would print a traceback of PyAV's before the message."""
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(UnreadableFile, match="cannot be read as sound"), open_sound(tmp_path / "a.mp3"):
        pass
    assert capfd.readouterr() == ("", "")


# What is no bound of a format, but one of ours


def at_rate(path: Path, rate_hz: int, channels: int = 1) -> Path:
    """Write a WAV that says it has some rate, and so many channels."""
    soundfile.write(path, np.zeros((9_000, channels)), 8_000)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"fmt ") + 12, rate_hz)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("rate_hz", [1, 3_999, 192_001, 2_822_400])
def test_a_rate_that_no_music_has_is_refused(rate_hz: int, tmp_path: Path) -> None:
    """If this failed, 18 kB at 1 Hz would be made gigabytes at 48 kHz."""
    path = at_rate(tmp_path / "a.wav", rate_hz)
    with pytest.raises(UnreadableFile, match=f"its sample rate is {rate_hz} Hz; repcast plays 4 to 192 kHz"):
        open_sound(path, any_format=True).__enter__()


@pytest.mark.parametrize("rate_hz", [4_000, 192_000])
def test_a_rate_within_the_bounds_is_played(rate_hz: int, tmp_path: Path) -> None:
    """If this failed, a recording of a telephone, or of a studio, would be refused."""
    with open_sound(at_rate(tmp_path / "a.wav", rate_hz)) as container:
        assert sum(frame.samples for frame in decoded(container)) == 9_000


def test_more_channels_than_any_room_has_are_refused(tmp_path: Path) -> None:
    """If this failed, each sample could become 64 of them."""
    with pytest.raises(UnreadableFile, match="it has 9 channels; repcast plays at most 8"):
        open_sound(at_rate(tmp_path / "a.wav", 48_000, channels=9)).__enter__()


def test_a_cover_is_never_decoded(tmp_path: Path) -> None:
    """If this failed, a picture of 400 MB, packed into 400 kB, would be laid out to open a song."""
    from mutagen.flac import FLAC, Picture  # noqa: PLC0415

    path = tmp_path / "a.flac"
    soundfile.write(path, sine(1), 48_000)
    cover = Picture()
    cover.mime, cover.data = (
        "image/png",
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 9, 9, 8, 2, 0, 0, 0)),
    )
    song = FLAC(path)
    song.add_picture(cover)
    song.save()
    with open_sound(path) as container:
        assert not any(stream.codec_context.width for stream in container.streams.video)
        assert sum(frame.samples for frame in decoded(container)) == 48_000


# Damage


def converted(path: Path, *options: str, rate_hz: int = 48_000, seconds: float = 4) -> bytes:
    """Return a tone in the format that a file's name tells."""
    source = path.with_name("source.wav")
    soundfile.write(source, sine(seconds, rate_hz=rate_hz), rate_hz)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", source, *options, path]
    subprocess.run(command, check=True, timeout=300)
    return path.read_bytes()


def heard(path: Path) -> tuple[float, list[float]]:
    """Return how many seconds of a sound are heard, and where it is damaged."""
    told: list[float] = []
    with open_sound(path, any_format=True) as container:
        frames = resampled(decoded(container, told.append), "fltp", "stereo")
        return sum(frame.samples for frame in frames) / 48_000, told


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "a Lyrics3 tag": lambda sound: sound + b"LYRICSBEGININD0000210LYR04000" + b"la la\r\n" * 500 + b"003500LYRICS200",
    "zeros": lambda sound: sound + bytes(5_000),
    "a page": lambda sound: sound + b"<html><body>not found</body></html>" * 200,
    "a spot": lambda sound: sound[: len(sound) // 2] + b"\x55" * 700 + sound[len(sound) // 2 + 700 :],
    "its end cut off": lambda sound: sound[: len(sound) // 2 + 7],
}


@pytest.mark.parametrize("suffix", ["mp3", "flac", "aac", "opus", "m4a"])
@pytest.mark.parametrize("how", SPOILT)
def test_what_is_damaged_is_skipped(how: str, suffix: str, tmp_path: Path) -> None:
    """If this failed, a render would end in its twentieth minute, for a song that every player plays."""
    path = tmp_path / f"a.{suffix}"
    sound = converted(path, *(["-movflags", "faststart"] if suffix == "m4a" else []))
    path.write_bytes(SPOILT[how](sound))
    seconds, told = heard(path)
    assert (1.5 if how == "its end cut off" else 2.9) < seconds < 4.5
    assert all(0 <= at_s <= seconds + 0.001 for at_s in told)


def test_where_a_sound_is_damaged_is_told(tmp_path: Path) -> None:
    """If this failed, nobody could find the spot."""
    path = tmp_path / "a.mp3"
    path.write_bytes(SPOILT["a spot"](converted(path)))
    _, told = heard(path)
    assert told
    assert told[0] == pytest.approx(2, abs=0.2)


def test_a_whole_sound_has_no_damage_and_its_length_to_the_sample(tmp_path: Path) -> None:
    """If this failed, every song would be called damaged, or begin with a pause."""
    for name in ("a.mp3", "a.flac", "a.opus"):
        converted(tmp_path / name)
        seconds, told = heard(tmp_path / name)
        assert (round(seconds * 48_000), told) == (192_000, []), name


def test_a_rate_may_change_on_the_way(tmp_path: Path) -> None:
    """If this failed, two recordings in one file would be refused, or the second play at another speed."""
    both = [converted(tmp_path / f"{rate_hz}.mp3", rate_hz=rate_hz) for rate_hz in (48_000, 24_000)]
    (tmp_path / "a.mp3").write_bytes(b"".join(both))
    seconds, _ = heard(tmp_path / "a.mp3")
    assert seconds == pytest.approx(8, abs=0.3)
