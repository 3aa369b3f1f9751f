"""One tile's samples -> its MP3 frames, by an encoder of its own."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import av
from av.stream import Stream

from repcast.sound.levels import Pcm
from repcast.units import SAMPLE_RATE_HZ

CODEC: Final = "libmp3lame"
BIT_RATES: Final[Mapping[int, int]] = {1: 64_000, 2: 128_000}  # by channels
LAYOUTS: Final[Mapping[int, str]] = {1: "mono", 2: "stereo"}
# The bit reservoir lets a frame borrow room from those before it: a frame could then stand nowhere else.
OPTIONS: Final = {"reservoir": "0"}
VERSION: Final = f"PyAV {av.__version__}, {av.library_versions['libavcodec']}, {BIT_RATES}, {OPTIONS}"
"""What distinguishes these frames from those of another encoder or another setting."""

Frame: TypeAlias = "av.Packet[Stream]"
Frames: TypeAlias = tuple[Frame, ...]


def encode_samples(pcm: Pcm, *, skip: int, count: int, to_the_end: bool) -> Frames:
    """Return `count` frames of the samples' encode, after the first `skip`.

    Args:
        pcm: shape (channels, n); reaches a frame further than the last that is wanted, or the file's end.
        skip: what the encoder makes of its own beginning.
        count: of the frames wanted.
        to_the_end: whether nothing follows, and the encoder may finish; the last frame then says what to skip of it.
    """
    encoder = av.CodecContext.create(CODEC, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    layout = LAYOUTS[len(pcm)]
    encoder.rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, layout, "fltp"
    encoder.bit_rate = BIT_RATES[len(pcm)]
    encoder.options = dict(OPTIONS)
    sound = av.AudioFrame.from_ndarray(pcm, format="fltp", layout=layout)
    sound.rate, sound.pts = SAMPLE_RATE_HZ, 0
    packets = encoder.encode(sound)
    if to_the_end:
        packets += encoder.encode(None)
    frames = tuple(packets[skip : skip + count])
    assert len(frames) == count, f"{len(packets)} frames of {pcm.shape[1]} samples, not {skip} + {count}"
    return frames
