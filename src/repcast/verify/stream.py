"""A file's sound as a stream of blocks, from which windows are cut.

Nothing is kept but the windows in hand, so that a day of sound takes no more memory than a minute.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from repcast.disk.untrusted import open_regular
from repcast.files.sound_digest import sound_digest
from repcast.progress import Report
from repcast.sound.levels import Meter, Pcm, samples_of
from repcast.sound.untrusted import decoded, open_sound, resampled
from repcast.units import MINUTE_MS, SAMPLE_RATE_HZ, samples

_LONGER_PART: Final = 10  # a file is decoded to a tenth beyond its plan,
_LONGER_MS: Final = 10 * MINUTE_MS  # and ten minutes: what is put in is found, and a file of any length ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """What a file sounds like on the whole.

    Attributes:
        format: FFmpeg's name of the codec, such as mp3.
        length: in samples at 48 kHz; of what was decoded.
        is_whole: whether all of it was decoded.
        rate_hz: as the file has it.
        digest: the SHA-256 of the sound, in hexadecimal.
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


def measured(path: Path, planned: int, meter: Meter) -> Measurement:
    """Return what a file sounds like.

    Args:
        path: of the file.
        planned: samples of its plan.
        meter: has watched all that is decoded of it.
    """
    with open_sound(path) as container:
        codec = container.streams.audio[0].codec_context
        return Measurement(
            format=codec.name.removesuffix("float"),
            length=meter.length_samples,
            is_whole=meter.length_samples < _most(planned),
            rate_hz=codec.rate,
            channels=codec.channels,
            digest=_digest(path),
            loudness_lufs=meter.loudness_lufs,
            true_peak_dbtp=meter.true_peak_dbtp,
        )


def _digest(path: Path) -> str:
    with open_regular(path) as file:
        return sound_digest(file)


def blocks(path: Path, planned: int, report: Report) -> Iterator[Pcm]:
    """Yield a file's samples at 48 kHz, a second at a time, with one channel or two; what is damaged is left out.

    Args:
        path: of the file.
        planned: samples of its plan; what comes far behind them is not decoded.
        report: is called with those decoded so far, and planned.
    """
    with open_sound(path) as container:
        layout = "mono" if container.streams.audio[0].codec_context.channels == 1 else "stereo"
        held, length = av.AudioFifo(), 0
        for frame in resampled(decoded(container), "fltp", layout):
            frame.pts = None  # the queue refuses a gap in time
            held.write(frame)
            while held.samples >= SAMPLE_RATE_HZ and (second := held.read(SAMPLE_RATE_HZ)):
                length += SAMPLE_RATE_HZ
                report(min(length, planned), planned)
                yield samples_of(second)
            if length >= _most(planned):
                return
        if rest := held.read():
            yield samples_of(rest)


def _most(planned: int) -> int:
    return planned + planned // _LONGER_PART + samples(_LONGER_MS)


def windows(passing: Iterable[Pcm], spans: Iterable[tuple[int, int]]) -> Iterator[Pcm]:
    """Yield the samples of spans, all channels as one; beyond the file's ends there is silence.

    Args:
        passing: the blocks of a file, shape (channels, n); they are taken to the last one.
        spans: ranges `[start, stop)` in samples, by their start.
    """
    coming, held, at = iter(passing), np.zeros(0, dtype=np.float32), 0
    for start, stop in spans:
        while at + len(held) < stop and (block := next(coming, None)) is not None:
            over = min(max(0, start - at), len(held))
            held, at = np.concatenate([held[over:], block.mean(axis=0)]), at + over
        first, last = max(at, start), min(at + len(held), stop)
        window = np.zeros(stop - start, dtype=np.float32)
        if first < last:
            window[first - start : last - start] = held[first - at : last - at]
        yield window
    deque(coming, maxlen=0)
