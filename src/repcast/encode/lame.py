"""The samples of one tile -> its MP3 frames, by an encoder of its own."""

from importlib.metadata import version
from typing import Final

import numpy as np

from repcast.encode.frames import frame_bytes
from repcast.formats import LAYOUTS, MP3
from repcast.sound.levels import Pcm
from repcast.units import SAMPLE_RATE_HZ

QUALITY: Final = 7
"""Of LAME's, 0 to 9: without noise shaping it takes half the time of 3, its usual one, and its noise is 2.5 dB lower.

Measured by `scripts/noise.py`; docs/performance.md has the figures.
"""

# With the bit reservoir a frame borrows room from those before it, and cannot be used in another place.
_OPTIONS: Final = {"reservoir": "0", "compression_level": str(QUALITY)}
VERSION: Final = f"PyAV {version('av')}, {MP3.bit_rates}, {_OPTIONS}"
"""Tells these frames from those of another encoder or another setting."""


def encode_samples(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> bytes:
    """Encode samples, and return `frame_count` frames after the first `skip_frames`.

    Args:
        pcm: shape (n,); goes one frame beyond the last frame that is returned, or to the file's end.
        skip_frames: are spoilt by the encoder's start.
        frame_count: how many are returned.
        to_the_end: whether these are the file's last samples.
    """
    import av  # noqa: PLC0415 - what is in the cache needs no encoder

    encoder = av.CodecContext.create(MP3.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, LAYOUTS[1], MP3.sample_format
    encoder.bit_rate = MP3.bit_rates[1]
    encoder.options = dict(_OPTIONS)
    sound = av.AudioFrame.from_ndarray(pcm[np.newaxis], format=MP3.sample_format, layout=LAYOUTS[1])
    sound.rate, sound.pts = SAMPLE_RATE_HZ, 0
    packets = encoder.encode(sound)
    if to_the_end:
        packets += encoder.encode(None)
    frames = b"".join(map(bytes, packets[skip_frames : skip_frames + frame_count]))
    assert len(frames) == frame_count * frame_bytes(1), (
        f"{len(packets)} frames of {len(pcm)} samples, not {skip_frames} + {frame_count}"
    )
    return frames
