"""A clip as a WAV file, for the page to play."""

import io
import wave
from typing import TYPE_CHECKING

from repcast.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from repcast.sound.clips import Clip


def to_wav(clip: "Clip") -> bytes:
    """Return a clip as a WAV file: one channel of 16 bits at 48 kHz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE_HZ)
        wav.writeframes(clip.samples.astype("<i2").tobytes())
    return file.getvalue()
