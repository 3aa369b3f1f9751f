"""What an engine has recorded, as mono at 48 kHz and 16 bits."""

import wave
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from pydub import AudioSegment

from repcast.sound.segments import decode, joined
from repcast.sound.untrusted import resampled

if TYPE_CHECKING:
    from av import AudioFrame

_RATES_HZ: Final = range(8_000, 48_001)


def recorded(path: Path, most_s: int) -> AudioSegment:
    """Return a recording.

    An engine's WAV file is read as it is; for one from anywhere FFmpeg takes longer to open it than it lasts here.

    Args:
        path: of the file.
        most_s: of a longer one, a little more than so many seconds are returned.

    Raises:
        UnreadableFile: there is none, or it cannot be read as sound.
    """
    frame = _plain(path, most_s)
    return decode(path, most_s) if frame is None else joined(resampled([frame], "s16", "mono"))


def _plain(path: Path, most_s: int) -> "AudioFrame | None":
    """Return what is in a WAV file of one channel and 16 bits; None for any other file."""
    try:
        with wave.open(str(path), "rb") as file:
            rate_hz = file.getframerate()
            if (file.getnchannels(), file.getsampwidth()) != (1, 2) or rate_hz not in _RATES_HZ:
                return None
            data = file.readframes(rate_hz * (most_s + 1))
    except (OSError, EOFError, wave.Error):
        return None
    samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")
    if not len(samples):
        return None
    from av import AudioFrame  # noqa: PLC0415 - what was kept is not read again

    frame = AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = rate_hz
    return frame
