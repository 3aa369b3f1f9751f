"""`speech.recording`: an engine's WAV file gives the sound that FFmpeg reads in it, and no other passes for one."""

import wave
from pathlib import Path

import numpy as np
import pytest

from repcast.errors import UnreadableFile
from repcast.sound.segments import decode
from repcast.speech.recording import recorded


def write(path: Path, *, rate_hz: int = 22_050, channels: int = 1, width: int = 2, ms: int = 700) -> Path:
    """Write noise into a WAV file."""
    data = np.random.default_rng(1).bytes(rate_hz * ms // 1_000 * channels * width)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(data)
    return path


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("rate_hz", [4_000, 8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_a_recording_is_read_as_ffmpeg_reads_it(rate_hz: int, channels: int, width: int, tmp_path: Path) -> None:
    """Speech would be too fast, cut off, or noise."""
    path = write(tmp_path / "a.wav", rate_hz=rate_hz, channels=channels, width=width)
    assert recorded(path, 10).raw_data == decode(path).raw_data
    assert len(recorded(path, 10)) == pytest.approx(700, abs=1)


@pytest.mark.parametrize("cut", [45, 1_001, 5_000, 20_000])
def test_of_a_recording_that_is_cut_off_all_that_is_there_is_read(cut: int, tmp_path: Path) -> None:
    """The check for what is cut off would have nothing to look at."""
    path = write(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes()[:cut])
    assert recorded(path, 10).raw_data == decode(path).raw_data


@pytest.mark.parametrize("content", [None, b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"not a sound" * 100])
def test_what_is_no_recording_is_told(content: bytes | None, tmp_path: Path) -> None:
    """A failed attempt would end in a traceback, or pass for speech."""
    path = tmp_path / "a.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.wav"):
        recorded(path, 10)


def test_no_more_is_read_than_speech_may_last(tmp_path: Path) -> None:
    """An engine that does not end would fill the memory."""
    path = write(tmp_path / "a.wav", ms=9_000)
    assert 2_000 < len(recorded(path, 2)) <= 3_100
