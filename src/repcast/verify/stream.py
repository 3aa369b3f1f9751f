"""A file's sound as it passes: decoded once for its length and loudness, and again for windows around its cues.

Nothing of it is kept but the windows in hand, so that a day of sound takes no more memory than a minute.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from repcast.errors import NoEmbeddedSession, UnreadableFile
from repcast.sound.levels import Pcm, measure, samples_of
from repcast.sound.untrusted import open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ

_ID3_HEADER_BYTES: Final = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
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


def sound_of(path: Path, tell: Callable[[int], None]) -> Sound:
    """Decode a whole file, and measure it; `tell` is told of so many samples on the way.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    try:
        with open_sound(path) as container:
            context = container.streams.audio[0].codec_context
            name, rate_hz, channels = context.name, context.rate, context.channels
        passing = Passing(tell)
        loudness_lufs, true_peak_dbtp = measure(passing.counted(blocks(path)))
    except UnreadableFile:
        raise NoEmbeddedSession(path, "there is no sound in it") from None
    return Sound(
        format=name.removesuffix("float"),
        length=passing.samples,
        rate_hz=rate_hz,
        channels=channels,
        digest=_digest(path),
        loudness_lufs=loudness_lufs,
        true_peak_dbtp=true_peak_dbtp,
    )


class Passing:
    """Counts samples as they pass, and about once in a second of sound tells how many have."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self.samples = 0
        self._tell = tell

    def counted(self, blocks: Iterable[Pcm]) -> Iterator[Pcm]:
        """Yield blocks, shape (channels, n), as they are."""
        told_of = 0
        for block in blocks:
            self.samples += block.shape[1]
            if self.samples >= told_of + SAMPLE_RATE_HZ:
                told_of = self.samples
                self._tell(told_of)
            yield block


def blocks(path: Path) -> Iterator[Pcm]:
    """Yield a file's samples at 48 kHz, shape (channels, n), with one channel or two; what is broken is left out."""
    with open_sound(path) as container:
        stream = container.streams.audio[0]
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        frames = (frame for packet in container.demux(stream) for frame in _decoded(packet))
        yield from map(samples_of, resampled(frames, "fltp", layout))


def _decoded(packet: "av.Packet[av.AudioStream]") -> list[av.AudioFrame]:
    try:
        return packet.decode()
    except av.FFmpegError:
        return []


def windows(blocks: Iterable[Pcm], spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
    """Yield the samples of spans, both channels as one; beyond the file's ends there is silence.

    Args:
        blocks: of the whole file, shape (channels, n).
        spans: `[start, stop)` in samples, by their start.
    """
    coming = iter(blocks)
    held: list[Pcm] = []
    begin = end = 0  # of what is held
    for start, stop in spans:
        while held and begin + len(held[0]) <= start:
            begin += len(held.pop(0))
        while end < stop and (block := next(coming, None)) is not None:
            end += block.shape[1]
            if end > start:
                held.append(block[0] if len(block) == 1 else block.mean(axis=0))
            else:
                begin = end
        yield _cut(held, begin, start, stop)


def _cut(held: list[Pcm], begin: int, start: int, stop: int) -> Pcm:
    window = np.zeros(stop - start, dtype=np.float32)
    at = begin
    for block in held:
        first, last = max(at, start), min(at + len(block), stop)
        if first < last:
            window[first - start : last - start] = block[first - at : last - at]
        at += len(block)
    return window


def _digest(path: Path) -> str:
    """Return the SHA-256 of what stands behind the ID3 tag (ID3v2.3.0, clause 3.1: its size has 7 bits a byte)."""
    with path.open("rb") as file:
        head = file.read(_ID3_HEADER_BYTES)
        size = sum((byte & 0x7F) << 7 * (3 - index) for index, byte in enumerate(head[6:]))
        file.seek(_ID3_HEADER_BYTES + size if head.startswith(b"ID3") else 0)
        return hashlib.file_digest(file, "sha256").hexdigest()
