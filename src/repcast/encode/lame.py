"""The samples of one tile -> its MP3 frames, by an encoder of its own."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import av
from av.stream import Stream

from repcast.formats import MP3
from repcast.sound.levels import Pcm
from repcast.units import FRAME_SAMPLES, SAMPLE_RATE_HZ

LAYOUTS: Final[Mapping[int, str]] = {1: "mono", 2: "stereo"}
# With the bit reservoir a frame borrows room from those before it, and cannot be used in another place.
OPTIONS: Final = {"reservoir": "0"}
VERSION: Final = f"PyAV {av.__version__}, {av.library_versions['libavcodec']}, {MP3.bit_rates}, {OPTIONS}"
"""Tells these frames from those of another encoder or another setting."""

_HEADERS: Final[Mapping[int, bytes]] = {1: b"\xff\xfb\x54", 2: b"\xff\xfb\x94"}
"""How each frame begins, by channels: MPEG-1 layer III at 48 kHz and our bit rates (ISO/IEC 11172-3 clause 2.4.1.3)."""

Frame: TypeAlias = "av.Packet[Stream]"
Frames: TypeAlias = tuple[Frame, ...]


def encode_samples(pcm: Pcm, *, skip_frames: int, frame_count: int, to_the_end: bool) -> Frames:
    """Encode samples, and return `frame_count` frames after the first `skip_frames`.

    Args:
        pcm: shape (channels, n); goes one frame beyond the last frame that is returned, or to the file's end.
        skip_frames: are spoilt by the encoder's start.
        frame_count: how many are returned.
        to_the_end: whether these are the file's last samples; the last frame then says how much of it to skip.
    """
    encoder = av.CodecContext.create(MP3.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    layout = LAYOUTS[len(pcm)]
    encoder.rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, layout, MP3.sample_format
    encoder.bit_rate = MP3.bit_rates[len(pcm)]
    encoder.options = dict(OPTIONS)
    sound = av.AudioFrame.from_ndarray(pcm, format=MP3.sample_format, layout=layout)
    sound.rate, sound.pts = SAMPLE_RATE_HZ, 0
    packets = encoder.encode(sound)
    if to_the_end:
        packets += encoder.encode(None)
    frames = tuple(packets[skip_frames : skip_frames + frame_count])
    assert len(frames) == frame_count, (
        f"{len(packets)} frames of {pcm.shape[1]} samples, not {skip_frames} + {frame_count}"
    )
    return frames


def frames_in(data: bytes, *, frame_count: int, channels: int) -> Frames | None:
    """Return the frames that were joined to these bytes; None if the bytes are anything else."""
    size = FRAME_SAMPLES * MP3.bit_rates[channels] // (8 * SAMPLE_RATE_HZ)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    are_frames = all(piece.startswith(_HEADERS[channels]) for piece in pieces)
    return tuple(map(av.Packet, pieces)) if are_frames and len(data) == frame_count * size else None
