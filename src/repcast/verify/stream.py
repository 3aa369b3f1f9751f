"""A file's sound as a stream: measured as a whole, and cut into windows.

Nothing is kept but the windows in hand, so that a day of sound takes no more memory than a minute.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from repcast.disk.untrusted import open_regular
from repcast.errors import NoEmbeddedSession, UnreadableFile
from repcast.sound.inflation import from_7_bits
from repcast.sound.levels import Pcm, measure, samples_of
from repcast.sound.untrusted import decoded, open_sound, resampled
from repcast.units import SAMPLE_RATE_HZ

_ID3_HEADER_BYTES: Final = 10

Tell = Callable[[int], None]
"""Is called with the samples decoded so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """What a file sounds like on the whole.

    Attributes:
        format: FFmpeg's name of the codec, such as mp3.
        length: in samples at 48 kHz; of what was decoded.
        is_whole: whether all of it was decoded.
        rate_hz: as the file has it.
        digest: the SHA-256 of everything behind the ID3 tag, in hexadecimal.
        loudness_lufs: integrated; None if the sound is too short, or silent.
        true_peak_dbtp: None if the sound is too short.
    """

    format: str
    length: int
    is_whole: bool
    rate_hz: int
    channels: int
    digest: str
    loudness_lufs: float | None
    true_peak_dbtp: float | None


def measured(path: Path, most: int, tell: Tell) -> Measurement:
    """Decode a file, and measure it.

    Args:
        path: of the file.
        most: samples that are decoded.
        tell: is called with those decoded so far.

    Raises:
        NoEmbeddedSession: there is no sound in it.
    """
    length = 0

    def counted() -> Iterator[Pcm]:
        nonlocal length
        for block in blocks(path, most, tell):
            length += block.shape[1]
            yield block

    try:
        with open_sound(path) as container:
            context = container.streams.audio[0].codec_context
            name, rate_hz, channels = context.name, context.rate, context.channels
        loudness_lufs, true_peak_dbtp = measure(counted())
        digest = _digest(path)
    except UnreadableFile:
        raise NoEmbeddedSession(path, "there is no sound in it") from None
    return Measurement(
        format=name.removesuffix("float"),
        length=length,
        is_whole=length < most,
        rate_hz=rate_hz,
        channels=channels,
        digest=digest,
        loudness_lufs=loudness_lufs,
        true_peak_dbtp=true_peak_dbtp,
    )


def blocks(path: Path, most: int, tell: Tell) -> Iterator[Pcm]:
    """Yield a file's samples at 48 kHz, a second at a time, with one channel or two; what is damaged is left out.

    Args:
        path: of the file.
        most: samples; what comes behind them is not decoded.
        tell: is called with those decoded so far.
    """
    with open_sound(path) as container:
        layout = "mono" if container.streams.audio[0].codec_context.channels == 1 else "stereo"
        held, length = av.AudioFifo(), 0
        for frame in resampled(decoded(container), "fltp", layout):
            frame.pts = None  # the queue refuses a gap in time
            held.write(frame)
            while held.samples >= SAMPLE_RATE_HZ and (second := held.read(SAMPLE_RATE_HZ)):
                length += SAMPLE_RATE_HZ
                tell(length)
                yield samples_of(second)
            if length >= most:
                return
        if rest := held.read():
            yield samples_of(rest)


def windows(passing: Iterable[Pcm], spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
    """Yield the samples of spans, all channels as one; beyond the file's ends there is silence.

    Args:
        passing: the blocks of a file, shape (channels, n).
        spans: ranges `[start, stop)` in samples, by their start.
    """
    coming, held, end = iter(passing), deque[tuple[int, Pcm]](), 0
    for start, stop in spans:
        while held and held[0][0] + len(held[0][1]) <= start:
            held.popleft()
        while end < stop and (block := next(coming, None)) is not None:
            held.append((end, block.mean(axis=0)))
            end += block.shape[1]
        window = np.zeros(stop - start, dtype=np.float32)
        for at, mono in held:
            first, last = max(at, start), min(at + len(mono), stop)
            if first < last:
                window[first - start : last - start] = mono[first - at : last - at]
        yield window


def _digest(path: Path) -> str:
    """Return the SHA-256 of everything behind the ID3 tag (ID3v2.3.0, clause 3.1)."""
    with open_regular(path) as file:
        head = file.read(_ID3_HEADER_BYTES)
        size = from_7_bits(head[6:])
        file.seek(_ID3_HEADER_BYTES + size if head.startswith(b"ID3") else 0)
        return hashlib.file_digest(file, "sha256").hexdigest()
