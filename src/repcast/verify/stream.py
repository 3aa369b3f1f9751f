"""A file's sound as it passes: its blocks, one after another, and windows cut out of them.

Nothing is kept but what the next window needs, so that a day of sound takes no more memory than a minute.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import av
import numpy as np

from repcast.errors import NoEmbeddedSession, UnreadableFile
from repcast.sound.levels import Pcm, measure, samples_of
from repcast.sound.untrusted import open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ

_ID3_HEADER_BYTES: Final = 10

Tell = Callable[[int], None]


class Window(NamedTuple):
    """A range `[start, stop)` of a file's samples, and what takes it."""

    start: int
    stop: int
    take: Callable[[Pcm], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """What a file sounds like on the whole.

    Attributes:
        format: FFmpeg's name of the coding, such as mp3.
        length: in samples at 48 kHz.
        rate_hz: as the file has it.
        digest: the SHA-256 of all that stands behind its ID3 tag, in hexadecimal.
        loudness_lufs: integrated; None of a sound that is too short, or silent.
        true_peak_dbtp: None of a sound that is too short.
    """

    format: str
    length: int
    rate_hz: int
    channels: int
    digest: str
    loudness_lufs: float | None
    true_peak_dbtp: float | None


def measured(path: Path, digest: str, passing: Iterator[Pcm]) -> Measurement:
    """Measure a whole file.

    Args:
        path: of the file.
        digest: its `sound_digest`.
        passing: its `blocks`; somebody else may `listen` to them on the way.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    length = 0

    def counted() -> Iterator[Pcm]:
        nonlocal length
        for block in passing:
            length += block.shape[1]
            yield block

    try:
        with open_sound(path) as container:
            context = container.streams.audio[0].codec_context
            name, rate_hz, channels = context.name, context.rate, context.channels
        loudness_lufs, true_peak_dbtp = measure(counted())
    except UnreadableFile:
        raise NoEmbeddedSession(path, "there is no sound in it") from None
    return Measurement(
        format=name.removesuffix("float"),
        length=length,
        rate_hz=rate_hz,
        channels=channels,
        digest=digest,
        loudness_lufs=loudness_lufs,
        true_peak_dbtp=true_peak_dbtp,
    )


def listen(passing: Iterator[Pcm], windows: Iterable[Window], tell: Tell) -> Iterator[Pcm]:
    """Yield a file's blocks as they are, and have each window taken when it has passed.

    Args:
        passing: the blocks, shape (channels, n).
        windows: what takes them gets all channels as one; beyond the file's ends there is silence.
        tell: how many samples have passed.
    """
    coming = deque(sorted(windows, key=lambda window: window.start))
    held, begin = np.zeros(0, dtype=np.float32), 0
    for block in passing:
        held = np.concatenate([held, block[0] if len(block) == 1 else block.mean(axis=0)])
        end = begin + len(held)
        while coming and coming[0].stop <= end:
            _take(coming.popleft(), held, begin)
        unneeded = min(max(0, coming[0].start - begin), len(held)) if coming else len(held)
        held, begin = held[unneeded:], begin + unneeded
        tell(end)
        yield block
    for window in coming:
        _take(window, held, begin)


def blocks(path: Path) -> Iterator[Pcm]:
    """Yield a file's samples at 48 kHz, a second at a time, with one channel or two; what is broken is left out."""
    with open_sound(path) as container:
        stream = container.streams.audio[0]
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        frames = (frame for packet in container.demux(stream) for frame in _decoded(packet))
        joined = av.AudioFifo()
        for frame in resampled(frames, "fltp", layout):
            frame.pts = None  # else refused where a frame is missing
            joined.write(frame)
            if joined.samples >= SAMPLE_RATE_HZ:
                yield _all_of(joined)
        if joined.samples:
            yield _all_of(joined)


def _all_of(joined: av.AudioFifo) -> Pcm:
    frame = joined.read()
    assert frame is not None
    return samples_of(frame)


def _decoded(packet: "av.Packet[av.AudioStream]") -> list[av.AudioFrame]:
    try:
        return packet.decode()
    except av.FFmpegError:
        return []


def _take(window: Window, held: Pcm, begin: int) -> None:
    start, length = window.start - begin, window.stop - window.start
    inside = held[max(0, start) : max(0, start + length)]
    before = min(max(0, -start), length)
    window.take(np.pad(inside, (before, length - before - len(inside))))


def sound_digest(path: Path) -> str:
    """Return the SHA-256 of what stands behind the ID3 tag (ID3v2.3.0, clause 3.1: its size has 7 bits a byte)."""
    with path.open("rb") as file:
        head = file.read(_ID3_HEADER_BYTES)
        size = sum((byte & 0x7F) << 7 * (3 - index) for index, byte in enumerate(head[6:]))
        file.seek(_ID3_HEADER_BYTES + size if head.startswith(b"ID3") else 0)
        return hashlib.file_digest(file, "sha256").hexdigest()
