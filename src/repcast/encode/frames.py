"""MP3 frames, as bytes. At 48 kHz and a constant bit rate all are equally long, so they can be counted and cut."""

from collections.abc import Mapping
from typing import Final

from repcast.formats import MP3
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

DECODER_DELAY_SAMPLES: Final = 529
DELAY_SAMPLES: Final = 576 + DECODER_DELAY_SAMPLES
"""How late LAME's frames are heard: by its own delay, and the decoder's."""

LOUDER_DB: Final = -0.4455
"""What LAME adds to all that it encodes: it multiplies samples by 0.95, its usual scale."""

HEADERS: Final[Mapping[int, bytes]] = {1: b"\xff\xfb\x54", 2: b"\xff\xfb\x94"}
"""How each frame begins, by channels: MPEG-1 layer III at 48 kHz and our bit rates (ISO/IEC 11172-3 clause 2.4.1.3)."""


def frame_bytes(channels: int) -> int:
    """Return the size of each frame."""
    return FRAME_SAMPLES * MP3.bit_rates[channels] // (8 * SAMPLE_RATE_HZ)


def frame_count(length_samples: int) -> int:
    """Return how many frames a file of this length takes, with the encoder's delay."""
    return -(-(length_samples + DELAY_SAMPLES) // FRAME_SAMPLES)


def are_frames(data: bytes, *, frame_count: int, channels: int) -> bool:
    """Tell whether bytes are so many frames."""
    size_bytes, header = frame_bytes(channels), HEADERS[channels]
    starts = range(0, len(data), size_bytes)
    return len(data) == frame_count * size_bytes and all(data.startswith(header, at) for at in starts)
