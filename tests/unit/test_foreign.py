"""`foreign`: a stranger's file is opened as sound and as nothing else."""

import os
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from repcast.foreign import open_sound


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file of sound that another file may name."""
    path = tmp_path / "secret.wav"
    soundfile.write(path, np.zeros(4_800, dtype=np.float32), 48_000)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile secret.wav\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n",
        "<?xml version='1.0'?>\n<MPD><BaseURL>secret.wav</BaseURL></MPD>\n",
    ],
)
def test_a_list_of_files_is_no_sound(text: str, secret: Path) -> None:
    """If this failed, a file from a stranger could have others read: of this machine, or across the network."""
    path = secret.with_name("a.mp3")
    path.write_text(text)
    with pytest.raises((av.FFmpegError, ValueError)), open_sound(path):
        pass


def test_a_sound_is_opened(secret: Path) -> None:
    """If this failed, no file could be verified."""
    with open_sound(secret) as container:
        assert container.streams.audio[0].rate == 48_000


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in its file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """If this failed, repcast would wait for ever for a file that never begins."""
    os.mkfifo(tmp_path / "a.mp3")
    with pytest.raises(FileNotFoundError), open_sound(tmp_path / "a.mp3"):
        pass
