"""`untrusted`: a stranger's file is opened as sound and as nothing else."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from repcast.errors import UnreadableFile
from repcast.sound.untrusted import open_sound, resampled

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
    with pytest.raises(UnreadableFile, match="not a file"), open_sound(tmp_path / "a.mp3"):
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
